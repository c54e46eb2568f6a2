"""Times are intervals of days that compare."""

from __future__ import annotations

import pytest

from klyngebot.danish.periods import periods
from klyngebot.danish.quantities import Relation


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("den 20. december 2012", "2012-12-20", "2012-12-20"),
        ("31.12.2020", "2020-12-31", "2020-12-31"),
        ("i maj 2021", "2021-05-01", "2021-05-31"),
        ("i foråret 2021", "2021-02-01", "2021-06-30"),
        ("programmet 2021-2024", "2021-01-01", "2024-12-31"),
        ("2021-24", "2021-01-01", "2024-12-31"),
        ("fra 2007 til 2010", "2007-01-01", "2010-12-31"),
        ("siden 2014", "2014-01-01", "2100-12-31"),
        ("før 2020", "1900-01-01", "2019-12-31"),
        ("i midten af 2018", "2018-04-01", "2018-09-30"),
        ("andet halvår 2020", "2020-07-01", "2020-12-31"),
    ],
)
def test_a_period_goes_from_day_to_day(text: str, first: str, last: str) -> None:
    own = periods(text)[0]
    assert (str(own.first), str(own.last)) == (first, last)


def test_a_day_that_does_not_exist_is_none_and_its_month_still_is() -> None:
    assert [own.written for own in periods("den 31. april 2012")] == ["april 2012"]


@pytest.mark.parametrize(
    ("claimed", "told", "relation"),
    [
        ("i 2012", "den 20. december 2012", Relation.WITHIN),
        ("den 20. december 2012", "i 2012", Relation.OPEN),
        ("i foråret 2021", "i maj 2021", Relation.WITHIN),
        ("i 2014", "i 2004", Relation.OUTSIDE),
        ("den 3. maj", "3. maj 2014", Relation.WITHIN),
        ("den 4. maj", "3. maj 2014", Relation.OUTSIDE),
        ("siden 2012", "fra 2014", Relation.OUTSIDE),
        ("siden 2012", "siden maj 2012", Relation.WITHIN),
    ],
)
def test_what_is_told_stands_within_outside_or_open_to_what_is_claimed(
    claimed: str, told: str, relation: Relation
) -> None:
    assert periods(claimed)[0].relation(periods(told)[0]) is relation
