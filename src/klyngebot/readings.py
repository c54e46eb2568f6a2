"""What a follow-up may mean: the ways in which it can be completed from the turns before it.

`conversation.complete` gives the plainest reading. Here are others: the pronoun stands for what the answer named, the
new word takes the place of the old one, the question points at one of a list. The bot takes the reading that the
sources answer best, so a wrong guess is never worse than none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from klyngebot.conversation import Completed, complete, leans, small_talk
from klyngebot.danish.analyzer import content_tokens, telling_tokens
from klyngebot.danish.attributes import attribute_stems, names_its_subject
from klyngebot.danish.dates import years
from klyngebot.danish.demands import has_question_word
from klyngebot.danish.follow_ups import (
    AFTER,
    BRINGS_IN,
    KNOWN_THING,
    MARKER,
    MORE_ONLY,
    NEIGHBOUR_YEAR,
    POINTING_END,
    PREPOSITION,
    SUBJECT_PRONOUN,
    VERB_FIRST,
    VERSION,
    WHY_ONLY,
    YEAR,
    Correction,
    correction,
    dated,
    of_version,
    phrase_with,
    why,
)
from klyngebot.danish.names import names
from klyngebot.danish.normalize import clean, fold
from klyngebot.danish.phrases import name_phrases
from klyngebot.danish.referents import referents, refers_to_person, with_referent
from klyngebot.danish.rows import first_sentences, one_of_row, renumbered
from klyngebot.types import Turn

MOST = 4  # readings that are tried
FRAGMENT = 3  # content words of a fragment
OPEN = 4  # content words of a question that may be about what was spoken of, without a word that points back


def readings(question: str, turns: Sequence[Turn]) -> list[Completed]:
    """The question as it may be meant, the plainest reading first; one where it stands alone.

    Args:
        question: as asked.
        turns: before it, with their answers.
    """
    plain, mended = complete(question, turns), correction(question)
    last = next((turn for turn in reversed(turns) if clean(turn.question) and not small_talk(turn.question)), None)
    if last is None or not (mended or _may_lean(question)):
        return [plain]
    earlier = turns[: list(turns).index(last)]
    before = readings(last.question, earlier)[0].question
    if mended:
        found = dict.fromkeys((*_mended(mended, before), plain.question))
        return [Completed(text) for text in found][:MOST]
    certain = _certain(question, before, last.answer)
    if certain:
        return [Completed(text) for text in certain][:MOST]
    asked = [before, *(turn.question for turn in reversed(earlier))]
    others = list(_others(question, before, referents(question, asked, first_sentences(last.answer))))
    if refers_to_person(question) and others:
        return [Completed(text) for text in others][:MOST]
    is_named = plain.question == question or bool(name_phrases(before))
    takes_subject = bool(others) and is_named and _takes_subject(question)
    lacks_subject = bool(others) and plain.question == question and _lacks_subject(question)
    possible = dict.fromkeys((*others[:takes_subject], *([] if lacks_subject else [plain.question]), *others))
    if not takes_subject and not leans(question):
        possible.setdefault(question)
    return [Completed(text, plain.strategy_assumed and text != question) for text in possible][:MOST]


def _certain(question: str, before: str, answer: str) -> list[str]:
    """What a follow-up means that leaves no doubt what it is about; else none."""
    sure = _sure(question, before)
    if not sure and (leans(question) or _points(question) or _is_fragment(question)):
        sure = one_of_row(question, before, answer)
    return sure or list(filter(None, [_name_for_name(question, before)]))


def _takes_subject(question: str) -> bool:
    """Whether it is rather about what was spoken of than about something new."""
    points_back = SUBJECT_PRONOUN.match(_bare(question)) or _is_bare_noun(question)
    return bool(points_back) or _names_nothing(question) or _is_open(question)


def _lacks_subject(question: str) -> bool:
    """Whether it asks for nothing unless it takes a subject from before."""
    return leans(question) or not names_its_subject(question)


def _is_open(question: str) -> bool:
    """Whether it names no thing and no year, brings in nothing new and has no word that points back.

    "Hvor mange klyngeledelser blev sammenlignet?" may be about what was spoken of.
    """
    bare = _bare(question)
    asks = has_question_word(bare) or VERB_FIRST.match(bare)
    named = not attribute_stems().issuperset(names(question))
    if leans(question) or named or years(question) or not asks:
        return False
    return len(telling_tokens(question)) <= OPEN and not BRINGS_IN.search(bare)


def _bare(question: str) -> str:
    return clean(question).strip(" ?.!")


def _is_fragment(question: str) -> bool:
    bare = MARKER.sub("", _bare(question))
    if has_question_word(bare) or VERB_FIRST.match(bare):
        return bool(WHY_ONLY.match(bare))
    content = telling_tokens(bare)
    may_be_longer = bool(name_phrases(f"x {bare}") or PREPOSITION.match(bare))
    return len(content) <= (2 * FRAGMENT if may_be_longer else FRAGMENT)


def _may_lean(question: str) -> bool:
    """Whether it may take something from what was said before."""
    leaning = leans(question) or _points(question) or _is_fragment(question)
    return leaning or _names_nothing(question) or _is_open(question)


def _names_nothing(question: str) -> bool:
    """Whether it speaks of something as known that it does not name: "Hvornår udkom rapporten?"."""
    content = telling_tokens(question)
    known = KNOWN_THING.search(_bare(question))
    return bool(known) and len(content) <= FRAGMENT and not name_phrases(question) and not years(question)


def _points(question: str) -> bool:
    """Whether it points at what was just spoken of: "er det en klynge?", "hvad går nummer to ud på?"."""
    return bool(SUBJECT_PRONOUN.match(_bare(question)) or POINTING_END.search(fold(_bare(question))))


def _is_bare_noun(question: str) -> bool:
    """Whether it is only a word for a property, or two: "bestyrelse?"."""
    bare = MARKER.sub("", _bare(question))
    return _is_fragment(question) and not name_phrases(f"x {bare}") and not PREPOSITION.match(bare) and not years(bare)


def _name_for_name(question: str, before: str) -> str:
    """The same question of another: "Og for CLEAN?" after "Hvem leder MADE?"; empty where it is more than that."""
    fragment = MARKER.sub("", _bare(question))
    preposition = PREPOSITION.match(fragment)
    new, old = preposition["rest"] if preposition else fragment, name_phrases(before)
    is_name = name_phrases(f"x {new}") == [new] and sum(char.isupper() for char in new) > 1  # not "Hjemmeside?"
    return before.replace(old[-1], new) if is_name and old and not years(fragment) else ""


def _sure(question: str, before: str) -> list[str]:
    """The one thing that the question can mean, where there is one: the reason, the year after, number 12."""
    bare = _bare(question)
    if WHY_ONLY.match(bare):
        return [why(before)]
    if MORE_ONLY.match(bare):
        return [before]
    neighbour = NEIGHBOUR_YEAR.search(bare)
    if neighbour and years(before):
        year = max(years(before)) + (1 if neighbour["which"] == AFTER else -1)
        return [YEAR.sub(str(year), before)]
    fragment = MARKER.sub("", bare)
    changed = renumbered(fragment, before)
    if changed:
        return [changed]
    version = VERSION.match(fragment)
    return list(filter(None, [of_version(before, version["version"])])) if version else []


def _others(question: str, before: str, things: Sequence[str]) -> Iterator[str]:
    """The follow-up with each of the things that it may be about, or in its place in the question before."""
    if not _is_fragment(question):
        yield from (with_referent(question, thing) for thing in things)
        return
    fragment = MARKER.sub("", _bare(question))
    completed = [f"{fragment[:1].upper()}{fragment[1:]} {thing}?" for thing in things]
    if _is_bare_noun(question):
        yield from completed
        yield from _replaced(fragment, before) if names_its_subject(fragment) or not things else ()
        return
    yield from _replaced(fragment, before)
    preposition = PREPOSITION.match(fragment)
    if not preposition or not phrase_with(preposition["word"], before.rstrip(" ?")):
        yield from completed


def _mended(mended: Correction, before: str) -> Iterator[str]:
    """The question before with what is meant in place of what was understood."""
    thing = dated(mended.noun, mended.new)
    names = name_phrases(before)
    if mended.old and fold(mended.old) in fold(before):
        yield re.sub(re.escape(mended.old), lambda _: mended.new, before, flags=re.IGNORECASE)
    elif thing:
        yield re.sub(re.escape(names[-1]), lambda _: thing, before) if names else f"{before.rstrip(' ?')} {thing}?"
    elif years(mended.new) and years(before):
        yield YEAR.sub(str(max(years(mended.new))), before)
    yield from _replaced(mended.new, before)


def _replaced(fragment: str, before: str) -> Iterator[str]:
    """The question before with what the fragment brings in place of what it replaces."""
    body = before.rstrip(" ?")
    preposition = PREPOSITION.match(fragment)
    if years(fragment) and not (preposition and name_phrases(body) and content_tokens(preposition["rest"])[1:]):
        return  # the plain reading knows how
    if preposition:
        phrase = phrase_with(preposition["word"], body)
        yield f"{body[: phrase.start()]}{fragment}{body[phrase.end() :]}?" if phrase else f"{body} {fragment}?"
    names = name_phrases(before)
    new = preposition["rest"] if preposition else fragment
    for name in names[-1:] if not preposition or name_phrases(f"x {new}") else ():
        yield f"{body.replace(name, new)}?"
    if not names:
        yield f"{body} {fragment}?"
