"""What a check finds: the nouns of `klyngebot.checking`."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum

from klyngebot.danish.statements import StatementKind
from klyngebot.types import Citation


class Verdict(StrEnum):
    """What the documents say of a claim."""

    SUPPORTED = "supported"
    REFUTED = "refuted"
    NOT_ENOUGH_INFO = "not_enough_info"


class QuotationStatus(StrEnum):
    """How a quotation stands in the documents."""

    EXACT = "exact"
    ALTERED = "altered"
    NOT_FOUND = "not_found"
    TOO_SHORT = "too_short"
    UNCLOSED = "unclosed"  # a quotation mark without its fellow: nobody knows what is quoted, so it is not looked up


@dataclass(frozen=True, slots=True)
class WordChange:
    """Words of a quotation, and those that the source has in their place; one of the two may be empty."""

    quoted: str
    source: str


@dataclass(frozen=True, slots=True)
class QuotationCheck:
    """A quotation with the sentences in which it stands, or that come nearest; then with the words that differ."""

    quote: str
    status: QuotationStatus
    citations: tuple[Citation, ...] = ()
    changes: tuple[WordChange, ...] = ()


@dataclass(frozen=True, slots=True)
class ClaimCheck:
    """A claim with its verdict.

    `reason` says why, in Danish. `citations` are up to three sentences, the decisive one first; where nothing decides,
    the nearest. `probability` is how sure the verdict is, 0..1. `as_of` is the period in which a supported claim holds
    where a newer source says otherwise ("2013"), else empty; `newer` is what that source says.
    """

    claim: str
    verdict: Verdict
    reason: str
    citations: tuple[Citation, ...] = ()
    probability: float = 1.0
    as_of: str = ""
    newer: Citation | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """A piece of a text at `start`:`end`, what it is, and its check where it is a claim.

    `claim` is what was checked: the piece with the subject that it leaves to the piece before it.
    """

    text: str
    start: int
    end: int
    kind: StatementKind
    claim: str = ""
    check: ClaimCheck | None = None


@dataclass(frozen=True, slots=True)
class DraftCheck:
    """A text with all that was checked in it; `name` is that of its file or empty.

    Statements come in reading order and do not overlap.
    """

    name: str
    text: str
    statements: tuple[Statement, ...]
    quotations: tuple[QuotationCheck, ...] = ()
    corpus_version: str = ""

    @property
    def checks(self) -> tuple[ClaimCheck, ...]:
        """The checks of all claims."""
        return tuple(statement.check for statement in self.statements if statement.check)

    @property
    def verdicts(self) -> Counter[Verdict]:
        """How many claims got each verdict."""
        return Counter(check.verdict for check in self.checks)

    @property
    def quotation_statuses(self) -> Counter[QuotationStatus]:
        """How many quotations got each status."""
        return Counter(item.status for item in self.quotations)

    @property
    def is_contradicted(self) -> bool:
        """Whether the documents contradict any claim of it."""
        return self.verdicts[Verdict.REFUTED] > 0
