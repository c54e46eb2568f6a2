"""Questions that ask for more than one thing, and questions that compare."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klyngebot.danish.parts import parts, sides


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
        ("", ("",)),
    ],
)
def test_the_questions_within_a_question(question: str, expected: tuple[str, ...]) -> None:
    assert parts(question) == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        (
            "Hvad kræver et bronzemærke sammenlignet med et guldmærke?",
            ("Hvad kræver et bronzemærke?", "Hvad kræver et guldmærke?"),
        ),
        ("Hvad er forskellen på en klynge og et GTS-institut?", ("Hvad er en klynge?", "Hvad er et GTS-institut?")),
        ("Hvad er en klynge?", ()),
    ],
)
def test_the_sides_of_a_comparison(question: str, expected: tuple[str, ...]) -> None:
    assert sides(question) == expected


@given(st.text(max_size=200))
def test_any_text_has_parts(text: str) -> None:
    assert len(parts(text)) >= 1
    assert len(sides(text)) in (0, 2)
