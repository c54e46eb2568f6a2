"""Counting verdicts."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest

from klyngebot.checking.results import Verdict
from klyngebot.errors import KlyngebotError
from klyngebot.evaluation.verification import LabeledClaim, read_claims, scores, verdict_json, verdict_table

LABELS = ("Supported", "Refuted", "NotEnoughInfo")


def claims() -> list[LabeledClaim]:
    wanted = [Verdict.SUPPORTED] * 4 + [Verdict.REFUTED] * 2 + [Verdict.NOT_ENOUGH_INFO] * 2
    return [LabeledClaim(str(place), f"Påstand {place}", label, ()) for place, label in enumerate(wanted)]


def judge(claim: LabeledClaim) -> Verdict:
    """Right but for one supported claim, and one refuted claim that is called supported."""
    return {"0": Verdict.NOT_ENOUGH_INFO, "4": Verdict.SUPPORTED}.get(claim.id, claim.label)


def test_accuracy_f1_and_shares_are_those_of_the_confusion() -> None:
    measured = scores(claims(), judge)
    assert measured.confusion == ((3, 0, 1), (1, 1, 0), (0, 0, 2))
    assert measured.accuracy == pytest.approx(6 / 8)
    assert [measured.f1(place) for place in range(3)] == pytest.approx([6 / 8, 2 / 3, 4 / 5])
    assert measured.macro_f1 == pytest.approx((6 / 8 + 2 / 3 + 4 / 5) / 3)
    assert measured.share(Verdict.REFUTED, Verdict.SUPPORTED) == pytest.approx(1 / 2)


def test_nothing_measured_is_not_a_number() -> None:
    assert math.isnan(scores([], judge).accuracy)
    assert math.isnan(scores([], judge).macro_f1)


def test_the_figures_are_told_as_a_table_and_as_json() -> None:
    measured = scores(claims(), judge)
    assert "| 8 | 0.750 |" in verdict_table(measured)
    assert json.loads(verdict_json(measured))["confusion"]["refuted"]["supported"] == 1


def test_claims_are_read_with_labels_in_either_spelling(tmp_path: Path) -> None:
    lines = [{"claim": "A", "label": label, "evidence": ["B"]} for label in (*LABELS, "not_enough_info")]
    path = tmp_path / "claims.jsonl"
    path.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    assert [claim.label for claim in read_claims(path)] == [*Verdict, Verdict.NOT_ENOUGH_INFO]


@pytest.mark.parametrize(
    "line",
    [
        "x",
        "[]",
        '{"claim": "A"}',
        '{"claim": 1, "label": "Supported"}',
        '{"claim": " ", "label": "Supported"}',
        '{"claim": "A", "label": "Maybe"}',
        '{"claim": "A", "label": "Supported", "evidence": {"a": 1}}',
        '{"claim": "A", "label": "Supported", "evidence": [1]}',
        '{"claim": "A", "label": "Supported", "x": ' + "[" * 100_000,
    ],
    ids=str.__len__,
)
def test_a_line_of_another_shape_is_told_by_its_number(tmp_path: Path, line: str) -> None:
    path = tmp_path / "claims.jsonl"
    path.write_text(f'{{"claim": "A", "label": "Supported"}}\n{line}\n', encoding="utf-8")
    with pytest.raises(KlyngebotError, match="Linje 2"):
        read_claims(path)


def test_a_byte_order_mark_other_line_breaks_and_lacking_evidence_are_read(tmp_path: Path) -> None:
    path = tmp_path / "claims.jsonl"
    lines = [
        '{"claim": "A\u2028B", "label": "Supported", "evidence": null}',
        '{"claim": "C", "label": "Refuted", "evidence": "D"}',
        '{"claim": "E", "label": "Refuted", "evidence": ["", "F"]}',
    ]
    path.write_text("\ufeff" + "\n".join(lines), encoding="utf-8")
    found = [(item.claim, item.evidence, item.line) for item in read_claims(path)]
    assert found == [("A\u2028B", (), 1), ("C", ("D",), 2), ("E", ("F",), 3)]


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(KlyngebotError, match="findes ikke"):
        read_claims(tmp_path / "none.jsonl")
