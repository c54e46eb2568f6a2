"""Reading a file or a whole folder: every document that can be read, and a reason for every file that cannot."""

from __future__ import annotations

import os
from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain, count
from pathlib import Path, PurePosixPath

from klyngebot.danish.normalize import clean
from klyngebot.errors import DocumentError
from klyngebot.loading.docx import DocxLoader
from klyngebot.loading.files import no_text, slug
from klyngebot.loading.html import HtmlLoader
from klyngebot.loading.markdown import MarkdownLoader
from klyngebot.loading.pdf import PdfLoader
from klyngebot.loading.questions import SUFFIX, Table, attach_questions, read_questions, stale_entries
from klyngebot.loading.text import TextLoader
from klyngebot.protocols import Loader
from klyngebot.types import Document, DocumentKind

LOADERS: tuple[Loader, ...] = (MarkdownLoader(), PdfLoader(), DocxLoader(), HtmlLoader(), TextLoader())
_IGNORED = "readme.md"


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file that could not be read, and a Danish sentence that says why and what to do."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What came of reading a file or folder, in order of path."""

    documents: tuple[Document, ...]
    skipped: tuple[Skipped, ...]


def load_documents(path: Path, *, progress: Callable[[str], None] | None = None) -> LoadReport:
    """Read a file, or every file of a folder and its subfolders in order of path.

    Hidden files and README.md are passed over; any other file that cannot be read is reported.

    Args:
        path: a file or a folder.
        progress: called with the name of each file before it is read.

    Raises:
        DocumentError: there is nothing at `path`.
    """
    documents: dict[str, Document] = {}
    skipped: list[Skipped] = []
    questions: Table = {}
    for file, name in _files(path):
        if progress:
            progress(name)
        try:
            if file.name.endswith(SUFFIX):
                questions.update(read_questions(file, name))
                continue
            document = _loader_for(file, name).load(file, name)
            document = with_free_id(document, documents)
            if document.id in documents:
                raise DocumentError(
                    name,
                    f"dokumentet har samme id som {documents[document.id].path} ({document.id})",
                    "Giv det et andet id øverst i filen, eller omdøb filen, hvis den ikke har et",
                )
            documents[document.id] = document
        except DocumentError as error:
            skipped.append(Skipped(name, str(error)))
    skipped.extend(_stale(documents.values(), questions))
    return LoadReport(tuple(attach_questions(documents.values(), questions)), tuple(skipped))


def load_document(path: Path) -> Document:
    """Read one file, by the loader of its suffix.

    Raises:
        DocumentError: there is no file at `path`, it is of no known kind, or it cannot be read.
    """
    loader, name = _chosen(path)
    return loader.load(path, name)


def load_marked(path: Path) -> tuple[str, str]:
    """The text of one file with its marks, by the loader of its suffix, and the file's name as shown to people.

    Raises:
        DocumentError: as `load_document`.
    """
    loader, name = _chosen(path)
    text = loader.marked(path, name)
    if not text.strip():
        raise no_text(name)
    return text, name


def _chosen(path: Path) -> tuple[Loader, str]:
    shown = _shown(str(path))
    if "\0" in str(path):
        raise DocumentError(shown, "er ikke et filnavn", "Kontrollér stien til filen")
    if path.is_dir():
        raise DocumentError(shown, "er en mappe", "Angiv en fil")
    if not path.exists():
        raise DocumentError(shown, "findes ikke", "Kontrollér stien til filen")
    name = _shown(path.name)
    return _loader_for(path, name), name


def with_free_id(document: Document, taken: Container[str]) -> Document:
    """A document named after its file, under an id that no other has; one that names itself is left as it is.

    "2023/referat.txt" and "2024/referat.txt" become "referat" and "2024-referat", "god.docx" beside "god.pdf"
    "god-docx".
    """
    if document.kind is not DocumentKind.FOREIGN or document.id not in taken:
        return document
    path = PurePosixPath(document.path)
    full = slug(path.with_suffix("").as_posix())
    names = chain((full, slug(path.as_posix())), (f"{full}-{number}" for number in count(2)))
    return replace(document, id=next(name for name in names if name not in taken))


def _stale(documents: Iterable[Document], questions: Table) -> list[Skipped]:
    """Questions whose sentence was changed: reported, so that they do not get lost unseen."""
    stale = stale_entries(documents, questions)
    if not stale:
        return []
    reason = (
        f"{len(stale)} sætninger i spørgsmålsfilerne står ikke i noget dokument, for eksempel »{stale[0]}«. "
        "Ret dem i filerne, der ender på .questions.jsonl."
    )
    return [Skipped(SUFFIX, reason)]


def _loader_for(path: Path, name: str) -> Loader:
    suffix = path.suffix.lower()
    for loader in LOADERS:
        if suffix in loader.suffixes:
            return loader
    known = ", ".join(loader.suffixes[0] for loader in LOADERS)
    raise DocumentError(name, f"filtypen {clean(suffix) or 'uden endelse'} kan ikke læses", f"Gem som en af {known}")


def _files(path: Path) -> Iterator[tuple[Path, str]]:
    """Files with their names as shown to people: relative to the folder, without invisible characters."""
    if path.is_dir():
        found: list[Path] = []
        for folder, folders, names in os.walk(path):
            folders[:] = [name for name in folders if not name.startswith(".")]
            found.extend(Path(folder, name) for name in names if not name.startswith(".") and name.lower() != _IGNORED)
        yield from ((file, _shown(file.relative_to(path).as_posix())) for file in sorted(found))
    elif path.exists():
        yield path, _shown(path.name)
    else:
        raise DocumentError(_shown(str(path)), "findes ikke", "Kontrollér stien til filen eller mappen")


def _shown(name: str) -> str:
    return " ".join(clean(name).split()) or "fil"
