"""Which cluster's field a firm belongs to: its trade words and the meaning of the whole description, judged together.

The judge is a multinomial logistic regression on the scores of `klyngebot.answering.trades` and the static vector of
the description. `tools/fit_fields.py` fits it to 2,000 written descriptions (`training/firms.tsv`) and writes
`fields.json`.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from klyngebot.answering.trades import Trades, without_places
from klyngebot.embedding.static import StaticEmbedder

NONE = "none"  # trades that no cluster is for
LOUD = 0.4  # of the loudest word, from which another is told, too

Weights = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Fit:
    """How well a field fits a description: log odds, comparable within one, and the `words` that speak most for it."""

    field: str
    score: float
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FieldWeights:
    """The fitted judge: `of_trades`, shape (fields, fields), `of_meaning`, shape (fields, dimension), `bias`."""

    fields: tuple[str, ...]
    of_trades: Weights
    of_meaning: Weights
    bias: Weights


@lru_cache(maxsize=1)
def field_weights() -> FieldWeights:
    """The judge that is shipped."""
    content: dict[str, Any] = json.loads(
        files("klyngebot.answering").joinpath("fields.json").read_text(encoding="utf-8")
    )
    rows = [content["fields"][name] for name in sorted(content["fields"])]
    return FieldWeights(
        tuple(sorted(content["fields"])),
        np.array([row["trades"] for row in rows]),
        np.array([row["meaning"] for row in rows]),
        np.array([row["bias"] for row in rows]),
    )


def features(trades: Trades, model: StaticEmbedder, description: str) -> Weights:
    """What the judge sees of a description, shape (fields + dimension,)."""
    return np.concatenate([trades.told(description).scores, model.embed_query(without_places(description))])


class FieldJudge:
    """Judges descriptions of firms.

    Args:
        model: the shipped static model.
        fields: ids of the fields that may be proposed; `NONE` always may.
    """

    def __init__(self, model: StaticEmbedder, fields: Collection[str]) -> None:
        self._model = model
        self._trades = Trades(model)
        self._weights = field_weights()
        self._allowed = [place for place, name in enumerate(self._weights.fields) if name in fields or name == NONE]

    def fits(self, description: str) -> list[Fit]:
        """The fields that may be proposed and `NONE`, the best first; empty where no word says anything."""
        told = self._trades.told(description)
        if not told.known:
            return []
        judge, meaning = self._weights, self._model.embed_query(without_places(description))
        scores = judge.of_trades @ told.scores + judge.of_meaning @ meaning + judge.bias
        vectors = np.stack([self._model.embed_query(word) for word in told.words])
        speaks = told.speaks @ judge.of_trades.T + (vectors @ judge.of_meaning.T) / len(vectors) ** 0.5
        speaks -= speaks.mean(axis=1, keepdims=True)
        order = sorted(self._allowed, key=lambda place: (-scores[place], place))
        return [
            Fit(judge.fields[place], float(scores[place]), _loudest(told.words, speaks[:, place])) for place in order
        ]


def _loudest(words: Sequence[str], speaks: Weights) -> tuple[str, ...]:
    """The words that speak for a field, in reading order."""
    least = LOUD * speaks.max(initial=0.0)
    return tuple(word for word, own in zip(words, speaks, strict=True) if own > 0 and own >= least)
