"""Numbers and names in a text, in a form that can be compared exactly."""

from __future__ import annotations

import re

from klyngebot.danish.analyzer import stem, stopwords
from klyngebot.danish.dates import MONTHS
from klyngebot.danish.normalize import clean, fold
from klyngebot.danish.sentences import split_sentences
from klyngebot.remembering import remembered

REMEMBERED = 20_000
_NUMBER = re.compile(r"\d+(?:\.\d{3})*(?:,\d+)?")
# "med i CLEAN" and "medlem i MADE" are no places
_AT_PLACE = re.compile(r"(?<!\bmed )(?<!\bmedlem )\b(?:i|på|ved|nær|fra|uden for) ([A-ZÆØÅ][a-zæøå]+)\b(?! [A-ZÆØÅ])")
_WORD = re.compile(r"[^\W\d_][\w'’&-]*")


@remembered(REMEMBERED)
def numbers(text: str) -> frozenset[str]:
    """All numbers written in digits, thousands separators taken out: "1.000" is "1000"."""
    return frozenset(number.replace(".", "") for number in _NUMBER.findall(clean(text)))


@remembered(REMEMBERED)
def names(text: str) -> tuple[str, ...]:
    """Stems of the words that are written as names: a capital inside a sentence, or two capitals anywhere.

    The first word of a sentence counts only where it has a capital or digit after the first letter ("MADE").
    """
    found: dict[str, None] = {}
    cleaned = clean(text)
    for start, end in split_sentences(cleaned, lines=True):
        for position, match in enumerate(_WORD.finditer(cleaned[start:end])):
            word = match.group()
            folded = fold(word)
            inner_capital = any(char.isupper() for char in word[1:])
            if not (inner_capital or (word[0].isupper() and position > 0)):
                continue
            if folded not in stopwords() and folded not in MONTHS:
                found[stem(folded)] = None
    return tuple(found)


def places(text: str) -> list[str]:
    """Words that look like places where somebody is, as written.

    >>> places("Vi er et bryggeri på Fyn og med i CLEAN")
    ['Fyn']
    """
    return _AT_PLACE.findall(clean(text))
