"""Whatever a file holds, there is a document that keeps the contract or a `DocumentError`."""

from __future__ import annotations

import random
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from klyngebot.errors import DocumentError
from klyngebot.loading import LOADERS

FRONT = "---\nid: a\ntitle: T\npublisher: P\npublished: 2013\nkind: artikel\n---\n"
PIECES = st.sampled_from(
    (FRONT, "---\n", "# ", "## ", "\n", "\n\n", "- ", "1. ", "> ", "```\n", "| a | b |\n|---|---|\n", "|", "===\n",
     "[^K1]", "[^K1]: a | b | 2013 | - | original\n", "<!-- F001 -->", "<!--", "-->", "**", "_", "`", "[", "](", ")",
     "\\", "<b>", "&amp;", "Ærø ligger her. ", "bl.a. ", "30. april 2013", "\r\n", "\f", "\u2028", "\x00", "e\u0301")
)  # fmt: skip
MARKDOWN = st.lists(st.one_of(PIECES, st.text(max_size=8)), max_size=40).map("".join)
HEADERS = {".pdf": b"%PDF-1.7\n", ".docx": b"PK\x03\x04", ".html": b"<html><body><p>", ".txt": b"", ".md": b"# T\n"}
QUICK = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("fuzz")


def loads_or_says_why(loader, path, content, check_document) -> bool:
    """Whether a file gives a document that keeps the contract (`check_document` asserts it), or a whole reason."""
    path.write_bytes(content)
    try:
        check_document(loader.load(path, path.name))
    except DocumentError as error:
        reason = str(error)
        return reason.startswith(path.name) and reason.endswith(".")
    return True


@QUICK
@given(text=MARKDOWN)
def test_any_markdown(text, folder, check_document):
    content = text.encode("utf-8", "surrogatepass")
    assert loads_or_says_why(LOADERS[0], folder / "a.md", content, check_document)


@QUICK
@given(content=st.binary(max_size=400), headed=st.booleans())
def test_any_bytes_under_any_name(content, headed, folder, check_document):
    for loader in LOADERS:
        suffix = loader.suffixes[0]
        assert loads_or_says_why(loader, folder / f"a{suffix}", HEADERS[suffix] * headed + content, check_document)


def test_real_files_with_bytes_changed_cut_or_doubled(loader, write, folder, check_document):
    path = folder / f"hel{loader.suffixes[0]}"
    write(path, ["# Titel", "Klyngen blev oprettet på Ærø i 2013. Den har 50 medlemmer.", "## Mere", "Tekst."])
    whole = path.read_bytes()
    chance = random.Random(7)
    for _ in range(60):
        content = bytearray(whole)
        for _ in range(chance.randint(1, 12)):
            content[chance.randrange(len(content))] = chance.randrange(256)
        if chance.random() < 0.3:
            del content[chance.randrange(len(content)) :]
        if chance.random() < 0.2:
            content += content[chance.randrange(len(content) + 1) :]
        assert loads_or_says_why(loader, path, bytes(content), check_document)


REPEATED = ("[", "![", "*a", "`", "<", "<!--", "[a](", "|", "# ", "> ", "- ", "_a_", "\\", "&", "1.", " \n", "<script",
            "~~a", "a\n===\n", "[^K1]", "&a [*a, ", "(a", "{{", "a|b\n-|-\n", "...", "».")  # fmt: skip


@pytest.mark.parametrize("piece", REPEATED, ids=repr)
def test_repeated_syntax_does_not_make_reading_slow(piece, folder, check_document):
    text = piece * (20_000 // len(piece))
    start = time.thread_time()
    assert loads_or_says_why(LOADERS[0], folder / "langsom.md", text.encode(), check_document)
    assert loads_or_says_why(LOADERS[0], folder / "langsom.md", (FRONT + text).encode(), check_document)
    assert time.thread_time() - start < 5
