"""Plain text: encodings, paragraphs, lists."""

from __future__ import annotations

import pytest

from klyngebot.errors import DocumentError
from klyngebot.loading.text import TextLoader


@pytest.fixture
def load(tmp_path):
    def load_bytes(content: bytes):
        path = tmp_path / "Min note.txt"
        path.write_bytes(content)
        return TextLoader().load(path, "mappe/Min note.txt")

    return load_bytes


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252", "latin-1"])
def test_danish_letters_survive_every_usual_encoding(load, encoding, quotes):
    assert quotes(load("Blåbærgrød på Ærø. ÆØÅ é.".encode(encoding))) == ["Blåbærgrød på Ærø.", "ÆØÅ é."]


def test_blank_lines_part_paragraphs_and_single_line_breaks_do_not(load):
    assert load("Første afsnit\nfortsætter.\r\n\r\nAndet\rafsnit.\f\n\nTredje.".encode()).text == (
        "Første afsnit fortsætter.\n\nAndet afsnit.\n\nTredje."
    )


def test_bullets_become_list_items(load):
    assert load("Tre ting:\n- æbler\n• pærer\n  og bananer.\n1) kiwi\n2) figen".encode()).text == (
        "Tre ting:\n\næbler\npærer og bananer.\n1) kiwi\n2) figen"
    )


def test_the_title_is_the_name_of_the_file_without_its_folder(load):
    document = load(b"Tekst.")
    assert (document.title, document.id, document.path) == ("Min note", "min-note", "mappe/Min note.txt")


def test_a_web_page_named_txt_is_refused(load):
    with pytest.raises(DocumentError, match="en webside trods filendelsen"):
        load(b"<!DOCTYPE html><html><body>Hej</body></html>")


def test_a_very_long_paragraph_is_read_in_reasonable_time_without_losing_a_word(load, check_document):
    words = [f"ord{number}" for number in range(20_000)]
    document = load(" ".join(words).encode())
    check_document(document)
    assert document.text.split() == words


def test_invisible_characters_are_taken_out(load, quotes):
    assert quotes(load("Virk\u00adsom\u200bhed\u202e er\ufeff her.".encode())) == ["Virksomhed er her."]


@pytest.mark.parametrize(
    ("text", "read_as"),
    [
        ("Strategien udkom den\n30. april 2013 i Kolding.", "Strategien udkom den 30. april 2013 i Kolding."),
        ("30. april 2013 udkom strategien.", "30. april 2013 udkom strategien."),
        ("Loven trådte i kraft.\n1. januar 2019 begyndte det.", "Loven trådte i kraft. 1. januar 2019 begyndte det."),
        ("Danmark\n– Løsningernes land.", "Danmark – Løsningernes land."),
        ("Se kapitel\n2. Derefter kapitel 3.", "Se kapitel 2. Derefter kapitel 3."),
        ("1. halvår 2024 gav\noverskud.", "1. halvår 2024 gav overskud."),
        ("Mål:\n1. Vækst\n2. Viden", "Mål:\n\nVækst\nViden"),
        ("1. vækst\n2. viden den\n30. april", "1. vækst\n2. viden den 30. april"),
        ("a) vækst\nb) viden", "vækst\nviden"),
    ],
)
def test_a_date_or_a_dash_at_the_beginning_of_a_line_is_no_bullet(load, text, read_as):
    assert load(text.encode()).text == read_as
