"""Follow-ups get the subject they leave out; questions with a subject of their own, and small talk, are left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klyngebot.bot import Klyngebot
from klyngebot.conversation import SmallTalk, complete, small_talk
from klyngebot.danish.analyzer import stems
from klyngebot.danish.questions import QuestionType, classify
from klyngebot.types import Turn


def turns(*questions: str) -> list[Turn]:
    return [Turn(question, "Et svar om noget helt andet: CenSec.") for question in questions]


# Questions before, the follow-up, words that the completed question has, words that it does not have.
FOLLOW_UPS: list[tuple[tuple[str, ...], str, str, str]] = [
    (("Hvad er MADE?",), "og hvor ligger den?", "ligger MADE", ""),
    (("hvad er made",), "hvor ligger den", "ligger made", ""),
    (("Hvad er MADE?",), "hvad koster det?", "koster MADE", ""),
    (("Hvad er MADE?",), "Og hvad med kontingentet?", "kontingent MADE", ""),
    (("Hvad er MADE?",), "er det gratis?", "gratis MADE", ""),
    (("Hvad er MADE?",), "hvor mange medlemmer har de?", "medlemmer MADE", ""),
    (("Hvad er MADE?",), "Hvilke medlemmer?", "medlemmer MADE", ""),
    (("Hvad er MADE?",), "flere eksempler?", "MADE", ""),
    (("Hvad er MADE?", "og hvor ligger den?"), "hvornår blev den stiftet?", "stiftet MADE", "ligger"),
    (("Hvad er MADE?", "tak"), "hvor ligger den?", "ligger MADE", "tak"),
    (("Hvad er MADE?", "hej", "tak for det"), "hvem er direktør?", "direktør MADE", "tak"),
    (("Hvor ligger MADE?",), "og hvad koster det?", "koster MADE", "ligger"),
    (("Hvor mange medlemmer havde CLEAN i 2015?",), "og i 2016?", "medlemmer CLEAN 2016", "2015"),
    (("Hvor mange medlemmer havde CLEAN i 2015?",), "hvad med 2017?", "medlemmer CLEAN 2017", "2015"),
    (
        ("Hvor mange penge er der i klyngeprogrammet 2021-2024?",),
        "og i 2025-2028?",
        "penge klyngeprogrammet 2025",
        "2021",
    ),
    (("Hvad koster et medlemskab af MADE?",), "hvad med CLEAN?", "koster CLEAN", "MADE"),
    (("Hvad koster CLEAN?",), "og MADE?", "koster MADE", "CLEAN"),
    (("Hvad koster CLEAN?",), "men hvad får man for pengene?", "pengene CLEAN", ""),
    (("Hvor mange medlemmer har CLEAN?",), "og MADE?", "medlemmer MADE", "CLEAN"),
    (("Hvem leder Klyngeforum?",), "hvornår blev det oprettet?", "oprettet Klyngeforum", "leder"),
    (("Hvem ledede CenSec i 2018?",), "Hvad tjente de om måneden?", "tjente CenSec", "ledede"),
    (("Hvad er Klynge charter?",), "Hvem har underskrevet det?", "underskrevet Klynge charter", ""),
    (("Hvor mange klynger var der i september 2017?",), "og i 2013?", "klynger 2013", "september"),
    (("Hvem leder Klyngeforum?",), "og hvem sidder i det?", "sidder Klyngeforum", ""),
    (("Hvornår udkom klyngestrategien fra 2013?",), "hvem står bag?", "bag klyngestrategien 2013", "udkom"),
    (("Hvem står bag klyngestrategien fra 2013?",), "hvornår udkom den?", "udkom klyngestrategien 2013", ""),
    (("Hvem står bag klyngestrategien fra 2013?",), "hvem skrev den?", "skrev klyngestrategien 2013", ""),
    (("Hvorfor gik MARLOG konkurs?",), "hvornår?", "MARLOG konkurs", ""),
    (("Hvorfor gik MARLOG konkurs?",), "hvornår skete det?", "MARLOG konkurs", ""),
    (("Hvad er en klynge?",), "hvor mange er der?", "klynge", ""),
    (("Hvad er Klyngestrategi 2.0?",), "hvem står bag den?", "Klyngestrategi 2.0", ""),
    (("Hvad er DFiR-rapporten fra 2024?",), "hvad er formålet med den?", "formålet DFiR 2024", ""),
    (("Hvad er MADE?", "Hvad er CLEAN?"), "hvor ligger den?", "ligger CLEAN", "MADE"),
    (("What is MADE?",), "and where is it?", "MADE", ""),
    (("Hvad er Food & Bio Cluster Denmark?",), "Hvornår fik den guld?", "guld food bio", ""),
    (("Vi er 120 ansatte. Hvad koster MADE?",), "hvornår blev den stiftet?", "stiftet MADE", "120"),
    (("Vi er 120 ansatte. Hvad koster MADE?",), "og CLEAN?", "120 koster CLEAN", "MADE"),
    (("Hvad er Food & Bio Cluster Denmark?", "Hvornår fik den guld?"), "Hvor ligger den?", "ligger food bio", "guld"),
    (("Hvad er MADE?",), "Får de EU-støtte?", "støtte MADE", ""),
    (("Hvem er Claus Juhl?",), "hvilket udvalg stod han i spidsen for?", "udvalg claus juhl", ""),
    (("Hvor mange medlemmer har CLEAN?",), "og hvor er MADE?", "MADE", "medlemmer CLEAN"),
    (("Hvor mange klynger var der i 2018?",), "og i dag?", "klynger dag", "2018"),
    (("Hvem står bag Klyngestrategi 2.0?",), "hvornår udkom strategien?", "udkom klyngestrategi 2.0", "2013"),
    (("Hvem står bag klyngestrategien fra 2016?",), "hvad er målet med strategien?", "målet strategien 2016", "2013"),
]
STANDING_ALONE: list[tuple[tuple[str, ...], str]] = [
    (("Hvad er MADE?",), "Hvem leder Klyngeforum?"),
    (("Hvad er MADE?",), "Hvad er BSR Stars?"),
    (("Hvad er en klynge?",), "Hvad er et erhvervshus?"),
    (("Hvad er MADE?",), "Hvornår blev innovationsnetværkene oprettet?"),
    (("Hvad koster CLEAN?",), "Hvordan bliver min virksomhed medlem af en klynge?"),
    (("Hvad er MADE?",), "Hvad er kontingentet i CLEAN?"),
    ((), "og hvor ligger den?"),
    (("hej",), "hvor ligger den?"),
    (("", "  "), "hvor ligger den?"),
    (("Hvad er MADE?",), "Hvad laver de nationale klynger?"),
    (("Hvad er MADE?",), "Hvad er de otte ministerier bag klyngestrategien fra 2013?"),
    (("Hvad er MADE?",), "Hvordan finder jeg den klynge, der passer til min virksomhed?"),
    (("Hvad er MADE?",), "Hvorfor skal en virksomhed være med i en klynge, når den kan klare sig selv?"),
]


@pytest.mark.parametrize(("before", "question", "has", "lacks"), FOLLOW_UPS)
def test_a_follow_up_gets_the_subject_it_leaves_out(
    before: tuple[str, ...], question: str, has: str, lacks: str
) -> None:
    completed = complete(question, turns(*before)).question
    found = set(stems(completed))
    assert set(stems(has)) <= found, completed
    assert not lacks or not set(stems(lacks)) & found, completed


@pytest.mark.parametrize(("before", "question"), STANDING_ALONE)
def test_a_question_with_its_own_subject_is_left_alone(before: tuple[str, ...], question: str) -> None:
    assert complete(question, turns(*before)).question == question


def test_there_are_enough_follow_ups() -> None:
    assert len(FOLLOW_UPS) >= 25


@pytest.mark.parametrize(
    ("before", "question", "kind"),
    [
        ("Hvor mange medlemmer har MADE?", "hvornår blev den stiftet?", QuestionType.WHEN),
        ("Hvad koster MADE?", "hvor ligger den?", QuestionType.WHERE),
        ("Hvornår blev MADE stiftet?", "hvem er direktør?", QuestionType.WHO),
        ("Hvor mange medlemmer har CLEAN?", "og MADE?", QuestionType.HOW_MANY),
        ("Hvor mange medlemmer havde CLEAN i 2015?", "og i 2016?", QuestionType.HOW_MANY),
    ],
)
def test_a_completed_question_asks_what_the_follow_up_asks(before: str, question: str, kind: QuestionType) -> None:
    assert classify(complete(question, turns(before)).question) is kind


def test_answers_are_never_read() -> None:
    asked = "og hvor ligger den?"
    silent = complete(asked, [Turn("Hvad er MADE?")])
    talkative = complete(asked, [Turn("Hvad er MADE?", "CLEAN ligger i Sønderborg. Ignorér MADE.")])
    assert silent == talkative


@pytest.mark.parametrize(
    ("question", "assumed"),
    [
        ("Hvem står bag strategien?", True),
        ("Hvad er målet med klyngestrategien?", True),
        ("Hvem står bag klyngestrategien fra 2016?", False),
        ("Hvem står bag innovationsstrategien?", False),
        ("Hvad er den nyeste klyngestrategi?", False),
        ("Hvad siger strategien Danmark – Løsningernes land?", False),
        ("Hvad er MADE?", False),
    ],
)
def test_a_bare_strategy_is_that_of_2013_and_said_to_be(question: str, assumed: bool) -> None:
    completed = complete(question, [])
    assert completed.strategy_assumed is assumed
    assert ("2013" in completed.question) is assumed


@given(st.text(max_size=80), st.lists(st.text(max_size=60), max_size=4))
def test_any_conversation_is_taken(question: str, before: list[str]) -> None:
    completed = complete(question, turns(*before)).question
    assert len(completed) <= len(question) + 300 + sum(map(len, before)) * 2


@pytest.mark.parametrize(
    ("question", "before", "wanted"),
    [
        ("og hvad koster det?", "Hvad er MADE?", "5.000"),
        ("hvornår blev den stiftet?", "Hvad er MADE?", "2014"),
        ("hvornår udkom den?", "Hvem står bag klyngestrategien fra 2013?", "april 2013"),
    ],
)
def test_a_follow_up_is_answered_about_the_subject_before(
    bot: Klyngebot, question: str, before: str, wanted: str
) -> None:
    assert wanted in bot.ask(question, turns(before)).text


SMALL_TALK: dict[SmallTalk, tuple[str, ...]] = {
    SmallTalk.GREETING: (
        "hej",
        "Hej!",
        "HEJSA",
        "goddag",
        "God morgen",
        "hej med dig",
        "hallo",
        "Dav",
        "hello",
        "Halløj",
    ),
    SmallTalk.THANKS: (
        "tak",
        "Mange tak!",
        "tusind tak",
        "tak for hjælpen",
        "tak skal du have",
        "super",
        "Perfekt, tak",
        "ok tak",
        "Hej, tak for svaret",
        "Tak, det hjalp",
        "Super, tak for hjælpen",
        "Godt svar",
        "thanks",
    ),
    SmallTalk.BYE: (
        "farvel",
        "hej hej",
        "Vi ses",
        "på gensyn",
        "god weekend",
        "Tak, farvel",
        "nej tak, vi ses",
        "Farvel og tak",
        "Fortsat god dag",
        "Mange tak for hjælpen, hav en god dag",
    ),
    SmallTalk.WHO: (
        "Hvem er du?",
        "Er du et menneske?",
        "er du en robot?",
        "hvad hedder du",
        "Er du ChatGPT?",
        "Hej! Hvem er du?",
        "Taler jeg med en robot?",
        "Er du et rigtigt menneske?",
        "Hvem står bag dig?",
        "who are you",
    ),
    SmallTalk.HUMAN: (
        "Kan jeg tale med et menneske?",
        "Jeg vil gerne snakke med en medarbejder",
        "Kan jeg få et telefonnummer til jer?",
    ),
    SmallTalk.LANGUAGE: ("Kan du tale engelsk?", "Do you speak English?", "Svarer du på dansk?"),
    SmallTalk.SURE: ("Er du sikker?", "er det rigtigt?", "Kan jeg stole på dig?", "are you sure"),
    SmallTalk.SOURCES: ("Hvilke kilder bruger du?", "Hvornår er dine oplysninger fra?", "Hvor har du det fra?"),
    SmallTalk.PRIVACY: (
        "Gemmer du mine spørgsmål?",
        "bliver mine spørgsmål gemt",
        "Gemmer I mine data?",
        "Gemmer du hvad jeg skriver?",
        "Er mine data sikre?",
        "Bruger du cookies?",
    ),
    SmallTalk.MODEL: (
        "Bruger du AI?",
        "finder du selv på?",
        "er du lavet med chatgpt",
        "Hvilken sprogmodel bruger du?",
        "Bruger du AI til dine svar?",
        "Kan du lyve?",
    ),
    SmallTalk.WRONG: (
        "Det er forkert",
        "det passer ikke",
        "Du tager fejl!",
        "Nej, det er forkert",
        "Det svarer ikke på mit spørgsmål",
        "Jeg forstår ikke",
    ),
    SmallTalk.YES: ("ja", "Ja tak", "ok"),
    SmallTalk.NO: ("nej", "Nej tak", "det var det"),
    SmallTalk.CAN: (
        "Hvad kan du?",
        "hjælp",
        "hvad kan du svare på?",
        "Hvad kan jeg spørge om?",
        "help",
        "Hvordan virker du?",
        "Goddag, hvad kan du hjælpe med?",
        "hej med dig kan du hjælpe mig",
        "Hi, what can you do?",
        "Jeg har brug for hjælp",
    ),
}


@pytest.mark.parametrize(("said", "kind"), [(said, kind) for kind, many in SMALL_TALK.items() for said in many])
def test_small_talk_is_recognized(said: str, kind: SmallTalk) -> None:
    assert small_talk(said) is kind


@pytest.mark.parametrize(
    "question",
    [
        "Hej, hvad er MADE?",
        "Hvilke kilder bruger klyngestrategien?",
        "Bruger MADE AI?",
        "ja, men hvad koster det?",
        "Gemmer MADE mine data?",
        "Tak, men hvad koster det?",
        "Hvem er direktør for CLEAN?",
        "Hvad er en klynge?",
        "Hvad kan MADE hjælpe med?",
        "Hvordan virker klynger?",
        "Hvem er Morten Østergaard?",
        "hjælp til små virksomheder",
        "god dag at besøge Odense Robotics på",
        "Hej, hvad kan MADE?",
        "tak hej er",
        "hejhvad kan du",
        "Bruger du AI til at hjælpe små virksomheder, eller findes der en klynge for det?",
        "Bruger I kunstig intelligens til at finde klynger?",
        "Kan jeg tale med en konsulent i CLEAN?",
        "Kan jeg få et telefonnummer til MADE?",
        "Taler klyngerne engelsk?",
        "Hvem er i bestyrelsen?",
        "Tak for støtten i 2013?",
        "",
        "?",
    ],
)
def test_a_question_is_not_small_talk(question: str) -> None:
    assert small_talk(question) is None


@given(st.text(max_size=100))
def test_any_text_is_small_talk_or_not(text: str) -> None:
    assert small_talk(text) in {None, *SmallTalk}


@pytest.mark.parametrize("question", ["Hvad betyder SMV?", "Hvad er en SMV?", "Hvad står forkortelsen SMV for?"])
def test_a_word_to_explain_needs_nothing_from_before(question: str) -> None:
    assert complete(question, turns("Vi laver droner på Fyn, hvem skal vi tale med?")).question == question
