"""Measures of a ranking, against values worked out by hand."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klyngebot.evaluation.ranking import interval, ndcg, recall, reciprocal_rank, share_interval

RANKED = ["a", "b", "c", "d"]


def test_ndcg_of_hand_worked_rankings() -> None:
    assert ndcg(RANKED, {"a": 1}) == 1
    assert ndcg(RANKED, {"b": 1}) == pytest.approx(1 / math.log2(3))
    assert ndcg(RANKED, {"a": 1, "c": 2}) == pytest.approx((1 + 2 / 2) / (2 + 1 / math.log2(3)))
    assert ndcg(RANKED, {"x": 1}) == 0
    assert ndcg(RANKED, {"c": 1}, k=2) == 0


def test_recall_and_reciprocal_rank_of_hand_worked_rankings() -> None:
    assert recall(RANKED, {"b": 1, "x": 1}, 2) == 0.5
    assert recall(RANKED, {"b": 1}, 1) == 0
    assert reciprocal_rank(RANKED, {"c": 1, "d": 1}) == pytest.approx(1 / 3)
    assert reciprocal_rank(RANKED, {"d": 1}, k=3) == 0


def test_where_nothing_is_relevant_measures_are_undefined() -> None:
    assert all(math.isnan(value) for value in (ndcg(RANKED, {}), recall(RANKED, {}, 5), reciprocal_rank(RANKED, {})))
    assert all(math.isnan(bound) for bound in interval([math.nan]))


@given(st.permutations("abcdef"), st.dictionaries(st.sampled_from("abcdef"), st.integers(1, 3), min_size=1))
def test_measures_lie_between_0_and_1_and_the_ideal_order_has_1(ranked: list[str], grades: dict[str, int]) -> None:
    assert 0 <= ndcg(ranked, grades) <= 1
    assert 0 <= reciprocal_rank(ranked, grades) <= 1
    assert recall(ranked, grades, 6) == 1
    assert ndcg(sorted(ranked, key=lambda item: -grades.get(item, 0)), grades) == pytest.approx(1)


def test_the_interval_holds_the_mean_and_is_the_same_every_time() -> None:
    values = [0.0, 1.0, 1.0, 0.5] * 25
    low, high = interval(values)
    assert low < 0.625 < high
    assert high - low < 0.2
    assert interval(values) == (low, high)


def test_the_interval_of_a_share_is_wilsons() -> None:
    assert share_interval(81, 263) == pytest.approx((0.2553, 0.3662), abs=1e-3)  # Newcombe 1998, table I
    assert share_interval(0, 20) == pytest.approx((0.0, 0.1611), abs=1e-3)
    assert share_interval(1, 29) == pytest.approx((0.0061, 0.1718), abs=1e-3)
    assert all(math.isnan(end) for end in share_interval(0, 0))
