"""A claim laid on a sentence: what of it is there, and what is otherwise."""

from __future__ import annotations

import pytest

from klyngebot.checking.comparison import Comparer
from klyngebot.checking.settling import Conflict
from klyngebot.embedding import StaticEmbedder


@pytest.fixture(scope="module")
def comparer() -> Comparer:
    return Comparer(StaticEmbedder())


@pytest.mark.parametrize(
    ("claim", "sentence", "conflict"),
    [
        ("Klyngen har 300 medlemmer.", "Klyngen har 200 medlemmer.", Conflict("300 medlemmer", "200 medlemmer")),
        ("Klyngen blev stiftet i 2014.", "Klyngen blev stiftet i maj 2013.", Conflict("2014", "maj 2013")),
        ("Klyngen har hovedsæde i Aarhus.", "Klyngen har hovedsæde i Odense.", Conflict("Aarhus", "Odense")),
        ("Medlemstallet steg.", "Medlemstallet faldt.", Conflict("steg", "faldt")),
    ],
)
def test_what_is_said_otherwise_is_a_conflict(
    comparer: Comparer, claim: str, sentence: str, conflict: Conflict
) -> None:
    assert conflict in comparer.compare(claim, sentence).conflicts
    assert comparer.compare(sentence, sentence).conflicts == ()


def test_another_number_in_the_only_place_for_one_cannot_support(comparer: Comparer) -> None:
    assert comparer.compare("Klyngen har 300 medlemmer.", "Klyngen har 200 medlemmer.").cannot_support
    assert not comparer.compare("Klyngen har over 100 medlemmer.", "Klyngen har 200 medlemmer.").cannot_support
    assert not comparer.compare("Klyngen har 300 medlemmer.", "Klyngen blev stiftet i 2013.").cannot_support


def test_words_meet_by_meaning(comparer: Comparer) -> None:
    sentence = "Klyngen åbnede et kontor i Næstved."
    assert comparer.coverage("Klyngen slog dørene op til et kontor i Næstved.", sentence) > 0.9
    assert comparer.coverage("Klyngen lejede et skib i Nakskov.", sentence) < 0.5


@pytest.mark.parametrize("text", ["", "42.", "og i", "…", "æ" * 3000])
def test_texts_with_nothing_to_compare_are_compared(comparer: Comparer, text: str) -> None:
    for one, other in ((text, "Klyngen har 200 medlemmer."), ("Klyngen har 200 medlemmer.", text), (text, text)):
        compared = comparer.compare(one, other)
        assert all(value == value for value in compared.signals.values())
        first, second = comparer.sides(one, other)
        assert len(first.features) >= 1
        assert len(second.features) >= 1
