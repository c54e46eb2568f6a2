"""Training on a few hundred made-up Danish pairs: the real tokenizer, the real losses, in seconds."""

from __future__ import annotations

import gzip
import json
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from hashlib import sha256
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load_file
from tokenizers import Tokenizer

from klyngebot.danish.analyzer import stems
from klyngebot.danish.normalize import fold
from klyngebot.training import RECIPE, Recipe, Source, TrainingDataError, TrainingReport, train
from klyngebot.training.batches import plan_batches
from klyngebot.training.card import Figure, write_card
from klyngebot.training.data import (
    WRITTEN_DIR,
    Pair,
    deduplicate,
    fingerprint,
    load_source,
    pairs_of,
    read_pairs,
    read_question_sets,
)
from klyngebot.training.export import quantize_rows
from klyngebot.training.recipe import Sides

PLACES = ["Ærø", "Aalborg", "Odense", "Esbjerg", "Skive", "Næstved", "Rønne", "Århus", "Thisted", "Køge"]
SUBJECTS = {
    "vandforsyning": "Borgerne får rent vand fra værket, og prisen fastsættes hvert år af rådet",
    "bibliotek": "Bøger og tidsskrifter lånes ud i fire uger, og lånet kan fornys to gange",
    "havn": "Skibe lægger til ved kajen, og fiskerne lander fangsten tidligt om morgenen",
    "energiklynge": "Virksomheder og forskere udvikler sammen vindmøller, brint og varmepumper",
    "børnehave": "Børnene leger i skoven hver onsdag, og forældre betaler for pladsen månedsvis",
    "museum": "Udstillingen viser fund fra jernalderen, og entréen er gratis for skoleklasser",
    "svømmehal": "Bassinet er åbent alle hverdage, og der er undervisning for begyndere",
    "genbrugsplads": "Affald sorteres i glas, metal og træ, og haveaffald modtages hele året",
}
YEARS = [1998, 2013, 2016, 2024]

TITLES = Source("titler", "title → text", "made up")
QUESTIONS = Source("spoergsmaal", "question → text", "made up", repeat=2)
SMALL = Recipe(
    name="prøve",
    mix=(TITLES, QUESTIONS),
    vocabulary=400,
    dimensions=(32, 16),
    batch=32,
    smallest_batch=4,
    longest_text=40,
)


def write_pairs(path: Path, pairs: Iterable[tuple[str, str]]) -> None:
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.writelines(json.dumps({"a": a, "p": p, "src": "test"}, ensure_ascii=False) + "\n" for a, p in pairs)


def passage(subject: str, place: str, year: int) -> str:
    return f"{SUBJECTS[subject]}. Sådan har det været i {place} siden {year}."


@pytest.fixture(scope="module")
def pairs_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """320 distinct pairs in two sources; every anchor of the first stands before four passages."""
    folder = tmp_path_factory.mktemp("par")
    everything = list(product(SUBJECTS, PLACES, YEARS))
    write_pairs(folder / TITLES.file_name, [(f"{s} i {p}", passage(s, p, y)) for s, p, y in everything])
    write_pairs(
        folder / QUESTIONS.file_name,
        [(f"Hvornår fik {p} sin {s} ({y})?", passage(s, p, y)) for s, p, y in everything[::2]],
    )
    return folder


