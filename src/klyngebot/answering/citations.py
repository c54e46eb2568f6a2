"""From a sentence of a document to the citation a reader sees."""

from __future__ import annotations

from klyngebot.types import Citation, Document, Sentence


def cite(document: Document, sentence: Sentence, section: str, number: int, *, page: int | None = None) -> Citation:
    """The citation of a sentence; its quote is exactly the sentence's span of the document.

    Args:
        document: where the sentence stands.
        sentence: a sentence of that document.
        section: the heading above it.
        number: the mark shown in the answer, from one.
        page: the page of a PDF, from one.
    """
    return Citation(
        number=number,
        document_id=document.id,
        title=document.title,
        publisher=document.publisher,
        published=document.published,
        section=section,
        quote=document.text[sentence.start : sentence.end],
        start=sentence.start,
        end=sentence.end,
        rendition=document.rendition,
        kind=document.kind,
        # The nearest source first: a ministry's own page before a magazine that retells it
        provenance=tuple(
            sorted(document.provenance_of(sentence), key=lambda item: not item.nature.startswith("original"))
        ),
        valid_to=document.valid_to,
        page=page,
        document_url=document.original_url,
    )
