"""The places of a quotation's parts in a text."""

from __future__ import annotations

from klyngebot.checking.quoted_places import find_parts
from klyngebot.danish.quotation_parts import FARTHEST, Part, parts

TEXT = "Den blev stiftet i maj. Den lukkede i juni, og Den blev til noget andet i maj."


def found(quote: str, text: str = TEXT) -> list[str]:
    return [text[start:end] for start, end in find_parts(text, parts(quote))]


def test_parts_are_found_in_their_order_only() -> None:
    assert found("Den blev […] i maj") == ["Den blev", "i maj"]
    assert found("i juni […] stiftet") == []
    assert find_parts(TEXT, []) == ()


def test_the_nearest_beginning_is_taken() -> None:
    assert find_parts(TEXT, parts("den […] til noget")) == ((47, 50), (56, 65))


def test_no_word_is_a_piece_of_a_longer_one() -> None:
    assert found("en blev stiftet") == []
    assert found("stiftet i ma") == []
    assert found("stiftet i ma[j]") == ["stiftet i ma"]


def test_more_than_a_paragraph_is_not_left_out() -> None:
    near, far = "en" + " x" * (FARTHEST // 2) + " to", "en" + " x" * (FARTHEST // 2 + 4) + " to"
    assert found("en […] to", near) == ["en", "to"]
    assert found("en […] to", far) == []


def test_a_part_of_one_letter_is_found() -> None:
    assert find_parts("a b i", [Part("i")]) == ((4, 5),)
