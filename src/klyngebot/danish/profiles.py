"""Where a cluster's profile tells what an owner of a firm wants to know of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum

from klyngebot.danish.clauses import is_of_a_firm
from klyngebot.danish.normalize import fold


class Aspect(StrEnum):
    """What is told of a cluster, in the order in which it is shown."""

    FIELD = "field"
    STATUS = "status"
    GAINS = "gains"
    COST = "cost"
    JOINING = "joining"


# Over folded headings and sentences
_HEADINGS = {
    Aspect.FIELD: re.compile(r"^fagomraade\b"),
    Aspect.STATUS: re.compile(r"^udpegning og status\b"),
    Aspect.GAINS: re.compile(r"^hvad faar (?:virksomheder|medlemmer|man) ud af\b"),
    Aspect.COST: re.compile(r"^(?:medlemskab og|hvad koster|pris|kontingent|indmeldelse)\b"),
    Aspect.JOINING: re.compile(
        r"^(?:medlemskab og|indmeldelse|betaling|saadan (?:bliver|melder)|hvem kan|fornyelse)\b"
    ),
}
_OLD = re.compile(r"\baeldre\b|\bforloeber")
_TELLS = {
    Aspect.FIELD: re.compile(""),
    Aspect.STATUS: re.compile(r"2025-2028|\bikke laengere\b"),
    Aspect.GAINS: re.compile(""),
    Aspect.COST: re.compile(r"\b(?:koster|kostede|betaler|betalte|kontingentsats\w*|prisen|kontingent til)\b"),
    Aspect.JOINING: re.compile(
        r"\b(?:bliver medlem|meld\w* sig|indmeld\w*|velkomstmail|optag\w*|fornyes|abonnement|faktura\w*|udmeld\w*)\b"
    ),
}


_SEEKS = re.compile(
    r"\bhvilke[nt]? (?:\w+ ){0,3}klynge\w*"
    r"|\bhvor (?:skal|kan|boer) (?:vi|jeg)\b.{0,20}\b(?:henvende|melde|hoere til|vende)\b"
    r"|\bhvor hoerer (?:vi|jeg)\b"
    r"|\b(?:find|anbefal|foreslaa|findes|er der)\b.*\bklynge\w*|\bklynge\w* (?:for|til) (?:os|mig|vores|min)\b"
)


_JOINS = re.compile(
    r"^hvordan\b.*\b(?:meld\w* .{0,25}\bind|(?:bliver?|optages?|optaget) .{0,40}\bmedlem|indmeld\w*"
    r"|komme?r? .{0,25}\bmed i)\b"
)
_FOR_A_FIRM = re.compile(r"\bklynge\w* (?:(?:er|findes) der )?(?:til|for) (?:en|et|os|mig|vores|min|mit)\b")


def asks_to_join(question: str) -> bool:
    """Whether somebody asks how to become a member.

    >>> asks_to_join("Hvordan melder vi os ind i CLEAN?"), asks_to_join("Hvordan blev CLEAN til?")
    (True, False)
    """
    return bool(_JOINS.search(fold(question)))


def seeks_cluster(question: str) -> bool:
    """Whether somebody describes a firm and asks which cluster is for it.

    >>> seeks_cluster("Vi bygger droner på Fyn, hvor skal vi henvende os?"), seeks_cluster("Hvilke klynger lukkede?")
    (True, False)
    """
    folded = fold(question)
    return bool(_FOR_A_FIRM.search(folded) or (is_of_a_firm(question) and _SEEKS.search(folded)))


def is_about(aspect: Aspect, heading_path: Sequence[str]) -> bool:
    """Whether what stands under these headings is about the aspect as it is, not as it was with a forerunner."""
    folded = [fold(heading) for heading in heading_path]
    return not any(_OLD.search(one) for one in folded) and any(_HEADINGS[aspect].search(one) for one in folded)


def tells(aspect: Aspect, sentence: str) -> bool:
    """Whether a sentence under such a heading tells it.

    >>> tells(Aspect.COST, "Et medlemskab kostede før 2020 3.000 kr."), tells(Aspect.COST, "Medlemmer hæfter ikke.")
    (True, False)
    """
    return bool(_TELLS[aspect].search(fold(sentence)))
