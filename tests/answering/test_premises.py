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


@pytest.mark.parametrize(
    "question",
    [
        "Afløste Morten Østergaard Sofie Carsten Nielsen?",
        "Blev Erhvervshusene afløst af væksthusene?",
        "Blev Danish Sound Cluster til Danish Sound Network?",
        "Er Danmarks Erhvervsfremmebestyrelse nedlagt?",
        "Udpeger Danmarks Erhvervsfremmebestyrelse klyngeorganisationerne?",
        "Var Annette Vilhelmsen minister for forskning?",
        "Fik Energy Cluster Denmark den største bevilling i 2022?",
        "Fik Food & Bio Cluster Denmark 21 mio. kr. i 2022?",
        "Er det gratis at være medlem af Energy Cluster Denmark?",
        "Udkom klyngestrategien i 2014?",
        "Ligger MARLOG i København?",
        "Har Energy Cluster Denmark 500 medlemmer?",
    ],
)
def test_no_yes_where_the_sentence_says_it_of_another_or_of_another_time(bot: Klyngebot, question: str) -> None:
    assert all(sentence.text != texts.YES for sentence in bot.ask(question).sentences)


@pytest.mark.parametrize(
    "question",
    [
        "Er CLEAN udpeget for 2025-2028?",
        "Er Vision Denmark udpeget igen i 2025?",
        "Ligger Danish Sound Cluster i København?",
        "Har Food & Bio Cluster Denmark kontor i Esbjerg?",
        "Er der 13 klynger i Danmark?",
        "Er budgettet for 2025-2028 på 720 mio. kr.?",
        "Er budgettet for 2025-2028 på 662 mio. kr.?",
    ],
)
def test_no_no_where_both_may_hold_or_nobody_knows(bot: Klyngebot, question: str) -> None:
    answer = bot.ask(question)
    assert all(sentence.text != texts.NO for sentence in answer.sentences)
    assert not any("noget andet" in sentence.text for sentence in answer.sentences)


@pytest.mark.parametrize(
    "question", ["Er MADE udpeget igen som national klynge for 2025-2028?", "Blev MARLOG stiftet i 2020?"]
)
def test_yes_where_the_sentence_says_just_that(bot: Klyngebot, question: str) -> None:
    assert bot.ask(question).sentences[0].text == texts.YES


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("Stod Finansministeriet bag klyngestrategien fra 2013?", "Finansministeriet"),
        ("Ledede Erhvervsministeriet Klyngeforum?", "Erhvervsministeriet"),
    ],
)
def test_a_note_names_the_name_alone(bot: Klyngebot, question: str, named: str) -> None:
    assert texts.untold([named]) in bot.ask(question).notes
