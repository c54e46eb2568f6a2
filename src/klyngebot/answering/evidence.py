"""Judging the sentences under the hits: which of them answer the question, and how well.

A sentence's score joins how far it covers the question's words (weighted by rarity; its headings help a
little), how near it is in meaning (late interaction), whether it has the shape of an answer, and how well its
chunk was ranked. Weights: docs/retrieval.md, section "Sætninger".
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from klyngebot.answering.question import Concept, Question, Words, match, words_of
from klyngebot.danish.dates import years
from klyngebot.danish.names import numbers
from klyngebot.danish.questions import answer_shape
from klyngebot.types import Document, Hit, Sentence

HEADING_MATCH = 0.75  # a concept that only the headings have counts this much
WEIGHTS = {
    "coverage": 1.0,
    "meaning": 0.5,
    "shape": 0.12,
    "chunk": 0.35,
    "year": 0.5,
    "number": 0.3,
    "disagreement": -0.12,
}

Similarity = Callable[[str, Sequence[str]], list[float]]


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence of a hit with what speaks for it.

    `coverage` is the weighted share of the question's concepts that the sentence (or, a little less, its headings)
    has, 0..1; `meaning` MaxSim with the question, -1..1; `shape` 0..1; `chunk` the hit's score; `year` 1 where the
    question names no year or the sentence has it, less where its context has it or it names no year; `number` 1 where
    the sentence has the numbers that pick one of a row.
    """

    document: Document
    sentence: Sentence
    hit: Hit
    text: str
    matches: tuple[float, ...]
    coverage: float
    meaning: float
    shape: float
    year: float
    number: float
    score: float

    @property
    def section(self) -> str:
        """The nearest heading."""
        return self.hit.chunk.section


@lru_cache(maxsize=50_000)
def _years(text: str) -> frozenset[int]:
    return years(text)


def gather(
    question: Question, hits: Sequence[Hit], documents: Mapping[str, Document], similarity: Similarity
) -> list[Evidence]:
    """The sentences of the hits' chunks, best first; ties in order of document and place.

    Args:
        question: what is asked.
        hits: best first.
        documents: by id; must hold every hit's document.
        similarity: MaxSim of a text with several texts.
    """
    found: list[tuple[Hit, Document, Sentence, str]] = []
    for hit in hits:
        document = documents[hit.chunk.document_id]
        found.extend(
            (hit, document, sentence, document.text[sentence.start : sentence.end])
            for sentence in document.sentences
            if hit.chunk.start <= sentence.start and sentence.end <= hit.chunk.end
        )
    meanings = similarity(question.text, [text for _, _, _, text in found])
    best_chunk = max((hit.score for hit in hits), default=1.0) or 1.0
    evidence = [
        _judge(question, hit, document, sentence, text, meaning, best_chunk)
        for (hit, document, sentence, text), meaning in zip(found, meanings, strict=True)
    ]
    evidence.sort(key=lambda item: (-item.score, item.document.id, item.sentence.start))
    return evidence


def _judge(
    question: Question, hit: Hit, document: Document, sentence: Sentence, text: str, meaning: float, best_chunk: float
) -> Evidence:
    here = words_of(text)
    above = words_of(" ".join(hit.chunk.heading_path))
    matches = tuple(_match_in_context(concept, here, above) for concept in question.concepts)
    covered = sum(concept.weight * degree for concept, degree in zip(question.concepts, matches, strict=True))
    coverage = covered / question.weight
    shape = answer_shape(question.kind, text, question.text)
    year = _year_fits(question, text, hit, document)
    number = float(question.identifiers <= numbers(text))
    score = (
        WEIGHTS["coverage"] * coverage
        + WEIGHTS["meaning"] * meaning
        + WEIGHTS["shape"] * shape
        + WEIGHTS["chunk"] * hit.score / best_chunk
        + WEIGHTS["year"] * year
        + WEIGHTS["number"] * number
        + WEIGHTS["disagreement"] * sentence.disagreement
    )
    return Evidence(document, sentence, hit, text, matches, coverage, meaning, shape, year, number, score)


def _match_in_context(concept: Concept, here: Words, above: Words) -> float:
    own = match(concept, here)
    return own if own >= HEADING_MATCH else max(own, HEADING_MATCH * match(concept, above))


def _year_fits(question: Question, text: str, hit: Hit, document: Document) -> float:
    if not question.years:
        return 1.0
    if question.years & _years(text):
        return 1.0
    context = _years(" ".join((*hit.chunk.heading_path, document.title)))
    if question.years & context:
        return 0.7
    return 0.0 if _years(text) else 0.4
