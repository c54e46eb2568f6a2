"""Quotation beside passage: what is kept, and what differs."""

from __future__ import annotations

import pytest

from klyngebot.checking.quoted_changes import align_parts
from klyngebot.checking.results import WordChange

PASSAGE = 'Ja. Klyngen blev stiftet i maj 2014, og den ligger i "Odense". Den har medlemmer.'


@pytest.mark.parametrize(
    ("parts", "changes"),
    [
        (["klyngen blev stiftet i maj"], []),
        (["Klyngen blev stiftet i juni"], [("juni", "maj")]),
        (["Klyngen blev, stiftet"], [("blev,", "blev")]),
        (["Klyngen Blev stiftet"], [("Blev", "blev")]),
        (["Klyngen blev stiftet", "ligger i Odense"], []),
        (["Klyngen blev stiftet", "ligger i Aarhus"], [("Aarhus", '"Odense".')]),
        (["den ligger i Odense", "Klyngen blev"], [("Klyngen blev", "")]),
    ],
)
def test_every_difference_is_told(parts: list[str], changes: list[tuple[str, str]]) -> None:
    assert align_parts(parts, PASSAGE).changes == tuple(WordChange(*change) for change in changes)


def test_capitals_are_a_change_unless_all_is_set_in_them() -> None:
    assert align_parts(["KLYNGEN BLEV STIFTET"], PASSAGE).changes
    assert not align_parts(["KLYNGEN BLEV STIFTET"], PASSAGE, cased=False).changes
