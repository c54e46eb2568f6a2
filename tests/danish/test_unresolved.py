"""Claims that point at what they do not name."""

from __future__ import annotations

import pytest

from klyngebot.danish.unresolved import is_unresolved


@pytest.mark.parametrize(
    "claim",
    [
        "Hun blev minister i 2019.",
        "Det blev ledet af ministeriet.",
        "I 2014 lukkede den.",
        "I 2020 fik hun en pris.",
        "Dens direktør er Anna.",
        "Denne klynge er ny.",
        "Begge har 30 medlemmer.",
        "CLEAN lukkede året efter.",
        "Fem år senere var der 13 klynger.",
        "MADE gjorde det samme i 2021.",
        "Denne havde tre kontorer i 2021.",
    ],
)
def test_what_points_back_cannot_be_checked(claim: str) -> None:
    assert is_unresolved(claim)


@pytest.mark.parametrize(
    "claim",
    [
        "Den danske klynge ligger i Odense.",
        "De 14 klynger blev udpeget i 2020.",
        "I 2014 lukkede den danske klynge.",
        "Det koster 20.000 kr. at være medlem.",
        "Det var CLEAN, der fik guld.",
        "Selvom Vision Denmark er lille, har den 30 medlemmer.",
        "Fem år efter konkursen var der 13 klynger.",
        "MARLOG lukkede i 2022, året efter at den begyndte.",
    ],
)
def test_what_names_its_things_can(claim: str) -> None:
    assert not is_unresolved(claim)
