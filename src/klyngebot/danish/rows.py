"""Follow-ups that point at one of a row: "Hvad er den tredje?", "Fortæl om den sidste"."""

from __future__ import annotations

from collections.abc import Sequence

from klyngebot.danish.follow_ups import (
    BEFORE_IN_ROW,
    NEXT_IN_ROW,
    NUMBERED,
    ROW_LABEL,
    SMALL_NUMBER,
    TELLS_ON,
    counted,
    numbered,
    tell_of,
)
from klyngebot.danish.normalize import clean, fold
from klyngebot.danish.phrases import listed_things, pointed_at
from klyngebot.danish.questions import is_row
from klyngebot.danish.sentences import split_sentences

SENTENCES = 3  # of an answer that a follow-up may take something from


def one_of_row(question: str, before: str, answer: str) -> list[str]:
    """What a question may mean that points at one of a row: the thing by its number, and by what it is called.

    Whoever wants to be told of it ("hvad går den ud på?") is rather meant to be told of what it is called.
    """
    bare, count = clean(question).strip(" ?.!"), counted(before)
    pointed = pointed_at(bare, count.number) if count else None
    by_number = numbered(before, count, pointed[0] + 1) if count and pointed else ""
    told = _pointed(bare, first_sentences(answer), count.number if count else 0) or _pointed_at_row(bare, answer)
    return list(filter(None, (by_number if not told or not TELLS_ON.search(bare) else "", told)))


def renumbered(fragment: str, before: str) -> str:
    """The question before with the number of another of its row; empty where the fragment has none.

    >>> renumbered("nummer 4", "Hvad er mål 2 i planen?"), renumbered("den næste", "Hvad er mål 2 i planen?")
    ('Hvad er mål 4 i planen?', 'Hvad er mål 3 i planen?')
    """
    number, neighbor = NUMBERED.search(fragment), NEXT_IN_ROW.match(fragment)
    now = SMALL_NUMBER.search(before)
    if not now:
        return ""
    new = ""
    if number and (not number["noun"] or fold(number["noun"]) in fold(before)):
        new = number["number"] or number["bare"]
    elif neighbor:
        new = str(int(now.group()) + (-1 if neighbor["which"].lower() in BEFORE_IN_ROW else 1))
    return f"{before[: now.start()]}{new}{before[now.end() :]}" if new and new != now.group() else ""


def first_sentences(answer: str) -> list[str]:
    """The sentences of an answer that a follow-up may take something from."""
    return [answer[start:end] for start, end in split_sentences(answer)[:SENTENCES]]


def _pointed(question: str, sentences: Sequence[str], count: int) -> str:
    """The question with the thing of a list in place of the words that point at it; a list of `count`, if not 0."""
    for sentence in sentences:
        things = listed_things(sentence)
        if (count and len(things) != count) or ROW_LABEL.match(sentence):
            continue
        pointed = pointed_at(question, len(things))
        if pointed:
            place, pointing = pointed
            return tell_of(things[place]) if TELLS_ON.search(question) else _put(question, pointing, things[place])
    return ""


def _put(question: str, pointing: str, thing: str) -> str:
    """The question with a thing in place of the (folded) words that point at it, or the wish to be told of it."""
    spoken, length = question.split(), len(pointing.split())
    for at in range(len(spoken)):
        if fold(" ".join(spoken[at : at + length])) == pointing and len(spoken) > length:
            return " ".join([*spoken[:at], thing, *spoken[at + length :]]) + "?"
    return tell_of(thing)


def _pointed_at_row(question: str, answer: str) -> str:
    """What is told of one of a row, where each sentence of the answer tells of one."""
    rows = [text for start, end in split_sentences(answer) if is_row(text := answer[start:end])]
    pointed = pointed_at(question, len(rows))
    return tell_of(rows[pointed[0]].rstrip(".")) if pointed and len(rows) > 1 else ""
