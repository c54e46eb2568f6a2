"""The shipped corpus, read by its own loader."""

from __future__ import annotations

import pytest

from klyngebot.loading import load_documents
from klyngebot.settings import default_corpus
from klyngebot.types import Document, DocumentKind


@pytest.fixture(scope="module")
def report():
    return load_documents(default_corpus())


@pytest.fixture(scope="module")
def documents(report) -> tuple[Document, ...]:
    return report.documents


def test_every_document_can_be_read(report):
    assert report.skipped == ()
    assert len(report.documents) >= 35


def test_every_document_keeps_the_contract_of_loaders(documents, check_document):
    for document in documents:
        check_document(document)


def test_every_document_is_named_after_its_file_and_begins_with_its_title(documents):
    for document in documents:
        assert document.path.rpartition("/")[2] == f"{document.id}.md"
        assert document.text.startswith(document.title + "\n")
        assert document.kind is not DocumentKind.FOREIGN
        assert document.rendition


def test_every_sentence_has_a_source_and_every_mark_leads_to_one(documents, quotes):
    for document in documents:
        for sentence, quote in zip(document.sentences, quotes(document), strict=True):
            assert document.provenance_of(sentence), quote
            assert len(document.provenance_of(sentence)) == len(sentence.sources)


def test_every_footnote_is_used(documents):
    for document in documents:
        used = {key for sentence in document.sentences for key in sentence.sources}
        assert {source.key for source in document.provenance} == used, document.id


def test_what_the_sources_do_not_tell_is_our_own_review_and_marked(documents, quotes):
    for document in documents:
        for sentence, quote in zip(document.sentences, quotes(document), strict=True):
            if sentence.gap:
                assert "Q" in sentence.sources, quote
