"""No pattern takes time that grows with the square of a text: what takes a second here would take hours then."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from klyngebot.conversation import complete, small_talk
from klyngebot.danish.analyzer import stems, terms, tokens
from klyngebot.danish.dates import years
from klyngebot.danish.names import names, numbers
from klyngebot.danish.normalize import clean, fold
from klyngebot.danish.questions import QuestionType, answer_shape, classify
from klyngebot.danish.sentences import split_sentences
from klyngebot.types import Turn

LENGTH = 100_000
PATTERNS = ("a", "å", "A", "Aa ", "1", "1.", "1,", "2013-", "2013 til ", "a-", "ab-", "-", " ", "\n", ".", ". ", "a. ")
PATTERNS += (
    "?",
    "»",
    "(",
    "'",
    "a'",
    "_",
    "\u0301",
    "\u200b",
    "hvor ",
    "hvad er ",
    "i Aa",
    "og Aa, ",
    "kr. ",
    "[^K1]",
    "Aa.",
)
FUNCTIONS: dict[str, Callable[[str], object]] = {
    "clean": clean,
    "fold": fold,
    "tokens": tokens,
    "terms": terms,
    "stems": stems,
    "years": years,
    "numbers": numbers,
    "names": names,
    "classify": classify,
    "sentences": split_sentences,
    "lines": lambda text: split_sentences(text, lines=True),
    "small talk": small_talk,
    **{
        f"shape of {kind}": lambda text, kind=kind: answer_shape(kind, text, "Hvad er MADE?")  # type: ignore[misc]
        for kind in QuestionType
    },
}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_long_text_takes_no_long_time(name: str) -> None:
    for pattern in PATTERNS:
        text = pattern * (LENGTH // len(pattern))
        begun = time.thread_time()
        FUNCTIONS[name](text)
        assert time.thread_time() - begun < 5.0, pattern


def test_a_long_conversation_takes_no_long_time() -> None:
    begun = time.thread_time()
    for pattern in PATTERNS:
        complete(f"og {pattern * 100}", [Turn(pattern * (500 // len(pattern)))] * 6)
    assert time.thread_time() - begun < 10.0
