"""A text as the finders read it: plain digits, dashes and blanks, each with its place in the text as written."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Self, TypeAlias

Span: TypeAlias = tuple[int, int]
_DASHES = "-‐‑‒–—―−⁃﹘﹣－➖"
_DOTS = "·•․∙⋅"


class _Folding(dict[int, int | None]):
    """A table for `str.translate` that is filled as characters come: one for one, or none for what does not show."""

    def __missing__(self, code: int) -> int | None:
        self[code] = folded = _folded(chr(code))
        return folded


def _folded(char: str) -> int | None:
    category = unicodedata.category(char)
    if char == "\n":
        return ord(char)
    if char.isspace():
        return ord(" ")
    if category in ("Cf", "Cc", "Mn", "Me", "Co", "Cs", "Cn"):  # zero-width, combining, variation selectors, tags
        return None
    if category == "Nd":
        return ord(str(unicodedata.decimal(char)))
    if char in _DASHES:
        return ord("-")
    if char in _DOTS:
        return ord(".")
    if category == "No" and unicodedata.decomposition(char).startswith(("<super>", "<sub>")):
        return ord(char)  # the mark of a footnote belongs to no number
    compatible = unicodedata.normalize("NFKC", char).lower()
    return ord(compatible) if len(compatible) == 1 else ord(char)


_FOLDING = _Folding()


@dataclass(frozen=True, slots=True)
class Plain:
    """Lower-case text without what does not show.

    `starts[i]` and `ends[i]` are where the character `i` begins and ends in the text as written.
    """

    text: str
    starts: Sequence[int]
    ends: Sequence[int]

    @classmethod
    def of(cls, written: str) -> Self:
        """Read a text as written."""
        text = written.translate(_FOLDING)
        if len(text) == len(written):
            places: Sequence[int] = range(len(written))
            return cls(text, places, range(1, len(written) + 1))
        places = [place for place, char in enumerate(written) if _FOLDING[ord(char)] is not None]
        return cls(text, places, [place + 1 for place in places])

    def span(self, start: int, end: int) -> Span:
        """Where a part of this text, of at least one character, stands in the text as written."""
        return self.starts[start], self.ends[end - 1]

    def replaced(self, pieces: Iterator[tuple[int, int, str]]) -> Plain:
        """This text with other words in place of some; every character of those stands where the old ones did."""
        texts: list[str] = []
        starts: list[int] = []
        ends: list[int] = []
        last = 0
        for start, end, words in (*pieces, (len(self.text), len(self.text), "")):
            texts += (self.text[last:start], words)
            starts += (*self.starts[last:start], *([self.starts[start]] * len(words) if words else ()))
            ends += (*self.ends[last:start], *([self.ends[end - 1]] * len(words) if words else ()))
            last = end
        return Plain("".join(texts), starts, ends)


def digits(text: str) -> str:
    """The digits of a plain text."""
    return "".join(filter(str.isdecimal, text))


def told(plain: Plain, start: int, matches: Callable[[str], object]) -> bool:
    """Whether the words right before a place tell what a number is; `matches` reads the last 48 characters."""
    return bool(matches(plain.text[max(0, start - 48) : start]))
