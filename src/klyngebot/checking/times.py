"""A claim that held once: the period in which it did, and what a newer source says instead."""

from __future__ import annotations

from collections.abc import Sequence

from klyngebot.checking.comparison import Comparer
from klyngebot.checking.gathering import Candidate
from klyngebot.danish.dates import years
from klyngebot.danish.periods import periods
from klyngebot.danish.pronouns import speaks_of_the_present

RECENT_YEAR = 2024  # the corpus was written in 2026 from sources up to 2026
COVERED = 0.55  # weighted share of the claim's words that a newer sentence must have to tell of the same


def as_of(claim: str, decisive: Candidate) -> str:
    """The time of which a sentence tells, where a claim speaks as if it were today: "2013", "2021-2024"; else empty."""
    if periods(claim) or not speaks_of_the_present(claim):
        return ""
    told = years(decisive.text)
    if told:
        return "" if max(told) >= RECENT_YEAR else _span(min(told), max(told))
    document = decisive.document
    if document is None or not document.valid_to:
        return ""
    return _span(*(int(own[:4]) for own in (document.valid_from or document.valid_to, document.valid_to)))


def newer(claim: str, decisive: Candidate, candidates: Sequence[Candidate], comparer: Comparer) -> Candidate | None:
    """The sentence that tells of the same at a later time and says otherwise; None where there is none."""
    since = _latest(decisive)
    later = [(own, _latest(own), comparer.coverage(claim, own.text)) for own in candidates if _latest(own) > since]
    telling = sorted((item for item in later if item[2] >= COVERED), key=lambda item: (-item[1], -item[2]))
    return next((own for own, _, _ in telling if comparer.compare(claim, own.text).conflicts), None)


def _latest(candidate: Candidate) -> int:
    """The last year of which a sentence tells."""
    told = years(candidate.text)
    document = candidate.document
    if told or document is None:
        return max(told, default=0)
    return int((document.valid_to or document.valid_from or "0")[:4])


def _span(first: int, last: int) -> str:
    return str(first) if first == last else f"{first}-{last}"
