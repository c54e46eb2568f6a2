"""Checking generated text: marks are read as models write them, and only what a source carries stays."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klyngebot.answering.grounding import Fault, GroundedSentence, ground
from klyngebot.support import assess

SOURCES = (
    "MADE havde omkring 2023 over 250 medlemmer.",
    "Odense Robotics havde i 2020 sekretariat i Odense.",
    "Danmarks Erhvervsfremmebestyrelse bevilgede 160 mio. kr. til de 14 klynger.",
    "Ansøgningsfristen var den 27. maj 2020 kl. 10.00.",
)


def kept(text: str) -> list[GroundedSentence]:
    return list(ground(text, SOURCES).kept)


@pytest.mark.parametrize(
    "written",
    [
        "MADE havde over 250 medlemmer omkring 2023 [1].",
        "MADE havde over 250 medlemmer omkring 2023. [1]",
        "MADE havde over 250 medlemmer omkring 2023.[1]",
        "MADE havde over 250 medlemmer omkring 2023[1].",
        "[1] MADE havde over 250 medlemmer omkring 2023.",
        "MADE [1] havde over 250 medlemmer omkring 2023.",
        "- MADE havde over 250 medlemmer omkring 2023 [1].",
        "1. MADE havde over 250 medlemmer omkring 2023 [1].",
        "  MADE   havde over 250 medlemmer\tomkring 2023 [1].",
        "MADE havde over 250 medlemmer omkring 2023 [1][1].",
        "MADE havde over 250 medlemmer omkring 2023 [1, 1].",
        "MADE havde over 250 med\u00adlemmer omkring 2023\u200b [1].",
    ],
)
def test_a_mark_is_read_wherever_a_model_puts_it(written: str) -> None:
    assert kept(written) == [GroundedSentence("MADE havde over 250 medlemmer omkring 2023.", (1,))]


def test_each_sentence_has_its_own_mark() -> None:
    text = (
        "MADE havde over 250 medlemmer. [1] Odense Robotics havde sekretariat i Odense i 2020. [2]\n\n"
        "Danmarks Erhvervsfremmebestyrelse bevilgede 160 mio. kr. [3] Fristen var den 27. maj 2020 kl. 10.00 [4]."
    )
    found = ground(text, SOURCES)
    assert [sentence.sources for sentence in found.kept] == [(1,), (2,), (3,), (4,)]
    assert found.kept[2].text == "Danmarks Erhvervsfremmebestyrelse bevilgede 160 mio. kr."
    assert not found.faults


def test_only_the_marks_that_carry_the_sentence_alone_stay() -> None:
    assert kept("MADE havde over 250 medlemmer [2][1][3].") == [
        GroundedSentence("MADE havde over 250 medlemmer.", (1,))
    ]


def test_two_sources_are_not_mixed_into_one_sentence() -> None:
    assert kept("MADE havde over 250 medlemmer og sekretariat i Odense [1][2].") == []


@pytest.mark.parametrize(
    ("written", "fault"),
    [
        ("MADE havde over 250 medlemmer.", Fault.UNMARKED),
        ("MADE havde over 250 medlemmer (1).", Fault.UNMARKED),
        ("MADE havde over 250 medlemmer [kilde 1].", Fault.UNMARKED),
        ("MADE havde over 250 medlemmer [99].", Fault.UNKNOWN),
        ("MADE havde over 250 medlemmer [0].", Fault.UNKNOWN),
        ("MADE havde over 250 medlemmer [1][99].", Fault.UNKNOWN),
        ("MADE havde over 300 medlemmer [1].", Fault.UNSUPPORTED),
        ("MADE havde over 250 medlemmer [2].", Fault.UNSUPPORTED),
        ("Se https://ondt.example: MADE havde over 250 medlemmer [1].", Fault.UNSUPPORTED),
        ("**MADE** havde over 250 medlemmer [1].", Fault.UNSUPPORTED),
        ("MADE havde over 250 medlemmer [1-3] [1].", Fault.UNSUPPORTED),
        ("MADE havde over 250 medlemmer " * 20 + "[1].", Fault.UNSUPPORTED),
        ("[1].", Fault.UNSUPPORTED),
    ],
)
def test_a_dropped_sentence_is_counted_under_its_fault(written: str, fault: Fault) -> None:
    found = ground(written, SOURCES)
    assert found.kept == ()
    assert found.faults == {fault: 1}
    assert not found.is_enough


def test_half_of_the_sentences_is_enough_and_less_is_not() -> None:
    good, bad = "MADE havde over 250 medlemmer [1].", "MADE havde {} medlemmer [1]."
    assert ground(f"{good} {bad.format(1)}", SOURCES).is_enough
    assert not ground(f"{good} {bad.format(1)} {bad.format(2)}", SOURCES).is_enough


def test_a_repeated_sentence_counts_once() -> None:
    found = ground("MADE havde over 250 medlemmer [1]. " * 5 + "Alt er sandt [1]. " * 50, SOURCES)
    assert len(found.kept) == 1
    assert found.generated == 2


def test_no_text_is_no_answer() -> None:
    for text in ("", "\n", "INTET SVAR", "[1]"):
        assert not ground(text, SOURCES).is_enough


@pytest.mark.parametrize(
    "unit",
    ["a", ". ", "[1]", "[1] ", "[1]. ", "a. [1] ", "[1,", "!", "- ", "1. A", "»«", "æ" * 70 + " ", "\n", "[1]\n"],
)
def test_a_flood_is_checked_quickly(unit: str) -> None:
    started = time.thread_time()
    ground(unit * (4000 // len(unit)), SOURCES * 8)
    assert time.thread_time() - started < 10


words = st.sampled_from(
    [
        *" ".join(SOURCES).split(),
        "[1]",
        "[2]",
        "[3]",
        "[99]",
        "[1][2]",
        ".",
        ". ",
        "!",
        "\n",
        "ikke",
        "300",
        "Novo",
        "x",
    ]
)
texts = st.one_of(
    st.text(max_size=300),
    st.lists(words, max_size=60).map(" ".join),
    st.lists(st.one_of(words, st.text(max_size=8)), max_size=40).map("".join),
)


@given(texts)
def test_whatever_is_written_what_stays_is_carried_by_each_of_its_sources(text: str) -> None:
    found = ground(text, SOURCES)
    for sentence in found.kept:
        assert sentence.sources
        assert "[" not in sentence.text
        assert all(assess(sentence.text, SOURCES[number - 1]).carried for number in sentence.sources)
