"""How far evidence carries a sentence: one deterministic answer for generated answers and, later, for claims.

Every number must stand in the evidence as the sentence uses it (with its unit, and with its "over" or "under"), every
name must stand there, what is denied must be denied there, and most content words must come from there. Words in a
bag have no roles: "A køber af B" and "B køber af A" look alike, and so do "kan" and "skal". docs/retrieval.md says
how often that matters.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from os.path import commonprefix

from klyngebot.danish.analyzer import content_tokens, stem, stopwords, tokens
from klyngebot.danish.dates import MONTHS
from klyngebot.danish.names import names
from klyngebot.danish.normalize import fold

# Smallest share of content stems that the evidence must have. Chosen on the "choose" half of
# tests/gold/support_pairs.jsonl; tests/test_support.py measures it on the other half.
THRESHOLD = 0.75

# A sentence that can be shown as plain text: Latin letters, ASCII digits and the marks of running text. What is not
# listed (angle and square brackets, asterisks, other scripts, control characters) needs no rule of its own.
_PLAIN = re.compile(r"[A-Za-z\u00c0-\u024f0-9 \n.,;:!?'’\"»«”“„()/%&+§€$–—…°·-]+")
_ADDRESS = re.compile(
    r"//|\bwww\b|&#?\w+;|\b(?:https?|ftp|file|data|javascript|vbscript|mailto|tel)\s*:|[^\W\d_][\w-]+\.[^\W\d_]{2,}",
    re.IGNORECASE,
)
_NEGATIONS = frozenset(("ikke", "ingen", "intet", "aldrig", "hverken", "uden"))

# Figures are read from folded text: "højst" is "hoejst" here.
_FIGURE_TOKEN = re.compile(r"\d+(?:\.\d{3})*(?:,\d+)?|[a-z]+|%")
_PHRASES = ((re.compile(r"\b(?:mere|flere) end\b"), "over"), (re.compile(r"\b(?:mindre|faerre) end\b"), "under"))
_PHRASES += ((re.compile(r"\bop til\b|\bmaksimalt\b"), "hoejst"),)
_QUALIFIERS = frozenset(("over", "under", "mindst", "hoejst", "knap", "foer", "efter", "inden"))
_NUMBER_WORDS = dict(
    zip(
        [
            "to",
            "tre",
            "fire",
            "fem",
            "seks",
            "syv",
            "otte",
            "ni",
            "ti",
            "elleve",
            "tolv",
            "tretten",
            "fjorten",
            "femten",
            "seksten",
            "sytten",
            "atten",
            "nitten",
        ],
        map(str, range(2, 20)),
        strict=True,
    )
) | {"tyve": "20", "tredive": "30", "fyrre": "40", "halvtreds": "50", "tres": "60", "firs": "80", "hundrede": "100"}
_CURRENCIES = {"kr": "kr", "krone": "kr", "kroner": "kr", "dkk": "kr", "euro": "euro", "eur": "euro"}
_UNITS = {
    "mio": "million",
    "million": "million",
    "millioner": "million",
    "mia": "milliard",
    "milliard": "milliard",
    "milliarder": "milliard",
    "tusind": "tusind",
    "tusinde": "tusind",
    "pct": "procent",
    "procent": "procent",
    "%": "procent",
    "procentpoint": "procentpoint",
    **_CURRENCIES,
    **{month: month for month in MONTHS},
}
# Words that join what the evidence says without saying anything of their own (folded).
_LIGHT = frozenset(
    [
        "blandt",
        "sammen",
        "desuden",
        "derudover",
        "endvidere",
        "nemlig",
        "henholdsvis",
        "saaledes",
        "ligger",
        "laa",
        "ligge",
        "staar",
        "stod",
        "staa",
        "bestaar",
        "bestod",
        "bestaa",
        "svarer",
        "svarede",
        "drejer",
        "drejede",
    ]
)
_SHORTEST_PART = 5  # letters that two stems of one word share at least
_LONGEST_ENDING = 3  # letters by which they may differ: "virksom" and "virksomhed", "samlet" and "samled"


@dataclass(frozen=True, slots=True)
class Support:
    """How far evidence carries a sentence.

    `score` is the share of the sentence's content stems that the evidence has, 0..1. `missing_numbers` and
    `missing_names` are what the evidence lacks; `plain` is whether the sentence is running text without an address
    or markup; `denial_kept` is whether both deny or neither does.
    """

    score: float
    missing_numbers: tuple[str, ...] = ()
    missing_names: tuple[str, ...] = ()
    plain: bool = True
    denial_kept: bool = True

    @property
    def carried(self) -> bool:
        """Whether the sentence may be shown as what the evidence says."""
        complete = not self.missing_numbers and not self.missing_names
        return self.plain and self.denial_kept and complete and self.score >= THRESHOLD


def assess(sentence: str, evidence: str | Sequence[str]) -> Support:
    """How far the evidence, taken together, carries the sentence."""
    if not is_plain(sentence):
        return Support(0.0, plain=False)
    known = evidence if isinstance(evidence, str) else "\n".join(evidence)
    known_stems = frozenset(stem(word) for word in tokens(known))
    words = (word for word in content_tokens(sentence) if word not in _LIGHT and not _is_figure(word))
    wanted = dict.fromkeys(stem(word) for word in words)
    covered = [word for word in wanted if _has(known_stems, word)]
    return Support(
        score=len(covered) / len(wanted) if wanted else 0.0,
        missing_numbers=_missing_numbers(_figures(sentence), _figures(known)),
        missing_names=tuple(_missing_names(sentence, known, known_stems)),
        denial_kept=_denies(sentence) == _denies(known),
    )


def is_plain(sentence: str) -> bool:
    """Whether a sentence is running text: nothing in it is, or looks like, an address or markup."""
    return bool(_PLAIN.fullmatch(sentence)) and not _ADDRESS.search(sentence)


def _is_figure(word: str) -> bool:
    return word[0].isdigit() or word in _NUMBER_WORDS or word in _UNITS


def _denies(text: str) -> bool:
    return not _NEGATIONS.isdisjoint(tokens(text))


def _has(known: frozenset[str], wanted: str) -> bool:
    """Whether a stem is known: as it is, with another ending, or as a part of a known compound."""
    if wanted in known:
        return True
    if wanted[0].isdigit() or len(wanted) < _SHORTEST_PART:
        return False
    return any(
        other.startswith(wanted) or other.endswith(wanted) or _differ_in_ending(other, wanted) for other in known
    )


def _differ_in_ending(one: str, other: str) -> bool:
    shared = len(commonprefix((one, other)))
    return shared >= _SHORTEST_PART and max(len(one), len(other)) - shared <= _LONGEST_ENDING


def _missing_names(sentence: str, known: str, known_stems: frozenset[str]) -> Iterable[str]:
    """Names that the evidence lacks. The first word counts: it may be a name, and its capital does not tell."""
    known_names = frozenset(names(known))
    for name in names(sentence):
        in_parts = all(stem(part) in known_stems for part in re.findall(r"\w+", name))
        if name not in known_names and not in_parts:
            yield name
    first = tokens(sentence)[:1]
    for word in first:
        if (
            word not in stopwords()
            and word not in _LIGHT
            and not _is_figure(word)
            and not _has(known_stems, stem(word))
        ):
            yield stem(word)


@dataclass(frozen=True, slots=True)
class _Figures:
    """The numbers of a text: as amounts ("over 250", "160 million", "27 maj"), and by the noun that they count."""

    amounts: frozenset[str]
    counts: Mapping[str, frozenset[str]]


def _figures(text: str) -> _Figures:
    folded = fold(text)
    for pattern, word in _PHRASES:
        folded = pattern.sub(word, folded)
    words = [_NUMBER_WORDS.get(word, word) for word in _FIGURE_TOKEN.findall(folded)]
    amounts = {word for word in words if word in MONTHS}
    counts: dict[str, set[str]] = {}
    for position, word in enumerate(words):
        if not word[0].isdigit():
            continue
        number = word.replace(".", "")
        before, after, later = words[position - 1 : position], words[position + 1 : position + 2], words[position + 2 :]
        parts = [item for item in before if item in _QUALIFIERS]
        parts.append(number)
        for follower in after:
            if follower in _UNITS:
                parts.append(_UNITS[follower])
                if follower not in _CURRENCIES and later and later[0] in _CURRENCIES:
                    amounts.add(f"{_UNITS[follower]} {_CURRENCIES[later[0]]}")
            elif follower.isalpha() and follower not in stopwords() and not _is_year(number):
                counts.setdefault(stem(follower), set()).add(number)
        amounts.add(" ".join(parts))
    return _Figures(frozenset(amounts), {noun: frozenset(found) for noun, found in counts.items()})


def _is_year(number: str) -> bool:
    return len(number) == 4 and number[:2] in ("19", "20")


def _missing_numbers(wanted: _Figures, known: _Figures) -> tuple[str, ...]:
    missing = wanted.amounts - known.amounts
    for noun, found in wanted.counts.items():
        missing |= {f"{number} {noun}" for number in found - known.counts.get(noun, found)}
    return tuple(sorted(missing))
