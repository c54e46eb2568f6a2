"""Is a quotation in the documents, word for word? If not, which passage comes nearest, and which words differ?

Blanks, quotation marks, dashes and apostrophes may be set in another way, the first letter may be another case, and
what ends the quotation is its author's; every other letter, digit and comma must be there. What stands on either side
of "[…]" must stand in this order in one passage, and words in brackets stand for any.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from klyngebot.checking.quoted_changes import Alignment, align_parts
from klyngebot.checking.quoted_places import find_parts
from klyngebot.checking.results import QuotationCheck, QuotationStatus
from klyngebot.citations import cite
from klyngebot.danish.quotation_parts import Part, parts
from klyngebot.danish.quotations import FEWEST_WORDS, count_words
from klyngebot.danish.typesetting import Typeset, lowered, readings, typeset
from klyngebot.protocols import Searcher
from klyngebot.types import Citation, Document

HITS = 12  # chunks among which the nearest passage is looked for
NEAR = 0.7  # share of words that a passage must have in the same order to be the one that is meant
MOST_PARTS = 20  # of a quotation with words left out


@dataclass(frozen=True, slots=True)
class _Passage:
    """Spans of a document that come near a quotation."""

    document: Document
    spans: tuple[tuple[int, int], ...]
    aligned: Alignment


class QuotationChecker:
    """Looks quotations up.

    Args:
        documents: by id.
        searcher: finds the chunks among which the nearest passage is looked for.
    """

    def __init__(self, documents: Mapping[str, Document], searcher: Searcher) -> None:
        self._documents = documents
        self._searcher = searcher

    @cached_property
    def _typeset(self) -> Mapping[str, Typeset]:
        return {own: typeset(document.text) for own, document in self._documents.items()}

    @cached_property
    def _lowered(self) -> Mapping[str, Typeset]:
        return {own: Typeset(lowered(text.plain), text.places) for own, text in self._typeset.items()}

    def check(self, quote: str) -> QuotationCheck:
        """Where it stands word for word, or what comes nearest."""
        read = [parts(reading) for reading in readings(quote)]
        if not any(sum(count_words(part.text) for part in own) >= FEWEST_WORDS for own in read):
            return QuotationCheck(quote, QuotationStatus.TOO_SHORT)
        if min(map(len, read)) > MOST_PARTS:
            return QuotationCheck(quote, QuotationStatus.NOT_FOUND)
        capitals = quote.isupper()
        for own in read:
            exact = self._exact(own, capitals=capitals)
            if exact:
                return QuotationCheck(quote, QuotationStatus.EXACT, exact)
        near = (passage for own in read for passage in self._near(own, capitals=capitals))
        nearest = max(near, key=lambda passage: passage.aligned.share, default=None)
        if nearest is None or nearest.aligned.share < NEAR:
            return QuotationCheck(quote, QuotationStatus.NOT_FOUND)
        changes = nearest.aligned.changes
        status = QuotationStatus.ALTERED if changes else QuotationStatus.EXACT
        return QuotationCheck(quote, status, _cited([(nearest.document, nearest.spans)]), changes)

    def _exact(self, wanted: Sequence[Part], *, capitals: bool) -> tuple[Citation, ...]:
        """The sentences in which it stands: of each document the first place."""
        texts = self._lowered if capitals else self._typeset
        if capitals:
            wanted = [Part(lowered(part.text), part.gap, part.open_left, part.open_right) for part in wanted]
        found = ((own, text, find_parts(text.plain, wanted)) for own, text in texts.items())
        return _cited([(self._documents[own], [text.span(*span) for span in spans]) for own, text, spans in found])

    def _near(self, wanted: Sequence[Part], *, capitals: bool) -> Iterator[_Passage]:
        said = [part.text for part in wanted]
        for hit in self._searcher.search(" ".join(said), HITS):
            chunk, document = hit.chunk, self._documents[hit.chunk.document_id]
            here = typeset(document.text[chunk.start : chunk.end])
            aligned = align_parts(said, here.plain, cased=not capitals)
            spans = [here.span(*span) for span in aligned.spans]
            yield _Passage(document, tuple((chunk.start + start, chunk.start + end) for start, end in spans), aligned)


def _cited(places: Sequence[tuple[Document, Sequence[tuple[int, int]]]]) -> tuple[Citation, ...]:
    """The sentences that spans of documents touch, cited, numbered from one."""
    found: list[Citation] = []
    for document, spans in places:
        for sentence in document.sentences if spans else ():
            if any(sentence.start < end and start < sentence.end for start, end in spans):
                section = document.section_at(sentence.start)
                found.append(cite(document, sentence, section, len(found) + 1))
    return tuple(found)
