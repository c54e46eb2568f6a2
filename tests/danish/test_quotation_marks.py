"""Quotation marks: which belong together, which stand alone, and which are none."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klyngebot.danish.quotation_marks import pair_marks

QUOTE = "CLEAN blev stiftet i 2014"


def insides(text: str) -> list[str]:
    return [text[pair.opening.end : pair.closing.start].strip() for pair in pair_marks(text)[0]]


def lone(text: str) -> list[tuple[str, bool]]:
    return [(item.mark.sign, item.opens) for item in pair_marks(text)[1]]


@pytest.mark.parametrize(
    "text",
    [
        f"Der står »{QUOTE}«.",
        f"Der står «{QUOTE}».",
        f"Der står « {QUOTE} ».",
        f"Der står „{QUOTE}“.",
        f"Der står „{QUOTE}”.",
        f"Der står “{QUOTE}”.",
        f"Der står ”{QUOTE}”.",
        f'Der står "{QUOTE}".',
        f"Der står ‘{QUOTE}’.",
        f"Der står ’{QUOTE}’.",
        f"Der står '{QUOTE}'.",
        f"Der står ‚{QUOTE}‘.",
        f"Der står ‚{QUOTE}’.",
        f"Der står ›{QUOTE}‹.",
        f"Der står ``{QUOTE}''.",
        f'Der står ("{QUOTE}").',
        f'Hun sagde:"{QUOTE}".',
        f'Der står **"{QUOTE}"**.',
    ],
)
def test_every_kind_of_marks_pairs(text: str) -> None:
    assert insides(text) == [QUOTE]
    assert lone(text) == []


@pytest.mark.parametrize(
    "text",
    [
        f'Et rør på 5" koster lidt. Han sagde: "{QUOTE}".',
        f'Tommer 5" rør og mere.\n\nDer står "{QUOTE}".',
        f"Et rør på 5” koster lidt. Han sagde: ”{QUOTE}”.",
        f"Vestas' og MADE's folk sagde i '90 og 2010'erne: '{QUOTE}'.",
        f"Forside » Klynger » Odense. Der står »{QUOTE}«.",
        f"Forside › Klynger › Odense. Der står »{QUOTE}«.",
    ],
)
def test_inch_marks_apostrophes_and_paths_turn_nothing_round(text: str) -> None:
    assert insides(text) == [QUOTE]
    assert lone(text) == []


def test_an_inch_mark_or_apostrophe_within_a_quotation_does_not_end_it() -> None:
    assert insides('Hun sagde "et rør på 5" er for lille".') == ['et rør på 5" er for lille']
    assert insides('Han sagde "i alt 11" og "slet ingen".') == ["i alt 11", "slet ingen"]
    assert insides("Hun sagde 'Vestas' møller er store'.") == ["Vestas' møller er store"]
    assert insides("Hun sagde 'det er Vestas' og gik.") == ["det er Vestas"]
    assert insides('Skærmen er 24" og bordet 50" bredt.') == []


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        (f"Han sagde »hun skrev ”{QUOTE}” i går«", f"hun skrev ”{QUOTE}” i går"),
        (f'Han sagde "hun skrev "{QUOTE}" i går".', f'hun skrev "{QUOTE}" i går'),
        (f"Han sagde »hun skrev »{QUOTE}« i går«", f"hun skrev »{QUOTE}« i går"),
        (f"Han sagde «hun skrev «{QUOTE}»», siger han.", f"hun skrev «{QUOTE}»"),
        (f"Han sagde ”hun skrev ”{QUOTE}””.", f"hun skrev ”{QUOTE}”"),
    ],
)
def test_a_quotation_within_another_is_one_of_its_own(text: str, inside: str) -> None:
    assert insides(text) == [inside, QUOTE]
    assert lone(text) == []


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ('Han sagde "det er sandt. Så gik han.', [('"', True)]),
        ("Han sagde »det er sandt. Hun sagde »nej«.", [("»", True)]),
        ("Han sagde det er sandt«. Hun sagde »nej«.", [("«", False)]),
        ("Der står »den første del\n\nog den anden«.", [("»", True), ("«", False)]),
    ],
)
def test_a_mark_without_its_fellow_stands_alone(text: str, marks: list[tuple[str, bool]]) -> None:
    assert lone(text) == marks


def test_quotations_stand_side_by_side() -> None:
    assert insides("»Nej!« »Jo!«»Måske«") == ["Nej!", "Jo!", "Måske"]
    assert insides('"Hej," sagde hun, "det er godt""nok".[^1] "Ja"') == ["Hej,", "det er godt", "nok", "Ja"]
    assert insides("”Det steg 5”, sagde han, ”og faldt 6”.") == ["Det steg 5", "og faldt 6"]
    assert insides('<a href="x">') == ["x"]


def test_an_unclosed_mark_changes_nothing_in_the_next_paragraph() -> None:
    assert insides(f'Han sagde "det er sandt. Ja.\n\nHun sagde "nej" og så "{QUOTE}".') == ["nej", QUOTE]


@pytest.mark.parametrize("part", ['»x "x ', 'x” "', '5" ', "»", "« ", "'s ", '"a 5" '])
def test_a_text_of_marks_alone_is_read_in_time(part: str) -> None:
    text = part * (40_000 // len(part))
    began = time.thread_time()
    pair_marks(text)
    assert time.thread_time() - began < 10


@given(st.text(alphabet="ab 5\n.»«„“”‚‘’'\"`›‹[s", max_size=60))
def test_pairs_never_cross(text: str) -> None:
    pairs, alone = pair_marks(text)
    spans = [(pair.opening.start, pair.closing.end) for pair in pairs]
    assert spans == sorted(spans)
    assert all(later >= end or past <= end for start, end in spans for later, past in spans if later > start)
    used = [mark.start for pair in pairs for mark in (pair.opening, pair.closing)] + [item.mark.start for item in alone]
    assert len(set(used)) == len(used)
