"""Markdown: the form of Klyngebot's own corpus, and any other Markdown.

A document with front matter is of the corpus: a line that ends in footnote marks is one sentence, a comment
behind the marks names its facts, and the footnotes at the end are its public sources:

    Klyngeforum blev oprettet i 2013.[^K25] <!-- F201 -->

    [^K25]: Klyngeforum | Uddannelses- og Forskningsministeriet | 26. marts 2019 | https://… | original

A document without front matter is read as ordinary Markdown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from klyngebot.errors import DocumentError
from klyngebot.loading.blocks import Block, Draft, Heading, Passage, assemble, one_line, prose, read_item, row
from klyngebot.loading.files import foreign_document, no_text, read_text
from klyngebot.loading.footnotes import check_defined, read_definition, read_marks, without_marks
from klyngebot.loading.front_matter import FrontMatter, split_front_matter
from klyngebot.loading.inline import plain
from klyngebot.types import Document, Provenance

_HEADING = re.compile(r" {0,3}(#{1,6})(?:[ \t]|$)")
_UNDERLINE = re.compile(r" {0,3}(=+|-+)[ \t]*$")
_RULE = re.compile(r" {0,3}([-*_])(?:[ \t]*\1){2,}[ \t]*$")
_ITEM = re.compile(r"[ \t]*[-*+][ \t]+(?=\S)")
_QUOTE = re.compile(r"^(?: {0,3}>[ \t]?)+")
_FENCE = re.compile(r"[ \t]*(```|~~~)")
_TABLE_RULE = re.compile(r"[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$")
_CELL_EDGE = re.compile(r"(?<!\\)\|")
_REFERENCE = re.compile(r" {0,3}\[[^\[\]^][^\[\]]*\]:[ \t]*\S")
_FOOTNOTE = re.compile(r" {0,3}\[\^[^\]\s]+\]:[ \t]*")
_NOT_TEXT = (("<!--", "-->"), ("<script", "</script>"), ("<style", "</style>"))


class MarkdownLoader:
    """Reads `.md` files."""

    suffixes: tuple[str, ...] = (".md", ".markdown")

    def load(self, path: Path, name: str) -> Document:
        """The document; see the module for the two forms."""
        source = read_text(path, name).lstrip("\ufeff")
        front, body, lines_above = split_front_matter(source, name)
        if front is None:
            return foreign_document(name, _Blocks(body).read())
        return _corpus_document(front, body, lines_above, name)

    def marked(self, path: Path, name: str) -> str:
        """Its text as it stands, whatever its front matter says."""
        return read_text(path, name).lstrip("\ufeff")


def _corpus_document(front: FrontMatter, body: str, lines_above: int, name: str) -> Document:
    reader = _CorpusBlocks(body, lines_above, name)
    layout = assemble(front.title, reader.read())
    check_defined(reader.used, reader.defined, name)
    if not layout.sentences:
        raise no_text(name)
    return Document(
        id=front.id,
        title=front.title,
        publisher=front.publisher,
        published=front.published,
        kind=front.kind,
        text=layout.text,
        sections=layout.sections,
        sentences=layout.sentences,
        provenance=tuple(reader.defined.values()),
        valid_from=front.valid_from,
        valid_to=front.valid_to,
        rendition=front.rendition,
        original_url=front.original_url,
        language=front.language,
        path=name,
    )


class _Blocks:
    """The blocks of ordinary Markdown."""

    def __init__(self, body: str) -> None:
        self._lines = self._prepare(body).split("\n")
        self._next = 0
        self._paragraph: list[tuple[int, str]] = []  # index of the line, and its text
        self._tight = False
        self._item_number = 0  # of the list item before

    def read(self) -> Iterator[Block]:
        while self._next < len(self._lines):
            index = self._next
            self._next += 1
            yield from self._read_line(index, _QUOTE.sub("", self._lines[index]))
        yield from self._flush()

    def _prepare(self, body: str) -> str:
        for opening, closing in _NOT_TEXT:
            body = _without(body, opening, closing)
        return body

    def _read_line(self, index: int, line: str) -> Iterator[Block]:
        if not line.strip() or _REFERENCE.match(line):
            yield from self._flush()
        elif heading := _HEADING.match(line):
            yield from self._flush()
            yield Heading(len(heading[1]), self._heading_text(line[heading.end() :].strip().rstrip("#")))
        elif self._paragraph and not self._tight and (underline := _UNDERLINE.match(line)):
            text = " ".join(text for _, text in self._paragraph)
            self._paragraph = []
            yield Heading(1 if underline[1][0] == "=" else 2, self._heading_text(text))
        elif _RULE.match(line):
            yield from self._flush()
        elif fence := _FENCE.match(line):
            yield from self._flush()
            yield from self._code(fence[1])
        elif "|" in line and self._stands_above_table_rule():
            yield from self._flush()
            yield from self._table(line)
        elif footnote := _FOOTNOTE.match(line):
            yield from self._flush()
            self._paragraph = [(index, line[footnote.end() :])]
        elif item := self._item(line):
            yield from self._flush()
            self._paragraph, self._tight = [(index, item[0])], True
            self._item_number = item[1]
        else:
            self._paragraph.append((index, line))

    def _item(self, line: str) -> tuple[str, int] | None:
        if bullet := _ITEM.match(line):
            return line[bullet.end() :], 0
        above = self._paragraph[-1][1] if self._paragraph else ""
        return read_item(line, above=without_marks(above), number=self._item_number, in_list=self._tight)

    def _flush(self) -> Iterator[Passage]:
        if self._paragraph:
            yield self._passage(self._paragraph, self._tight)
        self._paragraph, self._tight = [], False

    def _passage(self, lines: list[tuple[int, str]], tight: bool) -> Passage:
        return prose(plain(without_marks(" ".join(text for _, text in lines))), tight=tight)

    def _heading_text(self, text: str) -> str:
        return plain(without_marks(text))

    def _stands_above_table_rule(self) -> bool:
        below = self._lines[self._next] if self._next < len(self._lines) else ""
        return "-" in below and "|" in below and bool(_TABLE_RULE.match(below))

    def _table(self, header: str) -> Iterator[Passage]:
        yield self._row(header)
        self._next += 1
        while self._next < len(self._lines) and "|" in self._lines[self._next]:
            yield self._row(self._lines[self._next])
            self._next += 1

    def _row(self, line: str) -> Passage:
        return row(plain(without_marks(cell)) for cell in _CELL_EDGE.split(line.strip()))

    def _code(self, fence: str) -> Iterator[Passage]:
        while self._next < len(self._lines):
            line = self._lines[self._next]
            self._next += 1
            if line.strip().startswith(fence):
                return
            yield row([line])


class _CorpusBlocks(_Blocks):
    """The blocks of a corpus document. Collects the source marks used and the footnotes defined."""

    def __init__(self, body: str, lines_above: int, name: str) -> None:
        super().__init__(body)
        self._lines_above = lines_above
        self._name = name
        self.used: dict[str, int] = {}
        self.defined: dict[str, Provenance] = {}

    def _prepare(self, body: str) -> str:
        return body

    def _read_line(self, index: int, line: str) -> Iterator[Block]:
        number = self._number(index)
        source = read_definition(line, self._name, number)
        if source is None:
            yield from super()._read_line(index, line)
            return
        yield from self._flush()
        if source.key in self.defined:
            raise DocumentError(self._name, f"fodnoten »{source.key}« står to gange", "Slet den ene", number)
        self.defined[source.key] = source

    def _passage(self, lines: list[tuple[int, str]], tight: bool) -> Passage:
        drafts: list[Draft] = []
        unmarked: list[str] = []
        for index, line in lines:
            number = self._number(index)
            text, marks = read_marks(line, self._name, number)
            if not marks:
                unmarked.append(text)
                continue
            drafts.extend(prose(plain(" ".join(unmarked))).drafts)
            unmarked = []
            drafts.append(Draft(one_line(plain(text)), marks.sources, marks.facts, marks.gap, marks.disagreement))
            for key in marks.sources:
                self.used.setdefault(key, number)
        drafts.extend(prose(plain(" ".join(unmarked))).drafts)
        return Passage(tuple(drafts), tight)

    def _heading_text(self, text: str) -> str:
        return plain(read_marks(text, self._name, self._number(self._next - 1))[0])

    def _number(self, index: int) -> int:
        return self._lines_above + index + 1


def _without(body: str, opening: str, closing: str) -> str:
    """The text without the stretches between the two marks; a stretch without an end stays."""
    lowered = body.lower() if len(body.lower()) == len(body) else body
    kept, position = [], 0
    while (start := lowered.find(opening, position)) >= 0 and (end := lowered.find(closing, start)) >= 0:
        kept.append(body[position:start])
        position = end + len(closing)
    kept.append(body[position:])
    return "".join(kept)
