"""What a follow-up may mean: the ways in which it can be completed from the turns before it.

`conversation.complete` gives the plainest reading. Here are others: the pronoun stands for what the answer named, the
new word takes the place of the old one, the question points at one of a list. The bot takes the reading that the
sources answer best, so a wrong guess is never worse than none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from klyngebot.conversation import Completed, complete, leans, small_talk
from klyngebot.danish.analyzer import content_tokens, stopwords
from klyngebot.danish.dates import years
from klyngebot.danish.demands import has_question_word
from klyngebot.danish.follow_ups import (
    AFTER,
    MARKER,
    MORE_ONLY,
    NEIGHBOUR_YEAR,
    NUMBERED,
    PREPOSITION,
    PRONOUN,
    SMALL_NUMBER,
    VERB_FIRST,
    WHY_ONLY,
    YEAR,
    phrase_with,
    tell_of,
    why,
)
from klyngebot.danish.normalize import clean, fold
from klyngebot.danish.phrases import listed_things, name_phrases, pointed_at
from klyngebot.danish.sentences import split_sentences
from klyngebot.types import Turn

MOST = 4  # readings that are tried
FRAGMENT = 3  # content words of a fragment
REFERENTS = 2  # names of an answer that a pronoun may stand for


def readings(question: str, turns: Sequence[Turn]) -> list[Completed]:
    """The question as it may be meant, the plainest reading first; one where it stands alone.

    Args:
        question: as asked.
        turns: before it, with their answers.
    """
    plain = complete(question, turns)
    last = next((turn for turn in reversed(turns) if clean(turn.question) and not small_talk(turn.question)), None)
    if last is None or not (leans(question) or _is_fragment(question)):
        return [plain]
    before = readings(last.question, turns[: list(turns).index(last)])[0].question
    sure = _sure(question, before, last.answer)
    if sure:
        return [Completed(sure)]
    found: dict[str, Completed] = {plain.question: plain}
    for other in _others(question, before, last.answer):
        found.setdefault(other, Completed(other, plain.strategy_assumed))
    if not leans(question) or (_bare(question) == MARKER.sub("", _bare(question)) and not PRONOUN.search(question)):
        found.setdefault(question, Completed(question))
    return list(found.values())[:MOST]


def _bare(question: str) -> str:
    return clean(question).strip(" ?.!")


def _is_fragment(question: str) -> bool:
    bare = MARKER.sub("", _bare(question))
    if has_question_word(bare) or VERB_FIRST.match(bare):
        return bool(WHY_ONLY.match(bare))
    content = [word for word in content_tokens(bare) if word not in stopwords()]
    return len(content) <= FRAGMENT or (bool(name_phrases(f"x {bare}")) and len(content) <= 2 * FRAGMENT)


def _sure(question: str, before: str, answer: str) -> str:
    """The one thing that the question can mean, where there is one: the year after, number 12, the last of a list."""
    bare = _bare(question)
    if WHY_ONLY.match(bare):
        return why(before)
    if MORE_ONLY.match(bare):
        return before
    neighbour = NEIGHBOUR_YEAR.search(bare)
    if neighbour and years(before):
        year = max(years(before)) + (1 if neighbour["which"] == AFTER else -1)
        return YEAR.sub(str(year), before)
    number = NUMBERED.search(MARKER.sub("", bare))
    if number:
        changed = SMALL_NUMBER.sub(number["number"] or number["bare"], before, count=1)
        return changed if changed != before else ""
    return _pointed(bare, _first_sentences(answer))


def _others(question: str, before: str, answer: str) -> Iterator[str]:
    fragment, first = MARKER.sub("", _bare(question)), _first_sentences(answer)
    if _is_fragment(question):
        yield from _replaced(fragment, before)
        for referent in _referents(before, first):
            yield f"{fragment[:1].upper()}{fragment[1:]} {referent}?"
        return
    for referent in _referents(before, first):
        yield _named(question, referent)


def _first_sentences(answer: str) -> list[str]:
    return [answer[start:end] for start, end in split_sentences(answer)[:3]]


def _pointed(question: str, sentences: Sequence[str]) -> str:
    """The question with the thing of a list in place of the words that point at it."""
    for sentence in sentences:
        things = listed_things(sentence)
        pointed = pointed_at(question, len(things))
        if pointed:
            place, words = pointed
            at = fold(question).find(words)
            head = question[:at] if fold(question[:at]) == fold(question)[:at] else ""
            tail = question[at + len(words) :] if head or at == 0 else ""
            return f"{head}{things[place]}{tail}?" if head or tail else tell_of(things[place])
    return ""


def _referents(before: str, answer: Sequence[str]) -> list[str]:
    """What a pronoun may stand for: the last name of the question before, names that its answer brought."""
    asked = name_phrases(before)
    told = [name for sentence in answer[:1] for name in name_phrases(sentence) if name not in asked]
    return (
        list(dict.fromkeys([*told[-REFERENTS:], *asked[-1:]]))
        if not asked
        else list(dict.fromkeys([*asked[-1:], *told[:1]]))
    )


def _named(question: str, referent: str) -> str:
    """The question with the name in place of its first pronoun."""

    def put(match: re.Match[str]) -> str:
        if match["own"]:
            return referent + ("'" if referent.endswith("s") else "s")
        return referent

    return PRONOUN.sub(put, question, count=1)


def _replaced(fragment: str, before: str) -> Iterator[str]:
    """The question before with what the fragment brings in place of what it replaces."""
    body = before.rstrip(" ?")
    if years(fragment):
        return  # the plain reading knows how
    preposition = PREPOSITION.match(fragment)
    if preposition:
        phrase = phrase_with(preposition["word"], body)
        yield f"{body[: phrase.start()]}{fragment}{body[phrase.end() :]}?" if phrase else f"{body} {fragment}?"
    names = name_phrases(before)
    new = preposition["rest"] if preposition else fragment
    for name in names[-1:] if not preposition or name_phrases(f"x {new}") else ():
        yield f"{body.replace(name, new)}?"
    if not names:
        yield f"{body} {fragment}?"
