"""Amounts, counts and shares as intervals: "knap 6.000", "mindst 50", "mellem 3 og 5 mio. kr.", "to tredjedele".

An interval is what makes two statements comparable: what a source gives lies within what is claimed, outside of it, or
neither.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace
from enum import StrEnum

from klyngebot.danish.analyzer import stem, stopwords
from klyngebot.danish.dates import MONTHS
from klyngebot.danish.normalize import clean, fold
from klyngebot.danish.numerals import CARDINALS
from klyngebot.danish.values import MEASURE_WORDS, SCALES, counted
from klyngebot.remembering import remembered

REMEMBERED = 20_000
ROUGHLY = 0.1  # how far "knap", "godt" and "cirka" reach, as a share of the number
FRACTION_SLACK = 1.0  # percent by which a share may differ from a fraction in words
SMALLEST_ROUND = 0.005  # how far apart two ways to write the same share may be
_DIGITS = r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:,\d+)?"
_SPELLED = {
    **CARDINALS,
    "nul": 0,
    "én": 1,
    "ét": 1,
    "halvanden": 1.5,
    "halvandet": 1.5,
    "dusin": 12,
    "hundrede": 100,
    "hundred": 100,
}
_SCALES = SCALES | {"tusindvis": 1e3, "mill": 1e6, "hundrede": 1e2, "hundred": 1e2, "dusin": 12}
_FRACTIONS = {"halv": 0.5, "halvt": 0.5, "kvart": 0.25, "trekvart": 0.75}
_MEASURE_WORDS = MEASURE_WORDS | {"€": "euro", "pp": "procentpoint"}
_PARTS = {
    "halvdelen": 50.0,
    "halvdel": 50.0,
    "en tredjedel": 100 / 3,
    "hver tredje": 100 / 3,
    "to tredjedele": 200 / 3,
    "en fjerdedel": 25.0,
    "hver fjerde": 25.0,
    "tre fjerdedele": 75.0,
    "tre ud af fire": 75.0,
    "en femtedel": 20.0,
    "hver femte": 20.0,
    "to femtedele": 40.0,
    "tre femtedele": 60.0,
    "fire femtedele": 80.0,
    "fire ud af fem": 80.0,
    "hver anden": 50.0,
    "en tiendedel": 10.0,
    "hver tiende": 10.0,
    "ni ud af ti": 90.0,
}
_ONES = ("en", "et")
# An article elsewhere
_ONE = rf"(?:{'|'.join(_ONES)})(?=\s+(?:måneds?|uges?|dags?|gang|stemme|times?)\b)"
_NUMBER = rf"(?:{_DIGITS}|(?:{'|'.join(sorted(_SPELLED, key=len, reverse=True))})(?![\w-])|{_ONE})"
_SCALE = rf"(?:{'|'.join(sorted(_SCALES, key=len, reverse=True))})\b\.?"
_UNIT = r"%|€|[a-zæøåA-ZÆØÅ][\wæøåé'-]*"
_QUANTITY = re.compile(
    rf"(?<![\w.,/-])(?:(?:(?P<whole>{_NUMBER})\s+og\s+)?(?:en|et)\s+(?P<fraction>{'|'.join(_FRACTIONS)})\s+(?P<fraction_scale>{_SCALE})"
    rf"|(?P<part>{'|'.join(sorted(_PARTS, key=len, reverse=True))})\b"
    rf"|(?:(?:en|én|et)\s+(?P<one_scale>million|milliard)\b)"
    rf"|(?P<low>{_NUMBER})(?:\s*(?P<low_scale>{_SCALE}))?(?:\s*(?P<low_unit>kr|kroner|euro|procent|pct|%)\.?)?"
    rf"\s*(?:-|–|\btil\b|(?<=\d)\s+og(?=\s+\d))\s*(?P<high>{_NUMBER})(?:\s*(?P<high_scale>{_SCALE}))?"
    rf"|(?P<number>{_NUMBER})(?:\s*(?P<scale>{_SCALE}))?)"
    rf"(?=\s*(?P<unit>{_UNIT})?\.?(?P<after>(?:\s+[\wæøåé-]+){{0,2}}))",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:19|20)\d{2}")
_DENIAL = r"(?:ikke|aldrig|ingen|intet)"
_QUALIFIED = (
    (re.compile(rf"\b{_DENIAL}\s+(?:\w+\s+){{0,4}}(?:over|overstige|mere end|flere end)\s+$"), "at most"),
    (re.compile(rf"\b{_DENIAL}\s+(?:\w+\s+){{0,4}}(?:under|mindre end|færre end)\s+$"), "at least"),
    (re.compile(r"\b(?:råd\w+|fordel\w+|spred\w+|dispon\w+)\s+over\s+$"), ""),
    (
        re.compile(r"\b(?:over|overst(?:eg|ige|iger|iget)|mere end|flere end|højere end|større end|længere end)\s+$"),
        "over",
    ),
    (re.compile(r"\b(?:mindst|minimum|i det mindste|ikke under|fra|mindste)\s+$"), "at least"),
    (re.compile(r"\b(?:under|mindre end|færre end|lavere end)\s+$"), "under"),
    (re.compile(r"\b(?:højst|højest|maksimalt|maks\.?|max\.?|op til|op imod|indtil)\s+$"), "at most"),
    (re.compile(r"\b(?:knap|knapt|næsten|lige under|tæt på)\s+$"), "just under"),
    (re.compile(r"\b(?:godt|lidt over|lige over|små)\s+$"), "just over"),
    (re.compile(r"\b(?:cirka|ca\.|omkring|omtrent|rundt regnet|rundt|omtrentlig|nogenlunde)\s+$"), "about"),
)
# "Mere end 92.000 kr. kunne man ikke få"
_CANNOT = re.compile(
    rf"^[\W\w]{{0,12}}?\b(?:kan|kunne|må|måtte) (?:man|en|et|de|den|det|ingen|\w+en|\w+et|\w+er)\b"
    rf"[^.;:]{{0,60}}\b{_DENIAL}\b"
)
# "over to år" may say for how long; "i over to år" says more than two
_MAY_LAST = re.compile(r"(?<!\bi )\bover\s+$")
_LASTING = frozenset(
    stem(fold(word)) for word in ("år", "måneder", "uger", "dage", "timer")
)  # "over to år" may be for how long
_BEHIND = (
    (re.compile(r"^\W{0,2}(?:\w+\W{1,2}){0,3}(?:eller|og) (?:mere|flere|derover|over|opefter)\b"), "at least"),
    (re.compile(r"^\W{0,2}(?:\w+\W{1,2}){0,3}(?:eller|og) (?:mindre|færre|derunder|under)\b"), "at most"),
)
_OF_MORE = re.compile(
    rf"\s+(?:ud )?af (?:(?:de|alle|landets|sine|i alt)\s+)?(?:{_NUMBER}\s+)?([a-zæøå]{{3,}}[\wæøå-]*)", re.IGNORECASE
)
_NONE = re.compile(r"\b(?:ingen|intet|nul)\s+([a-zæøå][\wæøå-]*)", re.IGNORECASE)


class Relation(StrEnum):
    """How what a source gives stands to what is claimed."""

    WITHIN = "within"  # whatever the source means, the claim holds
    OUTSIDE = "outside"  # both cannot be
    OPEN = "open"  # the one is less exact than the other


@dataclass(frozen=True, slots=True)
class Quantity:
    """Between `low` and `high` (ends included unless `open`) of `unit`, as `written` at `start`:`end`.

    `unit` is "kr", "euro", "procent", "procentpoint" or the stem of the counted noun, empty where there is none.
    `is_bounded` is whether a word such as "mindst" makes an interval of the number, `is_fraction` whether it is written
    as one ("to tredjedele"), `is_partitive` whether it is a number of a larger one ("to af de otte ministerier").
    """

    low: float
    high: float
    unit: str
    written: str
    start: int
    end: int
    open_low: bool = False
    open_high: bool = False
    is_bounded: bool = False
    is_fraction: bool = False
    is_partitive: bool = False

    @property
    def is_cap(self) -> bool:
        """Whether it is an upper bound alone."""
        return self.low == -math.inf

    @property
    def is_floor(self) -> bool:
        """Whether it is a lower bound alone."""
        return self.high == math.inf

    def relation(self, told: Quantity) -> Relation:
        """How the quantity that a source tells stands to this one, which is claimed; the units are not compared.

        Two upper bounds hold only where they are the same: who says "op til 140", says that 140 can be had.
        """
        slack = SMALLEST_ROUND * max(abs(self.low), 1.0) if math.isfinite(self.low) else SMALLEST_ROUND
        if self.is_fraction or told.is_fraction:
            slack = FRACTION_SLACK
        low_kept = told.low > self.low or (told.low >= self.low - slack and (told.open_low or not self.open_low))
        high_kept = told.high < self.high or (told.high <= self.high + slack and (told.open_high or not self.open_high))
        if self.is_cap and told.is_cap:
            return Relation.WITHIN if abs(self.high - told.high) <= slack else Relation.OUTSIDE
        if self.is_floor and told.is_floor and told.low < self.low - slack:
            return Relation.OUTSIDE
        if low_kept and high_kept:
            return Relation.WITHIN
        if _apart(told, self, slack) or _apart(self, told, slack):
            return Relation.OUTSIDE
        return Relation.OPEN


def _apart(below: Quantity, above: Quantity, slack: float) -> bool:
    """Whether the first ends before the second begins."""
    if below.high < above.low - slack:
        return True
    return below.high <= above.low and (below.open_high or above.open_low)


@remembered(REMEMBERED)
def quantities(text: str) -> tuple[Quantity, ...]:
    """The quantities of a text in reading order; years, dates and numbers that only name something are none.

    >>> [(own.low, own.high, own.unit) for own in quantities("Knap 6.000 virksomheder fik højst 3 mio. kr.")]
    [(5400.0, 6000.0, 'virksom'), (-inf, 3000000.0, 'kr')]
    >>> [(own.low, own.high) for own in quantities("mellem 50.000 kr. og 1,5 mio. kr.")]
    [(50000.0, 50000.0), (1500000.0, 1500000.0)]
    """
    cleaned = clean(text)
    found = [own for match in _QUANTITY.finditer(cleaned) if (own := _quantity(match))]
    found.extend(
        Quantity(0, 0, stem(fold(match[1])), match.group(), match.start(), match.end())
        for match in _NONE.finditer(cleaned)
        if fold(match[1]) not in stopwords()
    )
    return tuple(sorted(found, key=lambda own: own.start))


def _quantity(match: re.Match[str]) -> Quantity | None:
    text = match.string
    unit = match["unit"] or ""
    measure = _MEASURE_WORDS.get(unit.lower().rstrip("."), "") or _MEASURE_WORDS.get(
        (match["low_unit"] or "").lower(), ""
    )
    end = match.end("unit") if unit and (measure or not match["part"]) else match.end()
    if match["part"]:
        share = _PARTS[match["part"].lower()]
        return replace(_bounded(text, match.start(), match.end("part"), share, share, "procent"), is_fraction=True)
    if match["fraction"]:
        whole = _number(match["whole"]) if match["whole"] else 0.0
        number = (whole + _FRACTIONS[match["fraction"].lower()]) * _scaled(match["fraction_scale"])
        return _bounded(text, match.start(), end, number, number, measure or _counted(match))
    if match["one_scale"]:
        number = _scaled(match["one_scale"])
        return _bounded(text, match.start(), end, number, number, measure or _counted(match))
    if match["low"]:
        high_scale = _scaled(match["high_scale"])
        low_scale = _scaled(match["low_scale"]) if match["low_scale"] or match["low_unit"] else high_scale
        low, high = _number(match["low"]) * low_scale, _number(match["high"]) * high_scale
        named = measure or _counted(match)
        if low >= high or not named or (_is_year(match["low"]) and not measure):
            return None
        return Quantity(low, high, named, text[match.start() : end], match.start(), end)
    scaled = bool(match["scale"])
    own = measure or _counted(match)
    if fold(unit) in MONTHS or not (own or scaled) or (not scaled and not measure and _is_year(match["number"])):
        return None
    number = _number(match["number"]) * _scaled(match["scale"])
    found = _bounded(text, match.start(), end, number, number, own)
    return replace(found, is_partitive=bool(_OF_MORE.match(text, match.end())))


def _number(written: str) -> float:
    spelled = 1 if written.lower() in _ONES else _SPELLED.get(written.lower())
    return float(spelled) if spelled is not None else float(written.replace(".", "").replace(",", "."))


def _scaled(written: str | None) -> float:
    return _SCALES[written.lower().rstrip(".")] if written else 1.0


def _is_year(written: str) -> bool:
    return bool(_YEAR.fullmatch(written))


def _counted(match: re.Match[str]) -> str:
    """The stem of the noun that is counted: the last of the next words before a stop word."""
    unit = match["unit"] or ""
    of_more = _OF_MORE.match(match.string, match.end())
    if of_more:
        return stem(fold(of_more[1]))
    if not unit or fold(unit) in stopwords() or fold(unit) in MONTHS:
        return ""
    return counted(unit, match["after"] or "")


def _bounded(text: str, start: int, end: int, low: float, high: float, unit: str) -> Quantity:
    kind = _bound(text[max(0, start - 60) : start].lower(), text[end : end + 90].lower(), unit)
    reach = ROUGHLY * abs(high)
    bounds = {
        "over": (low, math.inf, True, False),
        "at least": (low, math.inf, False, False),
        "under": (-math.inf, high, False, True),
        "at most": (-math.inf, high, False, False),
        "just under": (low - reach, high, False, True),
        "just over": (low, high + reach, True, False),
        "about": (low - reach, high + reach, False, False),
    }
    first, last, open_low, open_high = bounds.get(kind, (low, high, False, False))
    return Quantity(first, last, unit, text[start:end], start, end, open_low, open_high, bool(kind))


def _bound(before: str, behind: str, unit: str) -> str:
    """What the words around a number make of it, in lower case: "over", "at most" and their like; empty for none."""
    kind = next((kind for pattern, kind in _QUALIFIED if pattern.search(before)), None)
    if kind is None:
        return next((kind for pattern, kind in _BEHIND if pattern.search(behind)), "")
    if kind == "over" and unit in _LASTING and _MAY_LAST.search(before):
        return ""
    if _CANNOT.match(behind):
        return {"over": "at most", "under": "at least"}.get(kind, kind)
    return kind
