"""Demands to be told of something."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from klyngebot.danish.tellings import (
    asks_in_earnest,
    asks_of_the_past,
    asks_to_be_told,
    thing_asked_of,
    told_plainly,
)


@pytest.mark.parametrize(
    ("question", "thing"),
    [
        ("Fortæl om MADE", "MADE"),
        ("Fortæl mig lidt om erhvervshusene.", "erhvervshusene"),
        ("Beskriv Klyngeforum", "Klyngeforum"),
        ("Redegør kort for Klyngestrategi 2.0", "Klyngestrategi 2.0"),
        ("Giv mig et kort overblik over Innobooster", "Innobooster"),
        ("Præsentér Cluster Excellence Denmark for mig", "Cluster Excellence Denmark"),
        ("Hvad kan du sige om MARLOG?", "MARLOG"),
        ("Jeg vil gerne vide noget om Danmarks Innovationsfond", "Danmarks Innovationsfond"),
        ("Kort om Virksomhedsprogrammet", "Virksomhedsprogrammet"),
        ("CenSec, kort fortalt", "CenSec"),
        ("Hvad gik StarDust ud på?", "StarDust"),
    ],
)
def test_the_thing_that_somebody_wants_to_be_told_of(question: str, thing: str) -> None:
    assert asks_to_be_told(question)
    assert thing_asked_of(question) == thing


@pytest.mark.parametrize(
    "question",
    [
        "Fortæl om de fire mål i strategien",
        "Forklar forskellen på en klynge og et erhvervshus",
        "Fortæl, hvem der leder CLEAN",
        "Hvad koster MADE?",
        "MADE",
        "",
    ],
)
def test_other_questions_want_more_than_to_be_told(question: str) -> None:
    assert not asks_to_be_told(question)


def test_a_demand_is_made_plain_and_a_question_left_as_it_is() -> None:
    assert told_plainly("Giv mig et overblik over MADE") == "Fortæl om MADE"
    assert told_plainly("Hvad gik StarDust ud på?") == "Hvad gik StarDust ud på?"
    assert told_plainly("Beskriv CenSecs historie") == "Beskriv CenSecs historie"


def test_a_question_is_asked_in_earnest_and_a_demand_is_not() -> None:
    assert asks_in_earnest("Hvad gik kritikken ud på?")
    assert not asks_in_earnest("Hvad ved du om REG X?")
    assert not asks_in_earnest("Fortæl om REG X")


def test_the_past_is_asked_for() -> None:
    assert asks_of_the_past("Hvad er historien bag CLEAN?")
    assert not asks_of_the_past("Fortæl om CLEAN")


@settings(deadline=None)
@given(st.text(max_size=200))
def test_what_is_made_plain_stays_so(text: str) -> None:
    assert told_plainly(told_plainly(text)) == told_plainly(text)
