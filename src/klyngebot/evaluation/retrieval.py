"""Measuring how well passages are found, on any collection in BEIR's format.

The systems are the parts of the shipped search, each alone and joined, over an index in memory: every passage is one
chunk, whatever its length, so that figures can be compared with published ones.
"""

from __future__ import annotations

import math
import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from statistics import median

import numpy as np
from numpy.typing import NDArray

from klyngebot.danish.analyzer import content_tokens, grams, stems
from klyngebot.dense import ExactSearcher
from klyngebot.embedding.static import StaticEmbedder
from klyngebot.evaluation.beir import Collection
from klyngebot.evaluation.ranking import interval, mean, ndcg, recall, reciprocal_rank
from klyngebot.fusion import FusedSearcher
from klyngebot.lexical import LexicalIndex, LexicalSearcher, Postings, Scores, best
from klyngebot.protocols import Embedder, Reranker, Searcher
from klyngebot.remembering import forget
from klyngebot.reranking import MaxSim, MaxSimReranker, PassageTokens, RerankedSearcher
from klyngebot.types import Chunk, Hit

DEPTH = 50
PLAIN_K1 = 1.2  # Lucene's
WARM_UP = 10  # queries before the clock counts
_WORD = re.compile(r"\w+")
_MEASURES = ("ndcg_10", "recall_5", "recall_10", "recall_50", "mrr_10")


class Bm25Searcher:
    """Plain BM25 over one kind of terms, for comparison: without synonyms and without the division by the maximum.

    Args:
        chunks: in order of id.
        terms: of a text or a query.
        k1: how much repeats of a term count.
    """

    def __init__(self, chunks: Sequence[Chunk], terms: Callable[[str], Sequence[str]], *, k1: float = PLAIN_K1) -> None:
        self._chunks = chunks
        self._place = _places(chunks)
        self._terms = terms
        self._postings = Postings.build([terms(chunk.text) or [""] for chunk in chunks], k1=k1)

    def search(self, query: str, k: int) -> list[Hit]:
        """At most `k` chunks that share a term with the query, best first."""
        return _hits(self._scores(query), self._chunks, k, "bm25", above=0.0)

    def score(self, query: str, chunks: Sequence[Chunk]) -> list[float]:
        """BM25 of the given chunks."""
        scores = self._scores(query)
        return [float(scores[self._place[chunk.id]]) for chunk in chunks]

    def _scores(self, query: str) -> NDArray[np.float32]:
        totals = np.zeros(len(self._chunks), dtype=np.float32)
        for term in self._terms(query):
            rows, scores = self._postings.of(term)
            totals[rows] += scores
        return totals


def _hits(scores: Scores, chunks: Sequence[Chunk], k: int, found_by: str, *, above: float = -math.inf) -> list[Hit]:
    positions = best(scores, k, above=above)
    return [Hit(chunks[i], float(scores[i]), rank, found_by) for rank, i in enumerate(positions, start=1)]


def _places(chunks: Sequence[Chunk]) -> dict[str, int]:
    return {chunk.id: position for position, chunk in enumerate(chunks)}


