"""Expressions that mean the same ("slog dørene op", "åbnede"), and words that exclude each other ("steg", "faldt").

Two lists of our own, in the forms in which the words are written: `paraphrases.txt`, a meaning a line, and
`contrasts.txt`, the two sides of an opposition a line, marked where they do not strictly exclude each other.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from klyngebot.danish.analyzer import stem
from klyngebot.danish.normalize import fold
from klyngebot.danish.wordlists import lines
from klyngebot.remembering import remembered

REMEMBERED = 20_000
LOOSE = "~"  # begins a line of the contrasts whose sides differ without excluding each other
_TOKEN = re.compile(r"[^\W_][\w'’&-]*")


@dataclass(frozen=True, slots=True)
class Meaning:
    """An expression at `start`:`end` of a text, and the line of the list that it stands on."""

    line: int
    start: int
    end: int


def _folded(text: str) -> list[tuple[str, int, int]]:
    return [(fold(match.group()), match.start(), match.end()) for match in _TOKEN.finditer(text)]


@lru_cache(maxsize=1)
def _expressions() -> dict[str, tuple[tuple[tuple[str, ...], int], ...]]:
    """Each expression as its folded words, with its line, by its first word."""
    found: dict[str, list[tuple[tuple[str, ...], int]]] = {}
    for number, line in enumerate(lines("paraphrases.txt")):
        for expression in line.split(","):
            own = tuple(word for word, _, _ in _folded(expression))
            if own:
                found.setdefault(own[0], []).append((own, number))
    return {first: tuple(own) for first, own in found.items()}


@remembered(REMEMBERED)
def meanings(text: str) -> tuple[Meaning, ...]:
    """The listed expressions of a text, in reading order."""
    tokens = _folded(text)
    told = [word for word, _, _ in tokens]
    return tuple(
        Meaning(number, tokens[place][1], tokens[place + len(own) - 1][2])
        for place, first in enumerate(told)
        for own, number in _expressions().get(first, ())
        if tuple(told[place : place + len(own)]) == own
    )


@lru_cache(maxsize=1)
def _stems_of_words() -> dict[str, frozenset[str]]:
    """For the stem of each listed single word, the stems of the other words on its lines."""
    found: dict[str, set[str]] = {}
    for line in lines("paraphrases.txt"):
        own = {stem(fold(word)) for word in map(str.strip, line.split(",")) if word and " " not in word}
        for one in own:
            found.setdefault(one, set()).update(own - {one})
    return {one: frozenset(others) for one, others in found.items()}


def stems_alike(own: str) -> frozenset[str]:
    """Stems of single words that mean the same as words with this one.

    >>> "etabl" in stems_alike("stift")
    True
    """
    return _stems_of_words().get(own, frozenset())


@lru_cache(maxsize=1)
def _sides() -> dict[str, tuple[tuple[int, bool], ...]]:
    """The oppositions in which a folded word stands, each with whether it stands on the first side."""
    found: dict[str, list[tuple[int, bool]]] = {}
    for number, line in enumerate(lines("contrasts.txt")):
        for is_first, side in zip((True, False), line.lstrip(LOOSE).split(":"), strict=True):
            for word in side.split():
                found.setdefault(fold(word), []).append((number, is_first))
    return {word: tuple(sides) for word, sides in found.items()}


@lru_cache(maxsize=1)
def _loose() -> frozenset[int]:
    """The lines of the contrasts whose sides do not exclude each other."""
    return frozenset(number for number, line in enumerate(lines("contrasts.txt")) if line.startswith(LOOSE))


@remembered(REMEMBERED)
def _taken(text: str) -> dict[tuple[int, bool], str]:
    """The sides that a text takes, each with the first of its words that takes it."""
    found: dict[tuple[int, bool], str] = {}
    for match in _TOKEN.finditer(text):
        for taken in _sides().get(fold(match.group()), ()):
            found.setdefault(taken, match.group())
    return found


def contrasts(one: str, other: str, *, firm: bool = False) -> list[tuple[str, str]]:
    """The words by which one text takes one side of an opposition, and the other text only the other side.

    Args:
        one: a text.
        other: another one.
        firm: whether only oppositions count whose sides exclude each other.

    >>> contrasts("Medlemstallet steg i 2014.", "Medlemstallet faldt i 2014.")
    [('steg', 'faldt')]
    >>> contrasts("Medlemstallet steg i 2014.", "Medlemstallet faldt i 2013 og steg i 2014.")
    []
    >>> contrasts("Klyngen gav penge.", "Firmaet fik penge."), contrasts("gav penge", "fik penge", firm=True)
    ([('gav', 'fik')], [])
    """
    mine, theirs = _taken(one), _taken(other)
    return [
        (word, theirs[number, not is_first])
        for (number, is_first), word in mine.items()
        if (number, not is_first) in theirs
        and (number, not is_first) not in mine
        and (number, is_first) not in theirs
        and not (firm and number in _loose())
    ]


def excludes(word: str, text: str) -> bool:
    """Whether a text takes a side of an opposition, and the folded word stands on the other.

    >>> excludes("steg", "Medlemstallet faldt i 2014."), excludes("steg", "Medlemstallet steg i 2014.")
    (True, False)
    """
    theirs = _taken(text)
    return any(
        (number, not is_first) in theirs and (number, is_first) not in theirs
        for number, is_first in _sides().get(word, ())
    )
