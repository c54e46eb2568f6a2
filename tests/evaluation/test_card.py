"""The public card: goals and what was measured, weaknesses and the worst answers, both halves apart."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from klyngebot.bot import Klyngebot
from klyngebot.evaluation.answers import Outcome, evaluate
from klyngebot.evaluation.card import document
from klyngebot.evaluation.finding import find
from klyngebot.evaluation.gold import GoldQuestion, Split, read_gold
from klyngebot.evaluation.refusing import Judged, judged
from klyngebot.serving.rendering import answer_to_plain
from klyngebot.types import Answer, AnswerSentence, Refusal, RefusalReason, Status, Trace

ANSWERED = Answer("Hvad?", Status.ANSWERED, (AnswerSentence("Et forkert svar."),))
REFUSED = Answer("Hvad?", Status.REFUSED, refusal=Refusal(RefusalReason.OFF_TOPIC, "Nej."))


def gold_in(split: Split, group: str, question: str, *, answerable: bool = True) -> GoldQuestion:
    """A question whose id falls into that half."""
    numbered = (GoldQuestion(f"{group}-{i}", "smv", group, question, answerable, (("x",),)) for i in range(99))
    return next(item for item in numbered if item.split is split)


def outcome(gold: GoldQuestion, answer: Answer, *, right: bool) -> Outcome:
    lacking = () if right or not gold.answerable else (("det rigtige",),)
    return Outcome(gold, replace(answer, trace=Trace("", ())), lacking, lacking, verbatim=True)


def card(outcomes: list[Outcome], decided: list[Judged] | None = None) -> str:
    return document(
        outcomes,
        [],
        decided or [],
        [],
        frozenset(),
        version="abc123",
        date="2026-11-27",
        picture="card.svg",
        show=lambda answer: answer.text,
    )


def section(text: str, heading: str) -> str:
    return re.split(r"^## ", text.partition(f"\n## {heading}\n")[2], maxsplit=1, flags=re.MULTILINE)[0]


def test_it_names_date_corpus_and_the_size_of_the_gold_set(
    bot: Klyngebot, gold: Path, documents: Mapping[str, object]
) -> None:
    questions = read_gold([gold])
    outcomes = evaluate(questions[:6], bot.ask, documents)  # type: ignore[arg-type]
    text = document(
        outcomes,
        find(questions[:6], bot.inspect),
        judged(questions[:6], bot.inspect),
        [("Skrevet i hånden", outcomes[:1])],
        frozenset(),
        version="abc123",
        date="2026-11-27",
        picture="card.svg",
        show=answer_to_plain,
    )
    assert text.startswith("# Målt kvalitet")
    assert all(part in text for part in ("27. november 2026", "`abc123`", "6 guldspørgsmål", "(card.svg)"))
    assert outcomes[0].gold.question in section(text, "Skrevet i hånden")
    assert "| alle med svar |" in section(text, "Testhalvdelen")
    assert "| alle med svar |" in section(text, "Udviklingshalvdelen")


@pytest.mark.parametrize(("right", "reached"), [(True, "ja"), (False, "nej")])
def test_a_goal_is_reached_or_not_by_the_test_half_alone(right: bool, reached: bool) -> None:
    tested = outcome(gold_in(Split.TEST, "list", "Hvilke?"), ANSWERED, right=right)
    tuned = outcome(gold_in(Split.DEV, "list", "Hvilke?"), ANSWERED, right=not right)
    line = next(row for row in card([tested, tuned]).splitlines() if row.startswith("| Lister: komplette"))
    assert line.endswith(f"| {reached} |")


def test_a_goal_without_questions_is_neither_measured_nor_reached() -> None:
    line = next(row for row in card([]).splitlines() if row.startswith("| Samtaler"))
    assert line == "| Samtaler: rigtige | 92,0 % | – | nej |"


def test_weak_groups_are_named_and_strong_ones_are_not() -> None:
    weak = [outcome(gold_in(Split.TEST, "why", "Hvorfor?"), REFUSED, right=False)] * 5
    strong = [outcome(gold_in(Split.TEST, "who", "Hvem?"), ANSWERED, right=True)] * 5
    told = section(card([*weak, *strong]), "Det gør den dårligst")
    assert "- why: 0,0 % af 5 rigtige, 100,0 % afvist." in told
    assert "who:" not in told


def test_the_worst_are_of_the_development_half_the_surest_wrong_answer_first() -> None:
    unsure = outcome(gold_in(Split.DEV, "fact", "Usikkert?"), ANSWERED, right=False)
    sure = outcome(gold_in(Split.DEV, "date", "Sikkert?"), ANSWERED, right=False)
    refused = outcome(gold_in(Split.DEV, "who", "Afvist?"), REFUSED, right=False)
    right = outcome(gold_in(Split.DEV, "why", "Rigtigt?"), ANSWERED, right=True)
    hidden = outcome(gold_in(Split.TEST, "fact", "Fra testen?"), ANSWERED, right=False)
    decided = [Judged(unsure.gold, 0.4), Judged(sure.gold, 0.9), Judged(refused.gold, 0.1)]
    told = section(card([unsure, refused, right, hidden, sure], decided), "De ti værste svar")
    assert re.findall(r"\*\*\d+\. (.*?)\*\*", told) == ["Sikkert?", "Usikkert?", "Afvist?"]
    assert "Mangler: det rigtige" in told
