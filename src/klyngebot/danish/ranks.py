"""Numbers that name one of a row ("det tredje fokusområde", "pejlemærke 2"); what is the first or largest of what."""

from __future__ import annotations

import re

from klyngebot.danish.analyzer import stem, stopwords
from klyngebot.danish.normalize import clean, fold
from klyngebot.danish.numerals import CARDINALS
from klyngebot.remembering import remembered

REMEMBERED = 20_000
FOLLOWING = 3  # words behind a superlative that may belong to it
_ORDINALS = {
    word: number
    for number, words in enumerate(
        ("foerste", "anden andet", "tredje", "fjerde", "femte", "sjette", "syvende", "ottende", "niende", "tiende"), 1
    )
    for word in words.split()
}
# Over folded text. "en anden klynge" numbers nothing; "strategiens andet mål" does
_ORDINAL = re.compile(rf"\b(?P<before>\w+) (?P<ordinal>{'|'.join(_ORDINALS)}|\d{{1,2}}\.) (?P<noun>[a-z][\w-]+)")
_NUMBERED = re.compile(r"\b(?P<noun>nr|nummer)\.? (?P<number>\d{1,2}|[a-z]+)\b")
_LABELED = re.compile(r"\b(?P<noun>[a-z]{4,}) (?P<number>\d)\b(?![.,]?\d| (?:procent|mio|mia|kr|pct))")
_UNNUMBERING = frozenset(("en", "et", "nogen", "noget", "ikke", "hver", "hinanden", "ene"))
_SUPERLATIVE = re.compile(r"\b(?P<word>foerste|eneste|sidste|stoerste|mindste|bedste|hoejeste|laveste|aeldste|nyeste) ")


@remembered(REMEMBERED)
def ranks(text: str) -> frozenset[tuple[str, int]]:
    """What is named by a number of a row, as the stem of the noun and the number.

    >>> sorted(ranks("Strategiens tredje fokusområde er pejlemærke 2."))
    [('fokusomraad', 3), ('pejlemaerk', 2)]
    """
    folded = fold(clean(text))
    found = set()
    for match in _ORDINAL.finditer(folded):
        written = match["ordinal"]
        if match["before"] not in _UNNUMBERING:
            found.add((stem(match["noun"]), _ORDINALS.get(written) or int(written.rstrip("."))))
    for match in _NUMBERED.finditer(folded):
        number = _number(match["number"])
        if number:
            found.add(("nummer", number))
    found.update((stem(match["noun"]), int(match["number"])) for match in _LABELED.finditer(folded))
    return frozenset(found)


def _number(written: str) -> int:
    return int(written) if written.isdigit() else {"en": 1, "et": 1, **CARDINALS}.get(written, 0)


@remembered(REMEMBERED)
def superlatives(text: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Superlatives and ordinals that single out, each with the stems of the next words.

    >>> superlatives("Den første regionale klynge.")
    (('foerste', ('regional', 'klyng')),)
    """
    folded = fold(clean(text))
    found = []
    for match in _SUPERLATIVE.finditer(folded):
        behind = re.split(r"[.,;:()]", folded[match.end() :])[0].split()[:FOLLOWING]
        own = tuple(stem(word) for word in behind if word not in stopwords())
        found.append((match["word"], own))
    return tuple(found)
