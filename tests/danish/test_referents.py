"""What a follow-up refers to is found by its kind: persons, things of a kind, rows, pairs, names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klyngebot.danish.referents import MOST, of_kind, persons, referents, with_referent

TOLD = ["Direktør Bo Ask afløste Eva Ulv i MADE."]


@pytest.mark.parametrize(
    ("question", "asked", "likeliest"),
    [
        ("Hvornår holdt han op?", ["Hvem leder MADE?"], "Bo Ask"),
        ("Hvornår holdt hun op?", ["Hvem er Eva Ulv?"], "Eva Ulv"),
        ("Hvornår kom rapporten?", ["Hvad er DFiR-rapporten om MADE?"], "DFiR-rapporten"),
        ("Hvor mange af dem har guld?", ["Hvilke klynger er udpeget?"], "klynger"),
        ("Hvad er forskellen på dem?", ["Og CLEAN?", "Hvad er CenSec?"], "CenSec og CLEAN"),
        ("Blev det nået?", ["Hvad er pejlemærke 2 i Klyngestrategi 2.0?"], "pejlemærke 2 i Klyngestrategi 2.0"),
        ("Hvad koster det?", ["Hvem leder CLEAN?"], "CLEAN"),
    ],
)
def test_the_likeliest_referent_comes_first(question: str, asked: list[str], likeliest: str) -> None:
    assert referents(question, asked, TOLD)[0] == likeliest


def test_where_the_question_names_nothing_the_answer_does() -> None:
    assert referents("Hvad koster det?", ["Hvilken klynge er for lyd?"], ["Danish Sound Cluster er klyngen."]) == [
        "Danish Sound Cluster"
    ]


def test_a_property_is_not_taken_for_the_thing_it_belongs_to() -> None:
    assert referents("Hvem betaler det?", ["Hvad er kontingentet i MADE?"], [])[0] == "MADE"


def test_a_body_is_no_person() -> None:
    assert persons(["Odense Robotics og Vision Denmark hilser Anna de Vries-Holm."]) == ["Anna de Vries-Holm"]


def test_a_purpose_is_no_kind_of_goal() -> None:
    assert of_kind("Hvad var målet?", ["Hvad er formålet?"]) == []


@pytest.mark.parametrize(
    ("question", "referent", "whole"),
    [
        ("Hvad er deres hjemmeside?", "MADE", "Hvad er MADEs hjemmeside?"),
        ("Hvad er dens pris?", "Odense Robotics", "Hvad er Odense Robotics' pris?"),
        ("Hvad anbefaler udvalget?", "Forenklingsudvalget", "Hvad anbefaler Forenklingsudvalget?"),
    ],
)
def test_the_referent_takes_the_place_of_what_stands_for_it(question: str, referent: str, whole: str) -> None:
    assert with_referent(question, referent) == whole


@given(st.text(max_size=60), st.text(max_size=60), st.text(max_size=120))
def test_any_texts_have_few_referents(question: str, asked: str, told: str) -> None:
    assert len(referents(question, [asked], [told])) <= MOST
