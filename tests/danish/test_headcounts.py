"""A price list's ranges hold the asker's firm or not."""

from __future__ import annotations

import pytest

from klyngebot.danish.headcounts import LARGEST, asker_figures, fits, ranges

LIST = "Kontingentet er efter ansatte 5.000 kr. (op til 100), 20.000 kr. (101-250) og 50.000 kr. (over 1.000) om året."


@pytest.mark.parametrize(
    ("question", "figures"),
    [
        ("Vi er 120 ansatte, hvad koster MADE?", {"120"}),
        ("Vi er 1.200 medarbejdere", {"1.200"}),
        ("Vi er fire mand", set()),
        ("Hvor mange klynger er der i 2024?", set()),
    ],
)
def test_the_askers_figure_is_found(question: str, figures: set[str]) -> None:
    assert asker_figures(question) == figures


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (LIST, {(0, 100), (101, 250), (1001, LARGEST)}),
        ("En virksomhed med op til 100 ansatte betaler 5.000 kr.", {(0, 100)}),
        ("35.000 kr. (500 ansatte eller flere)", {(500, LARGEST)}),
        ("Klyngen fik 5.000 kr. (op til 100) i støtte.", set()),
        ("Klyngen har 40 ansatte.", set()),
    ],
)
def test_ranges_of_people_are_found(sentence: str, expected: set[tuple[int, int]]) -> None:
    assert set(ranges(sentence)) == expected


@pytest.mark.parametrize(
    ("figure", "sentence", "fit"),
    [
        ("120", LIST, 1.0),
        ("300", LIST, 0.0),
        ("120", "En virksomhed med op til 100 ansatte betaler 5.000 kr.", 0.0),
        ("120", "Klyngen ligger i Odense.", 0.5),
        ("1.200", LIST, 1.0),
    ],
)
def test_a_figure_fits_a_range(figure: str, sentence: str, fit: float) -> None:
    assert fits(frozenset((figure,)), sentence) == fit


@pytest.mark.parametrize(
    ("question", "figures"),
    [
        ("Hvad koster MADE, hvis vi er 60?", {"60"}),
        ("Vi er cirka 1.200. Hvad koster det?", {"1.200"}),
        ("Vi er 12 år gamle", set()),
        ("Vi er 2. generation i firmaet", set()),
    ],
)
def test_we_are_so_many_needs_no_word_for_people(question: str, figures: set[str]) -> None:
    assert asker_figures(question) == figures