@pytest.fixture(scope="module")
def trained(pairs_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> TrainingReport:
    return train(pairs_dir, tmp_path_factory.mktemp("model"), report=lambda line: None, recipe=SMALL)


def sources_in(folder: Path, recipe: Recipe = SMALL) -> list[tuple[Source, list[Pair]]]:
    return [(source, load_source(source, folder, folder, seed=0)) for source in recipe.mix]


def embedder(model_dir: Path) -> Callable[[str], np.ndarray]:
    """Read the files as the format says, without any code of the project."""
    tensors = load_file(model_dir / "model.safetensors")
    rows = tensors["embedding.q"].astype(np.float32) * tensors["embedding.scale"].astype(np.float32)[:, None]
    tokenizer = Tokenizer.from_file(str(model_dir / "tokenizer.json"))

    def embed(text: str) -> np.ndarray:
        total = rows[tokenizer.encode(text, add_special_tokens=False).ids].sum(axis=0)
        return total / np.linalg.norm(total)

    return embed


# --- the whole way ----------------------------------------------------------------------------------------------


def test_the_loss_falls_and_the_report_counts_what_was_seen(trained: TrainingReport) -> None:
    assert trained.last_loss < trained.first_loss * 0.6
    assert trained.pairs_by_source.keys() == {"titler", "spoergsmaal"}
    assert trained.pairs == 320 + 2 * 160 - trained.pairs_left_out
    assert trained.dimension == 32
    assert trained.megabytes < 1


def test_a_text_finds_its_subject_among_all_subjects(trained: TrainingReport) -> None:
    embed = embedder(trained.output_dir)
    texts = [f"{text}." for text in SUBJECTS.values()]
    similarities = (
        np.array([embed(f"{subject} i Vejle") for subject in SUBJECTS]) @ np.array([embed(text) for text in texts]).T
    )
    assert (similarities.argmax(axis=1) == np.arange(len(texts))).all()


def test_the_same_seed_gives_the_same_bytes_and_another_seed_does_not(
    trained: TrainingReport, pairs_dir: Path, tmp_path: Path
) -> None:
    again = train(pairs_dir, tmp_path / "igen", report=lambda line: None, recipe=SMALL)
    for name in ("model.safetensors", "tokenizer.json", "config.json", "README.md"):
        assert (again.output_dir / name).read_bytes() == (trained.output_dir / name).read_bytes(), name
    other = train(pairs_dir, tmp_path / "anden", seed=1, report=lambda line: None, recipe=SMALL)
    model = "model.safetensors"
    assert (other.output_dir / model).read_bytes() != (trained.output_dir / model).read_bytes()


def test_the_config_seals_the_files_and_states_their_shape(trained: TrainingReport) -> None:
    config = json.loads((trained.output_dir / "config.json").read_text(encoding="utf-8"))
    assert config["name"] == "prøve"
    assert (config["format_version"], config["dimension"], config["seed"]) == (1, 32, 0)
    for name, digest in config["sha256"].items():
        assert sha256((trained.output_dir / name).read_bytes()).hexdigest() == digest
    tensors = load_file(trained.output_dir / "model.safetensors")
    assert tensors["embedding.q"].shape == (config["vocabulary_size"], 32)
    assert tensors["embedding.q"].dtype == np.int8
    assert tensors["embedding.scale"].shape == (config["vocabulary_size"],)
    assert tensors["embedding.scale"].dtype == np.float16


def test_the_shipped_tokenizer_neither_cuts_nor_pads_nor_strips_danish_letters(trained: TrainingReport) -> None:
    tokenizer = Tokenizer.from_file(str(trained.output_dir / "tokenizer.json"))
    assert len(tokenizer.encode("vand " * 300, add_special_tokens=False).ids) >= 300
    assert [len(e.ids) for e in tokenizer.encode_batch(["vand", "vand vand"])] == [1, 2]
    assert tokenizer.encode("ÆRØ").ids == tokenizer.encode("ærø").ids != tokenizer.encode("aero").ids
    assert "".join(tokenizer.encode("i2016").tokens[:1]) == "i"


def test_training_reports_its_steps_in_lines(pairs_dir: Path, tmp_path: Path) -> None:
    lines: list[str] = []
    train(pairs_dir, tmp_path, report=lines.append, recipe=replace(SMALL, mix=(QUESTIONS,)))
    assert any("batches" in line for line in lines)
    assert any("mean loss" in line for line in lines)


def test_importing_the_package_does_not_load_torch() -> None:
    code = "import klyngebot.training, sys; sys.exit('torch' in sys.modules or 'sentence_transformers' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


# --- late interaction -------------------------------------------------------------------------------------------


def test_late_interaction_is_the_weighted_mean_of_best_cosines() -> None:
    import torch

    from klyngebot.training.late_interaction import late_interaction

    random = np.random.default_rng(0)
    rows = random.normal(size=(9, 5)).astype(np.float32)
    weights = random.uniform(0.5, 2, 9).astype(np.float32)
    queries = [np.array([0, 3, 3]), np.array([8])]
    passages = [np.array([1, 2]), np.array([0, 4, 8]), np.array([5])]
    found = late_interaction(torch.from_numpy(rows), queries, passages, torch.from_numpy(weights)).numpy()
    unit = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    for place, query in enumerate(queries):
        best = np.stack([(unit[query] @ unit[passage].T).max(axis=1) for passage in passages])
        assert found[place] == pytest.approx(best @ weights[query] / weights[query].sum(), abs=1e-6)
    assert found[1, 1] == pytest.approx(1.0)


def test_late_interaction_draws_the_tokens_of_a_pair_together() -> None:
    import torch

    from klyngebot.training.late_interaction import late_interaction

    rows = torch.nn.Parameter(torch.normal(0, 1, (6, 8), generator=torch.Generator().manual_seed(0)))
    before = float(late_interaction(rows, [np.array([0])], [np.array([1])], torch.ones(6))[0, 0].detach())
    for _ in range(20):
        loss = -late_interaction(rows, [np.array([0])], [np.array([1])], torch.ones(6)).sum()
        (slope,) = torch.autograd.grad(loss, rows)
        rows.data -= slope
    after = float(late_interaction(rows, [np.array([0])], [np.array([1])], torch.ones(6))[0, 0].detach())
    assert after > max(before, 0.9)


# --- batches ----------------------------------------------------------------------------------------------------


def test_a_batch_holds_one_source_and_no_text_twice(pairs_dir: Path) -> None:
    sources = sources_in(pairs_dir)
    known = {source.name: set(pairs) for source, pairs in sources}
    batches = plan_batches(sources, SMALL, seed=0)
    assert {batch.source for batch in batches} == {"titler", "spoergsmaal"}
    for batch in batches:
        assert set(batch.pairs) <= known[batch.source]
        texts = [fingerprint(text) for text in batch.anchors + batch.positives]
        assert len(texts) == len(set(texts))
        assert SMALL.smallest_batch <= len(batch.pairs) <= SMALL.batch


def test_repeats_are_seen_as_often_as_the_mix_says(pairs_dir: Path) -> None:
    batches = plan_batches(sources_in(pairs_dir), SMALL, seed=0)
    seen = [pair for batch in batches if batch.source == "spoergsmaal" for pair in batch.pairs]
    assert len(seen) == 2 * len(set(seen)) == 320


def test_pairs_that_share_a_text_go_to_different_batches_and_a_rest_too_small_is_left_out() -> None:
    pairs = [Pair(f"a{n}", "samme", n, 1000) for n in range(3)] + [
        Pair(f"b{n}", f"q{n}", n + 10, n + 50) for n in range(9)
    ]
    batches = plan_batches([(TITLES, pairs)], replace(SMALL, batch=5, smallest_batch=2), seed=0)
    assert all(sum(pair.positive == "samme" for pair in batch.pairs) <= 1 for batch in batches)
    assert 9 + len(batches) >= sum(len(batch.pairs) for batch in batches) >= 10


def test_the_order_of_batches_follows_the_seed(pairs_dir: Path) -> None:
    sources = sources_in(pairs_dir)
    assert plan_batches(sources, SMALL, seed=3) == plan_batches(sources, SMALL, seed=3)
    assert plan_batches(sources, SMALL, seed=3) != plan_batches(sources, SMALL, seed=4)


# --- quantization -----------------------------------------------------------------------------------------------


def test_quantization_is_off_by_at_most_half_a_step_and_keeps_cosines() -> None:
    vectors = np.random.default_rng(0).normal(0, 0.3, (500, 64)).astype(np.float32)
    quantized = quantize_rows(vectors)
    restored = quantized.restore()
    step = np.abs(vectors).max(axis=1, keepdims=True) / 127
    # Half a step, and the rounding of the scale to float16 (2**-11) times 127 steps.
    assert (np.abs(restored - vectors) <= step * (0.5 + 127 * 2**-11 + 1e-3)).all()
    cosines = (restored * vectors).sum(axis=1) / np.linalg.norm(restored, axis=1) / np.linalg.norm(vectors, axis=1)
    assert cosines.min() > 0.9999


def test_a_row_of_zeros_stays_zeros_and_impossible_rows_are_refused() -> None:
    assert not quantize_rows(np.zeros((2, 4), dtype=np.float32)).restore().any()
    with pytest.raises(ValueError, match="not finite"):
        quantize_rows(np.array([[np.nan, 1]], dtype=np.float32))
    with pytest.raises(ValueError, match="too large"):
        quantize_rows(np.array([[1e9, 1]], dtype=np.float32))


# --- pairs ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ('{"a": "x", "p": ', "linjen er ikke JSON"),
        ('["x", "y"]', "linjen er ikke et JSON-objekt"),
        ('{"a": "x"}', "'p' er ikke en tekst"),
        ('{"a": 3, "p": "y"}', "'a' er ikke en tekst"),
        ('{"a": "x", "p": "  "}', "'p' er ikke en tekst"),
        ('{"a": "x", "p": "\\ud83d"}', "'p' har et halvt tegn"),
        ("[" * 100_000, "linjen er ikke JSON"),
        ("", "linjen er ikke JSON"),
    ],
)
def test_a_damaged_line_is_reported_with_file_and_number(tmp_path: Path, line: str, problem: str) -> None:
    path = tmp_path / TITLES.file_name
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.write('{"a": "havn", "p": "Skibe lægger til."}\n' + line + "\n")
    with pytest.raises(TrainingDataError, match=problem) as caught:
        train(tmp_path, tmp_path / "model", report=lambda line: None, recipe=replace(SMALL, mix=(TITLES,)))
    assert f"{path}, linje 2" in str(caught.value)
    assert not (tmp_path / "model").exists()


