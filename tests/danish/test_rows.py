"""One of a row is found by its number and by what the answer calls it."""

from __future__ import annotations

import pytest

from klyngebot.danish.rows import one_of_row, renumbered

ROW = "Hvilke tre mål har planen?"


@pytest.mark.parametrize(
    ("question", "before", "answer", "meant"),
    [
        (
            "Hvad er den anden?",
            ROW,
            "De tre er vand, jord og luft.",
            ["Hvad er mål nr. 2 i planen?", "Hvad er jord?"],
        ),
        ("Hvad går det tredje ud på?", ROW, "De tre er vand, jord og luft.", ["Fortæl om luft"]),
        ("Hvad går det tredje ud på?", ROW, "De er fordelt med syv, elleve og ni.", ["Hvad er mål nr. 3 i planen?"]),
        ("Hvad er det sidste?", ROW, "De er vand, jord, ild og luft.", ["Hvad er mål nr. 3 i planen?"]),
        (
            "Hvilket land kommer den første fra?",
            "Hvem vandt?",
            "Guld gik til Ada X (Norge), Bo og Cy.",
            ["Hvilket land kommer Ada X (Norge) fra?"],
        ),
        ("Hvor ligger den?", ROW, "De tre er vand, jord og luft.", []),
    ],
)
def test_what_points_at_one_of_a_row_means_that(question: str, before: str, answer: str, meant: list[str]) -> None:
    assert one_of_row(question, before, answer) == meant


@pytest.mark.parametrize(
    ("fragment", "before", "whole"),
    [
        ("mål 4", "Hvad er mål 2?", "Hvad er mål 4?"),
        ("det forrige", "Hvad er mål 2?", "Hvad er mål 1?"),
        ("bil 4", "Hvad er mål 2?", ""),
        ("4", "Hvad er målet?", ""),
    ],
)
def test_a_number_takes_the_place_of_another(fragment: str, before: str, whole: str) -> None:
    assert renumbered(fragment, before) == whole
