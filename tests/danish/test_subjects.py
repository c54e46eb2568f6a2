"""Subjects, and what pronouns and bare nouns in their place stand for."""

from __future__ import annotations

import pytest

from klyngebot.danish.subjects import is_person, is_plural, resolved, subject_of


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


@pytest.mark.parametrize(
    ("clause", "before", "told"),
    [
        ("Den har 30 medlemmer", "CLEAN ligger i Aarhus", "CLEAN har 30 medlemmer"),
        ("De har 30 medlemmer", "Klyngerne ligger i Aarhus", "Klyngerne har 30 medlemmer"),
        ("Hans rapport udkom", "Jakob Riis blev formand", "Jakob Riis' rapport udkom"),
        ("Strategien udkom", "Opdraget til klyngestrategien stod i aftalerne", "Klyngestrategien udkom"),
        ("Klyngen har 30 medlemmer", "MADE er Danmarks klynge for produktion", "MADE har 30 medlemmer"),
    ],
)
def test_what_points_back_is_replaced_where_it_is_clear(clause: str, before: str, told: str) -> None:
    assert resolved(clause, [before]) == told


@pytest.mark.parametrize(
    ("clause", "before"),
    [
        ("Den har 30 medlemmer", "Klyngerne ligger i Aarhus"),
        ("De har 30 medlemmer", "Klyngerne afløste innovationsnetværkene"),
        ("Han har 30 medlemmer", "Jakob Riis afløste Morten Østergaard"),
        ("Han har 30 medlemmer", "Energy Cluster Denmark ligger i Esbjerg"),
        ("Det regnede", "Ministeren mødte direktøren"),
        ("Klyngen har 30 medlemmer", "Energiklyngen fik mere end fødevareklyngen"),
        ("De nationale klynger får støtte", "Regionerne betaler"),
        ("Den har 30 medlemmer", "Den ligger i Aarhus"),
    ],
)
def test_what_is_not_clear_is_left(clause: str, before: str) -> None:
    assert resolved(clause, [before]) == clause


def test_persons_and_number() -> None:
    assert is_person("Ane Halsboe-Jørgensen")
    assert is_person("Uddannelsesministeren")
    assert not is_person("CLEAN")
    assert is_plural("Otte ministerier")
    assert not is_plural("Erhvervs- og Vækstministeriet")
