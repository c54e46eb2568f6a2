"""Judging the sentences under the hits: which of them answer the question, and how well.

A sentence's score joins how far it covers the question's words (weighted by rarity; its headings help a
little), how near it is in meaning (late interaction), whether it has the shape of an answer, and how well its
chunk was ranked. Weights: docs/retrieval.md, section "Sætninger".
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from klyngebot.danish.dates import years
from klyngebot.danish.questions import answer_shape
from klyngebot.question import Concept, Question, Words, has_identifiers, match, words_of
from klyngebot.question_bank import BankMatch
from klyngebot.types import Document, Hit, Sentence

RECENT_YEAR = 2024  # the corpus was written in 2026 from sources up to 2026
HEADING_MATCH = 0.75  # a concept that only the headings have counts this much
WEIGHTS = {
    "coverage": 1.0,
    "meaning": 0.2,
    "shape": 0.1,
    "chunk": 0.7,
    "year": 0.5,
    "number": 0.2,
    "disagreement": -0.3,
    "gap": -0.1,
    "bank": 1.3,
}

Similarity = Callable[[str, Sequence[str]], list[float]]


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence of a hit with what speaks for it.

    `coverage` is the weighted share of the question's concepts that the sentence (or, a little less, its headings)
    has, 0..1; `meaning` MaxSim with the question, -1..1; `shape` 0..1; `chunk` the hit's score; `year` 1 where the
    question names no year or the sentence has it, less where its context has it or it names no year; `number` 1 where
    the sentence has the numbers that pick one of a row; `recent` 0..1 whether it may hold
    today; `stored` the question of the bank most like the one asked, if the sentence has one.
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
    recent: float
    stored: BankMatch | None
    score: float

    @property
    def section(self) -> str:
        """The nearest heading."""
        return self.hit.chunk.section


@lru_cache(maxsize=50_000)
def _years(text: str) -> frozenset[int]:
    return years(text)


def gather(
    question: Question,
    hits: Sequence[Hit],
    documents: Mapping[str, Document],
    similarity: Similarity,
    matches: Sequence[BankMatch] = (),
) -> list[Evidence]:
    """The sentences of the hits' chunks, best first; ties in order of document and place.

    Args:
        question: what is asked.
        hits: best first.
        documents: by id; must hold every hit's document.
        similarity: MaxSim of a text with several texts.
        matches: stored questions like this one, best first.
    """
    stored: dict[tuple[str, int], BankMatch] = {}
    for item in matches:
        stored.setdefault(
            (item.entry.document_id, documents[item.entry.document_id].sentences[item.entry.sentence].start), item
        )
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
        _judge(question, hit, document, sentence, text, meaning, best_chunk, stored.get((document.id, sentence.start)))
        for (hit, document, sentence, text), meaning in zip(found, meanings, strict=True)
    ]
    evidence.sort(key=lambda item: (-item.score, item.document.id, item.sentence.start))
    return evidence


def _judge(
    question: Question,
    hit: Hit,
    document: Document,
    sentence: Sentence,
    text: str,
    meaning: float,
    best_chunk: float,
    stored: BankMatch | None,
) -> Evidence:
    here = words_of(text)
    above = words_of(" ".join(hit.chunk.heading_path))
    matches = tuple(_match_in_context(concept, here, above) for concept in question.concepts)
    covered = sum(concept.weight * degree for concept, degree in zip(question.concepts, matches, strict=True))
    coverage = covered / question.weight
    shape = answer_shape(question.kind, text, question.text)
    year = _year_fits(question, text, hit, document)
    number = float(has_identifiers(question, text))
    score = (
        WEIGHTS["coverage"] * coverage
        + WEIGHTS["meaning"] * meaning
        + WEIGHTS["shape"] * shape
        + WEIGHTS["chunk"] * hit.score / best_chunk
        + WEIGHTS["year"] * year
        + WEIGHTS["number"] * number
        + WEIGHTS["disagreement"] * sentence.disagreement
        + WEIGHTS["gap"] * sentence.gap
        + WEIGHTS["bank"] * (stored.score if stored else 0.0)
    )
    return Evidence(
        document,
        sentence,
        hit,
        text,
        matches,
        coverage,
        meaning,
        shape,
        year,
        number,
        _recent(text, document),
        stored,
        score,
    )


def _match_in_context(concept: Concept, here: Words, above: Words) -> float:
    own = match(concept, here)
    return own if own >= HEADING_MATCH else max(own, HEADING_MATCH * match(concept, above))


def _recent(text: str, document: Document) -> float:
    """Whether the sentence may hold today, 0..1.

    1 for an open document with no past year in the sentence, 0.5 with a recent one, 0 for the past.
    """
    latest = max(_years(text), default=0)
    if latest:
        return 1.0 if latest >= RECENT_YEAR else 0.5 if latest >= RECENT_YEAR - 2 else 0.0
    return 0.0 if document.valid_to else 1.0


def _year_fits(question: Question, text: str, hit: Hit, document: Document) -> float:
    if not question.years:
        return 1.0
    if question.years & _years(text):
        return 1.0
    context = _years(" ".join((*hit.chunk.heading_path, document.title)))
    if question.years & context:
        return 0.7
    return 0.0 if _years(text) else 0.4
