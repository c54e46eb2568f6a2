"""Lines made paragraphs, and what a line or a page breaks."""

from __future__ import annotations

import pytest

from klyngebot.loading.lines import join_broken_words, join_pages, paragraphs_of

LONG = "En lang linje, som fylder hele bredden af siden og fortsætter"


def test_a_soft_hyphen_at_a_line_end_disappears():
    assert join_broken_words(["virk\u00ad", "somhed nu"]) == ["virksomhed", "nu"]


def test_a_word_whose_end_fills_a_line_leaves_no_gap():
    assert join_broken_words(["virk-", "somhed", "nu"]) == ["virksomhed", "nu"]


def test_lines_become_paragraphs_at_short_lines_that_end_a_sentence():
    assert list(paragraphs_of([LONG, "og slutter her.", "Et nyt afsnit begynder.", "", "Og et til"])) == [
        [LONG, "og slutter her."],
        ["Et nyt afsnit begynder."],
        ["Og et til"],
    ]


@pytest.mark.parametrize(
    ("above", "below", "is_one"),
    [
        ("CLEAN har hovedkontor i", "Odense", True),
        ("CLEAN har", "500 medlemmer", True),
        ("Strategien udkom i april", "2013", True),
        ("Klyngen hedder CLEAN,", "DBD og MADE", True),
        ("Om klyngerne", "CLEAN ligger i Odense.", False),
        ("Klyngerne ligger i", "- Odense", False),
        ("CLEAN ligger i Odense.", "2013 var et godt år.", False),
    ],
)
def test_a_short_line_goes_on_where_nothing_can_end_with_it(above: str, below: str, is_one: bool):
    assert len(list(paragraphs_of([LONG, "", above, below]))) == (2 if is_one else 3)


@pytest.mark.parametrize(
    ("pages", "expected"),
    [
        ([["Den ligger i"], ["Odense."]], [["Den ligger i", "Odense."], []]),
        ([[LONG, LONG], ["Danmark. Nu nyt."]], [[LONG, LONG, "Danmark."], ["Nu nyt."]]),
        ([["Den er en virk-"], ["somhed nu. Ja."]], [["Den er en virksomhed", "nu."], ["Ja."]]),
        ([["Den ligger i Odense."], ["den er ny."]], [["Den ligger i Odense."], ["den er ny."]]),
        ([["Klyngerne"], ["MADE er ny."]], [["Klyngerne"], ["MADE er ny."]]),
        ([["Vi har"], ["- vand"]], [["Vi har"], ["- vand"]]),
    ],
)
def test_a_sentence_that_a_page_breaks_is_joined(pages: list[list[str]], expected: list[list[str]]):
    assert join_pages(pages) == expected
