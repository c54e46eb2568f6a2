"""What pronouns and bare nouns in place of a subject stand for."""

from __future__ import annotations

import pytest

from klyngebot.danish.antecedents import resolved
from klyngebot.danish.statements import StatementKind, statements


@pytest.mark.parametrize(
    ("clause", "before", "told"),
    [
        ("Den har 30 medlemmer", "CLEAN ligger i Aarhus", "CLEAN har 30 medlemmer"),
        ("De har 30 medlemmer", "Klyngerne ligger i Aarhus", "Klyngerne har 30 medlemmer"),
        ("Hans rapport udkom", "Jakob Riis blev formand", "Jakob Riis' rapport udkom"),
        ("Strategien udkom", "Opdraget til klyngestrategien stod i aftalerne", "Klyngestrategien udkom"),
        ("Klyngen har 30 medlemmer", "MADE er Danmarks klynge for produktion", "MADE har 30 medlemmer"),
    ],
)
def test_what_points_back_is_replaced_where_it_is_clear(clause: str, before: str, told: str) -> None:
    assert resolved(clause, [before]) == told


@pytest.mark.parametrize(
    ("clause", "before"),
    [
        ("Den har 30 medlemmer", "Klyngerne ligger i Aarhus"),
        ("De har 30 medlemmer", "Klyngerne afløste innovationsnetværkene"),
        ("Han har 30 medlemmer", "Jakob Riis afløste Morten Østergaard"),
        ("Han har 30 medlemmer", "Energy Cluster Denmark ligger i Esbjerg"),
        ("Det regnede", "Ministeren mødte direktøren"),
        ("Klyngen har 30 medlemmer", "Energiklyngen fik mere end fødevareklyngen"),
        ("De nationale klynger får støtte", "Regionerne betaler"),
        ("Den har 30 medlemmer", "Den ligger i Aarhus"),
    ],
)
def test_what_is_not_clear_is_left(clause: str, before: str) -> None:
    assert resolved(clause, [before]) == clause


def test_nothing_points_back_over_an_opinion_or_a_question() -> None:
    for between in ("Vi mener, at CLEAN er bedre.", "Hvad med CLEAN?"):
        pieces = statements(f"MADE er ny. {between} Den har 30 medlemmer.")
        assert pieces[-1].kind is StatementKind.UNREAD
