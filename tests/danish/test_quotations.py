"""Text in quotation marks, and quotations of which a mark is missing."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from klyngebot.danish.quotations import EXCERPT, quotations, unclosed, without_quotations

MARKS = "ab 5\n.»«„“”‚‘’'\"`›‹[s"


def test_quotations_of_three_words_are_seen_whatever_their_marks() -> None:
    text = (
        "»et to tre« «fire fem seks» „syv otte ni“ “ti elleve tolv” ”tretten fjorten femten” \"a b c\" 'd e f' »kort«"
    )
    found = quotations(text)
    assert [item.text.split()[0] for item in found] == ["et", "fire", "syv", "ti", "tretten", "a", "d"]
    assert all(text[item.start : item.end] == item.text for item in found)


def test_signs_are_no_words() -> None:
    assert quotations("»§ § §« og ». . .« og »den […] –«") == []


@given(st.text(alphabet=MARKS, max_size=60))
def test_a_quotation_is_a_span_of_its_text(text: str) -> None:
    assert all(text[item.start : item.end] == item.text for item in quotations(text))


@given(st.text(alphabet=MARKS, max_size=60))
def test_what_is_hidden_is_as_long_as_before(text: str) -> None:
    hidden = without_quotations(text)
    assert len(hidden) == len(text)
    assert all(old == new or (old.isalnum() and new == "Q") for old, new in zip(text, hidden, strict=True))


def test_a_missing_mark_is_told_with_the_words_beside_it() -> None:
    assert unclosed("Hun sagde »det er godt.\n\nOgså i dag") == ["»det er godt."]
    assert unclosed("Det sagde hun«. Ja.") == ["Det sagde hun«"]
    long = unclosed("Hun sagde »" + "klyngen " * 50)[0]
    assert long.startswith("»klyngen klyngen")
    assert long.endswith(" …")
    assert len(long) <= EXCERPT + 2
