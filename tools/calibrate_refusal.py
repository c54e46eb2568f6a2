"""Fit the judgement "answer or refuse" and write `src/klyngebot/answering/calibration.json`.

    python tools/calibrate_refusal.py

Reads the development half of `tests/gold/answers` and all of `tests/gold/calibration`; the test half is never looked
at, and calibration questions that stand in it word for word are left out. Two judges (with scipy and scikit-learn,
which sentence-transformers brings along) over `klyngebot.answering.decision.SIGNALS`: answered or not (boosted trees),
and, to say why not, on topic or not (far questions against all others; logistic regression). Neither may learn against
the direction that `SIGNS` gives a signal. Thresholds come from ten-fold
cross-validation over all these questions: of answers, the one at which the two kinds of error are equally far from
their bars (5 % of the answerable refused, 10 % of the unanswerable answered); of topics, the one with the best mean of
both kinds of right, near questions counted twice.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import expit
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.model_selection import StratifiedKFold

from klyngebot.answering.choosing import choose
from klyngebot.answering.decision import SIGNALS, SIGNS, TOPIC_SIGNALS, signals
from klyngebot.answering.demands import unmet
from klyngebot.answering.judges import Forest
from klyngebot.bot import Klyngebot
from klyngebot.danish.normalize import fold
from klyngebot.evaluation.gold import ELSEWHERE, GoldQuestion, Split, read_gold

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "src" / "klyngebot" / "answering" / "calibration.json"
STRENGTH = 0.3  # inverse of the penalty on the coefficients
TREES = 150
FEATURES = 0.4  # of the signals, which a node may choose among
LEAVES = 8
LEARNING_RATE = 0.05
LEAF_PENALTY = 5.0
REPEATS = 3
NEAR_COUNTS = 2  # to call a question about clusters another subject is worse than not to see that it is one
REFUSED_BAR = 0.05  # of the answerable
ANSWERED_BAR = 0.10  # of the unanswerable

Array = NDArray[Any]


def main() -> None:
    """Fit, print the operating points, write the file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--dry-run", action="store_true", help="do not write the file")
    arguments = parser.parse_args()

    answers = read_gold([ROOT / "tests" / "gold" / "answers"])
    held_out = {fold(item.question) for item in answers if item.split is Split.TEST}
    dev = [item for item in answers if item.split is Split.DEV and item.group not in ELSEWHERE]
    extra = [
        item for item in read_gold([ROOT / "tests" / "gold" / "calibration"]) if fold(item.question) not in held_out
    ]

    content: dict[str, object] = {"fitted_by": "tools/calibrate_refusal.py", "questions": len(dev) + len(extra)}
    with Klyngebot.open() as bot:
        for name, use_bank in (("banked", True), ("plain", False)):
            print(name)
            content[name] = fit(bot, dev, extra, use_bank=use_bank)
    if not arguments.dry_run:
        TARGET.write_text(as_text(content), encoding="utf-8")


def as_text(content: dict[str, object]) -> str:
    """JSON with one tree a line, so that a change can be read."""
    text = json.dumps(content, indent=1)
    return (
        re.sub(
            r"\[\s+(\[[^\[\]]*\](?:,\s+\[[^\[\]]*\])*)\s+\]", lambda tree: "[" + re.sub(r"\s+", "", tree[1]) + "]", text
        )
        + "\n"
    )


def fit(
    bot: Klyngebot,
    dev: Sequence[GoldQuestion],
    extra: Sequence[GoldQuestion],
    *,
    use_bank: bool,
) -> dict[str, object]:
    """Fit both judges with or without the question bank; prints the cross-validated operating point."""
    questions = (*dev, *extra)
    rows, refused_anyway = [], []
    for item in questions:
        question, evidence, hits = bot.inspect(item.question, item.history, use_bank=use_bank)
        values = signals(question, evidence, hits)
        rows.append([values[name] for name in SIGNALS])
        chosen = choose(question, evidence) if evidence else []
        only_gaps = bool(chosen) and all(entry.sentence.gap for entry in chosen)
        refused_anyway.append(only_gaps or not evidence or bool(unmet(question, evidence[0])))

    features = np.round(np.array(rows, dtype=float), 6)  # so that a threshold of seven digits parts what it parted
    topical = [SIGNALS.index(name) for name in TOPIC_SIGNALS]
    answerable = np.array([item.answerable for item in questions])
    far = np.array([item.group == "far" for item in questions])
    near = ~answerable & ~far
    is_dev = np.array([True] * len(dev) + [False] * len(extra))
    by_rule = np.array(refused_anyway)
    # What a rule refuses is not judged; a question that finds its gap is well matched and still has no answer
    judged = ~by_rule

    strata = answerable + 2 * far
    everything = np.ones(len(questions), dtype=bool)
    on_topic = cross_validated(topic_judge, features[:, topical], ~far, everything, strata=strata)
    answered = cross_validated(answer_judge, features, answerable, judged, strata=strata)
    print(f"  {len(dev)} dev and {len(extra)} calibration questions; area under the curve, cross-validated:")
    print(
        f"  off topic or not {area(on_topic, ~far, far):.3f}, "
        f"answerable or not {area(answered, answerable, ~answerable):.3f}"
    )

    topic_at = max(
        np.arange(0.02, 0.98, 0.02),
        key=lambda at: NEAR_COUNTS * (on_topic[near] >= at).mean() + (on_topic[far] < at).mean(),
    )
    answer_at = min(
        np.arange(0.02, 0.98, 0.01),
        key=lambda at: max(
            ((answered < at) | by_rule)[answerable].mean() / REFUSED_BAR,
            ((answered >= at) & ~by_rule)[~answerable].mean() / ANSWERED_BAR,
        ),
    )
    refused = (answered < answer_at) | by_rule
    for name, group in (("dev", is_dev), ("calibration", ~is_dev)):
        print(
            f"  {name}: refused {refused[group & answerable].mean():.1%} of the answerable, "
            f"{refused[group & near].mean():.1%} of the near, {refused[group & far].mean():.1%} of the far"
        )
    print(
        f"  called off topic: {(on_topic[far] < topic_at).mean():.1%} of the far, "
        f"{(on_topic[near] < topic_at).mean():.1%} of the near"
    )
    return {
        "topic": logistic_as_plain(topic_judge(features[:, topical], ~far), topic_at),
        "answer": forest_as_plain(answer_judge(features[judged], answerable[judged]), features, answer_at),
    }


