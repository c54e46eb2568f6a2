"""A property alone names no subject; a name or a thing of the field does."""

from __future__ import annotations

import pytest

from klyngebot.danish.attributes import is_attribute, names_its_subject


@pytest.mark.parametrize("word", ["kontingent", "kontingentet", "aarskontingent", "formand", "budget", "budgettet"])
def test_properties_roles_and_their_compounds_are_attributes(word: str) -> None:
    assert is_attribute(word)


@pytest.mark.parametrize("word", ["klynge", "vaekstforum", "robotter", "innovationsnetvaerk"])
def test_things_are_no_attributes(word: str) -> None:
    assert not is_attribute(word)


@pytest.mark.parametrize(
    ("question", "names_one"),
    [
        ("Samlet budget?", False),
        ("Hvem overtog?", False),
        ("Hvor mange eksemplarer blev trykt?", False),
        ("Hvor mange SMV'er skal der være med?", False),
        ("Hvem er formand for MADE?", True),
        ("Hvad er et vækstforum?", True),
    ],
)
def test_only_a_thing_or_a_name_is_a_subject(question: str, names_one: bool) -> None:
    assert names_its_subject(question) is names_one
