"""What is claimed beside the writer's stance."""

from __future__ import annotations

import pytest

from klyngebot.danish.stance import without_stance


@pytest.mark.parametrize(
    ("sentence", "claimed"),
    [
        ("Heldigvis fik Anna Hansen posten i 2020.", "Anna Hansen fik posten i 2020."),
        ("Desværre er der kun 11 klynger.", "Der er kun 11 klynger."),
        ("Det er værd at huske, at CLEAN er ny.", "CLEAN er ny."),
        ("Det skal nævnes, at CLEAN desværre er ny.", "CLEAN er ny."),
        ("Det er en skam, at kun halvdelen svarede.", "Kun halvdelen svarede."),
        ("Alle ved, at REG X lukkede i 2015.", "REG X lukkede i 2015."),
        ("Man kan undre sig over, at kun 11 er udpeget.", "Kun 11 er udpeget."),
    ],
)
def test_what_is_claimed_stands_alone(sentence: str, claimed: str) -> None:
    assert without_stance(sentence) == claimed


@pytest.mark.parametrize(
    "sentence",
    [
        "CLEAN ligger i Odense.",
        "Det er vigtigt, at klyngerne får ro.",
        "Jeg mener, at klyngerne er gode.",
        "Ministeren sagde, at det er positivt, at tallet falder.",
        "Heldigvis faldt 56 procent af dem fra.",
    ],
)
def test_a_wish_and_what_another_says_stay(sentence: str) -> None:
    assert without_stance(sentence) == sentence
