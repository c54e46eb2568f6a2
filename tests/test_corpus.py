"""The shipped corpus: every file loads, every sentence has a public source, every fact of the seed article is there."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import pytest

from klyngebot.danish.dates import is_iso_date
from klyngebot.loading import LoadReport, load_documents
from klyngebot.types import Document, DocumentKind

SEED = "artikel-2013-innovationsloeft"


@pytest.fixture(scope="module")
def loaded(corpus: Path) -> LoadReport:
    return load_documents(corpus)


def test_every_document_loads(loaded: LoadReport, corpus: Path) -> None:
    files = [path for path in corpus.rglob("*.md") if path.name != "README.md"]
    assert loaded.skipped == ()
    assert len(loaded.documents) == len(files) >= 30


def test_what_is_indexed_is_what_was_loaded(loaded: LoadReport, documents: Mapping[str, Document]) -> None:
    assert {document.id: document for document in loaded.documents} == dict(documents)


def test_ids_and_titles_are_used_once(loaded: LoadReport) -> None:
    for values in ([item.id for item in loaded.documents], [item.title for item in loaded.documents]):
        assert [value for value, count in Counter(values).items() if count > 1] == []


def test_every_document_says_what_it_is(loaded: LoadReport) -> None:
    for document in loaded.documents:
        assert document.kind is not DocumentKind.FOREIGN, document.id
        assert document.rendition, document.id
        assert document.language == "da"
        assert document.publisher
        assert is_iso_date(document.published), document.id
        assert Path(document.path).stem == document.id


def test_every_sentence_has_a_source_with_title_and_publisher(loaded: LoadReport) -> None:
    for document in loaded.documents:
        for sentence in document.sentences:
            quoted = document.text[sentence.start : sentence.end]
            found = document.provenance_of(sentence)
            assert found, (document.id, quoted)
            assert all(item.title and item.publisher and item.nature for item in found), (document.id, quoted)


def test_every_source_that_is_defined_is_used(loaded: LoadReport) -> None:
    unused = [
        (document.id, item.key)
        for document in loaded.documents
        for item in document.provenance
        if not any(item.key in sentence.sources for sentence in document.sentences)
    ]
    assert unused == []


def test_addresses_are_web_addresses(loaded: LoadReport) -> None:
    for document in loaded.documents:
        for url in (document.original_url, *(item.url for item in document.provenance)):
            assert url == "" or re.fullmatch(r"https?://[^\s<>\"']+", url), (document.id, url)


def test_one_key_means_one_source_everywhere(loaded: LoadReport) -> None:
    meaning: dict[str, set[str]] = {}
    for document in loaded.documents:
        for item in document.provenance:
            meaning.setdefault(item.key, set()).add(item.url)
    assert {key: urls for key, urls in meaning.items() if len(urls) > 1} == {}


def test_every_fact_of_the_seed_article_is_in_its_document(loaded: LoadReport) -> None:
    (seed,) = (document for document in loaded.documents if document.id == SEED)
    tagged = {fact for sentence in seed.sentences for fact in sentence.facts}
    assert {f"F{number:03d}" for number in range(1, 46)} - tagged == set()


def test_sentences_are_sentences(loaded: LoadReport) -> None:
    for document in loaded.documents:
        for sentence in document.sentences:
            quoted = document.text[sentence.start : sentence.end]
            assert quoted.endswith((".", "?", "!", ".«", "«", ":")), (document.id, quoted)
            assert "[^" not in quoted, (document.id, quoted)
            assert "<!--" not in quoted, (document.id, quoted)
            assert 3 <= len(quoted.split()) <= 80, (document.id, quoted)


def test_no_sentence_stands_twice_in_a_document(loaded: LoadReport) -> None:
    for document in loaded.documents:
        quotes = [document.text[s.start : s.end] for s in document.sentences]
        assert len(set(quotes)) == len(quotes), document.id


def test_every_section_stands_under_a_heading(loaded: LoadReport) -> None:
    for document in loaded.documents:
        for section in document.sections:
            assert section.heading_path, document.id
            assert all(section.heading_path), document.id
        assert all(
            any(section.start <= sentence.start and sentence.end <= section.end for section in document.sections)
            for sentence in document.sentences
        ), document.id


def test_gaps_and_disagreements_are_told(loaded: LoadReport) -> None:
    sentences = [sentence for document in loaded.documents for sentence in document.sentences]
    assert sum(sentence.gap for sentence in sentences) >= 10
    assert sum(sentence.disagreement for sentence in sentences) >= 10


def test_every_cluster_organization_has_a_profile(loaded: LoadReport) -> None:
    profiles = [document for document in loaded.documents if document.kind is DocumentKind.PROFILE]
    assert len(profiles) >= 14
