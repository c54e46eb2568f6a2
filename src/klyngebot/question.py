"""A question read once: its type, its content words with their weights, its names and years."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Protocol

from klyngebot.danish.analyzer import grams, stem, stems, stopwords, words_only
from klyngebot.danish.dates import years
from klyngebot.danish.names import names
from klyngebot.danish.normalize import fold
from klyngebot.danish.questions import QuestionType, classify
from klyngebot.danish.sentences import split_sentences
from klyngebot.danish.synonyms import related
from klyngebot.danish.wordlists import words

LIGHT_WORD_WEIGHT = 0.3
ASIDE_WEIGHT = 0.4
NUMBER_SALIENCE = 1.0
SYNONYM_MATCH = 0.85
GRAM_MATCH = 0.6
NAME_MATCH = 0.8

_WORD = re.compile(r"[^\W\d_]+")
_YEAR_SPAN = re.compile(r"(?:19|20)\d{2}\s?[-–/]\s?\d{2,4}")


@dataclass(frozen=True, slots=True)
class Concept:
    """One content word of a question.

    `weight` is its inverse document frequency in the index, `known` whether the index has the word, `related`
    the stems that mean nearly the same, `is_name` whether it is written as a name or is a number.
    """

    stem: str
    word: str
    weight: float
    known: bool
    is_name: bool
    related: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Question:
    """A question as the answerer sees it.

    `identifiers` are numbers that pick one of a row, `asked` the stem of the role, property or act
    asked for (may be empty), `now` whether the present state is asked for.
    """

    text: str
    kind: QuestionType
    concepts: tuple[Concept, ...]
    years: frozenset[int]
    identifiers: frozenset[str]
    asked: str
    now: bool

    @property
    def weight(self) -> float:
        """Sum of the concepts' weights, at least a little above zero."""
        return max(sum(concept.weight for concept in self.concepts), 1e-9)


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
    words_of_question = [word for word in words_only(bare) if word not in stopwords()]
    aside = _aside(bare)
    spelled = {fold(word): word.lower() for word in reversed(_WORD.findall(text))}
    widened = related(tuple(stem(word) for word in words_of_question))
    written_as_names = set(names(text))
    concepts: dict[str, Concept] = {}
    about_asker = _asker_figures(bare)
    for word in words_of_question:
        own = stem(word)
        if own in concepts or word in about_asker:
            continue
        known = lexicon.knows(own)
        saying = NUMBER_SALIENCE if word[0].isdigit() else salience(spelled.get(word, word))
        weight = math.sqrt(lexicon.idf("=" + own)) * saying
        if word in _light_words():
            weight *= LIGHT_WORD_WEIGHT
        if own in aside:
            weight *= ASIDE_WEIGHT
        is_name = own in written_as_names or own[0].isdigit() or lexicon.is_name(own)
        concepts[own] = Concept(own, word, weight, known, is_name, widened.get(own, frozenset()))
    found_years = years(text)
    return Question(
        text,
        classify(text),
        _names_completed(list(concepts.values())),
        found_years,
        _identifiers(_YEAR_SPAN.sub(" ", text)),
        _asked(bare),
        bool(_NOW.search(fold(text))),
    )


_ASKER_FIGURE = re.compile(
    r"\b(\d{1,4}) (?:ansatte|medarbejdere|mand|maend|kvinder|personer|folk|aarsvaerk|kolleger|hoveder)\b"
)


def _asker_figures(text: str) -> frozenset[str]:
    """Figures that tell how large the asker's firm is ("vi er 40 ansatte"): no sentence needs to repeat them."""
    return frozenset(_ASKER_FIGURE.findall(fold(text)))


def _names_completed(concepts: list[Concept]) -> tuple[Concept, ...]:
    """An unknown word between two name words belongs to the name: "danish hydrogen cluster"."""

    def is_name(position: int) -> bool:
        return 0 <= position < len(concepts) and concepts[position].is_name and not concepts[position].stem[0].isdigit()

    return tuple(
        replace(concept, is_name=True) if not concept.known and is_name(i - 1) and is_name(i + 1) else concept
        for i, concept in enumerate(concepts)
    )


def _aside(text: str) -> frozenset[str]:
    """Stems that stand only in sentences before the question itself, where the question says enough alone."""
    parts = [text[start:end] for start, end in split_sentences(text)]
    if len(parts) < 2:
        return frozenset()
    asked = {stem(word) for word in words_only(parts[-1]) if word not in stopwords()}
    telling = [word for word in words_only(parts[-1]) if word not in stopwords() and word not in _light_words()]
    if len(telling) < 2:
        return frozenset()
    before = {stem(word) for part in parts[:-1] for word in words_only(part)}
    return frozenset(before - asked)


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


def _identifiers(text: str) -> frozenset[str]:
    """Numbers that name one of a row: behind a content word, before none ("initiativ 22", "model 8"), and ordinals."""
    every = words_only(text)
    found = {_ORDINALS[word] for word in every if word in _ORDINALS}
    for before, number, after in zip(every, every[1:], [*every[2:], ""], strict=False):
        is_number = number[0].isdigit() and len(number) <= 3
        if is_number and before not in stopwords() and not before[0].isdigit() and (not after or after in stopwords()):
            found.add(number)
    return frozenset(found)


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


_NOW = re.compile(
    r"\b(?:nu|i dag|idag|aktuel\w*|gaeldende|for tiden|lige nu|i oejeblikket|nuvaerende|naeste gang|nutidige?"
    r"|today|current\w*)\b"
)


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text in a form that concepts can be looked up in."""

    stems: frozenset[str]
    grams: frozenset[str]


@lru_cache(maxsize=50_000)
def words_of(text: str) -> Words:
    """Stems and 4-grams of the content words of a text."""
    found = frozenset(stems(text))
    return Words(found, frozenset(gram for own in found for gram in grams(own)))


def match(concept: Concept, text: Words) -> float:
    """How far a text has the concept, 0..1.

    1 for the word itself (any inflection), `SYNONYM_MATCH` for one that means nearly the same, and for a word that only
    looks alike the share of its 4-grams that the text has, from `GRAM_MATCH` on: compounds meet their parts, typing
    errors their word. A name must be there almost letter by letter; a number exactly.
    """
    if concept.stem in text.stems:
        return 1.0
    if concept.related & text.stems:
        return SYNONYM_MATCH
    own = grams(concept.stem)
    if len(own) < 3:
        return 0.0
    share = sum(gram in text.grams for gram in own) / len(own)
    return 0.9 * share if share >= (NAME_MATCH if concept.is_name else GRAM_MATCH) else 0.0


def has_identifiers(question: Question, text: str) -> bool:
    """Whether a text has all numbers with which a question picks one of a row, as figures or ordinals."""
    if not question.identifiers:
        return True
    present = set(words_only(text))
    present |= {_ORDINALS[word] for word in present if word in _ORDINALS}
    return question.identifiers <= present
