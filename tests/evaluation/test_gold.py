"""Gold questions: read with care, split by a fixed rule, matched without mistaking one number for another."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klyngebot.errors import GoldFileError
from klyngebot.evaluation.gold import GoldQuestion, Split, read_gold
from klyngebot.types import Turn

GOOD = {"id": "a-1", "role": "smv", "group": "fact", "question": "Hvad er MADE?", "answerable": True, "facts": [["x"]]}


def write(path: Path, *lines: object) -> Path:
    text = "\n".join(line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in lines)
    path.write_text(text, encoding="utf-8")
    return path


def gold(*facts: tuple[str, ...]) -> GoldQuestion:
    return GoldQuestion("id", "smv", "fact", "Hvad?", True, facts)


def test_a_line_becomes_a_question(tmp_path: Path) -> None:
    line = {**GOOD, "facts": [["otte", "8"], ["KL"]], "history": [{"question": "Hvad er en klynge?", "answer": "x"}]}
    (question,) = read_gold([write(tmp_path / "g.jsonl", line, "", "  ")])
    assert question == GoldQuestion(
        "a-1", "smv", "fact", "Hvad er MADE?", True, (("otte", "8"), ("KL",)), (Turn("Hvad er en klynge?", "x"),)
    )


def test_a_folder_is_read_file_by_file_in_order(tmp_path: Path) -> None:
    write(tmp_path / "b.jsonl", {**GOOD, "id": "b"})
    write(tmp_path / "a.jsonl", {**GOOD, "id": "a"})
    write(tmp_path / "noter.txt", "ikke guld")
    assert [item.id for item in read_gold([tmp_path])] == ["a", "b"]


@pytest.mark.parametrize(
    "line",
    [
        "{",
        "ikke json",
        "[]",
        "5",
        "null",
        {key: value for key, value in GOOD.items() if key != "id"},
        {key: value for key, value in GOOD.items() if key != "question"},
        {key: value for key, value in GOOD.items() if key != "answerable"},
        {**GOOD, "facts": 5},
        {**GOOD, "facts": [5]},
        {**GOOD, "history": ["x"]},
        {**GOOD, "history": 5},
        {**GOOD, "facts": []},
        {key: value for key, value in GOOD.items() if key != "facts"},
        {**GOOD, "facts": [[]]},
        {**GOOD, "facts": ["otte"]},
        {**GOOD, "facts": [[""]]},
        {**GOOD, "question": " "},
    ],
    ids=str,
)
def test_a_bad_line_is_named_with_file_and_line(tmp_path: Path, line: object) -> None:
    path = write(tmp_path / "guld.jsonl", {**GOOD, "id": "god"}, "", line)
    with pytest.raises(GoldFileError, match=r"guld\.jsonl, linje 3: "):
        read_gold([path])


def test_an_id_used_twice_is_named_with_both_places(tmp_path: Path) -> None:
    one, two = write(tmp_path / "a.jsonl", GOOD), write(tmp_path / "b.jsonl", {**GOOD, "id": "c"}, GOOD)
    with pytest.raises(GoldFileError, match=r"b\.jsonl, linje 2: .*a-1.*a\.jsonl, linje 1"):
        read_gold([one, two])


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(GoldFileError, match=r"findes-ikke\.jsonl"):
        read_gold([tmp_path / "findes-ikke.jsonl"])


def test_a_file_that_is_not_text_is_named(tmp_path: Path) -> None:
    (tmp_path / "g.jsonl").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(GoldFileError, match=r"g\.jsonl"):
        read_gold([tmp_path / "g.jsonl"])


def test_a_line_separator_inside_a_question_is_no_new_line(tmp_path: Path) -> None:
    (question,) = read_gold([write(tmp_path / "g.jsonl", {**GOOD, "question": "Hvad er\u2028MADE?"})])
    assert question.question == "Hvad er\u2028MADE?"


def test_the_split_follows_from_the_id_alone() -> None:
    ids = [f"smv-{number:03d}" for number in range(400)]
    splits = [GoldQuestion(item, "", "", "?", False).split for item in ids]
    assert splits == [GoldQuestion(item, "x", "y", "andet", False).split for item in ids]
    assert 0.4 < splits.count(Split.DEV) / len(splits) < 0.6


def test_known_ids_stay_on_their_side() -> None:
    assert GoldQuestion("smv-001", "", "", "?", False).split is Split.TEST
    assert GoldQuestion("smv-002", "", "", "?", False).split is Split.DEV


@pytest.mark.parametrize(
    ("fact", "text", "there"),
    [
        ("50", "mindst 50 projekter", True),
        ("50", "1.500 virksomheder", False),
        ("50", "50.000 kr.", False),
        ("50", "150 virksomheder", False),
        ("50", "501 virksomheder", False),
        ("50", "2,50 kr.", False),
        ("50", "50,5 mio.", False),
        ("50", "der er 50.", True),
        ("50", "der er 50, siger de", True),
        ("50", "1.500 og 50", True),
        ("1.000", "1.000 virksomheder", True),
        ("1.000", "21.000 virksomheder", False),
        ("2013", "i 2013-2015", True),
        ("MADE", "made er en klynge", True),
        ("Århus", "AARHUS", True),
        ("én stemme", "Én  stemme", True),
        ("to  ord", "to\nord", True),
        ("Udenrigsministeriet", "", False),
    ],
)
def test_a_fact_stands_in_a_text_or_not(fact: str, text: str, there: bool) -> None:
    assert (gold((fact,)).missing_facts(text) == []) is there


def test_one_alternative_of_each_fact_is_enough() -> None:
    question = gold(("otte", "8"), ("KL", "Kommunernes Landsforening"))
    assert question.missing_facts("8 ministerier og KL") == []
    assert question.missing_facts("otte ministerier") == [("KL", "Kommunernes Landsforening")]


@given(st.text(min_size=1, max_size=30).filter(lambda text: text.strip()), st.text(max_size=30))
def test_a_fact_between_blanks_is_always_found(fact: str, other: str) -> None:
    assert gold((fact,)).missing_facts(f"{fact}") == []
    assert gold((fact,)).missing_facts(f"ord {fact} ord") == [] or not fact.strip() or fact[0] in ".," or other == ""


def test_the_shipped_gold_is_large_and_split_in_halves(root: Path, gold: Path) -> None:
    questions = read_gold([gold])
    assert len(questions) >= 200
    assert sum(not item.answerable for item in questions) >= 40
    assert 0.4 < sum(item.split is Split.DEV for item in questions) / len(questions) < 0.6
    assert {item.role for item in questions} >= {"smv", "ministerium", "borger"}
    everything = read_gold([gold, gold.parent / "calibration"])
    assert len({item.question for item in everything}) >= 0.99 * len(everything)
