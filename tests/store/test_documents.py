"""Documents survive the way into a generation and back, and their version follows from their content."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klyngebot.store import corpus_version, read_documents, write_documents
from klyngebot.types import Document, DocumentKind, Provenance, Section, Sentence

word = st.text(max_size=12).filter(lambda text: not any("\ud800" <= char <= "\udfff" for char in text))
documents_of_any_kind = st.builds(
    Document,
    id=word,
    title=word,
    publisher=word,
    published=word,
    kind=st.sampled_from(DocumentKind),
    text=word,
    sections=st.lists(
        st.builds(
            Section,
            heading_path=st.lists(word, max_size=2).map(tuple),
            start=st.integers(0, 9),
            end=st.integers(0, 9),
            page=st.none() | st.integers(1, 9),
        ),
        max_size=2,
    ).map(tuple),
    sentences=st.lists(
        st.builds(
            Sentence,
            start=st.integers(0, 9),
            end=st.integers(0, 9),
            sources=st.lists(word, max_size=2).map(tuple),
            facts=st.lists(word, max_size=2).map(tuple),
            gap=st.booleans(),
            disagreement=st.booleans(),
        ),
        max_size=2,
    ).map(tuple),
    provenance=st.lists(
        st.builds(Provenance, key=word, title=word, publisher=word, published=word, url=word, nature=word), max_size=2
    ).map(tuple),
    valid_to=word,
    rendition=st.booleans(),
    path=word,
)


@given(items=st.lists(documents_of_any_kind, max_size=3))
def test_documents_come_back_as_they_were_written(
    items: list[Document], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("documents")
    write_documents(folder, items)
    assert list(read_documents(folder)) == items


def test_the_shipped_corpus_comes_back_as_it_was(documents: Mapping[str, Document], tmp_path: Path) -> None:
    write_documents(tmp_path, list(documents.values()))
    assert read_documents(tmp_path) == tuple(documents.values())


def test_the_version_does_not_depend_on_order_or_place(make_document: Callable[..., Document]) -> None:
    one, two = (make_document(name, {"Overskrift": [f"{name} er en klynge."]}) for name in ("et", "to"))
    moved = [replace(item, path=f"andet/sted/{item.path}") for item in (two, one)]
    assert corpus_version([one, two]) == corpus_version(moved)


@pytest.mark.parametrize(
    "change",
    [
        {"title": "Ny titel"},
        {"publisher": "Ny udgiver"},
        {"published": "2014"},
        {"text": "Ny tekst."},
        {"valid_to": "2020"},
        {"kind": DocumentKind.GUIDE},
        {"sentences": ()},
        {"provenance": ()},
        {"original_url": "https://example.org"},
    ],
)
def test_every_change_makes_another_version(make_document: Callable[..., Document], change: dict[str, object]) -> None:
    document = make_document("et", {"Overskrift": ["MADE er en klynge."]})
    assert corpus_version([document]) != corpus_version([replace(document, **change)])


def test_a_document_more_or_less_makes_another_version(make_document: Callable[..., Document]) -> None:
    one, two = (make_document(name, {"Overskrift": [f"{name} er en klynge."]}) for name in ("et", "to"))
    assert len({corpus_version(items) for items in ([], [one], [two], [one, two])}) == 4
