"""Decomposable attention (Parikh et al. 2016) over a claim and a sentence, with numpy: no torch where it is used.

Each word of the one text attends to the words of the other that are most like it; what differs between a word and what
it attends to is compared, and the comparisons of both texts together say whether the sentence supports the claim,
contradicts it, or neither. `klyngebot.training.attention` fits it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from klyngebot.checking.tokens import Array, Side

TEMPERATURE = 10.0  # divides what two words' projections have in common
SUMMED = 8.0  # divides sums over words, so that they stay about as large as maxima


@dataclass(frozen=True, slots=True)
class Attention:
    """The fitted matrices, by name as torch keeps them, and the basis onto which word vectors are projected first."""

    basis: Array
    weights: Mapping[str, Array]

    def probabilities(self, claim: Side, sentence: Side) -> Array:
        """Of supported, refuted and not enough info, shape (3,)."""
        said, told = claim.vectors @ self.basis, sentence.vectors @ self.basis
        own, there = self._encoded(said, claim.features), self._encoded(told, sentence.features)
        alike = self._attending(own) @ self._attending(there).T / TEMPERATURE
        alike = alike + self.weights["bias"] * (said @ told.T)
        parts = (*self._compared(own, _softmax(alike) @ there), *self._compared(there, _softmax(alike.T) @ own))
        hidden = np.maximum(self._linear("out.0", np.concatenate(parts)), 0)
        return np.asarray(_softmax(self._linear("out.3", hidden)))

    def _linear(self, name: str, values: Array) -> Array:
        return np.asarray(values @ self.weights[f"{name}.weight"].T + self.weights[f"{name}.bias"])

    def _encoded(self, vectors: Array, features: Array) -> Array:
        flags = np.maximum(self._linear("flags", features), 0)
        return np.concatenate([self._linear("project", vectors), flags], axis=-1)

    def _attending(self, words: Array) -> Array:
        return self._linear("attend.2", np.maximum(self._linear("attend.0", words), 0))

    def _compared(self, words: Array, attended: Array) -> tuple[Array, Array]:
        """Sum and maximum over a text's words of each word compared with what it attends to."""
        size = self.weights["project.bias"].size
        both = [words, attended, (words - attended)[:, :size], (words * attended)[:, :size]]
        first = np.maximum(self._linear("compare.0", np.concatenate(both, axis=-1)), 0)
        hidden = np.maximum(self._linear("compare.3", first), 0)
        return np.asarray(hidden.sum(axis=0) / SUMMED), np.asarray(hidden.max(axis=0))

    def arrays(self, prefix: str) -> dict[str, NDArray[Any]]:
        """What is stored, each name with a prefix."""
        stored = {f"{prefix}{name}": own.astype(np.float16) for name, own in self.weights.items()}
        return {f"{prefix}basis": self.basis.astype(np.float16), **stored}

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]], prefix: str) -> Attention:
        """What `arrays` stored."""
        own = {name.removeprefix(prefix): arrays[name].astype(np.float32) for name in arrays if name.startswith(prefix)}
        return cls(own.pop("basis"), own)


def _softmax(values: Array) -> Array:
    powers = np.exp(values - values.max(axis=-1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=-1, keepdims=True))
