"""A document laid out: nothing lost, every sentence with its number, every note with its source."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path

import pytest

from klyngebot.loading import load_document
from klyngebot.serving.public.documents import Layout, layout
from klyngebot.types import Document

PLAIN = """Klyngenoter
===========

Indledning uden overskrift. Den har to sætninger.

Første del
----------

- et punkt
- et andet punkt

Noget *mere* tekst med 3.000 kr. og et link.

Anden del
---------

Slut.
"""


def squeezed(text: str) -> str:
    return "".join(text.split())


def told(laid: Layout) -> str:
    return "".join(
        part.heading + "".join(piece.text for row in part.paragraphs for piece in row) for part in laid.parts
    )


def test_no_word_of_the_corpus_is_lost(documents: Mapping[str, Document]) -> None:
    for document in documents.values():
        assert squeezed(document.title + told(layout(document))) == squeezed(document.text), document.id


def test_sentences_have_the_numbers_that_citations_give_them(documents: Mapping[str, Document]) -> None:
    for document in documents.values():
        shown = {piece.number: piece.text for part in layout(document).parts for piece in part.sentences}
        assert shown == {
            number: document.text[item.start : item.end] for number, item in enumerate(document.sentences, start=1)
        }


def test_notes_name_the_sources_of_their_sentence(documents: Mapping[str, Document]) -> None:
    for document in documents.values():
        laid = layout(document)
        assert set(laid.notes) == set(document.provenance)
        for part in laid.parts:
            for piece in part.sentences:
                named = [laid.notes[number - 1] for number in piece.notes]
                assert named == list(document.provenance_of(document.sentences[piece.number - 1]))


def test_headings_never_skip_a_level(documents: Mapping[str, Document]) -> None:
    for document in documents.values():
        levels = [1, *(part.level for part in layout(document).parts if part.heading)]
        assert all(after - before <= 1 for before, after in pairwise(levels)), document.id


@pytest.mark.parametrize("ending", ["md", "txt"])
def test_a_file_of_a_users_own_is_laid_out_whole(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"noter.{ending}"
    path.write_text(PLAIN, encoding="utf-8")
    document = load_document(path)
    laid = layout(document)
    whole = told(laid)
    if squeezed(document.text).startswith(squeezed(document.title)) and not squeezed(whole).startswith(
        squeezed(document.title)
    ):
        whole = document.title + whole
    assert squeezed(whole) == squeezed(document.text)
    assert [piece.number for part in laid.parts for piece in part.sentences] == [*range(1, len(document.sentences) + 1)]


def test_a_long_sentence_is_known_by_its_first_words(documents: Mapping[str, Document]) -> None:
    for part in layout(documents["made"]).parts:
        for piece in part.sentences:
            assert len(piece.opening) <= 62
            assert piece.text.startswith(piece.opening.removesuffix(" …"))
