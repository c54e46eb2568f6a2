"""The list of sources under an answer: its citations gathered by the public source that carries them."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from klyngebot import texts
from klyngebot.danish.dates import format_date
from klyngebot.types import Answer, Citation, Provenance


@dataclass(frozen=True, slots=True)
class Reference:
    """A source, and the citations that it carries: all of one document and with the same provenance."""

    citations: tuple[Citation, ...]

    @property
    def numbers(self) -> tuple[int, ...]:
        """The citation marks that point here."""
        return tuple(item.number for item in self.citations)

    @property
    def _first(self) -> Citation:
        return self.citations[0]

    @property
    def source(self) -> Provenance | None:
        """The public source named first: the one with an address, else the first; None for a user's own document."""
        provenance = self._first.provenance
        return next((item for item in provenance if item.url), provenance[0] if provenance else None)

    @property
    def others(self) -> tuple[Provenance, ...]:
        """Further public sources that carry the same sentences."""
        return tuple(item for item in self._first.provenance if item is not self.source)

    @property
    def title(self) -> str:
        """Title of the public source, else of the document."""
        return self.source.title if self.source else self._first.title

    @property
    def imprint(self) -> str:
        """Publisher and date, in Danish."""
        publisher = self.source.publisher if self.source else self._first.publisher
        published = self.source.published if self.source else self._first.published
        return ", ".join(part for part in (publisher, format_date(published)) if part)

    @property
    def nature(self) -> str:
        """How near the source is to the matter; empty where the corpus does not say."""
        return self.source.nature if self.source else ""

    @property
    def url(self) -> str:
        """Address of the public source, else of the document's original; empty where none is safe to link."""
        return web_address(self._first.url)


def references(answer: Answer) -> tuple[Reference, ...]:
    """The sources of an answer, in the order of their first citation."""
    groups: dict[tuple[str, ...], list[Citation]] = {}
    for citation in answer.citations:
        key = (citation.document_id, *(item.key for item in citation.provenance))
        groups.setdefault(key, []).append(citation)
    return tuple(Reference(tuple(citations)) for citations in groups.values())


def place(citation: Citation) -> str:
    """Where a quote stands: our rendition or the document itself, section, page, and how long it applies."""
    document = texts.rendition_of(citation.title) if citation.rendition else texts.in_document(citation.title)
    parts = [document]
    if citation.section and citation.section != citation.title:
        parts.append(texts.in_section(citation.section))
    if citation.page is not None:
        parts.append(texts.on_page(citation.page))
    if citation.valid_to:
        parts.append(texts.valid_until(format_date(citation.valid_to)))
    return ", ".join(parts)


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
