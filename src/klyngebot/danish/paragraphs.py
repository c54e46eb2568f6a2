"""The paragraphs of a plain text or of Markdown, as spans: headings, list items, rules and table rows, and prose."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

_HEADING = re.compile(r" {0,3}#{1,6}(?:[ \t]|$)")
_ITEM = re.compile(r"[ \t]*(?:[•‣◦▪■●○·]|[-–*+](?=[ \t])|\d{1,3}[.)](?=[ \t])|[a-zæøå]\)(?=[ \t]))[ \t]*(?=\S)")
_MONTH_OR_LOW = re.compile(r"[ \t]*\d{1,3}[.)][ \t]+[a-zæøå]")  # "30. april": the line goes on with a date
_RULE = re.compile(r"[ \t]*(?:[-*_=|:+ \t]{3,}|\|.*\|)[ \t]*$")
_FENCE = re.compile(r"[ \t]*(?:```|~~~)")
_COMMENT = re.compile(r"[ \t]*<!--.*-->[ \t]*$")
_QUOTE = re.compile(r" {0,3}>[ \t]?")
WRAPPED = 60  # characters: a line at least so long may go on in the next


class ParagraphKind(StrEnum):
    """What a paragraph is by its look."""

    PROSE = "prose"
    HEADING = "heading"
    ITEM = "item"
    RULE = "rule"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A span of a text without its mark ("- ") and without white space at its ends; a heading keeps its mark."""

    start: int
    end: int
    kind: ParagraphKind


def paragraphs(text: str) -> list[Paragraph]:
    r"""The paragraphs of a text, in order.

    Lines without marks right behind a lead-in ("Klyngen tilbyder:") are items, too: so a read document has them.

    >>> [paragraph.kind.value for paragraph in paragraphs("# Om\n\nVi har:\n- vand\n- luft")]
    ['heading', 'prose', 'item', 'item']
    """
    found: list[Paragraph] = []
    is_open = fenced = False
    place = 0
    for line in text.split("\n"):
        start, place = place, place + len(line) + 1
        kind, skipped = _read(line)
        if _FENCE.match(line):
            fenced, kind = not fenced, ParagraphKind.RULE
        elif fenced:
            kind = ParagraphKind.RULE
        first, last = _trimmed(text, start + skipped, start + len(line))
        if first == last:
            is_open = False
            continue
        if kind is ParagraphKind.PROSE and is_open and not _is_bare_item(text, found, first):
            found[-1] = Paragraph(found[-1].start, last, found[-1].kind)
            continue
        if kind is ParagraphKind.PROSE and _is_bare_item(text, found, first):
            kind = ParagraphKind.ITEM
        found.append(Paragraph(first, last, kind))
        is_open = kind in (ParagraphKind.PROSE, ParagraphKind.ITEM)
    return found


def _read(line: str) -> tuple[ParagraphKind, int]:
    """What a line begins, and how many characters its mark has."""
    if _HEADING.match(line):
        return ParagraphKind.HEADING, 0
    if _RULE.match(line) or _COMMENT.match(line):
        return ParagraphKind.RULE, 0
    item = _ITEM.match(line)
    if item:
        return ParagraphKind.ITEM, item.end()
    quote = _QUOTE.match(line)
    return ParagraphKind.PROSE, quote.end() if quote else 0


def _is_bare_item(text: str, found: list[Paragraph], start: int) -> bool:
    """Whether a line without a mark is an item all the same: in lines of their own, right behind a lead-in."""
    if not found:
        return False
    above = found[-1]
    between = text[above.end : start]
    if between.strip():
        return False  # it has a mark after all
    ends = text[max(above.start, above.end - 2 * WRAPPED) : above.end]
    if above.kind is ParagraphKind.PROSE:
        return ends.rstrip("*_ ").endswith(":") and "\n\n" in between.replace(" ", "")
    is_bare = above.kind is ParagraphKind.ITEM and text[max(0, above.start - 1)] == "\n"
    return is_bare and between.count("\n") == 1 and not _goes_on(ends, text[start])


def _goes_on(above: str, first: str) -> bool:
    """Whether a line that begins so goes on with a long line above it."""
    return first.islower() and len(above.rsplit("\n", 1)[-1]) >= WRAPPED and above[-1] not in ".!?:;"


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
