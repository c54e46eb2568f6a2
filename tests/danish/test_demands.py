"""What a question insists on is seen in the words people use, and not where they only look alike."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klyngebot.danish import demands

SUBJECTS = [
    ("Hvad siger klyngestrategien fra 2013 om skat?", ("skat",)),
    ("hvad staar der om cykelstier i klyngestrategien", ("cykelstier",)),
    ("Hvad stod der om dyrevelfærd i analysen fra COWI og SDU?", ("dyrevelfaerd",)),
    ("Er atomkraft nævnt i strategien?", ("atomkraft",)),
    ("klyngestrategien fra 2013 om boligskat", ("boligskat",)),
    ("Vi skriver om Østersøen. Hvad kostede StarDust?", ()),
    ("Hvad er en klynge?", ()),
    ("Hvem leder Klyngeforum?", ()),
    ("Hvor mange gange om året mødes Klyngeforum?", ()),
]


@pytest.mark.parametrize(("question", "words"), SUBJECTS)
def test_the_subject_of_a_statement_is_found(question: str, words: tuple[str, ...]) -> None:
    assert demands.about(question) == words


@pytest.mark.parametrize(
    "text",
    [
        "Hvilken klynge er størst?",
        "hvem har flest medlemmer",
        "Hvad er den billigste klynge?",
        "Hvem fik mest i 2022?",
        "hvilket netværk klarede sig dårligst",
    ],
)
def test_a_ranking_is_seen(text: str) -> None:
    assert demands.superlatives(text)


@pytest.mark.parametrize(
    "text",
    [
        "Der skal være mindst 50 medlemmer.",
        "Hvor meget kan man højst få?",
        "De fleste medlemmer er små.",
        "Hvem var netværkene mest tænkt til?",
        "Hvad er det højeste beløb?",
        "Hvad er næste frist?",
        "Den seneste rapport er fra 2024.",
        "Hvilken klynge passer til os?",
    ],
)
def test_a_bound_or_an_end_of_a_range_is_no_ranking(text: str) -> None:
    assert not demands.superlatives(text)


@pytest.mark.parametrize(
    "question",
    ["Synes du, at klynger er en god idé?", "Er klynger spild af penge?", "Burde staten give mere?", "hvad mener du"],
)
def test_the_bots_own_opinion_is_asked_for(question: str) -> None:
    assert demands.is_opinion(question)


@pytest.mark.parametrize(
    "question",
    ["Hvad mener DFiR om klyngeprogrammet?", "Hvad bør jeg gøre først?", "Er MADE en klynge?", "Er det gratis?"],
)
def test_a_sources_opinion_or_plain_advice_is_not_the_bots(question: str) -> None:
    assert not demands.is_opinion(question)


def test_ages_are_asked_for_and_told() -> None:
    assert demands.asks_age("Hvor gammel er CenSec?")
    assert demands.tells_age("CenSec blev oprettet i 2004.")
    assert not demands.tells_age("Claus Juhl var formand for udvalget i 2017.")


def test_names_are_asked_for() -> None:
    assert demands.asks_name("Hvad hedder den direktør, der advarede?")
    assert not demands.asks_name("Hvad hedder klyngen for lyd?")


def test_members_of_a_set_are_found_in_compounds() -> None:
    assert demands.members("Klyngen fik guldmærket i 2014, ikke sølv.") == {"guld", "soelv"}
    assert demands.members("En klynge") == frozenset()


@given(st.text(max_size=200))
def test_any_text_is_taken(text: str) -> None:
    assert isinstance(demands.about(text), tuple)
    assert isinstance(demands.superlatives(text) or demands.is_opinion(text) or demands.asks_name(text), bool)
    demands.members(text)


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("Hvornår gik CLEAN konkurs?", "CLEAN blev stiftet 9. maj 2014."),
        ("Hvornår blev Copenhagen Fintech solgt?", "Foreningen fra København blev grundlagt i 2016."),
        ("Vi er nye. Hvornår blev aftalen opsagt?", "Aftalen blev underskrevet 4. februar 2021."),
        ("hvornaar blev regionerne afskaffet", "Regionerne har været med siden 2007."),
    ],
)
def test_another_event_tells_nothing_of_the_one_asked_for(question: str, sentence: str) -> None:
    assert not demands.tells_event(question, sentence)


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("Hvornår lukkede REG X?", "REG X ophørte den 1. juli 2014."),
        ("Hvornår blev vækstforaene nedlagt?", "Vækstforaene findes ikke længere."),
        ("Vores firma er solgt. Hvornår blev CLEAN stiftet?", "CLEAN blev stiftet 9. maj 2014."),
        ("Hvornår blev CLEAN stiftet?", "CLEAN blev stiftet 9. maj 2014."),
    ],
)
def test_an_event_is_told_also_in_other_words(question: str, sentence: str) -> None:
    assert demands.tells_event(question, sentence)


def test_a_ranking_from_below_is_told_from_one_from_above() -> None:
    assert demands.ranks_low("Hvilken klynge fik færrest penge?")
    assert not demands.ranks_low("Hvilken klynge fik flest penge?")
    assert not demands.ranks_low("Hvad er det mindste beløb?")


@pytest.mark.parametrize("question", ["Hvilken klynge er bedst?", "hvem er den dårligste"])
def test_who_is_best_is_a_matter_of_opinion(question: str) -> None:
    assert demands.is_opinion(question)
