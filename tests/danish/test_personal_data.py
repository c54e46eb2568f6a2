"""Personal data are taken out; figures, years and CVR numbers stay."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klyngebot.danish.personal_data import PersonalData, masked, without_masks
from klyngebot.types import Document


@pytest.mark.parametrize(
    ("text", "left", "kinds"),
    [
        ("Mit CPR er 010203-1234", "Mit CPR er [CPR-nummer]", (PersonalData.CPR,)),
        ("cpr 0102031234", "cpr [CPR-nummer]", (PersonalData.CPR,)),
        ("skriv til ole.olsen@firma.dk", "skriv til [mailadresse]", (PersonalData.EMAIL,)),
        ("ring +45 12 34 56 78", "ring [telefonnummer]", (PersonalData.PHONE,)),
        ("ring 22 33 44 55 nu", "ring [telefonnummer] nu", (PersonalData.PHONE,)),
        ("ring 22334455", "ring [telefonnummer]", (PersonalData.PHONE,)),
        ("CVR 22334455", "CVR 22334455", ()),
        ("klyngeprogrammet 2025-2028 og 2021-2024", "klyngeprogrammet 2025-2028 og 2021-2024", ()),
        ("Hvem gav støtte omkring 2021-2023?", "Hvem gav støtte omkring 2021-2023?", ()),
        ("https://www.yumpu.com/view/34031233/x", "https://www.yumpu.com/view/34031233/x", ()),
        ("den ene siger 1. juni, den anden 1. juli 2020", "den ene siger 1. juni, den anden 1. juli 2020", ()),
        ("3-6 Sept 2013, 300 deltagere", "3-6 Sept 2013, 300 deltagere", ()),
        ("den 1. oktober 2020 14 klynger", "den 1. oktober 2020 14 klynger", ()),
        ("j.nr. 2019-18-0512-1234", "j.nr. 2019-18-0512-1234", ()),
        (
            "kort 4571 1234 5678 9016, pas nr. 203456789",
            "kort [kortnummer], pas nr. [pasnummer]",
            (PersonalData.CARD, PersonalData.PASSPORT),
        ),
        ("DK50 0040 0440 1162 43", "[IBAN-nummer]", (PersonalData.IBAN,)),
        (
            "010101-1234, 020202-4321 og 1234-0101010101",
            "[CPR-nummer], [CPR-nummer] og [kontonummer]",
            (PersonalData.CPR, PersonalData.ACCOUNT),
        ),
        ("662 mio. kr. og 22.334.455 kr.", "662 mio. kr. og 22.334.455 kr.", ()),
        ("lov nr. 1518 af 18. december 2018", "lov nr. 1518 af 18. december 2018", ()),
    ],
)
def test_personal_data_are_masked(text: str, left: str, kinds: tuple[PersonalData, ...]) -> None:
    assert masked(text) == (left, kinds)


def test_what_only_tells_personal_data_is_not_searched_for() -> None:
    assert without_masks("Mit CPR er [CPR-nummer]. Hvad koster MADE?") == "Hvad koster MADE?"
    assert without_masks("Hvem har [telefonnummer]?") == "Hvem har ?"
    for kind in PersonalData:
        assert without_masks(f"Her er [{kind}]. Hvad koster MADE?") == "Hvad koster MADE?"


PATTERNS = ["a", "1", "a.", "a@", "9 ", "1.", "01", "[", "a1", "dk12", "010101-", "12 ", "1\n", "nul ", "2026-", "+45 ",
            "konto ", "cpr ", "(", "ole at firma dot ", "\u200b1", "a@a.", ".", "- "]  # fmt: skip


@pytest.mark.parametrize("pattern", PATTERNS)
def test_no_text_takes_time_that_grows_with_its_square(pattern: str) -> None:
    """Some 0.2 to 0.9 s each; the square would be minutes. A ratio of two short times would measure the machine."""
    text = pattern * (500_000 // len(pattern))
    begun = time.thread_time()
    masked(text)
    assert time.thread_time() - begun < 15


@pytest.mark.parametrize(
    "text",
    [
        "Hvad er en\u200bklynge i ２０２５, og hvorfor −5 %?",
        "To\u00adtusind\tog 4\u20e3 ②, e\u0301n é",
        "\ufeffQ\U000e0041 ﬁ ½ Ⅳ",
    ],
)
def test_what_is_no_personal_data_stays_as_written(text: str) -> None:
    assert masked(text) == (text, ())
    number = "0101\u200b01－12３４"
    assert masked(f"{text} {number} {text}") == (f"{text} [CPR-nummer] {text}", (PersonalData.CPR,))


@given(st.text(alphabet="0123456789 .-/:@+abdkcpr\n\u200b０−", max_size=60))
def test_masking_again_finds_nothing_more_and_keeps_the_rest(text: str) -> None:
    left, kinds = masked(text)
    assert (left == text) == (not kinds)
    rest = iter(text)
    assert all(char in rest for piece in re.split(r"\[[^\]]*\]", left) for char in piece)


def test_no_sentence_of_the_corpus_is_taken_for_personal_data(documents: Mapping[str, Document]) -> None:
    sentences = [doc.text[item.start : item.end] for doc in documents.values() for item in doc.sentences]
    assert len(sentences) > 1_000
    hidden = [text for text in sentences if masked(text)[0] != text]
    assert all(masked(text)[1] == (PersonalData.EMAIL,) and "fi@fi.dk" in text for text in hidden), hidden


def test_no_text_of_the_gold_sets_is_taken_for_personal_data() -> None:
    paths = sorted((Path(__file__).parents[1] / "gold").rglob("*.jsonl"))
    lines = [(path.name, line) for path in paths for line in path.read_text(encoding="utf-8").splitlines()]
    values = [(name, value) for name, line in lines for value in strings(json.loads(line))]
    assert len(values) > 5_000
    address = "fi@fi.dk"  # the one in the corpus
    assert [pair for pair in values if masked(pair[1].replace(address, ""))[1]] == []


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | dict):
        for item in value.values() if isinstance(value, dict) else value:
            yield from strings(item)
