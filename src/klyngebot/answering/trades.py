"""What the words with which an owner describes a firm say of its field.

Each cluster has a list of trade words (`danish/data/trades.txt`). A word of the description speaks for a cluster as far
as one of those is in it ("ostemejeri" has "mejeri") or near it in meaning, and only by how much more it speaks for
that cluster than for the others: "maskine" fits everywhere and says nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from klyngebot.danish.analyzer import stem, stopwords
from klyngebot.danish.normalize import fold
from klyngebot.danish.values import is_place
from klyngebot.danish.wordlists import lines, words
from klyngebot.embedding.static import StaticEmbedder

TAIL, HEAD, PART = 0.9, 0.75, 0.7  # a word that ends with, begins with, or is part of a trade word
MEANING = 0.6  # weight of the squared cosine of a word with a trade word
WHOLE = 0.6  # weight of the whole description's cosine with a list's nearest trade words, by the root of its words
NEAREST = 3
SHORTEST = 4  # letters that a word must share with a trade word to be of it
CUSTOMERS = 0.3  # weight of words that tell whom the firm sells to ("… til mejerier"), not what it does
LATER = 0.7  # weight of what is told behind the first clause
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_TO = frozenset(("til", "for"))
_CUSTOMER = re.compile(r"\bkunde", re.IGNORECASE)
_ENDS = re.compile(r"[.,;:!?()\n]| og vi | vi | men ")

Scores = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Told:
    """What a description says of the fields by its trade words.

    `scores` of the fields against each other, shape (fields,); the `words` that may tell the trade, and how much each
    speaks for each field, `speaks`, shape (words, fields). `known` is whether any word says anything.
    """

    scores: Scores
    words: tuple[str, ...]
    speaks: Scores
    known: bool


class Trades:
    """Compares descriptions with the trade words of fields.

    Args:
        model: tells which words are near each other in meaning.
    """

    def __init__(self, model: StaticEmbedder) -> None:
        self._model = model
        terms = trade_words()
        self.fields = tuple(sorted({field for field, _ in terms}))
        self._of = np.array([self.fields.index(field) for field, _ in terms])
        self._vectors = model.embed_documents([term for _, term in terms])
        self._exact: dict[str, dict[int, float]] = {}
        self._pieces: dict[str, dict[int, float]] = {}
        for number, (_, term) in enumerate(terms):
            words = [_loose(word) for word in _WORD.findall(term)]
            for word in words:
                self._register(word, number, 1 / len(words) ** 0.5)

    def _register(self, word: str, number: int, weight: float) -> None:
        for own in {word, _loose_stem(word)}:
            self._keep(self._exact, own, number, weight)
        for piece in _edges(word):
            self._keep(self._pieces, piece, number, weight)

    @staticmethod
    def _keep(table: dict[str, dict[int, float]], key: str, number: int, weight: float) -> None:
        known = table.setdefault(key, {})
        known[number] = max(weight, known.get(number, 0.0))

    def told(self, description: str) -> Told:
        """What a description says of the fields."""
        words = _telling(description)
        if not words:
            return Told(np.zeros(len(self.fields)), (), np.zeros((0, len(self.fields))), known=False)
        found = [self._word(word) for word, _ in words]
        degrees = np.stack([degree for degree, _ in found])
        says = np.array([self._model.salience(word.lower()) * weight for word, weight in words])
        speaks = says[:, None] * (degrees - degrees.mean(axis=1, keepdims=True))
        scores = speaks.sum(axis=0) + WHOLE * len(words) ** 0.5 * self._whole(description)
        near = [
            self._model.has_meaning(word) and float(degree.max()) >= MEANING * 0.25
            for (word, _), degree in zip(words, degrees, strict=True)
        ]
        known = any(is_known for _, is_known in found) or any(near)
        return Told(scores, tuple(word for word, _ in words), speaks, known)

    def _word(self, word: str) -> tuple[Scores, bool]:
        """How far each field has the word, shape (fields,), 0..1, and whether a trade word has it in letters."""
        degrees = np.zeros(len(self.fields))
        loose = _loose(word)
        matches: dict[int, float] = {}
        for table, key, share in self._lookups(loose):
            for number, weight in table.get(key, {}).items():
                matches[number] = max(matches.get(number, 0.0), weight * share)
        for number, degree in matches.items():
            field = self._of[number]
            degrees[field] = max(degrees[field], degree)
        cosines = self._vectors @ self._model.embed_query(word)
        nearness = np.zeros(len(self.fields))
        np.maximum.at(nearness, self._of, cosines)
        return np.maximum(degrees, MEANING * np.maximum(nearness, 0.0) ** 2), bool(matches)

    def _lookups(self, word: str) -> Iterable[tuple[dict[str, dict[int, float]], str, float]]:
        own = _loose_stem(word)
        yield self._exact, word, 1.0
        yield self._exact, own, 1.0
        for form in {word, own}:
            for cut in range(2, len(form) - SHORTEST + 1):
                yield self._exact, form[cut:], TAIL
        for cut in range(SHORTEST, len(word) - 1):
            yield self._exact, word[:cut], HEAD
        if len(own) > SHORTEST:
            yield self._pieces, own, PART

    def _whole(self, description: str) -> Scores:
        """Mean cosine of the description with the nearest trade words of each field, shape (fields,)."""
        cosines = self._vectors @ self._model.embed_query(description)
        nearest = [np.sort(cosines[self._of == place])[-NEAREST:] for place in range(len(self.fields))]
        return np.array([float(found.mean()) if len(found) else 0.0 for found in nearest])


@lru_cache(maxsize=1)
def trade_words() -> tuple[tuple[str, str], ...]:
    """Each trade word with the id of its field."""
    pairs = (line.partition(":") for line in lines("trades.txt"))
    return tuple(
        (field.strip(), term.strip()) for field, _, terms in pairs for term in terms.split(",") if term.strip()
    )


@lru_cache(maxsize=1)
def _everyday() -> frozenset[str]:
    """Words (folded) that every firm says of itself."""
    return frozenset(fold(word) for word in words("firm_words.txt"))


def without_places(description: str) -> str:
    """A description without the names of towns: they tell no trade, though clusters are named after them.

    >>> without_places("Et bryggeri i Odense")
    'Et bryggeri i'
    """
    return " ".join(word for word in description.split() if not is_place(word.strip(".,;:!?()")))


def _telling(description: str) -> list[tuple[str, float]]:
    """The words that may tell the trade, each once, with less weight where they name the customers."""
    found: dict[str, tuple[str, float]] = {}
    clauses = [clause for clause in _ENDS.split(description) if clause.strip()]
    for place, clause in enumerate(clauses):
        weight = CUSTOMERS if _CUSTOMER.search(clause) else LATER if place else 1.0
        for match in _WORD.finditer(clause):
            word, folded = match.group(), fold(match.group())
            if folded in _TO:
                weight = min(weight, CUSTOMERS)
            if folded in stopwords() or folded in _everyday() or is_place(word) or len(folded) < 2:
                continue
            known = found.get(folded)
            found[folded] = (word, max(weight, known[1] if known else 0.0))
    return list(found.values())


def _loose(word: str) -> str:
    """Folded, and as somebody without æ, ø and å would type it: "kørestol" and "korestol" are one."""
    return fold(word).replace("oe", "o").replace("ae", "a").replace("aa", "a").replace("-", "")


def _loose_stem(word: str) -> str:
    return stem(word) if word else word


def _edges(word: str) -> set[str]:
    """Beginnings and ends of a trade word, by which a shorter word is part of it."""
    own = _loose_stem(word)
    return {own[:cut] for cut in range(SHORTEST + 1, len(own))} | {own[cut:] for cut in range(1, len(own) - SHORTEST)}
