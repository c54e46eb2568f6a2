"""Chroma gives back what was put in, and finds it by our own vectors only."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from klyngebot.errors import IndexDamagedError
from klyngebot.store import VectorStore
from klyngebot.types import Chunk

COUNT, DIMENSION = 250, 16


def unit_rows(count: int) -> np.ndarray:
    rows = np.random.default_rng(7).normal(size=(count, DIMENSION)).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


CHUNKS = [
    Chunk(
        f"{number:05d}",
        f"dokument-{number % 7}",
        ("Titel", "Æøå »x«"),
        number,
        number + 3,
        f"tekst {number}",
        number % 3 or None,
    )
    for number in range(COUNT)
]
VECTORS = unit_rows(COUNT)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> VectorStore:
    folder = tmp_path_factory.mktemp("chroma")
    VectorStore.write(folder, CHUNKS, VECTORS)
    return VectorStore(folder)


def test_chunks_and_vectors_come_back_as_they_were(store: VectorStore) -> None:
    stored = store.load()
    assert list(stored.chunks) == CHUNKS
    assert np.allclose(stored.vectors, VECTORS, atol=1e-6)
    assert stored.by_id["00007"] == CHUNKS[7]
    assert np.allclose(stored.vector("00007"), VECTORS[7], atol=1e-6)


def test_the_nearest_are_found_exactly(store: VectorStore) -> None:
    for query in unit_rows(20):
        cosines = VECTORS @ query
        wanted = sorted(range(COUNT), key=lambda i: (-cosines[i], CHUNKS[i].id))[:10]
        found = store.search(query, 10)
        assert [chunk_id for chunk_id, _ in found] == [CHUNKS[i].id for i in wanted]
        assert [cosine for _, cosine in found] == pytest.approx([cosines[i] for i in wanted], abs=1e-5)


@pytest.mark.parametrize(("k", "count"), [(0, 0), (1, 1), (COUNT, COUNT), (COUNT + 50, COUNT)])
def test_k_is_honoured(store: VectorStore, k: int, count: int) -> None:
    assert len(store.search(VECTORS[0], k)) == count


def test_an_empty_store_finds_nothing(tmp_path: Path) -> None:
    VectorStore.write(tmp_path, [], np.zeros((0, DIMENSION), dtype=np.float32))
    empty = VectorStore(tmp_path)
    assert empty.search(VECTORS[0], 5) == []
    assert empty.load().chunks == ()
    empty.close()


def test_a_store_without_our_collection_is_damaged(tmp_path: Path) -> None:
    with pytest.raises(IndexDamagedError, match="klyngebot ingest"):
        VectorStore(tmp_path)


def test_chroma_never_embeds_a_text_itself(store: VectorStore) -> None:
    assert store._collection._embedding_function is None
