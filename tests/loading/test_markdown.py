"""The corpus form, and ordinary Markdown."""

from __future__ import annotations

from pathlib import Path

import pytest

from klyngebot.errors import DocumentError
from klyngebot.loading.inline import plain
from klyngebot.loading.markdown import MarkdownLoader
from klyngebot.types import DocumentKind, Provenance

FRONT = """---
id: klyngeforum
title: "Klyngeforum"
publisher: "Uddannelses- og Forskningsministeriet"
published: 2019-03-26
valid_from: 2013
valid_to: open
kind: artikel
rendition: true
original_url: https://ufm.dk/forum
language: da
---
"""
BODY = """# Klyngeforum

## Hvad er Klyngeforum
Klyngeforum er et forum.[^K25] <!-- F201 G018 -->
Forummet blev oprettet i 2013 af bl.a. KL.[^K25][^Q] <!-- F202 uenighed -->

Datoen fremgår ikke.[^Q] <!-- mangler N03 -->

### Medlemmer
- De seks ministerier er med.[^K25] <!-- F203 -->
- KL er med.[^K25]

[^K25]: Klyngeforum | UFM | 26. marts 2019 | https://ufm.dk/forum | original
[^Q]: Klyngebots gennemgang | Klyngebot | 23. november 2026 | - | egen gennemgang
"""


