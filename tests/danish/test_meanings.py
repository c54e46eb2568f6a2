"""What means the same, and what excludes each other."""

from __future__ import annotations

from collections import Counter

import pytest

from klyngebot.danish.meanings import contrasts, meanings
from klyngebot.danish.normalize import fold
from klyngebot.danish.wordlists import lines


def lines_of(text: str) -> set[int]:
    return {own.line for own in meanings(text)}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Klyngen slog dørene op til et kontor", "Klyngen åbnede et kontor"),
        ("Klyngen blev grundlagt", "Klyngen blev stiftet"),
        ("Medlemstallet voksede", "Medlemstallet steg"),
    ],
)
def test_expressions_of_one_line_share_a_meaning(one: str, other: str) -> None:
    assert lines_of(one) & lines_of(other)


def test_an_expression_counts_only_whole() -> None:
    text = "De slog dørene op."
    assert any(text[own.start : own.end] == "slog dørene op" for own in meanings(text))
    assert all(text[own.start : own.end] != "slog dørene" for own in meanings("De slog dørene i."))


@pytest.mark.parametrize(
    ("one", "other", "words"),
    [
        ("Tallet steg.", "Tallet faldt.", [("steg", "faldt")]),
        ("Netværket blev ledet af tyske VDI.", "Netværket blev ledet af svenske VINNOVA.", [("tyske", "svenske")]),
        ("Tallet steg.", "Tallet steg.", []),
        ("Tallet steg.", "Tallet faldt først og steg så.", []),
    ],
)
def test_words_of_two_sides_contrast_where_each_text_takes_one(
    one: str, other: str, words: list[tuple[str, str]]
) -> None:
    assert contrasts(one, other) == words


def test_no_word_stands_on_both_sides_of_an_opposition() -> None:
    for line in lines("contrasts.txt"):
        one, other = (set(map(fold, side.split())) for side in line.split(":"))
        assert one, line
        assert other, line
        assert not one & other, line


def test_an_expression_stands_on_few_lines() -> None:
    counted = Counter(expression.strip() for line in lines("paraphrases.txt") for expression in set(line.split(",")))
    assert max(counted.values()) <= 3
