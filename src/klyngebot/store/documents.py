"""Documents as JSON inside a generation, so that a reader never needs the corpus files."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

from klyngebot.types import Document, DocumentKind, Provenance, Section, Sentence

NAME = "documents.json"


def write_documents(folder: Path, documents: Sequence[Document]) -> None:
    """Write the documents into a generation."""
    content = json.dumps([_plain(document) for document in documents], ensure_ascii=False)
    (folder / NAME).write_text(content, encoding="utf-8")


def read_documents(folder: Path) -> tuple[Document, ...]:
    """The documents of a generation, in the order they were written."""
    return tuple(_document(item) for item in json.loads((folder / NAME).read_text(encoding="utf-8")))


def corpus_version(documents: Sequence[Document]) -> str:
    """A short hash over the text and metadata of all documents, independent of where they lie."""
    digest = hashlib.sha256()
    for document in sorted(documents, key=lambda item: item.id):
        plain = {**_plain(document), "path": ""}
        digest.update(json.dumps(plain, ensure_ascii=False, sort_keys=True).encode("utf-8"))
    return digest.hexdigest()[:16]


def _plain(document: Document) -> dict[str, Any]:
    plain = asdict(document)
    # Spans as short lists: they are by far the most of it
    plain["sentences"] = [
        [s.start, s.end, s.sources, s.facts, s.gap, s.disagreement, s.questions] for s in document.sentences
    ]
    plain["sections"] = [[s.heading_path, s.start, s.end, s.page] for s in document.sections]
    return plain


def _document(plain: dict[str, Any]) -> Document:
    known = {field.name for field in fields(Document)}
    values = {name: value for name, value in plain.items() if name in known}
    values["kind"] = DocumentKind(values["kind"])
    values["sections"] = tuple(Section(tuple(path), start, end, page) for path, start, end, page in values["sections"])
    values["sentences"] = tuple(
        Sentence(start, end, tuple(sources), tuple(facts), gap, disagreement, tuple(questions))
        for start, end, sources, facts, gap, disagreement, questions in values["sentences"]
    )
    values["provenance"] = tuple(Provenance(**item) for item in values["provenance"])
    return Document(**values)
