"""How follow-ups are worded: what leads them in, pronouns, and the few that can mean one thing only."""

from __future__ import annotations

import re
from typing import NamedTuple

from klyngebot.danish.numerals import CARDINALS

AFTER = "efter"
MARKER = re.compile(
    r"^(?:og|men|så|okay|ok|ja|nå)?[ ,]*(?:så )?(?:hvad (?:m(?:ed|de|e|d)|så(?: med)?)\b|(?:i )?forhold til)?[ ,]*",
    re.IGNORECASE,
)
PRONOUN = re.compile(
    r"\b(?P<own>deres|dens|dets|hans|hendes)\b|\b(?P<it>den|det|de|dem|han|hun|ham|hende)\b", re.IGNORECASE
)
VERB_FIRST = re.compile(
    r"^(?:er|var|har|havde|kan|skal|må|får|fik|blev|bliver|findes|fortæl|sig|beskriv)\b", re.IGNORECASE
)
PREPOSITION = re.compile(r"^(?P<word>i|på|fra|for|til|hos|om|af|med|under|ved)\s+(?P<rest>.+)$", re.IGNORECASE)
YEAR = re.compile(r"\b(?:19|20)\d{2}\b")
NEIGHBOUR_YEAR = re.compile(r"\b(?:året|aaret) (?P<which>efter|før|foer)\b", re.IGNORECASE)
WHY_ONLY = re.compile(r"^(?:og |men )?hvorfor(?: ikke| det| så| det så)?$", re.IGNORECASE)
MORE_ONLY = re.compile(
    r"^(?:(?:og|ok(?:ay)?),? )?(?:(?:kan|vil) du )?(?:lige )?"
    r"(?:uddyb(?:e)?|fortæl(?:le)?(?: mig)?(?: lidt)? mere|sig(?:e)?(?: lidt)? mere|mere|forklar(?:e)?)"
    r"(?: (?:det|dette|om det|om dette|lidt|lige|nærmere|venligst|tak|mere|gerne|her))*$",
    re.IGNORECASE,
)
SMALL_NUMBER = re.compile(r"(?<![\d.,])\d{1,2}(?![\d.,]\d|\d)")
NUMBERED = re.compile(
    r"\b(?:nummer|nr\.?)\s*(?P<number>\d+)\b|^(?:(?P<noun>[a-zæøå]+) )?(?P<bare>\d{1,2})$", re.IGNORECASE
)
NEXT_IN_ROW = re.compile(r"^(?:den|det) (?P<which>næste|følgende|forrige|foregående)$", re.IGNORECASE)
BEFORE_IN_ROW = frozenset(("forrige", "foregående"))
VERSION = re.compile(r"^(?:(?:i|for|bag|med|fra|under) )?(?:version )?(?P<version>\d\.\d)(?:'eren)?$", re.IGNORECASE)
_OF_YEAR = re.compile(r"\b(?P<noun>[\w-]{4,}?)(?:en|et)?(?P<said>,? (?:fra|i|for))? (?:19|20)\d{2}\b(?!-)")
# "er det en klynge?": about what was just spoken of
SUBJECT_PRONOUN = re.compile(
    r"^(?:og |men )?(?:er|var|har|havde|kan|skal|må|får|fik|blev|bliver|hører|gælder) (?:den|det|de|han|hun)\b",
    re.IGNORECASE,
)
# "Hvad er et vækstforum?", "Hvad betyder SMV?": something new
BRINGS_IN = re.compile(r"\b(?:en|et|min|mit|mine|vores)\b|^hvad (?:er|var|betyder|laver|dækker) \w+$", re.IGNORECASE)
_MEANS = re.compile(r"\bjeg (?:mente|mener|tænkte på|tænker på)\b", re.IGNORECASE)
# "hvad går nummer to ud på?": one of a row, and no noun behind that would name it
POINTING_END = re.compile(
    r"\b(?:(?:nummer|nr\.?) (?:\d{1,2}|en|et|to|tre|fire|fem|seks|syv|otte|ni|ti)"
    r"|(?:den|det) (?:foerste|anden|andet|tredje|fjerde|femte|sjette|sidste|midterste))"
    r"(?: (?:ud paa|om|af dem|saa|nu))?$"
)
_COUNTED = re.compile(
    rf"\b(?:de|hvilke) (?P<number>\d{{1,2}}|{'|'.join(CARDINALS)}) (?P<noun>\w{{3,}}(?: \w+er\b)?)", re.IGNORECASE
)
# What is spoken of as known, at the end: "Hvornår udkom rapporten?"
KNOWN_THING = re.compile(
    r"\b(?:hvornår|hvor|hvem|hvad|hvorfor|hvilke[nt]?)\b.* \w{4,}(?:en|et|erne|ene)$", re.IGNORECASE
)
_DENIAL = r"(?:nej|næh?|niks|forkert(?: (?P<noun>\w+))?|ups|undskyld|beklager)"
_MEANT = r"(?:jeg (?:mente|mener|tænkte|tænker)(?: på)?(?: altså| faktisk)?|det var|det er|hvad med|men|altså|i stedet)"
_CORRECTION = re.compile(
    rf"^(?:{_DENIAL}\b[ ,.:!–-]*(?P<denied>))?(?:(?:det er |det var )?ikke (?P<old>[^,]+?)(?:,| men|:| [–-]) *)?"
    rf"(?:{_MEANT}[ ,:]+)*(?P<new>.+?)(?: (?:jeg|vi) (?:mente|mener|tænkte på))?$",
    re.IGNORECASE,
)
_OWNS = re.compile(r"^ (?:har|havde|er der i|var der i|står der i) ")
ROW_LABEL = re.compile(r"^\w+ \d{1,2}:")  # of a sentence that is itself one of a row: "Trin 2: …"
TELLS_ON = re.compile(r"\b(?:fortæl|uddyb|forklar|beskriv|mere om|ud på|handler|indebærer)\b", re.IGNORECASE)
_FROM_YEAR = re.compile(r"^(?:den|det|de) (?:fra|i|for) (?P<year>(?:19|20)\d{2})\b", re.IGNORECASE)
_WORDS = r"[\w»«.:&–-]+(?:\s+[\w»«.:&–-]+){0,5}?"
_PHRASE_ENDS = r"(?=\s(?:om|i|på|fra|for|til|hos|af|med|under|ved|der|som|og)\b|$)"


