"""When something was, as days from and to: "20. december 2012", "foråret 2021", "2025-2028", "siden 2014"."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from klyngebot.danish.dates import MONTHS
from klyngebot.danish.normalize import clean
from klyngebot.danish.quantities import Relation
from klyngebot.remembering import remembered

REMEMBERED = 20_000
_FIRST, _LAST = date(1900, 1, 1), date(2100, 12, 31)
# First and last month of what is called so, a little wide: nobody means it to the day
_SEASONS = {"foråret": (2, 6), "forår": (2, 6), "sommeren": (5, 9), "sommer": (5, 9), "efteråret": (8, 11)} | {
    "efterår": (8, 11),
    "vinteren": (1, 3),
}
_HALVES = {"første halvår": (1, 6), "1. halvår": (1, 6), "andet halvår": (7, 12), "2. halvår": (7, 12)} | {
    f"{number}. kvartal": (3 * number - 2, 3 * number) for number in range(1, 5)
}
_STAGES = {"begyndelsen af": (1, 5), "starten af": (1, 5), "midten af": (4, 9), "slutningen af": (8, 12)} | {
    "udgangen af": (10, 12),
    "begyndelsen": (1, 5),
}
_NAMED = _SEASONS | _HALVES
_MONTH = "|".join(MONTHS)
_YEAR = r"(?:19|20)\d{2}"
_SPAN = re.compile(rf"(?<![\d.,])({_YEAR})\s?(?:-|–|/|til(?: og med)?|frem til|og)\s?({_YEAR}|\d{{2}})(?![\d.,]\d|\d)")
_DAY = re.compile(rf"(?<![\d.,])(\d{{1,2}})\.\s+({_MONTH})(?:\s+({_YEAR}))?", re.IGNORECASE)
_NUMERIC_DAY = re.compile(rf"(?<![\d.,])(\d{{1,2}})\.(\d{{1,2}})\.({_YEAR})(?!\d)")
_IN_MONTH = re.compile(rf"\b({_MONTH})(?:\s+(?:samme år|({_YEAR})))?\b", re.IGNORECASE)
_IN_SEASON = re.compile(
    rf"(?<!\w)({'|'.join(sorted(map(re.escape, _NAMED), key=len, reverse=True))})(?:\s+(?:i\s+)?({_YEAR}))?(?!\w)",
    re.IGNORECASE,
)
_STAGE = re.compile(rf"\b({'|'.join(sorted(_STAGES, key=len, reverse=True))})\s+({_YEAR})\b", re.IGNORECASE)
_IN_YEAR = re.compile(rf"(?<![\d.,])({_YEAR})(?!\d|[.,]\d|-\d)")
_SINCE = re.compile(r"\b(?:siden|fra og med|fra)\s+$", re.IGNORECASE)
_AFTER = re.compile(r"\b(?:efter|senere end)\s+$", re.IGNORECASE)
_BEFORE = re.compile(r"\b(?:før|inden|tidligere end)\s+$", re.IGNORECASE)
_UNTIL = re.compile(r"\b(?:til og med|frem til|indtil|senest|til)\s+$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Period:
    """From `first` to `last`, both included, as `written` at `start`:`end`.

    `yearless` is whether no year is named: then only month and day compare. `stated` is the last day of the time that
    is named, which "siden" makes the beginning of a longer one.
    """

    first: date
    last: date
    written: str
    start: int
    end: int
    yearless: bool = False
    stated: date = _LAST

    @property
    def days(self) -> int:
        """How long it is."""
        return (self.last - self.first).days + 1

    def relation(self, told: Period) -> Relation:
        """How the time that a source tells stands to this one, which is claimed."""
        mine, theirs = (self, told) if not (self.yearless or told.yearless) else (_of_one(self), _of_one(told))
        if mine.last == theirs.last == _LAST and not (
            self.first <= told.first <= self.stated or told.first <= self.first <= told.stated
        ):
            return Relation.OUTSIDE  # "siden 2022" and "siden 2023" name two beginnings
        if theirs.first >= mine.first and theirs.last <= mine.last:
            return Relation.WITHIN
        if theirs.last < mine.first or mine.last < theirs.first:
            return Relation.OUTSIDE
        return Relation.OPEN


def _of_one(period: Period) -> Period:
    """The period in the leap year 2000, for what has no year; a longer one is the whole year."""
    if period.days > 366:
        return Period(date(2000, 1, 1), date(2000, 12, 31), period.written, period.start, period.end)
    first, last = period.first.replace(year=2000), period.last.replace(year=2000)
    return Period(first, max(first, last), period.written, period.start, period.end)


@remembered(REMEMBERED)
def periods(text: str) -> tuple[Period, ...]:
    """The periods of a text in reading order, each as exact as it is told.

    >>> [(str(own.first), str(own.last)) for own in periods("MADE begyndte 1. maj 2014 og fik midler 2021-2024.")]
    [('2014-05-01', '2014-05-01'), ('2021-01-01', '2024-12-31')]
    """
    cleaned = clean(text)
    found: list[Period] = []
    for own in _all(cleaned):
        if not any(own.start < other.end and other.start < own.end for other in found):
            found.append(_widened(own, cleaned))
    return tuple(sorted(found, key=lambda own: own.start))


def _all(text: str) -> Iterator[Period]:
    """The most exact first; what lies within another is left out by the caller."""
    for match in _NUMERIC_DAY.finditer(text):
        yield from _on_day(match, int(match[1]), int(match[2]), int(match[3]))
    for match in _DAY.finditer(text):
        year = int(match[3]) if match[3] else 0
        yield from _on_day(match, int(match[1]), MONTHS.index(match[2].lower()) + 1, year)
    for match in _SPAN.finditer(text):
        first, last = int(match[1]), int(match[2] if len(match[2]) == 4 else match[1][:2] + match[2])
        if first < last:
            yield _span(match, first, 1, last, 12)
    for match in _STAGE.finditer(text):
        first, last = _STAGES[match[1].lower()]
        yield _span(match, int(match[2]), first, int(match[2]), last)
    for match in _IN_SEASON.finditer(text):
        first, last = _NAMED[match[1].lower()]
        year = int(match[2]) if match[2] else 0
        yield _span(match, year or 2000, first, year or 2000, last, yearless=not year)
    for match in _IN_MONTH.finditer(text):
        month, year = MONTHS.index(match[1].lower()) + 1, int(match[2]) if match[2] else 0
        yield _span(match, year or 2000, month, year or 2000, month, yearless=not year)
    for match in _IN_YEAR.finditer(text):
        yield _span(match, int(match[1]), 1, int(match[1]), 12)


def _on_day(match: re.Match[str], day: int, month: int, year: int) -> Iterator[Period]:
    try:
        own = date(year or 2000, month, day)
    except ValueError:  # no such day
        return
    yield Period(own, own, match.group(), match.start(), match.end(), yearless=not year)


def _span(match: re.Match[str], first: int, month: int, last: int, end: int, *, yearless: bool = False) -> Period:
    closing = date(last, end, calendar.monthrange(last, end)[1])
    return Period(date(first, month, 1), closing, match.group(), match.start(), match.end(), yearless)


def _widened(own: Period, text: str) -> Period:
    """The period that "siden", "før" and their like make of it."""
    before = text[max(0, own.start - 30) : own.start]
    if own.yearless or _SPAN.fullmatch(own.written):
        return own
    if _SINCE.search(before):
        return Period(own.first, _LAST, own.written, own.start, own.end, stated=own.last)
    if _AFTER.search(before):
        return Period(own.last, _LAST, own.written, own.start, own.end)
    if _BEFORE.search(before):
        return Period(_FIRST, own.first - timedelta(days=1), own.written, own.start, own.end)
    if _UNTIL.search(before):
        return Period(_FIRST, own.last, own.written, own.start, own.end)
    return own
