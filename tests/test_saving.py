"""Saving reports."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from klyngebot.errors import KlyngebotError
from klyngebot.saving import check_target, save


def test_an_older_report_is_replaced_whole_and_nothing_is_left_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "r.md"
    path.write_text("gammel og lang", encoding="utf-8")
    check_target(path, [tmp_path / "udkast.md"])
    save(path, "ny\n")
    assert path.read_text(encoding="utf-8") == "ny\n"
    assert [item.name for item in tmp_path.iterdir()] == ["r.md"]


def test_an_older_report_survives_what_cannot_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "r.md"
    path.write_text("gammel", encoding="utf-8")

    def full(self: Path, *_: object, **__: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_text", full)
    with pytest.raises(KlyngebotError, match=r"kan ikke skrives \("):
        save(path, "ny")
    assert path.read_bytes() == b"gammel"


def test_a_link_goes_on_pointing_at_what_is_saved(tmp_path: Path) -> None:
    (tmp_path / "r.md").write_text("gammel", encoding="utf-8")
    (tmp_path / "link.md").symlink_to(tmp_path / "r.md")
    save(tmp_path / "link.md", "ny")
    assert (tmp_path / "link.md").is_symlink()
    assert (tmp_path / "r.md").read_text(encoding="utf-8") == "ny"


def test_a_device_is_written_to_and_not_replaced() -> None:
    save(Path(os.devnull), "tekst")
    assert not Path(os.devnull).is_file()


def test_the_source_a_folder_and_a_lacking_folder_are_no_targets(tmp_path: Path) -> None:
    source = tmp_path / "udkast.md"
    source.write_text("tekst", encoding="utf-8")
    os.link(source, tmp_path / "samme.md")
    for path in (source, tmp_path / "samme.md", tmp_path, tmp_path / "mangler" / "r.md"):
        with pytest.raises(KlyngebotError):
            check_target(path, [source])
