"""Three ways to find passages, of one shape: ours, the tutorial's and ragger's kind.

Nothing heavy is imported before a system is made, and the two peers import nothing of ours, so that a process that
runs one of them has its start and its memory alone.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

CHUNK_CHARACTERS = 1000
OVERLAP_CHARACTERS = 200
WORD_POOL = 50  # passages that the words contribute
DENSE_POOL = 5  # passages that the vectors contribute: ragger's own number
RRF_K = 60


@dataclass(frozen=True, slots=True)
class Corpus:
    """The same documents twice: the folder of files, and id → readable text as our loaders give it."""

    folder: Path
    texts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Model:
    """The dense model of the peers: a local sentence-transformers folder, and what it wants put before texts."""

    path: str
    query_prefix: str = ""
    passage_prefix: str = ""


class System(Protocol):
    """Finds passages in what it has ingested; a later process finds it in the same folder."""

    def ingest(self, corpus: Corpus) -> int:
        """Index the corpus; how many chunks it became."""

    def search(self, question: str, k: int) -> list[str]:
        """The texts of at most `k` chunks, best first."""


class Ours:
    """The shipped searcher over the shipped index. It reads the files itself and builds the question bank, too.

    Args:
        folder: of the index.
    """

    def __init__(self, folder: Path, _: Model) -> None:
        from klyngebot.embedding import StaticEmbedder
        from klyngebot.store import Generations

        self._static = StaticEmbedder()
        self._generations = Generations(folder)
        self._searcher: Any = None

    def ingest(self, corpus: Corpus) -> int:
        """`klyngebot.ingest`, from scratch."""
        from klyngebot.ingest import ingest

        report = ingest([corpus.folder], self._generations, self._static, self._static.name, self._static)
        return report.chunks

    def search(self, question: str, k: int) -> list[str]:
        """Find, fuse, read again."""
        if self._searcher is None:
            from klyngebot.retrieval import Index, build_maxsim, default_searcher

            index = Index.open(self._generations)
            self._searcher = default_searcher(index, self._static, build_maxsim(index, self._static))
        return [hit.chunk.text for hit in self._searcher.search(question, k)]


class Tutorial:
    """LangChain's introduction to retrieval: recursive splitter, MiniLM, Chroma with its defaults.

    Args:
        folder: of the index.
        model: makes the vectors.
    """

    def __init__(self, folder: Path, model: Model) -> None:
        from langchain_chroma import Chroma
        from langchain_huggingface import HuggingFaceEmbeddings

        embeddings = HuggingFaceEmbeddings(
            model_name=model.path,
            model_kwargs={"device": "cpu"},
            encode_kwargs=_prompt(model.passage_prefix),
            query_encode_kwargs=_prompt(model.query_prefix),
        )
        self._store = Chroma(persist_directory=str(folder), embedding_function=embeddings)

    def ingest(self, corpus: Corpus) -> int:
        """Split and add."""
        chunks = split(corpus)
        self._store.add_texts(chunks)
        return len(chunks)

    def search(self, question: str, k: int) -> list[str]:
        """Chroma's similarity search."""
        return [document.page_content for document in self._store.similarity_search(question, k=k)]


class RaggerKind:
    """The retrieval of alexandrainst/ragger: BM25 over lower-case words between blanks, a dense model, and both fused.

    Three liberties, none to its harm: bm25s instead of rank_bm25 (the same formula but for the idf, and faster); the
    tutorial's chunks, for ragger leaves cutting to its user; and the fifty best by words are fused with the five
    nearest vectors, of equals the one found by words first. Ragger ranks every chunk by words, which puts its five
    vectors before nearly all else: with MiniLM four passages then hold the facts of 0.66 of the development questions,
    not of 0.78.

    Args:
        folder: of the index.
        model: makes the vectors; its own default, a multilingual e5, may be given.
    """

    def __init__(self, folder: Path, model: Model) -> None:
        from sentence_transformers import SentenceTransformer

        self._folder = folder
        self._model = model
        self._encoder = SentenceTransformer(model.path, device="cpu")
        self._rank: Callable[[str], tuple[list[int], list[int]]] | None = None
        self._chunks: list[str] = []

    def ingest(self, corpus: Corpus) -> int:
        """Split, count words, embed, and keep all three as files."""
        import bm25s
        import numpy as np

        chunks = split(corpus)
        self._folder.mkdir(parents=True, exist_ok=True)
        (self._folder / "chunks.json").write_text(json.dumps(chunks), encoding="utf-8")
        words = bm25s.BM25()
        words.index([chunk.lower().split() for chunk in chunks], show_progress=False)
        words.save(self._folder / "words", show_progress=False)
        np.save(self._folder / "vectors.npy", self._encode(chunks, self._model.passage_prefix))
        return len(chunks)

    def search(self, question: str, k: int) -> list[str]:
        """The best of both rankings."""
        if self._rank is None:
            self._rank = self._open()
        best = reciprocal_rank_fusion(self._rank(question))
        return [self._chunks[row] for row in best[:k]]

    def _open(self) -> Callable[[str], tuple[list[int], list[int]]]:
        """Read the files; what comes back ranks rows by words and by meaning."""
        import bm25s
        import numpy as np

        self._chunks = json.loads((self._folder / "chunks.json").read_text(encoding="utf-8"))
        words = bm25s.BM25.load(self._folder / "words", show_progress=False)
        vectors = np.load(self._folder / "vectors.npy")

        def rank(question: str) -> tuple[list[int], list[int]]:
            scores = words.get_scores(question.lower().split())
            by_words = [int(row) for row in np.argsort(-scores, kind="stable")[:WORD_POOL] if scores[row] > 0]
            cosines = vectors @ self._encode([question], self._model.query_prefix)[0]
            return by_words, np.argsort(-cosines, kind="stable")[:DENSE_POOL].tolist()

        return rank

    def _encode(self, texts: list[str], prefix: str) -> Any:
        """Vectors, shape (len(texts), dimension), unit length."""
        return self._encoder.encode(texts, normalize_embeddings=True, show_progress_bar=False, **_prompt(prefix))


SYSTEMS: Mapping[str, Callable[[Path, Model], System]] = {"ours": Ours, "tutorial": Tutorial, "ragger kind": RaggerKind}


def split(corpus: Corpus) -> list[str]:
    """The tutorial's chunks of all documents, in characters."""
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    splitter = RecursiveCharacterTextSplitter(chunk_size=CHUNK_CHARACTERS, chunk_overlap=OVERLAP_CHARACTERS)
    return [chunk for text in corpus.texts.values() for chunk in splitter.split_text(text)]


def reciprocal_rank_fusion(rankings: Iterable[Sequence[int]], k: int = RRF_K) -> list[int]:
    """Items by the sum of 1 / (k + rank) over the rankings (Cormack et al. 2009); of equals the first seen first."""
    scores: dict[int, float] = {}
    for ranking in rankings:
        for rank, item in enumerate(ranking, start=1):
            scores[item] = scores.get(item, 0.0) + 1 / (k + rank)
    return sorted(scores, key=lambda item: -scores[item])


def _prompt(prefix: str) -> dict[str, str]:
    return {"prompt": prefix} if prefix else {}
