"""Chroma: the one place that knows it. Chunks and their vectors go in and come out; vectors are always ours."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from klyngebot.errors import IndexDamagedError, IndexUnavailableError
from klyngebot.types import Chunk

COLLECTION = "klyngebot-chunks"
BATCH = 2000
LARGEST_PART = 1000

Vectors = NDArray[np.float32]


def _client(folder: Path) -> Any:
    import chromadb
    from chromadb.config import Settings

    return chromadb.PersistentClient(path=str(folder), settings=Settings(anonymized_telemetry=False, allow_reset=False))


class StoredChunks:
    """What a store holds, in memory: chunks in order of id, and their vectors, shape (n, dimension)."""

    def __init__(self, chunks: Sequence[Chunk], vectors: Vectors) -> None:
        self.chunks = tuple(chunks)
        self.vectors = vectors
        self.by_id = {chunk.id: chunk for chunk in self.chunks}
        self._row = {chunk.id: row for row, chunk in enumerate(self.chunks)}

    def vector(self, chunk_id: str) -> Vectors:
        """The vector of a chunk, shape (dimension,)."""
        row: Vectors = self.vectors[self._row[chunk_id]]
        return row


class VectorStore:
    """A Chroma collection of chunks in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        """Open an existing store. Only on a verified, private copy: opening may change the files."""
        import chromadb.errors

        try:
            self._chroma = _client(folder)
        except chromadb.errors.ChromaError as error:
            raise IndexUnavailableError(
                "Indekset kan ikke åbnes. Skaf plads på disken, og prøv igen, eller kør: klyngebot ingest"
            ) from error
        try:
            self._collection = self._chroma.get_collection(COLLECTION, embedding_function=None)
            self._size = int(self._collection.count())
        except (chromadb.errors.ChromaError, ValueError) as error:
            self._chroma.close()
            raise IndexDamagedError("Indekset er beskadiget: samlingen mangler. Kør: klyngebot ingest") from error

    @staticmethod
    def write(folder: Path, chunks: Sequence[Chunk], vectors: Vectors) -> None:
        """Create a store in an empty folder. `vectors` has shape (len(chunks), dimension), unit rows.

        Raises:
            OSError: it cannot be written.
        """
        import chromadb.errors

        folder.mkdir(parents=True, exist_ok=True)
        try:
            _fill(folder, chunks, vectors)
        except chromadb.errors.ChromaError as error:
            raise OSError(f"Chroma: {error}") from error

    def load(self) -> StoredChunks:
        """All chunks and vectors, in order of chunk id."""
        stored = self._collection.get(include=["documents", "metadatas", "embeddings"])
        chunks = [
            _chunk(chunk_id, text, metadata)
            for chunk_id, text, metadata in zip(stored["ids"], stored["documents"], stored["metadatas"], strict=True)
        ]
        order = sorted(range(len(chunks)), key=lambda i: chunks[i].id)
        vectors = np.asarray(stored["embeddings"], dtype=np.float32)
        return StoredChunks([chunks[i] for i in order], vectors[order] if order else vectors.reshape(0, 0))

    def search(self, vector: Vectors, k: int) -> list[tuple[str, float]]:
        """Ids and cosines of the `k` nearest chunks, best first, ties in order of id."""
        k = min(k, self._size)
        if k < 1:
            return []
        found = self._collection.query(query_embeddings=[vector], n_results=k, include=["distances"])
        pairs = zip(found["ids"][0], found["distances"][0], strict=True)
        return sorted(((chunk_id, 1.0 - float(distance)) for chunk_id, distance in pairs), key=lambda p: (-p[1], p[0]))

    def close(self) -> None:
        """Let go of the files."""
        self._chroma.close()


def _fill(folder: Path, chunks: Sequence[Chunk], vectors: Vectors) -> None:
    chroma = _client(folder)
    try:
        # Exact enough to count as exact (ef_search), flushed to disk within the build (sync_threshold)
        collection = chroma.create_collection(
            COLLECTION,
            embedding_function=None,
            configuration={
                "hnsw": {
                    "space": "cosine",
                    "ef_construction": 200,
                    "ef_search": 400,
                    "max_neighbors": 32,
                    "sync_threshold": _part(len(chunks)),
                    "batch_size": 100,
                    "num_threads": 1,
                }
            },
        )
        for start in range(0, len(chunks), BATCH):
            part = chunks[start : start + BATCH]
            collection.add(
                ids=[chunk.id for chunk in part],
                embeddings=vectors[start : start + BATCH],
                documents=[chunk.text for chunk in part],
                metadatas=[_metadata(chunk) for chunk in part],
            )
    finally:
        chroma.close()


def _part(count: int) -> int:
    """How many vectors are flushed at a time: equal parts, so that hardly any are left for the reader to add."""
    return max(100, count // max(1, -(-count // LARGEST_PART)))


def _metadata(chunk: Chunk) -> dict[str, str | int]:
    metadata: dict[str, str | int] = {
        "document_id": chunk.document_id,
        "heading_path": json.dumps(chunk.heading_path, ensure_ascii=False),
        "start": chunk.start,
        "end": chunk.end,
    }
    return metadata if chunk.page is None else {**metadata, "page": chunk.page}


def _chunk(chunk_id: str, text: str, metadata: dict[str, Any]) -> Chunk:
    return Chunk(
        id=chunk_id,
        document_id=metadata["document_id"],
        heading_path=tuple(json.loads(metadata["heading_path"])),
        start=metadata["start"],
        end=metadata["end"],
        text=text,
        page=metadata.get("page"),
    )
