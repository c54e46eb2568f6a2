"""The manifest: what a generation holds, and whether it still holds it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from klyngebot.errors import IndexDamagedError, IndexMismatchError, IndexUnavailableError
from klyngebot.store import FORMAT_VERSION, Manifest

MANIFEST = Manifest(
    model="model@123",
    dimension=8,
    corpus_version="abc",
    sources=("/en/mappe", "/en/fil æøå.pdf"),
    fingerprint="f",
    documents=2,
    chunks=3,
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "chroma").mkdir()
    (tmp_path / "chroma" / "data.bin").write_bytes(bytes(range(256)))
    (tmp_path / "documents.json").write_text("[]", encoding="utf-8")
    MANIFEST.write(tmp_path)
    return tmp_path


def plain(folder: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    return content


def test_a_manifest_comes_back_as_it_was_written_with_a_hash_of_every_file(folder: Path) -> None:
    read = Manifest.read(folder)
    assert set(read.files) == {"chroma/data.bin", "documents.json"}
    assert all(len(digest) == 64 for digest in read.files.values())
    for name in ("model", "dimension", "corpus_version", "sources", "fingerprint", "documents", "chunks"):
        assert getattr(read, name) == getattr(MANIFEST, name)
    read.verify(folder)


def test_a_changed_file_is_noticed(folder: Path) -> None:
    data = folder / "chroma" / "data.bin"
    data.write_bytes(data.read_bytes()[:-1] + b"\x00")
    with pytest.raises(IndexDamagedError, match=r"data\.bin.*klyngebot ingest"):
        Manifest.read(folder).verify(folder)


def test_a_missing_file_is_noticed(folder: Path) -> None:
    (folder / "documents.json").unlink()
    with pytest.raises(IndexDamagedError, match=r"documents\.json.*klyngebot ingest"):
        Manifest.read(folder).verify(folder)


def test_a_file_too_many_is_noticed(folder: Path) -> None:
    (folder / "chroma" / "fremmed.bin").write_bytes(b"x")
    with pytest.raises(IndexDamagedError, match=r"fremmed\.bin.*klyngebot ingest"):
        Manifest.read(folder).verify(folder)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"\xff\xfe\x00",
        b"[]",
        b"null",
        b"5",
        b"{}",
        b'{"format_version": %d}' % FORMAT_VERSION,
        b"[" * 100_000,
    ],
)
def test_an_unreadable_manifest_is_damage(folder: Path, content: bytes) -> None:
    (folder / "manifest.json").write_bytes(content)
    with pytest.raises(IndexDamagedError, match="klyngebot ingest"):
        Manifest.read(folder)


def test_a_missing_manifest_is_damage(folder: Path) -> None:
    (folder / "manifest.json").unlink()
    with pytest.raises(IndexDamagedError, match="klyngebot ingest"):
        Manifest.read(folder)


@pytest.mark.parametrize("version", [0, FORMAT_VERSION + 1, "x", None])
def test_another_format_is_a_mismatch_that_names_the_command(folder: Path, version: object) -> None:
    (folder / "manifest.json").write_text(json.dumps({**plain(folder), "format_version": version}), encoding="utf-8")
    with pytest.raises(IndexMismatchError, match="klyngebot ingest"):
        Manifest.read(folder)


@pytest.mark.parametrize(
    "change",
    [
        {"files": None},
        {"files": []},
        {"files": ["chroma/data.bin", "documents.json"]},
        {"files": {"chroma/data.bin": 5, "documents.json": None}},
        {"files": "chroma/data.bin"},
        {"sources": None},
        {"sources": 7},
        {"sources": [1]},
        {"dimension": "512"},
        {"chunks": True},
        {"model": None},
        {"ekstra": 1},
    ],
)
def test_a_manifest_of_another_shape_is_refused(folder: Path, change: dict[str, object]) -> None:
    (folder / "manifest.json").write_text(json.dumps({**plain(folder), **change}), encoding="utf-8")
    with pytest.raises(IndexUnavailableError, match="klyngebot ingest"):
        Manifest.read(folder).verify(folder)
