"""What of a claim or a sentence is compared: its words, quantities and periods."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from klyngebot.danish.analyzer import stem, stopwords
from klyngebot.danish.meanings import meanings
from klyngebot.danish.names import names
from klyngebot.danish.normalize import clean, fold
from klyngebot.danish.periods import Period, periods
from klyngebot.danish.quantities import Quantity, quantities
from klyngebot.remembering import remembered

REMEMBERED = 20_000
_WORD = re.compile(r"[^\W\d_][\w'’&-]*|\d+")


@dataclass(frozen=True, slots=True)
class Word:
    """A word or a row of digits as written at `start`, folded and as its stem.

    `is_name` is whether it is written as a name, `quantity` and `period` the place of the one that it stands in, -1
    where it stands in none; `meanings` are the lines of the paraphrases that it is part of. A word that has `content`
    is no stop word and no figure; a counted noun is both, part of its quantity and a word with content.
    """

    start: int
    written: str
    folded: str
    stem: str
    is_stop: bool
    is_name: bool
    quantity: int
    period: int
    content: bool
    meanings: frozenset[int]


NO_WORD = Word(0, "-", "-", "-", True, False, -1, -1, False, frozenset())  # stands for a text without words


@dataclass(frozen=True)
class Reading:
    """All words of a text in reading order, with its quantities and periods."""

    all: tuple[Word, ...]
    quantities: tuple[Quantity, ...]
    periods: tuple[Period, ...]

    @cached_property
    def words(self) -> tuple[Word, ...]:
        """The words with content."""
        return tuple(word for word in self.all if word.content)

    @cached_property
    def stems(self) -> frozenset[str]:
        """Stems of the words with content."""
        return frozenset(word.stem for word in self.words)

    @cached_property
    def all_stems(self) -> frozenset[str]:
        """Stems of all words."""
        return frozenset(word.stem for word in self.all)

    @cached_property
    def meanings(self) -> frozenset[int]:
        """The listed meanings that the text has."""
        return frozenset(line for word in self.all for line in word.meanings)


@remembered(REMEMBERED)
def read(text: str) -> Reading:
    """The words, quantities and periods of a text."""
    cleaned = clean(text)
    amounts, times, meant = quantities(cleaned), periods(cleaned), meanings(cleaned)
    counted = {own.end for own in amounts}
    named = set(names(cleaned))
    found: list[Word] = []
    for match in _WORD.finditer(cleaned):
        start, end, folded = match.start(), match.end(), fold(match.group())
        quantity = next((place for place, own in enumerate(amounts) if own.start <= start < own.end), -1)
        period = next((place for place, own in enumerate(times) if own.start <= start < own.end), -1)
        is_stop, root = folded in stopwords(), stem(folded)
        figure = (quantity >= 0 or period >= 0) and (folded[0].isdigit() or end not in counted)
        lines = frozenset(own.line for own in meant if own.start <= start < own.end)
        is_name = root in named and quantity < 0 and period < 0
        content = not is_stop and not figure
        found.append(Word(start, match.group(), folded, root, is_stop, is_name, quantity, period, content, lines))
    return Reading(tuple(found), amounts, times)
