"""PDF: the text of each page without running heads, with broken words and sentences joined (`lines`)."""

from __future__ import annotations

import io
import logging
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from klyngebot.danish.normalize import clean
from klyngebot.errors import DocumentError
from klyngebot.loading.blocks import Block, Page, Passage, break_lines, prose_or_items
from klyngebot.loading.files import PDF, foreign_document, parsing, read_bytes
from klyngebot.loading.lines import join_broken_words, join_pages, paragraphs_of, runs_on
from klyngebot.loading.marked import marked
from klyngebot.types import Document

MAX_PAGES = 3000
MARGIN = 3  # lines at the top and bottom of a page that may be a running head
REPEATED = 0.6  # share of the pages on which a line in the margin counts as a running head

_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"})
_PAGE_NUMBER = re.compile(r"(?:(?:side|page) )?[-–]? ?\d{1,4} ?[-–]?(?: ?(?:af|of|/) ?\d{1,4})?", re.IGNORECASE)
_CONTENTS_LINE = re.compile(r"(?:\.[ \t]?){4,}[ \t]*\d{1,4}$")
_LEADERS = re.compile(r"(?:\.[ \t]?){4,}")
_NUMBERS = re.compile(r"\d+")
_BARE_NUMBER = re.compile(r"\d{1,4}")
_NO_TITLE = re.compile(r"^(?:untitled|uden titel|microsoft (?:word|powerpoint)|\W*$)|\.(?:docx?|pdf|indd|pptx?)$", re.I)


class PdfLoader:
    """Reads `.pdf` files that hold text, not only pictures of it."""

    suffixes: tuple[str, ...] = (".pdf",)

    def load(self, path: Path, name: str) -> Document:
        """The document; every page is a section "Side N"."""
        title, blocks = _opened(path, name)
        return foreign_document(name, blocks, title="" if _NO_TITLE.search(title) else title)

    def marked(self, path: Path, name: str) -> str:
        """Its text in Markdown."""
        return marked(_opened(path, name)[1])


def _opened(path: Path, name: str) -> tuple[str, list[Block]]:
    content = read_bytes(path, name)
    if PDF not in content[:1024]:
        raise DocumentError(name, "indholdet er ikke en PDF-fil trods filendelsen", "Giv filen dens rigtige endelse")
    with parsing(name, "PDF-filen"):
        title, texts = _read(content, name)
    pages = [[_LEADERS.sub(" ", line).strip() for line in _lines(text)] for text in texts]
    blocks = list(_blocks(_without_running_heads(pages)))
    if not any(isinstance(block, Passage) and block.drafts for block in blocks):
        raise DocumentError(
            name,
            "PDF-filen indeholder ingen tekst, formentlig fordi siderne er scannede billeder",
            "Kør tekstgenkendelse (OCR) på filen, og gem den igen",
        )
    return title, blocks


def _read(content: bytes, name: str) -> tuple[str, list[str]]:
    """Title and the text of each page, as pypdf reads them."""
    from pypdf import PdfReader
    from pypdf.errors import DependencyError

    logging.getLogger("pypdf").setLevel(logging.ERROR)  # its notices are English and about the format
    reader = PdfReader(io.BytesIO(content))
    try:
        locked = reader.is_encrypted and not reader.decrypt("")
    except (DependencyError, NotImplementedError):
        locked = True
    if locked:
        raise DocumentError(name, "PDF-filen er beskyttet med adgangskode", "Gem en kopi uden adgangskode")
    if len(reader.pages) > MAX_PAGES:
        raise DocumentError(name, f"PDF-filen har mere end {MAX_PAGES} sider", "Del den i flere filer")
    texts = [break_lines(page.extract_text() or "").translate(_LIGATURES) for page in reader.pages]
    return clean(str((reader.metadata or {}).get("/Title") or "")), texts


def _lines(text: str) -> Iterator[str]:
    """The lines of a page but for those of a table of contents: title, dots, page number."""
    return (line for line in text.split("\n") if not _CONTENTS_LINE.search(line.rstrip()))


def _without_running_heads(pages: Sequence[list[str]]) -> Iterator[list[str]]:
    """The pages without page numbers, and without the lines that begin or end most pages.

    Numbers in a line do not count, so "Side 3 af 10" is the same line on every page. A line in the middle is
    never taken out: what goes is an unbroken run from the edge of the page. A bare number that a sentence lacks
    ("… blev stiftet i", "2019") stays, unless it counts the pages.
    """
    filled = [[line for line in lines if line] for lines in pages]
    heads, feet = _repeated(filled, lambda lines: lines[:MARGIN]), _repeated(filled, lambda lines: lines[-MARGIN:])
    counted = _counted(filled)
    above = ""
    for number, lines in enumerate(pages, start=1):
        start, end = 0, len(lines)
        taken, is_counted = 0, number in counted
        while start < end and (not lines[start] or (taken < MARGIN and _goes(lines[start], heads, above, is_counted))):
            taken += bool(lines[start])
            start += 1
        taken = 0
        while end > start and (not lines[end - 1] or taken < MARGIN):
            over = next((line for line in reversed(lines[start : end - 1]) if line), "")
            if lines[end - 1] and not _goes(lines[end - 1], feet, over, is_counted):
                break
            taken += bool(lines[end - 1])
            end -= 1
        above = next((line for line in reversed(lines[start:end]) if line), above)
        yield lines[start:end]


def _repeated(pages: Sequence[list[str]], edge: Callable[[list[str]], list[str]]) -> frozenset[str]:
    counts = Counter(key for lines in pages for key in {_key(line) for line in edge(lines)})
    return frozenset(key for key, count in counts.items() if len(pages) > 2 and count > REPEATED * len(pages))


def _counted(pages: Sequence[list[str]]) -> frozenset[int]:
    """The pages with a bare number at an edge that counts them: their own, or as far from it as on another page."""
    numbers = {
        (page, int(line) - page)
        for page, lines in enumerate(pages, start=1)
        for line in (lines[:1] + lines[-1:])
        if _BARE_NUMBER.fullmatch(line)
    }
    often = Counter(ahead for _, ahead in numbers)
    return frozenset(page for page, ahead in numbers if not ahead or often[ahead] > 1)


def _goes(line: str, repeated: frozenset[str], above: str, is_counted: bool) -> bool:
    """Whether a line at the edge of a page is none of its text; `above` is the line that it would go on with."""
    if _key(line) in repeated:
        return True
    is_lacked = not is_counted and bool(above) and bool(_BARE_NUMBER.fullmatch(line)) and runs_on(above, line)
    return bool(_PAGE_NUMBER.fullmatch(line)) and not is_lacked


def _key(line: str) -> str:
    return _NUMBERS.sub("#", " ".join(line.lower().split()))


def _blocks(pages: Iterator[list[str]]) -> Iterator[Block]:
    for number, lines in enumerate(join_pages([join_broken_words(lines) for lines in pages]), start=1):
        yield Page(number)
        for paragraph in paragraphs_of(lines):
            yield from prose_or_items(paragraph)
