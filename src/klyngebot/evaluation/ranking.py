"""Measures of a ranking against judged relevance. Where nothing is relevant they are undefined: NaN, never zero."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray


def ndcg(ranked: Sequence[str], grades: Mapping[str, int], k: int = 10) -> float:
    """Normalized discounted cumulative gain of the first `k`, 0..1 (Järvelin and Kekäläinen 2002, linear gains)."""
    ideal = _gain(sorted(grades.values(), reverse=True)[:k])
    return _gain([grades.get(item, 0) for item in ranked[:k]]) / ideal if ideal else math.nan


def _gain(grades: Sequence[int]) -> float:
    return sum(grade / math.log2(rank + 1) for rank, grade in enumerate(grades, start=1))


def recall(ranked: Sequence[str], grades: Mapping[str, int], k: int) -> float:
    """Share of the relevant that stands among the first `k`, 0..1."""
    return sum(item in grades for item in ranked[:k]) / len(grades) if grades else math.nan


def reciprocal_rank(ranked: Sequence[str], grades: Mapping[str, int], k: int = 10) -> float:
    """One over the rank of the first relevant among the first `k`, 0 where none is."""
    if not grades:
        return math.nan
    return next((1 / rank for rank, item in enumerate(ranked[:k], start=1) if item in grades), 0.0)


def interval(values: Sequence[float], *, samples: int = 1000, seed: int = 0) -> tuple[float, float]:
    """The 95 % bootstrap interval of the mean (Efron 1979, percentile method); NaN values are left out.

    Args:
        values: one for each query.
        samples: how often the queries are drawn anew.
        seed: of the drawing.
    """
    known: NDArray[np.float64] = np.array([value for value in values if not math.isnan(value)])
    if not len(known):
        return math.nan, math.nan
    drawn = np.random.default_rng(seed).integers(0, len(known), size=(samples, len(known)))
    low, high = np.percentile(known[drawn].mean(axis=1), (2.5, 97.5))
    return float(low), float(high)


def share_interval(hits: int, of: int) -> tuple[float, float]:
    """The 95 % interval of a share, NaN of nothing (Wilson 1927): it stays honest near 0 and 1 and for few questions.

    >>> [round(end, 3) for end in share_interval(9, 10)]
    [0.596, 0.982]
    """
    if not of:
        return math.nan, math.nan
    z = 1.959964
    share, spread = hits / of, z * z / of
    middle = (share + spread / 2) / (1 + spread)
    half = math.sqrt(share * (1 - share) * spread + spread * spread / 4) / (1 + spread)
    return max(0.0, middle - half), min(1.0, middle + half)


def mean(values: Iterable[float]) -> float:
    """The mean, or the share of what is true; NaN of nothing."""
    listed = list(values)
    return math.fsum(listed) / len(listed) if listed else math.nan
