"""Questions that ask for more than one thing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klyngebot.danish.parts import parts


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        (
            "Hvornår blev Copenhagen Fintech grundlagt, og hvad hedder direktøren?",
            ("Hvornår blev Copenhagen Fintech grundlagt?", "hvad hedder direktøren?"),
        ),
        ("Hvem søger, og hvor meget kan de få?", ("Hvem søger, og hvor meget kan de få?",)),
        ("Hvilken dag og hvad klokken lukkede fristen?", ("Hvilken dag og hvad klokken lukkede fristen?",)),
        ("Hvad skal vi gøre, hvis vi vil ind?", ("Hvad skal vi gøre, hvis vi vil ind?",)),
        ("Hvor i landet ligger MADE?", ("Hvor i landet ligger MADE?",)),
        (
            "Hvad står TCI for, og hvornår holdt de konference?",
            ("Hvad står TCI for?", "hvornår holdt de konference?"),
        ),
        (
            "Hvornår udkom Klyngestrategi 2.0, hvor mange sider er den på, og hvad er ISBN?",
            ("Hvornår udkom Klyngestrategi 2.0?", "hvor mange sider er den på?", "hvad er ISBN?"),
        ),
        (
            "Fortæl, hvor mange sider den er på, og hvad den koster",
            ("Fortæl, hvor mange sider den er på, og hvad den koster",),
        ),
        ("", ("",)),
    ],
)
def test_the_questions_within_a_question(question: str, expected: tuple[str, ...]) -> None:
    assert parts(question) == expected


@given(st.text(max_size=200))
def test_any_text_has_parts(text: str) -> None:
    assert len(parts(text)) >= 1
