"""Searching by meaning: the cosine of a query's vector with those of the chunks.

Up to `EXACT_UP_TO` chunks every one is compared, in memory: exact, and faster than an index that must be asked for
what it holds. Up to `PREFIX_UP_TO`, where the first dimensions of a vector are trained to work alone, those are
compared first and the likeliest in full (Kusupati et al. 2022, "Matryoshka Representation Learning", adaptive
retrieval). Beyond, Chroma's graph (HNSW) is walked, 8 ms a query at 100,000 chunks.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from klyngebot.lexical import best
from klyngebot.protocols import Embedder, Searcher
from klyngebot.types import Chunk, Hit

EXACT_UP_TO = 20_000  # chunks: 40 MB of 512 float32, a few ms a query
PREFIX_UP_TO = 200_000  # chunks: 100 MB of 128 float32; at 100,000 twice as fast as the graph, and linear
LIKELIEST = 1000  # chunks that are compared in full; 0.99 of the best 50 are among them at 100,000
SPARE = 16  # hits asked for beyond those wanted: chunks that tie are then put in order of id
ROUNDING = 1e-5  # how far a cosine may be off in a product of the whole matrix

Vector = NDArray[np.float32]
Nearest = Callable[[Vector, int], list[tuple[str, float]]]


class ExactSearcher:
    """Compares a query with the vectors of all chunks.

    Args:
        chunks: in order of id.
        vectors: theirs, shape (len(chunks), dimension), unit length.
        embedder: makes the query's.
    """

    def __init__(self, chunks: Sequence[Chunk], vectors: Vector, embedder: Embedder) -> None:
        self._chunks = chunks
        self._vectors = vectors
        self._embedder = embedder
        self._row = {chunk.id: row for row, chunk in enumerate(chunks)}

    def search(self, query: str, k: int) -> list[Hit]:
        """The `k` chunks with the highest cosine; none for a query without a single token."""
        vector = self._vector(query)
        if not vector.any() or not self._chunks:
            return []
        rows = _contenders(self._vectors @ vector, k)
        cosines = self._cosines(rows, vector)
        return [
            Hit(self._chunks[rows[place]], float(cosines[place]), rank, "dense")
            for rank, place in enumerate(best(cosines, k), start=1)
        ]

    def score(self, query: str, chunks: Sequence[Chunk]) -> list[float]:
        """Cosines of the given chunks."""
        cosines: list[float] = self._cosines([self._row[chunk.id] for chunk in chunks], self._vector(query)).tolist()
        return cosines

    def _cosines(self, rows: Sequence[int], vector: Vector) -> Vector:
        # Row by row: a product of the whole matrix rounds equal rows differently, and equal texts must tie.
        cosines: Vector = np.vecdot(self._vectors[list(rows)], vector)
        return cosines

    def _vector(self, query: str) -> Vector:
        return np.asarray(self._embedder.embed_query(query), dtype=np.float32)


class PrefixNearest:
    """Finds the likeliest nearest by the first dimensions alone.

    Args:
        chunks: in order of id.
        vectors: theirs, shape (len(chunks), dimension).
        dimensions: of a prefix that was trained to work alone.
    """

    def __init__(self, chunks: Sequence[Chunk], vectors: Vector, dimensions: int) -> None:
        self._chunks = chunks
        self._vectors = vectors
        prefix = np.ascontiguousarray(vectors[:, :dimensions])
        self._prefix = prefix / np.maximum(np.linalg.norm(prefix, axis=1, keepdims=True), 1e-9)

    def __call__(self, vector: Vector, k: int) -> list[tuple[str, float]]:
        """Ids and cosines of about the `k` nearest, best first."""
        likely = best(self._prefix @ vector[: self._prefix.shape[1]], max(LIKELIEST, k))
        cosines = np.vecdot(self._vectors[likely], vector)
        return [(self._chunks[likely[place]].id, float(cosines[place])) for place in best(cosines, k)]


class NearestSearcher:
    """Asks which chunks are likely the nearest, and compares those.

    What it asks finds nearly all, not always all; of many chunks that say the same it may find any. It saves time, not
    memory: the vectors are held here, too.

    Args:
        exact: over the same chunks; scores what was found.
        nearest: ids of the k nearest to a vector, each with a cosine.
        chunks: by id.
        embedder: makes the query's vector.
    """

    def __init__(self, exact: ExactSearcher, nearest: Nearest, chunks: dict[str, Chunk], embedder: Embedder) -> None:
        self._exact = exact
        self._nearest = nearest
        self._chunks = chunks
        self._embedder = embedder

    def search(self, query: str, k: int) -> list[Hit]:
        """At most `k` chunks with the highest cosines; none for a query without a single token."""
        vector = np.asarray(self._embedder.embed_query(query), dtype=np.float32)
        found = [self._chunks[own] for own, _ in self._nearest(vector, k + SPARE)] if vector.any() else []
        scored = sorted(
            zip(self._exact.score(query, found), found, strict=True), key=lambda item: (-item[0], item[1].id)
        )
        return [Hit(chunk, cosine, rank, "dense") for rank, (cosine, chunk) in enumerate(scored[:k], start=1)]

    def score(self, query: str, chunks: Sequence[Chunk]) -> list[float]:
        """Cosines of the given chunks."""
        return self._exact.score(query, chunks)


def _contenders(cosines: Vector, k: int) -> list[int]:
    """Rows that may be among the `k` best once rounding is undone, in order of row."""
    size = min(k, len(cosines))
    if size < 1:
        return []
    least = np.partition(cosines, len(cosines) - size)[len(cosines) - size]
    rows: list[int] = np.flatnonzero(cosines >= least - ROUNDING).tolist()
    return rows


def dense_searcher(
    chunks: Sequence[Chunk],
    vectors: Vector,
    embedder: Embedder,
    nearest: Nearest,
    *,
    prefix: int = 0,
    exact_up_to: int = EXACT_UP_TO,
) -> Searcher:
    """The one that the number of chunks calls for. `prefix`: dimensions that were trained to work alone, 0 for none."""
    exact = ExactSearcher(chunks, vectors, embedder)
    if len(chunks) <= exact_up_to:
        return exact
    if prefix and len(chunks) <= PREFIX_UP_TO:
        nearest = PrefixNearest(chunks, vectors, prefix)
    return NearestSearcher(exact, nearest, {chunk.id: chunk for chunk in chunks}, embedder)
