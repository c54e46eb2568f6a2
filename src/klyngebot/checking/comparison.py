"""A claim laid on a sentence: which of its words, names, numbers and times it has, and which it says otherwise.

Deterministic and without a model of its own: words meet by stem, synonym, compound and, where they do not, by the
static model's cosine; numbers and times are intervals (`klyngebot.danish.quantities`, `periods`), so that "over 200"
and "226" agree. What the signals are worth, a fitted scorer says (`klyngebot.checking.scorer`); the conflicts name the
reason.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from klyngebot import alignment
from klyngebot.checking.bindings import bindings
from klyngebot.checking.reading import NO_WORD, Reading, Word, read
from klyngebot.checking.relations import Related, relations
from klyngebot.checking.settling import (
    Conflict,
    cannot_refute,
    cannot_support,
    is_literal,
    of_measures,
    of_relations,
    of_values,
    oppositions,
    turns,
)
from klyngebot.checking.tokens import LONGEST_CLAIM, LONGEST_SENTENCE, Side, side
from klyngebot.danish.deeds import deeds
from klyngebot.danish.meanings import contrasts
from klyngebot.danish.periods import Period
from klyngebot.danish.qualifiers import parts
from klyngebot.danish.quantities import Quantity, Relation
from klyngebot.danish.synonyms import related
from klyngebot.danish.values import MEASURES
from klyngebot.embedding import StaticEmbedder
from klyngebot.remembering import remembered

REMEMBERED = 20_000
PRESENT = 0.5  # degree from which a word counts as present
SAME_MEANING = 0.9  # degree of a word whose meaning is there in other words
SHORTEST_PART = 5  # letters
LEAST_SALIENCE = 0.2
MOST = 20.0  # beyond which a count says no more
LIKE_UNITS = 0.45  # cosine from which two counted nouns may be the same
_ENDINGS = ("ede", "er", "te", "t", "en", "et", "ne", "ing", "hed", "isk", "lig")


@dataclass(frozen=True, slots=True)
class Comparison:
    """A claim against one sentence: `signals` by name, and what is said otherwise, the surest first.

    `cannot_support` is whether the sentence lacks a name of the claim or says something of it otherwise,
    `cannot_refute` whether it tells of another than the claim, or the claim denies what the sentence does not say.
    `turned` is the share of the claim's words that the sentence has where it says them the other way round, else 0.
    `is_literal` is whether it has the claim word for word, as a fact.
    """

    signals: dict[str, float]
    conflicts: tuple[Conflict, ...]
    cannot_support: bool
    cannot_refute: bool
    is_literal: bool
    turned: float = 0.0


class Comparer:
    """Compares claims with sentences.

    Args:
        static: the model that gives words and texts their vectors.
    """

    def __init__(self, static: StaticEmbedder) -> None:
        self._vector = remembered(REMEMBERED)(static.embed_query)
        self._salience = static.salience

    def compare(self, claim: str, sentence: str) -> Comparison:
        """How a claim lies on a sentence."""
        said, told = read(claim), read(sentence)
        amounts = relations(said.quantities, told.quantities, self._like_units)
        times = relations(said.periods, told.periods, _always)
        signals = dict(alignment.alignment(claim, sentence))
        signals.update(self._words(said, told))
        signals.update(_compared("quantity", amounts, len(told.quantities)))
        signals.update(_compared("period", times, len(told.periods)))
        signals.update(bindings(claim, sentence))
        opposed = contrasts(claim, sentence)
        signals["contrasts"] = len(opposed)
        free = _free_contrasts(said, told)
        signals["contrasts_free"] = len(free)
        opposites = _free_contrasts(said, told, firm=True)
        converses = [pair for pair in free if pair not in opposites]
        signals.update(oppositions(claim, sentence, opposites, converses))
        signals["meaning"] = self.likeness(claim, sentence)
        conflicts = (
            *of_relations(claim, sentence, (*times, *amounts)),
            *of_measures(claim, sentence),
            *of_values(claim, sentence),
            *(Conflict(*pair) for pair in opposites),
        )
        barred = cannot_support(signals)
        signals["cannot_support"] = float(barred)
        turned = signals["covered"] if turns(signals) else 0.0
        beside = cannot_refute(claim, sentence, signals)
        return Comparison(signals, conflicts, barred, beside, is_literal(claim, sentence), turned)

    def warm(self, sentence: str) -> None:
        """Read a sentence, which is remembered."""
        read(sentence)
        deeds(sentence)
        parts(sentence)
        self._vector(sentence)

    def sides(self, claim: str, sentence: str) -> tuple[Side, Side]:
        """A claim and a sentence word by word, as the attention model reads them."""
        said, told = read(claim), read(sentence)
        return self._side(said, told, LONGEST_CLAIM), self._side(told, said, LONGEST_SENTENCE)

    def _side(self, own: Reading, other: Reading, longest: int) -> Side:
        words = own.all[:longest] or (NO_WORD,)
        degrees = dict(zip(own.words, degrees_of(own, other), strict=True))
        amounts = relations(own.quantities, other.quantities, self._like_units)
        times = relations(own.periods, other.periods, _always)
        vectors = [self._vector(word.folded) for word in words]
        weights = [0.0 if word.is_stop else self._salience(word.folded) for word in words]
        return side(own, other, words, vectors, weights, degrees, amounts, times)

    def coverage(self, claim: str, sentence: str) -> float:
        """The weighted share of a claim's words that a sentence has, 0..1."""
        said = read(claim)
        degrees = degrees_of(said, read(sentence))
        weights = [self._weight(word) for word in said.words]
        return sum(map(float.__mul__, weights, degrees)) / (sum(weights) or 1.0)

    def likeness(self, claim: str, sentence: str) -> float:
        """Cosine of the two texts, -1..1."""
        return float(self._vector(claim) @ self._vector(sentence))

    def _weight(self, word: Word) -> float:
        return max(self._salience(word.folded), LEAST_SALIENCE)

    def _vectors(self, words: Sequence[Word]) -> NDArray[np.float32]:
        return np.stack([self._vector(word.folded) for word in words])

    def _words(self, said: Reading, told: Reading) -> Iterator[tuple[str, float]]:
        """Signals of the words: what is lacking, how near something else comes, and what stands in its place."""
        degrees = degrees_of(said, told)
        weights = [self._weight(word) for word in said.words]
        total = sum(weights) or 1.0
        back = degrees_of(told, said)
        free = [place for place, degree in enumerate(back) if degree < PRESENT]
        lacking = [place for place, degree in enumerate(degrees) if degree < PRESENT]
        nearness = self._vectors(said.words) @ self._vectors(told.words).T if said.words and told.words else None
        nearest = [
            max(0.0, float(nearness[place].max())) if nearness is not None else 0.0 for place in range(len(degrees))
        ]
        apart = [place for place in lacking if not said.words[place].is_name]
        named = [place for place in lacking if said.words[place].is_name]
        yield "covered", sum(map(float.__mul__, weights, degrees)) / total
        soft = [
            degree if word.is_name else max(degree, near)
            for word, degree, near in zip(said.words, degrees, nearest, strict=True)
        ]
        yield "covered_softly", sum(map(float.__mul__, weights, soft)) / total
        yield "lacking_most", max((weights[place] for place in lacking), default=0.0) / total
        yield "lacking_share", sum(weights[place] for place in lacking) / total
        yield "lacking_word", max((weights[place] for place in apart), default=0.0)
        yield "lacking_words", min(len(apart), MOST)
        yield "lacking_names", min(len(named), MOST)
        yield "lacking_near_least", min((nearest[place] for place in apart), default=1.0)
        yield "lacking_near_mean", sum(nearest[place] for place in apart) / len(apart) if apart else 1.0
        yield (
            "lacking_near_free",
            max((float(nearness[place, free].max()) for place in apart if nearness is not None and free), default=0.0),
        )
        yield "lacking_last", float(bool(lacking) and lacking[-1] == len(degrees) - 1)
        yield "between_name", max((_between(place, degrees) for place in named), default=-1)
        yield "between_word", max((_between(place, degrees) for place in apart), default=-1)
        yield "free", min(len(free), MOST)
        yield "free_names", min(sum(told.words[place].is_name for place in free), MOST)
        yield "free_most", max((self._weight(told.words[place]) for place in free), default=0.0)
        told_weights = [self._weight(word) for word in told.words]
        yield "told_covered", sum(map(float.__mul__, told_weights, back)) / (sum(told_weights) or 1.0)
        yield from self._replaced(said, told, lacking, free, nearness)

    def _replaced(
        self,
        said: Reading,
        told: Reading,
        lacking: Sequence[int],
        free: Sequence[int],
        nearness: NDArray[np.float32] | None,
    ) -> Iterator[tuple[str, float]]:
        """Signals of words that stand between the same words in both texts, yet are not the same."""
        pairs = [
            (sides, float(nearness[own, other]), own, other)
            for own in lacking
            for other in free
            if nearness is not None and (sides := _same_sides(said.words, own, told.words, other))
        ]
        best = max(pairs, default=(0, 0.0, 0, 0))
        ends = any(
            said.words[own].folded.endswith(ending) and told.words[other].folded.endswith(ending)
            for _, _, own, other in pairs
            for ending in _ENDINGS
        )
        names_both = any(said.words[own].is_name and told.words[other].is_name for _, _, own, other in pairs)
        yield "replaced", min(len(pairs), MOST)
        yield "replaced_sides", best[0]
        yield "replaced_near", best[1]
        yield "replaced_near_least", min((near for _, near, _, _ in pairs), default=1.0)
        yield "replaced_name", float(names_both)
        yield "replaced_ending", float(ends)

    def _like_units(self, one: Quantity, other: Quantity) -> int:
        """2 where both count or measure the same, 1 where they may, 0 where they do not."""
        mine, theirs = one.unit, other.unit
        if one.is_partitive != other.is_partitive:
            return min(1, self._like_units(replace(one, is_partitive=other.is_partitive), other))
        if mine == theirs:
            return 2
        if not mine or not theirs:
            return 1
        if mine in MEASURES or theirs in MEASURES:
            return 0
        within = (len(mine) >= SHORTEST_PART - 1 and mine in theirs) or (
            len(theirs) >= SHORTEST_PART - 1 and theirs in mine
        )
        if within or theirs in related((mine,)).get(mine, ()) or mine in related((theirs,)).get(theirs, ()):
            return 2
        return int(float(self._vector(mine) @ self._vector(theirs)) > LIKE_UNITS)


