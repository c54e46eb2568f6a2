"""The same words bound otherwise are told apart."""

from __future__ import annotations

import pytest

from klyngebot.checking.bindings import bindings


def signals(claim: str, sentence: str) -> dict[str, float]:
    return dict(bindings(claim, sentence))


def test_roles_marked_by_prepositions_that_change_places_are_crossed() -> None:
    claim = "Sekretariatet afgør ansøgninger efter indstilling fra bestyrelsen."
    assert signals(claim, "Bestyrelsen afgør ansøgninger efter indstilling fra sekretariatet.")["marked_crossed"] > 0
    assert signals(claim, claim)["marked_crossed"] == 0


@pytest.mark.parametrize(
    ("claim", "turned"),
    [
        ("Sofie Nielsen afløste Morten Berg.", 0),
        ("Morten Berg blev afløst af Sofie Nielsen.", 0),
        ("Morten Berg afløste Sofie Nielsen.", 1),
        ("Sofie Nielsen blev afløst af Morten Berg.", 1),
    ],
)
def test_names_in_the_other_order_mean_the_same_only_in_the_other_voice(claim: str, turned: int) -> None:
    assert signals(claim, "I 2014 afløste Sofie Nielsen ministeren Morten Berg.")["roles_turned"] == turned


def test_a_figure_of_another_name_is_bound_elsewhere() -> None:
    sentence = "Fristen er tre måneder hos Energy Cluster og seks måneder hos Vision Denmark."
    swapped = "Fristen er seks måneder hos Energy Cluster og tre måneder hos Vision Denmark."
    assert signals(sentence, sentence)["figures_misbound"] == 0
    assert signals(swapped, sentence)["figures_misbound"] > 0


def test_the_longest_row_is_counted() -> None:
    assert signals("A", "Fonden samlede tre organer: Rådet, Fonden og Udvalget.")["row_told"] == 3
