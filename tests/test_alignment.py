"""How what is said lies on a sentence that tells."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klyngebot.alignment import SIGNALS, alignment

TOLD = "Odense Robotics fik i maj 2017 guldcertificering fra ESCA i Berlin."


@pytest.mark.parametrize(
    ("said", "signal", "value"),
    [
        (TOLD, "words_had", 1.0),
        (TOLD, "carried", 1.0),
        ("Odense Robotics fik guld i 2015", "year_clash", 1.0),
        ("Odense Robotics fik guld i 2015", "numbers_clash", 1.0),
        ("Odense Robotics fik guld i 2017", "year_had", 1.0),
        ("Odense Robotics fik ikke guld", "denial_differs", 1.0),
        ("MADE fik guldcertificering", "names_lacking", 1.0),
        ("Odense Robotics fik guldcertificering i Randers", "place_clash", 1.0),
        ("Alle klynger fik guld", "only_said", 1.0),
        ("Odense Robotics mistede sit kørekort", "others_lacking", 2.0),
    ],
)
def test_a_signal_says_what_its_name_says(said: str, signal: str, value: float) -> None:
    assert alignment(said, TOLD)[signal] == value


@pytest.mark.parametrize(
    ("said", "told", "signal"),
    [
        ("Mindst 50 virksomheder var med.", "Under 50 virksomheder var med.", "bounds_clash"),
        ("REG X blev nedlagt i 2009.", "REG X blev oprettet i 2009.", "opposites"),
        ("Kontoret ligger i Kolding.", "Kontoret ligger i Herning.", "place_clash"),
        ("Prisen er 3.000 kr.", "Prisen er 5.000 kr.", "amount_clash"),
    ],
)
def test_what_is_said_otherwise_is_seen(said: str, told: str, signal: str) -> None:
    assert alignment(said, told)[signal] == 1
    assert alignment(told, told)[signal] == 0


@given(st.text(max_size=80), st.text(max_size=80))
def test_any_two_texts_have_all_signals_and_each_is_a_number(said: str, told: str) -> None:
    found = alignment(said, told)
    assert tuple(found) == SIGNALS
    assert all(math.isfinite(value) for value in found.values())
