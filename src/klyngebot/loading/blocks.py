"""From blocks to a document: every loader yields blocks, and `assemble` lays them out with exact offsets.

The text has headings and list items on lines of their own, the sentences of a paragraph joined by single
spaces, and a blank line between blocks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from klyngebot.danish.dates import MONTHS
from klyngebot.danish.normalize import clean
from klyngebot.danish.sentences import split_sentences
from klyngebot.types import Section, Sentence

LONGEST_PROSE = 4000  # characters given to the sentence splitter at a time; its time grows with their square
_LINE_BREAKS = re.compile(r"\r\n?|[\v\f\x1c-\x1e\x85\u2028\u2029]")
_SYMBOL = re.compile(r"\s*[•‣◦▪■●○·]\s*(?=\S)")
_DASH = re.compile(r"\s*(?:[-–*+]|[a-zæøå]\))\s+(?=\S)")
_NUMBER = re.compile(r"\s*(\d{1,3})[.)]\s+(?=\S)")
_WORD = re.compile(r"[^\W\d_]+")
_PAUSE = (".", "!", "?", ":", ";", ",")


@dataclass(frozen=True, slots=True)
class Draft:
    """A sentence that has no place yet."""

    text: str
    sources: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    gap: bool = False
    disagreement: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 to 6."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Page:
    """The beginning of a page, counted from one."""

    number: int


@dataclass(frozen=True, slots=True)
class Passage:
    """Sentences on one line. `tight`: a list item or table row, right under the one before."""

    drafts: tuple[Draft, ...]
    tight: bool = False
    is_row: bool = False


Block = Heading | Page | Passage


@dataclass(frozen=True, slots=True)
class Layout:
    """Plain text with its sections and sentences."""

    text: str
    sections: tuple[Section, ...]
    sentences: tuple[Sentence, ...]


def break_lines(text: str) -> str:
    r"""Text in which "\n" is the only line break.

    >>> break_lines("a\r\nb\fc")
    'a\nb\nc'
    """
    return _LINE_BREAKS.sub("\n", text)


def one_line(text: str) -> str:
    """Clean text without line breaks."""
    return " ".join(clean(break_lines(text)).split())


def prose(text: str, *, tight: bool = False) -> Passage:
    """A paragraph, divided into sentences."""
    line = one_line(text)
    pieces = (piece for part in _portions(line) for piece in (part[start:end] for start, end in split_sentences(part)))
    return Passage(tuple(Draft(piece) for piece in pieces), tight)


def row(cells: Iterable[str]) -> Passage:
    """A table row as one line that is quoted whole."""
    filled = [cell for cell in (one_line(cell) for cell in cells) if cell]
    return Passage((Draft(" | ".join(filled)),), tight=True, is_row=True) if filled else Passage(())


def prose_or_items(lines: Sequence[str]) -> Iterator[Passage]:
    """The lines of a paragraph as list items where they begin with bullets, else as one paragraph.

    >>> [passage.drafts[0].text for passage in prose_or_items(["Tre ting:", "- æbler", "- pærer", "og bananer"])]
    ['Tre ting:', 'æbler', 'pærer og bananer']
    """
    gathered: list[str] = []
    tight, number = False, 0
    for line in lines:
        item = read_item(line, above=gathered[-1] if gathered else "", number=number, in_list=tight)
        if item:
            yield prose(" ".join(gathered), tight=tight)
            gathered, number, tight = [item[0]], item[1], True
        else:
            gathered.append(line)
    yield prose(" ".join(gathered), tight=tight)


def read_item(line: str, *, above: str, number: int, in_list: bool) -> tuple[str, int] | None:
    """Text and number of a list item; None for a line that only looks like one.

    A line that begins with "30. april" or "– og" goes on with the sentence above it.

    Args:
        line: the line.
        above: the line above in the same paragraph; empty at its beginning.
        number: the number of the item before, 0 where there is none.
        in_list: whether the line above belongs to a list item.
    """
    if symbol := _SYMBOL.match(line):
        return line[symbol.end() :], 0
    rested = not above or above.rstrip().endswith(_PAUSE)
    if dash := _DASH.match(line):
        return (line[dash.end() :], 0) if rested or in_list else None
    numbered = _NUMBER.match(line)
    if not numbered:
        return None
    own, text = int(numbered[1]), line[numbered.end() :]
    word = _WORD.match(text)
    follows = own == number + 1
    if (word and word[0].lower() in MONTHS) or not (rested or (number and follows)):
        return None
    if text[0].islower():  # may be "1. halvår": the number stays
        return (line.strip(), own) if follows else None
    return text, own


def _portions(line: str) -> Iterator[str]:
    """The line whole, or cut after a full stop or a word where it is longer than the splitter should get."""
    while len(line) > LONGEST_PROSE:
        cut = line.rfind(". ", LONGEST_PROSE // 2, LONGEST_PROSE) + 1 or line.rfind(" ", 1, LONGEST_PROSE)
        cut = cut if cut > 0 else LONGEST_PROSE
        yield line[:cut]
        line = line[cut:].lstrip()
    yield line


def assemble(title: str, blocks: Iterable[Block]) -> Layout:
    """Lay the blocks out one after another.

    A section has the path of the headings above it, outermost first. The title stands first in every path:
    as the document's first level-1 heading where it has one, else as `title`.
    """
    return _Assembly(one_line(title)).lay_out(blocks)


class _Assembly:
    def __init__(self, title: str) -> None:
        self._top = title
        self._seen_level_1 = False
        self._headings: list[tuple[int, str]] = []
        self._page: int | None = None
        self._pieces: list[str] = []
        self._length = 0
        self._sections: list[Section] = []
        self._sentences: list[Sentence] = []
        self._section_start: int | None = None
        self._after_tight = False

    def lay_out(self, blocks: Iterable[Block]) -> Layout:
        for block in blocks:
            match block:
                case Heading():
                    self._add_heading(block)
                case Page():
                    self._close_section()
                    self._page = block.number
                case Passage():
                    self._add_passage(block)
        self._close_section()
        return Layout("".join(self._pieces), tuple(self._sections), tuple(self._sentences))

    def _add_heading(self, heading: Heading) -> None:
        text = one_line(heading.text)
        if not text:
            return
        self._close_section()
        self._write(text, "\n\n")
        self._after_tight = False
        if heading.level == 1 and not self._seen_level_1:
            self._top, self._headings, self._seen_level_1 = text, [], True
            return
        while self._headings and self._headings[-1][0] >= heading.level:
            self._headings.pop()
        self._headings.append((heading.level, text))

    def _add_passage(self, passage: Passage) -> None:
        drafts = [draft for draft in passage.drafts if draft.text]
        for number, draft in enumerate(drafts):
            separator = " " if number else "\n" if passage.tight and self._after_tight else "\n\n"
            start = self._write(draft.text, separator)
            if self._section_start is None:
                self._section_start = start
            self._sentences.append(
                Sentence(start, self._length, draft.sources, draft.facts, draft.gap, draft.disagreement)
            )
        if drafts:
            self._after_tight = passage.tight

    def _write(self, text: str, separator: str) -> int:
        """Append the text and say where it starts."""
        if self._pieces:
            self._pieces.append(separator)
            self._length += len(separator)
        start = self._length
        self._pieces.append(text)
        self._length += len(text)
        return start

    def _close_section(self) -> None:
        if self._section_start is not None:
            self._sections.append(Section(self._path(), self._section_start, self._length, self._page))
        self._section_start = None

    def _path(self) -> tuple[str, ...]:
        page = () if self._page is None else (f"Side {self._page}",)
        return (self._top, *(text for _, text in self._headings), *page)
