"""Words written as they are spoken or run together: "hva'", "ka'", "hvormange" become what the documents write."""

from __future__ import annotations

import re
from functools import lru_cache, partial

from klyngebot.danish.normalize import APOSTROPHES
from klyngebot.danish.wordlists import lines

_APOSTROPHES = str.maketrans(dict.fromkeys(APOSTROPHES, "'"))


@lru_cache(maxsize=1)
def _rules() -> tuple[tuple[re.Pattern[str], str], ...]:
    pairs = (line.split(">", 1) for line in lines("respelled.txt"))
    return tuple(
        (re.compile(rf"(?<![\w'])(?:{pattern.strip()})(?![\w'])", re.IGNORECASE), own.strip()) for pattern, own in pairs
    )


def respelled(question: str) -> str:
    """The question with such words replaced; a capital at the start stays.

    >>> respelled("Hva' koster det, og hvormange er med?")
    'Hvad koster det, og hvor mange er med?'
    """
    text = question.translate(_APOSTROPHES)
    changed = text
    for pattern, own in _rules():
        changed = pattern.sub(partial(_like, own), changed)
    return changed if changed != text else question


def _like(own: str, found: re.Match[str]) -> str:
    replacement = found.expand(own)
    return replacement[0].upper() + replacement[1:] if found.group()[0].isupper() else replacement
