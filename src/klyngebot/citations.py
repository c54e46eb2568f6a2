"""From a sentence of a document to the citation a reader sees."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable

from klyngebot.danish.dates import years
from klyngebot.types import Citation, Document, Provenance, Sentence


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
        provenance=_likeliest_first(document.provenance_of(sentence), document.text[sentence.start : sentence.end]),
        valid_to=document.valid_to,
        page=page,
        document_url=document.original_url,
        sentence=bisect_left(document.sentences, sentence.start, key=lambda item: item.start) + 1,
    )


def _likeliest_first(sources: Iterable[Provenance], quote: str) -> tuple[Provenance, ...]:
    """First the source that is young enough to tell the most of the sentence; of equals, the nearest to the matter.

    "14 from 2021, 13 from 2022" is not carried by a press release of 2020 alone; and a ministry's own page goes before
    a magazine that retells it.
    """
    told = years(quote)

    def order(item: Provenance) -> tuple[int, bool]:
        latest = max(years(item.published), default=0)
        return -sum(year <= latest for year in told), not item.nature.startswith("original")

    return tuple(sorted(sources, key=order))
