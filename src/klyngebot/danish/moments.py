"""Times that are told from the sentence before: "Samme år", "Året efter", "Fem år senere"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from klyngebot.danish.numerals import CARDINALS
from klyngebot.danish.verbs import is_finite

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_MOMENT = re.compile(
    r"\b(?:i )?(?:(?P<same>samme år)|(?:året|(?P<count>\w+) år) (?P<way>efter|senere|før|forinden|tidligere))"
    r"(?= (?P<next>\w+)|\W*$)",
    re.IGNORECASE,
)
_EARLIER = frozenset(("før", "forinden", "tidligere"))


def with_year(claim: str, before: Sequence[str]) -> str:
    """The claim with the year in place of what tells it from the claim before, where that names a single year.

    >>> with_year("Året efter udkom effektanalysen.", ["Klyngestrategi 2.0 udkom i 2016."])
    'I 2017 udkom effektanalysen.'
    """
    told = set(_YEAR.findall(before[-1])) if before else set()
    match = next(filter(_stands_alone, _MOMENT.finditer(claim)), None)
    if match is None or len(told) != 1 or _YEAR.search(claim):
        return claim
    away = _years(match)
    if away is None:
        return claim
    year = f"{'i' if match.start() else 'I'} {int(told.pop()) + away}"
    return f"{claim[: match.start()]}{year}{claim[match.end() :]}"


def _stands_alone(match: re.Match[str]) -> bool:
    """Whether no noun is behind it: "fem år efter" the claim before, not "fem år efter konkursen"."""
    return not match["next"] or (not match.start() and is_finite(match["next"]))


def _years(match: re.Match[str]) -> int | None:
    """How many years later it is, negative where earlier; None where that cannot be told."""
    if match["same"]:
        return 0
    count = match["count"]
    years = 1 if count is None or count.lower() == "et" else CARDINALS.get(count.lower())
    if years is None and count.isdigit() and len(count) < 3:
        years = int(count)
    if years is None:
        return None
    return -years if match["way"].lower() in _EARLIER else years
