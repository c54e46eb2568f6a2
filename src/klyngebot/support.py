"""How far evidence carries a sentence: one deterministic answer for generated answers and, later, for claims.

A sentence is carried where the evidence has all of it: every number as the sentence uses it (with its unit, and with
its "over" or "under"), every name, every content word in one form or another, and where it denies, demands and
compares as the evidence does. Words in a bag have no roles: "A støtter B" and "B støtter A" are the same to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from klyngebot.danish.analyzer import stem, stopwords, tokens
from klyngebot.danish.dates import MONTHS
from klyngebot.danish.names import names
from klyngebot.danish.normalize import fold
from klyngebot.danish.senses import DENIALS
from klyngebot.remembering import remembered

# Smallest share of content stems that the evidence must have. On the "choose" half of tests/gold/support_pairs.jsonl
# 0.8 lets three of 27 false sentences through, 0.9 one and 1.0 none, and none drops a true one; tests/test_support.py
# measures the other half.
THRESHOLD = 1.0

REMEMBERED = 20_000
LONGEST = 1000  # characters of a sentence; the corpus has none of half that length

# What running text is written with: Latin letters, ASCII digits, common marks. Brackets of markup, asterisks, other
# scripts and control characters need no rule of their own.
_PLAIN = re.compile(r"[A-Za-z\u00c0-\u024f0-9 \n.,;:!?'’\"»«”“„()/%&+§€$–—…°·-]+")
_ADDRESS = re.compile(
    r"//|\bwww\b|&#?\w+;|\b(?:https?|ftp|file|data|javascript|vbscript|mailto|tel)\s*:"
    r"|(?<=[\w-])\.(?!(?:eks|fl|lign)\b)[^\W\d_]{2,}",  # "made.dk", and not "f.eks."
    re.IGNORECASE,
)


def _words(line: str) -> frozenset[str]:
    return frozenset(line.split())


def _table(*rows: str) -> dict[str, str]:
    """Each word with the first word of its row."""
    return {word: row.split()[0] for row in rows for word in row.split()}


# The word sets below are of folded words: "højst" is "hoejst".
_OPPOSITES = (
    (_words("skal skulle"), _words("kan kunne")),
    (_words("alle"), _words("nogle enkelte flere mange fleste")),
    (_words("mere flere"), _words("mindre faerre")),
    (_words("foer inden"), _words("efter siden")),
)
# Words that join what the evidence says without saying anything of their own.
_LIGHT = _words(
    "blandt sammen desuden derudover endvidere nemlig henholdsvis saaledes ligger laa ligge staar stod staa "
    "bestaar bestod bestaa svarer svarede drejer drejede"
)
_FIGURE_TOKEN = re.compile(r"\d+(?:\.\d{3})*(?:,\d+)?|[a-z]+|%")
_PHRASES = (
    (re.compile(r"\b(?:mere|flere) end\b"), "over"),
    (re.compile(r"\b(?:mindre|faerre) end\b"), "under"),
    (re.compile(r"\b(?:op til|maksimalt)\b"), "hoejst"),
)
_QUALIFIERS = _words("over under mindst hoejst knap foer efter inden")
_NUMBER_WORDS = _table(
    *("2 to", "3 tre", "4 fire", "5 fem", "6 seks", "7 syv", "8 otte", "9 ni", "10 ti", "11 elleve", "12 tolv"),
    *("13 tretten", "14 fjorten", "15 femten", "16 seksten", "17 sytten", "18 atten", "19 nitten", "20 tyve"),
    *("30 tredive", "40 fyrre", "50 halvtreds", "60 tres", "80 firs", "100 hundrede"),
)
_CURRENCIES = _table("kr krone kroner dkk", "euro eur")
_UNITS = _CURRENCIES | _table(
    *("million mio millioner", "milliard mia milliarder", "tusind tusinde", "procent pct %", "procentpoint"), *MONTHS
)
_SHORTEST_STEM = 4  # letters of a stem that may lack an ending that another has
_LONGEST_ENDING = 3  # letters of that ending
_SHORTEST_PART = 5  # letters of a stem that may be part of a compound


@dataclass(frozen=True, slots=True)
class Support:
    """How far evidence carries a sentence.

    `score` is the share of the sentence's content stems that the evidence has, 0..1. `missing_numbers` and
    `missing_names` are what the evidence lacks. `plain` is whether the sentence is running text without address or
    markup, `sense_kept` whether it denies, demands and compares as the evidence does.
    """

    score: float
    missing_numbers: tuple[str, ...] = ()
    missing_names: tuple[str, ...] = ()
    plain: bool = True
    sense_kept: bool = True

    @property
    def carried(self) -> bool:
        """Whether the sentence may be shown as what the evidence says."""
        nothing_missing = not self.missing_numbers and not self.missing_names
        return self.plain and self.sense_kept and nothing_missing and self.score >= THRESHOLD


def assess(sentence: str, evidence: str | Sequence[str]) -> Support:
    """How far the evidence, taken together, carries the sentence."""
    if not is_plain(sentence):
        return Support(0.0, plain=False)
    known = evidence if isinstance(evidence, str) else "\n".join(evidence)
    said, told = _tokens(sentence), _tokens(known)
    known_stems = frozenset(map(stem, told))
    wanted = {stem(word) for word in said if _has_content(word)}
    covered = sum(_has(known_stems, word) for word in wanted)
    return Support(
        score=covered / len(wanted) if wanted else 0.0,
        missing_numbers=_missing_numbers(_figures(sentence), _figures(known)),
        missing_names=tuple(dict.fromkeys(_missing_names(sentence, known, known_stems))),
        sense_kept=_keeps_sense(frozenset(said), frozenset(told)),
    )


@remembered(REMEMBERED)
def is_plain(sentence: str) -> bool:
    """Whether a sentence is running text of a sane length: nothing in it is, or looks like, an address or markup."""
    return len(sentence) <= LONGEST and bool(_PLAIN.fullmatch(sentence)) and not _ADDRESS.search(sentence)


@remembered(REMEMBERED)
def _tokens(text: str) -> tuple[str, ...]:
    return tuple(tokens(text))


def _keeps_sense(said: frozenset[str], told: frozenset[str]) -> bool:
    if DENIALS.isdisjoint(said) != DENIALS.isdisjoint(told):
        return False
    sides = (*_OPPOSITES, *((second, first) for first, second in _OPPOSITES))
    return not any(said & side and told & other and not told & side for side, other in sides)


def _has_content(word: str) -> bool:
    """Whether a word is judged as a word; numbers and units are judged as figures."""
    is_figure = word[0].isdigit() or word in _NUMBER_WORDS or word in _UNITS
    return not is_figure and word not in stopwords() and word not in _LIGHT


def _has(known: frozenset[str], wanted: str) -> bool:
    """Whether a stem is known: as it is, with another ending, or as a part of a known compound."""
    return wanted in known or any(_same_word(wanted, other) or _part_of(wanted, other) for other in known)


def _same_word(one: str, other: str) -> bool:
    """Whether two stems differ only in what the stemmer left of an ending: "godk" and "godkend"."""
    short, long = sorted((one, other), key=len)
    return len(short) >= _SHORTEST_STEM and long.startswith(short) and len(long) - len(short) <= _LONGEST_ENDING


def _part_of(part: str, compound: str) -> bool:
    return len(part) >= _SHORTEST_PART and (compound.startswith(part) or compound.endswith(part))


def _missing_names(sentence: str, known: str, known_stems: frozenset[str]) -> Iterator[str]:
    """Names that the evidence lacks. The first word counts too: its capital does not tell whether it is one."""
    known_names = frozenset(names(known))
    for name in names(sentence):
        if name not in known_names and not all(stem(part) in known_stems for part in tokens(name)):
            yield name
    for word in tokens(sentence)[:1]:
        if _has_content(word) and not _has(known_stems, stem(word)):
            yield stem(word)


@dataclass(frozen=True, slots=True)
class _Figures:
    """The numbers of a text: as amounts ("over 250", "160 million", "27 maj"), and by the noun that they count."""

    amounts: frozenset[str]
    counts: Mapping[str, frozenset[str]]


@remembered(REMEMBERED)
def _figures(text: str) -> _Figures:
    folded = fold(text)
    for pattern, word in _PHRASES:
        folded = pattern.sub(word, folded)
    words = [_NUMBER_WORDS.get(word, word) for word in _FIGURE_TOKEN.findall(folded)]
    amounts = {word for word in words if word in MONTHS}
    counts: dict[str, set[str]] = {}
    for before, word, after, later in zip(["", *words], words, [*words[1:], ""], [*words[2:], "", ""], strict=False):
        if not word[0].isdigit():
            continue
        number = word.replace(".", "")
        unit = _UNITS.get(after, "")
        amounts.add(" ".join(filter(None, (before if before in _QUALIFIERS else "", number, unit))))
        if unit and later in _CURRENCIES:
            amounts.add(f"{unit} {_CURRENCIES[later]}")
        if not unit and after.isalpha() and after not in stopwords() and not _is_year(number):
            counts.setdefault(stem(after), set()).add(number)
    return _Figures(frozenset(amounts), {noun: frozenset(found) for noun, found in counts.items()})


def _is_year(number: str) -> bool:
    return len(number) == 4 and number.startswith(("19", "20"))


def _missing_numbers(wanted: _Figures, known: _Figures) -> tuple[str, ...]:
    missing = set(wanted.amounts - known.amounts)
    for noun, found in wanted.counts.items():
        missing.update(f"{number} {noun}" for number in found - known.counts.get(noun, found))
    return tuple(sorted(missing))
