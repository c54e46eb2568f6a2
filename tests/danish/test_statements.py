"""Texts divided into statements: against written examples, and against the draft with its planted claims."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klyngebot.danish.statements import LONGEST_SENTENCE, StatementKind, is_opinion, plain, statements

GOLD = Path(__file__).resolve().parents[1] / "gold"


def lines_of(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def expected(piece: dict[str, str]) -> tuple[str, str, str]:
    whole = " ".join(piece["text"].split()) if piece["kind"] == "claim" else ""
    return piece["kind"], piece["text"], piece.get("claim", whole)


@pytest.mark.parametrize("case", lines_of(GOLD / "statements.jsonl"), ids=lambda case: str(case["id"]))
def test_a_text_is_divided_as_people_would(case: dict[str, Any]) -> None:
    found = [(piece.kind.value, piece.text, piece.claim) for piece in statements(case["text"])]
    assert found == [expected(piece) for piece in case["pieces"]]


def test_there_are_enough_written_examples() -> None:
    cases = lines_of(GOLD / "statements.jsonl")
    assert len({case["text"] for case in cases}) == len(cases) >= 60


def test_every_planted_claim_of_the_draft_lies_in_one_claim() -> None:
    pieces = statements((GOLD / "claims" / "draft.md").read_text(encoding="utf-8"))
    for planted in lines_of(GOLD / "claims" / "draft.jsonl"):
        around = [piece.kind for piece in pieces if planted["text"] in piece.text]
        assert around == [StatementKind.CLAIM], planted["text"]


@given(st.text(alphabet="Kab en og har,.;:?!\n-#*|»«()[]1å ", max_size=200))
def test_pieces_have_exact_places_and_do_not_overlap(text: str) -> None:
    end = 0
    for piece in statements(text):
        assert text[piece.start : piece.end] == piece.text
        assert piece.text.strip()
        assert end <= piece.start
        assert bool(piece.claim) == (piece.kind is StatementKind.CLAIM)
        end = piece.end


def test_a_sentence_without_end_is_no_claim() -> None:
    pieces = statements("Klyngen har " + "mange medlemmer og " * LONGEST_SENTENCE)
    assert {piece.kind for piece in pieces} == {StatementKind.UNREAD}


def test_an_item_that_is_too_long_with_its_lead_in_is_no_claim() -> None:
    lead = "Klyngen " + "meget " * (LONGEST_SENTENCE // 7) + "gerne tilbyder:"
    pieces = statements(f"{lead}\n\n- råd\n- " + "gode råd " * 30)
    assert [piece.kind.value for piece in pieces] == ["other", "claim", "unread"]


def test_one_sentence_a_line_is_never_cut_within_a_word() -> None:
    line = "Klyngestrategien udkom i april 2013."
    assert {piece.text for piece in statements("\n".join([line] * 1_000))} == {line}
    words = {word for piece in statements("innovationsnetværk " * 2_000) for word in piece.text.split()}
    assert words == {"innovationsnetværk"}


def test_a_claim_has_no_marks_of_markdown() -> None:
    assert plain("**CLEAN** blev _stiftet_ i [2014](https://example.org).[^1]") == "CLEAN blev stiftet i 2014."


def test_what_another_holds_is_no_opinion_of_the_writer() -> None:
    assert is_opinion("Vi mener, at det bør ændres.")
    assert not is_opinion("DI mente i juli 2019, at klyngerne burde styres af virksomhedernes behov.")
    assert not is_opinion("Ifølge DFiR bør klyngerne have mere.")
    assert is_opinion("Ifølge vores vurdering bør klyngerne have mere.")


def test_what_is_quoted_does_not_make_an_opinion() -> None:
    assert not is_opinion("Ministeren kaldte aftalen »fantastisk« i 2013.")


def test_the_sentences_of_the_corpus_are_claims(documents: Any) -> None:
    sentences = [
        document.text[sentence.start : sentence.end]
        for document in documents.values()
        for sentence in document.sentences
    ]
    others = [text for text in sentences for piece in statements(text) if piece.kind is not StatementKind.CLAIM]
    assert len(others) <= len(sentences) / 100, others
