"""Where a text has all parts of a quotation word for word, in their order."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import TypeAlias

from klyngebot.danish.quotation_parts import Part

Spans: TypeAlias = "tuple[tuple[int, int], ...]"  # of each part
_BLANKS = 2  # characters that may stand between any two parts


def find_parts(text: str, wanted: Sequence[Part]) -> Spans:
    """The first place of the parts in a text, as the span of each; empty where it has not all of them.

    The first letter of a part may be a capital in one of the two and not in the other.

    >>> find_parts("Den blev stiftet i 2014, og den ligger i Odense.", [Part("blev stiftet"), Part("i Odense", gap=40)])
    ((4, 16), (39, 47))
    """
    reached: list[Spans] = [(span,) for span in _places(text, wanted[0])] if wanted else []
    for part in wanted[1:]:
        ends = [spans[-1][1] for spans in reached]
        further: list[Spans] = []
        for start, end in _places(text, part):
            nearest = bisect_right(ends, start) - 1
            if nearest >= 0 and start - ends[nearest] <= part.gap + _BLANKS:
                further.append((*reached[nearest], (start, end)))
        reached = further
    return reached[0] if reached else ()


def _places(text: str, part: Part) -> Iterator[tuple[int, int]]:
    """Where a text has a part, none of its words being a piece of a longer one."""
    first, rest = part.text[0], part.text[1:] or part.text
    skipped = len(part.text) - len(rest)  # the first letter, which is compared by itself
    found = text.find(rest, skipped)
    while found >= 0:
        start, end = found - skipped, found + len(rest)
        if (
            text[start].lower() == first.lower()
            and (part.open_left or not (first.isalnum() and text[start - 1 : start].isalnum()))
            and (part.open_right or not (rest[-1].isalnum() and text[end : end + 1].isalnum()))
        ):
            yield start, end
        found = text.find(rest, found + 1)
