"""Chunks: exact spans of whole sentences, all of them once, with names that follow from the content."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from klyngebot.chunking import HARD_LIMIT, MAX_CHARACTERS, chunk_document
from klyngebot.types import Chunk, Document, DocumentKind, Section, Sentence

words = st.text("abcdeæøå ", min_size=1, max_size=400).map(lambda text: " ".join(text.split())).filter(bool)
sections = st.lists(st.lists(words.map(lambda text: text.capitalize() + "."), max_size=12), max_size=5)


def build(content: list[list[str]], *, document_id: str = "dokument") -> Document:
    """A document with a heading over each list of sentences."""
    text = "Titel"
    made_sections, sentences = [], []
    for number, lines in enumerate(content):
        text += f"\n\nOverskrift {number}"
        start = len(text) + 1
        for line in lines:
            text += "\n"
            sentences.append(Sentence(len(text), len(text) + len(line)))
            text += line
        if lines:
            made_sections.append(Section(("Titel", f"Overskrift {number}"), start, len(text)))
    return Document(
        id=document_id,
        title="Titel",
        publisher="",
        published="2013",
        kind=DocumentKind.ARTICLE,
        text=text,
        sections=tuple(made_sections),
        sentences=tuple(sentences),
    )


def check(document: Document, chunks: list[Chunk]) -> None:
    position = 0
    for chunk in chunks:
        assert document.text[chunk.start : chunk.end] == chunk.text
        assert position <= chunk.start < chunk.end, "chunks are in reading order and apart"
        position = chunk.end
        assert len([s for s in document.sections if s.start <= chunk.start and chunk.end <= s.end]) == 1
    for sentence in document.sentences:
        holders = [chunk for chunk in chunks if chunk.start <= sentence.start and sentence.end <= chunk.end]
        touched = [chunk for chunk in chunks if chunk.start < sentence.end and sentence.start < chunk.end]
        if sentence.end - sentence.start <= HARD_LIMIT:
            assert len(holders) == len(touched) == 1, "each sentence stands whole in one chunk"
    assert len({chunk.id for chunk in chunks}) == len(chunks)


@given(sections)
@settings(deadline=None)
def test_offsets_are_exact_and_every_sentence_stands_whole_in_one_chunk(content: list[list[str]]) -> None:
    document = build(content)
    check(document, chunk_document(document))


@given(sections)
@settings(deadline=None)
def test_chunks_are_not_larger_than_they_need_be(content: list[list[str]]) -> None:
    document = build(content)
    for chunk in chunk_document(document):
        assert len(chunk.text) <= MAX_CHARACTERS or chunk.text.count("\n") == 0


@given(sections)
@settings(deadline=None)
def test_ids_follow_from_the_content_alone(content: list[list[str]]) -> None:
    document = build(content)
    ids = [chunk.id for chunk in chunk_document(document)]
    assert ids == [chunk.id for chunk in chunk_document(build(content))]
    assert not set(ids) & {chunk.id for chunk in chunk_document(build(content, document_id="andet"))}


def test_a_change_renames_only_the_chunk_it_stands_in() -> None:
    before = build([["Første sætning.", "Anden sætning."], ["Tredje sætning."], ["Fjerde sætning."]])
    after = build([["Første sætning.", "Anden sætning."], ["Tredje sætning, ændret."], ["Fjerde sætning."]])
    old, new = ([chunk.id for chunk in chunk_document(item)] for item in (before, after))
    assert [a == b for a, b in zip(old, new, strict=True)] == [True, False, True]


def test_a_section_that_stands_twice_gets_two_names() -> None:
    document = build([["Den samme sætning."]])
    twice = Document(
        **{
            **{name: getattr(document, name) for name in document.__dataclass_fields__},
            "text": document.text + "\n" + document.text,
            "sections": (
                *document.sections,
                *(
                    Section(s.heading_path, s.start + len(document.text) + 1, s.end + len(document.text) + 1)
                    for s in document.sections
                ),
            ),
            "sentences": (
                *document.sentences,
                *(
                    Sentence(s.start + len(document.text) + 1, s.end + len(document.text) + 1)
                    for s in document.sentences
                ),
            ),
        }
    )
    first, second = chunk_document(twice)
    assert first.text == second.text
    assert second.id == f"{first.id}-1"


def test_a_long_section_is_cut_into_chunks_of_about_equal_size() -> None:
    sentence = (
        "Denne sætning har omtrent hundrede tegn, så at et afsnit af mange af dem bliver for langt til et stykke."
    )
    chunks = chunk_document(build([[sentence] * 22]))
    sizes = [len(chunk.text) for chunk in chunks]
    assert len(chunks) == 3
    assert min(sizes) > 0.7 * max(sizes)


def test_a_sentence_larger_than_a_chunk_may_be_is_divided_and_stays_exact() -> None:
    huge = " ".join(f"ord{number}" for number in range(1500)) + "."
    document = build([["Før den store.", huge, "Efter den store."]])
    chunks = chunk_document(document)
    check(document, chunks)
    assert len(chunks) > len(huge) // HARD_LIMIT
    assert all(len(chunk.text) <= HARD_LIMIT for chunk in chunks)
    joined = "".join("".join(chunk.text.split()) for chunk in chunks)
    assert joined == "".join(f"Før den store.{huge}Efter den store.".split())


def test_a_document_without_text_has_no_chunks() -> None:
    assert chunk_document(build([])) == []
    assert chunk_document(build([[]])) == []


def test_the_page_and_the_headings_travel_along() -> None:
    document = build([["En sætning."]])
    section = document.sections[0]
    on_page = Document(
        **{
            **{name: getattr(document, name) for name in document.__dataclass_fields__},
            "sections": (Section(section.heading_path, section.start, section.end, page=7),),
        }
    )
    (chunk,) = chunk_document(on_page)
    assert chunk.page == 7
    assert chunk.section == "Overskrift 0"
    assert chunk.indexed_text == "Titel\nOverskrift 0\nEn sætning."


@pytest.mark.parametrize("again", [1, 2])
def test_the_shipped_corpus_is_chunked_exactly(documents: Mapping[str, Document], again: int) -> None:
    seen: set[str] = set()
    for document in documents.values():
        chunks = chunk_document(document)
        check(document, chunks)
        ids = {chunk.id for chunk in chunks}
        assert not ids & seen
        seen |= ids
