"""Answer or refuse: signals that say something plain, and the judgements over them."""

from __future__ import annotations

import json
import math
import random
import statistics
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest

from klyngebot.answering.decision import SIGNALS, Judge, Judgement, judge, signals
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


def judges_in(content: object) -> Iterator[Judge]:
    """Every judge of the calibration, wherever it stands."""
    if isinstance(content, dict) and "coefficients" in content:
        yield Judge(**content)
    elif isinstance(content, dict):
        for inner in content.values():
            yield from judges_in(inner)


@pytest.fixture(scope="module")
def judges() -> list[Judge]:
    content = files("klyngebot.answering").joinpath("calibration.json").read_text(encoding="utf-8")
    return list(judges_in(json.loads(content)))


def test_the_judges_weigh_known_signals(judges: list[Judge]) -> None:
    assert len(judges) >= 2
    for fitted in judges:
        assert fitted.coefficients.keys() <= set(SIGNALS)
        assert 0 < fitted.threshold < 1
        assert all(math.isfinite(value) for value in (fitted.intercept, *fitted.coefficients.values()))


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_signal_of_a_question_is_a_number(bot: Klyngebot, question: str) -> None:
    values = signals(*bot.inspect(question))
    assert set(values) == set(SIGNALS)
    assert all(math.isfinite(value) and abs(value) < 10 for value in values.values()), values


def test_without_evidence_nothing_speaks_for_an_answer(bot: Klyngebot) -> None:
    read, _, _ = bot.inspect("Hvem leder Klyngeforum?")
    assert set(signals(read, [], []).values()) == {0.0}


def test_without_content_nothing_speaks_for_an_answer(bot: Klyngebot) -> None:
    read, evidence, hits = bot.inspect("Hvad er det?")
    assert set(signals(read, evidence, hits).values()) == {0.0}


@pytest.mark.parametrize("name", SIGNALS)
def test_a_probability_follows_the_sign_of_each_coefficient(judges: list[Judge], name: str) -> None:
    for fitted in judges:
        low, high = ({**dict.fromkeys(SIGNALS, 0.3), name: value} for value in (0.0, 1.0))
        before, after = fitted.probability(low), fitted.probability(high)
        assert 0.0 < before < 1.0
        assert 0.0 < after < 1.0
        assert (after - before) * fitted.coefficients.get(name, 0.0) >= 0


@pytest.mark.parametrize("value", [1e9, -1e9, 0.0])
def test_extreme_signals_do_no_harm(judges: list[Judge], value: float) -> None:
    for fitted in judges:
        assert 0.0 <= fitted.probability(dict.fromkeys(SIGNALS, value)) <= 1.0


@pytest.mark.parametrize("question", [*QUESTIONS, "", "?"])
def test_what_is_off_topic_is_not_answered(bot: Klyngebot, question: str) -> None:
    judgement = judged(bot, question)
    assert judgement.is_on_topic or not judgement.is_answered
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
