"""PDF: pages, running heads, hyphens, and files that cannot be read."""

from __future__ import annotations

from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.errors import DependencyError
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from klyngebot.errors import DocumentError
from klyngebot.loading.pdf import PdfLoader, _without_running_heads


def write_pages(path: Path, pages: list[list[str]], title: str = "") -> None:
    canvas = Canvas(str(path), pagesize=A4)
    if title:
        canvas.setTitle(title)
    for lines in pages:
        text = canvas.beginText(72, 780)
        for line in lines:
            text.textLine(line)
        canvas.drawText(text)
        canvas.showPage()
    canvas.save()


@pytest.fixture
def load(tmp_path):
    def load_pages(pages, title=""):
        path = tmp_path / "rapport.pdf"
        write_pages(path, pages, title)
        return PdfLoader().load(path, "rapport.pdf")

    return load_pages


def test_every_page_is_a_section_with_its_number(load, check_document):
    document = load([["Første side på Ærø."], ["Anden side."]], title="Årsrapport 2024")
    check_document(document)
    assert document.title == "Årsrapport 2024"
    assert [(s.heading_path, s.page) for s in document.sections] == [
        (("Årsrapport 2024", "Side 1"), 1),
        (("Årsrapport 2024", "Side 2"), 2),
    ]
    assert document.text == "Første side på Ærø.\n\nAnden side."


def test_a_title_made_by_a_program_is_not_used(load):
    assert load([["Tekst."]], title="Microsoft Word - udkast3.docx").title == "rapport"


def test_running_heads_and_page_numbers_are_left_out(load, quotes):
    pages = [
        ["Styrelsens rapport 2024", f"Afsnit {name} handler om noget.", f"Side {number} af 4"]
        for number, name in enumerate(("et", "to", "tre", "fire"), start=1)
    ]
    assert quotes(load(pages)) == [f"Afsnit {name} handler om noget." for name in ("et", "to", "tre", "fire")]


def test_a_line_on_one_or_two_pages_is_never_a_running_head():
    pages = [["Samme linje.", "Tekst a."], ["Samme linje.", "Tekst b."]]
    assert list(_without_running_heads(pages)) == pages


def test_a_repeated_line_inside_the_page_stays():
    pages = [["Hoved", f"Linje {word}", "Priser:", "a", "b", f"Slut {word}"] for word in ("et", "to", "tre")]
    assert list(_without_running_heads(pages)) == [page[1:] for page in pages]


def test_page_numbers_go_even_in_a_short_document():
    assert list(_without_running_heads([["Tekst 1.", "", "1"], ["", "Side 2 af 2", "Mere."]])) == [
        ["Tekst 1."],
        ["Mere."],
    ]


def test_a_table_of_contents_with_dots_is_left_out(load, quotes):
    assert quotes(load([["1 Formål . . . . . . . . . . 3", "2 Mål ........... 12", "Navn: ..........", "Tekst."]])) == [
        "Navn: Tekst."
    ]


def test_words_broken_at_line_ends_are_joined(load, quotes):
    document = load(
        [["Klyngerne er lands-", "dækkende, og klynge-", "og netværksindsatsen støttes af EU-", "Kommissionen."]]
    )
    assert quotes(document) == [
        "Klyngerne er landsdækkende, og klynge- og netværksindsatsen støttes af EU-Kommissionen."
    ]


def test_a_wrapped_item_is_whole_and_a_year_alone_on_the_last_line_stays(load, quotes):
    lines = ["Klyngestrategien udkom i", "april 2013.", "CLEAN har", "hovedkontor i", "Odense", "CLEAN blev stiftet i"]
    assert quotes(load([[*lines, "2019"]])) == [
        "Klyngestrategien udkom i april 2013.",
        "CLEAN har hovedkontor i Odense",
        "CLEAN blev stiftet i 2019",
    ]


def test_a_number_that_counts_the_pages_goes_also_behind_an_unfinished_line():
    pages = [["Prisen var i", "57"], ["2014 på 3 kr.", "58"], ["Slut på tabellen", "2014"]]
    assert list(_without_running_heads(pages)) == [["Prisen var i"], ["2014 på 3 kr."], ["Slut på tabellen"]]


def test_a_sentence_that_runs_over_a_page_stands_whole_on_the_first(load, quotes):
    document = load([["Første side.", "CLEAN har hovedkontor i"], ["Odense og mere. Den er ny.", "Her slutter det."]])
    assert quotes(document) == [
        "Første side.",
        "CLEAN har hovedkontor i Odense og mere.",
        "Den er ny.",
        "Her slutter det.",
    ]
    assert [section.page for section in document.sections] == [1, 2]


def test_a_pdf_without_text_is_reported_as_scanned(load):
    with pytest.raises(DocumentError, match=r"scannede billeder.*OCR"):
        load([[], []])


@pytest.mark.parametrize("algorithm", ["RC4-128", "AES-256"])
def test_a_pdf_with_a_password_is_reported(tmp_path, algorithm):
    write_pages(tmp_path / "åben.pdf", [["Hemmelig tekst."]])
    writer = PdfWriter(clone_from=PdfReader(str(tmp_path / "åben.pdf")))
    try:
        writer.encrypt("kodeord", algorithm=algorithm)
    except DependencyError:
        pytest.skip("pypdf needs the package cryptography for AES")
    locked = tmp_path / "låst.pdf"
    writer.write(str(locked))
    with pytest.raises(DocumentError, match="adgangskode"):
        PdfLoader().load(locked, "låst.pdf")


def test_a_web_page_named_pdf_is_refused(tmp_path):
    path = tmp_path / "side.pdf"
    path.write_text("<html><body>Hej</body></html>")
    with pytest.raises(DocumentError, match="ikke en PDF-fil"):
        PdfLoader().load(path, "side.pdf")


def test_too_many_pages_are_refused(load, monkeypatch):
    monkeypatch.setattr("klyngebot.loading.pdf.MAX_PAGES", 1)
    with pytest.raises(DocumentError, match="mere end 1 sider"):
        load([["A."], ["B."]])
