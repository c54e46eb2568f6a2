"""Names typed without their capitals ("og vision denmark?"), written as the documents write them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from klyngebot.danish.normalize import clean
from klyngebot.danish.phrases import name_phrases

_ONE_OF_ROW = re.compile(r" \d{1,2}(?:-\d{1,2})?$")  # "Initiativ 8" is no name
_LEAST = 4  # letters of a name: "clean" and "made" are names in this field, "it" and "eu" are too short to tell


class NamesAsWritten:
    """Writes the names of some headings as these do.

    Args:
        headings: texts in which names are written with their capitals.
    """

    def __init__(self, headings: Iterable[str]) -> None:
        found = {name for heading in headings for name in name_phrases(heading) if _is_telling(name)}
        self._written = {name.lower(): name for name in sorted(found)}
        alternatives = "|".join(re.escape(name) for name in sorted(self._written, key=len, reverse=True))
        self._pattern = re.compile(rf"(?<![\w-])(?P<name>{alternatives})(?P<own>s?)(?![\w-])", re.IGNORECASE)

    def written(self, text: str) -> str:
        """The text with its names written so; the same where it has none.

        >>> NamesAsWritten(["Hvor ligger Vision Denmark", "Om CLEAN"]).written("og vision denmark? og cleans pris")
        'og Vision Denmark? og CLEANs pris'
        """
        return self._pattern.sub(self._as_written, clean(text)) if self._written else text

    def _as_written(self, found: re.Match[str]) -> str:
        return self._written[found["name"].lower()] + found["own"]


def _is_telling(name: str) -> bool:
    """Whether a name is one also without its first capital: of several words, or with a capital inside."""
    if len(name) < _LEAST or _ONE_OF_ROW.search(name):
        return False
    return " " in name or any(char.isupper() for char in name[1:])
