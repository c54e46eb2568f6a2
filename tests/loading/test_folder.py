"""Reading folders: what is read, what is passed over, and what is reported."""

from __future__ import annotations

import os

import pytest

from klyngebot.errors import DocumentError
from klyngebot.loading import LOADERS, load_document, load_documents


def test_a_folder_is_read_with_its_subfolders_in_order_of_path(tmp_path):
    (tmp_path / "b").mkdir()
    for name in ("c.txt", "b/a.md", "a.md"):
        (tmp_path / name).write_text("Tekst.")
    seen: list[str] = []
    report = load_documents(tmp_path, progress=seen.append)
    assert [document.path for document in report.documents] == ["a.md", "b/a.md", "c.txt"]
    assert seen == ["a.md", "b/a.md", "c.txt"]


def test_a_single_file_is_read(tmp_path):
    (tmp_path / "Notat.txt").write_text("Tekst.")
    assert [document.id for document in load_documents(tmp_path / "Notat.txt").documents] == ["notat"]


def test_hidden_files_and_readme_are_passed_over_in_silence(tmp_path):
    (tmp_path / ".git").mkdir()
    for name in (".skjult.md", "README.md", ".git/a.md"):
        (tmp_path / name).write_text("Tekst.")
    report = load_documents(tmp_path)
    assert (report.documents, report.skipped) == ((), ())


def test_an_unknown_format_is_reported_with_what_can_be_read(tmp_path):
    (tmp_path / "ark.xlsx").write_bytes(b"PK\x03\x04")
    (tmp_path / "uden").write_text("Tekst.")
    reasons = [skipped.reason for skipped in load_documents(tmp_path).skipped]
    assert "filtypen .xlsx kan ikke læses" in reasons[0]
    assert all(loader.suffixes[0] in reasons[0] for loader in LOADERS)
    assert "uden endelse" in reasons[1]


def test_files_of_the_same_name_get_ids_that_tell_them_apart(tmp_path):
    for name in ("2023/referat.txt", "2024/referat.txt", "2024/referat.md", "referat.md", "rapport.md", "rapport.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("Tekst.")
    report = load_documents(tmp_path)
    assert {document.path: document.id for document in report.documents} == {
        "2023/referat.txt": "referat",
        "2024/referat.md": "2024-referat",
        "2024/referat.txt": "2024-referat-txt",
        "rapport.md": "rapport",
        "rapport.txt": "rapport-txt",
        "referat.md": "referat-md",
    }
    assert report.skipped == ()


def test_a_broken_file_does_not_stop_the_others(tmp_path):
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7 x")
    (tmp_path / "b.txt").write_text("Tekst.")
    report = load_documents(tmp_path)
    assert [document.id for document in report.documents] == ["b"]
    assert report.skipped[0].reason.startswith("a.pdf: PDF-filen er beskadiget")


def test_nothing_at_the_path_is_an_error(tmp_path):
    with pytest.raises(DocumentError, match="findes ikke"):
        load_documents(tmp_path / "nej")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_pipe_and_a_dead_link_are_reported_and_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "a.txt")
    (tmp_path / "b.txt").symlink_to(tmp_path / "findes-ikke")
    assert [skipped.path for skipped in load_documents(tmp_path).skipped] == ["a.txt", "b.txt"]


@pytest.mark.parametrize("name", ["a\nb.txt", "\u202egnp.txt", "x" * 200 + ".txt", "'; DROP.txt", "%00.txt"])
def test_odd_names_are_shown_on_one_line_without_invisible_characters(tmp_path, name):
    (tmp_path / name).write_text("Tekst.")
    [document] = load_documents(tmp_path).documents
    assert "\n" not in document.path
    assert "\u202e" not in document.path
    assert document.id


def test_a_name_that_is_not_unicode_can_still_be_reported(tmp_path):
    path = os.fsencode(tmp_path) + b"/\xff\xfe.xyz"
    with open(path, "wb") as file:  # noqa: PTH123 - a path of bytes
        file.write(b"x")
    [skipped] = load_documents(tmp_path).skipped
    assert skipped.reason.encode("utf-8").endswith(b".")


def test_one_document_is_read_or_the_reason_is_raised(tmp_path):
    (tmp_path / "udkast.md").write_text("MADE er en klynge.", encoding="utf-8")
    assert load_document(tmp_path / "udkast.md").text == "MADE er en klynge."
    for path in (tmp_path, tmp_path / "mangler.md", tmp_path / "ukendt.xyz"):
        with pytest.raises(DocumentError):
            load_document(path)
