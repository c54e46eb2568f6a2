"""The subjects of clauses, and what sort of things they are."""

from __future__ import annotations

import pytest

from klyngebot.danish.subjects import is_person, is_plural, subject_of


@pytest.mark.parametrize(
    ("clause", "subject"),
    [
        ("Klyngestrategien fra 2013 udkom i april", "Klyngestrategien fra 2013"),
        ("Ifølge DFiR er klyngerne udpeget", "klyngerne"),
        ("Den 24. maj 2018 kom aftalen", "aftalen"),
        ("Da strategien udkom, var Morten Østergaard minister", "Morten Østergaard"),
        ("I Aarhus er der kontorer", ""),
        ("Ingen aftale", ""),
    ],
)
def test_the_subject_stands_before_the_verb_or_right_behind_it(clause: str, subject: str) -> None:
    assert subject_of(clause) == subject


def test_persons_and_number() -> None:
    assert is_person("Ane Halsboe-Jørgensen")
    assert is_person("Uddannelsesministeren")
    assert not is_person("CLEAN")
    assert is_plural("Otte ministerier")
    assert not is_plural("Erhvervs- og Vækstministeriet")
