"""Plain text: paragraphs between blank lines, list items where lines begin with bullets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from klyngebot.loading.blocks import Block, prose_or_items
from klyngebot.loading.files import foreign_document, read_text
from klyngebot.loading.lines import join_broken_words
from klyngebot.types import Document

_BLANK_LINE = re.compile(r"\n[^\S\n]*\n")


class TextLoader:
    """Reads `.txt` files in UTF-8, UTF-16 with a byte order mark, or Windows-1252."""

    suffixes: tuple[str, ...] = (".txt", ".text")

    def load(self, path: Path, name: str) -> Document:
        """The document; its title is the file's name."""
        return foreign_document(name, _blocks(read_text(path, name)))

    def marked(self, path: Path, name: str) -> str:
        """Its text as it stands: bullets are marks."""
        return read_text(path, name)


def _blocks(text: str) -> Iterator[Block]:
    for paragraph in _BLANK_LINE.split(text):
        yield from prose_or_items(join_broken_words(paragraph.split("\n")))
