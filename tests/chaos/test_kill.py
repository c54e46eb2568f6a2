"""SIGKILL at any moment of an ingest: the index in use answers as before, and the next ingest succeeds."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from klyngebot.bot import Klyngebot
from klyngebot.serving.rendering import answer_to_dict
from klyngebot.settings import Settings
from klyngebot.store import Generations

KILLS = 30
QUESTIONS = (
    "Hvilke ministerier står bag klyngestrategien fra 2013?",
    "Hvad koster det at være medlem af MADE?",
    "Hvem leder Klyngeforum?",
    "Hvornår blev CLEAN stiftet?",
    "Hvordan bager man en lagkage?",
)


def answers(bot: Klyngebot) -> list[str]:
    return [json.dumps(answer_to_dict(bot.ask(q), timings=False), ensure_ascii=False) for q in QUESTIONS]


def answers_of(settings: Settings) -> list[str]:
    with Klyngebot.open(settings) as bot:
        return answers(bot)


def start_ingest(settings: Settings) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "klyngebot.cli", "ingest"],
        env={
            **os.environ,
            "KLYNGEBOT_DATA_DIR": str(settings.data_dir),
            "KLYNGEBOT_CORPUS_DIR": str(settings.corpus_dir),
        },
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )


def finish(process: subprocess.Popen[str]) -> str:
    _, err = process.communicate(timeout=120)
    assert process.returncode == 0, err
    return err


def restore(pristine: Path, data: Path) -> None:
    shutil.rmtree(data)
    shutil.copytree(pristine, data)


@pytest.fixture(scope="module")
def changed(
    corpus: Path, data_dir: Path, tmp_path_factory: pytest.TempPathFactory, corpus_document: Callable[..., Path]
) -> Iterator[Settings]:
    """The shipped corpus with a document more, and a data folder with the index from before the change."""
    folder = tmp_path_factory.mktemp("kill")
    shutil.copytree(corpus, folder / "corpus")
    shutil.copytree(data_dir, folder / "pristine", ignore=shutil.ignore_patterns("run"))
    shutil.copytree(folder / "pristine", folder / "data")
    corpus_document(
        folder / "corpus",
        "fjordby",
        {
            "Hvad er Fjordby Klynge": [
                f"Fjordby Klynge har afdeling nummer {number} ved havnen." for number in range(60)
            ]
        },
    )
    yield Settings(data_dir=folder / "data", corpus_dir=folder / "corpus")


def test_an_ingest_killed_at_any_moment_leaves_the_index_as_it_was(changed: Settings) -> None:
    pristine = changed.data_dir.parent / "pristine"
    before = answers_of(changed)
    begun = time.perf_counter()
    finish(start_ingest(changed))
    duration = time.perf_counter() - begun
    after = answers_of(changed)
    assert after != before, "the corpus version rides on every answer"
    restore(pristine, changed.data_dir)

    moments = random.Random(20130430)
    killed = swapped = 0
    with Klyngebot.open(changed) as served:
        for _ in range(KILLS):
            process = start_ingest(changed)
            try:
                process.wait(timeout=moments.uniform(0.0, duration))
            except subprocess.TimeoutExpired:
                process.send_signal(signal.SIGKILL)
                killed += 1
            process.communicate()
            assert answers(served) == before, "a bot that was open all the time"
            now = answers_of(changed)
            assert now in (before, after), "a bot that is opened after the kill"
            if now == after:  # killed behind the swap, or too late: the new index, whole
                swapped += 1
                pointer = changed.data_dir / "current"
                pointer.write_bytes((pristine / "current").read_bytes())
    assert killed >= KILLS * 2 // 3, (killed, swapped)
    assert swapped < KILLS // 2, (killed, swapped)

    assert "dokumenter" in finish(start_ingest(changed))
    assert answers_of(changed) == after
    generations = changed.data_dir / "generations"
    assert not list(generations.glob("tmp-*")), "leftovers are removed"
    assert len(list(generations.glob("gen-*"))) <= 2
    assert list((changed.data_dir / "run").iterdir()) == []


def test_a_killed_first_ingest_leaves_no_index_and_the_next_builds_one(tmp_path: Path, tiny_corpus: Path) -> None:
    settings = Settings(data_dir=tmp_path / "data", corpus_dir=tiny_corpus)
    for delay in (0.3, 0.9, 1.2):
        process = start_ingest(settings)
        time.sleep(delay)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        if Generations(settings.data_dir).exists:
            break
    finish(start_ingest(settings))
    with Klyngebot.open(settings) as bot:
        assert "Sønderborg" in bot.ask("Hvor ligger CLEAN?").text
