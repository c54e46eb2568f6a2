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
    ],
)
def test_the_plain_question(question: str, plain: str) -> None:
    assert plainly(question) == plain
