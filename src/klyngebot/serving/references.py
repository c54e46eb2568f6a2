"""The list of sources under an answer: its citations gathered by the public source that carries them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias
from urllib.parse import quote, urlsplit

from klyngebot import texts
from klyngebot.danish.dates import format_date
from klyngebot.types import Answer, Citation, Provenance

Link: TypeAlias = Callable[[Citation], str]  # the address of a sentence on our own site; empty where it has no page


@dataclass(frozen=True, slots=True)
class Reference:
    """A public source, or a user's own document, and the citations that it carries; several documents may quote it."""

    citations: tuple[Citation, ...]

    @property
    def numbers(self) -> tuple[int, ...]:
        """The citation marks that point here."""
        return tuple(item.number for item in self.citations)

    @property
    def by_document(self) -> tuple[tuple[Citation, ...], ...]:
        """The citations, those of one document together."""
        groups: dict[str, list[Citation]] = {}
        for item in self.citations:
            groups.setdefault(item.document_id, []).append(item)
        return tuple(tuple(group) for group in groups.values())

    @property
    def source(self) -> Provenance | None:
        """The public source; None for a user's own document."""
        return main_source(self.citations[0])

    @property
    def title(self) -> str:
        """Title of the public source, else of the document."""
        return self.source.title if self.source else self.citations[0].title

    @property
    def imprint(self) -> str:
        """Publisher and date, in Danish."""
        named = self.source or self.citations[0]
        return ", ".join(part for part in (named.publisher, format_date(named.published)) if part)

    @property
    def heading(self) -> str:
        """Title, publisher and date in one line."""
        return f"{self.title} – {self.imprint}" if self.imprint else self.title

    @property
    def nature(self) -> str:
        """How near the source is to the matter; empty where the corpus does not say."""
        return self.source.nature if self.source else ""

    @property
    def url(self) -> str:
        """Address of the public source, else of the document's original; empty where none is safe to link."""
        return web_address(self.citations[0].url)


def main_source(citation: Citation) -> Provenance | None:
    """The public source named first: the first with an address, else the first."""
    provenance = citation.provenance
    return next((item for item in provenance if item.url), provenance[0] if provenance else None)


def other_sources(citation: Citation) -> tuple[str, ...]:
    """Title, publisher and date of further public sources that the same sentence rests on."""
    first = main_source(citation)
    return tuple(_named(item) for item in citation.provenance if item is not first)


def _named(item: Provenance) -> str:
    imprint = ", ".join(part for part in (item.publisher, format_date(item.published)) if part)
    return f"{item.title} ({imprint})" if imprint else item.title


def references(answer: Answer) -> tuple[Reference, ...]:
    """The sources of an answer, in the order of their first citation."""
    groups: dict[tuple[str, ...], list[Citation]] = {}
    for citation in answer.citations:
        first = main_source(citation)
        key = (first.title, first.publisher, first.published, first.url) if first else (citation.document_id,)
        groups.setdefault(key, []).append(citation)
    return tuple(Reference(tuple(citations)) for citations in groups.values())


def place(citation: Citation) -> str:
    """Where a quote stands: the document, then the section and page in it."""
    return ", ".join(part for part in (document_place(citation), section_place(citation)) if part)


def document_place(citation: Citation) -> str:
    """Our rendition, or a document itself, and how long its matter applies."""
    document = texts.rendition_of(citation.title) if citation.rendition else texts.in_document(citation.title)
    return f"{document} ({texts.valid_until(format_date(citation.valid_to))})" if citation.valid_to else document


def section_place(citation: Citation) -> str:
    """Section and page; empty where the document has neither."""
    section = texts.in_section(citation.section) if citation.section not in ("", citation.title) else ""
    page = texts.on_page(citation.page) if citation.page is not None else ""
    return ", ".join(part for part in (section, page) if part)


def permalink(citation: Citation) -> str:
    """The lasting address of the sentence on our own site; of its document where the sentence has no number.

    >>> from klyngebot.types import DocumentKind
    >>> cited = Citation(1, "made", "MADE", "", "2024", "", "MADE er …", 0, 9, False, DocumentKind.PROFILE, sentence=12)
    >>> permalink(cited)
    '/kilder/made#s12'
    """
    return document_address(citation.document_id) + (f"#s{citation.sentence}" if citation.sentence else "")


def document_address(document_id: str) -> str:
    """The lasting address of a document on our own site."""
    return f"/kilder/{quote(document_id, safe='')}"


def web_address(url: str) -> str:
    """The address where it is plain http(s) with a readable host; else empty, so that it never becomes a link.

    Refused are other schemes, user names before the host (`https://known.dk@evil.example`), look-alike hosts
    (punycode or beyond ASCII), and white space, control characters or backslashes anywhere.
    """
    if any(char.isspace() or not char.isprintable() or char in '\\<>"`' for char in url):
        return ""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return ""
    plain_host = host.isascii() and host and not any(label.startswith("xn--") for label in host.split("."))
    return url if parts.scheme in ("http", "https") and plain_host and "@" not in parts.netloc else ""
