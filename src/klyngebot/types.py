"""The nouns of klyngebot: small frozen dataclasses whose properties answer what people ask of them.

Dates are ISO strings of the precision that is known: "2013", "2013-04" or "2013-04-30"; only `Provenance.published`
is free Danish text, as the source gives it. Offsets are
code points into `Document.text`, half open: `document.text[x.start:x.end]`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class DocumentKind(StrEnum):
    """What sort of text a document is; the values stand in the front matter."""

    STRATEGY = "strategi"
    ARTICLE = "artikel"
    PROGRAM = "program"
    PROFILE = "profil"
    GUIDE = "vejledning"
    GLOSSARY = "ordliste"
    FOREIGN = "fremmed"  # a user's own file without front matter


@dataclass(frozen=True, slots=True)
class Provenance:
    """The public source that carries a sentence: one footnote definition of the corpus.

    `nature` says how near the source is to the matter, in the corpus' own words ("original",
    "sekundær", "afskrift", …). `url` is empty where the source has no public address.
    """

    key: str
    title: str
    publisher: str
    published: str
    url: str
    nature: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """A span of a document that is one sentence, with the keys of its provenance.

    `gap` marks a sentence that says what the sources do *not* tell; `disagreement` one that sets
    differing sources side by side; `facts` are the numbers of the dossier facts that it carries; `questions` are
    questions that this very sentence answers (document expansion, see `klyngebot.question_bank`).
    """

    start: int
    end: int
    sources: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    gap: bool = False
    disagreement: bool = False
    questions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with the text under it, up to the next heading. `page` counts from one (PDF only)."""

    heading_path: tuple[str, ...]
    start: int
    end: int
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A source file as plain text, with its sections, sentences and provenance."""

    id: str
    title: str
    publisher: str
    published: str
    kind: DocumentKind
    text: str
    sections: tuple[Section, ...]
    sentences: tuple[Sentence, ...]
    provenance: tuple[Provenance, ...] = ()
    valid_from: str = ""
    valid_to: str = ""  # empty: still open
    rendition: bool = False
    original_url: str = ""
    language: str = "da"
    path: str = ""

    def section_at(self, place: int) -> str:
        """The heading above a place of the text; the title where there is none."""
        above = (
            item.heading_path[-1] for item in self.sections if item.start <= place < item.end and item.heading_path
        )
        return next(above, self.title)

    def provenance_of(self, sentence: Sentence) -> tuple[Provenance, ...]:
        """The public sources of a sentence of this document, in the order of its footnotes."""
        by_key = {item.key: item for item in self.provenance}
        return tuple(by_key[key] for key in sentence.sources if key in by_key)


@dataclass(frozen=True, slots=True)
class Chunk:
    """The unit that is indexed and retrieved: whole sentences under one heading.

    `id` is a content hash, so an unchanged chunk keeps its id and its vector over ingests.
    """

    id: str
    document_id: str
    heading_path: tuple[str, ...]
    start: int
    end: int
    text: str
    page: int | None = None

    @property
    def indexed_text(self) -> str:
        """What is embedded and indexed: the headings above the text, then the text itself."""
        return "\n".join((*self.heading_path, self.text))

    @property
    def section(self) -> str:
        """The nearest heading, as a citation names it."""
        return self.heading_path[-1] if self.heading_path else ""


@dataclass(frozen=True, slots=True)
class Hit:
    """A chunk that a searcher found. `parts` are the signals behind `score`, for the trace."""

    chunk: Chunk
    score: float
    rank: int
    found_by: str
    parts: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Turn:
    """One question of a conversation and the plain text that was answered."""

    question: str
    answer: str = ""


class Status(StrEnum):
    """How an answer ended."""

    ANSWERED = "answered"
    PARTIAL = "partial"
    REFUSED = "refused"
    SMALLTALK = "smalltalk"
    REJECTED = "rejected"


class RefusalReason(StrEnum):
    """Why there is no answer."""

    OFF_TOPIC = "off_topic"
    NOT_IN_SOURCES = "not_in_sources"
    NOT_SUPPORTED = "not_supported"
    EMPTY = "empty"
    TOO_LONG = "too_long"


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a sentence stands: document, section, exact span, and the public source behind it.

    `start` and `end` are offsets into the document's text, so `quote == document.text[start:end]`; `sentence` is the
    sentence's number in its document, from one (0: not known).
    """

    number: int
    document_id: str
    title: str
    publisher: str
    published: str
    section: str
    quote: str
    start: int
    end: int
    rendition: bool
    kind: DocumentKind
    provenance: tuple[Provenance, ...] = ()
    valid_to: str = ""
    page: int | None = None
    document_url: str = ""
    sentence: int = 0

    @property
    def url(self) -> str:
        """The public source of exactly this sentence, else the document's original."""
        return next((item.url for item in self.provenance if item.url), self.document_url)


@dataclass(frozen=True, slots=True)
class AnswerSentence:
    """A sentence shown to the user and the numbers of its citations.

    A sentence without citations is one of klyngebot's own fixed texts. `focus` is where in the text the answer itself
    stands (the date, the number, the name), where that can be told.
    """

    text: str
    citations: tuple[int, ...] = ()
    focus: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom to ask instead: a sentence that says so, and an address on the web, if there is one."""

    text: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Refusal:
    """An answer that says no, why, what the corpus does cover nearby, and whom to ask instead."""

    reason: RefusalReason
    message: str
    nearby: tuple[str, ...] = ()
    contact: Contact | None = None


@dataclass(frozen=True, slots=True)
class Stop:
    """One stop on the path of a question: what it did and how long it took."""

    name: str
    milliseconds: float
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Trace:
    """What happened on the way: the question that was searched for, and the stops."""

    query: str = ""
    stops: tuple[Stop, ...] = ()

    @property
    def milliseconds(self) -> float:
        """Time of all stops together."""
        return sum(stop.milliseconds for stop in self.stops)


@dataclass(frozen=True, slots=True)
class Answer:
    """What comes back, always: also a refusal, small talk or a rejected question is an `Answer`."""

    question: str
    status: Status
    sentences: tuple[AnswerSentence, ...] = ()
    citations: tuple[Citation, ...] = ()
    refusal: Refusal | None = None
    suggestions: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    mode: str = "extractive"
    corpus_version: str = ""
    trace: Trace = field(default_factory=Trace)

    @property
    def text(self) -> str:
        """The answer as plain text without citations."""
        if self.sentences:
            return " ".join(sentence.text for sentence in self.sentences)
        return self.refusal.message if self.refusal else ""

    @property
    def is_answered(self) -> bool:
        """Whether the sources carried an answer, wholly or in part."""
        return self.status in (Status.ANSWERED, Status.PARTIAL)


@dataclass(frozen=True, slots=True)
class ClusterStatement:
    """A sentence about a cluster and what it tells: "field", "status", "gains", "cost" or "joining"."""

    aspect: str
    citation: Citation


@dataclass(frozen=True, slots=True)
class ClusterProposal:
    """A cluster that may suit a firm, and what the corpus tells of it.

    `words` are those of the description that led to it. `closed` is whether it exists no longer; `url` may be empty.
    """

    document_id: str
    name: str
    words: tuple[str, ...]
    statements: tuple[ClusterStatement, ...]
    url: str = ""
    closed: bool = False


@dataclass(frozen=True, slots=True)
class ClusterAnswer:
    """Which clusters suit the firm that was described, the best first; `message` is one of klyngebot's own texts."""

    description: str
    status: Status
    message: str
    proposals: tuple[ClusterProposal, ...] = ()
    suggestions: tuple[str, ...] = ()
    corpus_version: str = ""
