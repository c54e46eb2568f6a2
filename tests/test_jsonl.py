"""JSON Lines that others wrote."""

from __future__ import annotations

from pathlib import Path

import pytest

from klyngebot.errors import KlyngebotError
from klyngebot.jsonl import parse, read_lines


def test_lines_are_counted_with_the_blank_ones_and_end_with_newlines_only(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('\ufeff"a\u2028b"\n \n"c\x85"\n', encoding="utf-8")
    assert list(read_lines(tmp_path / "a.jsonl")) == [(1, '"a\u2028b"'), (3, '"c\x85"')]


@pytest.mark.parametrize("line", ["x", "NaN", "-Infinity", "1e999", '"\\ud800"', "[" * 100_000, '{"a": 1', ""])
def test_what_could_not_be_written_again_is_no_value(line: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - of any kind
        parse(line)


def test_whole_characters_beyond_the_first_plane_are_read() -> None:
    assert parse('{"a": "\\ud83d\\ude00", "b": 1e300}') == {"a": "\U0001f600", "b": 1e300}


def test_what_is_no_file_of_text_is_told_apart(tmp_path: Path) -> None:
    (tmp_path / "b.jsonl").write_bytes(b"\xff\xfe")
    for path, said in ((tmp_path, "er en mappe"), (tmp_path / "a", "findes ikke"), (tmp_path / "b.jsonl", "UTF-8")):
        with pytest.raises(KlyngebotError, match=said):
            list(read_lines(path))
