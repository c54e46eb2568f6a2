"""A claim and a sentence word by word, as the attention model reads them: what of each word the other text has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from klyngebot.checking.reading import Reading, Word
from klyngebot.checking.relations import Related
from klyngebot.danish.meanings import excludes
from klyngebot.danish.quantities import Relation

Array = NDArray[np.float32]
LONGEST_CLAIM, LONGEST_SENTENCE = 32, 56  # words that are read
_FLAGS = ("present", "degree", "same_word", "stop", "name", "digit", "capital", "salience", "same_meaning", "contrast")
_RELATIONS = (Relation.WITHIN, Relation.OPEN, Relation.OUTSIDE, None)
_ENDS = ("place", "first", "last")
FEATURES = len(_FLAGS) + 2 * len(_RELATIONS) + len(_ENDS)


@dataclass(frozen=True, slots=True)
class Side:
    """One of two texts: word vectors, shape (words, dimension), and features, shape (words, FEATURES)."""

    vectors: Array
    features: Array


def side(
    own: Reading,
    other: Reading,
    words: Sequence[Word],
    vectors: Sequence[Array],
    weights: Sequence[float],
    degrees: Mapping[Word, float],
    amounts: Sequence[Related],
    times: Sequence[Related],
) -> Side:
    """One text as it lies on the other.

    Args:
        own: the text.
        other: the other one.
        words: the words of it that are read, at least one; each with its
        vectors: and its
        weights: how much it says, 0..1.
        degrees: how far the words with content are in the other text, 0..1.
        amounts: how each quantity of the text stands to those of the other, in reading order.
        times: the same of its periods.
    """
    there = frozenset(word.folded for word in other.all)
    text = " ".join(word.folded for word in other.all)
    rows = []
    for place, (word, weight) in enumerate(zip(words, weights, strict=True)):
        same = word.folded in there
        flags = (
            1.0,
            degrees.get(word, float(same)),
            same,
            word.is_stop,
            word.is_name,
            word.folded[0].isdigit(),
            word.written[0].isupper(),
            weight,
            bool(word.meanings & other.meanings),
            not same and excludes(word.folded, text),
        )
        ends = (place / LONGEST_SENTENCE, place == 0, place == len(own.all) - 1)
        rows.append((*flags, *_one_hot(word.quantity, amounts), *_one_hot(word.period, times), *ends))
    return Side(np.stack(vectors), np.array(rows, np.float32))


def _one_hot(place: int, related: Sequence[Related]) -> list[float]:
    if place < 0:
        return [0.0] * len(_RELATIONS)
    return [float(related[place].relation == kind) for kind in _RELATIONS]
