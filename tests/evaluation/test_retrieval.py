"""Collections in BEIR's format are read strictly, and every system is measured the same way."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest

from klyngebot.embedding import StaticEmbedder
from klyngebot.errors import GoldFileError
from klyngebot.evaluation.beir import Collection, read_collection
from klyngebot.evaluation.report import retrieval_json, retrieval_table
from klyngebot.evaluation.retrieval import Systems, measure
from klyngebot.remembering import remembered

PASSAGES = {
    "p1": "Klynger samler virksomheder og forskere om innovation.",
    "p2": "Vejret i Herning bliver gråt med regn hele ugen.",
    "p3": "Kontingentet til klyngen afhænger af antallet af ansatte.",
}
QUERIES = {"q1": "Hvad koster kontingentet?", "q2": "regn i Herning", "q3": "Hvem er dronning?"}


def write(folder: Path, *, qrels: str = "query-id\tcorpus-id\tscore\nq1\tp3\t1\nq2\tp2\t2\nq2\tp1\t0\n") -> Path:
    folder.mkdir(exist_ok=True)
    corpus = [{"_id": own, "title": "Om vejret" if own == "p2" else "", "text": text} for own, text in PASSAGES.items()]
    queries = [{"_id": own, "text": text} for own, text in QUERIES.items()]
    for name, rows in (("corpus", corpus), ("queries", queries)):
        (folder / f"{name}.jsonl").write_text("\n".join(map(json.dumps, rows)) + "\n", encoding="utf-8")
    (folder / "qrels.tsv").write_text(qrels, encoding="utf-8")
    return folder


@pytest.fixture
def collection(tmp_path: Path) -> Collection:
    return read_collection(write(tmp_path / "lille"))


def test_a_collection_is_read_with_titles_and_only_what_is_judged_relevant(collection: Collection) -> None:
    assert collection.name == "lille"
    assert collection.passages["p2"].startswith("Om vejret\nVejret")
    assert collection.relevant == {"q1": {"p3": 1}, "q2": {"p2": 2}}


def test_judgements_are_found_in_a_folder_of_their_own_and_without_a_head(tmp_path: Path) -> None:
    folder = write(tmp_path / "lille")
    (folder / "qrels").mkdir()
    (folder / "qrels.tsv").rename(folder / "qrels" / "test.tsv")
    (folder / "qrels" / "test.tsv").write_text("q1\t0\tp3\t1\n", encoding="utf-8")  # TREC's four columns
    assert read_collection(folder).relevant == {"q1": {"p3": 1}}


@pytest.mark.parametrize(
    ("file", "content", "told"),
    [
        ("corpus.jsonl", '{"_id": "p1"}', "corpus.jsonl, linje 1"),
        (
            "corpus.jsonl",
            '{"_id": "p1", "text": "a"}\n{"_id": "p1", "text": "b"}',
            "linje 2: id »p1« er allerede brugt",
        ),
        ("queries.jsonl", "ikke json", "queries.jsonl, linje 1"),
        ("queries.jsonl", "[" * 100_000, "queries.jsonl, linje 1"),
        ("qrels.tsv", "q1\tp3\t1\nq1\tp9\t1", "linje 2: id »p9« findes ikke"),
        ("qrels.tsv", "q1\tp3\t1\nq1 p3 1", "linje 2: linjen skal have"),
        ("qrels.tsv", "q1\tp3\t1.0\nq2\tp2\t1", "linje 1: linjen skal have"),
        ("qrels.tsv", f"q1\tp3\t1\nq1\tp2\t{'9' * 400}", "linje 2: linjen skal have"),
        ("qrels.tsv", "q1\t1", "linje 1: linjen skal have"),
        ("queries.jsonl", '{"_id": null, "text": "a"}', "queries.jsonl, linje 1"),
        ("queries.jsonl", '{"_id": true, "text": "a"}', "queries.jsonl, linje 1"),
        ("qrels.tsv", "qX\tp3\tx", "linje 1: linjen skal have"),
        ("qrels.tsv", "q1\tp3\t1\nq1\tp3\t0", "linje 2: .*et andet tal"),
    ],
)
def test_a_malformed_line_is_told_of_with_file_and_number(tmp_path: Path, file: str, content: str, told: str) -> None:
    folder = write(tmp_path / "lille")
    (folder / file).write_text(content, encoding="utf-8")
    with pytest.raises(GoldFileError, match=told):
        read_collection(folder)


def test_a_folder_without_judgements_is_told_of(tmp_path: Path) -> None:
    folder = write(tmp_path / "lille")
    (folder / "qrels.tsv").unlink()
    with pytest.raises(GoldFileError, match=r"ingen qrels\.tsv"):
        read_collection(folder)


def test_judgements_in_several_files_are_told_of(tmp_path: Path) -> None:
    folder = write(tmp_path / "lille")
    (folder / "qrels").mkdir()
    (folder / "qrels.tsv").rename(folder / "qrels" / "dev.tsv")
    (folder / "qrels" / "train.tsv").write_text("q1\tp1\t1", encoding="utf-8")
    with pytest.raises(GoldFileError, match="flere filer"):
        read_collection(folder)


def test_judgements_as_trec_writes_them_are_read(tmp_path: Path) -> None:
    collection = read_collection(write(tmp_path / "lille", qrels="q1\t0\tp3\t1\nq2\t0\tp2\t2\n"))
    assert collection.relevant == {"q1": {"p3": 1}, "q2": {"p2": 2}}


def test_a_query_that_is_a_passage_does_not_find_itself(tmp_path: Path, static: StaticEmbedder) -> None:
    folder = tmp_path / "selv"
    folder.mkdir()
    rows = [{"_id": "a", "text": "regn i Herning"}, {"_id": "b", "text": "regn i Herning i dag"}]
    (folder / "corpus.jsonl").write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    (folder / "queries.jsonl").write_text(json.dumps(rows[0]), encoding="utf-8")
    (folder / "qrels.tsv").write_text("a\tb\t1\n", encoding="utf-8")
    collection = read_collection(folder)
    assert measure(collection, Systems(collection, static, static), "bm25-stem").ndcg_10 == 1


def test_no_system_is_timed_with_what_another_has_computed(
    collection: Collection, monkeypatch: pytest.MonkeyPatch
) -> None:
    computed: list[str] = []
    plainly = StaticEmbedder._embed
    fresh = StaticEmbedder()
    monkeypatch.setattr(fresh, "_embed_cached", remembered(9)(lambda t: computed.append(t) or plainly(fresh, t)))
    systems = Systems(collection, fresh, fresh)
    for name in ("dense", "fused"):
        measure(collection, systems, name)
    judged = [text for own, text in collection.queries.items() if collection.relevant.get(own)]
    assert [computed.count(text) for text in judged] == [3, 3]  # to warm up, and for each system's clock


def test_every_system_finds_what_shares_its_words(collection: Collection, static: StaticEmbedder) -> None:
    systems = Systems(collection, static, static)
    for name in systems.names:
        row = measure(collection, systems, name)
        assert (row.system, row.queries) == (name, 2)
        assert row.recall_50 == 1, name
        assert row.low <= row.ndcg_10 <= row.high
        hits = systems[name].search("regn i Herning", 3)
        assert hits[0].chunk.id == "p2"
        scores = systems[name].score("regn i Herning", [hit.chunk for hit in hits])
        assert scores == pytest.approx([hit.score for hit in hits], abs=1e-5), name


def test_what_is_undefined_is_shown_as_such(tmp_path: Path, static: StaticEmbedder) -> None:
    empty = read_collection(write(tmp_path / "tom", qrels="query-id\tcorpus-id\tscore\n"))
    row = measure(empty, Systems(empty, static, static), "lexical")
    assert math.isnan(row.ndcg_10)
    assert "| tom | lexical | 0 | – (–––) |" in retrieval_table([row])
    assert json.loads(retrieval_json([row]))["ndcg_10"] is None
