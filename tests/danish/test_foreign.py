"""Questions in other languages, glossed into Danish words."""

from __future__ import annotations

import pytest

from klyngebot.danish.foreign import Language, glossed, language_of


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("How many members does CLEAN have?", Language.ENGLISH),
        ("what does MARLOG stand for", Language.ENGLISH),
        ("What is a business cluster?", Language.ENGLISH),
        ("Hvor mange medlemmer har CLEAN?", Language.DANISH),
        ("we build denmark næstved", Language.DANISH),
        ("Hvad er Cluster Excellence Denmark?", Language.DANISH),
        ("Hvad betyder high level forum?", Language.DANISH),
        ("Hur många medlemmar hade MARLOG?", Language.NORDIC),
        ("Hvor mange ansatte hadde Food & Bio Cluster Denmark?", Language.NORDIC),
    ],
)
def test_the_language_of_a_question(question: str, language: Language) -> None:
    assert language_of(question) is language


@pytest.mark.parametrize(
    ("question", "has"),
    [
        ("How many members does CLEAN have?", "Hvor mange CLEAN"),
        ("What is the membership fee at MADE?", "kontingent MADE"),
        ("Which ministries were behind the cluster strategy of 2013?", "ministerium 2013"),
        ("When was Danish Sound Cluster founded?", "Hvornår Danish Sound Cluster"),
        ("Vilka två danska kluster hade guld?", "Hvilke to danske havde guld"),
    ],
)
def test_a_gloss_has_the_danish_words_and_keeps_names(question: str, has: str) -> None:
    words = glossed(question).replace("?", "").split()
    assert set(has.split()) <= {*words, *(word.rstrip("rne") + "um" for word in words)}, glossed(question)


def test_a_danish_question_stays_as_it_is() -> None:
    asked = "Hvad koster det at være medlem af MADE, og hvem leder klyngen?"
    assert glossed(asked) == asked


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("Did MARLOG go bankrupt?", Language.ENGLISH),
        ("Is CLEAN appointed for 2025-2028?", Language.ENGLISH),
        ("How many clusters are there in Denmark?", Language.ENGLISH),
        ("Who leads MADE?", Language.ENGLISH),
        ("we build denmark", Language.DANISH),
        ("Hvad er MADE?", Language.DANISH),
    ],
)
def test_a_question_that_begins_as_english_ones_do_is_english(question: str, language: Language) -> None:
    assert language_of(question) is language
