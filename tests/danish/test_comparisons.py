"""Questions that compare, and the question of each of their sides."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from klyngebot.danish.comparisons import MOST, asks_of_change, comparison


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        (
            "Hvad kræver et bronzemærke sammenlignet med et guldmærke?",
            ("Hvad kræver et bronzemærke?", "Hvad kræver et guldmærke?"),
        ),
        ("Hvad er forskellen på en klynge og et GTS-institut?", ("Hvad er en klynge?", "Hvad er et GTS-institut?")),
        ("Hvordan adskiller NFC sig fra CenSec?", ("Hvad er NFC?", "Hvad er CenSec?")),
        ("REG X vs. Netmatch", ("Hvad er REG X?", "Hvad er Netmatch?")),
        ("Sammenlign bronze-, sølv- og guldmærket", ("Hvad er bronze?", "Hvad er sølv?", "Hvad er guldmærket?")),
        (
            "Hvad er forskellen på kontingentet i MADE og CLEAN?",
            ("Hvad er kontingentet i MADE?", "Hvad er kontingentet i CLEAN?"),
        ),
        ("opsigelse: CLEAN kontra MADE", ("Opsigelse CLEAN?", "Opsigelse MADE?")),
        ("CenSecs og Vision Denmarks medlemstal", ("CenSecs medlemstal?", "Vision Denmarks medlemstal?")),
    ],
)
def test_each_side_is_asked_the_same(question: str, expected: tuple[str, ...]) -> None:
    assert comparison(question).sides == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        (
            "Hvem har flest medlemmer, Energy Cluster Denmark eller Food & Bio Cluster Denmark?",
            (
                "Hvor mange medlemmer har Energy Cluster Denmark?",
                "Hvor mange medlemmer har Food & Bio Cluster Denmark?",
            ),
        ),
        ("Har MADE flere medlemmer end CLEAN?", ("Hvor mange medlemmer har MADE?", "Hvor mange medlemmer har CLEAN?")),
        ("Hvad er billigst: MADE eller CLEAN?", ("Hvad koster MADE?", "Hvad koster CLEAN?")),
        (
            "Hvem blev stiftet først: MADE, CLEAN eller CenSec?",
            ("Hvornår blev MADE stiftet?", "Hvornår blev CLEAN stiftet?", "Hvornår blev CenSec stiftet?"),
        ),
        (
            "Hvem fik den største bevilling i 2020, MADE eller CLEAN?",
            ("Hvor stor bevilling fik MADE i 2020?", "Hvor stor bevilling fik CLEAN i 2020?"),
        ),
    ],
)
def test_who_has_more_is_told_by_what_each_has(question: str, expected: tuple[str, ...]) -> None:
    assert comparison(question).sides == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        (
            "Hvor mange ministerier stod bag i 2013 sammenlignet med 2016?",
            ("Hvor mange ministerier stod bag i 2013?", "Hvor mange ministerier stod bag i 2016?"),
        ),
        (
            "Hvor mange klynger var der i 2021, i 2022 og i 2025?",
            (
                "Hvor mange klynger var der i 2021?",
                "Hvor mange klynger var der i 2022?",
                "Hvor mange klynger var der i 2025?",
            ),
        ),
        (
            "Hvordan udviklede MADEs medlemstal sig fra 2014 til 2019?",
            ("MADEs medlemstal i 2014?", "MADEs medlemstal i 2019?"),
        ),
        (
            "Var der flest guldklynger i 2013 eller i 2017?",
            ("Hvor mange guldklynger i 2013 var der?", "Hvor mange guldklynger i 2017 var der?"),
        ),
    ],
)
def test_two_or_three_years_are_asked_for_one_by_one(question: str, expected: tuple[str, ...]) -> None:
    assert comparison(question).sides == expected


def test_things_named_before_the_question_are_asked_of_severally() -> None:
    told = comparison("Man kan søge hos både DigitalLead og Danish Sound Cluster. Hvor store beløb har de to givet?")
    assert told.sides == ("Hvor store beløb har DigitalLead givet?", "Hvor store beløb har Danish Sound Cluster givet?")


def test_the_one_and_the_other_are_told_apart() -> None:
    told = comparison(
        "Skal jeg ringe til et erhvervshus eller til en klynge? Hvad kan den ene, som den anden ikke kan?"
    )
    assert told.plain == "Hvad er forskellen på et erhvervshus og en klynge?"


@pytest.mark.parametrize(
    "question",
    [
        "Hvad er en klynge?",
        "Hvad var årsagen til, at Danish Sound Cluster røg ud af klyngeindsatsen fra 2025?",
        "House of Energy er en klynge – hvad er forskellen på den og Energy Cluster Denmark?",
        "Dansk Metal var kritisk over for klyngerne. Hvad gik kritikken ud på?",
        "Hvad blev der aftalt i 2013 og 2014?",
        "Hvorfor var der to klynger færre i 2025 end i 2022?",
        "",
    ],
)
def test_a_question_that_compares_nothing_has_no_sides(question: str) -> None:
    assert comparison(question).sides == ()


def test_a_change_is_asked_for() -> None:
    assert asks_of_change("Er medlemstallet i CenSec gået op eller ned?")
    assert not asks_of_change("Hvor mange medlemmer har CenSec?")


@settings(deadline=None)
@given(st.text(max_size=200))
def test_any_text_has_few_sides(text: str) -> None:
    assert len(comparison(text).sides) <= MOST
