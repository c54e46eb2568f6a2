"""The paragraphs of a plain text or of Markdown, as spans: headings, list items, facts, table rows, code, and prose."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from klyngebot.danish.dates import MONTHS
from klyngebot.danish.sentences import ORDINAL_FOLLOWERS

_HEADING = re.compile(r" {0,3}#{1,6}(?:[ \t]|$)")
_SYMBOL = re.compile(r"[ \t]*(?:[•‣◦▪■●○·✓✔✗✘☐☑☒➢➤]|[-–*+](?=[ \t])|[a-zæøå]\)(?=[ \t]))[ \t]*(?=\S)")
_COUNTED = re.compile(r"[ \t]*(?P<count>\d{1,3}|[a-zæøå])[.)][ \t]+(?=(?P<word>[^\W_]*))(?=\S)")
_RULE = re.compile(r"[ \t]*[-*_=|:+ \t]{3,}$")
_UNDERLINE = re.compile(r" {0,3}(?:=+|-{2,})[ \t]*$")
_ROW = re.compile(r"[ \t]*\|.*\|[ \t]*$")
_ROW_RULE = re.compile(r"(?=.*-)(?=.*\|)[ \t|:-]+$")
_FENCE = re.compile(r"[ \t]*(?:```|~~~)")
_IMAGE = re.compile(r"[ \t]*!\[[^\]]*\]\([^)]*\)[ \t]*$")
# What a reader of the page does not see, over lines
_HIDDEN = re.compile(r"[ \t]*(?:<!--|<(?P<tag>script|style)\b)", re.IGNORECASE)
_NOTE = re.compile(r" {0,3}\[\^[^\]\s]+\]:")
_QUOTE = re.compile(r" {0,3}>[ \t]?")
_FACT = re.compile(r"[ \t]*(?:\*\*)?[^\W\d_][^:.!?;,|]{1,38}:(?:\*\*)?[ \t]+(?=\S)(?![^\n]{100})")
_FRONT_MATTER = re.compile(r"\s*---[ \t]*\n(?=[A-Za-zÆØÅæøå_-]+[ \t]*:).{0,10000}?^(?:---|\.\.\.)[ \t]*$", re.S | re.M)
_PAUSE = (".", "!", "?", ":", ";", ",")
WRAPPED = 60  # characters: a line at least so long may go on in the next


class ParagraphKind(StrEnum):
    """What a paragraph is by its look."""

    PROSE = "prose"
    HEADING = "heading"
    ITEM = "item"
    FACT = "fact"  # "Stiftet: 2014", one of several lines
    ROW = "row"  # of a table
    CODE = "code"
    NOTE = "note"  # at the foot of the text
    RULE = "rule"


_OPEN = (ParagraphKind.PROSE, ParagraphKind.ITEM)  # the next line may go on with them


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A span of a text without its mark ("- ") and without white space at its ends; a heading keeps its mark."""

    start: int
    end: int
    kind: ParagraphKind


def paragraphs(text: str) -> list[Paragraph]:
    r"""The paragraphs of a text, in order; front matter at its head is none.

    Lines without marks right behind a lead-in ("Klyngen tilbyder:") are items, too: so a read document has them.

    >>> [paragraph.kind.value for paragraph in paragraphs("# Om\n\nVi har:\n- vand\n- luft")]
    ['heading', 'prose', 'item', 'item']
    """
    front = _FRONT_MATTER.match(text)
    return _Reading(text, front.end() if front else 0).read()


