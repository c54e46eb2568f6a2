"""Numbers that name one of a row: "initiativ 22", "det tredje indsatsområde", "bind II"."""

from __future__ import annotations

import re

from klyngebot.danish.analyzer import stopwords, words_only
from klyngebot.danish.normalize import clean
from klyngebot.remembering import remembered

_FROM_TWO = "to tre fire fem seks syv otte ni ti elleve tolv tretten fjorten femten seksten sytten atten nitten tyve"
_TENS = "tredive fyrre halvtreds tres halvfjerds firs halvfems hundrede"
# Cardinal numbers in words, from two on: "en" is an article as often as a number
CARDINALS: dict[str, int] = {word: number for number, word in enumerate(_FROM_TWO.split(), start=2)} | {
    word: 10 * number for number, word in enumerate(_TENS.split(), start=3)
}
_ORDINALS = {
    "tredje": "3",
    "fjerde": "4",
    "femte": "5",
    "sjette": "6",
    "syvende": "7",
    "ottende": "8",
    "niende": "9",
    "tiende": "10",
}
_ROMAN = {numeral: str(value) for value, numeral in enumerate("I II III IV V VI VII VIII IX X".split(), start=1)}  # noqa: SIM905
_PART = re.compile(r"\b(?:bind|del|fase|kapitel|akse|prioritet|runde)\s+(I|II|III|IV|V|VI|VII|VIII|IX|X)\b")


def identifiers(text: str) -> frozenset[str]:
    """Numbers with which a question picks one of a row, as figures.

    A number behind a content word and before none, an ordinal, or a Roman numeral behind the word for a part.

    >>> sorted(identifiers("Hvad er initiativ 22, og hvad står der i bind II?"))
    ['2', '22']
    """
    every = words_only(text)
    found = {_ORDINALS[word] for word in every if word in _ORDINALS} | _roman(text)
    for before, number, after in zip(every, every[1:], [*every[2:], ""], strict=False):
        is_number = number[0].isdigit() and len(number) <= 3
        if is_number and before not in stopwords() and not before[0].isdigit() and (not after or after in stopwords()):
            found.add(number)
    return frozenset(found)


@remembered(50_000)
def identifying(text: str) -> frozenset[str]:
    """The words and figures of a text among which identifiers are looked for."""
    present = set(words_only(text))
    return frozenset(present | {_ORDINALS[word] for word in present if word in _ORDINALS} | _roman(text))


def _roman(text: str) -> set[str]:
    return {_ROMAN[numeral] for numeral in _PART.findall(clean(text))}
