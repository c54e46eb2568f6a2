"""Trees in a table say what the trees say."""

from __future__ import annotations

import numpy as np
import pytest

from klyngebot.checking.trees import BoostedTrees


@pytest.fixture
def stump() -> BoostedTrees:
    """Three classes; the first is more probable from 0.5 of `b` on."""
    return BoostedTrees(
        ("a", "b"),
        np.zeros(3),
        np.array([[0, 3, 4]], np.int32),
        np.array([1, -1, -1, -1, -1], np.int16),
        np.array([0.5, 0, 0, 0, 0]),
        np.array([1, 0, 0, 0, 0], np.int32),
        np.array([2, 0, 0, 0, 0], np.int32),
        np.array([0, -1.0, 1.0, 0.0, 0.0]),
    )


def test_a_row_goes_left_up_to_the_threshold(stump: BoostedTrees) -> None:
    low, high = stump.probabilities([{"a": 9, "b": 0.5}, {"a": 9, "b": 0.6}])
    assert low[0] == pytest.approx(np.exp(-1) / (np.exp(-1) + 2))
    assert high[0] == pytest.approx(np.exp(1) / (np.exp(1) + 2))
    assert low.sum() == pytest.approx(1)


def test_no_rows_have_no_probabilities(stump: BoostedTrees) -> None:
    assert stump.probabilities([]).shape == (0, 3)


def test_what_is_stored_comes_back(stump: BoostedTrees) -> None:
    again = BoostedTrees.from_arrays(stump.arrays("own_"), "own_")
    assert again.signals == stump.signals
    rows = np.array([[0.0, 0.2], [1.0, 0.9]])
    assert np.allclose(again.of_table(rows), stump.of_table(rows))