class Systems:
    """The systems over one collection, each built when it is first asked for.

    Args:
        collection: whose passages are searched.
        embedder: of the dense part.
        static: whose tokens late interaction reads.
        last_reader: the operator's reranker, if any; the last system then.
    """

    def __init__(
        self,
        collection: Collection,
        embedder: Embedder,
        static: StaticEmbedder,
        last_reader: Reranker | None = None,
    ) -> None:
        self.chunks = [Chunk(own, own, (), 0, len(text), text) for own, text in sorted(collection.passages.items())]
        self._embedder = embedder
        self._static = static
        self._made: dict[str, Searcher] = {}
        self._makers: dict[str, Callable[[], Searcher]] = {
            "bm25-word": lambda: Bm25Searcher(self.chunks, lambda text: _WORD.findall(text.lower())),
            "bm25-stem": lambda: Bm25Searcher(self.chunks, stems),
            "bm25-char": lambda: Bm25Searcher(self.chunks, _grams),
            "lexical": self._lexical,
            "dense": self._dense,
            "fused": lambda: FusedSearcher(self["lexical"], self["dense"]),
            "fused+rerank": self._reranked,
        }
        if last_reader:
            self._makers["fused+rerank+cross"] = lambda: RerankedSearcher(self["fused+rerank"], last_reader)

    @property
    def names(self) -> tuple[str, ...]:
        """From the plainest to the fullest."""
        return tuple(self._makers)

    def __getitem__(self, name: str) -> Searcher:
        if name not in self._made:
            self._made[name] = self._makers[name]()
        return self._made[name]

    @property
    def texts(self) -> list[str]:
        """The passages, in order of id."""
        return [chunk.text for chunk in self.chunks]

    @cached_property
    def late_interaction(self) -> tuple[MaxSim, PassageTokens]:
        """What reads query and passage token by token, and the passages' tokens."""
        tokens = PassageTokens.build(self._static, self._ids(), self.texts)
        return MaxSim(self._static, tokens.frequency(self._static.vocabulary_size), len(self.chunks)), tokens

    def _ids(self) -> list[str]:
        return [chunk.id for chunk in self.chunks]

    @cached_property
    def _index(self) -> LexicalIndex:
        return LexicalIndex.build(self._ids(), self.texts)

    def _lexical(self) -> Searcher:
        return LexicalSearcher(self._index, {chunk.id: chunk for chunk in self.chunks})

    def _dense(self) -> Searcher:
        vectors = np.asarray(self._embedder.embed_documents(self.texts), dtype=np.float32)
        return ExactSearcher(self.chunks, vectors, self._embedder)

    def _reranked(self) -> Searcher:
        return RerankedSearcher(self["fused"], MaxSimReranker(*self.late_interaction))


def _grams(text: str) -> list[str]:
    return [gram for word in content_tokens(text) for gram in (grams(word) or (word,))]


@dataclass(frozen=True, slots=True)
class Measured:
    """A system on a collection: means over the queries with anything relevant, 0..1; NaN where there are none.

    `low` and `high` bound `ndcg_10` with 95 % (bootstrap); `milliseconds` is the median time of a query.
    """

    collection: str
    system: str
    queries: int
    ndcg_10: float
    low: float
    high: float
    recall_5: float
    recall_10: float
    recall_50: float
    mrr_10: float
    milliseconds: float


def measure(collection: Collection, systems: Systems, name: str) -> Measured:
    """Ask every query of one system."""
    searcher = systems[name]
    judged = [(own, text) for own, text in collection.queries.items() if collection.relevant.get(own)]
    for _, text in judged[:WARM_UP]:
        searcher.search(text, DEPTH)
    forget()  # no system is timed with what another has computed
    times: list[float] = []
    values: dict[str, list[float]] = {measure_name: [] for measure_name in _MEASURES}
    for own, text in judged:
        begun = time.perf_counter()
        hits = searcher.search(text, DEPTH)
        times.append((time.perf_counter() - begun) * 1000)
        # As BEIR does: a query that is one of the passages does not find itself
        ranked, grades = [hit.chunk.id for hit in hits if hit.chunk.id != own], collection.relevant[own]
        values["ndcg_10"].append(ndcg(ranked, grades))
        values["mrr_10"].append(reciprocal_rank(ranked, grades))
        for depth in (5, 10, 50):
            values[f"recall_{depth}"].append(recall(ranked, grades, depth))
    low, high = interval(values["ndcg_10"])
    means = {key: mean(found) for key, found in values.items()}
    return Measured(
        collection.name,
        name,
        len(judged),
        low=low,
        high=high,
        milliseconds=median(times) if times else math.nan,
        **means,
    )
