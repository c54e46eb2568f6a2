"""Late interaction: reading query and passage token by token.

MaxSim as in ColBERT (Khattab & Zaharia 2020), but over the static model's token vectors: for each query token
the best cosine among the passage's tokens, weighted by the token's inverse document frequency in the indexed
corpus. No second model. Weights: docs/retrieval.md.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from klyngebot.embedding.static import StaticEmbedder, TokenIds
from klyngebot.protocols import Reranker, Searcher
from klyngebot.remembering import remembered
from klyngebot.types import Chunk, Hit

MAXSIM_WEIGHT = 0.6
LENGTH_WEIGHT = 0.04
POOL = 24  # hits that are read again, where no more are asked for
REMEMBERED = 8192  # texts; at 512 float32 each at most 16 MB


class MaxSim:
    """idf-weighted MaxSim between short texts and passages.

    Args:
        model: gives tokens and their vectors.
        frequency: in how many indexed chunks each token occurs, shape (vocabulary,).
        total: number of indexed chunks.
    """

    def __init__(self, model: StaticEmbedder, frequency: NDArray[np.int32], total: int) -> None:
        self._model = model
        self._idf = np.log(1 + total / (frequency + 1.0)).astype(np.float32)

    def similarities(self, query: str, passages: Sequence[TokenIds]) -> list[float]:
        """MaxSim of the query with each passage (given as token ids), each -1..1."""
        ids = self._model.token_ids(query)
        if not len(ids) or not passages:
            return [0.0] * len(passages)
        weights = self._idf[ids]
        weights = weights / max(float(weights.sum()), 1e-9)
        lengths = np.array([len(passage) for passage in passages])
        found = np.zeros(len(passages), dtype=np.float32)
        if not lengths.any():
            return found.tolist()
        distinct, inverse = _distinct(np.concatenate(passages), self._model.vocabulary_size)
        cosines = self._model.token_cosines(ids, distinct)
        held = lengths > 0
        starts = np.concatenate(([0], np.cumsum(lengths[held])[:-1]))
        partners = np.maximum.reduceat(cosines[:, inverse], starts, axis=1)
        # Added up column by column: a matrix product rounds equal passages differently, and they must tie.
        found[held] = (weights[:, None] * partners).sum(axis=0)
        similarities: list[float] = found.tolist()
        return similarities


def _distinct(tokens: TokenIds, vocabulary_size: int) -> tuple[TokenIds, TokenIds]:
    """The distinct tokens in order, and for each token its place among them: `np.unique` without sorting."""
    places = np.zeros(vocabulary_size, dtype=np.int32)
    places[tokens] = 1
    distinct = np.flatnonzero(places).astype(np.int32)
    places[distinct] = np.arange(len(distinct), dtype=np.int32)
    return distinct, places[tokens]


class TextSimilarity:
    """How near texts lie to a question: late interaction and cosine, both over the static model.

    Tokens and vectors of texts are remembered, for the same sentences come back question after question.
    """

    def __init__(self, model: StaticEmbedder, maxsim: MaxSim) -> None:
        self._maxsim = maxsim
        self._tokens = remembered(REMEMBERED)(model.token_ids)
        self._vector = remembered(REMEMBERED)(model.embed_query)

    def maxsim(self, question: str, texts: Sequence[str]) -> list[float]:
        """MaxSim of the question with each text, -1..1."""
        return self._maxsim.similarities(question, [self._tokens(text) for text in texts])

    def cosines(self, question: str, texts: Sequence[str]) -> list[float]:
        """Cosine of the question with each text, -1..1."""
        if not texts:
            return []
        found: list[float] = (np.stack([self._vector(text) for text in texts]) @ self.vector(question)).tolist()
        return found

    def vector(self, text: str) -> NDArray[np.float32]:
        """The text's unit vector, shape (dimension,)."""
        return self._vector(text)


