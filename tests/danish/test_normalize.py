"""Cleaning keeps what a reader sees; folding makes the ways to write one word one."""

from __future__ import annotations

import sys
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from klyngebot.danish.normalize import clean, fold

FORBIDDEN = ("Cc", "Cf", "Co", "Cs", "Cn")
SURROGATES = range(0xD800, 0xE000)
# Text as people type it, with a good share of what hides in it.
nasty = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from(
            "æøåÆØÅéüß a\u030a \u0301\u200b\u200d\u202e\u2066\ufeff\u00ad\ufe0f\U000e0041\ud800\r\n\t\u2028\x85"
        ),
    )
)


def forbidden(text: str) -> list[str]:
    return [hex(ord(char)) for char in text if char not in "\n\t" and unicodedata.category(char) in FORBIDDEN]


@given(nasty)
@example("a\u200b\u030a")
@example(" \u200b \u200b ")
@example("\u0301\u200b\u0300a")
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(nasty)
def test_clean_text_has_no_invisible_character(text: str) -> None:
    assert not forbidden(clean(text))


@given(nasty)
def test_clean_text_is_composed_and_trimmed(text: str) -> None:
    cleaned = clean(text)
    assert unicodedata.is_normalized("NFC", cleaned)
    assert cleaned == cleaned.strip()
    assert "  " not in cleaned


@given(nasty)
def test_cleaning_and_folding_never_blow_a_text_up(text: str) -> None:
    assert len(clean(text)) <= 4 * len(text)
    assert len(fold(text)) <= 18 * len(text)  # NFKC's own bound: one Arabic ligature is 18 characters


@given(st.text("abcæøåÆØÅéüö .,0123"))
def test_composed_and_decomposed_text_are_one(text: str) -> None:
    decomposed = unicodedata.normalize("NFD", text)
    assert clean(decomposed) == clean(text)
    assert fold(decomposed) == fold(text)


def test_every_code_point_is_taken_without_harm() -> None:
    for start in range(0, sys.maxunicode + 1, 0x1000):
        text = "\n".join(chr(point) for point in range(start, start + 0x1000))
        cleaned = clean(text)
        assert not forbidden(cleaned)
        assert clean(cleaned) == cleaned
        assert fold(text) == fold(cleaned)


@pytest.mark.parametrize(
    "text", ["æøåÆØÅ", "Ærø, Øresund og Århus", "idé, allé, Müller", "½ mio. €", "»citat« – og mere"]
)
def test_danish_text_passes_unharmed(text: str) -> None:
    assert clean(text) == text


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        ("Klynge\u200bforum", "Klyngeforum"),
        ("Klynge\u00adforum", "Klyngeforum"),
        ("\u202eMADE\u202c", "MADE"),
        ("\ufeffHvad er MADE?", "Hvad er MADE?"),
        ("MADE\U000e0041\U000e0042", "MADE"),
        ("ja\ufe0f nej", "ja nej"),
        ("a\u00a0b\u2009c", "a b c"),
        ("a\t\tb", "a b"),
        ("  a \n b  ", "a \n b"),
        ("linje\u2028skift", "linje skift"),
        ("linje\rskift", "linje skift"),
        ("linje\r\nskift", "linje\nskift"),
        ("side\fskift", "side skift"),
        ("en\ud800to", "ento"),
        ("A\u030arhus", "Århus"),
        ("", ""),
        ("\u200b\u200b", ""),
    ],
)
def test_what_only_misleads_is_removed(written: str, seen: str) -> None:
    assert clean(written) == seen


@pytest.mark.parametrize(
    "ways",
    [
        ("Århus", "Aarhus", "AARHUS", "A\u030arhus", "århus", "ÅRHUS"),
        ("støtte", "stoette", "STØTTE", "Stoette"),
        ("værdikæde", "vaerdikaede", "VÆRDIKÆDE"),
        ("idé", "ide", "IDÉ"),
        ("start-up", "start‐up", "start–up", "START−UP"),
        ("CLEAN's", "CLEAN’s", "CLEAN´s", "CLEAN`s", "clean‘s"),
        ("»citat«", "“citat”", '"citat"', "„citat“"),
        ("ﬁnans", "finans", "ＦＩＮＡＮＳ"),
        ("Straße", "strasse", "STRASSE", "STRAẞE"),
        ("skriǿver", "skriøver", "skrioever"),
    ],
    ids=lambda ways: ways[0],
)
def test_ways_to_write_a_word_fold_to_one(ways: tuple[str, ...]) -> None:
    assert {fold(way) for way in ways} == {fold(ways[0])}


@given(nasty)
def test_folding_a_folded_text_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_folded_text_has_no_danish_letter_and_no_accent(text: str) -> None:
    folded = fold(text)
    assert not set(folded) & set("æøåÆØÅ")
    assert not any(unicodedata.combining(char) for char in unicodedata.normalize("NFD", folded))
