"""Blocks as Markdown, and files that are checked as the text pasted from them."""

from __future__ import annotations

from pathlib import Path

import pytest

from klyngebot.danish.statements import statements
from klyngebot.loading import load_marked
from klyngebot.loading.blocks import Heading, Page, prose, row
from klyngebot.loading.marked import marked

TEXT = (
    "# Om\n\nKlyngen tilbyder:\n\n- rådgivning\n- vand\n\n| By | År |\n|---|---|\n| Odense | 2014 |\n\n"
    "CLEAN ligger i Køben-\nhavn. Den er ny.\n\n```\nMADE = 3\n```\n\n1. MADE er ny\n2. CLEAN er ny\n"
)


def test_every_block_has_its_mark_and_a_list_its_lines_together() -> None:
    blocks = [
        Heading(2, "Om"),
        prose("Vi har to ting. De er her."),
        Page(2),
        prose("vand", tight=True),
        prose("luft", tight=True),
        row(["By", "År"]),
        prose("", tight=True),
    ]
    assert marked(blocks) == "## Om\n\nVi har to ting. De er her.\n\n- vand\n- luft\n| By | År |"


@pytest.mark.parametrize("suffix", [".md", ".txt"])
def test_a_file_gives_the_pieces_of_the_text_pasted_from_it(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"udkast{suffix}"
    path.write_text(TEXT, encoding="utf-8")
    text, _ = load_marked(path)
    assert statements(text) == statements(TEXT)
