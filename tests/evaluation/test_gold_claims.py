"""The gold claims keep what their README says: balanced, told apart, each decided by a sentence of the corpus."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from klyngebot.danish.normalize import fold
from klyngebot.types import Document


@pytest.fixture
def folder(root: Path) -> Path:
    return root / "tests" / "gold" / "claims"


def lines_of(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize(("name", "of_each"), [("gold", 120), ("learn", 295), ("learn_more", 650)])
def test_claims_are_balanced_and_decided_by_the_corpus(
    folder: Path, documents: Mapping[str, Document], name: str, of_each: int
) -> None:
    claims = lines_of(folder / f"{name}.jsonl")
    labels = Counter(item["label"] for item in claims)
    assert set(labels) == {"supported", "refuted", "not_enough_info"}
    assert min(labels.values()) >= of_each
    assert len({item["id"] for item in claims}) == len(claims)
    told = "\n".join(document.text for document in documents.values())
    missing = [item["id"] for item in claims for sentence in item["evidence"] if sentence not in told]
    assert missing == []
    assert all(item["evidence"] for item in claims if item["label"] != "not_enough_info")


def test_no_gold_claim_is_learned_from(folder: Path) -> None:
    gold = {fold(item["claim"]) for item in lines_of(folder / "gold.jsonl")}
    learned = {fold(item["claim"]) for path in folder.glob("learn*.jsonl") for item in lines_of(path)}
    assert not gold & learned


def test_the_draft_has_forty_true_claims_and_twenty_errors(folder: Path) -> None:
    draft = (folder / "draft.md").read_text(encoding="utf-8")
    planted = lines_of(folder / "draft.jsonl")
    assert Counter(item["true"] for item in planted) == {True: 40, False: 20}
    assert all(item["text"] in draft for item in planted)
