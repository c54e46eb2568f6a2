"""Names get their capitals back, other words keep theirs."""

from __future__ import annotations

import pytest

from klyngebot.danish.as_written import NamesAsWritten

NAMES = NamesAsWritten(["Hvad er Food & Bio Cluster Denmark", "Hos MADE", "Pris", "Initiativ 8", "Om EU og KL"])


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("og food & bio cluster denmark?", "og Food & Bio Cluster Denmark?"),
        ("hvad er mades pris", "hvad er MADEs pris"),
        ("madens pris", "madens pris"),
        ("og initiativ 8", "og initiativ 8"),
        ("eu og kl", "eu og kl"),
        ("", ""),
    ],
)
def test_only_names_are_written_as_the_documents_do(typed: str, written: str) -> None:
    assert NAMES.written(typed) == written


def test_without_names_a_text_stays() -> None:
    assert NamesAsWritten([]).written("og made?") == "og made?"