def test_a_file_cut_short_or_not_gzip_or_missing_or_empty_is_reported(pairs_dir: Path, tmp_path: Path) -> None:
    path = tmp_path / TITLES.file_name
    with pytest.raises(TrainingDataError, match="findes ikke"):
        list(read_pairs(path))
    whole = (pairs_dir / TITLES.file_name).read_bytes()
    for damaged in (whole[: len(whole) // 2], b'{"a": "x", "p": "y"}\n', whole[:40] + bytes(40) + whole[80:]):
        path.write_bytes(damaged)
        with pytest.raises(TrainingDataError, match=r"titler\.jsonl\.gz, efter linje \d+: kan ikke læses"):
            list(read_pairs(path))
    path.write_bytes(gzip.compress('{"a": "x", "p": "\xe6"}\n'.encode("latin-1")))
    with pytest.raises(TrainingDataError, match="kan ikke læses"):
        list(read_pairs(path))
    write_pairs(path, [("Havn", "havn")])
    with pytest.raises(TrainingDataError, match="ingen par"):
        load_source(TITLES, tmp_path, tmp_path, seed=0)


QUESTION_SETS = (
    {"passage": "Skibe lægger til.", "questions": ["Hvor sejler man ind?", "havn"], "english": ["Where is the port?"]},
    {"questions": ["Hej", "Dav", "Goddag"], "english": ["Hello", "Hi"]},
)


def pairs_made(folder: Path, sides: Sides) -> list[tuple[str, str]]:
    path = folder / "byen.jsonl"
    path.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in QUESTION_SETS), encoding="utf-8")
    sets = read_question_sets(folder, "*.jsonl")
    return [(pair.anchor, pair.positive) for item in sets for pair in pairs_of(item, sides)]


