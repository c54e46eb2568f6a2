"""How many people work in a firm: the asker's figure, and the ranges in which a price list puts firms.

A range is a pair of whole numbers, both included; `LARGEST` stands for no upper end.
"""

from __future__ import annotations

import re

from klyngebot.danish.normalize import clean, fold
from klyngebot.remembering import remembered

LARGEST = 10**9
_PEOPLE = r"(?:fuldtids)?(?:ansatte|medarbejdere|aarsvaerk|mand|folk|personer|kolleger|hoveder)"
_ASKER = re.compile(rf"\b(\d{{1,3}}(?:\.\d{{3}})*|\d{{1,5}}) (?:{_PEOPLE}|maend|kvinder)\b")
# "hvis vi er 60?": a figure with nothing behind it; "2. generation" is an ordinal
_WE_ARE = re.compile(
    r"(?i:\bvi er (?:ca\.? |cirka |omkring |kun )?)(\d{1,3}(?:\.\d{3})+|\d{1,5})"
    r"(?= ?[?,;!]|\.?$|\. [A-ZÆØÅ])"
)
_COUNTS_PEOPLE = re.compile(rf"\b(?:{_PEOPLE})\b")
_FIGURE = r"(\d{1,3}(?:\.\d{3})+|\d{1,5})"
_BETWEEN = re.compile(rf"(?<![\d.,]){_FIGURE}\s?(?:-|til)\s?{_FIGURE}(?=\)| {_PEOPLE}\b)")
_AT_MOST = re.compile(rf"\b(?:op til|hoejst|under|faerre end) {_FIGURE}(?=\)| {_PEOPLE}\b)")
_AT_LEAST = re.compile(rf"\b(?:over|mindst|fra|mere end) {_FIGURE}(?=\)| {_PEOPLE}\b)|{_FIGURE} {_PEOPLE} eller flere")


def _number(text: str) -> int:
    return int(text.replace(".", ""))


def asker_figures(question: str) -> frozenset[str]:
    """Figures, as written but folded, that tell how large the asker's firm is ("vi er 40 ansatte", "vi er 40")."""
    folded = fold(question)
    return frozenset((*_ASKER.findall(folded), *_WE_ARE.findall(clean(question))))


@remembered(50_000)
def ranges(sentence: str) -> tuple[tuple[int, int], ...]:
    """The ranges of people that a sentence names.

    >>> ranges("5.000 kr. (op til 100 ansatte), 20.000 kr. (101-250) og 50.000 kr. (over 1.000)")
    ((0, 100), (101, 250), (1001, 1000000000))
    """
    folded = fold(sentence)
    if not _COUNTS_PEOPLE.search(folded):
        return ()
    found = {(_number(low), _number(high)) for low, high in _BETWEEN.findall(folded)}
    found |= {(0, _number(high)) for high in _AT_MOST.findall(folded)}
    found |= {(_number(low or more) + bool(low), LARGEST) for low, more in _AT_LEAST.findall(folded)}
    return tuple(sorted(found))


def fits(figures: frozenset[str], sentence: str) -> float:
    """1 where one of the sentence's ranges holds the asker's figure, 0 where only others stand there, else 0.5."""
    named = ranges(sentence)
    if not figures or not named:
        return 0.5
    sizes = [_number(figure) for figure in figures]
    return float(any(low <= size <= high for size in sizes for low, high in named))
