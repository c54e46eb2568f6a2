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
from klyngebot.danish.quotations import quotations, typeset
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


def test_quotation_marks_of_every_kind_are_seen() -> None:
    text = '»et to tre« «fire fem seks» „syv otte ni“ “ti elleve tolv” ”tretten fjorten femten” "a b c" »kort«'
    found = quotations(text)
    assert [item.text.split()[0] for item in found] == ["et", "fire", "syv", "ti", "tretten", "a"]
    assert all(text[item.start : item.end] == item.text for item in found)


@given(st.text(max_size=80))
def test_every_place_of_a_typeset_text_is_one_of_the_original(text: str) -> None:
    made = typeset(text)
    assert len(made.plain) == len(made.places)
    assert list(made.places) == sorted(set(made.places))
    assert all(0 <= place < len(text) for place in made.places)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=120))
def test_any_text_can_be_looked_up(checker: QuotationChecker, text: str) -> None:
    assert checker.check(text).quote == text
