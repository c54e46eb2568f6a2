"""Whom to ask where the sources do not tell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from klyngebot import texts
from klyngebot.answering.contacts import Contacts
from klyngebot.bot import Klyngebot
from klyngebot.serving.rendering import answer_to_dict, answer_to_html, answer_to_markdown, answer_to_plain
from klyngebot.types import Contact, Document, DocumentKind, Status


@pytest.fixture
def contacts(documents: Mapping[str, Document]) -> Contacts:
    return Contacts(documents)


@pytest.mark.parametrize(
    "question",
    ["Hvad hedder direktøren i Odense Robotics?", "hvem vasker trapper hos odense robotics", "Odense Robotics' logo?"],
)
def test_of_one_cluster_the_cluster_is_asked(contacts: Contacts, question: str) -> None:
    assert contacts.whom(question) == Contact(texts.ask_cluster("Odense Robotics"), "https://www.odenserobotics.dk/")


@pytest.mark.parametrize("question", ["Må min virksomhed flytte?", "Skal vi have revisor?", "Er der hjælp til SMV?"])
def test_a_firm_is_sent_to_a_business_house(contacts: Contacts, question: str) -> None:
    assert contacts.whom(question) == Contact(texts.ASK_BUSINESS_HOUSE)


@pytest.mark.parametrize(
    "question", ["Hvor mange sider har strategien?", "Er MADE større end CLEAN?", "Hvem ejer MARLOG nu?"]
)
def test_else_the_agencies_are_named(contacts: Contacts, question: str) -> None:
    assert contacts.whom(question) == Contact(texts.ASK_AGENCIES)


def test_nobody_is_named_for_somebody_elses_documents(documents: Mapping[str, Document]) -> None:
    foreign = {key: replace(item, kind=DocumentKind.FOREIGN) for key, item in documents.items()}
    assert Contacts(foreign).whom("Skal vi have revisor?") is None
    assert Contacts({}).whom("Hvad koster MADE?") is None


def test_a_refusal_shows_it_everywhere(bot: Klyngebot) -> None:
    answer = bot.ask("Hvor mange parkeringspladser har Odense Robotics ved sit kontor?")
    assert answer.status is Status.REFUSED
    assert answer.refusal is not None
    assert answer.refusal.contact is not None
    for shown in (answer_to_plain(answer), answer_to_markdown(answer), answer_to_html(answer)):
        assert texts.ask_cluster("Odense Robotics") in shown
        assert "https://www.odenserobotics.dk/" in shown
    assert answer_to_dict(answer)["refusal"]["contact"]["url"] == "https://www.odenserobotics.dk/"


def test_off_topic_nobody_is_named(bot: Klyngebot) -> None:
    answer = bot.ask("Hvordan bager man en lagkage med jordbær og flødeskum?")
    assert answer.refusal is not None
    assert answer.refusal.contact is None


def test_in_english_the_frame_has_it_in_english(bot: Klyngebot) -> None:
    answer = bot.ask("How many parking spaces does Odense Robotics have at its office?")
    assert answer.refusal is not None
    assert answer.refusal.contact is not None
    assert answer.refusal.contact.text == "Ask Odense Robotics directly."
    assert texts.in_english(texts.premise_differs("2015", "2013")).startswith("The question says »2015«")
    assert texts.in_english("Noget andet.") == "Noget andet."