def phrase_with(preposition: str, text: str) -> re.Match[str] | None:
    """The first phrase of a text that begins with a preposition.

    >>> phrase_with("fra", "Hvor meget kom fra SMV:Digital i 2020").group()
    'fra SMV:Digital'
    """
    return re.search(rf"\b{preposition}\s+{_WORDS}{_PHRASE_ENDS}", text)


class Correction(NamedTuple):
    """What somebody meant instead: `new` in place of `old`, which may be empty; `noun` is what is said to be wrong."""

    old: str
    new: str
    noun: str


def correction(question: str) -> Correction | None:
    """What a follow-up corrects in the question before, if it does.

    >>> correction("nej ikke MADE, MARLOG")
    Correction(old='MADE', new='MARLOG', noun='')
    >>> correction("Hvad koster det?")
    """
    found = _CORRECTION.match(question.strip(" ?.!"))
    if not found or (found["denied"] is None and not found["old"] and not _MEANS.search(question)):
        return None
    return Correction(found["old"] or "", found["new"].strip(" ,"), found["noun"] or "")


def dated(noun: str, new: str) -> str:
    """A thing that is only told by its year, by its noun: "strategi", "den fra 2013"; empty where it is not so told.

    >>> dated("strategi", "den fra 2013")
    'strategien fra 2013'
    """
    year = _FROM_YEAR.match(new)
    return f"{noun}en fra {year['year']}" if year and noun else ""


def of_version(question: str, version: str) -> str:
    """The question for another version of the thing that it tells by its year; empty where it has none.

    >>> of_version("Hvem står bag klyngestrategien fra 2013?", "2.0")
    'Hvem står bag klyngestrategi 2.0?'
    """
    changed = _OF_YEAR.sub(lambda found: f"{found['noun']} {version}", question, count=1)
    return changed if changed != question else ""


class Count(NamedTuple):
    """Where a question counts the things of a row: "de fem indsatsområder" at `start`:`end`."""

    number: int
    noun: str
    start: int
    end: int


def counted(question: str) -> Count | None:
    """The row that a question is about, if it counts its things.

    >>> counted("Hvad er de fem indsatsområder i planen?").noun
    'indsatsområder'
    """
    found = _COUNTED.search(question)
    if not found:
        return None
    number = found["number"].lower()
    return Count(int(CARDINALS.get(number) or number), found["noun"], found.start(), found.end())


def numbered(question: str, count: Count, number: int) -> str:
    """The question for one of a row, by its number.

    >>> row = "Hvilke fem mål har planen?"
    >>> numbered(row, counted(row), 2)
    'Hvad er mål nr. 2 i planen?'
    """
    rest = _OWNS.sub(" i ", question[count.end :])
    return f"Hvad er {count.noun} nr. {number}{rest}"


def why(question: str) -> str:
    """The question for the reason of what another takes for granted."""
    return f"Hvorfor {question[:1].lower()}{question[1:].rstrip(' ?')}?"


def tell_of(thing: str) -> str:
    """The wish to be told of something."""
    return f"Fortæl om {thing}"
