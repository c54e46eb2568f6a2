"""From files to a published index generation.

load → chunk → name by content hash → compare with what is stored → embed only the new → write a fresh
generation, check it, swap it in. Nothing that fails on the way touches the index in use.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from klyngebot.chunking import chunk_document
from klyngebot.embedding.static import StaticEmbedder
from klyngebot.errors import (
    DocumentError,
    IndexDamagedError,
    IndexUnavailableError,
    IndexWriteError,
    KlyngebotError,
)
from klyngebot.lexical import LexicalIndex
from klyngebot.loading import Skipped, load_documents, with_free_id
from klyngebot.protocols import Embedder
from klyngebot.question_bank import bank_entries, build_bank_index
from klyngebot.reranking import PassageTokens
from klyngebot.retrieval import BANK, BANK_VECTORS, CHROMA, LEXICAL, TOKENS, Index
from klyngebot.store import Generations, Manifest, VectorStore, corpus_version, write_documents
from klyngebot.texts import operator as operator_texts
from klyngebot.types import Chunk, Document

Progress = Callable[[str, int, int], None]
EMBED_BATCH = 256


class EmptyCorpusError(KlyngebotError):
    """There is nothing to index."""


@dataclass(frozen=True, slots=True)
class IngestReport:
    """What an ingest did.

    `seconds` is wall time; `changed` is false where the index was up to date; `fruitless` are the sources that gave no
    document: they are not remembered.
    """

    documents: int
    chunks: int
    added: int
    kept: int
    removed: int
    skipped: tuple[Skipped, ...]
    seconds: float
    corpus_version: str
    changed: bool
    fruitless: tuple[Path, ...] = ()


def fingerprint(sources: Sequence[Path]) -> str:
    """A hash of the names, sizes and change times of all source files: cheap to compare, no reading."""
    return _joined(_fingerprint(source) for source in sources)


def _fingerprint(source: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(source.rglob("*")) if source.is_dir() else [source]:
        if path.is_file():
            status = path.stat()
            digest.update(f"{path}|{status.st_size}|{status.st_mtime_ns}\n".encode("utf-8", "surrogateescape"))
    return digest.hexdigest()


def _joined(fingerprints: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(fingerprints).encode()).hexdigest()[:16]


def remembered_sources(generations: Generations) -> list[Path] | None:
    """What was indexed before: of the index in use, else of the newest that still tells, of whatever version it is.

    Empty where there is no index; None where there is one, and none tells.
    """
    if not generations.exists:
        return []
    folders = generations.kept()
    with suppress(IndexUnavailableError):
        folders = [generations.current(), *folders]
    known = next((sources for folder in folders if (sources := Manifest.sources_of(folder)) is not None), None)
    return None if known is None else [Path(source) for source in known]


def ingest(
    sources: Sequence[Path],
    generations: Generations,
    embedder: Embedder,
    model_name: str,
    tokens_model: StaticEmbedder,
    *,
    progress: Progress = lambda _stage, _done, _total: None,
    patience: float = 0.0,
    remembered: Sequence[Path] = (),
) -> IngestReport:
    """Index the documents of `sources` (files and folders) and swap the new generation in.

    Args:
        sources: what to read; later duplicates of a document id are skipped.
        generations: where indexes live.
        embedder: makes the vectors.
        model_name: the embedder's name, remembered in the index.
        tokens_model: the static model whose tokens late interaction reads.
        progress: called with (stage, done, total).
        patience: seconds to wait for another ingest that is running.
        remembered: those of `sources` that stay among the sources also where they give no document this time (a disk
            that is not connected).

    Raises:
        EmptyCorpusError: no document could be read; the index in use stays.
        IndexBusyError: another ingest is running.
        IndexWriteError: the disk is full or the folder must not be written; the index in use stays.
    """
    begun = time.perf_counter()
    with _told_of_a_full_disk(generations), generations.writing(patience=patience):
        seen = {source: _fingerprint(source) for source in sources}
        documents, skipped, fruitless = _load(sources, progress)
        if not documents:
            reasons = " ".join(item.reason for item in skipped[:3])
            raise EmptyCorpusError(f"Der blev ikke fundet nogen dokumenter, der kan læses. {reasons}".strip())
        fruitful = [source for source in sources if source not in fruitless or source in remembered]
        print_of_sources = _joined(seen[source] for source in fruitful)
        chunks = sorted((chunk for item in documents for chunk in _distinct(item)), key=lambda chunk: chunk.id)
        version = corpus_version(documents)
        old = _stored_vectors(generations, model_name)
        new = [chunk for chunk in chunks if chunk.id not in old.vectors]
        removed = len(old.vectors.keys() - {chunk.id for chunk in chunks})
        changed = (old.corpus_version, old.sources, old.fingerprint) != (version, _names(fruitful), print_of_sources)
        if changed:
            vectors = _embed(chunks, old.vectors, embedder, progress)
            manifest = Manifest(
                model=model_name,
                dimension=int(vectors.shape[1]),
                corpus_version=version,
                sources=_names(fruitful),
                fingerprint=print_of_sources,
                documents=len(documents),
                chunks=len(chunks),
            )
            _publish(generations, manifest, documents, chunks, vectors, tokens_model, progress)
    return IngestReport(
        documents=len(documents),
        chunks=len(chunks),
        added=len(new),
        kept=len(chunks) - len(new),
        removed=removed,
        skipped=tuple(skipped),
        seconds=time.perf_counter() - begun,
        corpus_version=version,
        changed=changed,
        fruitless=tuple(fruitless),
    )


def _distinct(document: Document) -> list[Chunk]:
    """The chunks of a document, of equal texts the first: a log may hold one line a thousand times.

    Beyond sparing room, this keeps the vectors searchable: among very many equal ones an approximate index finds none.
    """
    chunks: dict[str, Chunk] = {}
    for chunk in chunk_document(document):
        chunks.setdefault(chunk.indexed_text, chunk)
    return list(chunks.values())


@dataclass(frozen=True, slots=True)
class _Old:
    vectors: dict[str, NDArray[np.float32]]
    corpus_version: str = ""
    sources: tuple[str, ...] = ()
    fingerprint: str = ""


@contextmanager
def _told_of_a_full_disk(generations: Generations) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        kept = " Det hidtidige indeks er stadig i brug." if generations.exists else ""
        raise IndexWriteError(
            f"Indekset kan ikke skrives i mappen {generations.root} ({operator_texts.system_reason(error)}). "
            f"Skaf plads på disken, giv lov til at skrive i mappen, eller vælg en anden med KLYNGEBOT_DATA_DIR.{kept}"
        ) from error


def _names(sources: Sequence[Path]) -> tuple[str, ...]:
    return tuple(str(source.resolve()) for source in sources)


def _load(sources: Sequence[Path], progress: Progress) -> tuple[list[Document], list[Skipped], list[Path]]:
    """Documents, what was skipped, and the sources that gave no document."""
    documents: dict[str, Document] = {}
    skipped: list[Skipped] = []
    fruitless: list[Path] = []
    for source in sources:
        before = len(documents)
        try:
            report = load_documents(source, progress=lambda _name: progress("læser", len(documents), 0))
        except DocumentError as error:  # gone since it was added
            skipped.append(Skipped(str(source), str(error)))
            fruitless.append(source)
            continue
        skipped.extend(report.skipped)
        for found in report.documents:
            document = with_free_id(found, documents)
            if document.id in documents:
                taken = documents[document.id].path
                skipped.append(
                    Skipped(
                        document.path,
                        f"{document.path}: dokumentets id »{document.id}« er brugt i {taken}. Giv det et andet id.",
                    )
                )
            elif not document.sentences:
                skipped.append(
                    Skipped(
                        document.path,
                        f"{document.path}: dokumentet har ingen tekst. Fjern det, eller skriv noget i det.",
                    )
                )
            else:
                documents[document.id] = document
        if len(documents) == before:
            fruitless.append(source)
    return list(documents.values()), skipped, fruitless


def _stored_vectors(generations: Generations, model_name: str) -> _Old:
    """Vectors of the generation in use, where the same model made them and it can be read."""
    if not generations.exists:
        return _Old({})
    try:
        with Index.open(generations) as index:
            if index.manifest.model != model_name:
                return _Old({})
            vectors = {chunk.id: index.stored.vector(chunk.id) for chunk in index.stored.chunks}
            if index.damage:  # an older generation: its vectors serve, but the one in use must be built anew
                return _Old(vectors)
            manifest = index.manifest
            return _Old(vectors, manifest.corpus_version, manifest.sources, manifest.fingerprint)
    except IndexUnavailableError:  # damaged or of another format: build from scratch
        return _Old({})


def _embed(
    chunks: Sequence[Chunk], known: dict[str, NDArray[np.float32]], embedder: Embedder, progress: Progress
) -> NDArray[np.float32]:
    new = [chunk for chunk in chunks if chunk.id not in known]
    vectors = dict(known)
    for start in range(0, len(new), EMBED_BATCH):
        part = new[start : start + EMBED_BATCH]
        made = np.asarray(embedder.embed_documents([chunk.indexed_text for chunk in part]), dtype=np.float32)
        vectors.update((chunk.id, made[row]) for row, chunk in enumerate(part))
        progress("beregner vektorer", start + len(part), len(new))
    return np.stack([vectors[chunk.id] for chunk in chunks])


def _publish(
    generations: Generations,
    manifest: Manifest,
    documents: Sequence[Document],
    chunks: Sequence[Chunk],
    vectors: NDArray[np.float32],
    tokens_model: StaticEmbedder,
    progress: Progress,
) -> None:
    ids = [chunk.id for chunk in chunks]
    texts = [chunk.indexed_text for chunk in chunks]

    def write(folder: Path) -> Manifest:
        progress("skriver indeks", 0, 3)
        VectorStore.write(folder / CHROMA, chunks, vectors)
        progress("skriver indeks", 1, 3)
        (folder / LEXICAL).mkdir()
        lexical = LexicalIndex.build(ids, texts)
        lexical.save(folder / LEXICAL)
        (folder / TOKENS).mkdir()
        PassageTokens.build(tokens_model, ids, texts).save(folder / TOKENS)
        (folder / BANK).mkdir()
        build_bank_index(documents, lexical.names).save(folder / BANK)
        questions = [entry.question for entry in bank_entries(documents)]
        np.save(folder / BANK_VECTORS, tokens_model.embed_documents(questions).astype(np.float16))
        write_documents(folder, documents)
        progress("skriver indeks", 2, 3)
        return manifest

    def check(folder: Path) -> None:
        with generations.private_copy(folder / CHROMA) as copy:
            store = VectorStore(copy)
            try:
                _check_store(store, ids, vectors)
            finally:
                store.close()
        progress("skriver indeks", 3, 3)

    generations.build(write, check)


def _check_store(store: VectorStore, ids: Sequence[str], vectors: NDArray[np.float32]) -> None:
    """Read everything back and find a few chunks by their own vectors."""
    stored = store.load()
    if [chunk.id for chunk in stored.chunks] != list(ids) or not np.allclose(stored.vectors, vectors, atol=1e-4):
        raise IndexDamagedError("Det nye indeks kan ikke læses tilbage og blev ikke taget i brug. Prøv igen.")
    for row in range(0, len(ids), max(1, len(ids) // 16)):
        if not vectors[row].any():
            continue
        best = store.search(vectors[row], 1)
        if not best or best[0][1] < 0.999:
            raise IndexDamagedError("Det nye indeks finder ikke det, der står i det, og blev ikke taget i brug.")
