"""What leads up to a question falls away."""

from __future__ import annotations

import pytest

from klyngebot.danish.openings import plainly


@pytest.mark.parametrize(
    ("question", "plain"),
    [
        ("Kan du fortælle mig, hvem der leder CLEAN?", "Hvem leder CLEAN?"),
        ("Jeg vil gerne vide, hvad MADE koster?", "Hvad MADE koster?"),
        ("Hej, hvad er en klynge?", "Hvad er en klynge?"),
        ("Må jeg få en liste over de otte ministerier?", "Hvilke er de otte ministerier?"),
        ("Hvad forstår man ved et performanceregnskab?", "Hvad er et performanceregnskab?"),
        ("Hvem leder Klyngeforum?", "Hvem leder Klyngeforum?"),
        ("Fortæl om MADE", "Fortæl om MADE"),
        ("hej", "hej"),
        ("Tusind tak for det, hvilke klynger er der?", "Hvilke klynger er der?"),
        ("Ok, hvad er CLEAN?", "Hvad er CLEAN?"),
        ("nå hvad koster MADE", "Hvad koster MADE"),
        ("Hej igen. Nej tak! Hvad koster MADE?", "Hvad koster MADE?"),
        ("Kære Klyngebot. Hvad er en klynge?", "Hvad er en klynge?"),
        ("Ja tak, men hvad koster MADE?", "Men hvad koster MADE?"),
        ("Nej, jeg mente MADE", "Nej, jeg mente MADE"),  # a correction is read as one
        ("Fint samarbejde i klyngerne?", "Fint samarbejde i klyngerne?"),
        ("Jo flere medlemmer, jo bedre?", "Jo flere medlemmer, jo bedre?"),
        ("Hi-tech klynger?", "Hi-tech klynger?"),
    ],
)
def test_the_plain_question(question: str, plain: str) -> None:
    assert plainly(question) == plain
