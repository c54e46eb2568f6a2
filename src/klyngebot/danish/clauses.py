"""Clauses of a question, and what they are about: the asker, a place, a home."""

from __future__ import annotations

import re

_CLAUSE_ENDS = re.compile(
    r"[,;:–?!.](?=\s|$)|\b(?:da|når|(?<!sent )(?<!tidligt )som|der|at|mens|selvom|hvis|fordi|efter at|før|inden)\b",
    re.IGNORECASE,
)
_OF_THE_ASKER = re.compile(
    r"\b(?:vi|vores|os|min|mit|mine)\b|\bjeg (?:bor|er|har|driver|arbejder|kommer|hørte|laver)\b", re.IGNORECASE
)
_OF_A_FIRM = re.compile(r"\b(?:virksomhed\w*|firma\w*|producent\w*|smv|iværksætter\w*|startup\w*)\b", re.IGNORECASE)
_BOUND = re.compile(r"\b(?:før|efter|siden|inden|indtil|til|mellem|og|mod) $", re.IGNORECASE)
_TURNS = re.compile(
    r",? (?:mens|hvorimod|men|fordi|da|dengang|så|hvor|hvis|selv om|selvom) |; | – "
    r"|, (?:og|der|som|hvis|hvilket|en|et) "
)
_AT_THE_TIME = re.compile(r", (?:da|dengang|efter at|før|inden|mens) ", re.IGNORECASE)
_TAX_TERMS = re.compile(r"\b(?:ekskl|inkl|eksklusive|inklusive)\.? moms\b")
_AT_HOME = re.compile(
    r"\b(?:hovedsæde|hovedkontor|sekretariat|kontor|hjemme|havne\w*|ligge\w*|holde\w* til|placere\w*|flytte\w*)\b",
    re.IGNORECASE,
)
_OFFICE = re.compile(r"\b(?:kontor\w*|ligger|afdeling\w*|holder til|repræsenteret)\b", re.IGNORECASE)
_HEAD_OFFICE = re.compile(r"\bhoved(?:sæde\w*|kontor\w*|kvarter\w*)\b", re.IGNORECASE)
_ASKS_WHERE = re.compile(
    r"\bhvor(?! (?:mange|meget|længe|stor|høj))\b|\bhvilke[nt]? (?:by|byer|sted|steder)\b", re.IGNORECASE
)


def clause_around(text: str, start: int, end: int) -> str:
    """The clause in which a span of a text stands.

    >>> clause_around("Hvem stod bag, da MADE blev stiftet i 2014?", 38, 42)
    ' MADE blev stiftet i 2014'
    """
    begins = max((match.end() for match in _CLAUSE_ENDS.finditer(text) if match.end() <= start), default=0)
    ends = min((match.start() for match in _CLAUSE_ENDS.finditer(text) if match.start() >= end), default=len(text))
    return text[begins:ends]


def is_of_the_asker(clause: str) -> bool:
    """Whether a clause tells of whoever asks ("vi er 40 ansatte")."""
    return bool(_OF_THE_ASKER.search(clause))


def is_of_a_firm(question: str) -> bool:
    """Whether a question is asked by a firm, or about one that is not named.

    >>> is_of_a_firm("Må min virksomhed være med i to klynger?"), is_of_a_firm("Hvornår udkom strategien?")
    (True, False)
    """
    return is_of_the_asker(question) or bool(_OF_A_FIRM.search(question))


def main_clause(question: str) -> str:
    """A question without what it adds behind a comma about when something was.

    >>> main_clause("Hvor mange var med i 2019, da klyngen fik guld?")
    'Hvor mange var med i 2019'
    """
    return _AT_THE_TIME.split(question)[0] or question


def first_clause(sentence: str) -> str:
    """A sentence up to where it tells of something else: of another thing, another time, or a reason.

    >>> first_clause("Ministeren udpeger klyngerne, mens bestyrelsen udpeger områderne.")
    'Ministeren udpeger klyngerne'
    """
    return _TURNS.split(sentence)[0]


def is_bound(text: str, start: int) -> bool:
    """Whether the year that begins there bounds a time ("før 2018") and is not when something was.

    >>> is_bound("Hvem bestemte før 2018?", 18), is_bound("Hvem bestemte i 2018?", 16)
    (True, False)
    """
    return bool(_BOUND.search(text[:start]))


def tells_home(text: str) -> bool:
    """Whether a text tells where somebody is at home."""
    return bool(_AT_HOME.search(text))


def tells_office(text: str) -> bool:
    """Whether a text tells where somebody has an office, or is to be found."""
    return bool(_OFFICE.search(text))


def tells_head_office(text: str) -> bool:
    """Whether a text tells where somebody has the one head office."""
    return bool(_HEAD_OFFICE.search(text))


def asks_where(question: str) -> bool:
    """Whether a question asks for a place."""
    return bool(_ASKS_WHERE.search(question))


def without_tax_terms(text: str) -> str:
    """The text without "ekskl. moms": a price that says so tells nothing of tax.

    >>> without_tax_terms("3.000 kr. ekskl. moms om året")
    '3.000 kr.  om året'
    """
    return _TAX_TERMS.sub("", text)
