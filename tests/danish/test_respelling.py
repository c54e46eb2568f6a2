"""Spoken and run-together spellings become what the documents write, and nothing else changes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klyngebot.danish.respelling import respelled


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Hvormange klynger er der", "Hvor mange klynger er der"),
        ("hva' koster det", "hvad koster det"),
        ("Ka’ jeg blive medlem?", "Kan jeg blive medlem?"),
        ("Hvad er RegX?", "Hvad er REG X?"),
        ("hvorlænge varer det", "hvor længe varer det"),
    ],
)
def test_what_is_meant_is_written_out(typed: str, meant: str) -> None:
    assert respelled(typed) == meant


@pytest.mark.parametrize("question", ["Hvordan går det?", "Hvad er en klynge?", "Er 'Kant' en hvalp?", ""])
def test_other_words_stay(question: str) -> None:
    assert respelled(question) == question


@given(st.text(max_size=200))
def test_writing_it_out_twice_changes_nothing_more(text: str) -> None:
    assert respelled(respelled(text)) == respelled(text)
