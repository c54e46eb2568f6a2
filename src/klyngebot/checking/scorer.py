"""How probable it is that sentences support a claim, contradict it, or do not decide it: three fitted steps.

Attention reads a claim and a sentence word by word; its judgement is one of the signals from which trees judge each
sentence by itself; other trees judge the claim from the judgements of all its sentences. `tools/fit_verdicts.py` fits
them on claims of our own and on DanFEVER's training half (docs/verification.md), and writes `verdicts.npz`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import as_file, files

import numpy as np

from klyngebot.checking.attention import Attention
from klyngebot.checking.results import Verdict
from klyngebot.checking.trees import Array, BoostedTrees

VERDICTS = (Verdict.SUPPORTED, Verdict.REFUTED, Verdict.NOT_ENOUGH_INFO)
BEST = 3  # judgements that are pooled one by one
POOLED = tuple(
    [f"{verdict}_{place}" for place in range(BEST) for verdict in VERDICTS]
    + [f"{which}_{verdict}" for which in ("first", "mean", "supporting", "refuting") for verdict in VERDICTS]
)


@dataclass(frozen=True, slots=True)
class Judged:
    """Probabilities in the order of `VERDICTS`: of each sentence, shape (sentences, 3); of the claim, shape (3,)."""

    sentences: Array
    claim: Array


@dataclass(frozen=True, slots=True)
class VerdictScorer:
    """The three steps, and the least probabilities at which a claim is called supported or contradicted."""

    attention: Attention
    sentence: BoostedTrees
    claim: BoostedTrees
    supported_from: float
    refuted_from: float

    def each(self, compared: Sequence[Mapping[str, float]]) -> Array:
        """Judge each sentence by itself, shape (sentences, 3).

        Args:
            compared: signals of the claim against its sentences, the most relevant first; at least one.
        """
        return self.sentence.probabilities(compared)

    def judge(self, each: Array) -> Judged:
        """Judge the claim from the judgements of its sentences."""
        return Judged(each, self.claim.of_table(pooled(each)[None])[0])

    def verdict(self, judged: Judged) -> Verdict:
        """What the probabilities of a claim come to; where they are not sure, nothing is decided."""
        best = VERDICTS[int(judged.claim.argmax())]
        least = {Verdict.SUPPORTED: self.supported_from, Verdict.REFUTED: self.refuted_from}
        return best if judged.claim.max() >= least.get(best, 0.0) else Verdict.NOT_ENOUGH_INFO


def pooled(each: Array) -> Array:
    """What the second step reads of the judgements of sentences (names in `POOLED`), shape (len(POOLED),)."""
    ranked = np.zeros((BEST, len(VERDICTS)))
    ranked[: len(each)] = np.sort(each, axis=0)[::-1][:BEST]
    supporting, refuting = each[each[:, 0].argmax()], each[each[:, 1].argmax()]
    return np.concatenate([ranked.ravel(), each[0], each.mean(axis=0), supporting, refuting])


@lru_cache(maxsize=1)
def scorer() -> VerdictScorer:
    """The shipped scorer."""
    with (
        as_file(files("klyngebot.checking").joinpath("verdicts.npz")) as path,
        np.load(path, allow_pickle=False) as arrays,
    ):
        return VerdictScorer(
            Attention.from_arrays(arrays, "attention_"),
            BoostedTrees.from_arrays(arrays, "sentence_"),
            BoostedTrees.from_arrays(arrays, "claim_"),
            float(arrays["supported_from"]),
            float(arrays["refuted_from"]),
        )
