"""A mistyped word becomes the nearest word of the corpus; a right one is never touched."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klyngebot.bot import Klyngebot
from klyngebot.danish.spelling import Speller
from klyngebot.embedding import StaticEmbedder
from klyngebot.lexical import LexicalIndex

TEXTS = [
    "Klyngeforum ledes af ministeriet og støtter klyngerne.",
    "Innovationsnetværk får støtte af Uddannelses- og Forskningsministeriet.",
    "Kontingentet i CLEAN og MADE er lavt. Medlemmerne betaler årligt.",
    "Klyngestrategien åbner for internationalt samarbejde i Aarhus.",
]


@pytest.fixture(scope="module")
def speller(static: StaticEmbedder) -> Speller:
    lexical = LexicalIndex.build([str(number) for number in range(len(TEXTS))], TEXTS)
    return Speller(lexical.surfaces, static.knows_word)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Hvem leder klyngefroum?", "Hvem leder klyngeforum?"),
        ("Hvem leder Klyngefourm?", "Hvem leder Klyngeforum?"),
        ("innovationsnetvaerk", "innovationsnetværk"),
        ("inovationsnetværk", "innovationsnetværk"),
        ("klyngestratgien", "klyngestrategien"),
        ("kontigentet", "kontingentet"),
        ("stoette", "støtte"),
        ("Aarhus", "Aarhus"),
        ("minsteriet", "ministeriet"),
    ],
)
def test_a_typing_error_is_mended(speller: Speller, typed: str, meant: str) -> None:
    assert speller.correct(typed) == meant


@pytest.mark.parametrize(
    "typed",
    [
        "Hvad er vejret i dag?",
        "Hvem leder Klyngeforum?",
        "klyngestrategi",
        "kontingenter",
        "hest og vogn",
        "XYZZY",
        "CLEEN",
        "made",
        "ab",
        "Hvad koster fodboldbilletter i Parken?",
        "2013 og 1.000",
        "",
        "???",
    ],
)
def test_a_word_that_may_be_meant_stays(speller: Speller, typed: str) -> None:
    assert speller.correct(typed) == typed


def test_every_word_of_the_corpus_stays_or_gets_the_corpus_own_spelling(speller: Speller) -> None:
    for text in TEXTS:
        assert speller.correct(text) == text


def test_the_corpus_words_and_their_forms_are_known(speller: Speller) -> None:
    assert speller.knows("Klyngeforum")
    assert speller.knows("klyngeforummet") or speller.knows("klyngeforums")
    assert not speller.knows("elefant")


@given(typed=st.text(max_size=80))
def test_correcting_never_raises_and_keeps_what_is_no_word(speller: Speller, typed: str) -> None:
    corrected = speller.correct(typed)
    assert [char for char in corrected if not char.isalpha()] == [char for char in typed if not char.isalpha()]


def test_an_empty_corpus_corrects_nothing(static: StaticEmbedder) -> None:
    assert Speller({}, static.knows_word).correct("klyngefroum og kontigent") == "klyngefroum og kontigent"


def test_a_name_only_becomes_another_name(static: StaticEmbedder) -> None:
    texts = [*TEXTS, "Rederiet ejer et skib og flere skibe, oplyser Klyngeforum.", "I dag leder Klyngeforum arbejdet."]
    lexical = LexicalIndex.build([str(number) for number in range(len(texts))], texts)
    speller = Speller(lexical.surfaces, static.knows_word, lexical.is_name)
    assert speller.correct("Hvor ligger Skive?") == "Hvor ligger Skive?"
    assert speller.correct("Hvem leder Klngeforum?") == "Hvem leder Klyngeforum?"


@pytest.mark.parametrize(
    "question",
    [
        "Hvilken klynge har hovedkontor i Skanderborg?",
        "Er der en klynge i Kjellerup?",
        "Ligger der en klynge i Rønde?",
        "Hvad har Nordea med klynger at gøre?",
        "Hvad skrev Brodersen om klynger?",
        "varde kommune og hjørring",
        "Skanderborg Kommune",
        "Læsø",
    ],
)
def test_another_place_firm_or_person_stays(bot: Klyngebot, question: str) -> None:
    assert bot._speller.correct(question) == question


@pytest.mark.parametrize(
    ("typed", "meant"), [("i Odnse", "i Odense"), ("hos Cencec", "hos Cencec"), ("i Arhus", "i Aarhus")]
)
def test_a_slip_of_the_fingers_in_a_name_is_mended(bot: Klyngebot, typed: str, meant: str) -> None:
    assert bot._speller.correct(typed) in (meant, typed.replace("Arhus", "Århus"))


def test_an_inflected_word_of_everyday_danish_stays(speller: Speller) -> None:
    assert speller.correct("hvem sparede og cyklede") == "hvem sparede og cyklede"
