"""A quotation cut where it was edited."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klyngebot.danish.quotation_parts import parts


@pytest.mark.parametrize(
    ("quote", "told"),
    [
        ("en to […] tre", ["en to", "tre"]),
        ("en to [...] tre", ["en to", "tre"]),
        ("en to (…) tre … fire ... fem", ["en to", "tre", "fire", "fem"]),
        ("[Klyngen] er to", ["er to"]),
        ("den [d]anske klynge", ["den", "danske klynge"]),
        ("en to.", ["en to"]),
        ("en [mailadresse] to", ["en [mailadresse] to"]),
        ("[…]", []),
        ("", []),
    ],
)
def test_a_quotation_is_cut_where_it_was_edited(quote: str, told: list[str]) -> None:
    assert [part.text for part in parts(quote)] == told


def test_a_bracket_within_a_word_leaves_the_word_open() -> None:
    stem, end = parts("klynge[r]ne")[0], parts("Klynge[rne] voksede")[0]
    assert stem.open_right or stem.text == "klynge"
    assert (end.text, end.open_right) == ("Klynge", True)


@given(st.text(alphabet="ab.…[]() ,", max_size=40))
def test_no_part_is_empty(text: str) -> None:
    assert all(part.text and part.text == part.text.strip() for part in parts(text))
