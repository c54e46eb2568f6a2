"""What holds for every loader, whatever it reads."""

from __future__ import annotations

import contextlib
import unicodedata
from pathlib import Path

import pytest

from klyngebot.danish.statements import statements
from klyngebot.errors import DocumentError
from klyngebot.loading import load_marked
from klyngebot.types import DocumentKind

LINES = [
    "# Klyngerne på Ærø",
    "Klyngen blev oprettet i 2013. Den har 50 medlemmer, bl.a. småøernes rederier.",
    "## Kontingent",
    "Det koster 5.000 kr. om året at være medlem. Fristen er den 30. april 2024.",
    "Få virksomheder betaler mere end 10.000 kr. om året, og ingen betaler over 20.000 kr. i alt.",
]


@pytest.fixture
def document(loader, write, tmp_path):
    path = tmp_path / f"Årsskrift{loader.suffixes[0]}"
    write(path, LINES)
    return loader.load(path, path.name)


def test_every_sentence_is_a_verbatim_span_inside_one_section(document, check_document):
    check_document(document)


def test_sentences_come_out_whole_and_in_order(document, quotes):
    found = quotes(document)
    assert [q for q in found if "koster" in q] == ["Det koster 5.000 kr. om året at være medlem."]
    assert [q for q in found if "Fristen" in q] == ["Fristen er den 30. april 2024."]
    assert found.index("Klyngen blev oprettet i 2013.") < found.index("Fristen er den 30. april 2024.")
    assert "Den har 50 medlemmer, bl.a. småøernes rederier." in found


def test_a_users_file_is_foreign_and_named_after_the_file(document):
    assert document.kind is DocumentKind.FOREIGN
    assert document.id == "aarsskrift"
    assert document.path.startswith("Årsskrift.")
    assert not document.rendition


def test_letters_written_as_two_code_points_become_one(loader, write, tmp_path, check_document, quotes):
    if loader.suffixes[0] == ".pdf":
        pytest.skip("a PDF stores glyphs; tests/loading/test_pdf.py covers its text")
    path = tmp_path / f"nfd{loader.suffixes[0]}"
    write(path, [unicodedata.normalize("NFD", line) for line in LINES])
    document = loader.load(path, path.name)
    check_document(document)
    assert unicodedata.is_normalized("NFC", document.text)
    assert "Få virksomheder betaler mere end 10.000 kr. om året, og ingen betaler over 20.000 kr. i alt." in quotes(
        document
    )


def test_the_text_for_checking_keeps_headings_and_items(loader, write, tmp_path):
    path = tmp_path / f"udkast{loader.suffixes[0]}"
    write(path, ["# Om MADE", "MADE er en klynge.", "- CLEAN ligger i Odense", "- MADE ligger i Aarhus"])
    text, name = load_marked(path)
    assert name == path.name
    claims = [piece.claim for piece in statements(text) if piece.claim]
    assert claims == ["MADE er en klynge.", "CLEAN ligger i Odense", "MADE ligger i Aarhus"]


def test_a_file_without_text_is_not_checked(loader, tmp_path):
    path = tmp_path / f"tom{loader.suffixes[0]}"
    path.write_bytes(b"\xef\xbb\xbf")
    with pytest.raises(DocumentError):
        load_marked(path)


def test_loading_twice_gives_equal_documents(loader, write, tmp_path):
    path = tmp_path / f"a{loader.suffixes[0]}"
    write(path, LINES)
    assert loader.load(path, "a") == loader.load(path, "a")


@pytest.mark.parametrize("content", [b"", b" \n\t \n", b"\xef\xbb\xbf"], ids=["empty", "blank", "only-a-mark"])
def test_an_empty_file_is_refused_with_a_reason(loader, tmp_path, content):
    path = tmp_path / f"tom{loader.suffixes[0]}"
    path.write_bytes(content)
    with pytest.raises(DocumentError):
        loader.load(path, path.name)


@pytest.mark.parametrize(
    "content",
    [
        b"\x00\x01\x02\x03" * 50,
        b"\x7fELF\x02\x01\x01" + b"\x00" * 100,
        b"\x89PNG\r\n\x1a\n" + b"\x00" * 100,
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 100,
        b"{\\rtf1\\ansi Tekst}",
    ],
    ids=["zeros", "program", "picture", "old-word", "rtf"],
)
def test_a_file_of_another_kind_is_refused_with_a_reason(loader, tmp_path, content):
    path = tmp_path / f"forkert{loader.suffixes[0]}"
    path.write_bytes(content)
    with pytest.raises(DocumentError, match=r"forkert.*\. .*\."):
        loader.load(path, path.name)


def test_a_file_with_its_second_half_missing_gives_a_document_or_a_reason(loader, write, tmp_path, check_document):
    path = tmp_path / f"hel{loader.suffixes[0]}"
    write(path, LINES)
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])
    with contextlib.suppress(DocumentError):
        check_document(loader.load(path, path.name))


def test_a_missing_file_and_a_folder_are_refused(loader, tmp_path: Path):
    for path in (tmp_path / "findes-ikke", tmp_path):
        with pytest.raises(DocumentError):
            loader.load(path, path.name)


def test_a_file_over_the_limit_is_refused(loader, write, tmp_path, monkeypatch):
    monkeypatch.setattr("klyngebot.loading.files.MAX_BYTES", 10)
    path = tmp_path / f"stor{loader.suffixes[0]}"
    write(path, LINES)
    with pytest.raises(DocumentError, match="fylder mere end"):
        loader.load(path, path.name)