class Fitted(Protocol):
    """A judge after fitting."""

    def probability(self, features: Array) -> Array:
        """Of a yes, shape (rows,)."""


def topic_judge(features: Array, label: Array) -> SignedLogistic:
    """Fit the judge of topics."""
    return SignedLogistic(TOPIC_SIGNALS).fit(features, label)


def answer_judge(features: Array, label: Array) -> SignedTrees:
    """Fit the judge of answers."""
    return SignedTrees(SIGNALS).fit(features, label)


class SignedTrees:
    """Gradient-boosted trees whose sum keeps the signs (scikit-learn's histogram gradient boosting)."""

    def __init__(self, names: Sequence[str]) -> None:
        self.names = names

    def fit(self, features: Array, label: Array) -> SignedTrees:
        """Fit to rows of signals and their yes or no."""
        self.model = HistGradientBoostingClassifier(
            max_iter=TREES,
            learning_rate=LEARNING_RATE,
            max_leaf_nodes=LEAVES,
            l2_regularization=LEAF_PENALTY,
            max_features=FEATURES,
            monotonic_cst=[SIGNS[name] for name in self.names],
            random_state=0,
        ).fit(features, label)
        return self

    def probability(self, features: Array) -> Array:
        """Of a yes, shape (rows,)."""
        return np.asarray(self.model.predict_proba(features)[:, 1])


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
        return np.asarray(expit(((features - self.mean) / self.scale) @ self.beta[:-1] + self.beta[-1]))


def cross_validated(
    fit_to: Callable[[Array, Array], Fitted], features: Array, label: Array, used: Array, *, strata: Array
) -> Array:
    """Probability of `label` for every row, from models that did not see the row; trained on `used` rows only."""
    total = np.zeros(len(label))
    for seed in range(REPEATS):
        folds = StratifiedKFold(10, shuffle=True, random_state=seed)
        for rows, test in folds.split(features, strata):
            train = rows[used[rows]]
            total[test] += fit_to(features[train], label[train]).probability(features[test])
    return total / REPEATS


def area(probability: Array, yes: Array, no: Array) -> float:
    """Probability that a random yes is ranked above a random no."""
    return float((probability[yes][:, None] > probability[no][None]).mean())


def logistic_as_plain(model: SignedLogistic, threshold: float) -> dict[str, object]:
    """The model with the standardization folded into its coefficients."""
    weights = model.beta[:-1] / model.scale
    intercept = model.beta[-1] - float((weights * model.mean).sum())
    return {
        "intercept": round(float(intercept), 4),
        "coefficients": {
            name: round(float(weight), 4) + 0.0 for name, weight in zip(model.names, weights, strict=True)
        },
        "threshold": round(float(threshold), 3),
    }


def forest_as_plain(model: SignedTrees, features: Array, threshold: float) -> dict[str, object]:
    """The trees as lists of nodes (`klyngebot.answering.judges.Forest`), with only the signals that they use."""
    # scikit-learn has no public way to read them; the comparison below fails where a new version keeps them otherwise
    trees = [stage[0].nodes for stage in model.model._predictors]
    used = sorted({int(node["feature_idx"]) for tree in trees for node in tree if not node["is_leaf"]})
    place = {feature: position for position, feature in enumerate(used)}

    def plain(node: Any) -> list[float]:
        if node["is_leaf"]:
            return [round(float(node["value"]), 5)]
        return [
            place[int(node["feature_idx"])],
            round(float(node["num_threshold"]), 7),
            int(node["left"]),
            int(node["right"]),
        ]

    forest: dict[str, Any] = {
        "signals": [model.names[feature] for feature in used],
        "intercept": round(float(np.ravel(model.model._baseline_prediction)[0]), 5),
        "trees": [[plain(node) for node in tree] for tree in trees],
        "threshold": round(float(threshold), 3),
    }
    ours = [Forest(**forest).probability(dict(zip(model.names, row, strict=True))) for row in features]
    if not np.allclose(ours, model.probability(features), atol=1e-3):
        raise SystemExit("the exported trees do not say what scikit-learn's say")
    return forest


if __name__ == "__main__":
    main()
