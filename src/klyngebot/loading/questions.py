"""Question files: which questions each sentence of a document answers.

A file `….questions.jsonl` beside the documents has lines `{"document", "sentence", "questions"}`; `sentence` is the
exact text of a sentence of that document. They widen what a sentence can be found by; they are never shown as
an answer.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from klyngebot.danish.normalize import clean
from klyngebot.errors import DocumentError
from klyngebot.texts import operator as operator_texts
from klyngebot.types import Document

SUFFIX = ".questions.jsonl"

Table = dict[tuple[str, str], tuple[str, ...]]


def read_questions(path: Path, name: str) -> Table:
    """(document id, sentence) -> questions.

    Raises:
        DocumentError: the file cannot be read; names the line.
    """
    table: Table = {}
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise DocumentError(
            name, f"spørgsmålsfilen kan ikke læses ({operator_texts.system_reason(error)})", "Gem den som UTF-8"
        ) from error
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            plain = json.loads(line)
            key = (str(plain["document"]), str(plain["sentence"]))
            table[key] = tuple(clean(str(question)) for question in plain["questions"])
        except (ValueError, KeyError, TypeError) as error:
            raise DocumentError(
                name,
                "linjen er ikke et JSON-objekt med document, sentence og questions",
                "Ret linjen, eller slet den",
                number,
            ) from error
    return table


def attach_questions(documents: Iterable[Document], table: Mapping[tuple[str, str], tuple[str, ...]]) -> list[Document]:
    """The documents with their sentences' questions."""
    return [
        replace(
            document,
            sentences=tuple(
                replace(sentence, questions=table.get((document.id, document.text[sentence.start : sentence.end]), ()))
                for sentence in document.sentences
            ),
        )
        for document in documents
    ]


def stale_entries(documents: Iterable[Document], table: Mapping[tuple[str, str], tuple[str, ...]]) -> list[str]:
    """Sentences of the table that no document has any more."""
    present = {
        (document.id, document.text[sentence.start : sentence.end])
        for document in documents
        for sentence in document.sentences
    }
    return [f"{document_id}: {sentence}" for document_id, sentence in table if (document_id, sentence) not in present]
