"""Names and numbers of a text, in a form that can be compared."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klyngebot.danish.analyzer import stem
from klyngebot.danish.names import names, numbers
from klyngebot.danish.normalize import fold


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Målet er 1.000 virksomheder", {"1000"}),
        ("Det koster 2,5 mio. kr. og 500 euro", {"2,5", "500"}),
        ("Fra 2013 til 2016.", {"2013", "2016"}),
        ("Klyngestrategi 2.0", {"20", "2", "0"}),
        ("ingen tal", set()),
        ("1.000.000,50", {"1000000,50"}),
    ],
)
def test_numbers_are_compared_without_thousand_points(text: str, found: set[str]) -> None:
    assert numbers(text) <= found
    assert bool(numbers(text)) == bool(found)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Hvad koster MADE?", ["made"]),
        ("MADE ligger i København.", ["made", "københavn"]),
        ("Klyngen er god. Strategien er ny.", []),
        ("Hvem leder Klyngeforum og Danske Regioner?", ["klyngeforum", "danske", "regioner"]),
        ("DFiR skrev om H2020", ["dfir", "h2020"]),
        ("hvad koster made", []),
        ("Den 3. April kom Maj", []),
        ("Er »Morten Østergaard« minister?", ["morten", "østergaard"]),
        ("", []),
    ],
)
def test_names_are_words_written_as_names(text: str, found: list[str]) -> None:
    assert list(names(text)) == [stem(fold(name)) for name in found]


@given(st.text(max_size=100))
def test_a_text_in_small_letters_has_no_names(text: str) -> None:
    assert not names(text.lower()) or any(char.isupper() for char in text.lower())


@given(st.text(max_size=100))
def test_any_text_has_names_and_numbers_without_harm(text: str) -> None:
    assert len(set(names(text))) == len(names(text))
    assert all(number[0].isdigit() for number in numbers(text))
