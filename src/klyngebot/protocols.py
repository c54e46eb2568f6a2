"""The shapes that parts of one kind share. Things of one kind have one call shape."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from klyngebot.types import Answer, Chunk, Document, Hit


class Embedder(Protocol):
    """Turns texts into vectors. The method names are LangChain's, so any of its embeddings fits."""

    def embed_documents(self, texts: list[str]) -> Sequence[Sequence[float]] | NDArray[np.float32]:
        """Vectors of passages, shape (len(texts), dimension), unit length."""

    def embed_query(self, text: str) -> Sequence[float] | NDArray[np.float32]:
        """Vector of a query, shape (dimension,), unit length."""


class Searcher(Protocol):
    """Turns a query into ranked hits."""

    def search(self, query: str, k: int) -> list[Hit]:
        """At most `k` hits, best first, no chunk twice, ties in order of chunk id."""

    def score(self, query: str, chunks: Sequence[Chunk]) -> list[float]:
        """The score that `search` would give each of these chunks, found or not."""


class Reranker(Protocol):
    """Reads the query and each hit together and orders the hits anew."""

    def rerank(self, query: str, hits: Sequence[Hit]) -> list[Hit]:
        """The same hits, best first, with new scores."""

    def bonus(self, query: str, chunks: Sequence[Chunk]) -> list[float]:
        """What `rerank` would add to the score of each of these chunks."""


class Answerer(Protocol):
    """Turns a question and the hits found for it into an answer."""

    def answer(self, question: str, hits: Sequence[Hit]) -> Answer:
        """The answer; a refusal where the hits do not carry one."""


class Loader(Protocol):
    """Reads one file format."""

    suffixes: tuple[str, ...]

    def load(self, path: Path, name: str) -> Document:
        """The document; `name` is the path as the user knows it. Raises `DocumentError`."""

    def marked(self, path: Path, name: str) -> str:
        """The text as its author divided it, in Markdown: what is checked. Raises `DocumentError`."""
