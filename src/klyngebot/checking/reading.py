"""What of a claim or a sentence is compared: its words, quantities and periods."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from klyngebot.danish.analyzer import stem, stopwords
from klyngebot.danish.names import names
from klyngebot.danish.normalize import clean, fold
from klyngebot.danish.periods import Period, periods
from klyngebot.danish.quantities import Quantity, quantities

REMEMBERED = 20_000
_WORD = re.compile(r"[^\W\d_][\w'’&-]*|\d+")


@dataclass(frozen=True, slots=True)
class Word:
    """A content word as written at `start`, folded and as its stem; `is_name` where it is written as one."""

    start: int
    written: str
    folded: str
    stem: str
    is_name: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """What of a text is compared. Words within a quantity or a period are none of its words, counted nouns are."""

    words: tuple[Word, ...]
    quantities: tuple[Quantity, ...]
    periods: tuple[Period, ...]

    @property
    def stems(self) -> frozenset[str]:
        """Stems of the words."""
        return frozenset(word.stem for word in self.words)


@lru_cache(maxsize=REMEMBERED)
def read(text: str) -> Reading:
    """The words, quantities and periods of a text."""
    cleaned = clean(text)
    amounts, times = quantities(cleaned), periods(cleaned)
    spans = [(own.start, own.end) for own in amounts] + [(own.start, own.end) for own in times]
    counted = {own.end for own in amounts}
    named = set(names(cleaned))
    found: list[Word] = []
    for match in _WORD.finditer(cleaned):
        folded = fold(match.group())
        if folded in stopwords():
            continue
        within = any(start <= match.start() < end for start, end in spans)
        if within and (folded[0].isdigit() or match.end() not in counted):
            continue
        root = stem(folded)
        found.append(Word(match.start(), match.group(), folded, root, root in named and not within))
    return Reading(tuple(found), amounts, times)
