"""Numbers that pick one of a row are found and met, however they are written."""

from __future__ import annotations

import pytest

from klyngebot.danish.numerals import identifiers, identifying


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("Hvad er initiativ 22?", {"22"}),
        ("Hvad er det tredje indsatsområde?", {"3"}),
        ("Hvad står der i bind II?", {"2"}),
        ("Hvor mange eksemplarer kom der af bind I?", {"1"}),
        ("Har I læst rapporten?", set()),
        ("Hvor mange af de 22 netværk?", set()),
        ("Hvad skete der i 2013?", set()),
    ],
)
def test_an_identifier_is_found(question: str, found: set[str]) -> None:
    assert identifiers(question) == found


@pytest.mark.parametrize(
    ("question", "sentence", "meets"),
    [
        ("bind 2", "Rapportens bind II er fra 2012.", True),
        ("bind I", "Rapportens bind II er fra 2012.", False),
        ("initiativ 12", "Initiativ nr. 12 handler om data.", True),
        ("Det ottende mål", "Mål 8 er eksport.", True),
    ],
)
def test_an_identifier_is_met(question: str, sentence: str, meets: bool) -> None:
    assert (identifiers(question) <= identifying(sentence)) is meets
