"""Which word of a clause is its verb."""

from __future__ import annotations

import pytest

from klyngebot.danish.verbs import finite_verb, is_finite, is_surely_finite


@pytest.mark.parametrize(
    ("clause", "verb"),
    [
        ("Klyngens leder hedder Anna", "hedder"),
        ("Statsligt støttede netværk", "støttede"),
        ("Klyngen, der ligger i Aarhus, har 30 medlemmer", "har"),
        ("Lovforslaget om erhvervsfremme blev fremsat", "blev"),
        ("»MADE er ny« skrev avisen", "skrev"),
    ],
)
def test_the_verb_of_the_main_clause_is_found(clause: str, verb: str) -> None:
    found = finite_verb(clause)
    assert found is not None
    assert found.group() == verb


@pytest.mark.parametrize("text", ["Nye tal for klyngerne", "at klyngen har 30 medlemmer", "", "klynger, der er nye"])
def test_what_has_no_main_clause_has_no_verb(text: str) -> None:
    assert finite_verb(text) is None


def test_prefixes_passives_and_nouns() -> None:
    assert all(is_finite(word) for word in ("udkom", "Stiftes", "stiftedes", "genåbnede"))
    assert not is_surely_finite("indsatser")
    assert not is_surely_finite("samlede")
