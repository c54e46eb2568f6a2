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
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest

from klyngebot.bot import Klyngebot, ingest_corpus
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
DOCUMENTS = ("artikel-2013-innovationsloeft", "klyngeforum", "strategi-2013")


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


@dataclass(frozen=True)
class Lane:
    """A data folder with an index from before a change of the corpus, and a copy of it to go back to."""

    settings: Settings
    pristine: Path

    @classmethod
    def prepare(cls, folder: Path, corpus: Path) -> Lane:
        settings = Settings(data_dir=folder / "data", corpus_dir=corpus)
        shutil.copytree(folder.parent / "pristine", settings.data_dir)
        return cls(settings, folder.parent / "pristine")

    def go_back(self) -> None:
        """The index from before; the private copies of open bots stay."""
        shutil.rmtree(self.settings.data_dir / "generations")
        shutil.copytree(self.pristine / "generations", self.settings.data_dir / "generations")
        shutil.copy(self.pristine / "current", self.settings.data_dir / "current")

    def kill(self, moments: list[float], before: list[str], after: list[str]) -> tuple[int, int]:
        """Kill an ingest at each of the moments; how many were killed, and how many had swapped already."""
        killed = swapped = 0
        with Klyngebot.open(self.settings) as served:
            for moment in moments:
                process = start_ingest(self.settings)
                try:
                    process.wait(timeout=moment)
                except subprocess.TimeoutExpired:
                    process.send_signal(signal.SIGKILL)
                    killed += 1
                process.communicate()
                assert answers(served) == before, "a bot that was open all the time"
                now = answers_of(self.settings)
                assert now in (before, after), "a bot that is opened after the kill"
                if now == after:  # killed behind the swap, or too late: the new index, whole
                    swapped += 1
                    self.go_back()
        return killed, swapped


@pytest.fixture(scope="module")
def lanes(corpus: Path, tmp_path_factory: pytest.TempPathFactory, corpus_document: Callable[..., Path]) -> list[Lane]:
    """Two folders over the same changed corpus: a good half of the shipped documents, and one more."""
    folder = tmp_path_factory.mktemp("kill")
    shutil.copytree(corpus / "profiler", folder / "corpus" / "profiler")
    for name in DOCUMENTS:
        shutil.copy(corpus / f"{name}.md", folder / "corpus")
    ingest_corpus(Settings(data_dir=folder / "pristine"), [folder / "corpus"])
    shutil.rmtree(folder / "pristine" / "run")
    sentences = [f"Fjordby Klynge har afdeling nummer {number} ved havnen." for number in range(60)]
    corpus_document(folder / "corpus", "fjordby", {"Hvad er Fjordby Klynge": sentences})
    return [Lane.prepare(folder / name, folder / "corpus") for name in ("en", "to")]


def test_an_ingest_killed_at_any_moment_leaves_the_index_as_it_was(lanes: list[Lane]) -> None:
    before = answers_of(lanes[0].settings)
    begun = time.perf_counter()
    finish(start_ingest(lanes[0].settings))
    duration = time.perf_counter() - begun
    after = answers_of(lanes[0].settings)
    assert after != before, "the corpus version rides on every answer"
    lanes[0].go_back()

    # Two ingests share the processors, so each takes a little longer than one did alone
    moments = random.Random(20130430)
    drawn = [moments.uniform(0.0, 1.2 * duration) for _ in range(KILLS)]
    with ThreadPoolExecutor(len(lanes)) as pool:
        killing = [pool.submit(lane.kill, drawn[i :: len(lanes)], before, after) for i, lane in enumerate(lanes)]
        outcomes = [future.result() for future in killing]
    killed, swapped = (sum(counts) for counts in zip(*outcomes, strict=True))
    assert killed >= KILLS // 2, outcomes
    assert swapped <= KILLS // 2, outcomes

    for lane in lanes:
        assert "dokumenter" in finish(start_ingest(lane.settings))
        assert answers_of(lane.settings) == after
        generations = lane.settings.data_dir / "generations"
        assert not list(generations.glob("tmp-*")), "leftovers are removed"
        assert len(list(generations.glob("gen-*"))) <= 2
        assert list((lane.settings.data_dir / "run").iterdir()) == []


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
