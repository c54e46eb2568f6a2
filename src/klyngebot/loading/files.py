"""What may be read, how bytes become text, and what becomes of a file that is not of our corpus."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from klyngebot.danish.normalize import fold
from klyngebot.errors import DocumentError, KlyngebotError
from klyngebot.loading.blocks import Block, Heading, assemble, break_lines, one_line
from klyngebot.types import Document, DocumentKind

MAX_BYTES = 50 * 1024 * 1024
PDF = b"%PDF-"
ZIP = b"PK\x03\x04"
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# How files of other kinds begin, and what a person calls them.
_SIGNATURES = (
    (PDF, "en PDF-fil", "Giv filen endelsen .pdf"),
    (ZIP, "et zip-arkiv eller et Office-dokument", "Giv filen dens rigtige endelse, for eksempel .docx"),
    (OLD_OFFICE, "et dokument i et ældre Office-format", "Gem dokumentet som .docx uden adgangskode"),
    (b"{\\rtf", "et RTF-dokument", "Gem dokumentet som .docx"),
    (b"\x89PNG", "et billede", "Skriv billedets tekst af i en tekstfil"),
    (b"\xff\xd8\xff", "et billede", "Skriv billedets tekst af i en tekstfil"),
    (b"GIF8", "et billede", "Skriv billedets tekst af i en tekstfil"),
    (b"\x1f\x8b", "et pakket arkiv", "Pak arkivet ud først"),
    (b"7z\xbc\xaf\x27\x1c", "et pakket arkiv", "Pak arkivet ud først"),
    (b"Rar!", "et pakket arkiv", "Pak arkivet ud først"),
)
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\r\v\f\x1b"))
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*(iso-8859-\d{1,2}|windows-125\d)\b", re.IGNORECASE)
_NOT_SLUG = re.compile(r"[^a-z0-9]+")


def read_bytes(path: Path, name: str) -> bytes:
    """The content of a file that is neither empty nor larger than `MAX_BYTES`."""
    try:
        if not path.is_file():
            raise DocumentError(name, "findes ikke som almindelig fil", "Kontrollér stien")
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise DocumentError(name, "kan ikke åbnes", "Kontrollér, at filen må læses") from error
    except ValueError as error:  # a NUL in the path
        raise DocumentError(name, "har et ugyldigt filnavn", "Omdøb filen") from error
    if len(content) > MAX_BYTES:
        limit = MAX_BYTES // 1024**2
        raise DocumentError(name, f"fylder mere end {limit} MB", "Del dokumentet i flere filer eller fjern billeder")
    if not content.strip():
        raise DocumentError(name, "filen er tom", "Vælg en fil med tekst")
    return content


def read_text(path: Path, name: str, *, is_html: bool = False) -> str:
    r"""The content of a text file, with "\n" as the only line break.

    Raises:
        DocumentError: the file is empty, too large, binary or of another format than its name says.
    """
    content = read_bytes(path, name)
    for signature, what, remedy in _SIGNATURES:
        if content.startswith(signature):
            raise DocumentError(name, f"indholdet er {what} trods filendelsen {path.suffix}", remedy)
    text = break_lines(_decode(content, name))
    if not is_html and re.match(r"\s*<(?:!doctype html|html)\b", text, re.IGNORECASE):
        raise DocumentError(
            name, f"indholdet er en webside trods filendelsen {path.suffix}", "Giv filen endelsen .html"
        )
    return text


@contextmanager
def parsing(name: str, what: str) -> Iterator[None]:
    """Around calls of a parser: a broken file may make it raise anything at all, here it is a `DocumentError`."""
    try:
        yield
    except KlyngebotError:
        raise
    except Exception as error:
        raise DocumentError(
            name, f"{what} er beskadiget og kan ikke læses", "Åbn filen i det program, den kommer fra, og gem den igen"
        ) from error


def _decode(content: bytes, name: str) -> str:
    for mark, encoding in _BYTE_ORDER_MARKS:
        if content.startswith(mark):
            try:
                return content.decode(encoding)
            except UnicodeDecodeError as error:
                raise DocumentError(name, "teksten er beskadiget", "Gem filen igen som UTF-8") from error
    controls = len(content) - len(content.translate(None, _CONTROLS))
    if b"\0" in content or controls * 100 > len(content):
        raise DocumentError(
            name, "indholdet er ikke tekst", "Gem dokumentet som tekst i UTF-8, eller giv filen dens rigtige endelse"
        )
    declared = _CHARSET.search(content, 0, 4096)
    encodings = ("utf-8", declared[1].decode("ascii").lower() if declared else "cp1252", "cp1252")
    for encoding in encodings:
        try:
            return content.decode("cp1252" if encoding == "iso-8859-1" else encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    return content.decode("latin-1")


def foreign_document(
    name: str,
    blocks: Iterable[Block],
    *,
    title: str = "",
    publisher: str = "",
    published: str = "",
    original_url: str = "",
) -> Document:
    """A user's own document: named after its file, its title the first level-1 heading unless one is given.

    Raises:
        DocumentError: there is no text in it.
    """
    blocks = list(blocks)
    first = next((block.text for block in blocks if isinstance(block, Heading) and block.level == 1), "")
    stem = PurePosixPath(name).stem
    title = one_line(title) or one_line(first) or one_line(stem.replace("_", " ")) or "Uden titel"
    layout = assemble(title, blocks)
    if not layout.sentences:
        raise no_text(name)
    return Document(
        id=slug(stem),
        title=title,
        publisher=one_line(publisher),
        published=published,
        kind=DocumentKind.FOREIGN,
        text=layout.text,
        sections=layout.sections,
        sentences=layout.sentences,
        original_url=original_url,
        path=name,
    )


def no_text(name: str) -> DocumentError:
    """The error of a document in which there is nothing to read."""
    return DocumentError(name, "dokumentet indeholder ingen tekst", "Vælg et dokument med løbende tekst")


def slug(text: str) -> str:
    """A name as an id.

    >>> slug("Årsrapport 2024 (endelig)")
    'aarsrapport-2024-endelig'
    """
    return _NOT_SLUG.sub("-", fold(text)).strip("-") or "dokument"
