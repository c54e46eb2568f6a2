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
    found = {int(year) for year in _YEAR.findall(text)}
    for first, last in _YEAR_RANGE.findall(text):
        final = int(last) if len(last) == 4 else int(first[:2] + last)
        if 0 < final - int(first) < 30:
            found.update(range(int(first), final + 1))
    return frozenset(found)
