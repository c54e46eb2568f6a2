"""What a question takes for granted and the sources state otherwise."""

from __future__ import annotations

import pytest

from klyngebot import texts
from klyngebot.bot import Klyngebot
from klyngebot.types import Status


@pytest.mark.parametrize(
    ("question", "said", "told"),
    [
        ("Hvem var stifterne, da Copenhagen Fintech blev grundlagt i 2012?", "2012", "2016"),
        ("Hvorfor blev CenSec først oprettet i 2014?", "2014", "2004"),
        ("Hvorfor kræver Vision Denmark 12 måneders varsel?", "12 måneders", "seks måneders"),
        ("Hvad skyldes det, at kun tre danske klynger havde guldmærket i september 2017?", "tre danske", "11"),
    ],
)
def test_a_false_premise_is_met_with_what_the_source_states(
    bot: Klyngebot, question: str, said: str, told: str
) -> None:
    answer = bot.ask(question)
    assert answer.status is Status.ANSWERED
    assert answer.sentences[0].citations == ()
    assert f"»{said}" in answer.sentences[0].text
    assert told in answer.sentences[1].text
    assert answer.sentences[1].text == answer.citations[0].quote


@pytest.mark.parametrize(
    "question",
    [
        "Hvornår blev Copenhagen Fintech grundlagt?",
        "Hvem grundlagde Copenhagen Fintech i 2016?",
        "Hvor mange måneders varsel kræver Vision Denmark?",
        "Vi er 60 ansatte. Hvad koster MADE?",
    ],
)
def test_what_is_right_is_not_corrected(bot: Klyngebot, question: str) -> None:
    answer = bot.ask(question)
    assert answer.is_answered
    assert not any("Spørgsmålet siger" in sentence.text for sentence in answer.sentences)


def test_a_year_that_no_source_tells_of_is_refused_with_what_is_nearest(bot: Klyngebot) -> None:
    answer = bot.ask("Hvor mange medlemmer havde Energy Cluster Denmark i 2022?")
    assert answer.status is Status.REFUSED
    assert answer.refusal is not None
    assert answer.refusal.message == texts.REFUSED_NEAREST
    assert texts.untold(["2022"]) in answer.notes
    assert "2024" in answer.citations[0].quote


@pytest.mark.parametrize(
    ("question", "lead"),
    [
        ("Foregik KL's klyngekurser for kommunerne i 2017 i København og Aarhus?", texts.NO),
        ("Er det samlede budget for 2025-2028 ifølge DFiR over 700 mio. kr.?", texts.NO),
    ],
)
def test_a_polar_question_with_a_false_premise_gets_a_no(bot: Klyngebot, question: str, lead: str) -> None:
    assert bot.ask(question).sentences[0].text == lead
