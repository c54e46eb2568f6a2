"""Judging the sentences under the hits: which of them answer the question, and how well.

A sentence's score joins how far it covers the question's words (weighted by what they say; its headings help a
little), how near it is in meaning, whether it has the shape of an answer, how well its chunk was ranked, and how
like the question one of its stored questions is. Weights: docs/retrieval.md, section "Sentences".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from klyngebot.danish import headcounts
from klyngebot.danish.dates import years
from klyngebot.danish.questions import QuestionType, answer_shape
from klyngebot.question import Question, has_identifiers, match, words_of
from klyngebot.question_bank import BankMatch
from klyngebot.remembering import remembered
from klyngebot.reranking import TextSimilarity
from klyngebot.types import Document, DocumentKind, Hit, Sentence

RECENT_YEAR = 2024  # the corpus was written in 2026 from sources up to 2026
HEADING_MATCH = 0.75  # a concept that only the headings have counts this much
FOREIGN_HEADING_MATCH = 0.95  # the corpus' sentences name their subject; elsewhere the headings do
WEIGHTS = {
    "coverage": 0.5,
    "cosine": 1.2,
    "shape": 0.15,
    "definite_shape": 0.9,  # on top, where the question wants a date, a count or an amount
    "chunk": 0.6,
    "year": 0.35,
    "number": 0.3,
    "headcount": 0.7,
    "disagreement": -0.3,
    "gap": -0.1,
    "bank": 2.2,
}


FIGURES = frozenset((QuestionType.WHEN, QuestionType.HOW_MANY, QuestionType.HOW_MUCH))


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence of a hit, before it is judged. `chunk` is the hit's score relative to the best hit's, 0..1."""

    document: Document
    sentence: Sentence
    hit: Hit
    text: str
    chunk: float

    @property
    def place(self) -> tuple[str, int]:
        """Document and offset: the same for no two sentences."""
        return self.document.id, self.sentence.start

    @property
    def read_text(self) -> str:
        """What is compared with the question in meaning: in a foreign document, the title names the subject."""
        return f"{self.document.title}: {self.text}" if self.document.kind is DocumentKind.FOREIGN else self.text

    @property
    def section(self) -> str:
        """The nearest heading."""
        return self.hit.chunk.section


@dataclass(frozen=True, slots=True)
class Evidence(Candidate):
    """A sentence with what speaks for it.

    `matches` says for each concept of the question how far the sentence (or, a little less, its headings) has it, and
    `coverage` is their weighted share, 0..1; `cosine` of the sentence with the question, -1..1;
    `shape` 0..1 and `wants_figure` whether the question wants a date, a count or an
    amount; `year` 1 where the question names no year or the sentence has it, less where its context has it or it
    names no year; `number` 1 where the sentence has the numbers that pick one of a row;
    `headcount` 1 where it has a price for a firm of the asker's size, 0 where only for others, else 0.5;
    `recent` 0..1 whether it may hold today; `stored` the question of the bank most like the one asked, if the
    sentence has one.
    """

    matches: tuple[float, ...] = field(kw_only=True)
    coverage: float = field(kw_only=True)
    cosine: float = field(kw_only=True)
    shape: float = field(kw_only=True)
    wants_figure: bool = field(kw_only=True)
    year: float = field(kw_only=True)
    number: float = field(kw_only=True)
    headcount: float = field(kw_only=True)
    recent: float = field(kw_only=True)
    stored: BankMatch | None = field(kw_only=True)

    @property
    def score(self) -> float:
        """How well the sentence answers; comparable within one question."""
        return (
            WEIGHTS["coverage"] * self.coverage
            + WEIGHTS["cosine"] * self.cosine
            + (WEIGHTS["shape"] + WEIGHTS["definite_shape"] * self.wants_figure) * self.shape
            + WEIGHTS["chunk"] * self.chunk
            + WEIGHTS["year"] * self.year
            + WEIGHTS["number"] * self.number
            + WEIGHTS["headcount"] * self.headcount
            + WEIGHTS["disagreement"] * self.sentence.disagreement
            + WEIGHTS["gap"] * self.sentence.gap
            + WEIGHTS["bank"] * (self.stored.score if self.stored else 0.0)
        )


