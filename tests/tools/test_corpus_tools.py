"""The tools that bind the corpus to its dossiers, run as an author runs them, on three tiny dossiers."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FIRST = """# Første
## 1. Fakta
- F001: Klyngen blev oprettet i 2013. [K1]
- F002: Klyngen har 50 medlemmer. [K2]
## 12. Uenighed
- **Antal.** 50 eller 60 [K1][K2].
## 13. Ikke fundet
- Prisen.
## 14. Kilder
- [K1] Løsningernes land. Mål m.v.. Regeringen, via docplayer. 30.4.2013, ny 9.5.2023. https://a.dk – original (lov).
- [K2] Hvad er en klynge?. REG X. dato ikke vist. http://b.dk/?x=1&y=2 – sekundær for aftalen (nyhed).
"""
SECOND = """## 1. Nøgle
- Programmet fik 160 mio. kr. [K1]
## Kilder
- [K1] 160 mio. kr. til klynger. Rådet, via Folketinget, december 2024. https://c.dk
- [K2] Klyngehistorie. REG LAB, u.å. (ca. 2021). https://d.dk
"""
THIRD = """## 0. Overblik
- MADE holder til i København. [K1]
## Kilder
- [K1] Om medlemskab. MADE, u.å.. https://e.dk/
- [K2] Interview. Fagmedie (kopi), ca. 2025. https://f.dk/ (fuld adresse udeladt, da den indeholder et personnavn)
- [K3] Årsmøde 2. maj 2024 (omtale). Ukendt udgiver, maj 2024. (adresse ikke oplyst i den gemte kopi)
"""
DOCUMENT = """---
id: a
title: A
publisher: Klyngebot
published: 2026-11-23
kind: vejledning
---
# A

Klyngen blev oprettet i 2013.[^K1] <!-- F001 -->
Klyngen har 50 eller 60 medlemmer.[^M3][^K2][^M1] <!-- F002 U01 uenighed -->
Prisen fremgår ikke.[^Q] <!-- N01 mangler -->
Programmet fik 160 mio. kr.[^L2][^L1] <!-- G001 -->
MADE holder til i København.[^M2] <!-- H001 -->
"""


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    facts, corpus = tmp_path / "facts", tmp_path / "corpus"
    facts.mkdir()
    corpus.mkdir()
    for name, text in (
        ("strategier-2012-2018.md", FIRST),
        ("klyngeprogram-2019-2028.md", SECOND),
        ("klynger-profiler.md", THIRD),
    ):
        (facts / name).write_text(text, encoding="utf-8")
    (corpus / "a.md").write_text(DOCUMENT, encoding="utf-8")
    return facts, corpus


def run(tool: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(ROOT / "tools" / tool), *map(str, arguments)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=os.environ | {"PYTHONPATH": str(ROOT / "src"), "PYTHONIOENCODING": "utf-8"},
        check=False,
    )


def test_footnotes_are_written_in_order_and_a_second_run_changes_nothing(folders):
    facts, corpus = folders
    assert run("corpus_footnotes.py", facts, corpus).returncode == 0
    written = (corpus / "a.md").read_text(encoding="utf-8")
    assert written.startswith(DOCUMENT)
    assert written.removeprefix(DOCUMENT).strip().splitlines() == [
        "[^K1]: Løsningernes land. Mål m.v. | Regeringen, via docplayer"
        " | 30. april 2013, ny 9. maj 2023 | https://a.dk | original",
        "[^K2]: Hvad er en klynge? | REG X | uden dato | http://b.dk/?x=1&y=2 | sekundær",
        "[^L1]: 160 mio. kr. til klynger | Rådet, via Folketinget | december 2024 | https://c.dk | offentlig side",
        "[^L2]: Klyngehistorie | REG LAB | uden dato (cirka 2021) | https://d.dk | offentlig side",
        "[^M1]: Om medlemskab | MADE | uden dato | https://e.dk/ | offentlig side",
        "[^M2]: Interview | Fagmedie (kopi) | cirka 2025 | - | offentlig side",
        "[^M3]: Årsmøde 2. maj 2024 (omtale) | Ukendt udgiver | maj 2024 | - | offentlig side",
        "[^Q]: Klyngebots gennemgang af de offentlige kilder | Klyngebot | 23. november 2026 | - | egen gennemgang",
    ]
    second = run("corpus_footnotes.py", facts, corpus)
    assert (second.returncode, second.stdout) == (0, "")
    assert (corpus / "a.md").read_text(encoding="utf-8") == written


def test_a_mark_without_a_source_is_reported(folders):
    facts, corpus = folders
    (corpus / "a.md").write_text(DOCUMENT.replace("[^K1]", "[^K9]"), encoding="utf-8")
    result = run("corpus_footnotes.py", facts, corpus)
    assert result.returncode == 1
    assert "K9" in result.stderr


def test_coverage_counts_every_dossier_and_names_what_is_missing(folders):
    facts, corpus = folders
    run("corpus_footnotes.py", facts, corpus)
    full = json.loads(run("corpus_coverage.py", facts, corpus, "--json").stdout)
    assert full["per_group"] == {"F": [2, 2], "U": [1, 1], "N": [1, 1], "G": [1, 1], "H": [1, 1]}
    assert full["share"] == 1
    text = (corpus / "a.md").read_text(encoding="utf-8")
    (corpus / "a.md").write_text(text.replace(" <!-- F001 -->", "").replace("G001", "G999"), encoding="utf-8")
    result = run("corpus_coverage.py", facts, corpus)
    assert result.returncode == 1
    assert "F001: Klyngen blev oprettet i 2013. [K1]" in result.stdout
    assert "G999: a" in result.stdout
