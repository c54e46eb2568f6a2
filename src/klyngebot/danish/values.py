"""What a text states that can be compared exactly: years, amounts and counts, persons, places, roles."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from klyngebot.danish.analyzer import stem, stopwords
from klyngebot.danish.clauses import clause_around, is_of_the_asker
from klyngebot.danish.dates import MONTHS, years_within
from klyngebot.danish.normalize import clean, fold
from klyngebot.danish.numerals import CARDINALS
from klyngebot.danish.wordlists import words
from klyngebot.remembering import remembered

REMEMBERED = 20_000
MEASURES = frozenset(("kr", "euro", "procent", "procentpoint"))  # units that count no nouns
STAFF = stem("ansatte")  # the unit of how many work somewhere
# Units of what there is another number of every year
CHANGING = frozenset(
    map(stem, ("klynger", "medlemmer", "virksomheder", "netvaerk", "deltagere", "partnere", "startups"))
)
_DIGITS = r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:,\d+)?"
SCALES = {"tusind": 1e3, "tusinde": 1e3, "mio": 1e6, "million": 1e6, "millioner": 1e6, "mia": 1e9} | {
    "milliard": 1e9,
    "milliarder": 1e9,
}
MEASURE_WORDS = {"kr": "kr", "kroner": "kr", "krone": "kr", "dkk": "kr", "euro": "euro", "eur": "euro"} | {
    "procent": "procent",
    "pct": "procent",
    "%": "procent",
    "procentpoint": "procentpoint",
}
_YEAR = re.compile(r"(?<![\d.,])(?:19|20)\d{2}(?!\d|[.,]\d)")
_AMOUNT = re.compile(
    rf"(?<![\w.,/-])(?P<number>{_DIGITS}|(?:{'|'.join(CARDINALS)})(?![\w-]))"
    rf"(?:\s*(?P<scale>{'|'.join(SCALES)})\b\.?)?"
    r"(?=\s*(?P<unit>%|[a-zæøåA-ZÆØÅ][\wæøåé'-]*)?(?P<after>(?:\s+[\wæøåé-]+){0,2}))",
    re.IGNORECASE,
)
_PERSON = re.compile(
    r"(?<![\w-])[A-ZÆØÅ][a-zæøåé]+(?:-[A-ZÆØÅ][a-zæøåé]+)?(?: (?:van|von|de))?"
    r"(?: [A-ZÆØÅ][a-zæøåé]+(?:-[A-ZÆØÅ][a-zæøåé]+)*)+"
)
_NO_PERSON = re.compile(
    r"\b(?:Cluster|Denmark|Danmark|Danish|Danske|Dansk|Life|Science|Food|Bio|Odense|Robotics|Vision|Copenhagen|Fintech|"
    r"Sound|Energy|Lifestyle|Design|Build|Network|Innovation|Center|Centre|Award|Region|Regioner|Excellence|House|"
    r"Kommune|Universitet|Institut|Ministeriet|Fond|Fonden|Horizon|Europe|European|Nordic|Week|Business|Research)\w*\b"
)
# Not "Odense Robotics", and not "Danmarks"
_PLACE = re.compile(r"(?<![\w-])[A-ZÆØÅ][a-zæøå]+(?![\w-])(?! (?:[A-ZÆØÅ]|& ))")
_ROLE = re.compile(
    r"\b(?P<role>(?:\w{1,40}(?:-, |- og |, | og )){0,4}\w*minister(?:en)?|\w*(?:formand|direktør)(?:en)?)\b",
    re.IGNORECASE,
)


class ValueKind(StrEnum):
    """What sort of thing is stated."""

    YEAR = "year"
    AMOUNT = "amount"
    PERSON = "person"
    PLACE = "place"
    ROLE = "role"


@dataclass(frozen=True, slots=True)
class Value:
    """Something stated, as `written` at `start`:`end`, and in a form that compares.

    `key` is the same for values that say the same; `unit` is what an amount is of ("kr", "procent", the stem of a
    counted noun), empty for other kinds. `stems` are those of the words as written.
    """

    kind: ValueKind
    written: str
    key: str
    start: int
    end: int
    unit: str = ""

    @property
    def stems(self) -> frozenset[str]:
        """Stems of the words as written."""
        return frozenset(stem(fold(word)) for word in re.findall(r"[\wæøåé]+", self.written))


@lru_cache(maxsize=1)
def _places() -> frozenset[str]:
    return frozenset(stem(fold(word)) for word in words("places.txt"))


def is_place(word: str) -> bool:
    """Whether a word is the name of a Danish town, municipality or region.

    >>> is_place("skanderborg"), is_place("klynge"), is_place("")
    (True, False, False)
    """
    return stem(fold(word)) in _places()


@remembered(REMEMBERED)
def values(text: str) -> tuple[Value, ...]:
    """What a text states, in reading order.

    >>> [(value.kind.value, value.key, value.unit) for value in values("MADE fik 12 mio. kr. i 2014.")]
    [('amount', '12000000', 'kr'), ('year', '2014', '')]
    """
    cleaned = clean(text)
    found = [
        Value(ValueKind.YEAR, match.group(), match.group(), match.start(), match.end())
        for match in _YEAR.finditer(cleaned)
    ]
    found.extend(value for match in _AMOUNT.finditer(cleaned) if (value := _amount(match)))
    found.extend(_persons(_ROLE.sub(lambda role: role.group().lower(), cleaned)))
    found.extend(
        _plain(ValueKind.PLACE, match.group(), match.start())
        for match in _PLACE.finditer(cleaned)
        if is_place(match.group())
    )
    found.extend(_plain(ValueKind.ROLE, match["role"], match.start("role")) for match in _ROLE.finditer(cleaned))
    return tuple(sorted(found, key=lambda value: (value.start, value.end)))


def _persons(text: str) -> Iterator[Value]:
    """Persons' names of at least two words, without what only has its capital from the sentence's beginning."""
    for match in _PERSON.finditer(text):
        first, _, rest = match.group().partition(" ")
        written = rest if fold(first) in stopwords() else match.group()
        if " " in written and not _NO_PERSON.search(written):
            yield _plain(ValueKind.PERSON, written, match.end() - len(written))


def _plain(kind: ValueKind, written: str, start: int) -> Value:
    key = " ".join(stem(fold(word)) for word in re.findall(r"[\wæøåé]+", written))
    return Value(kind, written, key, start, start + len(written))


def _amount(match: re.Match[str]) -> Value | None:
    number, scale, unit = match["number"].lower(), (match["scale"] or "").lower(), (match["unit"] or "").lower()
    value = float(CARDINALS.get(number) or number.replace(".", "").replace(",", "."))
    if not scale and not unit and number.isdigit() and _YEAR.fullmatch(number):
        return None
    value *= SCALES.get(scale, 1.0)
    own = MEASURE_WORDS.get(unit) or counted(unit, match["after"] or "")
    if fold(unit) in MONTHS or (not own and not scale):
        return None
    if _YEAR.fullmatch(number) and own not in ("kr", "euro"):
        return None
    end = match.end("unit") if own else match.end()
    return Value(
        ValueKind.AMOUNT,
        match.string[match.start() : end],
        f"{value:g}" if value < 1e6 else f"{value:.0f}",
        match.start(),
        end,
        own,
    )


def counted(unit: str, after: str) -> str:
    """The stem of the noun that a number counts; empty where it counts none.

    Args:
        unit: the word behind the number.
        after: up to two words behind that; the noun is the last of all before a stop word.
    """
    if not unit or fold(unit) in stopwords():
        return ""
    noun = unit
    for word in after.split():
        if fold(word) in stopwords() or fold(noun).endswith(("er", "erne", "r")) or word[0].isupper():
            break
        noun = word
    return stem(fold(noun))


def says_same(one: Value, other: Value) -> bool:
    """Whether two values say the same."""
    return one.kind is other.kind and one.key == other.key and one.unit == other.unit


def of_others(text: str) -> list[Value]:
    """What a question states, less what it tells of whoever asks ("vi er 40 ansatte")."""
    return [value for value in values(text) if not is_of_the_asker(clause_around(text, value.start, value.end))]


def has_value(text: str, value: Value) -> bool:
    """Whether a text states a value; what is counted may go by another noun, and a year may lie within a span.

    >>> has_value("Klyngeprogrammet 2021-2024", values("i 2022")[0])
    True
    """
    told = values(text)
    if any(says_same(value, own) for own in told):
        return True
    if value.kind is ValueKind.YEAR:
        return int(value.key) in years_within(text)
    if value.kind is ValueKind.AMOUNT and value.unit not in MEASURES:
        return any(own.kind is ValueKind.AMOUNT and own.key == value.key for own in told)
    if value.kind is ValueKind.ROLE:
        return all(part in fold(text) for part in value.key.split())
    return value.kind in (ValueKind.PERSON, ValueKind.PLACE) and fold(value.written) in fold(text)


def same_sort(one: Value, other: Value) -> bool:
    """Whether the other could stand where the one does: the same kind, of the same unit, yet another value."""
    return one.kind is other.kind and one.unit == other.unit and one.key != other.key


def is_minister(value: Value) -> bool:
    """Whether it is the office of a minister."""
    return value.kind is ValueKind.ROLE and "minister" in fold(value.written)
