"""DOCX: styles, tables in place, tracked changes, and archives that swell."""

from __future__ import annotations

import contextlib
import io
import time
import zipfile

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from klyngebot.errors import DocumentError
from klyngebot.loading.docx import DocxLoader


@pytest.fixture
def load(tmp_path):
    def load_document(document):
        path = tmp_path / "notat.docx"
        document.save(str(path))
        return DocxLoader().load(path, "notat.docx")

    return load_document


def test_headings_paragraphs_lists_and_tables_come_in_order(load, check_document):
    document = docx.Document()
    document.add_heading("Klyngestrategi", level=0)
    document.add_paragraph("Indledning på Ærø.")
    document.add_heading("Medlemmer", level=1)
    document.add_paragraph("æbler", style="List Bullet")
    document.add_paragraph("pærer", style="List Number")
    table = document.add_table(rows=2, cols=2)
    for cell, text in zip(table._cells, ["Klynge", "By", "MADE", "København"], strict=True):
        cell.text = text
    document.add_heading("Økonomi", level=2)
    document.add_paragraph("Sidste afsnit.")
    loaded = load(document)
    check_document(loaded)
    assert loaded.title == "Klyngestrategi"
    assert loaded.text == (
        "Klyngestrategi\n\nIndledning på Ærø.\n\nMedlemmer\n\næbler\npærer\nKlynge | By\nMADE | København\n\n"
        "Økonomi\n\nSidste afsnit."
    )
    assert [s.heading_path for s in loaded.sections] == [
        ("Klyngestrategi",),
        ("Klyngestrategi", "Medlemmer"),
        ("Klyngestrategi", "Medlemmer", "Økonomi"),
    ]


def test_the_title_property_names_a_document_without_a_title_heading(load):
    document = docx.Document()
    document.core_properties.title = "Årsplan"
    document.add_paragraph("Tekst.")
    assert load(document).title == "Årsplan"


def test_danish_style_names_are_headings_too(load):
    document = docx.Document()
    document.styles.add_style("Overskrift 1", docx.enum.style.WD_STYLE_TYPE.PARAGRAPH)
    document.add_paragraph("Formål", style="Overskrift 1")
    document.add_paragraph("Tekst.")
    assert load(document).sections[0].heading_path == ("Formål",)


def test_inserted_text_counts_and_deleted_text_does_not(load, quotes):
    document = docx.Document()
    paragraph = document.add_paragraph("Det koster ")
    for xml in (
        f"<w:del {nsdecls('w')} w:id='1' w:author='x'><w:r><w:delText>100</w:delText></w:r></w:del>",
        f"<w:ins {nsdecls('w')} w:id='2' w:author='x'><w:r><w:t>200</w:t></w:r></w:ins>",
        f"<w:r {nsdecls('w')}><w:t xml:space='preserve'> kr.</w:t></w:r>",
    ):
        paragraph._p.append(parse_xml(xml))
    assert quotes(load(document)) == ["Det koster 200 kr."]


def test_text_in_content_controls_is_read_and_a_table_of_contents_is_not(load, quotes):
    document = docx.Document()
    document.styles.add_style("toc 1", docx.enum.style.WD_STYLE_TYPE.PARAGRAPH)
    document.add_paragraph("Formål ... 3", style="toc 1")
    document.element.body.insert(
        0,
        parse_xml(
            f"<w:sdt {nsdecls('w')}><w:sdtContent><w:p><w:r><w:t>I et felt.</w:t></w:r></w:p></w:sdtContent></w:sdt>"
        ),
    )
    assert quotes(load(document)) == ["I et felt."]


def archive(entries: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in entries.items():
            file.writestr(name, content)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (archive({"a.txt": b"x"}), "ikke et Word-dokument"),
        (archive({"word/document.xml": b"<a/>"}), "beskadiget"),
        (archive({"word/document.xml": b"0" * 30_000_000}), "fylder for meget"),
        (archive({"word/document.xml": b"x", **{str(n): b"" for n in range(2001)}}), "fylder for meget"),
        (b"PK\x03\x04" + b"x" * 100, "beskadiget"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 100, "adgangskode"),
    ],
    ids=["zip", "no-parts", "bomb", "many-entries", "no-archive", "old-word"],
)
def test_archives_that_are_no_word_document_are_refused_quickly(tmp_path, content, problem):
    path = tmp_path / "a.docx"
    path.write_bytes(content)
    start = time.thread_time()
    with pytest.raises(DocumentError, match=problem):
        DocxLoader().load(path, "a.docx")
    assert time.thread_time() - start < 5


def test_a_size_that_lies_is_found_out_by_counting(tmp_path):
    content = bytearray(archive({"word/document.xml": b"0" * 30_000_000}))
    central = content.rindex(b"PK\x01\x02")
    content[central + 24 : central + 28] = (1000).to_bytes(4, "little")
    path = tmp_path / "a.docx"
    path.write_bytes(content)
    with pytest.raises(DocumentError):
        DocxLoader().load(path, "a.docx")


def test_an_entity_that_names_a_file_is_not_followed(tmp_path, load):
    secret = tmp_path / "hemmelig.txt"
    secret.write_text("KANARIEFUGL")
    document = docx.Document()
    document.add_paragraph("Tekst FELT.")
    buffer = io.BytesIO()
    document.save(buffer)
    with zipfile.ZipFile(buffer) as file:
        entries = {name: file.read(name) for name in file.namelist()}
    body = entries["word/document.xml"].decode()
    head, _, rest = body.partition("?>")
    entries["word/document.xml"] = (
        f'{head}?><!DOCTYPE w [<!ENTITY e SYSTEM "{secret.as_uri()}">]>{rest.replace("FELT", "&e;")}'
    ).encode()
    path = tmp_path / "xxe.docx"
    path.write_bytes(archive(entries))
    with contextlib.suppress(DocumentError):
        assert "KANARIEFUGL" not in DocxLoader().load(path, "xxe.docx").text
