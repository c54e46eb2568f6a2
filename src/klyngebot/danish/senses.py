"""Small words that turn what a sentence says: denials, "kun" and "nogle", first and last, bounds, opposites."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from klyngebot.danish.normalize import fold
from klyngebot.danish.wordlists import lines
from klyngebot.remembering import remembered

REMEMBERED = 20_000
# Over folded text
DENIALS = frozenset(("ikke", "ingen", "intet", "aldrig", "hverken", "uden"))
_DENIES = re.compile(rf"\b(?:{'|'.join(sorted(DENIALS))}|undtagen|undlod|afviste)\b")
_ONLY = re.compile(r"\b(?:kun|eneste|alene|blot|alle|samtlige|altid|udelukkende|hver|hele)\b")
_SOME = re.compile(r"\b(?:nogle|flere|blandt|mange|visse|enkelte|nogen|dele|delvist)\b")
_FIRST = re.compile(r"\b(?:foerst\w*|foer|inden|oprindelig\w*|tidligere)\b")
_LAST = re.compile(r"\b(?:sidst\w*|senere|efter|siden|anden|andet)\b")
_UNCERTAIN = re.compile(
    r"\b(?:hvis|om|medmindre|foer|inden|skulle|skal|vil|ville|kan|kunne|boer|burde|haabe\w*|oenske\w*|forvente\w*|mene\w*"
    r"|foresl\w*|kraev\w*|plan\w*|maal\w*|uenig\w*|forkert|fejl\w*|passer ikke|frem\w* ikke|vent\w*|regne\w* med"
    r"|efter alt at doemme|formentlig|formodentlig|sandsynlig\w*|muligvis|maaske|godtgjort)\b"
)
_OVER = re.compile(r"\b(?:over|mere end|flere end|mindst|godt|minimum)\b")
_UNDER = re.compile(r"\b(?:under|mindre end|faerre end|hoejst|knap|op til|maksimalt|maksimum)\b")


@dataclass(frozen=True, slots=True)
class Sense:
    """What small words a text has: whether it denies, says "only" or "all", "some", first, last, over, under."""

    denies: bool
    only: bool
    some: bool
    first: bool
    last: bool
    over: bool
    under: bool


@remembered(REMEMBERED)
def sense(text: str) -> Sense:
    """The sense of a text.

    >>> sense("Mindst 50 virksomheder var ikke med.").denies, sense("Mindst 50 virksomheder var med.").over
    (True, True)
    """
    folded = fold(text)
    patterns = (_DENIES, _ONLY, _SOME, _FIRST, _LAST, _OVER, _UNDER)
    return Sense(*(bool(pattern.search(folded)) for pattern in patterns))


def says_it_happened(before: str) -> bool:
    """Whether the folded words before a clause leave it a fact: no condition, doubt, plan or other's opinion.

    >>> says_it_happened("annette vilhelmsen var minister da"), says_it_happened("klyngen haabede at")
    (True, False)
    """
    return not _UNCERTAIN.search(before)


@lru_cache(maxsize=1)
def _opposites() -> tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]:
    pairs = (line.split(":") for line in lines("opposites.txt"))
    return tuple((_beginning(one), _beginning(other)) for one, other in pairs)


def _beginning(words: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(words.split())})")


@remembered(REMEMBERED)
def _sides(text: str) -> tuple[tuple[bool, bool], ...]:
    folded = fold(text)
    return tuple((bool(one.search(folded)), bool(other.search(folded))) for one, other in _opposites())


def say_opposites(one: str, other: str) -> bool:
    """Whether one text has a word and the other only its opposite.

    >>> say_opposites("Klyngen blev oprettet i 2014", "Klyngen blev nedlagt i 2014")
    True
    """
    pairs = zip(_sides(one), _sides(other), strict=True)
    return any((a and d and not c and not b) or (b and c and not d and not a) for (a, b), (c, d) in pairs)
