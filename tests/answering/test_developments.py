"""The same figure at another time."""

from __future__ import annotations

from klyngebot.bot import Klyngebot


def test_a_change_is_told_by_the_figures_of_both_times(bot: Klyngebot) -> None:
    answer = bot.ask("Er Energy Cluster Denmarks projektportefølje vokset siden 2020?")
    assert "800 mio. kr." in answer.text
    assert "3 mia. kr." in answer.text


def test_a_question_for_one_time_gets_no_other_times_first(bot: Klyngebot) -> None:
    answer = bot.ask("Hvor mange medlemmer havde CenSec i 2019?")
    assert "144" in answer.citations[0].quote
    assert not any("2023" in citation.quote for citation in answer.citations[1:2])
