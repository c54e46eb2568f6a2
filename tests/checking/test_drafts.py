"""A whole text, with checkers that remember what they were asked."""

from __future__ import annotations

import pytest

from klyngebot.checking import drafts
from klyngebot.checking.drafts import DraftChecker
from klyngebot.checking.results import ClaimCheck, QuotationCheck, QuotationStatus, Verdict
from klyngebot.danish.statements import StatementKind
from klyngebot.errors import CheckError
from klyngebot.texts import checking as check_texts


class Remembering:
    """Checks claims and quotations: what names ten is contradicted."""

    def __init__(self) -> None:
        self.claims: list[str] = []
        self.quotations: list[str] = []

    def claim(self, claim: str) -> ClaimCheck:
        self.claims.append(claim)
        return ClaimCheck(claim, Verdict.REFUTED if "ti " in claim else Verdict.SUPPORTED, "")

    def quotation(self, quote: str) -> QuotationCheck:
        self.quotations.append(quote)
        return QuotationCheck(quote, QuotationStatus.EXACT)


@pytest.fixture
def asked() -> Remembering:
    return Remembering()


@pytest.fixture
def checker(asked: Remembering) -> DraftChecker:
    return DraftChecker(asked.claim, asked.quotation, "abc")


def test_every_claim_is_checked_once_and_nothing_else(checker: DraftChecker, asked: Remembering) -> None:
    text = (
        "# Om\n\nMADE blev stiftet i 2013 og har ti medlemmer. Hvorfor? Vi mener, at det er godt.\n\n"
        "MADE blev stiftet i 2013."
    )
    checked = checker.check(text, "udkast.md")
    assert asked.claims == ["MADE blev stiftet i 2013", "MADE har ti medlemmer."]
    assert [item.kind for item in checked.statements if item.check is None] == [
        StatementKind.HEADING,
        StatementKind.QUESTION,
        StatementKind.OPINION,
    ]
    assert checked.statements[1].check is checked.statements[-1].check
    assert checked.verdicts == {Verdict.SUPPORTED: 2, Verdict.REFUTED: 1}
    assert checked.is_contradicted
    assert (checked.name, checked.corpus_version) == ("udkast.md", "abc")
    assert all(text[item.start : item.end] == item.text for item in checked.statements)


def test_quotations_are_looked_up_once_also_those_in_opinions(checker: DraftChecker, asked: Remembering) -> None:
    checker.check("Vi synes, at »det er et stort skridt« er sagt. Avisen skrev »det er et stort skridt« og »ja«.")
    assert asked.quotations == ["det er et stort skridt"]


def test_what_cannot_be_checked_is_refused_with_a_reason(
    checker: DraftChecker, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(CheckError, match=check_texts.CHECK_EMPTY):
        checker.check(" \n ")
    monkeypatch.setattr(drafts, "LONGEST_TEXT", 20)
    with pytest.raises(CheckError, match="højst 20 tegn"):
        checker.check("MADE blev stiftet i 2013.")


def test_a_text_with_too_much_to_check_is_refused_before_anything_is_looked_up(
    checker: DraftChecker, asked: Remembering, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drafts, "MOST_CHECKS", 2)
    checker.check("MADE er ny. CLEAN er ny. MADE er ny.")
    asked.claims.clear()
    with pytest.raises(CheckError, match="højst 2 påstande"):
        checker.check("MADE er ny. CLEAN er ny. CenSec skrev »vi er gamle nok«.")
    assert asked.claims == []
    monkeypatch.setattr(drafts, "MOST_PIECES", 3)
    with pytest.raises(CheckError, match=r"for mange sætninger.*højst 3"):
        checker.check("- MADE er ny\n" * 4)
    assert asked.claims == []
