"""Where one main clause ends and another begins."""

from __future__ import annotations

import pytest

from klyngebot.danish.main_clauses import main_clauses


def divided(sentence: str) -> list[tuple[str, str]]:
    return [(clause.subject, sentence[clause.start : clause.end]) for clause in main_clauses(sentence)]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("MADE fik 3,5 mio. kr., og CLEAN fik 2.", [("", "MADE fik 3,5 mio. kr."), ("", "CLEAN fik 2.")]),
        ("MADE er ny, men har mange.", [("", "MADE er ny"), ("MADE", "har mange.")]),
        ("I 2014 blev CLEAN stiftet og fik støtte.", [("", "I 2014 blev CLEAN stiftet"), ("CLEAN", "fik støtte.")]),
        ("MADE er ny; den ligger her.", [("", "MADE er ny"), ("", "den ligger her.")]),
    ],
)
def test_clauses_that_stand_alone_are_parted(sentence: str, expected: list[tuple[str, str]]) -> None:
    assert divided(sentence) == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "Klyngen har kontorer i Aarhus og Odense.",
        "Hun er direktør i CLEAN og leder af et netværk.",
        "Klyngen har nye ambitioner, mål og indsatser.",
        "Hun sagde »MADE er ny, og CLEAN er gammel«.",
        "Klyngen (MADE er ny, og CLEAN er gammel) har 30 medlemmer.",
        "Hvis klyngen vokser og får flere medlemmer, skal den flytte.",
    ],
)
def test_what_belongs_together_stays_whole(sentence: str) -> None:
    assert divided(sentence) == [("", sentence)]


def test_two_joints_without_a_word_between_them_are_read() -> None:
    clauses = divided("CLEAN ligger i Odense, ; MADE ligger i Aarhus")
    assert clauses[-1] == ("", "MADE ligger i Aarhus")
