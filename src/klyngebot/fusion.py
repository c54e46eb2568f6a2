"""Joining two searchers into one: the words' evidence plus the meaning's.

score = lexical + 0.5 * max(cosine, 0). The lexical part is relative to the query's theoretical maximum, so it
fades where the query's words are unknown. Weights: docs/retrieval.md.
"""

from __future__ import annotations

from collections.abc import Sequence

from klyngebot.protocols import Searcher
from klyngebot.types import Chunk, Hit

COSINE_WEIGHT = 0.5


class FusedSearcher:
    """A hybrid of a lexical and a dense searcher is itself a searcher.

    Args:
        lexical: scores in 0..1.
        dense: cosines in -1..1.
        pool: how many hits each contributes before they are joined.
    """

    def __init__(self, lexical: Searcher, dense: Searcher, *, pool: int = 50, weight: float = COSINE_WEIGHT) -> None:
        self._lexical = lexical
        self._dense = dense
        self._pool = pool
        self._weight = weight

    def search(self, query: str, k: int) -> list[Hit]:
        """The best `k` of both pools; each hit's `parts` are "lexical" and "cosine"."""
        size = max(self._pool, k)
        found = {hit.chunk.id: hit.chunk for hit in self._lexical.search(query, size)}
        found.update((hit.chunk.id, hit.chunk) for hit in self._dense.search(query, size))
        chunks = list(found.values())
        lexical = self._lexical.score(query, chunks)
        cosines = self._dense.score(query, chunks)
        joined = [
            (words + self._weight * max(cosine, 0.0), chunk, {"lexical": words, "cosine": cosine})
            for chunk, words, cosine in zip(chunks, lexical, cosines, strict=True)
        ]
        joined.sort(key=lambda item: (-item[0], item[1].id))
        return [
            Hit(chunk, score, rank, "fused", parts) for rank, (score, chunk, parts) in enumerate(joined[:k], start=1)
        ]

    def score(self, query: str, chunks: Sequence[Chunk]) -> list[float]:
        """The fused score of the given chunks."""
        pairs = zip(self._lexical.score(query, chunks), self._dense.score(query, chunks), strict=True)
        return [words + self._weight * max(cosine, 0.0) for words, cosine in pairs]