def gather(
    question: Question,
    hits: Sequence[Hit],
    documents: Mapping[str, Document],
    similarity: TextSimilarity,
    stored: Sequence[BankMatch] = (),
) -> list[Evidence]:
    """The sentences of the hits' chunks, best first; ties in order of document and place.

    Args:
        question: what is asked.
        hits: best first.
        documents: by id; must hold every hit's document.
        similarity: of texts, by the static model.
        stored: stored questions like this one, best first.
    """
    candidates = list(_candidates(hits, documents))
    cosines = similarity.cosines(question.text, [candidate.read_text for candidate in candidates])
    headings = {hit.chunk.id: _matches(question, " ".join(hit.chunk.heading_path)) for hit in hits}
    best_stored: dict[tuple[str, int], BankMatch] = {}
    for item in stored:
        sentence = documents[item.entry.document_id].sentences[item.entry.sentence]
        best_stored.setdefault((item.entry.document_id, sentence.start), item)
    evidence = [
        _judge(question, candidate, cosine, headings[candidate.hit.chunk.id], best_stored.get(candidate.place))
        for candidate, cosine in zip(candidates, cosines, strict=True)
    ]
    evidence.sort(key=lambda item: (-item.score, item.place))
    return evidence


def _candidates(hits: Sequence[Hit], documents: Mapping[str, Document]) -> Iterator[Candidate]:
    best = max((hit.score for hit in hits), default=1.0) or 1.0
    for hit in hits:
        document = documents[hit.chunk.document_id]
        for sentence in document.sentences:
            if hit.chunk.start <= sentence.start and sentence.end <= hit.chunk.end:
                text = document.text[sentence.start : sentence.end]
                yield Candidate(document, sentence, hit, text, hit.score / best)


def _judge(
    question: Question, candidate: Candidate, cosine: float, above: tuple[float, ...], stored: BankMatch | None
) -> Evidence:
    here = _matches(question, candidate.text)
    share = FOREIGN_HEADING_MATCH if candidate.document.kind is DocumentKind.FOREIGN else HEADING_MATCH
    matches = tuple(max(own, share * heading) for own, heading in zip(here, above, strict=True))
    covered = sum(concept.weight * degree for concept, degree in zip(question.concepts, matches, strict=True))
    return Evidence(
        candidate.document,
        candidate.sentence,
        candidate.hit,
        candidate.text,
        candidate.chunk,
        matches=matches,
        coverage=covered / question.weight,
        cosine=cosine,
        shape=answer_shape(question.kind, candidate.text, question.text),
        wants_figure=question.kind in FIGURES,
        year=_year_fits(question, candidate),
        number=float(has_identifiers(question, candidate.text)),
        headcount=headcounts.fits(question.firm, candidate.text),
        recent=_recent(candidate),
        stored=stored,
    )


def _matches(question: Question, text: str) -> tuple[float, ...]:
    """How far a text has each concept of the question."""
    words = words_of(text)
    return tuple(match(concept, words) for concept in question.concepts)


@remembered(50_000)
def _years(text: str) -> frozenset[int]:
    return years(text)


def _recent(candidate: Candidate) -> float:
    """Whether the sentence may hold today, 0..1.

    1 for an open document with no past year in the sentence, 0.5 with a recent one, 0 for the past.
    """
    latest = max(_years(candidate.text), default=0)
    if latest:
        return 1.0 if latest >= RECENT_YEAR else 0.5 if latest >= RECENT_YEAR - 2 else 0.0
    return 0.0 if candidate.document.valid_to else 1.0


def _year_fits(question: Question, candidate: Candidate) -> float:
    own = _years(candidate.text)
    if not question.years or question.years & own:
        return 1.0
    context = _years(" ".join((*candidate.hit.chunk.heading_path, candidate.document.title)))
    if question.years & context:
        return 0.3 if own else 0.7
    return 0.0 if own else 0.4
