"""A claim as it is compared: without marks of Markdown, quotes around it or "siger han", its dates written out."""

from __future__ import annotations

import re

from klyngebot.danish.dates import MONTHS
from klyngebot.danish.statements import StatementKind, plain, statements
from klyngebot.danish.verbs import is_finite, word_matches
from klyngebot.danish.wordlists import words

_DAY_FIRST = re.compile(r"(?<![\d.,])(\d{1,2})[./](\d{1,2})[./-](\d{4})(?![\d-])")
_YEAR_FIRST = re.compile(r"(?<![\d.,-])(\d{4})-(\d{2})-(\d{2})(?![\d-])")
_WHO_SAID = re.compile(
    r",?\s+(?:siger|sagde|fortæller|fortalte|forklarer|forklarede|udtaler) (?:han|hun|de|direktøren)\W*$"
)
_BARE_ORDINAL = re.compile(r"(?<![\d.,])\b\d{1,2}\.$")
_AROUND = " \t\"'»«”“„›‹–—-"


def as_stated(claim: str) -> str:
    """A claim with its frame taken off: what it states, from a capital to a full stop.

    >>> as_stated("– **CLEAN** blev stiftet 9/5-2014, siger han")
    'CLEAN blev stiftet 9. maj 2014.'
    """
    bare = _WHO_SAID.sub("", plain(claim).strip(_AROUND))
    bare = _DAY_FIRST.sub(lambda match: _written(match.group(), match[1], match[2], match[3]), bare)
    bare = _YEAR_FIRST.sub(lambda match: _written(match.group(), match[3], match[2], match[1]), bare)
    bare = bare.rstrip(_AROUND)
    if bare.endswith("!"):
        bare = f"{bare.rstrip('!')}."
    return bare[:1].upper() + bare[1:] + ("" if not bare or bare[-1] in ".?…:" else ".")


def _written(whole: str, day: str, month: str, year: str) -> str:
    known = 1 <= int(month) <= len(MONTHS) and 1 <= int(day) <= 31
    return f"{int(day)}. {MONTHS[int(month) - 1]} {year}" if known else whole


def kind_of(text: str) -> StatementKind:
    """What a text as a whole is: a claim if any piece of it is one, else what its first piece is.

    >>> kind_of("CLEAN blev stiftet i 2014.").value, kind_of("Hvor ligger CLEAN?").value, kind_of("CLEAN.").value
    ('claim', 'question', 'other')
    """
    kinds = [piece.kind for piece in statements(text)]
    return StatementKind.CLAIM if StatementKind.CLAIM in kinds else next(iter(kinds), StatementKind.OTHER)


def is_cut_off(stated: str) -> bool:
    """Whether a claim stops in the middle.

    >>> is_cut_off("CLEAN har hovedkontor i."), is_cut_off("CLEAN har hovedkontor i Odense.")
    (True, False)
    """
    found = word_matches(stated)
    return not found or found[-1].group().lower() in words("open_ends.txt") or bool(_BARE_ORDINAL.search(stated))


def pointing_word(stated: str) -> str:
    """The word by which a claim says of whom it is without naming it; empty where it names it.

    >>> pointing_word("Den ligger i Aarhus."), pointing_word("Den første klynge ligger i Aarhus.")
    ('Den', '')
    """
    found = [match.group() for match in word_matches(stated)[:2]]
    points = len(found) == 2 and found[0].lower() in words("pointing.txt") and is_finite(found[1])
    return found[0] if points else ""
