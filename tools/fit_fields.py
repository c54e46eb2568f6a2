"""Fit the judge of fields and write `src/klyngebot/answering/fields.json`.

    python tools/fit_fields.py [--dry-run]

Reads `src/klyngebot/training/firms.tsv`: descriptions of firms with the cluster whose field they belong to, or `none`,
written without sight of the gold descriptions. Prints the share that five-fold cross-validation puts right; how it
does on the gold descriptions is measured by `tools/clusters.py`.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold, cross_val_score

from klyngebot.answering.fields import features
from klyngebot.answering.trades import Trades
from klyngebot.danish.foreign import glossed
from klyngebot.danish.normalize import clean
from klyngebot.embedding import StaticEmbedder

PACKAGE = Path(__file__).resolve().parent.parent / "src" / "klyngebot"
FIRMS = PACKAGE / "training" / "firms.tsv"
TARGET = PACKAGE / "answering" / "fields.json"
STRENGTH = 3.0  # inverse of the penalty on the coefficients; 1 and 5 are within 0.005 in cross-validation


def main() -> None:
    """Fit, print, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--dry-run", action="store_true", help="do not write the file")
    arguments = parser.parse_args()
    rows = [line.split("\t") for line in FIRMS.read_text(encoding="utf-8").splitlines()]
    model = StaticEmbedder()
    trades = Trades(model)
    seen = np.stack([features(trades, model, glossed(clean(description))) for _, description in rows])
    fields = np.array([field for field, _ in rows])
    judge = LogisticRegression(C=STRENGTH, max_iter=2000)
    right = cross_val_score(judge, seen, fields, cv=StratifiedKFold(5, shuffle=True, random_state=0))
    print(f"{len(rows)} descriptions, {right.mean():.3f} of them right in cross-validation")
    judge.fit(seen, fields)
    if not arguments.dry_run:
        TARGET.write_text(as_text(judge, len(trades.fields)), encoding="utf-8")


def as_text(judge: LogisticRegression, trades: int) -> str:
    """JSON with one field a line."""
    lines = [
        json.dumps(str(name))
        + ": "
        + json.dumps(
            {
                "bias": round(float(bias), 4),
                "trades": [round(float(weight), 4) for weight in weights[:trades]],
                "meaning": [round(float(weight), 3) for weight in weights[trades:]],
            }
        )
        for name, weights, bias in zip(judge.classes_, judge.coef_, judge.intercept_, strict=True)
    ]
    return '{"fitted_by": "tools/fit_fields.py", "fields": {\n' + ",\n".join(lines) + "\n}}\n"


if __name__ == "__main__":
    main()