def test_sets_of_questions_become_pairs_of_each_kind(tmp_path: Path) -> None:
    passage = "Skibe lægger til."
    assert pairs_made(tmp_path, Sides.PASSAGE) == [("Hvor sejler man ind?", passage), ("havn", passage)]
    assert pairs_made(tmp_path, Sides.ENGLISH_PASSAGE) == [("Where is the port?", passage)]
    assert pairs_made(tmp_path, Sides.ENGLISH_QUESTION) == [
        ("Where is the port?", "Hvor sejler man ind?"),
        ("Hello", "Hej"),
        ("Hi", "Dav"),
    ]
    assert pairs_made(tmp_path, Sides.PARAPHRASE) == [
        ("Hvor sejler man ind?", "havn"),
        ("havn", "Hvor sejler man ind?"),
        ("Hej", "Dav"),
        ("Dav", "Goddag"),
        ("Goddag", "Hej"),
        ("Hej", "Goddag"),
        ("Dav", "Hej"),
        ("Goddag", "Dav"),
    ]


@pytest.mark.parametrize(
    "line",
    [
        *(
            "{",
            "[]",
            "{}",
            '{"questions": []}',
            '{"questions": 3}',
            '{"questions": "hvad"}',
            '{"questions": ["a", ""]}',
        ),
        *('{"questions": ["a", null]}', '{"questions": ["a"], "english": "b"}', "[" * 100_000),
    ],
    ids=lambda line: line[:30],
)
def test_a_damaged_set_of_questions_is_reported_with_file_and_number(tmp_path: Path, line: str) -> None:
    path = tmp_path / "byen.jsonl"
    path.write_text(json.dumps(QUESTION_SETS[0]) + "\n" + line + "\n", encoding="utf-8")
    with pytest.raises(TrainingDataError, match=r"byen\.jsonl, linje 2"):
        list(read_question_sets(tmp_path, "*.jsonl"))


def test_the_questions_written_for_training_are_many_and_share_few_words_with_their_passages() -> None:
    sets = list(read_question_sets(WRITTEN_DIR, "*.jsonl"))
    assert len(sets) > 3000
    assert all(len(item.questions) >= 5 and item.english for item in sets)
    passages = [item.passage for item in sets if item.passage]
    assert len(set(passages)) == len(passages)
    shares = [
        len(set(stems(question)) & set(stems(item.passage))) / len(set(stems(question)))
        for item in sets
        if item.passage
        for question in item.questions
    ]
    assert np.mean(shares) < 0.3


