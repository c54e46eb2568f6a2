"""From text to index terms: Snowball stems and character 4-grams of the folded words.

Stems catch inflection, 4-grams catch compounds, typing errors and other spellings; one index over the union
of both ranks better than two indexes (docs/retrieval.md). Both work on folded text, so that "århus",
"Aarhus" and "AARHUS" are one word.
"""

from __future__ import annotations

import re
from functools import lru_cache

import Stemmer

from klyngebot.danish.dates import years_within
from klyngebot.danish.normalize import fold
from klyngebot.danish.wordlists import words
from klyngebot.remembering import remembered

GRAM = 4
_TOKEN = re.compile(r"\d+(?:[.,:]\d+)*|[a-z]+(?:'[a-z]+)?|[^\W\d_]+")
_HYPHENATED = re.compile(r"(?<![^\W\d_])[^\W\d_]++(?:-[^\W\d_]{2,})+")
_THOUSANDS = re.compile(r"^\d{1,3}(?:\.\d{3})+$")


@lru_cache(maxsize=1)
def stopwords() -> frozenset[str]:
    """Folded stop words."""
    return frozenset(fold(word) for word in words("stopwords.txt"))


@lru_cache(maxsize=1)
def _stemmer() -> Stemmer.Stemmer:
    return Stemmer.Stemmer("danish", 0)  # it remembers no words: `stem` does


@lru_cache(maxsize=1)
def _english_stemmer() -> Stemmer.Stemmer:
    return Stemmer.Stemmer("english", 0)


def english_stem(word: str) -> str:
    """The English Snowball stem of a lower-case word."""
    return str(_english_stemmer().stemWord(word))


@remembered(65536)
def stem(word: str) -> str:
    """The Danish Snowball stem of one folded word; numbers stay, "1.000" becomes "1000".

    Names that the stemmer would make into another word stay too ("MADE" and "mad"), and where it leaves a second
    ending ("virksomhederne", "universiteter"), that falls as well.
    """
    if word[:1].isdigit():  # a word of nothing but signs may be folded to nothing
        return word.replace(".", "") if _THOUSANDS.match(word) else word
    bare = word.replace("'s", "").replace("'", "")
    if bare.removesuffix("s") in words("unstemmed.txt"):
        return bare.removesuffix("s")
    stemmed = str(_stemmer().stemWord(bare))
    return str(_stemmer().stemWord(stemmed)) if stemmed.endswith(("hed", "itet")) else stemmed


def tokens(text: str) -> list[str]:
    """Folded words and numbers in reading order, stop words included.

    A hyphenated word also yields its parts joined, so that "start-up" meets "startup", and a span of years the years
    within, so that "2025-2028" meets "2026".
    """
    folded = fold(text)
    found = _TOKEN.findall(folded)
    found.extend(match.replace("-", "") for match in _HYPHENATED.findall(folded))
    found.extend(str(year) for year in years_within(folded))
    return found


def words_only(text: str) -> list[str]:
    """Folded words and numbers in reading order, each hyphenated part by itself."""
    return _TOKEN.findall(fold(text))


def content_words(text: str) -> list[str]:
    """`words_only` without stop words; none where nothing else is left."""
    return [word for word in words_only(text) if word not in stopwords()]


def telling_tokens(text: str) -> list[str]:
    """`tokens` without stop words; none where nothing else is left."""
    return [word for word in tokens(text) if word not in stopwords()]


def content_tokens(text: str) -> list[str]:
    """Folded words and numbers without stop words; all words where nothing else would be left."""
    return telling_tokens(text) or tokens(text)


@remembered(65536)
def grams(word: str) -> tuple[str, ...]:
    """Character 4-grams of a word with its edges marked: "klynge" -> "_kly", "klyn", …, "nge_"."""
    if word[0].isdigit():
        return ()
    padded = f"_{word}_"
    if len(padded) <= GRAM:
        return (padded,) if len(word) > 1 else ()
    return tuple(padded[i : i + GRAM] for i in range(len(padded) - GRAM + 1))


def stems(text: str) -> list[str]:
    """Stems of the content words, in reading order, with repeats."""
    return [stem(word) for word in content_tokens(text)]


def terms(text: str) -> list[str]:
    """Index terms of a text: stems (marked with "=") and 4-grams, with repeats."""
    found: list[str] = []
    for word in content_tokens(text):
        found.append("=" + stem(word))
        found.extend(grams(word))
    return found
