"""A number or a time as a reader would quote it: with the word that bounds it and the noun that it counts."""

from __future__ import annotations

import re

from klyngebot.danish.analyzer import stem
from klyngebot.danish.normalize import fold

_BOUND_BEFORE = re.compile(
    r"(?:\b(?:lidt |langt |godt )?(?:over|under|mindst|højst|op til|op imod|knap|godt|cirka|ca\.|omkring|næsten"
    r"|mere end|flere end|mindre end|færre end|minimum"
    r"|maksimalt|før|efter|siden|inden|fra|indtil|senest|til og med) (?:den )?)$",
    re.IGNORECASE,
)
_BOUND_BEHIND = re.compile(r"^ (?:eller|og) (?:mere|flere|derover|opefter|mindre|færre|derunder)\b", re.IGNORECASE)
_WORDS_BEHIND = re.compile(r"^(?:\s+(?:af )?(?:de |alle )?[\wæøå-]+){1,3}")
_ABBREVIATED = re.compile(r"\b(?:kr|mio|mia|pct|ca)$")


def wording(text: str, start: int, end: int, unit: str = "") -> str:
    """What stands at `start`:`end` of a text, with the bound before or behind it and up to the noun that it counts.

    Args:
        text: the text.
        start: where the number or time begins.
        end: where it ends.
        unit: stem of the noun that is counted, if any.

    >>> wording("Klyngen har over 14 udpegede klynger.", 17, 28, "klyng")
    'over 14 udpegede klynger'
    """
    before = _BOUND_BEFORE.search(text[:start])
    if before:
        start = before.start()
    if unit and unit not in map(_stem, re.findall(r"[\wæøå]+", text[start:end])):
        behind = _WORDS_BEHIND.match(text[end:])
        words = list(re.finditer(r"[\wæøå-]+", behind.group())) if behind else []
        noun = next((word for word in words if _stem(word.group()) == unit), None)
        end += noun.end() if noun else 0
    bound = _BOUND_BEHIND.match(text[end:])
    if bound:
        end += bound.end()
    if _ABBREVIATED.search(text[start:end]) and text[end : end + 1] == ".":
        end += 1
    return text[start:end].strip()


def _stem(word: str) -> str:
    return stem(fold(word))
