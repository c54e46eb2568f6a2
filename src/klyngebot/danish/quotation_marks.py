"""Which quotation marks of a text belong together, and which stand alone.

Marks pair within a paragraph only. A mark that can be read in two ways is read by what stands around it: inch marks
(5"), apostrophes (Vestas', '90) and marks of a path (Forside » Klynger) are no quotation marks.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

# What closes a quotation, by what opens it
_CLOSERS = {
    "»": ("«",),
    "«": ("»",),
    "›": ("‹",),
    "‹": ("›",),
    "„": ("“", "”"),
    "“": ("”", "“"),
    "”": ("”",),
    '"': ('"',),
    "‚": ("‘", "’"),
    "‘": ("’",),
    "’": ("’",),
    "'": ("'",),
    "``": ("''",),
}
DEEPEST = 8  # quotations within each other
_TELLING = tuple('»«„“”"')  # alone, each of these is a fault; a single mark may be an apostrophe or a comma
_GUILLEMETS = tuple("»«›‹")
_APOSTROPHES = tuple("'’‘")
_BEFORE_OPENING = tuple("([{<=–—-−*_~>:/»«›‹„“”‚‘’\"'")
_AFTER_CLOSING = tuple(".,;:!?)]}")
_OPENERS = tuple('([…»„“"')
_MARK = re.compile(r"``|''|[»«›‹„“”‚‘’\"']")
_BREAK = re.compile(r"\n[^\S\n]*\n")
_DOTS = "..."


@dataclass(frozen=True, slots=True)
class Mark:
    """A quotation mark at `start`:`end`, with the characters around it; empty at the ends of the text."""

    sign: str
    start: int
    end: int
    before: str
    after: str

    @property
    def may_open(self) -> bool:
        """Whether a quotation may begin here: a blank or a bracket before it, and a word after it."""
        if self.sign not in _CLOSERS or not self._stands_first:
            return False
        if not self.after or self.after.isspace() or self.after in _AFTER_CLOSING:
            return self.sign == "«" and self.is_apart  # as the French set it
        return self.sign not in _APOSTROPHES or self.after.isalpha() or self.after in _OPENERS

    @property
    def may_close(self) -> bool:
        """Whether a quotation may end here."""
        return self.sign in _GUILLEMETS or bool(self.before and not self.before.isspace())

    @property
    def is_apart(self) -> bool:
        """Whether it has no word on either side."""
        return (not self.before or self.before.isspace()) and not self.after.isalnum()

    @property
    def is_within_word(self) -> bool:
        """Whether it is an apostrophe: MADE's."""
        return self.sign in _APOSTROPHES and self.before.isalnum() and self.after.isalnum()

    @property
    def may_be_other(self) -> bool:
        """Whether it may be an inch mark, or the apostrophe of a name in s."""
        if self.sign in ('"', "”"):
            return self.before.isdigit()
        return self.sign in _APOSTROPHES and self.before.lower() in ("s", "x", "z")

    @property
    def _stands_first(self) -> bool:
        return not self.before or self.before.isspace() or self.before in _BEFORE_OPENING


@dataclass(frozen=True, slots=True)
class Pair:
    """Two marks that belong together."""

    opening: Mark
    closing: Mark


@dataclass(frozen=True, slots=True)
class Alone:
    """A mark without its fellow; the fellow would have stood after it where it `opens`."""

    mark: Mark
    opens: bool


def pair_marks(text: str) -> tuple[list[Pair], list[Alone]]:
    """The pairs of a text and the marks that stand alone, each in reading order.

    >>> pairs, alone = pair_marks('Et rør på 5" hedder "et godt rør", og »så videre.')
    >>> [(pair.opening.start, pair.closing.start) for pair in pairs], [item.mark.sign for item in alone]
    ([(20, 32)], ['»'])
    """
    pairs: list[Pair] = []
    alone: list[Alone] = []
    for marks in _by_paragraph(text):
        _pair(marks, pairs, alone)
    return sorted(pairs, key=lambda pair: pair.opening.start), sorted(alone, key=lambda item: item.mark.start)


def _by_paragraph(text: str) -> list[list[Mark]]:
    paragraphs: list[list[Mark]] = [[]]
    done = 0
    for found in _MARK.finditer(text):
        start, end = found.span()
        if _BREAK.search(text, done, start):
            paragraphs.append([])
        done = end
        after = "…" if text.startswith(_DOTS, end) else text[end : end + 1]
        mark = Mark(found.group(), start, end, text[start - 1 : start] if start else "", after)
        if not mark.is_within_word:
            paragraphs[-1].append(mark)
    return paragraphs


def _pair(marks: Sequence[Mark], pairs: list[Pair], alone: list[Alone]) -> None:
    """Pair the marks of one paragraph: each closes the latest open one that it can close."""
    waiting: list[Mark] = []
    closed_at = -1  # a mark right behind a closing one closes rather than opens
    for mark, closes_later in zip(marks, _closing_later(marks), strict=True):
        fellow = _latest(waiting, mark)
        opens = mark.may_open and (fellow is None or mark.start != closed_at)
        if fellow is not None and (mark.is_apart or not opens):
            inner = any(mark.sign in _CLOSERS[left.sign] for left in waiting[:fellow])
            if mark.may_be_other and closes_later and not inner:
                continue
            alone.extend(Alone(left, opens=True) for left in waiting[fellow + 1 :] if left.sign in _TELLING)
            pairs.append(Pair(waiting[fellow], mark))
            del waiting[fellow:]
            closed_at = mark.end
        elif opens:
            waiting.append(mark)
            alone.extend(Alone(left, opens=True) for left in waiting[:-DEEPEST] if left.sign in _TELLING)
            del waiting[:-DEEPEST]
        elif mark.sign in _TELLING and not mark.may_be_other and not mark.is_apart:
            alone.append(Alone(mark, opens=False))
    alone.extend(Alone(left, opens=True) for left in waiting if left.sign in _TELLING)


def _latest(waiting: Sequence[Mark], mark: Mark) -> int | None:
    """The place of the latest open mark that a mark can close."""
    if not mark.may_close:
        return None
    places = (place for place in range(len(waiting) - 1, -1, -1) if mark.sign in _CLOSERS[waiting[place].sign])
    return next(places, None)


def _closing_later(marks: Sequence[Mark]) -> list[bool]:
    """For each mark whether the next of its kind that is surely one closes: then this may be an inch mark."""
    closing: dict[str, bool] = {}
    found: list[bool] = []
    for mark in reversed(marks):
        found.append(closing.get(mark.sign, False))
        if not mark.may_be_other:
            closing[mark.sign] = not mark.may_open
    return found[::-1]
