"""Names in headings, and facts below them."""

from __future__ import annotations

import pytest

from klyngebot.danish.facts import is_without_subject, named_by, told_of


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("# MADE", "MADE"),
        ("**Food & Bio Cluster Denmark**", "Food & Bio Cluster Denmark"),
        ("Kort om Klyngeforum:", "Klyngeforum"),
        ("Baggrund", ""),
        ("Om os", ""),
        ("MADE i tal", ""),
    ],
)
def test_a_heading_names_a_thing_only_where_it_is_a_name(heading: str, name: str) -> None:
    assert named_by(heading) == name


@pytest.mark.parametrize(
    ("fact", "told"),
    [
        ("Stiftet: 1. juli 2014", "MADE blev stiftet den 1. juli 2014"),
        ("Grundlagt: maj 2014", "MADE blev grundlagt i maj 2014"),
        ("Medlemmer: ca. 250", "MADE har ca. 250 medlemmer"),
        ("Antal ansatte: 12", "MADE har 12 ansatte"),
        ("Hovedkontor: Odense", "MADE har hovedkontor i Odense"),
        ("Direktør: Anna Hansen", "MADE har Anna Hansen som direktør"),
        ("Har 30 medlemmer.", "MADE har 30 medlemmer."),
        ("Stiftet i 2014.", "MADE blev stiftet i 2014."),
        ("over 200 virksomheder", "MADE har over 200 virksomheder"),
        ("Farve: blå", ""),
        ("Medlemmer: mange", ""),
        ("grøn omstilling", ""),
        ("80 procent", ""),
    ],
)
def test_a_fact_becomes_a_sentence_or_nothing(fact: str, told: str) -> None:
    assert told_of("MADE", fact) == told


def test_a_condition_and_a_question_have_their_subjects() -> None:
    assert is_without_subject("Blev dannet i 2014.")
    assert not is_without_subject("Har virksomheden penge, betaler den selv.")
    assert not is_without_subject("Har den penge?")
    assert not is_without_subject("Klyngen har penge.")
