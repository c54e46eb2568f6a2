"""Texts made alike: typography, Markdown and divided words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klyngebot.danish.typesetting import lowered, readings, typeset, without_markup


@given(st.text(max_size=80))
def test_every_place_of_a_typeset_text_is_one_of_the_original(text: str) -> None:
    made = typeset(text)
    assert len(made.plain) == len(made.places)
    assert list(made.places) == sorted(set(made.places))
    assert all(0 <= place < len(text) for place in made.places)
    assert len(lowered(text)) == len(text)


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("blev **stiftet** i", "blev stiftet i"),
        ("blev *stiftet i maj* i", "blev stiftet i maj i"),
        ("blev __stiftet__ i `maj`", "blev stiftet i maj"),
        ('[CLEAN](https://x.dk) og [MADE](https://y.dk "titel")', "CLEAN og MADE"),
        ("stiftet.[^1] Det[^note-2]", "stiftet. Det"),
        ("en\n> to", "en\nto"),
        ("snake_case_navn og 2 * 3 * 4", "snake_case_navn og 2 * 3 * 4"),
        ("[Klyngen] blev [ikke]", "[Klyngen] blev [ikke]"),
    ],
)
def test_markdown_is_taken_off_and_nothing_else(text: str, bare: str) -> None:
    assert without_markup(text) == bare


def test_a_hyphen_at_the_end_of_a_line_has_three_readings() -> None:
    assert readings("klynge-\nog netværk") == ("klyngeog netværk", "klynge-og netværk", "klynge- og netværk")
    assert readings("2013-\n2014 her") == ("2013- 2014 her",)
