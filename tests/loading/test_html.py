"""HTML: the article, its metadata, and what a reader does not see."""

from __future__ import annotations

import pytest

from klyngebot.errors import DocumentError
from klyngebot.loading.html import HtmlLoader

ARTICLE = """<!doctype html><html lang="da"><head><meta charset="utf-8"><title>Klynger i Danmark | Styrelsen</title>
<meta property="og:site_name" content="Styrelsen"><link rel="canonical" href="https://example.dk/klynger">
<meta property="article:published_time" content="2024-03-05T10:00:00+01:00"></head><body>
<nav><a href="/">Forside</a> <a href="/om">Om os</a></nav><main><article><h1>Klynger i Danmark</h1>
<p>Klyngerne hjælper <b>små</b> og mellemstore virksomheder på Ærø. De får støtte fra staten og fra regionerne.</p>
<h2>Medlemskab</h2><p>Det koster 5.000 kr. om året at være medlem. Det er frivilligt at være medlem af en klynge.</p>
<ul><li>æbler</li><li>pærer og <a href="/x">bananer</a></li></ul>
<h3>Priser</h3><table><tr><th>Klynge</th><th>Pris</th></tr><tr><td>MADE</td><td>5.000 kr.</td></tr></table>
<p>Klyngerne holder til i hele landet, og alle virksomheder kan være med uanset størrelse og branche.</p>
</article></main><footer>Kontakt os på telefon</footer><script>alert("x")</script></body></html>"""


@pytest.fixture
def load(tmp_path):
    def load_page(page: str | bytes):
        path = tmp_path / "side.html"
        path.write_bytes(page if isinstance(page, bytes) else page.encode())
        return HtmlLoader().load(path, "side.html")

    return load_page


def test_the_article_keeps_headings_lists_and_tables_and_loses_menus(load, check_document):
    document = load(ARTICLE)
    check_document(document)
    assert document.text == (
        "Klynger i Danmark\n\nKlyngerne hjælper små og mellemstore virksomheder på Ærø. "
        "De får støtte fra staten og fra regionerne.\n\nMedlemskab\n\n"
        "Det koster 5.000 kr. om året at være medlem. Det er frivilligt at være medlem af en klynge.\n\n"
        "æbler\npærer og bananer\n\nPriser\n\nKlynge | Pris\nMADE | 5.000 kr.\n\n"
        "Klyngerne holder til i hele landet, og alle virksomheder kan være med uanset størrelse og branche."
    )
    assert document.sections[-1].heading_path == ("Klynger i Danmark", "Medlemskab", "Priser")


def test_title_publisher_date_and_address_come_from_the_page(load):
    document = load(ARTICLE)
    assert (document.title, document.publisher, document.published, document.original_url) == (
        "Klynger i Danmark",
        "Styrelsen",
        "2024-03-05",
        "https://example.dk/klynger",
    )


def test_a_short_page_keeps_its_headings(load, quotes):
    document = load(
        "<html><head><title>Pris</title></head><body><nav>Menu</nav><header>Top</header><h1>Kontingent</h1>"
        "<p>Det koster 5.000 kr.<br>om året.</p><h2>Rabat</h2><ul><li><p>Små: 10 procent.</p></li></ul>"
        "<div>Nøgen tekst</div><footer>Bund</footer></body></html>"
    )
    assert quotes(document) == ["Det koster 5.000 kr. om året.", "Små: 10 procent.", "Nøgen tekst"]
    assert [s.heading_path for s in document.sections] == [("Kontingent",), ("Kontingent", "Rabat")]


def test_what_a_reader_does_not_see_is_not_read(load, quotes):
    document = load(
        "<p>Synlig.</p><p hidden>Skjult 1.</p><p style='display: none'>Skjult 2.</p><p aria-hidden='true'>Skjult 3.</p>"
        "<!-- Skjult 4. --><template>Skjult 5.</template><style>p {}</style>"
    )
    assert quotes(document) == ["Synlig."]


def test_a_page_without_a_date_has_none(load):
    assert load("<p>Tekst fra 2013 og 30. april 2024.</p>").published == ""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_danish_letters_survive_every_usual_encoding(load, encoding, quotes):
    assert quotes(load("<html><body><p>Blåbærgrød på Ærø.</p></body></html>".encode(encoding))) == [
        "Blåbærgrød på Ærø."
    ]


def test_a_pdf_named_html_is_refused(load):
    with pytest.raises(DocumentError, match="en PDF-fil trods filendelsen"):
        load(b"%PDF-1.7\n...")


@pytest.mark.parametrize("page", ["<html><body></body></html>", "<p></p>", "<script>x</script>", "<!-- x -->"])
def test_a_page_without_text_is_refused(load, page):
    with pytest.raises(DocumentError):
        load(page)