@pytest.fixture
def load(tmp_path: Path):
    def load_text(text: str, name: str = "klyngeforum.md"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return MarkdownLoader().load(path, name)

    return load_text


def test_the_text_is_clean_with_headings_on_their_own_lines_and_items_one_a_line(load):
    assert load(FRONT + BODY).text == (
        "Klyngeforum\n\nHvad er Klyngeforum\n\n"
        "Klyngeforum er et forum. Forummet blev oprettet i 2013 af bl.a. KL.\n\nDatoen fremgår ikke.\n\n"
        "Medlemmer\n\nDe seks ministerier er med.\nKL er med."
    )


def test_a_marked_line_is_one_sentence_with_its_sources_facts_and_flags(load, quotes, check_document):
    document = load(FRONT + BODY)
    check_document(document)
    first, second, gap, *_ = document.sentences
    assert quotes(document)[:3] == [
        "Klyngeforum er et forum.",
        "Forummet blev oprettet i 2013 af bl.a. KL.",
        "Datoen fremgår ikke.",
    ]
    assert (first.sources, first.facts) == (("K25",), ("F201", "G018"))
    assert (second.sources, second.disagreement, second.gap) == (("K25", "Q"), True, False)
    assert (gap.facts, gap.gap, gap.disagreement) == (("N03",), True, False)


def test_sections_hold_the_text_up_to_the_next_heading_under_their_path(load):
    document = load(FRONT + BODY)
    assert [section.heading_path for section in document.sections] == [
        ("Klyngeforum", "Hvad er Klyngeforum"),
        ("Klyngeforum", "Hvad er Klyngeforum", "Medlemmer"),
    ]
    last = document.sections[-1]
    assert document.text[last.start : last.end] == "De seks ministerier er med.\nKL er med."


def test_footnotes_become_provenance_and_a_dash_means_no_address(load):
    document = load(FRONT + BODY)
    assert document.provenance == (
        Provenance("K25", "Klyngeforum", "UFM", "26. marts 2019", "https://ufm.dk/forum", "original"),
        Provenance("Q", "Klyngebots gennemgang", "Klyngebot", "23. november 2026", "", "egen gennemgang"),
    )
    assert [source.key for source in document.provenance_of(document.sentences[1])] == ["K25", "Q"]


def test_the_front_matter_says_what_the_document_is(load):
    document = load(FRONT + BODY)
    assert (document.id, document.kind, document.rendition) == ("klyngeforum", DocumentKind.ARTICLE, True)
    assert (document.published, document.valid_from, document.valid_to) == ("2019-03-26", "2013", "")
    assert document.original_url == "https://ufm.dk/forum"


def test_lines_without_marks_are_joined_and_divided_by_the_sentence_rules(load, quotes):
    document = load(
        FRONT + "# T\n\nEn sætning, som fortsætter\npå næste linje. Og en til.\nMærket linje. Hel.[^K1]\n"
        "Efter.\n\n[^K1]: a | b | 2013 | - | original\n"
    )
    assert quotes(document) == [
        "En sætning, som fortsætter på næste linje.",
        "Og en til.",
        "Mærket linje. Hel.",
        "Efter.",
    ]


def test_windows_line_ends_and_a_byte_order_mark_change_nothing(load):
    plain_document = load(FRONT + BODY)
    assert load("\ufeff" + (FRONT + BODY).replace("\n", "\r\n")) == plain_document


@pytest.mark.parametrize(
    ("body", "line", "problem"),
    [
        ("# T\n\nTekst.[^K1]\nMere.[^K9]\n\n[^K1]: a | b | c | - | d\n", 16, "har ingen fodnote"),
        ("# T\n\nTekst.[^K1]\n\n[^K1]: a | b | c | d\n", 17, "ikke fem felter"),
        ("# T\n\nTekst.[^K1]\n\n[^K1]: a |  | c | - | d\n", 17, "ikke fem felter"),
        ("# T\n\nTekst.[^K1]\n\n[^K1]: a | b | c | javascript:x | d\n", 17, "ikke er en webadresse"),
        ("# T\n\nTekst.[^K1]\n\n[^K1]: a | b | c | - | d\n[^K1]: a | b | c | - | d\n", 18, "to gange"),
        ("# T\n\nTekst.[^K1] <!-- F001 manglr -->\n\n[^K1]: a | b | c | - | d\n", 15, "manglr"),
    ],
)
def test_a_wrong_footnote_is_refused_with_its_line(load, body, line, problem):
    with pytest.raises(DocumentError, match=problem) as caught:
        load(FRONT + body)
    assert caught.value.line == line
    assert str(caught.value).startswith(f"klyngeforum.md, linje {line}: ")


def test_a_comment_without_facts_is_passed_over(load, quotes):
    document = load(FRONT + "# T\n\n<!-- til redaktøren -->\nEn sætning. <!-- husk dato -->\n")
    assert quotes(document) == ["En sætning."]
    assert document.sentences[0].sources == ()


def test_ordinary_markdown_takes_its_title_from_the_first_heading(load, quotes, check_document):
    document = load(
        "Titel\n=====\n\n**Fed** og *kursiv* [link](https://x.dk).\n\n> Et citat.\n> Videre.\n\n"
        "1. Første\n   punkt.\n2. Andet.\n\n---\n\nUnder\n-----\n\n```\nkode = 1\n```\n<!-- skjult\n-->\n"
        "Note.[^1]\n\n[^1]: En fodnote.\n[ref]: https://x.dk\n",
        "Min fil.md",
    )
    check_document(document)
    assert (document.id, document.title, document.kind) == ("min-fil", "Titel", DocumentKind.FOREIGN)
    assert quotes(document) == [
        "Fed og kursiv link.",
        "Et citat.",
        "Videre.",
        "Første punkt.",
        "Andet.",
        "kode = 1",
        "Note.",
        "En fodnote.",
    ]
    assert document.sections[-1].heading_path == ("Titel", "Under")


def test_a_table_becomes_one_line_a_row(load, quotes):
    document = load("# T\n\n| Klynge | By |\n|---|:-:|\n| MADE | *København* |\n| CLEAN | Aalborg \\| Sønderborg |\n")
    assert quotes(document) == ["Klynge | By", "MADE | København", "CLEAN | Aalborg | Sønderborg"]


def test_numbered_items_and_dates_at_the_beginning_of_a_line_are_told_apart(load):
    assert load("Den\n30. april 2013.\n\n1. Første.\n\n2. Anden den\n   3. maj.\n\n4. juni 2014 kom.\n").text == (
        "Den 30. april 2013.\n\nFørste.\nAnden den 3. maj.\n\n4. juni 2014 kom."
    )


def test_a_file_without_a_heading_is_named_after_the_file(load):
    document = load("Bare tekst.", "Årsrapport_2024.md")
    assert (document.title, document.id) == ("Årsrapport 2024", "aarsrapport-2024")
    assert document.sections[0].heading_path == ("Årsrapport 2024",)


def test_text_above_the_first_heading_and_later_first_level_headings_stand_under_the_title(load):
    document = load("Indledning.\n\n# A\n\nTekst.\n\n# B\n\n### C\n\nMere.\n")
    assert [section.heading_path for section in document.sections] == [("A",), ("A",), ("A", "B", "C")]


def test_a_rule_at_the_top_is_no_front_matter(load, quotes):
    assert quotes(load("---\n\nTekst.\n\n---\n\nMere.\n")) == ["Tekst.", "Mere."]


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("**fed** __fed__ *k* _k_ ~~s~~ ***begge***", "fed fed k k s begge"),
        ("snake_case_navn og 2 * 3 * 4", "snake_case_navn og 2 * 3 * 4"),
        ("[a](b) [c][d] ![e](f) [![g](h)](i) <https://x.dk>", "a c e g https://x.dk"),
        ("`*kode*` og ``x`` \\*ikke\\*", "*kode* og x *ikke*"),
        ("K&oslash;ge &lt;b&gt; <b>fed</b>", "Køge <b> fed"),
        ("[sic] (2013) [x] en * stjerne", "[sic] (2013) [x] en * stjerne"),
        ("**[MADE](https://made.dk/a_(b))**", "MADE"),
    ],
)
def test_inline_markdown_is_reduced_to_what_a_reader_sees(markdown, text):
    assert plain(markdown) == text
