"""Numbers and times as a reader would quote them."""

from __future__ import annotations

import pytest

from klyngebot.danish.periods import periods
from klyngebot.danish.quantities import quantities
from klyngebot.danish.wording import wording


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("Klyngen har over 14 udpegede klynger.", "over 14 udpegede klynger"),
        ("Den kostede 6,5 mio. kr. i alt.", "6,5 mio. kr."),
        ("Den kostede knap 5.000 kr.", "knap 5.000 kr."),
        ("En virksomhed med 250 ansatte eller flere", "250 ansatte eller flere"),
        ("To af klyngerne fik penge.", "To af klyngerne"),
        ("Opsiges med mindst tre måneders varsel.", "mindst tre måneders varsel"),
    ],
)
def test_a_quantity_is_quoted_with_its_bound_and_its_noun(text: str, quoted: str) -> None:
    own = quantities(text)[0]
    assert wording(text, own.start, own.end, own.unit) == quoted


@pytest.mark.parametrize(
    ("text", "quoted"), [("Det skete før 2020.", "før 2020"), ("Den begyndte den 1. maj 2014.", "1. maj 2014")]
)
def test_a_time_is_quoted_with_its_bound(text: str, quoted: str) -> None:
    own = periods(text)[0]
    assert wording(text, own.start, own.end) == quoted
