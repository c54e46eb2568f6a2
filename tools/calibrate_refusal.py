"""Fit the judgement "answer or refuse" and write `src/klyngebot/answering/calibration.json`.

    python tools/calibrate_refusal.py

Reads the development half of `tests/gold/answers` and all of `tests/gold/calibration`; the test half is never looked
at, and calibration questions that stand in it word for word are left out. Two logistic regressions (with scipy and
scikit-learn, which sentence-transformers brings along) over `klyngebot.answering.decision.SIGNALS`: on topic or not
(far questions against all others), answered or not (without the far ones). Operating points come from ten-fold
cross-validation: among the pairs of thresholds that wrongly refuse at most the given share of the answerable
questions of the development half, the one that refuses most of the unanswerable.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import expit
from sklearn.model_selection import StratifiedKFold

from klyngebot.answering.decision import SIGNALS, SIGNS, TOPIC_SIGNALS, signals
from klyngebot.answering.demands import unmet
from klyngebot.answering.extractive import choose
from klyngebot.bot import Klyngebot
from klyngebot.danish.normalize import fold
from klyngebot.evaluation.gold import GoldQuestion, Split, read_gold

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "src" / "klyngebot" / "answering" / "calibration.json"
STRENGTH = 0.3  # inverse of the penalty on the coefficients
REPEATS = 3

Array = NDArray[Any]


def main() -> None:
    """Fit, print the operating points, write the file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--wrongly-refused", type=float, default=0.05, help="bar for answerable questions (dev half)")
    parser.add_argument("--dry-run", action="store_true", help="do not write the file")
    arguments = parser.parse_args()

    answers = read_gold([ROOT / "tests" / "gold" / "answers"])
    held_out = {fold(item.question) for item in answers if item.split is Split.TEST}
    dev = [item for item in answers if item.split is Split.DEV]
    extra = [
        item for item in read_gold([ROOT / "tests" / "gold" / "calibration"]) if fold(item.question) not in held_out
    ]

    content: dict[str, object] = {"fitted_by": "tools/calibrate_refusal.py", "questions": len(dev) + len(extra)}
    with Klyngebot.open() as bot:
        for name, use_bank in (("banked", True), ("plain", False)):
            print(name)
            content[name] = fit(bot, dev, extra, use_bank=use_bank, wrongly_refused=arguments.wrongly_refused)
    if not arguments.dry_run:
        TARGET.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")


def fit(
    bot: Klyngebot,
    dev: Sequence[GoldQuestion],
    extra: Sequence[GoldQuestion],
    *,
    use_bank: bool,
    wrongly_refused: float,
) -> dict[str, object]:
    """Fit both judges with or without the question bank; prints the cross-validated operating point."""
    questions = (*dev, *extra)
    rows, refused_anyway, known_gap = [], [], []
    for item in questions:
        question, evidence, hits = bot.inspect(item.question, item.history, use_bank=use_bank)
        values = signals(question, evidence, hits)
        rows.append([values[name] for name in SIGNALS])
        chosen = choose(question, evidence) if evidence else []
        only_gaps = bool(chosen) and all(entry.sentence.gap for entry in chosen)
        known_gap.append(only_gaps)
        refused_anyway.append(only_gaps or not evidence or bool(unmet(question, evidence[0])))

    features = np.array(rows)
    topical = [SIGNALS.index(name) for name in TOPIC_SIGNALS]
    answerable = np.array([item.answerable for item in questions])
    far = np.array([item.group == "far" for item in questions])
    near = ~answerable & ~far
    is_dev = np.array([True] * len(dev) + [False] * len(extra))
    by_rule = np.array(refused_anyway)
    # A question that finds its gap is well matched and still has no answer: nothing to learn from
    judged = ~far & ~np.array(known_gap)

    strata = answerable + 2 * far
    on_topic = cross_validated(
        features[:, topical], TOPIC_SIGNALS, ~far, np.ones(len(questions), dtype=bool), strata=strata
    )
    answered = cross_validated(features, SIGNALS, answerable, judged, strata=strata)
    print(f"  {len(dev)} dev and {len(extra)} calibration questions; area under the curve, cross-validated:")
    print(f"  answerable or off topic {area(on_topic, answerable, far):.3f}")
    print(f"  answerable or not in the sources {area(answered, answerable & judged, near & judged):.3f}")

    best = (0.0, 0.0, 0.0)
    for topic_at in np.arange(0.02, 0.95, 0.03):
        for answer_at in np.arange(0.02, 0.95, 0.02):
            refused = (on_topic < topic_at) | (answered < answer_at) | by_rule
            if refused[is_dev & answerable].mean() <= wrongly_refused:
                rightly = refused[is_dev & ~answerable].mean() + refused[~is_dev & ~answerable].mean()
                best = max(best, (float(rightly), float(topic_at), float(answer_at)))
    _, topic_at, answer_at = best
    refused = (on_topic < topic_at) | (answered < answer_at) | by_rule
    for name, group in (("dev", is_dev), ("calibration", ~is_dev)):
        print(
            f"  {name}: refused {refused[group & answerable].mean():.1%} of the answerable, "
            f"{refused[group & near].mean():.1%} of the near, {refused[group & far].mean():.1%} of the far"
        )
    return {
        "topic": judge_as_plain(features[:, topical], TOPIC_SIGNALS, ~far, topic_at),
        "answer": judge_as_plain(features[judged], SIGNALS, answerable[judged], answer_at),
    }