class PassageTokens:
    """The token ids of every indexed chunk, in order of chunk id; stored with the generation."""

    def __init__(self, ids: Sequence[str], tokens: TokenIds, lengths: NDArray[np.int32]) -> None:
        ends = np.cumsum(lengths)
        spans = zip(ids, ends - lengths, ends, strict=True)
        self.by_id: dict[str, TokenIds] = {chunk_id: tokens[start:end] for chunk_id, start, end in spans}
        self._tokens = tokens
        self._lengths = lengths

    @classmethod
    def build(cls, model: StaticEmbedder, ids: Sequence[str], texts: Sequence[str]) -> PassageTokens:
        """Tokenize the texts; `ids` name them."""
        tokens = [model.token_ids(text) for text in texts]
        lengths = np.array([len(ids_of_text) for ids_of_text in tokens], dtype=np.int32)
        return cls(ids, np.concatenate(tokens) if tokens else np.zeros(0, dtype=np.int32), lengths)

    def save(self, folder: Path) -> None:
        """Write into an existing folder."""
        np.save(folder / "tokens.npy", self._tokens)
        np.save(folder / "lengths.npy", self._lengths)

    @classmethod
    def load(cls, folder: Path, ids: Sequence[str]) -> PassageTokens:
        """Read what `save` wrote; `ids` in the same order as at `build`."""
        return cls(ids, np.load(folder / "tokens.npy"), np.load(folder / "lengths.npy"))

    @property
    def mean_length(self) -> float:
        """Tokens of a usual text."""
        return float(self._lengths.mean()) if len(self._lengths) else 0.0

    def frequency(self, vocabulary_size: int) -> NDArray[np.int32]:
        """In how many chunks each token occurs, shape (vocabulary_size,)."""
        counts = np.zeros(vocabulary_size, dtype=np.int32)
        for tokens in self.by_id.values():
            counts[np.unique(tokens)] += 1
        return counts


def ordered_anew(hits: Sequence[Hit], bonuses: Sequence[float], part: str, values: Sequence[float]) -> list[Hit]:
    """The hits in the order of score + bonus, each with its value among its parts; ties in order of chunk id."""
    scored = [(hit.score + bonus, hit, value) for hit, bonus, value in zip(hits, bonuses, values, strict=True)]
    scored.sort(key=lambda item: (-item[0], item[1].chunk.id))
    return [
        Hit(hit.chunk, score, rank, "reranked", {**hit.parts, part: value})
        for rank, (score, hit, value) in enumerate(scored, start=1)
    ]


class MaxSimReranker:
    """Adds MaxSim to the scores of hits, less what a passage owes to its length alone.

    The best of many cosines is higher than the best of few, so a long passage seems near to any question: hence
    `length_weight` times the logarithm of its length over the usual one is taken off.
    """

    def __init__(
        self,
        maxsim: MaxSim,
        passages: PassageTokens,
        *,
        weight: float = MAXSIM_WEIGHT,
        length_weight: float = LENGTH_WEIGHT,
    ) -> None:
        self._maxsim = maxsim
        self._passages = passages
        self._weight = weight
        self._length_weight = length_weight

    def rerank(self, query: str, hits: Sequence[Hit]) -> list[Hit]:
        """The hits with "maxsim" among their parts, in the order of score + bonus."""
        similarities, bonuses = self._judge(query, [hit.chunk for hit in hits])
        return ordered_anew(hits, bonuses, "maxsim", similarities)

    def bonus(self, query: str, chunks: Sequence[Chunk]) -> list[float]:
        """What reranking would add to the score of each chunk."""
        return self._judge(query, chunks)[1]

    def _judge(self, query: str, chunks: Sequence[Chunk]) -> tuple[list[float], list[float]]:
        passages = [self._passages.by_id[chunk.id] for chunk in chunks]
        similarities = self._maxsim.similarities(query, passages)
        usual = self._passages.mean_length + 1
        owed = [self._length_weight * math.log((len(passage) + 1) / usual) for passage in passages]
        return similarities, [self._weight * own - less for own, less in zip(similarities, owed, strict=True)]


class RerankedSearcher:
    """A searcher whose best `pool` hits are read again by a reranker is itself a searcher."""

    def __init__(self, searcher: Searcher, reranker: Reranker, *, pool: int = POOL) -> None:
        self._searcher = searcher
        self._reranker = reranker
        self._pool = pool

    def search(self, query: str, k: int) -> list[Hit]:
        """The best `k` after reranking."""
        return self._reranker.rerank(query, self._searcher.search(query, max(k, self._pool)))[:k]

    def score(self, query: str, chunks: Sequence[Chunk]) -> list[float]:
        """The score after reranking."""
        bonuses = self._reranker.bonus(query, chunks)
        return [a + b for a, b in zip(self._searcher.score(query, chunks), bonuses, strict=True)]
