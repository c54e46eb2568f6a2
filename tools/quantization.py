"""What rounding the shipped model to int8 costs: nDCG@10 with rows as trained and as shipped.

    klyngebot train PAIRS --output model --full-precision rows.npy
    python tools/quantization.py model rows.npy DIR [DIR …]

DIR are collections in BEIR's format.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from klyngebot.embedding import StaticEmbedder
from klyngebot.evaluation.beir import read_collection
from klyngebot.evaluation.retrieval import Systems, measure

SYSTEMS = ("dense", "fused", "fused+rerank")


class Unrounded:
    """The model with its rows as trained, float32 [vocabulary, dimension], behind the `Embedder` shape."""

    def __init__(self, static: StaticEmbedder, rows: NDArray[np.float32]) -> None:
        self._static = static
        self._rows = rows

    def embed_query(self, text: str) -> NDArray[np.float32]:
        """Vector of a text, shape (dimension,), unit length (zero for an empty text)."""
        ids = self._static.token_ids(text)
        if not len(ids):
            return np.zeros(self._rows.shape[1], dtype=np.float32)
        mean: NDArray[np.float32] = self._rows[ids].mean(axis=0)
        return mean / max(float(np.linalg.norm(mean)), 1e-9)

    def embed_documents(self, texts: list[str]) -> NDArray[np.float32]:
        """Vectors of texts, shape (len(texts), dimension)."""
        return np.stack([self.embed_query(text) for text in texts])


def main() -> None:
    """Print the table."""
    if len(sys.argv) < 4:
        sys.exit(__doc__)
    static, rows = StaticEmbedder(Path(sys.argv[1])), np.load(sys.argv[2])
    print("| collection | system | as trained | as shipped | difference |\n|---|---|---|---|---|")
    for folder in map(Path, sys.argv[3:]):
        collection = read_collection(folder)
        shipped, unrounded = Systems(collection, static, static), Systems(collection, Unrounded(static, rows), static)
        for name in SYSTEMS:
            before = measure(collection, unrounded, name).ndcg_10
            after = measure(collection, shipped, name).ndcg_10
            print(f"| {collection.name} | {name} | {before:.4f} | {after:.4f} | {after - before:+.4f} |", flush=True)


if __name__ == "__main__":
    main()
