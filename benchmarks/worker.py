"""One stage of one system in a process of its own: `python -m benchmarks.worker STAGE JOB.json`.

Stages are `ingest`, `first` (an answer to one question and the end) and `all`. What was measured is written to the
job's result file; nothing that `benchmarks.peers` knows of our package is imported here.
"""

from __future__ import annotations

import json
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from benchmarks.systems import SYSTEMS, Corpus, Model, System

ANSWERED = "answered"  # the line that tells the parent to stop the clock
K = 4  # what the tutorial asks for
RANKED = 10  # passages that are judged one by one
FILLING = 40  # passages enough to fill the longest text that is judged
WARM_UP = 50  # questions before memory is read and the clock counts


@dataclass(frozen=True, slots=True)
class Job:
    """What a worker is told; paths as text."""

    system: str
    index: str
    corpus: str
    texts: str
    questions: tuple[str, ...]
    result: str
    model: Model

    def write(self, path: Path) -> None:
        """Write it for the worker."""
        path.write_text(json.dumps(asdict(self)), encoding="utf-8")

    @classmethod
    def read(cls, path: Path) -> Job:
        """Read what `write` wrote."""
        plain = json.loads(path.read_text(encoding="utf-8"))
        return cls(**{**plain, "questions": tuple(plain["questions"]), "model": Model(**plain["model"])})


def main(stage: str, job_file: str) -> None:
    """Do one stage."""
    job = Job.read(Path(job_file))
    system = SYSTEMS[job.system](Path(job.index), job.model)
    if stage == "first":
        system.search(job.questions[0], K)
        print(ANSWERED, flush=True)
        return
    measured = ingest(system, job) if stage == "ingest" else ask_all(system, job.questions)
    Path(job.result).write_text(json.dumps(measured), encoding="utf-8")


def ingest(system: System, job: Job) -> dict[str, float]:
    """Chunks, and seconds from a loaded model to a finished index."""
    texts = json.loads(Path(job.texts).read_text(encoding="utf-8"))
    begun = time.perf_counter()
    chunks = system.ingest(Corpus(Path(job.corpus), texts))
    return {"chunks": chunks, "seconds": time.perf_counter() - begun}


def ask_all(system: System, questions: tuple[str, ...]) -> dict[str, Any]:
    """Resident megabytes, milliseconds of each question after the warm-up, and the passages of every question."""
    import psutil

    for question in questions[:WARM_UP]:
        system.search(question, K)
    megabytes = psutil.Process().memory_info().rss / 1e6
    milliseconds = []
    for question in questions[WARM_UP:]:
        begun = time.perf_counter()
        system.search(question, K)
        milliseconds.append(1000 * (time.perf_counter() - begun))
    return {
        "megabytes": megabytes,
        "milliseconds": milliseconds,
        "ranked": [system.search(question, RANKED) for question in questions],
        "filling": [system.search(question, FILLING) for question in questions],
    }


if __name__ == "__main__":
    main(*sys.argv[1:])
