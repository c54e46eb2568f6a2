"""Amounts, counts and shares are intervals that compare."""

from __future__ import annotations

import math

import pytest

from klyngebot.danish.quantities import Relation, quantities


@pytest.mark.parametrize(
    ("text", "low", "high", "unit"),
    [
        ("226 medlemmer", 226, 226, "medlem"),
        ("mindst 50 virksomheder", 50, math.inf, "virksom"),
        ("højst 3 mio. kr.", -math.inf, 3e6, "kr"),
        ("ikke over 3 mio. kr.", -math.inf, 3e6, "kr"),
        ("100 ansatte eller flere", 100, math.inf, "ansat"),
        ("femten tusinde kroner", 15_000, 15_000, "kr"),
        ("en halv million kroner", 500_000, 500_000, "kr"),
        ("400.000.000 kr.", 4e8, 4e8, "kr"),
        ("2-249 årsværk", 2, 249, "aarsvaerk"),
        ("mellem 3 og 5 mio. kr.", 3e6, 5e6, "kr"),
        ("halvdelen af udgifterne", 50, 50, "procent"),
        ("21 af de 22 netværk", 21, 21, "netvaerk"),
        ("12 pct.", 12, 12, "procent"),
        ("ingen medlemmer", 0, 0, "medlem"),
    ],
)
def test_a_quantity_is_an_interval_of_a_unit(text: str, low: float, high: float, unit: str) -> None:
    own = quantities(text)[0]
    assert (own.low, own.high, own.unit) == (low, high, unit)


@pytest.mark.parametrize("text", ["i 2014", "den 3. maj", "L 73", "side 12", "Horizon 2020"])
def test_years_days_and_numbers_that_name_are_no_quantities(text: str) -> None:
    assert quantities(text) == ()


@pytest.mark.parametrize(
    ("claimed", "told", "relation"),
    [
        ("over 200 medlemmer", "226 medlemmer", Relation.WITHIN),
        ("over 226 medlemmer", "226 medlemmer", Relation.OUTSIDE),
        ("226 medlemmer", "over 200 medlemmer", Relation.OPEN),
        ("færre end 6.000 firmaer", "knap 6.000 firmaer", Relation.WITHIN),
        ("højst 1.500 firmaer", "mindst 2.500 firmaer", Relation.OUTSIDE),
        ("op til 10 mio. kr.", "1,5-5 mio. kr.", Relation.WITHIN),
        ("130 mio. kr.", "230 mio. kr.", Relation.OUTSIDE),
        ("cirka 1.000 firmaer", "1.024 firmaer", Relation.WITHIN),
        ("halvdelen", "50 procent", Relation.WITHIN),
        ("to tredjedele", "66 procent", Relation.WITHIN),
        ("1.000 kr.", "1.000 kr.", Relation.WITHIN),
        ("mindst 50 firmaer", "mindst 100 firmaer", Relation.WITHIN),
        ("mindst 100 firmaer", "mindst 50 firmaer", Relation.OUTSIDE),
        ("op til 140 mio. kr.", "op til 100 mio. kr.", Relation.OUTSIDE),
        ("højst 10 firmaer", "op til 10 firmaer", Relation.WITHIN),
    ],
)
def test_what_is_told_stands_within_outside_or_open_to_what_is_claimed(
    claimed: str, told: str, relation: Relation
) -> None:
    assert quantities(claimed)[0].relation(quantities(told)[0]) is relation
