"""Cutting documents along their headings into chunks of whole sentences.

A section becomes one chunk, or several of about equal size where it is long; headings travel along as
`heading_path`. No sentence is cut, but for one that alone is larger than a chunk may be (a table read from a
PDF, say): LangChain's recursive splitter divides that at the best separator it has.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence

from klyngebot.types import Chunk, Document, Section

MAX_CHARACTERS = 1100
HARD_LIMIT = 2 * MAX_CHARACTERS

Span = tuple[int, int]


def chunk_document(document: Document) -> list[Chunk]:
    """The chunks of a document in reading order; `document.text[c.start:c.end] == c.text` for each."""
    chunks: list[Chunk] = []
    seen: dict[str, int] = {}
    for section in document.sections:
        for start, end in _section_spans(document, section):
            text = document.text[start:end]
            digest = _content_hash(document.id, section.heading_path, text)
            occurrence = seen.get(digest, 0)
            seen[digest] = occurrence + 1
            chunk_id = digest if not occurrence else f"{digest}-{occurrence}"
            chunks.append(Chunk(chunk_id, document.id, section.heading_path, start, end, text, section.page))
    return chunks


def _content_hash(document_id: str, heading_path: Sequence[str], text: str) -> str:
    content = "\x1f".join((document_id, *heading_path, text))
    return hashlib.sha256(content.encode("utf-8")).hexdigest()[:24]


def _section_spans(document: Document, section: Section) -> Iterator[Span]:
    spans = [
        piece
        for sentence in document.sentences
        if section.start <= sentence.start and sentence.end <= section.end
        for piece in _divide_if_huge(document.text, (sentence.start, sentence.end))
    ]
    if not spans:
        return
    total = spans[-1][1] - spans[0][0]
    parts = -(-total // MAX_CHARACTERS)
    target = total / parts
    group: list[Span] = []
    for span in spans:
        if group and span[1] - group[0][0] > MAX_CHARACTERS:
            yield group[0][0], group[-1][1]
            group = []
        group.append(span)
        if group[-1][1] - group[0][0] >= target:
            yield group[0][0], group[-1][1]
            group = []
    if group:
        yield group[0][0], group[-1][1]


def _divide_if_huge(text: str, span: Span) -> list[Span]:
    start, end = span
    if end - start <= HARD_LIMIT:
        return [span]
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    splitter = RecursiveCharacterTextSplitter(chunk_size=MAX_CHARACTERS, chunk_overlap=0, add_start_index=True)
    pieces = splitter.create_documents([text[start:end]])
    offsets = [(start + int(piece.metadata["start_index"]), piece.page_content) for piece in pieces]
    return [(offset, offset + len(content)) for offset, content in offsets]
