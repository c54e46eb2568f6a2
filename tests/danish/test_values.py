"""What a text states that can be compared exactly."""

from __future__ import annotations

import pytest

from klyngebot.danish.values import ValueKind, same_sort, says_same, values


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Beløbet er 175 mio. kr. i 2022.", [("amount", "175000000", "kr"), ("year", "2022", "")]),
        ("Opsigelse sker med seks måneders varsel.", [("amount", "6", "varsel")]),
        ("Det koster 12 måneders varsel.", [("amount", "12", "varsel")]),
        ("33 procent af udgifterne", [("amount", "33", "procent")]),
        ("Der er 1.500 medlemmer.", [("amount", "1500", "medlem")]),
        ("De mødtes den 1. oktober 2020.", [("year", "2020", "")]),
        ("CLEAN har hovedkontor i Sønderborg.", [("place", "soenderborg", "")]),
        ("Hun er med i MADE.", []),
        ("en klynge og et hus", []),
    ],
)
def test_values_are_read(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert [(value.kind.value, value.key, value.unit) for value in values(text)] == expected


def test_a_person_and_the_office_are_told_apart_from_organizations() -> None:
    found = values("Uddannelsesminister Morten Østergaard besøgte Danish Sound Cluster.")
    assert [(value.kind, value.written) for value in found] == [
        (ValueKind.ROLE, "Uddannelsesminister"),
        (ValueKind.PERSON, "Morten Østergaard"),
    ]


def test_what_compares() -> None:
    (twelve,), (six,), (years,) = values("12 måneders varsel"), values("seks måneders varsel"), values("6 år")
    assert same_sort(twelve, six)
    assert not says_same(twelve, six)
    assert not same_sort(twelve, years)
    assert says_same(values("seks måneders varsel")[0], six)
