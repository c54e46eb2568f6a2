"""Gradient-boosted trees for several classes (Friedman 2001), fitted elsewhere and evaluated with numpy.

All trees of a model lie in one table of nodes, so that every row walks down every tree at once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class BoostedTrees:
    """Trees in one table.

    Args:
        signals: names of the columns of what is judged.
        start: log odds before the first tree, shape (classes,).
        roots: first node of each tree, shape (rounds, classes).
        feature: column that a node asks for, -1 for a leaf, shape (nodes,).
        threshold: a node goes left where the column is at most this.
        left: the node to the left.
        right: the node to the right.
        value: what a leaf adds to the log odds of its tree's class.
    """

    signals: tuple[str, ...]
    start: Array
    roots: NDArray[np.int32]
    feature: NDArray[np.int16]
    threshold: Array
    left: NDArray[np.int32]
    right: NDArray[np.int32]
    value: Array

    def probabilities(self, rows: Sequence[Mapping[str, float]]) -> Array:
        """Of each class, shape (len(rows), classes); each row sums to one."""
        table = np.array([[row[name] for name in self.signals] for row in rows], dtype=np.float64)
        return self.of_table(table.reshape(len(rows), len(self.signals)))

    def of_table(self, table: Array) -> Array:
        """The same for a table with the signals as columns."""
        at = np.broadcast_to(self.roots, (len(table), *self.roots.shape)).copy()
        row = np.arange(len(table))[:, None, None]
        while True:
            feature = self.feature[at]
            inner = feature >= 0
            if not inner.any():
                break
            goes_left = table[row, np.maximum(feature, 0)] <= self.threshold[at]
            at = np.where(inner, np.where(goes_left, self.left[at], self.right[at]), at)
        odds = self.start + self.value[at].sum(axis=1)
        powers = np.exp(odds - odds.max(axis=1, keepdims=True))
        return np.asarray(powers / powers.sum(axis=1, keepdims=True))

    def arrays(self, prefix: str) -> dict[str, NDArray[Any]]:
        """The table as arrays to store, each name with a prefix."""
        return {
            f"{prefix}signals": np.array(self.signals),
            f"{prefix}start": self.start.astype(np.float32),
            f"{prefix}roots": self.roots,
            f"{prefix}feature": self.feature,
            f"{prefix}threshold": self.threshold,
            f"{prefix}left": self.left.astype(np.int32),
            f"{prefix}right": self.right.astype(np.int32),
            f"{prefix}value": self.value.astype(np.float32),
        }

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]], prefix: str) -> BoostedTrees:
        """The table from what `arrays` stored."""
        return cls(
            tuple(str(name) for name in arrays[f"{prefix}signals"]),
            arrays[f"{prefix}start"].astype(np.float64),
            arrays[f"{prefix}roots"],
            arrays[f"{prefix}feature"],
            arrays[f"{prefix}threshold"].astype(np.float64),
            arrays[f"{prefix}left"],
            arrays[f"{prefix}right"],
            arrays[f"{prefix}value"].astype(np.float64),
        )
