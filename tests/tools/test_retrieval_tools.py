"""The tools that take the search apart, run as an author runs them, on a tiny collection."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from klyngebot.embedding import StaticEmbedder, shipped_model_dir

ROOT = Path(__file__).resolve().parents[2]
PASSAGES = {
    "p1": "Klyngeorganisationer samler virksomheder og forskere om innovation.",
    "p2": "Vejret bliver mildt med regn fra vest, og søndag klarer det op.",
    "p3": "Kontingentet for medlemskab er 5.000 kr. om året for små virksomheder.",
    "p4": "En klynge er en gruppe af virksomheder. En organisation kan lede den.",
}
QUERIES = {"q1": ("Hvad koster det at være medlem?", "p3"), "q2": ("Bliver det regnvejr?", "p2")}


@pytest.fixture
def collection(tmp_path: Path) -> Path:
    folder = tmp_path / "lille"
    folder.mkdir()
    lines = [json.dumps({"_id": own, "text": text}, ensure_ascii=False) for own, text in PASSAGES.items()]
    (folder / "corpus.jsonl").write_text("\n".join(lines), encoding="utf-8")
    lines = [json.dumps({"_id": own, "text": text}, ensure_ascii=False) for own, (text, _) in QUERIES.items()]
    (folder / "queries.jsonl").write_text("\n".join(lines), encoding="utf-8")
    lines = ["query-id\tcorpus-id\tscore", *(f"{own}\t{passage}\t1" for own, (_, passage) in QUERIES.items())]
    (folder / "qrels.tsv").write_text("\n".join(lines), encoding="utf-8")
    return folder


def run(tool: str, *arguments: Path) -> str:
    command = [sys.executable, ROOT / "tools" / tool, *arguments]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=True).stdout


def test_the_ablation_compares_every_variant_with_the_shipped_search(collection: Path) -> None:
    tables = run("retrieval_ablation.py", collection, collection).split("\n\n")
    assert len(tables) == 2
    for table in tables:
        head, _, base, *others = table.strip().splitlines()
        assert head.count("| lille ") == 2
        assert {line.count("|") for line in (base, *others)} == {head.count("|")}
        assert len(others) >= 5
        assert not re.search(r"[+-]0\.\d{3} \(", base)
        assert all(re.search(r"[+-]\d\.\d{3} \([+-]\d\.\d{3} to [+-]\d\.\d{3}\)", line) for line in others)
    assert "| shipped | 1.000 | 1.000 | 1.000 |" in tables[0]


def test_rows_as_shipped_cost_nothing_and_rows_of_noise_cost_much(collection: Path, tmp_path: Path) -> None:
    rows = StaticEmbedder().rows()
    np.save(tmp_path / "rows.npy", rows)
    table = run("quantization.py", shipped_model_dir(), tmp_path / "rows.npy", collection)
    assert re.search(r"\| lille \| dense \| (\S+) \| \1 \| \+0\.0000 \|", table)
    np.save(tmp_path / "noise.npy", np.random.default_rng(0).normal(size=rows.shape).astype(np.float32) * 9)
    table = run("quantization.py", shipped_model_dir(), tmp_path / "noise.npy", collection)
    assert not re.search(r"\| lille \| dense \| (\S+) \| \1 \|", table)


@pytest.mark.parametrize("tool", ["retrieval_ablation.py", "quantization.py"])
def test_without_arguments_a_tool_says_how_it_is_called(tool: str) -> None:
    done = subprocess.run([sys.executable, ROOT / "tools" / tool], capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 1
    assert f"python tools/{tool}" in done.stderr