def degrees_of(said: Reading, told: Reading) -> list[float]:
    """How far each word with content is in another text, 0..1."""
    widened = related(tuple(word.stem for word in said.words))
    return [
        max(
            alignment.degree(word.stem, widened.get(word.stem, frozenset()), told.stems),
            SAME_MEANING if word.meanings & told.meanings else 0.0,
        )
        for word in said.words
    ]


def _between(place: int, degrees: Sequence[float]) -> int:
    """How many of a word's neighbors are present; an end of the text counts as present."""
    return sum(not 0 <= neighbor < len(degrees) or degrees[neighbor] >= PRESENT for neighbor in (place - 1, place + 1))


def _same_sides(said: Sequence[Word], own: int, told: Sequence[Word], other: int) -> int:
    """On how many sides the same word, or the end of the text, stands beside both."""

    def beside(words: Sequence[Word], place: int) -> str:
        return words[place].stem if 0 <= place < len(words) else ""

    return sum(beside(said, own + step) == beside(told, other + step) for step in (-1, 1))


def _free_contrasts(said: Reading, told: Reading, *, firm: bool = False) -> list[tuple[str, str]]:
    """The contrasts of only what each text has and the other lacks."""
    lacking = [word.written for word in said.all if word.stem not in {own.stem for own in told.all}]
    free = [word.written for word in told.all if word.stem not in {own.stem for own in said.all}]
    return contrasts(" ".join(lacking), " ".join(free), firm=firm)


def _always(_one: Period, _other: Period) -> int:
    """Any two periods may be compared."""
    return 2


def _compared(kind: str, found: Sequence[Related], told: int) -> Iterator[tuple[str, float]]:
    yield f"{kind}_within", sum(item.relation is Relation.WITHIN for item in found)
    yield f"{kind}_open", sum(item.relation is Relation.OPEN for item in found)
    outside = [item for item in found if item.relation is Relation.OUTSIDE]
    yield f"{kind}_outside", sum(item.sure for item in outside)
    yield f"{kind}_outside_perhaps", sum(not item.sure for item in outside)
    yield f"{kind}_lacking", sum(item.relation is None for item in found)
    yield f"{kind}_all", len(found)
    yield f"{kind}_told", min(told, MOST)
    yield f"{kind}_alone", float(any(item.sure for item in outside) and told == len(found))