class SignedLogistic:
    """Logistic regression on standardized signals, balanced classes, whose coefficients keep their signs.

    Minimizes the weighted log loss plus a quadratic penalty with L-BFGS-B (scipy) under bounds from `SIGNS`.
    """

    def __init__(self, names: Sequence[str]) -> None:
        self.names = names

    def fit(self, features: Array, label: Array) -> SignedLogistic:
        """Fit to rows of signals and their yes or no."""
        self.mean, self.scale = features.mean(axis=0), features.std(axis=0)
        self.scale[self.scale == 0] = 1.0
        rows = np.column_stack(((features - self.mean) / self.scale, np.ones(len(features))))
        sign = np.where(label, 1.0, -1.0)
        weight = np.where(label, 0.5 / max(label.sum(), 1), 0.5 / max((~label).sum(), 1)) * len(label)

        def loss(beta: Array) -> tuple[float, Array]:
            margin = sign * (rows @ beta)
            penalty = beta[:-1] / STRENGTH
            value = (weight * np.logaddexp(0, -margin)).sum() + 0.5 * (penalty * beta[:-1]).sum()
            slope = -(weight * sign * expit(-margin)) @ rows
            slope[:-1] += penalty
            return float(value), slope

        bounds = [{1: (0, None), -1: (None, 0), 0: (None, None)}[SIGNS[name]] for name in self.names]
        found = minimize(loss, np.zeros(rows.shape[1]), jac=True, method="L-BFGS-B", bounds=[*bounds, (None, None)])
        self.beta = found.x
        return self

    def probability(self, features: Array) -> Array:
        """Of a yes, shape (rows,)."""
        return expit(((features - self.mean) / self.scale) @ self.beta[:-1] + self.beta[-1])


def cross_validated(features: Array, names: Sequence[str], label: Array, used: Array, *, strata: Array) -> Array:
    """Probability of `label` for every row, from models that did not see the row; trained on `used` rows only."""
    total = np.zeros(len(label))
    for seed in range(REPEATS):
        folds = StratifiedKFold(10, shuffle=True, random_state=seed)
        for rows, test in folds.split(features, strata):
            train = rows[used[rows]]
            total[test] += SignedLogistic(names).fit(features[train], label[train]).probability(features[test])
    return total / REPEATS


def area(probability: Array, yes: Array, no: Array) -> float:
    """Probability that a random yes is ranked above a random no."""
    return float((probability[yes][:, None] > probability[no][None]).mean())


def judge_as_plain(features: Array, names: Sequence[str], label: Array, threshold: float) -> dict[str, object]:
    """A model fitted on all rows, with the standardization folded into its coefficients."""
    model = SignedLogistic(names).fit(features, label)
    weights = model.beta[:-1] / model.scale
    intercept = model.beta[-1] - float((weights * model.mean).sum())
    return {
        "intercept": round(float(intercept), 4),
        "coefficients": {name: round(float(weight), 4) + 0.0 for name, weight in zip(names, weights, strict=True)},
        "threshold": round(float(threshold), 3),
    }


if __name__ == "__main__":
    main()
