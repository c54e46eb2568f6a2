"""Personal data are taken out; figures, years and CVR numbers stay."""

from __future__ import annotations

import time

import pytest

from klyngebot.danish.personal_data import PersonalData, masked, without_masks


@pytest.mark.parametrize(
    ("text", "left", "kinds"),
    [
        ("Mit CPR er 010203-1234", "Mit CPR er [CPR-nummer]", (PersonalData.CPR,)),
        ("cpr 0102031234", "cpr [CPR-nummer]", (PersonalData.CPR,)),
        ("skriv til ole.olsen@firma.dk", "skriv til [mailadresse]", (PersonalData.EMAIL,)),
        ("ring +45 12 34 56 78", "ring [telefonnummer]", (PersonalData.PHONE,)),
        ("ring 22 33 44 55 nu", "ring [telefonnummer] nu", (PersonalData.PHONE,)),
        ("ring 22334455", "ring [telefonnummer]", (PersonalData.PHONE,)),
        ("CVR 22334455", "CVR 22334455", ()),
        ("klyngeprogrammet 2025-2028 og 2021-2024", "klyngeprogrammet 2025-2028 og 2021-2024", ()),
        ("662 mio. kr. og 22.334.455 kr.", "662 mio. kr. og 22.334.455 kr.", ()),
        ("lov nr. 1518 af 18. december 2018", "lov nr. 1518 af 18. december 2018", ()),
    ],
)
def test_personal_data_are_masked(text: str, left: str, kinds: tuple[PersonalData, ...]) -> None:
    assert masked(text) == (left, kinds)


def test_what_only_tells_personal_data_is_not_searched_for() -> None:
    assert without_masks("Mit CPR er [CPR-nummer]. Hvad koster MADE?") == "Hvad koster MADE?"
    assert without_masks("Hvem har [telefonnummer]?") == "Hvem har ?"


@pytest.mark.parametrize("text", ["a" * 100_000, "a." * 50_000, "a@" * 50_000, "1 " * 50_000, "[" * 100_000])
def test_a_very_long_word_is_read_in_time(text: str) -> None:
    begun = time.perf_counter()
    assert masked(text) == (text, ())
    assert time.perf_counter() - begun < 5
