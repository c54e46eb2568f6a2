"""DOCX: headings by style, paragraphs, lists and tables in the order of the document."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from klyngebot.errors import DocumentError
from klyngebot.loading.blocks import Block, Heading, prose, row
from klyngebot.loading.files import OLD_OFFICE, ZIP, foreign_document, parsing, read_bytes
from klyngebot.loading.marked import marked
from klyngebot.types import Document

MAX_UNPACKED = 200 * 1024 * 1024
MAX_RATIO = 100
MAX_ENTRIES = 2000
_PIECE = 1024 * 1024
_BODY = "word/document.xml"
_HEADING_STYLE = re.compile(r"(?:heading|overskrift) ?([1-9])", re.IGNORECASE)
_TITLE_STYLE = re.compile(r"title|titel", re.IGNORECASE)
_CONTENTS_STYLE = re.compile(r"(?:toc|indholdsfortegnelse) ?\d", re.IGNORECASE)
_LIST_STYLE = re.compile(r"(?:list|liste|opstilling)\b", re.IGNORECASE)
# Text that was deleted, moved away, stands twice (a fallback) or is a field's code.
_NOT_SHOWN = frozenset(("del", "moveFrom", "Fallback", "instrText", "delText", "pPr", "rPr"))


class DocxLoader:
    """Reads `.docx` files."""

    suffixes: tuple[str, ...] = (".docx",)

    def load(self, path: Path, name: str) -> Document:
        """The document; its title is a paragraph in the title style, else the property, else the file's name."""
        title, blocks = _opened(path, name)
        return foreign_document(name, blocks, title=title)

    def marked(self, path: Path, name: str) -> str:
        """Its text in Markdown."""
        return marked(_opened(path, name)[1])


def _opened(path: Path, name: str) -> tuple[str, list[Block]]:
    content = read_bytes(path, name)
    _guard(content, name)
    with parsing(name, "Word-dokumentet"):
        return _read(content)


def _guard(content: bytes, name: str) -> None:
    """Refuse what is no DOCX, and archives that swell when unpacked; sizes are declared *and* counted."""
    if content.startswith(OLD_OFFICE):
        raise DocumentError(
            name,
            "dokumentet er beskyttet med adgangskode eller i et ældre Word-format",
            "Gem det som .docx uden adgangskode",
        )
    if not content.startswith(ZIP):
        raise DocumentError(
            name, "indholdet er ikke et Word-dokument trods filendelsen", "Giv filen dens rigtige endelse"
        )
    with parsing(name, "Word-dokumentet"), zipfile.ZipFile(io.BytesIO(content)) as archive:
        entries = archive.infolist()
        if _BODY not in archive.namelist():
            raise DocumentError(
                name, "zip-arkivet er ikke et Word-dokument", "Pak arkivet ud, og læg dokumenterne i mappen"
            )
        declared = sum(entry.file_size for entry in entries)
        limit = min(MAX_UNPACKED, MAX_RATIO * len(content))
        if len(entries) > MAX_ENTRIES or declared > limit or _unpacked_size(archive, limit) > limit:
            raise DocumentError(
                name, "Word-dokumentet fylder for meget, når det pakkes ud", "Fjern billeder, eller del det i flere"
            )


def _unpacked_size(archive: zipfile.ZipFile, limit: int) -> int:
    """Bytes that come out of the archive, counted until they exceed the limit."""
    size = 0
    for entry in archive.infolist():
        with archive.open(entry) as file:
            while piece := file.read(_PIECE):
                size += len(piece)
                if size > limit:
                    return size
    return size


def _read(content: bytes) -> tuple[str, list[Block]]:
    import docx

    document = docx.Document(io.BytesIO(content))
    styles = {style.style_id: style for style in document.styles}
    blocks = list(_blocks(document.element.body, styles))
    titled = next((block.text for block in blocks if isinstance(block, Heading) and block.level == 1), "")
    return titled or str(document.core_properties.title or ""), blocks


def _blocks(container: Any, styles: dict[str, Any]) -> Iterator[Block]:
    for element in container:
        match _tag(element):
            case "p":
                yield from _paragraph(element, styles)
            case "tbl":
                yield from (row(_cells(line)) for line in element.iter() if _tag(line) == "tr")
            case "sdt" | "sdtContent" | "ins" | "moveTo" | "customXml":
                yield from _blocks(element, styles)


def _paragraph(element: Any, styles: dict[str, Any]) -> Iterator[Block]:
    style = styles.get(element.style or "")
    name = str(style.name or "") if style is not None else ""
    text = "".join(_shown(element))
    if not text.strip() or _CONTENTS_STYLE.fullmatch(name):
        return
    if heading := _HEADING_STYLE.fullmatch(name):
        yield Heading(min(int(heading[1]), 6), text)
    elif _TITLE_STYLE.fullmatch(name):
        yield Heading(1, text)
    else:
        numbered = any(_tag(child) == "numPr" for child in element.iter())
        yield prose(text, tight=numbered or bool(_LIST_STYLE.match(name)))


def _cells(line: Any) -> Iterator[str]:
    for cell in line:
        if _tag(cell) == "tc":
            yield " ".join("".join(_shown(part)) for part in cell.iter() if _tag(part) == "p")


def _shown(element: Any) -> Iterator[str]:
    """The text that a reader sees, in order."""
    for child in element:
        match _tag(child):
            case "t":
                yield child.text or ""
            case "tab" | "br" | "cr":
                yield " "
            case "noBreakHyphen":
                yield "-"
            case tag if tag not in _NOT_SHOWN:
                yield from _shown(child)


def _tag(element: Any) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
