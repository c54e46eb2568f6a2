"""Readings of follow-ups: what they may mean, and that the sources choose among them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klyngebot.bot import Klyngebot
from klyngebot.readings import readings
from klyngebot.types import Turn


def meant(question: str, *turns: tuple[str, str]) -> list[str]:
    return [item.question for item in readings(question, [Turn(*turn) for turn in turns])]


@pytest.mark.parametrize(
    ("turns", "question", "reading"),
    [
        (
            [("Hvilken klynge er for fintech?", "Copenhagen Fintech er klyngen for fintech.")],
            "Hvem har grundlagt den?",
            "Hvem har grundlagt Copenhagen Fintech?",
        ),
        (
            [("Hvor har DigitalLead hovedsæde?", "I Aarhus.")],
            "Lifestyle & Design Cluster?",
            "Hvor har Lifestyle & Design Cluster hovedsæde?",
        ),
        (
            [("I hvilken by lå mødet i 2015?", "")],
            "Og året efter?",
            "I hvilken by lå mødet i 2016?",
        ),
        (
            [("Hvad er initiativ 4 i »Danmark – Løsningernes land«?", ""), ("og nummer 10?", "")],
            "Hvad med nummer 12?",
            "Hvad er initiativ 12 i »Danmark – Løsningernes land«?",
        ),
        (
            [("Hvilke tre er der?", "De tre er vand, jord og luft.")],
            "Fortæl mere om den sidste",
            "Fortæl om luft",
        ),
        ([("Hvad er en klynge?", "En gruppe.")], "uddyb", "Hvad er en klynge?"),
        ([("Hvor mange medlemmer har MADE?", "250.")], "nej ikke MADE, MARLOG", "Hvor mange medlemmer har MARLOG?"),
        ([("Hvad koster CLEAN?", "")], "Nej, jeg mente Vision Denmark", "Hvad koster Vision Denmark?"),
        ([("Hvad skete der i 2013?", "")], "jeg mente 2016", "Hvad skete der i 2016?"),
        (
            [("Hvornår udkom Klyngestrategi 2.0?", "I 2016.")],
            "Forkert strategi, jeg mente den fra 2013",
            "Hvornår udkom strategien fra 2013?",
        ),
        (
            [("Hvad er de fem mål i planen?", "Målene er at købe ind, at sælge ud og at spare op.")],
            "hvad går nummer to ud på?",
            "Hvad er mål nr. 2 i planen?",
        ),
        (
            [("Hvordan gør man?", "Trin 1: Find en klynge. Trin 2: Ring til den.")],
            "Kan du uddybe nummer 2?",
            "Fortæl om Trin 2: Ring til den",
        ),
        ([("Hvad er CenSec?", "En forening.")], "er det en klynge?", "er CenSec en klynge?"),
        ([("Hvad er CenSec?", "En forening.")], "bestyrelse", "Bestyrelse CenSec?"),
        ([("Hvad er CenSec?", "En forening.")], "ok, uddyb lige", "Hvad er CenSec?"),
        ([("Hvem skrev klyngestrategien fra 2013?", "")], "Og i 2.0?", "Hvem skrev klyngestrategi 2.0?"),
        ([("Hvad er initiativ 5 i planen?", "")], "og det næste?", "Hvad er initiativ 6 i planen?"),
        ([("Hvad er initiativ 5 i planen?", "")], "og initiativ 9?", "Hvad er initiativ 9 i planen?"),
        ([("Hvem leder Klyngeforum?", "")], "Findes forummet stadig?", "Findes Klyngeforum stadig?"),
        ([("Hvem leder MADE?", "Direktør Bo Ask leder MADE.")], "Hvor gammel er han?", "Hvor gammel er Bo Ask?"),
        ([("Hvad er BSR Stars?", "Et program.")], "Hvor mange lande er med?", "Hvor mange lande er med BSR Stars?"),
        (
            [("Hvor mange medlemmer havde MADE i maj 2019?", "200.")],
            "hvad mde 2014",
            "Hvor mange medlemmer havde MADE i 2014?",
        ),
    ],
)
def test_a_follow_up_may_mean_this(turns: list[tuple[str, str]], question: str, reading: str) -> None:
    assert reading in meant(question, *turns)


def test_a_correction_is_no_change_of_subject() -> None:
    assert meant("nej ikke MADE, MARLOG", ("Hvor mange medlemmer har MADE?", "250."))[0].endswith("har MARLOG?")


@pytest.mark.parametrize("question", ["Hvem er formand for bestyrelsen?", "Samlet budget?", "Hvem overtog?"])
def test_a_property_is_never_asked_of_nothing(question: str) -> None:
    assert question not in meant(question, ("Hvad er MADE?", "En klynge."))


def test_a_person_is_no_body() -> None:
    assert meant("Hvor gammel er hun?", ("Hvem leder MADE?", "Eva Ulv leder MADE.")) == ["Hvor gammel er Eva Ulv?"]


def test_what_is_put_in_its_place_is_not_put_behind_as_well() -> None:
    found = meant("Og i det nye program?", ("Hvor mange penge var der i Innovationskraft?", ""))
    assert "Hvor mange penge var der i det nye program?" in found
    assert "I det nye program Innovationskraft?" not in found


def test_a_whole_question_means_itself() -> None:
    assert meant("Hvem var den første formand for rådet?", ("Hvilke tre er der?", "De tre er vand, jord og luft.")) == [
        "Hvem var den første formand for rådet?"
    ]
    assert meant("Hvem leder Klyngeforum?", ("Hvad er MADE?", "En klynge.")) == ["Hvem leder Klyngeforum?"]


def test_the_sources_choose_the_reading(bot: Klyngebot) -> None:
    first = bot.ask("Hvilken klynge er for fintech?")
    answer = bot.ask("Hvem har grundlagt den?", [Turn(first.question, first.text)])
    assert "Finansforbundet" in answer.text
    assert answer.trace.query == "Hvem har grundlagt Copenhagen Fintech?"


@pytest.mark.parametrize(
    ("first", "follow_up", "meant_of"),
    [
        ("Hvad er Odense Robotics?", "Hvem er direktør?", "Odense Robotics"),
        ("Hvem er direktør for MADE?", "Og for CLEAN?", "CLEAN"),
        ("Hvem er direktør for MADE?", "Danish Sound Cluster?", "Danish Sound Cluster"),
    ],
)
def test_another_subject_is_not_taken_because_it_has_an_answer(
    bot: Klyngebot, first: str, follow_up: str, meant_of: str
) -> None:
    answer = bot.ask(follow_up, [Turn(first, bot.ask(first).text)])
    assert meant_of in answer.trace.query
    assert "direktør" in answer.trace.query
    assert not answer.is_answered or "direktør" in answer.text


def test_names_need_no_capitals(bot: Klyngebot) -> None:
    first = bot.ask("hvornår fik odense robotics guld")
    answer = bot.ask("og vision denmark?", [Turn(first.question, first.text)])
    assert "2024" in answer.text
    assert "Odense" not in answer.trace.query


def test_a_new_question_without_a_name_drops_what_was_spoken_of(bot: Klyngebot) -> None:
    first = bot.ask("Hvad koster MADE?")
    answer = bot.ask("Hvad er et innovationsnetværk?", [Turn(first.question, first.text)])
    assert "MADE" not in answer.trace.query


def test_what_belongs_to_the_subject_is_refused_where_only_others_have_it(bot: Klyngebot) -> None:
    first = bot.ask("Hvad er Odense Robotics?")
    assert not bot.ask("Hvem er formand for bestyrelsen?", [Turn(first.question, first.text)]).is_answered


def test_are_you_sure_repeats_what_was_answered(bot: Klyngebot) -> None:
    first = bot.ask("Hvor mange klynger er der udpeget for 2025-2028?")
    again = bot.ask("er du sikker?", [Turn(first.question, first.text)])
    assert again.citations == first.citations


@given(st.text(max_size=120), st.text(max_size=200), st.text(max_size=60))
def test_any_conversation_can_be_read(question: str, answer: str, follow_up: str) -> None:
    assert readings(follow_up, [Turn(question, answer)])


@pytest.mark.parametrize("question", ["Hvad mener du selv om klyngerne?", "Hvor gammel er statsministeren?"])
def test_a_word_that_begins_like_a_follow_up_and_an_office_stand_alone(question: str) -> None:
    turns = [
        Turn("Hvilke ministerier stod bag klyngestrategien fra 2013?", "De otte ministerier var Sundhedsministeriet.")
    ]
    assert question in [reading.question for reading in readings(question, turns)]
    assert not any(" ner du" in reading.question for reading in readings(question, turns))
