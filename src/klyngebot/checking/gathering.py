"""The sentences that may decide a claim: of the best chunks or of given texts, the most relevant first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from klyngebot.checking.attention import Attention
from klyngebot.checking.comparison import Comparer, Comparison
from klyngebot.checking.reading import read as read_text
from klyngebot.danish.sentences import split_sentences
from klyngebot.types import Document, Hit, Sentence

READ = 4  # sentences
NEAREST = 16  # sentences of which the relevance is worked out
JOINED = 2  # sentences of given evidence that are read as one
CHUNK = 0.3  # what the rank of a sentence's chunk weighs beside coverage and cosine, each 0..1
ATTENTION = ("attention_supported", "attention_refuted", "attention_undecided")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that may decide; `chunk` is its chunk's score relative to the best, 0..1.

    `document` and `sentence` are None where the text was given and is of no document.
    """

    text: str
    chunk: float = 1.0
    document: Document | None = None
    sentence: Sentence | None = None


@dataclass(frozen=True, slots=True)
class Compared:
    """A candidate with how the claim lies on it, and the `signals` that are judged."""

    candidate: Candidate
    comparison: Comparison
    signals: Mapping[str, float]


def of_hits(hits: Sequence[Hit], documents: Mapping[str, Document]) -> list[Candidate]:
    """The sentences of the hits' chunks, each once."""
    best = max((hit.score for hit in hits), default=1.0) or 1.0
    found: dict[str, Candidate] = {}
    for hit in hits:
        document = documents[hit.chunk.document_id]
        for sentence in document.sentences:
            if hit.chunk.start <= sentence.start and sentence.end <= hit.chunk.end:
                text = document.text[sentence.start : sentence.end]
                found.setdefault(text, Candidate(text, hit.score / best, document, sentence))
    return list(found.values())


def of_texts(texts: Sequence[str]) -> list[Candidate]:
    """The sentences of given texts."""
    whole = [(text, split_sentences(text)) for text in texts]
    return [Candidate(text[start:end]) for text, spans in whole for start, end in spans]


def compare(
    claim: str, candidates: Sequence[Candidate], comparer: Comparer, attention: Attention | None, read: int = READ
) -> list[Compared]:
    """The `read` most relevant candidates with their signals, the most relevant first.

    Without `attention`, its signals are missing (they are, before it is fitted).
    """
    nearest = _nearest(claim, candidates, comparer)
    relevance = [
        comparer.coverage(claim, own.text) + comparer.likeness(claim, own.text) + CHUNK * own.chunk for own in nearest
    ]
    order = sorted(range(len(nearest)), key=lambda place: -relevance[place])[:read]
    return [
        _compared(claim, nearest[place], comparer, attention, rank, relevance[place], relevance[order[0]])
        for rank, place in enumerate(order)
    ]


def _nearest(claim: str, candidates: Sequence[Candidate], comparer: Comparer) -> list[Candidate]:
    """The candidates that may be among the most relevant, by the stems that they share with the claim; in order."""
    if len(candidates) <= NEAREST:
        return list(candidates)
    own = read_text(claim).stems
    worth = [
        len(own & read_text(one.text).stems) / (len(own) or 1) + comparer.likeness(claim, one.text) + CHUNK * one.chunk
        for one in candidates
    ]
    kept = sorted(range(len(candidates)), key=lambda place: -worth[place])[:NEAREST]
    return [candidates[place] for place in sorted(kept)]


def compare_given(claim: str, texts: Sequence[str], comparer: Comparer, attention: Attention | None) -> list[Compared]:
    """The same for texts that are given as evidence: their two most relevant sentences as one, then the others."""
    compared = compare(claim, of_texts(texts), comparer, attention)
    if not compared:
        return []
    joined = Candidate(" ".join(one.candidate.text for one in compared[:JOINED]))
    return [*compare(claim, [joined], comparer, attention), *compared[1:]]


def _compared(
    claim: str,
    candidate: Candidate,
    comparer: Comparer,
    attention: Attention | None,
    rank: int,
    relevance: float,
    best: float,
) -> Compared:
    comparison = comparer.compare(claim, candidate.text)
    signals = dict(comparison.signals)
    signals.update(rank=rank, relevance=relevance, behind=best - relevance, chunk=candidate.chunk)
    signals["gap"] = float(candidate.sentence.gap) if candidate.sentence else 0.0
    signals["disagreement"] = float(candidate.sentence.disagreement) if candidate.sentence else 0.0
    if attention is not None:
        each = attention.probabilities(*comparer.sides(claim, candidate.text))
        signals.update(zip(ATTENTION, map(float, each), strict=True))
    return Compared(candidate, comparison, signals)
