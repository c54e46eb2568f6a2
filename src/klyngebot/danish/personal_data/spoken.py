"""Digits and months that are written as words: "nul en nul en nul en tolv fireogtredive", "1. januar 2001"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from klyngebot.danish.dates import MONTHS
from klyngebot.danish.personal_data.plain import Plain
from klyngebot.danish.wordlists import lines

_TOKEN = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class SpokenDigits:
    """A word of a text, from `start` to `end`, and the digits that it says."""

    start: int
    end: int
    digits: str
    is_month: bool = False


def spoken_digits(text: str) -> Iterator[SpokenDigits]:
    """The words of a lower-case text that say digits or a month, in reading order."""
    numbers, months = _numbers(), _months()
    for match in _TOKEN.finditer(text):
        word = match.group()
        if word in numbers:
            yield SpokenDigits(match.start(), match.end(), numbers[word])
        elif word in months:
            yield SpokenDigits(match.start(), match.end(), months[word], is_month=True)


def as_digits(plain: Plain, words: Sequence[SpokenDigits]) -> Plain:
    """The text with digits in place of the words."""
    return plain.replaced((word.start, word.end, word.digits) for word in words)


@cache
def _numbers() -> dict[str, str]:
    """Every number word up to 99, and the ordinals of days: "fireogtredive" is 34, "første" is 01."""
    listed = dict(line.split() for line in lines("spoken_digits.txt"))
    units = {word: value for word, value in listed.items() if len(value) == 1 and value != "0"}
    tens = {word: value for word, value in listed.items() if len(value) == 2 and value[1] == "0" and value != "10"}
    joined = {f"{unit}og{ten}": f"{tens[ten][0]}{units[unit]}" for ten in tens for unit in units}
    return listed | joined


@cache
def _months() -> dict[str, str]:
    numbered = {name: f"{number:02}" for number, name in enumerate(MONTHS, start=1)}
    return numbered | {name[:3]: number for name, number in numbered.items()} | {"sept": "09"}
