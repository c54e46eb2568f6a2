from __future__ import annotations

import re

import pytest

from klyngebot.danish.analyzer import stems
from klyngebot.danish.synonyms import related
from klyngebot.danish.wordlists import lines

LINES = list(lines("synonyms.txt"))
CLUSTER_NAMES = (
    "CenSec, CLEAN, Copenhagen Fintech, Danish Life Science, Danish Sound, DigitalLead, Energy, Food & Bio, "
    "Lifestyle & Design, MADE, MARLOG, Odense Robotics, Vision Denmark, WE BUILD DENMARK"
)


def entries(part: str) -> list[str]:
    return [entry.strip() for entry in part.split(",")]


def stem(word: str) -> str:
    return stems(word)[0]


def phrase(entry: str) -> tuple[str, ...]:
    return tuple(stems(entry.replace("-", " ")))


def widened(question: str) -> set[str]:
    return set().union(*related(tuple(stems(question))).values())


def test_same_meaning_widens_both_ways() -> None:
    assert stem("hovedkontor") in widened("Hvor er hovedsædet?")
    assert stem("hovedsæde") in widened("Hvor er hovedkontoret?")


def test_an_arrow_widens_to_the_right_only() -> None:
    assert stem("energi") in widened("Hvilken klynge passer til vindmøller?")
    assert stem("vindmølle") not in widened("Hvilken klynge passer til energi?")


def test_a_phrase_counts_where_its_words_stand_together() -> None:
    assert stem("smv") in widened("Hvor mange små og mellemstore virksomheder er med?")
    assert stem("mellemstore") in related(tuple(stems("små og mellemstore virksomheder")))
    assert stem("smv") not in widened("Hvor mange mellemstore og hvor mange andre virksomheder er små?")


def test_a_hyphen_divides_a_question_and_an_entry_alike() -> None:
    assert stem("gts") in widened("Hvem er godkendt teknologisk-service?")


def test_roles_stay_apart() -> None:
    assert stem("direktør") not in widened("Hvem er formand?")
    assert stem("formand") not in widened("Hvem leder klyngen, og hvem er direktør?")


@pytest.mark.parametrize("name", CLUSTER_NAMES.split(", "))
def test_the_name_of_a_cluster_is_not_widened(name: str) -> None:
    assert widened(name) == set()


@pytest.mark.parametrize("question", ["", "xyzzy", "Hvem står bag?", "Hvor hører vi til?"])
def test_other_words_are_left_alone(question: str) -> None:
    assert related(tuple(stems(question))) == {}


def test_nothing_is_kept_between_questions() -> None:
    first = related((stem("frist"),))
    assert related((stem("frist"),)) == first
    assert first[stem("frist")] >= {stem("deadline")}


@pytest.mark.parametrize("line", LINES)
def test_every_line_parses(line: str) -> None:
    sides = [entries(side) for side in line.split(">")]
    assert 1 <= len(sides) <= 2
    assert len(sides) == 2 or len(sides[0]) > 1, "a line without an arrow needs two entries"
    for entry in (entry for side in sides for entry in side):
        assert phrase(entry)
        if len(re.findall(r"\w+", entry)) > 1:
            assert len(phrase(entry)) > 1, f"stop words leave one word of {entry!r}"


@pytest.mark.parametrize("line", LINES)
def test_no_entry_stands_twice_in_a_line(line: str) -> None:
    found = [phrase(entry) for side in line.split(">") for entry in entries(side)]
    assert len(found) == len(set(found))


def test_no_line_stands_twice() -> None:
    assert len(LINES) == len(set(LINES))


@pytest.mark.parametrize("line", LINES)
def test_an_entry_widens_by_the_others_and_not_by_itself(line: str) -> None:
    left, arrow, right = line.partition(">")
    for entry in entries(left):
        own = phrase(entry)
        found = related(own)
        for other in entries(right) if arrow else entries(left):
            if phrase(other) != own:
                assert set().union(*(found[s] for s in own)) >= set(phrase(other)) - set(own)
        assert all(own_stem not in others for own_stem, others in found.items())
