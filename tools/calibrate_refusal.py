"""Fit the judgement "answer or refuse" and write `src/klyngebot/answering/calibration.json`.

    python tools/calibrate_refusal.py

Reads the development half of `tests/gold/answers` and all of `tests/gold/calibration`; the test half is never looked
at, and calibration questions that stand in it word for word are left out. Two logistic regressions (scikit-learn,
which sentence-transformers brings along) over `klyngebot.answering.decision.SIGNALS`: on topic or not (far
questions against all others), answered or not (without the far ones). Operating points come from ten-fold
cross-validation: among the pairs of thresholds that wrongly refuse at most the given share of the answerable
questions of the development half, the one that refuses most of the unanswerable.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler

from klyngebot.answering.decision import SIGNALS, lacking, signals
from klyngebot.answering.extractive import choose
from klyngebot.bot import Klyngebot
from klyngebot.danish.normalize import fold
from klyngebot.evaluation.gold import Split, read_gold

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "src" / "klyngebot" / "answering" / "calibration.json"
STRENGTH = 0.1  # inverse of the penalty on the coefficients
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

    rows, refused_anyway = [], []
    with Klyngebot.open() as bot:
        for item in (*dev, *extra):
            question, evidence, hits = bot.inspect(item.question, item.history)
            values = signals(question, evidence, hits)
            rows.append([values[name] for name in SIGNALS])
            chosen = choose(question, evidence) if evidence else []
            only_gaps = bool(chosen) and all(entry.sentence.gap for entry in chosen)
            refused_anyway.append(only_gaps or bool(lacking(question, evidence)))

    questions = (*dev, *extra)
    features = np.array(rows)
    answerable = np.array([item.answerable for item in questions])
    far = np.array([item.group == "far" for item in questions])
    near = ~answerable & ~far
    is_dev = np.array([True] * len(dev) + [False] * len(extra))
    by_rule = np.array(refused_anyway)

    on_topic = cross_validated(features, ~far, np.ones(len(questions), dtype=bool), strata=answerable + 2 * far)
    answered = cross_validated(features, answerable, ~far, strata=answerable + 2 * far)
    print(f"{len(dev)} dev and {len(extra)} calibration questions; area under the curve, cross-validated:")
    print(f"  answerable or off topic {area(on_topic, answerable, far):.3f}")
    print(f"  answerable or not in the sources {area(answered, answerable, near):.3f}")

    best = (0.0, 0.0, 0.0)
    for topic_at in np.arange(0.02, 0.95, 0.03):
        for answer_at in np.arange(0.02, 0.95, 0.02):
            refused = (on_topic < topic_at) | (answered < answer_at) | by_rule
            if refused[is_dev & answerable].mean() <= arguments.wrongly_refused:
                rightly = refused[is_dev & ~answerable].mean() + refused[~is_dev & ~answerable].mean()
                best = max(best, (float(rightly), float(topic_at), float(answer_at)))
    _, topic_at, answer_at = best
    refused = (on_topic < topic_at) | (answered < answer_at) | by_rule
    for name, group in (("dev", is_dev), ("calibration", ~is_dev)):
        print(
            f"  {name}: refused {refused[group & answerable].mean():.1%} of the answerable, "
            f"{refused[group & near].mean():.1%} of the near, {refused[group & far].mean():.1%} of the far"
        )

    content = {
        "fitted_by": "tools/calibrate_refusal.py",
        "questions": len(questions),
        "topic": judge_as_plain(features, ~far, topic_at),
        "answer": judge_as_plain(features[~far], answerable[~far], answer_at),
    }
    if not arguments.dry_run:
        TARGET.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")


def new_model() -> Pipeline:
    """The classifier: standardized signals, balanced classes."""
    return make_pipeline(
        StandardScaler(), LogisticRegression(C=STRENGTH, class_weight="balanced", max_iter=5000, random_state=0)
    )


def cross_validated(features: Array, label: Array, used: Array, *, strata: Array) -> Array:
    """Probability of `label` for every row, from models that did not see the row; trained on `used` rows only."""
    total = np.zeros(len(label))
    for seed in range(REPEATS):
        folds = StratifiedKFold(10, shuffle=True, random_state=seed)
        for rows, test in folds.split(features, strata):
            train = rows[used[rows]]
            total[test] += new_model().fit(features[train], label[train]).predict_proba(features[test])[:, 1]
    return total / REPEATS


def area(probability: Array, yes: Array, no: Array) -> float:
    """Probability that a random yes is ranked above a random no."""
    return float((probability[yes][:, None] > probability[no][None]).mean())


def judge_as_plain(features: Array, label: Array, threshold: float) -> dict[str, object]:
    """A model fitted on all rows, with the standardization folded into its coefficients."""
    model = new_model().fit(features, label)
    scaler, regression = model[0], model[1]
    weights = regression.coef_[0] / scaler.scale_
    intercept = regression.intercept_[0] - float((weights * scaler.mean_).sum())
    return {
        "intercept": round(float(intercept), 4),
        "coefficients": {name: round(float(weight), 4) for name, weight in zip(SIGNALS, weights, strict=True)},
        "threshold": round(float(threshold), 3),
    }


if __name__ == "__main__":
    main()
