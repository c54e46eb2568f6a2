"""Fit the judgement "answer or refuse" and write `src/klyngebot/answering/calibration.json`.

    python tools/calibrate_refusal.py

Reads the development half of `tests/gold/answers` and all of `tests/gold/calibration`; the test half is never looked
at, and calibration questions that stand in it word for word are left out. A logistic regression (scikit-learn, which
sentence-transformers brings along) over `klyngebot.answering.decision.SIGNALS`; operating points are printed from
ten-fold cross-validation. The threshold is the one at which the share of wrongly refused answerable questions of the
development half is nearest below the bar.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold, cross_val_predict

from klyngebot.answering.decision import SIGNALS, signals
from klyngebot.answering.extractive import choose
from klyngebot.bot import Klyngebot
from klyngebot.danish.normalize import fold
from klyngebot.evaluation.gold import Split, read_gold

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "src" / "klyngebot" / "answering" / "calibration.json"
OFF_TOPIC_SHARE = 0.02  # of the near unanswerable questions may be called off topic


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
        item
        for item in read_gold([ROOT / "tests" / "gold" / "calibration"])
        if fold(item.question) not in held_out
    ]

    rows, gap_refused = [], []
    with Klyngebot.open() as bot:
        for item in (*dev, *extra):
            question, evidence, hits = bot.inspect(item.question, item.history)
            values = signals(question, evidence, hits)
            rows.append([values[name] for name in SIGNALS])
            chosen = choose(question, evidence) if evidence else []
            gap_refused.append(bool(chosen) and all(entry.sentence.gap for entry in chosen))

    features = np.array(rows)
    label = np.array([int(item.answerable) for item in (*dev, *extra)])
    is_dev = np.array([True] * len(dev) + [False] * len(extra))
    is_far = np.array([item.group == "far" for item in (*dev, *extra)])
    by_gap = np.array(gap_refused)

    model = LogisticRegression(C=3, class_weight="balanced", max_iter=5000)
    folds = StratifiedKFold(10, shuffle=True, random_state=0)
    probability = cross_val_predict(model, features, label, cv=folds, method="predict_proba")[:, 1]

    area = (probability[label == 1][:, None] > probability[label == 0][None]).mean()
    print(f"{len(dev)} dev and {len(extra)} calibration questions, area under the curve {area:.3f} (cross-validated)")
    threshold = 0.0
    for candidate in np.arange(0.02, 0.9, 0.01):
        refused = (probability < candidate) | by_gap
        wrongly = refused[is_dev & (label == 1)].mean()
        if wrongly <= arguments.wrongly_refused:
            threshold = round(float(candidate), 2)
        if round(candidate * 100) % 10 == 0:
            rightly = refused[is_dev & (label == 0)].mean()
            print(f"  {candidate:.2f}: {wrongly:.1%} of the answerable refused, {rightly:.1%} of the unanswerable (dev)")
    near = probability[(label == 0) & ~is_far]
    topic_threshold = round(min(float(np.quantile(near, OFF_TOPIC_SHARE)), threshold), 3)

    model.fit(features, label)
    print(f"threshold {threshold}, off topic below {topic_threshold}")
    for name, weight in zip(SIGNALS, model.coef_[0], strict=True):
        print(f"  {name:20} {weight:+.2f}")
    content = {
        "fitted_by": "tools/calibrate_refusal.py",
        "questions": len(label),
        "area_under_curve": round(float(area), 4),
        "intercept": round(float(model.intercept_[0]), 4),
        "coefficients": {
            name: round(float(weight), 4) for name, weight in zip(SIGNALS, model.coef_[0], strict=True)
        },
        "threshold": threshold,
        "topic_threshold": topic_threshold,
    }
    if not arguments.dry_run:
        TARGET.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
