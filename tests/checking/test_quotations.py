"""Quotations: found word for word however they are set, told apart from those of which a word is another."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from klyngebot.bot import Klyngebot
from klyngebot.checking.quotations import QuotationChecker
from klyngebot.checking.results import QuotationStatus
from klyngebot.types import Document

RIGHT = {
    "exact": QuotationStatus.EXACT,
    "respaced": QuotationStatus.EXACT,
    "changed": QuotationStatus.ALTERED,
    "invented": QuotationStatus.NOT_FOUND,
}


@pytest.fixture
def checker(bot: Klyngebot, documents: Mapping[str, Document]) -> QuotationChecker:
    return QuotationChecker(documents, bot._searcher)


@pytest.mark.parametrize(("kind", "least"), [("exact", 1.0), ("respaced", 1.0), ("changed", 0.98), ("invented", 0.98)])
def test_gold_quotations_are_judged_right(checker: QuotationChecker, root: Path, kind: str, least: float) -> None:
    lines = (root / "tests" / "gold" / "quotations.jsonl").read_text(encoding="utf-8").splitlines()
    own = [item for item in map(json.loads, lines) if item["kind"] == kind]
    assert len(own) == 50
    checked = [(item, checker.check(item["quote"])) for item in own]
    right = [
        found.status is RIGHT[kind]
        and (not item["document"] or item["document"] in {citation.document_id for citation in found.citations})
        for item, found in checked
    ]
    assert sum(right) / len(right) >= least


def test_what_differs_is_told_word_by_word(checker: QuotationChecker) -> None:
    found = checker.check("REG X lukkede den 2. juli 2014.")
    assert found.status is QuotationStatus.ALTERED
    assert [(change.quoted, change.source) for change in found.changes] == [("2.", "1.")]
    assert "REG X lukkede den 1. juli 2014." in {citation.quote for citation in found.citations}


@pytest.mark.parametrize(
    ("quote", "change"),
    [
        ("REG X lukkede ikke den 1. juli 2014.", ("ikke", "")),
        ("REG X lukkede 1. juli 2014", ("", "den")),
        ("REG X lukkede den 1. juli 2014 til alles beklagelse", ("til alles beklagelse", "")),
    ],
)
def test_words_too_many_and_too_few_are_told(checker: QuotationChecker, quote: str, change: tuple[str, str]) -> None:
    found = checker.check(quote)
    assert found.status is QuotationStatus.ALTERED
    assert change in [(item.quoted, item.source) for item in found.changes]


def test_a_part_of_a_word_is_no_quotation(checker: QuotationChecker) -> None:
    assert checker.check("EG X lukkede den 1. juli 201").status is not QuotationStatus.EXACT


@pytest.mark.parametrize("quote", ["", "  ", "klynge", "to ord", "»«"])
def test_what_is_too_short_is_not_looked_up(checker: QuotationChecker, quote: str) -> None:
    assert checker.check(quote).status is QuotationStatus.TOO_SHORT


def test_citations_are_spans_of_their_documents(checker: QuotationChecker, documents: Mapping[str, Document]) -> None:
    for quote in ("REG X lukkede den 1. juli 2014.", "REG X lukkede den 3. juni 2014."):
        for citation in checker.check(quote).citations:
            assert documents[citation.document_id].text[citation.start : citation.end] == citation.quote


FOUNDED = "CLEAN blev stiftet 9. maj 2014 ved fusion af Lean Energy Cluster og Copenhagen Cleantech Cluster"


@pytest.mark.parametrize(
    "quote",
    [
        "CLEAN blev stiftet 9. maj 2014 […] og Copenhagen Cleantech Cluster",
        "CLEAN blev stiftet 9. maj 2014 ... Copenhagen Cleantech Cluster",
        "… stiftet 9. maj 2014 ved fusion af Lean Energy Cluster …",
        "CLEAN blev stiftet 9. maj 2014 (…) af Lean […] Cleantech Cluster",
        "[Klyngen] blev stiftet 9. maj 2014 ved fusion",
        "CLEAN blev stiftet [i maj] ved fusion af Lean Energy Cluster",
        "[c]LEAN blev stiftet 9. maj 2014",
        "CLEAN blev [s]tiftet 9. maj 2014",
        f"{FOUNDED}!",
        f"{FOUNDED},",
        "Blev stiftet 9. maj 2014 ved fusion",
        FOUNDED.upper(),
        FOUNDED.replace("stiftet", "**stiftet**").replace("Lean", "_Lean_"),
        FOUNDED.replace("CLEAN", "[CLEAN](https://cleancluster.dk)"),
        f"{FOUNDED}.[^1]",
        FOUNDED.replace("stiftet", "stif-\ntet"),
        FOUNDED.replace("ved", "\n> ved"),
    ],
)
def test_honest_editing_and_typography_are_no_changes(checker: QuotationChecker, quote: str) -> None:
    found = checker.check(quote)
    assert (found.status, found.changes) == (QuotationStatus.EXACT, ())
    assert any(FOUNDED in citation.quote for citation in found.citations)


@pytest.mark.parametrize(
    ("quote", "change"),
    [
        ("CLEAN blev stiftet 9. maj 2015 […] og Copenhagen Cleantech Cluster", ("2015", "2014")),
        ("[Klyngen] blev ikke stiftet 9. maj 2014 ved fusion af Lean", ("ikke", "")),
        ("og Copenhagen Cleantech Cluster […] CLEAN blev stiftet 9. maj 2014 ved fusion af Lean", None),
        ("CLEAN blev stiftet, 9. maj 2014 ved fusion", ("stiftet,", "stiftet")),
        ("clean blev stiftet 9. maj 2014 ved fusion", ("clean", "CLEAN")),
        ("EAN blev stiftet 9. maj 2014 ved", ("EAN", "CLEAN")),
        (FOUNDED.upper().replace("2014", "2015"), ("2015", "2014")),
        (FOUNDED.replace("2014", "**2015**"), ("2015", "2014")),
    ],
)
def test_editing_hides_no_change(checker: QuotationChecker, quote: str, change: tuple[str, str] | None) -> None:
    found = checker.check(quote)
    assert found.status is not QuotationStatus.EXACT
    assert change is None or [(item.quoted, item.source) for item in found.changes] == [change]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_what_is_called_altered_always_says_what(checker: QuotationChecker, data: st.DataObject) -> None:
    words = FOUNDED.split()
    place = data.draw(st.integers(0, len(words) - 1))
    words[place] = data.draw(st.sampled_from([words[place].upper(), f"{words[place]},", f"({words[place]}", "", "et"]))
    found = checker.check(" ".join(words))
    assert (found.status is QuotationStatus.ALTERED) == bool(found.changes)


def test_words_far_apart_are_no_quotation_however_much_is_left_out(checker: QuotationChecker) -> None:
    document = checker._documents["clean"].text
    first, last = document[100:130].split(), document[-60:-20].split()
    quote = f"{' '.join(first[1:-1])} […] {' '.join(last[1:-1])}"
    assert checker.check(quote).status is not QuotationStatus.EXACT


def test_a_masked_address_stands_for_no_other(checker: QuotationChecker) -> None:
    assert checker.check("CLEAN blev stiftet 9. maj [telefonnummer] ved").status is not QuotationStatus.EXACT


def test_a_quotation_of_very_many_parts_is_not_looked_up(checker: QuotationChecker) -> None:
    assert checker.check("i […] " * 5_000).status is QuotationStatus.NOT_FOUND


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=120))
def test_any_text_can_be_looked_up(checker: QuotationChecker, text: str) -> None:
    assert checker.check(text).quote == text
