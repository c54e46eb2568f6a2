"""Next questions: few, different, fresh, and answered when they are asked."""

from __future__ import annotations

import pytest

from klyngebot.answering.suggestions import as_question
from klyngebot.bot import Klyngebot
from klyngebot.danish.analyzer import stems
from klyngebot.evaluation.gold import GoldQuestion
from klyngebot.types import Answer, RefusalReason, Status


@pytest.fixture(scope="module")
def answers(gold_answers: list[tuple[GoldQuestion, Answer]]) -> list[Answer]:
    return [answer for _, answer in gold_answers]


def test_there_are_at_most_three_and_none_twice(answers: list[Answer]) -> None:
    for answer in answers:
        assert len(answer.suggestions) <= 3
        assert len(set(answer.suggestions)) == len(answer.suggestions)


def test_a_suggestion_is_a_question(answers: list[Answer]) -> None:
    for suggestion in {item for answer in answers for item in answer.suggestions}:
        assert suggestion.endswith("?")
        assert suggestion[0].isupper()
        assert "\n" not in suggestion


def test_the_question_just_asked_is_not_suggested(answers: list[Answer]) -> None:
    for answer in answers:
        asked = sorted(stems(answer.question))
        assert all(sorted(stems(item)) != asked for item in answer.suggestions)


def test_a_suggested_question_is_answered(bot: Klyngebot, answers: list[Answer]) -> None:
    suggested = sorted({item for answer in answers for item in answer.suggestions})[::4]
    assert len(suggested) >= 40
    unanswered = [item for item in suggested if not bot.ask(item).is_answered]
    assert len(unanswered) <= 0.02 * len(suggested), unanswered


def test_a_refusal_near_the_corpus_leads_on(answers: list[Answer]) -> None:
    near = [
        answer
        for answer in answers
        if answer.status is Status.REFUSED
        and answer.refusal is not None
        and answer.refusal.reason is RefusalReason.NOT_IN_SOURCES
    ]
    assert all(len(answer.suggestions) >= 2 for answer in near), [
        (answer.question, answer.suggestions) for answer in near if len(answer.suggestions) < 2
    ]


@pytest.mark.parametrize(
    ("heading", "question"),
    [
        ("Hvem står bag strategien", "Hvem står bag strategien?"),
        ("Hvem står bag strategien?", "Hvem står bag strategien?"),
        ("Hvilke mål nævner artiklen", "Hvilke mål nævner artiklen?"),
        ("Sådan bliver du medlem", "Hvordan bliver du medlem?"),
        ("sådan melder du dig ud", "Hvordan melder du dig ud?"),
        ("Medlemmer i CLEAN", "Hvad siger kilderne om medlemmer i CLEAN?"),
        ("MADE og fremtiden", "Hvad siger kilderne om MADE og fremtiden?"),
        ("2018: reformen", "Hvad siger kilderne om 2018: reformen?"),
        ("Økonomi", "Hvad siger kilderne om økonomi?"),
    ],
)
def test_a_heading_becomes_a_question(heading: str, question: str) -> None:
    assert as_question(heading) == question
