"""Reading a question: its type, its content words with their weights, its names, years and what it asks for."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Protocol

from klyngebot.danish.analyzer import content_words, stem, stopwords, words_only
from klyngebot.danish.dates import years
from klyngebot.danish.headcounts import asker_figures
from klyngebot.danish.meanings import stems_alike
from klyngebot.danish.names import names, places
from klyngebot.danish.normalize import fold
from klyngebot.danish.numerals import identifiers
from klyngebot.danish.pronouns import points_back
from klyngebot.danish.questions import classify
from klyngebot.danish.sentences import split_sentences
from klyngebot.danish.synonyms import related
from klyngebot.danish.wordlists import words
from klyngebot.question import Concept, Question

LIGHT_WORD_WEIGHT = 0.3
ASIDE_WEIGHT = 0.4
NUMBER_SALIENCE = 1.0

_WORD = re.compile(r"[^\W\d_]+")
_YEAR_SPAN = re.compile(r"(?:19|20)\d{2}\s?[-–/]\s?\d{2,4}")
_FIRST_PERSON = re.compile(r"\b(?:vi|jeg|min|mit|mine|vores|mig|os)\b")


@lru_cache(maxsize=1)
def _light_words() -> frozenset[str]:
    """Words (folded) that say little: everyday verbs, and words that only tell which shape of answer is wanted."""
    return frozenset(fold(word) for name in ("light_words.txt", "shape_words.txt") for word in words(name))


class Lexicon(Protocol):
    """What the index knows about words."""

    def idf(self, term: str) -> float:
        """Weight of an index term ("=stem")."""

    def knows(self, stem: str) -> bool:
        """Whether a stem occurs."""

    def is_name(self, stem: str) -> bool:
        """Whether the texts write it with a capital inside sentences."""


def read_question(text: str, lexicon: Lexicon, salience: Callable[[str], float]) -> Question:
    """Read a question.

    Args:
        text: the question, made to stand alone.
        lexicon: the words of the index.
        salience: how much a word (in lower case) says in general, about 0.2 to 1.5.
    """
    bare = _YEAR_SPAN.sub(lambda span: span.group()[:4], text)
    words_of_question = content_words(bare)
    parts = _parts(bare)
    home = _home(parts[0])
    aside, about_asker, firm = _aside(*parts), _about_asker(parts[0]), asker_figures(bare)
    spelled = {fold(word): word.lower() for word in reversed(_WORD.findall(text))}
    widened = related(tuple(stem(word) for word in words_of_question))
    written_as_names = set(names(text))
    concepts: dict[str, Concept] = {}
    for word in words_of_question:
        own = stem(word)
        if own in concepts or word in firm:
            continue
        known = lexicon.knows(own)
        saying = NUMBER_SALIENCE if word[0].isdigit() else salience(spelled.get(word, word))
        weight = math.sqrt(lexicon.idf("=" + own)) * saying
        if word in _light_words():
            weight *= LIGHT_WORD_WEIGHT
        if own in aside or own in home:
            weight *= ASIDE_WEIGHT
        is_name = own in written_as_names or own[0].isdigit() or lexicon.is_name(own)
        is_name = is_name and not (own in aside and own in about_asker) and own not in home
        alike = widened.get(own, frozenset()) | (frozenset() if is_name else stems_alike(own))
        concepts[own] = Concept(own, word, weight, known, is_name, alike, word in _light_words())
    found_years = years(text)
    return Question(
        text,
        classify(text),
        _names_completed(concepts, bare),
        found_years,
        identifiers(_YEAR_SPAN.sub(" ", text)),
        _asked(bare),
        firm,
        bool(_NOW.search(fold(text))) and not _BEFORE.search(fold(text)),
    )


def _names_completed(concepts: Mapping[str, Concept], text: str) -> tuple[Concept, ...]:
    """The concepts; an unknown word right between two words of a name belongs to it: "danish hydrogen cluster"."""
    every = [stem(word) for word in words_only(text)]

    def is_name(own: str) -> bool:
        return own in concepts and concepts[own].is_name and not own[0].isdigit()

    inside = {
        own
        for before, own, after in zip(every, every[1:], every[2:], strict=False)
        if own in concepts and not concepts[own].known and is_name(before) and is_name(after)
    }
    return tuple(replace(item, is_name=True) if own in inside else item for own, item in concepts.items())


def _parts(text: str) -> tuple[list[str], str]:
    """The sentences before the question itself, and that."""
    sentences = [text[start:end] for start, end in split_sentences(text)]
    return sentences[:-1], sentences[-1] if sentences else ""


def _aside(before: Sequence[str], question: str) -> frozenset[str]:
    """Stems that stand only in sentences before the question itself, where the question says enough alone.

    Where it points back to them ("… bogstaverne DEB. Hvad dækker de over?"), there are none.
    """
    if not before:
        return frozenset()
    telling = [word for word in words_only(question) if word not in stopwords() and word not in _light_words()]
    if len(telling) < 2 or points_back(question):
        return frozenset()
    asked = {stem(word) for word in words_only(question)}
    return frozenset({stem(word) for part in before for word in words_only(part)} - asked)


def _about_asker(before: Sequence[str]) -> frozenset[str]:
    """Stems of sentences in which the asker tells of himself ("Vi bor i Vejle"): no source needs to have them."""
    return frozenset(stem(word) for part in before if _FIRST_PERSON.search(fold(part)) for word in words_only(part))


def _home(before: Sequence[str]) -> frozenset[str]:
    """Stems of the places where the asker says that he lives or works ("Vi er et bryggeri på Fyn")."""
    found = (place for part in before if _FIRST_PERSON.search(fold(part)) for place in places(part))
    return frozenset(stem(fold(place)) for place in found)


_ASKED = re.compile(
    r"\b(?:hvilke[nt]?|hv(?:em|ad) (?:er|var|blev|bliver|hedder|hed)|navn(?:et)? paa|hvor stor[te]? (?:en |et )?|which|"
    r"hvor mange|hvem|who (?:is|was)|what (?:is|was))\b(?P<rest>.*)"
)


def _asked(text: str) -> str:
    """The stem of the role, property or act that is asked for, where the question names one.

    The first content word behind "hvilken", "hvem (er)", "hvad er", "hvor stor", …: "hvilken *journalist* skrev …",
    "hvem er *formand* for …". Empty where that word is light ("hvad er de vigtigste …") or a name.
    """
    match = _ASKED.search(fold(text))
    if not match:
        return ""
    for word in words_only(match["rest"]):
        if word in stopwords() or word[0].isdigit():
            continue
        if word not in _light_words():
            return stem(word)
    return ""


_BEFORE = re.compile(r"\b(?:foer|inden|forrige|tidligere)\b")
_NOW = re.compile(
    r"\b(?:nu|i dag|idag|aktuel\w*|gaeldende|for tiden|lige nu|i oejeblikket|nuvaerende|naeste gang|nutidige?"
    r"|today|current\w*)\b"
)
