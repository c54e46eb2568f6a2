"""Questions in English, Norwegian or Swedish, glossed word by word into Danish.

Not a translation for people: the search, the demands and the judges read Danish words, and a gloss in the question's
own order gives them what they need. Names, numbers and words that no list has stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from enum import StrEnum
from functools import lru_cache

from klyngebot.danish.analyzer import english_stem, stopwords
from klyngebot.danish.normalize import fold
from klyngebot.danish.wordlists import lines, words

LONGEST = 6  # words of an entry
LEAST = 2  # small English words of an English question: "we build denmark næstved" is a name
_OPENINGS = frozenset(
    "is are was were did does do has what which who when where why how can could should will would".split()  # noqa: SIM905
)
_TOKEN = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*|\d[\d.,/–-]*\d|\d|[^\w\s]")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


class Language(StrEnum):
    """What a question is written in, as far as it matters."""

    DANISH = "da"
    ENGLISH = "en"
    NORDIC = "nordic"  # Norwegian or Swedish


def language_of(question: str) -> Language:
    """English by its small words or by how it begins, Nordic where some word of it is, else Danish.

    >>> language_of("How many members does CLEAN have?"), language_of("Hvor mange medlemmer har CLEAN?")
    (<Language.ENGLISH: 'en'>, <Language.DANISH: 'da'>)
    """
    said = [word.lower() for word in _WORD.findall(question)]
    small = words("english_small_words.txt")
    english = sum(word in small for word in said)
    danish = sum(fold(word) in stopwords() and word not in small for word in said)
    opens = bool(said) and said[0] in _OPENINGS and english >= danish  # "Did MARLOG go bankrupt?"
    if opens or (english >= LEAST and english > danish):
        return Language.ENGLISH
    nordic = sum(word in _entries("nordic.txt") for word in said)
    return Language.NORDIC if nordic and not english else Language.DANISH


def glossed(question: str) -> str:
    """The question in Danish words, in its own order; a Danish question stays as it is.

    >>> glossed("How many members does CLEAN have?")
    'Hvor mange medlemmer CLEAN har?'
    """
    language = language_of(question)
    if language is Language.DANISH:
        return question
    found = _gloss(_TOKEN.findall(question), "english.txt" if language is Language.ENGLISH else "nordic.txt")
    text = re.sub(r"\s+([?!.,;:)])", r"\1", " ".join(found)).strip()
    return text[:1].upper() + text[1:]


def _gloss(tokens: list[str], name: str) -> Iterable[str]:
    entries = _entries(name)
    place = 0
    while place < len(tokens):
        for size in range(min(LONGEST, len(tokens) - place), 0, -1):
            part = tokens[place : place + size]
            if size == 1 and _is_name(part[0], place):
                continue
            own = _looked_up(entries, " ".join(part).lower(), name)
            if own is not None:
                if own:
                    written = " ".join(part)
                    yield written if own == written.lower() else own  # a name keeps its capitals
                place += size
                break
        else:
            yield tokens[place]
            place += 1


def _is_name(token: str, place: int) -> bool:
    """Whether it must stay as it is: written as a name is, and not only because it begins the question."""
    return any(char.isupper() for char in token[1:]) or (place > 0 and token[0].isupper() and not _is_title(token))


def _is_title(token: str) -> bool:
    """Whether English writes the word with a capital though it is no name of ours: a country, a month, a ministry."""
    return token.lower() in _entries("english.txt")


def _looked_up(entries: Mapping[str, str], own: str, name: str) -> str | None:
    if own in entries:
        return entries[own]
    if name != "english.txt":
        return None
    *before, last = own.removesuffix("'s").removesuffix("’s").split(" ")
    for form in _base_forms(last):
        found = entries.get(" ".join((*before, form)))
        if found is not None:
            return found
    return _by_stem().get(english_stem(last)) if not before else None


def _base_forms(word: str) -> Iterable[str]:
    """The word without a regular English ending."""
    yield word
    for ending, instead in (("ies", "y"), ("es", ""), ("s", ""), ("ied", "y"), ("ed", ""), ("ed", "e"), ("ing", "")):
        if word.endswith(ending) and len(word) > len(ending) + 2:
            yield word.removesuffix(ending) + instead


@lru_cache(maxsize=1)
def _by_stem() -> Mapping[str, str]:
    found: dict[str, str] = {}
    for own, danish in _entries("english.txt").items():
        if " " not in own and danish:
            found.setdefault(english_stem(own), danish)
    return found


@lru_cache(maxsize=2)
def _entries(name: str) -> Mapping[str, str]:
    """Each entry with the first of its Danish words; empty where the word falls away."""
    pairs = (line.partition("=") for line in lines(name))
    return {own.strip().lower(): danish.partition(",")[0].strip() for own, _, danish in pairs}
