"""Pronouns that point back are told apart from articles."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klyngebot.danish.pronouns import is_present_only, points_back


@pytest.mark.parametrize(
    "question",
    [
        "Hvornår fik den guld?",
        "Får de EU-støtte?",
        "Hvem leder den?",
        "Hvor mange medlemmer har de?",
        "Hvad er deres mål?",
    ],
)
def test_a_pronoun_points_back(question: str) -> None:
    assert points_back(question)


@pytest.mark.parametrize(
    "question",
    [
        "Hvad laver den danske klynge?",
        "Hvad er de tre indsatsområder?",
        "Hvad er de otte ministerier bag strategien?",
        "Hvordan finder jeg den klynge, der passer til os?",
        "Hvorfor er en klynge god, når den er lille?",
        "Hvad koster det?",
    ],
)
def test_an_article_or_an_inner_pronoun_does_not(question: str) -> None:
    assert not points_back(question)


def test_only_the_present_is_asked_for() -> None:
    assert is_present_only("og i dag?")
    assert is_present_only("hvad med nu")
    assert not is_present_only("hvor mange er der i dag?")


@given(st.text(max_size=100))
def test_any_text_is_taken(text: str) -> None:
    assert points_back(text) in (True, False)
