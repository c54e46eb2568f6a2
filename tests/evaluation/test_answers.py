"""Scores: shares of a group, undefined where there is nothing to share."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace

import pytest

from klyngebot.bot import Klyngebot
from klyngebot.evaluation.answers import Outcome, evaluate, is_verbatim, score, scores
from klyngebot.evaluation.gold import GoldQuestion, stored_questions
from klyngebot.evaluation.report import failures, percent, table
from klyngebot.types import Answer, Document, Refusal, RefusalReason, Status, Turn

ANSWERABLE = GoldQuestion("a", "smv", "fact", "Hvad?", True, (("x",),))
UNANSWERABLE = GoldQuestion("u", "smv", "near", "Hvad?", False)
ANSWERED = Answer("Hvad?", Status.ANSWERED)
REFUSED = Answer("Hvad?", Status.REFUSED, refusal=Refusal(RefusalReason.OFF_TOPIC, "Nej."))


def outcome(gold: GoldQuestion, answer: Answer, *, missing: bool = False, uncited: bool = False) -> Outcome:
    lacking = (("x",),)
    return Outcome(gold, answer, lacking if missing else (), lacking if uncited else (), verbatim=True)


@pytest.mark.parametrize(
    ("item", "right"),
    [
        (outcome(ANSWERABLE, ANSWERED), True),
        (outcome(ANSWERABLE, ANSWERED, missing=True), False),
        (outcome(ANSWERABLE, REFUSED), False),
        (outcome(UNANSWERABLE, REFUSED), True),
        (outcome(UNANSWERABLE, ANSWERED), False),
        (outcome(ANSWERABLE, replace(ANSWERED, status=Status.PARTIAL)), True),
        (outcome(UNANSWERABLE, replace(REFUSED, status=Status.REJECTED)), True),
    ],
)
def test_an_outcome_is_right_or_wrong(item: Outcome, right: bool) -> None:
    assert item.right is right


def test_the_score_of_nothing_is_undefined() -> None:
    empty = score("ingen", [])
    assert empty.questions == 0
    assert all(
        math.isnan(value) for value in (empty.right, empty.refused, empty.cited, empty.verbatim, empty.median_ms)
    )


def test_cited_is_undefined_where_nothing_was_answered_right() -> None:
    assert math.isnan(score("afvist", [outcome(UNANSWERABLE, REFUSED)]).cited)
    assert math.isnan(score("forkert", [outcome(ANSWERABLE, ANSWERED, missing=True)]).cited)


def test_shares_are_of_the_group() -> None:
    found = score(
        "alle",
        [
            outcome(ANSWERABLE, ANSWERED),
            outcome(ANSWERABLE, ANSWERED, uncited=True),
            outcome(ANSWERABLE, REFUSED, missing=True),
            outcome(UNANSWERABLE, REFUSED),
        ],
    )
    assert (found.questions, found.right, found.refused, found.cited, found.verbatim) == (4, 0.75, 0.5, 0.5, 1.0)


def test_groups_come_after_all_with_and_all_without_an_answer() -> None:
    rows = scores([outcome(ANSWERABLE, ANSWERED), outcome(UNANSWERABLE, REFUSED)])
    assert [row.group for row in rows] == ["alle med svar", "– ikke i banken", "alle uden svar", "fact", "near"]
    assert [row.questions for row in rows] == [1, 1, 1, 1, 1]
    assert [row.group for row in scores([])] == ["alle med svar", "– ikke i banken", "alle uden svar"]


def test_questions_that_stand_in_the_bank_are_told_apart(documents: Mapping[str, Document]) -> None:
    stored = stored_questions(documents.values())
    known = replace(ANSWERABLE, question=sorted(stored)[0].upper())
    rows = scores([outcome(known, ANSWERED), outcome(ANSWERABLE, REFUSED, missing=True)], stored)
    assert (rows[0].questions, rows[0].right) == (2, 0.5)
    assert (rows[1].questions, rows[1].right) == (1, 0.0)


def test_questions_are_asked_with_their_history(bot: Klyngebot, documents: Mapping[str, Document]) -> None:
    gold = GoldQuestion("h", "smv", "fact", "og hvad koster det?", True, (("5.000 kr.",),), ())
    alone = evaluate([gold], bot.ask, documents)[0]
    following = evaluate([replace(gold, history=(Turn("Hvad er MADE?"),))], bot.ask, documents)[0]
    assert following.right
    assert following.verbatim
    assert following.missing_in_quotes == ()
    assert alone.answer.trace.query != following.answer.trace.query


def test_a_changed_sentence_is_not_verbatim(bot: Klyngebot, documents: Mapping[str, Document]) -> None:
    answer = bot.ask("Hvad koster det at være medlem af MADE?")
    assert is_verbatim(answer, documents)
    first, *rest = answer.sentences
    assert not is_verbatim(replace(answer, sentences=(replace(first, text=first.text + "!"), *rest)), documents)
    cited, *others = answer.citations
    for change in ({"start": cited.start + 1}, {"quote": cited.quote[:-1]}, {"quote": "", "end": cited.start}):
        assert not is_verbatim(replace(answer, citations=(replace(cited, **change), *others)), documents)


def test_shares_are_written_in_danish() -> None:
    assert percent(0.934) == "93,4 %"
    assert percent(1.0) == "100,0 %"
    assert percent(math.nan) == "–"


def test_a_table_has_a_row_for_each_group() -> None:
    lines = table(scores([outcome(ANSWERABLE, ANSWERED), outcome(UNANSWERABLE, REFUSED)])).splitlines()
    assert len(lines) == 7
    assert len({line.count("|") for line in lines}) == 1
    assert "–" in lines[4]


def test_failures_show_the_question_and_what_is_missing() -> None:
    text = failures([outcome(ANSWERABLE, ANSWERED, missing=True), outcome(UNANSWERABLE, REFUSED)])
    assert "[a fact] Hvad?" in text
    assert "mangler: x" in text
    assert "[u" not in text
    assert failures([outcome(ANSWERABLE, ANSWERED)]) == ""
