"""Danish dates and years: showing an ISO date, finding the years in a text."""

from __future__ import annotations

import re
from datetime import date

MONTHS = (
    "januar",
    "februar",
    "marts",
    "april",
    "maj",
    "juni",
    "juli",
    "august",
    "september",
    "oktober",
    "november",
    "december",
)
LONGEST_SPAN = 30  # years; what looks longer is something else
_ISO = re.compile(r"([0-9]{4})(?:-([0-9]{2}))?(?:-([0-9]{2}))?")
_YEAR = re.compile(r"(?<![\d.,])(?:19|20)\d{2}(?!\d|[.,]\d)")
_YEAR_RANGE = re.compile(r"((?:19|20)\d{2})\s?(?:[-–/]|til)\s?((?:19|20)?\d{2})(?![\d.])")


def format_date(iso: str) -> str:
    """Show an ISO date: "2013-04-30" as "30. april 2013", "2013-04" as "april 2013"; anything else unchanged."""
    match = _ISO.fullmatch(iso)
    if not match or not is_iso_date(iso):
        return iso
    year, month, day = match.groups()
    if month is None:
        return year
    name = MONTHS[int(month) - 1]
    return f"{name} {year}" if day is None else f"{int(day)}. {name} {year}"


def is_iso_date(text: str) -> bool:
    """Whether the text is a year, a month or a day in ISO form that exists."""
    match = _ISO.fullmatch(text)
    if not match:
        return False
    year, month, day = match.groups()
    try:
        date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return False
    return True


def years(text: str) -> frozenset[int]:
    """All years that a text names; a range like 2021-2024 or 2021-24 counts with every year in it."""
    ends = {year for span in _spans(text) for year in span}
    return frozenset({*map(int, _YEAR.findall(text)), *ends, *years_within(text)})


def years_within(text: str) -> list[int]:
    """The years between the ends of the spans that a text names, in reading order.

    >>> years_within("Klyngeprogrammet 2025-2028")
    [2026, 2027]
    """
    return [year for first, last in _spans(text) for year in range(first + 1, last)]


def _spans(text: str) -> list[tuple[int, int]]:
    spans = [
        (int(first), int(last) if len(last) == 4 else int(first[:2] + last))
        for first, last in _YEAR_RANGE.findall(text)
    ]
    return [(first, last) for first, last in spans if 0 < last - first < LONGEST_SPAN]
