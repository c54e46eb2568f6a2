"""Where an index lives: generations on disk, each a fresh Chroma with its documents and a manifest.

Chroma killed while it writes into a live folder can be left unreadable for good, and a damaged file can crash
the process that opens it. So an ingest builds a fresh generation aside, writes a manifest of hashes, renames
the folder and flips a pointer file; a reader checks the manifest and opens a private copy.
"""

from __future__ import annotations

from klyngebot.store.documents import corpus_version, read_documents, write_documents
from klyngebot.store.generations import Generations
from klyngebot.store.manifest import FORMAT_VERSION, REBUILD, Manifest
from klyngebot.store.vectors import StoredChunks, VectorStore

__all__ = [
    "FORMAT_VERSION",
    "REBUILD",
    "Generations",
    "Manifest",
    "StoredChunks",
    "VectorStore",
    "corpus_version",
    "read_documents",
    "write_documents",
]