def test_the_texts_written_for_training_leave_the_chatbots_own_field_alone_and_ask_nothing_twice() -> None:
    sets = list(read_question_sets(WRITTEN_DIR, "*.jsonl"))
    questions = Counter(fold(question) for item in sets for question in (*item.questions, *item.english))
    assert {question: count for question, count in questions.items() if count > 1} == {}
    field = re.compile(r"klynge(?!r\b)|erhvervshus|innovationsfond|\bGTS\b|\bEIFO\b|SMV:|DFiR", re.IGNORECASE)
    told = [text for item in sets for text in (item.passage, *item.questions) if field.search(text)]
    assert told == []


def test_too_few_pairs_for_one_batch_is_reported(tmp_path: Path) -> None:
    write_pairs(tmp_path / TITLES.file_name, [("havn", "Skibe lægger til.")])
    with pytest.raises(TrainingDataError, match="for få par"):
        train(tmp_path, tmp_path / "model", report=lambda line: None, recipe=replace(SMALL, mix=(TITLES,)))


def test_what_cannot_be_written_is_refused_before_training(pairs_dir: Path, tmp_path: Path) -> None:
    file = tmp_path / "fil"
    file.touch()
    out, rows = tmp_path / "model", tmp_path / "raekker.npy"
    for output, full in ((file / "model", None), (file, None), (out, tmp_path / "ingen" / "x.npy"), (out, file)):
        with pytest.raises(TrainingDataError, match="kan ikke skrives"):
            train(pairs_dir, output, report=pytest.fail, recipe=SMALL, full_precision=full)
    assert not out.exists()
    train(pairs_dir, out, report=lambda line: None, recipe=replace(SMALL, mix=(QUESTIONS,)), full_precision=rows)
    kept = np.load(rows)
    assert kept.dtype == np.float32
    tensors = load_file(out / "model.safetensors")
    rounded = tensors["embedding.q"].astype(np.float32) * tensors["embedding.scale"].astype(np.float32)[:, None]
    assert rounded == pytest.approx(kept, abs=0.02)


def test_only_intents_give_paraphrases() -> None:
    paraphrases = next(source for source in RECIPE.mix if source.name == "written_paraphrases")
    asked = {
        question for item in read_question_sets(WRITTEN_DIR, "*.jsonl") if item.passage for question in item.questions
    }
    alone = {q for item in read_question_sets(WRITTEN_DIR, "*.jsonl") if not item.passage for q in item.questions}
    for pair in load_source(paraphrases, WRITTEN_DIR, WRITTEN_DIR, seed=0):
        assert {pair.anchor, pair.positive} <= alone
    assert asked


def test_equal_pairs_and_pairs_of_equal_texts_are_dropped(tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl.gz"
    write_pairs(path, [("Hej", "Dav"), ("HEJ ", "dav"), ("Hej", "hej"), ("Hej", "Goddag")])
    assert [pair.positive for pair in deduplicate(read_pairs(path))] == ["Dav", "Goddag"]


def test_a_limit_takes_a_seeded_sample_in_file_order(pairs_dir: Path) -> None:
    limited = replace(TITLES, limit=50)
    everything = load_source(TITLES, pairs_dir, pairs_dir, seed=0)
    sample = load_source(limited, pairs_dir, pairs_dir, seed=0)
    assert len(sample) == 50
    assert sample == [pair for pair in everything if pair in set(sample)]
    assert (
        sample
        == load_source(limited, pairs_dir, pairs_dir, seed=0)
        != load_source(limited, pairs_dir, pairs_dir, seed=1)
    )


# --- recipe and card --------------------------------------------------------------------------------------------


def test_the_shipped_recipe_is_the_one_that_was_measured() -> None:
    assert (RECIPE.vocabulary, RECIPE.dimensions, RECIPE.batch) == (32_000, (512, 256, 128), 1024)
    assert len({source.name for source in RECIPE.mix}) == len(RECIPE.mix) == 21
    with pytest.raises(ValueError, match="at least 1"):
        Source("x", "", "", repeat=0)


def test_the_card_names_every_source_with_its_license_and_shows_the_figures(trained: TrainingReport) -> None:
    card = (trained.output_dir / "README.md").read_text(encoding="utf-8")
    assert "Not measured yet" in card
    for source in SMALL.mix:
        assert f"| {source.name} | {source.description} | {trained.pairs_by_source[source.name]:,} |" in card
    before = (trained.output_dir / "config.json").read_bytes()
    path = write_card(trained.output_dir, SMALL, figures={"xquad": Figure("facts", 612, 12_077, 0.6383, 0.7255)})
    assert "| xquad | facts | 612 / 12,077 | 0.638 | 0.726 |" in path.read_text(encoding="utf-8")
    assert (trained.output_dir / "config.json").read_bytes() == before
    write_card(trained.output_dir, SMALL)