class _Reading:
    """The lines of a text, read one after another."""

    def __init__(self, text: str, start: int) -> None:
        self._text = text
        self._place = start
        self._lines = text[start:].split("\n")
        self._found: list[Paragraph] = []
        self._is_open = False  # the line above may be gone on with
        self._fenced = False
        self._hidden_until = ""  # what ends a stretch that nobody sees
        self._endings: dict[str, int] = {}
        self._in_table = False
        self._number = 0  # of the list item above

    def read(self) -> list[Paragraph]:
        for index, line in enumerate(self._lines):
            start, self._place = self._place, self._place + len(line) + 1
            kind, skipped = self._kind(index, line)
            first, last = _trimmed(self._text, start + skipped, start + len(line))
            if first == last:
                self._is_open = self._in_table = False
            elif kind is ParagraphKind.PROSE and self._is_open and not self._is_bare_item(first):
                self._found[-1] = Paragraph(self._found[-1].start, last, self._found[-1].kind)
            else:
                if kind is ParagraphKind.PROSE and self._is_bare_item(first):
                    kind = ParagraphKind.ITEM
                self._found.append(Paragraph(first, last, kind))
                self._is_open = kind in _OPEN
        return self._found

    def _kind(self, index: int, line: str) -> tuple[ParagraphKind, int]:
        """What a line begins, and how many characters its mark has."""
        if kind := self._unseen(line):
            return kind, 0
        below = self._lines[index + 1] if index + 1 < len(self._lines) else ""
        if "|" in line and (self._in_table or _ROW.match(line) or _ROW_RULE.match(below)):
            self._in_table = True
            return ParagraphKind.RULE if _ROW_RULE.match(line) else ParagraphKind.ROW, 0
        if _HEADING.match(line):
            return ParagraphKind.HEADING, 0
        if self._is_open and _UNDERLINE.match(line) and self._makes_heading():
            return ParagraphKind.RULE, 0
        if _NOTE.match(line):
            return ParagraphKind.NOTE, 0
        if _RULE.match(line) or _IMAGE.match(line):
            return ParagraphKind.RULE, 0
        if item := _SYMBOL.match(line) or self._counted(line):
            return ParagraphKind.ITEM, item.end()
        above = self._lines[index - 1] if index else ""
        if _FACT.match(line) and (_FACT.match(below) or (_FACT.match(above) and self._is_last_fact())):
            return ParagraphKind.FACT, 0
        quote = _QUOTE.match(line)
        if bool(quote) > bool(_QUOTE.match(above)):
            self._is_open = False  # a quotation begins
        return ParagraphKind.PROSE, quote.end() if quote else 0

    def _unseen(self, line: str) -> ParagraphKind | None:
        """The kind of a line of code or of one that is not shown; None for any other."""
        if self._hidden_until:
            if self._hidden_until in line.lower():
                self._hidden_until = ""
            return ParagraphKind.RULE
        if _FENCE.match(line):
            self._fenced = not self._fenced
            return ParagraphKind.RULE
        if self._fenced:
            return ParagraphKind.CODE
        hidden = _HIDDEN.match(line)
        if not hidden:
            return None
        ending = f"</{hidden['tag'].lower()}" if hidden["tag"] else "-->"
        at = line.lower().find(ending, hidden.end())
        if at < 0:
            self._hidden_until = ending if self._last(ending) > self._place else ""
        elif line[at + len(ending) :].strip(" \t>"):
            return None  # text behind it
        return ParagraphKind.RULE if at >= 0 or self._hidden_until else None

    def _last(self, ending: str) -> int:
        """Where what ends a hidden stretch stands for the last time; -1 where nowhere."""
        if ending not in self._endings:
            found = re.finditer(re.escape(ending), self._text, re.IGNORECASE)
            self._endings[ending] = max((match.start() for match in found), default=-1)
        return self._endings[ending]

    def _makes_heading(self) -> bool:
        """Make a heading of a single line that is underlined."""
        above = self._found[-1]
        if above.kind is not ParagraphKind.PROSE or "\n" in self._text[above.start : above.end]:
            return False
        self._found[-1] = Paragraph(above.start, above.end, ParagraphKind.HEADING)
        return True

    def _counted(self, line: str) -> re.Match[str] | None:
        """The mark of a numbered item; None where the line goes on with a date, or begins with one."""
        match = _COUNTED.match(line)
        if not match or match["word"].lower() in (*MONTHS, *ORDINAL_FOLLOWERS):
            return None
        number = int(match["count"]) if match["count"].isdigit() else ord(match["count"]) - ord("a") + 1
        above = self._found[-1] if self._found else None
        rested = not self._is_open or above is None or self._text[above.end - 1] in _PAUSE
        in_list = above is not None and above.kind is ParagraphKind.ITEM and number == self._number + 1
        if not (rested or in_list) or (match["count"].isalpha() and number > 1 and not in_list):
            return None
        self._number = number
        return match

    def _is_last_fact(self) -> bool:
        return bool(self._found) and self._found[-1].kind is ParagraphKind.FACT

    def _is_bare_item(self, start: int) -> bool:
        """Whether a line without a mark is an item all the same: in lines of their own, right behind a lead-in."""
        if not self._found:
            return False
        text, above = self._text, self._found[-1]
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
