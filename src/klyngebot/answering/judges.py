"""Two ways to turn signals into a probability, fitted elsewhere and read from `calibration.json`.

`Logistic` is a logistic regression, `Forest` gradient-boosted trees (Friedman 2001): a sum of small trees that may only
rise, or only fall, with a signal whose direction is known.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

LARGEST = 30.0  # log odds beyond which exp would only lose digits


def _probability(log_odds: float) -> float:
    return 1 / (1 + math.exp(-max(-LARGEST, min(LARGEST, log_odds))))


@dataclass(frozen=True, slots=True)
class Logistic:
    """A logistic regression and the probability at which it turns."""

    intercept: float
    coefficients: Mapping[str, float]
    threshold: float

    def probability(self, values: Mapping[str, float]) -> float:
        """Of a yes, 0..1."""
        return _probability(self.intercept + sum(weight * values[name] for name, weight in self.coefficients.items()))


@dataclass(frozen=True, slots=True)
class Forest:
    """Trees and the probability at which their sum turns.

    A tree is a list of nodes, the root first: `[signal, at most, left, right]` goes to the node `left` where the signal
    (a position in `signals`) is at most so large, else to `right`; `[value]` is a leaf.
    """

    signals: Sequence[str]
    intercept: float
    trees: Sequence[Sequence[Sequence[float]]]
    threshold: float

    def probability(self, values: Mapping[str, float]) -> float:
        """Of a yes, 0..1."""
        row = [values[name] for name in self.signals]
        return _probability(self.intercept + sum(_leaf(tree, row) for tree in self.trees))


def _leaf(tree: Sequence[Sequence[float]], row: Sequence[float]) -> float:
    node = tree[0]
    while len(node) > 1:
        signal, at_most, left, right = node
        node = tree[int(left if row[int(signal)] <= at_most else right)]
    return node[0]


@dataclass(frozen=True, slots=True)
class Judges:
    """Is the question on topic, and does the evidence answer it?"""

    topic: Logistic
    answer: Forest


@lru_cache(maxsize=2)
def judges(banked: bool) -> Judges:
    """The judges for sentences with stored questions (the shipped corpus), or for those without (own files)."""
    content: dict[str, Any] = json.loads(
        files("klyngebot.answering").joinpath("calibration.json").read_text(encoding="utf-8")
    )
    fitted = content["banked" if banked else "plain"]
    return Judges(Logistic(**fitted["topic"]), Forest(**fitted["answer"]))
