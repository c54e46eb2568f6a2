"""Years told from the claim before."""

from __future__ import annotations

import pytest

from klyngebot.danish.moments import with_year


@pytest.mark.parametrize(
    ("claim", "told"),
    [
        ("Samme år kom regnskabet.", "I 2016 kom regnskabet."),
        ("Året før kom regnskabet.", "I 2015 kom regnskabet."),
        ("Fem år senere var der 13.", "I 2021 var der 13."),
        ("3 år tidligere var der 13.", "I 2013 var der 13."),
        ("MADE lukkede året efter.", "MADE lukkede i 2017."),
        ("Fem år efter konkursen var der 13.", "Fem år efter konkursen var der 13."),
        ("Mange år senere var der 13.", "Mange år senere var der 13."),
        ("Året efter, i 2019, var der 13.", "Året efter, i 2019, var der 13."),
    ],
)
def test_the_year_is_counted_from_the_claim_before(claim: str, told: str) -> None:
    assert with_year(claim, ["Strategien udkom i 2016."]) == told


@pytest.mark.parametrize("before", [[], ["Strategien er ny."], ["Den gjaldt fra 2013 til 2016."]])
def test_it_is_not_counted_from_no_year_or_from_two(before: list[str]) -> None:
    assert with_year("Samme år kom regnskabet.", before) == "Samme år kom regnskabet."
