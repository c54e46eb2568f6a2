"""Claims as they are compared, and what is no whole claim."""

from __future__ import annotations

import pytest

from klyngebot.danish.claims import as_stated, is_cut_off, kind_of, pointing_word


@pytest.mark.parametrize(
    ("claim", "stated"),
    [
        ("clean ligger i odense", "Clean ligger i odense."),
        ("**CLEAN** ligger i Odense!", "CLEAN ligger i Odense."),
        ("»CLEAN ligger i Odense«", "CLEAN ligger i Odense."),
        ("– CLEAN ligger i Odense, siger han.", "CLEAN ligger i Odense."),
        ("CLEAN blev stiftet 09.05.2014.", "CLEAN blev stiftet 9. maj 2014."),
        ("CLEAN blev stiftet 9/5-2014", "CLEAN blev stiftet 9. maj 2014."),
        ("CLEAN blev stiftet 2014-05-09", "CLEAN blev stiftet 9. maj 2014."),
        ("CLEAN har 2025-2028 som periode", "CLEAN har 2025-2028 som periode."),
        ("Version 32.13.2014 findes", "Version 32.13.2014 findes."),
        ("Hvor ligger CLEAN?", "Hvor ligger CLEAN?"),
        ("", ""),
    ],
)
def test_the_frame_of_a_claim_is_taken_off(claim: str, stated: str) -> None:
    assert as_stated(claim) == stated


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("CLEAN blev stiftet i 2014.", "claim"),
        ("Hvor ligger CLEAN?", "question"),
        ("Vi mener, at CLEAN er god.", "opinion"),
        ("CLEAN.", "other"),
        ("B.", "other"),
    ],
)
def test_what_is_no_claim_is_known(text: str, kind: str) -> None:
    assert kind_of(text).value == kind


@pytest.mark.parametrize("text", ["CLEAN blev stiftet i.", "MADE har.", "CLEAN blev stiftet 9.", "Højst.", ""])
def test_a_claim_that_stops_in_the_middle_is_cut_off(text: str) -> None:
    assert is_cut_off(text)


@pytest.mark.parametrize(
    "text", ["CLEAN ligger i Odense.", "Klyngestrategi 2.0 udkom.", "Han var imod Klyngestrategi 2.0."]
)
def test_a_whole_claim_is_not_cut_off(text: str) -> None:
    assert not is_cut_off(text)


def test_a_claim_that_points_at_something_unnamed_is_known() -> None:
    assert pointing_word("Den ligger i Aarhus.") == "Den"
    assert pointing_word("Den nationale klynge ligger i Aarhus.") == ""
