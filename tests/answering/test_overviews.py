"""What is told where somebody only wants to be told of a thing."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from klyngebot import texts
from klyngebot.answering.overviews import ABOUT_A_THING, SENTENCES, document_asked_of
from klyngebot.bot import Klyngebot
from klyngebot.types import Document, Status


@pytest.mark.parametrize(
    ("question", "document"),
    [
        ("Danish Sound Cluster", "danish-sound-cluster"),
        ("fortæl om vision denmark.", "vision-denmark"),
        ("Hvad ved du om erhvervsfremmereformen?", "erhvervsfremmereformen-2018-2019"),
        ("Fortæl om »Danmark – Løsningernes land«", "loesningernes-land-2012"),
        ("Beskriv Klyngeforum", "klyngeforum"),
        ("Giv mig et overblik over Innovationskraft", "klyngeprogram-2021-2024"),
        ("Fortæl om BSR Innovation Express", None),
        ("Fortæl om REG X", None),  # one of three things that a document is about
        ("Hvad hed dem før Danish Sound Cluster?", None),
        ("Hvad koster Danish Sound Cluster?", None),
        ("klynge", None),
        ("Fortæl om", None),
        ("?", None),
    ],
)
def test_the_document_that_is_asked_of(documents: Mapping[str, Document], question: str, document: str | None) -> None:
    found = document_asked_of(question, documents)
    assert (found and found.id) == document


@pytest.mark.parametrize("question", ["Fortæl om MADE", "CLEAN", "Hvad ved du om Klyngestrategi 2.0?"])
def test_an_overview_has_a_sentence_of_each_section_in_order(bot: Klyngebot, question: str) -> None:
    answer = bot.ask(question)
    assert answer.status is Status.ANSWERED
    assert len({citation.document_id for citation in answer.citations}) == 1
    sections = [citation.section for citation in answer.citations]
    assert 4 <= len(set(sections)) == len(sections) <= SENTENCES
    starts = [citation.start for citation in answer.citations]
    assert starts == sorted(starts)


def test_a_thing_without_a_document_of_its_own_is_told_by_the_sentences_that_name_it(bot: Klyngebot) -> None:
    answer = bot.ask("Fortæl om REG X")
    assert answer.status is Status.ANSWERED
    assert all("REG X" in citation.quote for citation in answer.citations)


def test_a_thing_without_a_document_is_first_said_to_be_something_and_never_told_twice(bot: Klyngebot) -> None:
    answer = bot.ask("Giv mig et kort overblik over Innobooster")
    assert answer.citations[0].quote.startswith("Innobooster er")
    assert 3 <= len(answer.citations) <= ABOUT_A_THING
    assert "mio. kr." in answer.text


def test_what_no_sentence_tells_of_a_thing_gets_no_overview_of_the_thing(bot: Klyngebot) -> None:
    assert not bot.ask("Fortæl om Innoboosters kantine og parkeringspladser").is_answered


@pytest.mark.parametrize(
    "question", ["Fortæl om Klyngestrategi 3.0", "Fortæl om MADE 3.0", "Fortæl om klyngeprogrammet 2029-2032"]
)
def test_of_a_number_that_no_source_has_there_is_no_overview(bot: Klyngebot, question: str) -> None:
    assert not bot.ask(question).is_answered


def test_the_note_names_the_number_that_is_not_told(bot: Klyngebot) -> None:
    assert bot.ask("Fortæl om MADE 3.0").notes[0] == texts.untold(["3.0"])
