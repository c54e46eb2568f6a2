"""A document laid out for reading: headings, paragraphs, and every sentence with its address and its sources."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from klyngebot.serving.references import permalink
from klyngebot.types import Citation, Document, DocumentKind, Provenance

_BLANK_LINE: Final = re.compile(r"\n[^\S\n]*\n\s*")
_OPENING: Final = 60  # characters that name a sentence in a list


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text. `number` is that of the sentence, from one; 0 is what stands between sentences."""

    text: str
    number: int = 0
    notes: tuple[int, ...] = ()

    @property
    def opening(self) -> str:
        """The first words, to know the sentence by."""
        words = " ".join(self.text.split())
        return words if len(words) <= _OPENING else f"{words[:_OPENING].rpartition(' ')[0]} …"


@dataclass(frozen=True, slots=True)
class Part:
    """A heading (empty at the very beginning), its level from 2, and its paragraphs, each a row of pieces."""

    heading: str
    level: int
    paragraphs: tuple[tuple[Piece, ...], ...]

    @property
    def sentences(self) -> tuple[Piece, ...]:
        """The sentences of all paragraphs."""
        return tuple(piece for paragraph in self.paragraphs for piece in paragraph if piece.number)


@dataclass(frozen=True, slots=True)
class Layout:
    """A document as a page shows it under its title. Note `n` is `notes[n - 1]`."""

    parts: tuple[Part, ...]
    notes: tuple[Provenance, ...]


@dataclass(slots=True)
class _Growing:
    heading: str = ""
    level: int = 2
    paragraphs: list[tuple[Piece, ...]] = field(default_factory=list)


def is_published(kind: DocumentKind, published: str) -> bool:
    """Whether a document of that kind has a public page, where the operator publishes "all", "corpus" or "none"."""
    return published == "all" or (published == "corpus" and kind is not DocumentKind.FOREIGN)


def public_link(citation: Citation, published: str) -> str:
    """The address of a sentence on our own site; empty where its document has no public page."""
    return permalink(citation) if is_published(citation.kind, published) else ""


def layout(document: Document) -> Layout:
    """The document laid out. All of its text is there, but the title in front, which the page has as its heading."""
    notes = _notes(document)
    numbers = {item.key: number for number, item in enumerate(notes, start=1)}
    levels = _heading_levels(document)
    parts = [_Growing()]
    for place, pieces in enumerate(_paragraphs(document, numbers)):
        alone = pieces[0].text.strip() if len(pieces) == 1 and not pieces[0].number else ""
        if alone in levels:
            if place or alone != document.title:
                parts.append(_Growing(alone, min(levels[alone], parts[-1].level + 1, 6)))
        else:
            parts[-1].paragraphs.append(pieces)
    kept = [part for part in parts if part.heading or part.paragraphs]
    return Layout(tuple(Part(part.heading, part.level, tuple(part.paragraphs)) for part in kept), notes)


def _notes(document: Document) -> tuple[Provenance, ...]:
    """The public sources in the order of their first use, then those that no sentence uses."""
    used = (item for sentence in document.sentences for item in document.provenance_of(sentence))
    return tuple(dict.fromkeys((*used, *document.provenance)))


def _heading_levels(document: Document) -> dict[str, int]:
    """The level of each heading: 2 under the title, wherever the title itself stands in the path."""
    levels: dict[str, int] = {document.title: 2}
    for section in document.sections:
        above = 1 if section.heading_path[:1] == (document.title,) else 2
        for depth, heading in enumerate(section.heading_path):
            levels.setdefault(heading, max(2, depth + above))
    return levels


def _paragraphs(document: Document, numbers: dict[str, int]) -> Iterator[tuple[Piece, ...]]:
    """The text cut at blank lines, but never within a sentence."""
    row: list[Piece] = []
    for piece in _pieces(document, numbers):
        first, *others = [piece.text] if piece.number else _BLANK_LINE.split(piece.text)
        row += [piece if piece.number else Piece(first)] if first else []
        for text in others:
            if any(item.text.strip() for item in row):
                yield tuple(row)
            row = [Piece(text)] if text else []
    if any(item.text.strip() for item in row):
        yield tuple(row)


def _pieces(document: Document, numbers: dict[str, int]) -> Iterator[Piece]:
    """Sentences and what stands between them, in turn."""
    cuts = [0, *(place for item in document.sentences for place in (item.start, item.end)), len(document.text)]
    for position, (start, end) in enumerate(pairwise(cuts)):
        if position % 2:
            sentence = document.sentences[position // 2]
            notes = tuple(numbers[item.key] for item in document.provenance_of(sentence))
            yield Piece(document.text[start:end], position // 2 + 1, notes)
        elif start < end:
            yield Piece(document.text[start:end])
