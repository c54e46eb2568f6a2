"""Paragraphs of plain text and Markdown, told apart by their look."""

from __future__ import annotations

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
    assert [kind for kind, _ in shape(text)] == ["heading", *["rule"] * 6, "prose"]
