"""The manifest of an index generation: what it was built from, and a hash of every file."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

from klyngebot.errors import IndexDamagedError, IndexMismatchError

FORMAT_VERSION = 7
NAME = "manifest.json"
REBUILD = "Kør: klyngebot ingest"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation is made of.

    `corpus_version` is a hash over all documents and their metadata; `sources` are the files and folders that
    were read and `fingerprint` a hash of their names, sizes and times; `files` maps each file of the generation
    to its sha256.
    """

    model: str
    dimension: int
    corpus_version: str
    sources: tuple[str, ...]
    fingerprint: str
    documents: int
    chunks: int
    format_version: int = FORMAT_VERSION
    files: dict[str, str] = field(default_factory=dict)

    def write(self, folder: Path) -> None:
        """Hash every file of the folder and write the manifest beside them."""
        hashes = {
            path.relative_to(folder).as_posix(): _sha256(path)
            for path in sorted(folder.rglob("*"))
            if path.is_file() and path.name != NAME
        }
        content = {**asdict(self), "files": hashes}
        (folder / NAME).write_text(json.dumps(content, indent=1, ensure_ascii=False), encoding="utf-8")

    @classmethod
    def read(cls, folder: Path) -> Manifest:
        """The manifest of a generation.

        Raises:
            IndexDamagedError: it is missing or unreadable.
            IndexMismatchError: another version of klyngebot wrote it.
        """
        try:
            content = json.loads((folder / NAME).read_text(encoding="utf-8"))
            version = content["format_version"]
        except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
            raise IndexDamagedError(
                f"Indekset i {folder} er beskadiget: manifestet kan ikke læses. {REBUILD}"
            ) from error
        if version != FORMAT_VERSION:
            raise IndexMismatchError(
                f"Indekset har format {version}, men denne udgave af klyngebot bruger format {FORMAT_VERSION}. "
                f"{REBUILD}"
            )
        try:
            manifest = cls(**{**content, "sources": tuple(content["sources"]), "files": dict(content["files"])})
            manifest._check_types()
            return manifest
        except (TypeError, ValueError, KeyError) as error:
            raise IndexDamagedError(
                f"Indekset i {folder} er beskadiget: manifestet er ufuldstændigt. {REBUILD}"
            ) from error

    def _check_types(self) -> None:
        texts = (self.model, self.corpus_version, self.fingerprint, *self.sources, *self.files, *self.files.values())
        numbers = (self.dimension, self.documents, self.chunks)
        if not all(isinstance(item, str) for item in texts) or not all(type(item) is int for item in numbers):
            raise TypeError("a value of another type")

    @staticmethod
    def sources_of(folder: Path) -> tuple[str, ...] | None:
        """What a generation was built from, of whatever version it is; None where that cannot be told."""
        try:
            sources = json.loads((folder / NAME).read_text(encoding="utf-8"))["sources"]
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            return None
        return tuple(sources) if isinstance(sources, list) and all(isinstance(item, str) for item in sources) else None

    def verify(self, folder: Path) -> None:
        """Compare every file with its hash.

        Raises:
            IndexDamagedError: a file is missing, changed or too many.
        """
        present = {
            path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file() and path.name != NAME
        }
        odd = present.symmetric_difference(self.files)
        if not odd:
            odd = {name for name in present if _sha256(folder / name) != self.files[name]}
        if odd:
            names = ", ".join(sorted(odd)[:3])
            raise IndexDamagedError(f"Indekset er beskadiget ({names}) og bliver ikke åbnet. {REBUILD}")


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
