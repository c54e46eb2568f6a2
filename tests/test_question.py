"""A question read once: what it is about, how much each word says, and which names and numbers it has."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from klyngebot.danish.analyzer import stem
from klyngebot.danish.normalize import fold
from klyngebot.danish.questions import QuestionType
from klyngebot.embedding import StaticEmbedder
from klyngebot.lexical import LexicalIndex
from klyngebot.question import Concept, Question, match, words_of
from klyngebot.reading import read_question
from klyngebot.retrieval import Index

Read = Callable[[str], Question]
STATIC = StaticEmbedder()
SMALL = LexicalIndex.build(["a", "b"], ["MADE er en klynge for produktion.", "CLEAN har 200 medlemmer i Sønderborg."])


@pytest.fixture(scope="module")
def read(index: Index, static: StaticEmbedder) -> Read:
    return lambda text: read_question(text, index.lexical, static.salience)


def concept(question: Question, word: str) -> Concept:
    return next(item for item in question.concepts if item.stem == stem(fold(word)))


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("Hvem leder Klyngeforum?", QuestionType.WHO, "leder klyngeforum"),
        ("Hvor mange medlemmer har CLEAN?", QuestionType.HOW_MANY, "medlemmer clean"),
        ("Hvad er en klynge?", QuestionType.DEFINITION, "klynge"),
        ("hvad koster made", QuestionType.HOW_MUCH, "koster made"),
    ],
)
def test_a_question_has_a_type_and_content_words(read: Read, text: str, kind: QuestionType, words: str) -> None:
    question = read(text)
    assert question.text == text
    assert question.kind is kind
    assert [item.stem for item in question.concepts] == [stem(word) for word in words.split()]


@pytest.mark.parametrize("text", ["", "?", "Hvad er det?", "\u200b", "!!!"])
def test_a_question_without_content_has_no_concepts_and_still_a_weight(read: Read, text: str) -> None:
    question = read(text)
    assert question.concepts == ()
    assert question.weight > 0


def test_rare_subject_words_weigh_more_than_everyday_words(read: Read) -> None:
    question = read("Hvilke små ting fortæller Klyngeforum om innovation?")
    assert concept(question, "Klyngeforum").weight > concept(question, "ting").weight
    assert all(item.weight > 0 for item in question.concepts)
    assert question.weight == pytest.approx(sum(item.weight for item in question.concepts))


def test_names_and_numbers_are_told_from_other_words(read: Read) -> None:
    question = read("Hvor mange medlemmer havde clean i 2016?")
    assert concept(question, "clean").is_name, "the corpus writes it as a name"
    assert concept(question, "2016").is_name
    assert not concept(question, "medlemmer").is_name


def test_words_the_corpus_lacks_are_known_to_be_unknown(read: Read) -> None:
    question = read("Hvad koster mælkebøtter i CLEAN?")
    assert not concept(question, "mælkebøtter").known
    assert concept(question, "clean").known


def test_a_word_that_stands_twice_counts_once(read: Read) -> None:
    assert len(read("Klynger, klynger og klyngen").concepts) == 1


def test_words_that_mean_nearly_the_same_come_along(read: Read) -> None:
    assert concept(read("Hvad er prisen for små firmaer?"), "firmaer").related


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Hvad siger initiativ 22?", {"22"}),
        ("Hvad er pejlemærke 5 i Klyngestrategi 2.0?", {"5"}),
        ("Hvor mange af de 14 klynger ligger i Jylland?", set()),
        ("Hvad skete der i 2013?", set()),
        ("Hvad koster 100 kr.?", set()),
        ("Klyngeprogram 2021-2024", set()),
    ],
)
def test_a_number_behind_a_word_picks_one_of_a_row(read: Read, text: str, found: set[str]) -> None:
    assert found <= read(text).identifiers
    assert "2013" not in read(text).identifiers
    if not found:
        assert not read(text).identifiers - {"100"}


@pytest.mark.parametrize(
    ("text", "found"),
    [("Hvad skete i 2013?", {2013}), ("programmet 2021-2024", {2021, 2022, 2023, 2024}), ("Hvad koster det?", set())],
)
def test_the_years_of_a_question_are_read(read: Read, text: str, found: set[int]) -> None:
    assert read(text).years == found


def test_what_stands_before_the_question_weighs_less(read: Read) -> None:
    alone = concept(read("Hvad koster kontingentet for robotter i MADE?"), "robotter").weight
    aside = concept(read("Vi bygger robotter. Hvad koster kontingentet i MADE?"), "robotter").weight
    assert aside < alone


@pytest.mark.parametrize(
    ("word", "text", "least", "most"),
    [
        ("klynger", "En klynge samler virksomheder.", 1.0, 1.0),
        ("virksomhederne", "En virksomhed kan blive medlem.", 1.0, 1.0),
        ("klyngestrategi", "Strategien for klynger er fra 2013.", 0.3, 0.95),
        ("innovationsnetvrk", "Et innovationsnetværk samler forskere.", 0.5, 0.95),
        ("pris", "Kontingentet er 5.000 kr.", 0.5, 0.95),
        ("sønderborg", "Aalborg er en by.", 0.0, 0.0),
        ("2013", "Det var i 2014.", 0.0, 0.0),
        ("2013", "Det var i 2013.", 1.0, 1.0),
    ],
)
def test_a_text_has_a_concept_wholly_partly_or_not(read: Read, word: str, text: str, least: float, most: float) -> None:
    (item, *_) = read(word).concepts
    assert least <= match(item, words_of(text)) <= most


def test_a_name_is_not_matched_by_one_that_only_looks_alike(read: Read) -> None:
    item = concept(read("Hvad er CenSec?"), "CenSec")
    assert match(item, words_of("Et center for sikkerhed.")) == 0.0


@given(st.text(max_size=150), st.text(max_size=150))
@settings(deadline=None)
def test_any_question_can_be_read_and_matched(text: str, other: str) -> None:
    question = read_question(text, SMALL, STATIC.salience)
    assert question.weight > 0
    there = words_of(other)
    assert all(0.0 <= match(item, there) <= 1.0 for item in question.concepts)
    assert len({item.stem for item in question.concepts}) == len(question.concepts)
