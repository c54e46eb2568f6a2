"""Danish dates: shown in full, and the years that a text names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klyngebot.danish.dates import format_date, is_iso_date, years, years_within


@pytest.mark.parametrize(
    ("iso", "shown"),
    [
        ("2013-04-30", "30. april 2013"),
        ("2013-04-01", "1. april 2013"),
        ("2013-12", "december 2013"),
        ("2013", "2013"),
        ("", ""),
        ("maj 2013", "maj 2013"),
        ("2013-04-30T10:00", "2013-04-30T10:00"),
        ("2013-13", "2013-13"),
        ("2013-00-10", "2013-00-10"),
    ],
)
def test_a_date_is_shown_in_danish_as_exactly_as_it_is_known(iso: str, shown: str) -> None:
    assert format_date(iso) == shown


@given(st.dates())
def test_every_date_is_shown_with_its_day_and_year(date) -> None:  # type: ignore[no-untyped-def]
    shown = format_date(date.isoformat())
    assert shown.startswith(f"{date.day}. ")
    assert shown.endswith(f" {date.year:04d}")
    assert is_iso_date(date.isoformat())


@pytest.mark.parametrize(
    "text", ["2013-13", "2013-00", "2013-04-32", "2013-4", "13-04-2013", "", "2013-04-30 ", "i 2013"]
)
def test_what_is_no_date_is_not_taken_for_one(text: str) -> None:
    assert not is_iso_date(text)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Strategien fra 2013", {2013}),
        ("Perioden 2021-2024", {2021, 2022, 2023, 2024}),
        ("Perioden 2021–24", {2021, 2022, 2023, 2024}),
        ("fra 2016 til 2018", {2016, 2017, 2018}),
        ("2012/2013", {2012, 2013}),
        ("i 2013, 2016 og 2020.", {2013, 2016, 2020}),
        ("12.2013 personer", set()),
        ("1.999 virksomheder", set()),
        ("12013 og 20134", set()),
        ("2013,5 mio.", set()),
        ("Lov nr. 1097", set()),
        ("før 1900-tallet", {1900}),
        ("2024-2021", {2021, 2024}),
        ("", set()),
    ],
)
def test_the_years_of_a_text_are_found(text: str, found: set[int]) -> None:
    assert years(text) == found


@given(st.text(max_size=100))
def test_years_are_of_our_time(text: str) -> None:
    assert all(1900 <= year <= 2199 for year in years(text))


def test_the_years_within_a_span_are_found_but_not_of_one_too_long() -> None:
    assert years_within("Programmet 2025-2028 og strategien 2016-18") == [2026, 2027, 2017]
    assert years_within("fra 1950-2020, i 2013 og sag 2013-2013") == []
