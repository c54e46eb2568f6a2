"""Index terms: other spellings and inflections of a word meet, different words do not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klyngebot.danish.analyzer import content_tokens, grams, stem, stems, stopwords, terms, tokens, words_only


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Århus", "Aarhus"),
        ("støtte", "STOETTE"),
        ("klyngen", "klynger"),
        ("klyngernes", "klyngens"),
        ("medlemskabet", "medlemskaber"),
        ("medlemmer", "medlemmerne"),
        ("start-up", "startup"),
        ("e-handel", "ehandel"),
        ("CLEAN's", "CLEAN"),
        ("ministeriet", "ministerier"),
        ("1.000", "1000"),
        ("virksomhed", "virksomhederne"),
        ("universitet", "universiteternes"),
        ("aktivitet", "aktiviteterne"),
        ("MADE", "MADEs"),
        ("MADE's", "MADE"),
    ],
)
def test_spellings_and_inflections_share_a_stem(one: str, other: str) -> None:
    assert set(stems(one)) & set(stems(other))


@pytest.mark.parametrize(
    ("one", "other"), [("1.000", "1000,5"), ("2013", "2014"), ("klynge", "kommune"), ("MADE", "mad")]
)
def test_different_words_do_not_share_a_stem(one: str, other: str) -> None:
    assert not set(stems(one)) & set(stems(other))


@pytest.mark.parametrize(
    ("word", "wanted"),
    [("1.000", "1000"), ("1.000.000", "1000000"), ("2.0", "2.0"), ("3,5", "3,5"), ("14.19", "14.19")],
)
def test_only_thousand_points_are_taken_out_of_numbers(word: str, wanted: str) -> None:
    assert stem(word) == wanted


@pytest.mark.parametrize(
    ("word", "wanted"),
    [
        ("klynge", ("_kly", "klyn", "lyng", "ynge", "nge_")),
        ("ab", ("_ab_",)),
        ("i", ()),
        ("abc", ("_abc", "abc_")),
        ("2013", ()),
    ],
)
def test_grams_mark_the_edges_of_a_word(word: str, wanted: tuple[str, ...]) -> None:
    assert grams(word) == wanted


def test_tokens_come_in_reading_order_with_joined_hyphenations_last() -> None:
    assert tokens("Klynge- og netværks-indsatsen i 2013") == [
        *("klynge", "og", "netvaerks", "indsatsen", "i", "2013"),
        "netvaerksindsatsen",
    ]
    assert words_only("netværks-indsatsen") == ["netvaerks", "indsatsen"]


def test_stop_words_are_dropped_but_not_where_nothing_else_is_left() -> None:
    assert content_tokens("Hvad er en klynge?") == ["klynge"]
    assert content_tokens("Hvad er det?") == ["hvad", "er", "det"]
    assert content_tokens("?!") == []


def test_terms_are_marked_stems_and_grams() -> None:
    assert terms("klynge") == ["=klyng", *grams("klynge")]


def test_stop_words_are_folded() -> None:
    assert all(word.isascii() for word in stopwords())


@given(st.text(max_size=200))
def test_any_text_has_terms_without_harm(text: str) -> None:
    assert all(terms(text))
    assert len(stems(text)) == len(content_tokens(text))


@given(st.text("abcæøåÆØÅ -.1", max_size=60))
def test_case_does_not_matter(text: str) -> None:
    assert terms(text.upper()) == terms(text.lower())


def test_a_span_of_years_meets_the_years_within() -> None:
    assert "2026" in stems("Klyngeprogrammet 2025-2028")
