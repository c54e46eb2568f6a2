"""PDF: the text of each page, without running heads, with hyphenated words joined and lines made paragraphs."""

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
from klyngebot.types import Document

MAX_PAGES = 3000
MARGIN = 3  # lines at the top and bottom of a page that may be a running head
REPEATED = 0.6  # share of the pages on which a line in the margin counts as a running head
SHORT_LINE = 0.75  # a line shorter than this share of the page's width may end a paragraph

_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"})
_PAGE_NUMBER = re.compile(r"(?:(?:side|page) )?[-–]? ?\d{1,4} ?[-–]?(?: ?(?:af|of|/) ?\d{1,4})?", re.IGNORECASE)
_CONTENTS_LINE = re.compile(r"(?:\.[ \t]?){4,}[ \t]*\d{1,4}$")
_LEADERS = re.compile(r"(?:\.[ \t]?){4,}")
_NUMBERS = re.compile(r"\d+")
_BROKEN_WORD = re.compile(r"(?<=\w)[-\u00ad\u2010]$")
_JOINING_WORDS = frozenset(("og", "eller", "samt", "men", "til"))
_END_OF_SENTENCE = (".", "!", "?", ":", "”", "»")
_NO_TITLE = re.compile(r"^(?:untitled|uden titel|microsoft (?:word|powerpoint)|\W*$)|\.(?:docx?|pdf|indd|pptx?)$", re.I)


class PdfLoader:
    """Reads `.pdf` files that hold text, not only pictures of it."""

    suffixes: tuple[str, ...] = (".pdf",)

    def load(self, path: Path, name: str) -> Document:
        """The document; every page is a section "Side N"."""
        content = read_bytes(path, name)
        if PDF not in content[:1024]:
            raise DocumentError(
                name, "indholdet er ikke en PDF-fil trods filendelsen", "Giv filen dens rigtige endelse"
            )
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
        return foreign_document(name, blocks, title="" if _NO_TITLE.search(title) else title)


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
    never taken out: what goes is an unbroken run from the edge of the page.
    """
    filled = [[line for line in lines if line] for lines in pages]
    heads, feet = _repeated(filled, lambda lines: lines[:MARGIN]), _repeated(filled, lambda lines: lines[-MARGIN:])
    for lines in pages:
        start, end = 0, len(lines)
        taken = 0
        while start < end and (not lines[start] or (taken < MARGIN and _goes(lines[start], heads))):
            taken += bool(lines[start])
            start += 1
        taken = 0
        while end > start and (not lines[end - 1] or (taken < MARGIN and _goes(lines[end - 1], feet))):
            taken += bool(lines[end - 1])
            end -= 1
        yield lines[start:end]


def _repeated(pages: Sequence[list[str]], edge: Callable[[list[str]], list[str]]) -> frozenset[str]:
    counts = Counter(key for lines in pages for key in {_key(line) for line in edge(lines)})
    return frozenset(key for key, count in counts.items() if len(pages) > 2 and count > REPEATED * len(pages))


def _goes(line: str, repeated: frozenset[str]) -> bool:
    return _key(line) in repeated or bool(_PAGE_NUMBER.fullmatch(line))


def _key(line: str) -> str:
    return _NUMBERS.sub("#", " ".join(line.lower().split()))


def _blocks(pages: Iterator[list[str]]) -> Iterator[Block]:
    for number, lines in enumerate(pages, start=1):
        yield Page(number)
        for paragraph in _paragraphs(_join_broken_words(lines)):
            yield from prose_or_items(paragraph)


def _join_broken_words(lines: Sequence[str]) -> list[str]:
    """Lines in which no word is divided by a hyphen at the end.

    >>> _join_broken_words(["Grundejer-", "foreninger i EU-", "Kommissionen og klynge-", "og netværk"])
    ['Grundejerforeninger', 'i EU-Kommissionen', 'og klynge-', 'og netværk']
    """
    joined = list(lines)
    for index in range(len(joined) - 1):
        line, below = joined[index], joined[index + 1]
        first, _, rest = below.partition(" ")
        if not _BROKEN_WORD.search(line) or not first[:1].isalnum() or first.lower() in _JOINING_WORDS:
            continue
        kept = line if line[-1] != "\u00ad" and not first[0].islower() else line[:-1]
        joined[index], joined[index + 1] = kept + first, rest
    return joined


def _paragraphs(lines: Sequence[str]) -> Iterator[list[str]]:
    """Lines that belong together: parted by empty lines, and by short lines after which a sentence begins."""
    width = max((len(line) for line in lines), default=0)
    gathered: list[str] = []
    for line in lines:
        last = gathered[-1] if gathered else ""
        ended = last and len(last) < SHORT_LINE * width and (last.endswith(_END_OF_SENTENCE) or not line[:1].islower())
        if gathered and (not line or ended):
            yield gathered
            gathered = []
        if line:
            gathered.append(line)
    if gathered:
        yield gathered
