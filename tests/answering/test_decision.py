"""Answer or refuse: signals that say something plain, and the judgements over them."""

from __future__ import annotations

import itertools
import math
import random
import statistics
from pathlib import Path

import pytest

from klyngebot.answering.decision import SIGNALS, SIGNS, Judgement, judge, signals
from klyngebot.answering.judges import Judges, judges
from klyngebot.bot import Klyngebot
from klyngebot.evaluation.gold import read_gold

QUESTIONS = (
    "Hvem leder Klyngeforum?",
    "Hvor mange medlemmer havde CLEAN i 2016?",
    "Hvad er telefonnummeret til MADE?",
    "Hvad koster en liter mælk?",
    "klynge",
    "xyzzyq plughq",
    "Nævn de tre indsatsområder i strategien",
)


def judged(bot: Klyngebot, question: str) -> Judgement:
    return judge(*bot.inspect(question))


@pytest.fixture(scope="module")
def both() -> list[Judges]:
    return [judges(banked=True), judges(banked=False)]


def test_the_judges_weigh_known_signals(both: list[Judges]) -> None:
    for fitted in both:
        assert fitted.topic.coefficients.keys() <= set(SIGNALS)
        assert set(fitted.answer.signals) <= set(SIGNALS)
        assert 0 < fitted.topic.threshold < 1
        assert 0 < fitted.answer.threshold < 1
        assert len(fitted.answer.trees) > 20


def test_every_tree_ends_in_a_leaf(both: list[Judges]) -> None:
    for fitted in both:
        for tree in fitted.answer.trees:
            assert any(len(node) == 1 for node in tree)
            for place, node in enumerate(tree):
                assert len(node) in (1, 4)
                assert len(node) == 1 or place < min(node[2:]) <= max(node[2:]) < len(tree), "nodes point forward"


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_signal_of_a_question_is_a_number(bot: Klyngebot, question: str) -> None:
    values = signals(*bot.inspect(question))
    assert set(values) == set(SIGNALS)
    assert all(math.isfinite(value) and abs(value) <= 100 for value in values.values()), values


def test_without_evidence_nothing_speaks_for_an_answer(bot: Klyngebot) -> None:
    read, _, _ = bot.inspect("Hvem leder Klyngeforum?")
    assert set(signals(read, [], []).values()) == {0.0}


def test_without_content_nothing_speaks_for_an_answer(bot: Klyngebot) -> None:
    read, evidence, hits = bot.inspect("Hvad er det?")
    assert set(signals(read, evidence, hits).values()) == {0.0}


@pytest.mark.parametrize("name", SIGNALS)
@pytest.mark.parametrize("rest", [0.0, 0.3, 0.8])
def test_a_signal_speaks_only_in_its_direction(both: list[Judges], name: str, rest: float) -> None:
    for fitted in both:
        for one in (fitted.topic, fitted.answer):
            odds = [one.probability({**dict.fromkeys(SIGNALS, rest), name: step / 10}) for step in range(11)]
            assert all(0.0 < value < 1.0 for value in odds)
            for before, after in itertools.pairwise(odds):
                assert (after - before) * SIGNS[name] >= -1e-9 or SIGNS[name] == 0


@pytest.mark.parametrize("value", [1e9, -1e9, 0.0])
def test_extreme_signals_do_no_harm(both: list[Judges], value: float) -> None:
    for fitted in both:
        for one in (fitted.topic, fitted.answer):
            assert 0.0 <= one.probability(dict.fromkeys(SIGNALS, value)) <= 1.0


@pytest.mark.parametrize("question", [*QUESTIONS, "", "?"])
def test_a_judgement_is_two_probabilities(bot: Klyngebot, question: str) -> None:
    judgement = judged(bot, question)
    assert 0.0 <= judgement.on_topic <= 1.0
    assert 0.0 <= judgement.answered <= 1.0


def test_without_evidence_there_is_no_answer(bot: Klyngebot) -> None:
    read, _, _ = bot.inspect("Hvem leder Klyngeforum?")
    assert not judge(read, [], []).is_answered


def test_known_questions_are_surer_than_unknown_ones(bot: Klyngebot, gold: Path) -> None:
    sample = random.Random(0).sample(read_gold([gold]), 120)
    sure: dict[bool, list[float]] = {True: [], False: []}
    for item in sample:
        sure[item.answerable].append(judged(bot, item.question).answered)
    assert statistics.median(sure[True]) > statistics.median(sure[False])
