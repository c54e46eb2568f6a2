"""A claim that held once."""

from __future__ import annotations

from dataclasses import replace

import pytest

from klyngebot.checking.comparison import Comparer
from klyngebot.checking.gathering import Candidate
from klyngebot.checking.times import as_of, newer
from klyngebot.embedding import StaticEmbedder
from klyngebot.types import Document, DocumentKind

CLAIM = "Klyngen har 200 medlemmer."
THEN = Candidate("Klyngen havde 200 medlemmer i 2013.")
NOW = Candidate("Klyngen har 300 medlemmer i 2025.")
CLOSED = Document(
    "a", "A", "B", "2013", DocumentKind.STRATEGY, "", (), (), valid_from="2013-04-30", valid_to="2019-12-31"
)


@pytest.mark.parametrize(
    ("claim", "sentence", "period"),
    [
        (CLAIM, THEN, "2013"),
        ("Klyngen havde 200 medlemmer i 2013.", THEN, ""),
        ("Klyngen havde 200 medlemmer.", THEN, ""),
        (CLAIM, NOW, ""),
        (CLAIM, Candidate("Klyngen havde 200 medlemmer.", document=CLOSED), "2013-2019"),
        (CLAIM, Candidate("Klyngen har 200 medlemmer.", document=replace(CLOSED, valid_to="")), ""),
    ],
)
def test_a_claim_of_today_carried_by_the_past_holds_for_a_time(claim: str, sentence: Candidate, period: str) -> None:
    assert as_of(claim, sentence) == period


def test_the_newer_state_is_a_later_sentence_that_says_otherwise() -> None:
    comparer = Comparer(StaticEmbedder())
    same, other = Candidate("Klyngen har 200 medlemmer i 2025."), Candidate("Et skib sejlede i 2025.")
    assert newer(CLAIM, THEN, [THEN, other, same, NOW], comparer) is NOW
    assert newer(CLAIM, THEN, [THEN, other, same], comparer) is None
