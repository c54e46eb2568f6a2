"""Paragraphs of plain text and Markdown, told apart by their look."""

from __future__ import annotations

import pytest

from klyngebot.danish.paragraphs import paragraphs


def shape(text: str) -> list[tuple[str, str]]:
    return [(item.kind.value, text[item.start : item.end]) for item in paragraphs(text)]


def test_wrapped_lines_are_one_paragraph() -> None:
    assert shape("Klyngen har\n30 medlemmer.\n\nDen er ny.") == [
        ("prose", "Klyngen har\n30 medlemmer."),
        ("prose", "Den er ny."),
    ]


def test_items_lose_their_marks_and_keep_what_is_wrapped() -> None:
    assert shape("1. vand\n2. luft\n   og jord\n• by") == [
        ("item", "vand"),
        ("item", "luft\n   og jord"),
        ("item", "by"),
    ]


def test_lines_behind_a_lead_in_are_items_where_a_document_was_read() -> None:
    assert shape("Klyngen tilbyder:\n\nvand\nluft\n\nDen er ny.") == [
        ("prose", "Klyngen tilbyder:"),
        ("item", "vand"),
        ("item", "luft"),
        ("prose", "Den er ny."),
    ]


def test_headings_rules_tables_and_code_are_told_apart() -> None:
    text = "## Om\n---\n| a | b |\n```\nkode har 3\n```\n<!-- skjult -->\n> Citat."
    assert [kind for kind, _ in shape(text)] == ["heading", "rule", "row", "rule", "code", "rule", "rule", "prose"]


def test_a_table_without_edges_has_rows_and_what_follows_it_does_not() -> None:
    text = "Klynge | By\n---|---\nMADE | Odense\n\nEnten | eller."
    assert [kind for kind, _ in shape(text)] == ["row", "rule", "row", "prose"]


@pytest.mark.parametrize("line", ["30. april 2013.", "1. halvår 2020 var godt.", "4. med noget."])
def test_a_line_that_goes_on_with_a_number_is_no_item(line: str) -> None:
    assert shape(f"Den kom den\n{line}") == [("prose", f"Den kom den\n{line}")]


def test_items_are_marked_by_letters_and_by_ticks() -> None:
    assert shape("a. vand\nb. luft\n✓ jord\n☐ ild") == [("item", text) for text in ("vand", "luft", "jord", "ild")]


def test_front_matter_is_no_paragraph_and_a_rule_at_the_top_is_one() -> None:
    assert shape("---\ntitle: Udkast\ntags: [a]\n---\nMADE er ny.") == [("prose", "MADE er ny.")]
    assert [kind for kind, _ in shape("---\nMADE er ny.\n---")] == ["rule", "heading", "rule"]


def test_what_is_not_shown_is_hidden_over_lines_and_never_swallows_the_rest() -> None:
    assert [kind for kind, _ in shape("<!-- MADE\ner ny. -->\nDen er her.")] == ["rule", "rule", "prose"]
    assert [kind for kind, _ in shape("<!-- MADE er ny.\nDen er her.")] == ["prose"]


def test_many_comments_without_an_end_are_read_in_time() -> None:
    assert len(paragraphs("<!--\n\n" * 20_000)) == 20_000


def test_a_quotation_and_a_note_begin_anew() -> None:
    text = "- vand\n> MADE er ny\n> og stor.\n[^1]: Kilde: avisen."
    assert [kind for kind, _ in shape(text)] == ["item", "prose", "note"]


def test_several_lines_with_a_label_are_facts_and_one_is_not() -> None:
    assert shape("Om\nStiftet: 2014\nBy: Odense") == [
        ("prose", "Om"),
        ("fact", "Stiftet: 2014"),
        ("fact", "By: Odense"),
    ]
    assert shape("NB: MADE er ny.\nDen er her.") == [("prose", "NB: MADE er ny.\nDen er her.")]
