"""Whether the judge's probabilities mean what they say."""

from __future__ import annotations

import math
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest

from klyngebot.bot import Klyngebot
from klyngebot.evaluation.gold import GoldQuestion, read_gold
from klyngebot.evaluation.refusing import Judged, bins, calibration_error, diagram, judged

YES = GoldQuestion("a", "smv", "fact", "Hvad?", True, (("x",),))
NO = GoldQuestion("u", "smv", "near", "Hvad?", False)


def test_a_judge_that_is_right_about_itself_has_no_error() -> None:
    items = [Judged(YES, 0.75)] * 3 + [Judged(NO, 0.75)]
    assert [(own.questions, own.probability, own.answerable) for own in bins(items)] == [(4, 0.75, 0.75)]
    assert calibration_error(items) == 0


def test_the_error_is_weighed_by_the_questions() -> None:
    items = [Judged(NO, 0.95)] + [Judged(YES, 0.85)] * 3
    assert calibration_error(items) == pytest.approx((0.95 + 3 * 0.15) / 4)


def test_the_ends_have_bins_and_nothing_has_no_error() -> None:
    assert [own.questions for own in bins([Judged(NO, 0.0), Judged(YES, 1.0)])] == [1, 1]
    assert math.isnan(calibration_error([]))


def test_the_diagram_is_a_picture_with_a_title_and_a_dot_a_bin() -> None:
    drawn = ElementTree.fromstring(
        diagram([Judged(NO, 0.1), Judged(YES, 0.9), Judged(YES, 0.92)], title="Titel", across="bedømt", up="svar")
    )
    own = "{http://www.w3.org/2000/svg}"
    assert drawn.findtext(f"{own}title") == "Titel"
    assert len(list(drawn.iter(f"{own}circle"))) == 2
    assert ElementTree.fromstring(diagram([], title="", across="", up="")).tag == f"{own}svg"


def test_questions_that_other_parts_decide_are_not_judged(bot: Klyngebot, gold: Path) -> None:
    questions = read_gold([gold])
    found = judged(questions, bot.inspect)
    assert found
    assert all(0 <= item.probability <= 1 for item in found)
    assert not judged([GoldQuestion("p", "smv", "premise", questions[0].question, True, (("x",),))], bot.inspect)
