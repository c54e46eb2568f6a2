"""What torch learns, numpy computes."""

from __future__ import annotations

import numpy as np
import pytest

from klyngebot.checking.attention import Attention
from klyngebot.checking.comparison import Comparer
from klyngebot.checking.scorer import VERDICTS
from klyngebot.embedding import StaticEmbedder
from klyngebot.training.attention import Pair, basis_of, fit_attention

SENTENCE = "Klyngen blev stiftet i {} og har {} medlemmer."


def pairs(comparer: Comparer) -> list[Pair]:
    """Claims that tell the right year, and a wrong one."""
    found = []
    for year in range(2000, 2020):
        told = SENTENCE.format(year, 10 * year)
        for label, said in ((0, year), (1, year + 1)):
            sides = comparer.sides(f"Klyngen blev stiftet i {said}.", told)
            found.append(Pair(*sides, label, 1.0))
    return found


def test_a_small_net_learns_to_compare_years_and_the_shipped_code_computes_the_same() -> None:
    comparer = Comparer(StaticEmbedder())
    learned = pairs(comparer)
    basis = basis_of(learned)
    attention = fit_attention(learned, basis, epochs=40)
    right = [int(attention.probabilities(pair.claim, pair.sentence).argmax()) == pair.label for pair in learned]
    assert np.mean(right) > 0.9
    again = Attention.from_arrays(attention.arrays("own_"), "own_")
    first = learned[0]
    told = again.probabilities(first.claim, first.sentence)
    assert told.shape == (len(VERDICTS),)
    assert np.allclose(told, attention.probabilities(first.claim, first.sentence), atol=1e-6)


def test_the_same_pairs_and_seed_give_the_same_weights() -> None:
    comparer = Comparer(StaticEmbedder())
    learned = pairs(comparer)
    basis = basis_of(learned)
    one, other = (fit_attention(learned[:8], basis, epochs=1) for _ in range(2))
    assert all(np.array_equal(own, other.weights[name]) for name, own in one.weights.items())


def test_too_few_words_have_no_basis() -> None:
    with pytest.raises(ValueError, match="directions"):
        basis_of(pairs(Comparer(StaticEmbedder()))[:2])
