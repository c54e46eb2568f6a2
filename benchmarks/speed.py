"""Speed and memory against the bars of the project, as a Markdown table: `make bench`.

Everything runs on the shipped corpus in a folder of its own; nothing of the checkout is changed. Each figure is the
median of several runs, with a warm disk cache. Nothing is asserted: a slow machine is no fault of the code.
"""

from __future__ import annotations

import json
import os
import platform
import re
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

import psutil

from klyngebot.bot import Klyngebot
from klyngebot.evaluation.gold import GoldQuestion, read_gold
from klyngebot.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
GOLD = ROOT / "tests" / "gold" / "answers"
QUESTION = "Hvilke ministerier står bag klyngestrategien fra 2013?"
COLD_RUNS = 9
INGEST_RUNS = 3
WARM_QUESTIONS = 200
SERVED_QUESTIONS = 50


class Row(NamedTuple):
    """One line of the table."""

    what: str
    median: str
    spread: str
    bar: str
    holds: bool


def main() -> None:
    """Measure and print."""
    questions = read_gold([GOLD])
    with tempfile.TemporaryDirectory(prefix="klyngebot-bench-") as folder:
        data = Path(folder) / "data"
        rows = [ingest_from_scratch(Path(folder)), cold_ask(data), warm_answer(data, questions)]
        rows.append(server_memory(data, questions))
    print(f"{platform.processor() or platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}\n")
    print("| what | median | least–most | bar | holds |\n|---|---|---|---|---|")
    for row in rows:
        print(f"| {row.what} | {row.median} | {row.spread} | ≤ {row.bar} | {'yes' if row.holds else '**no**'} |")


def ingest_from_scratch(folder: Path) -> Row:
    """Whole process `klyngebot ingest` into an empty folder; the last index is kept for the other figures."""
    seconds = []
    for run in range(INGEST_RUNS):
        data = folder / ("data" if run == INGEST_RUNS - 1 else f"data-{run}")
        seconds.append(_timed(partial(_klyngebot, "ingest", data=data)))
    return _row("`klyngebot ingest` of the shipped corpus from scratch", seconds, "s", 10.0)


def cold_ask(data: Path) -> Row:
    """Whole process `klyngebot ask`, from start to answer."""
    _klyngebot("ask", QUESTION, data=data)
    seconds = [_timed(partial(_klyngebot, "ask", QUESTION, data=data)) for _ in range(COLD_RUNS)]
    return _row("`klyngebot ask`, process start to answer", seconds, "s", 2.0)


def warm_answer(data: Path, questions: Sequence[GoldQuestion]) -> Row:
    """One answer in a process that has been answering; every question is new to it."""
    step = max(1, len(questions) // WARM_QUESTIONS)
    chosen = questions[::step][:WARM_QUESTIONS]
    with Klyngebot.open(Settings(data_dir=data)) as bot:
        for item in questions[1::step][:20]:
            bot.ask(item.question, item.history)
        milliseconds = [1000 * _timed(partial(bot.ask, item.question, item.history)) for item in chosen]
    return _row(f"answer in a warm process, {len(chosen)} gold questions", milliseconds, "ms", 25.0)


def server_memory(data: Path, questions: Sequence[GoldQuestion]) -> Row:
    """Resident memory of `klyngebot serve` (Gradio mounted) after questions over the API."""
    process = subprocess.Popen(
        [sys.executable, "-m", "klyngebot.cli", "serve", "--port", "0"],
        env=_environment(data),
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    try:
        url = _address(process)
        _wait_until_ready(url)
        urllib.request.urlopen(f"{url}/", timeout=30).read()
        for item in questions[:SERVED_QUESTIONS]:
            _post(f"{url}/api/ask", {"question": item.question})
        megabytes = psutil.Process(process.pid).memory_info().rss / 1e6
    finally:
        process.terminate()
        process.communicate(timeout=30)
    return _row(f"resident memory of the server with Gradio, {SERVED_QUESTIONS} questions on", [megabytes], "MB", 450.0)


# --- Tools ------------------------------------------------------------------------------------------


def _timed(action: Callable[[], object]) -> float:
    begun = time.perf_counter()
    action()
    return time.perf_counter() - begun


def _row(what: str, values: Sequence[float], unit: str, bar: float) -> Row:
    digits = 2 if unit == "s" else 1 if unit == "ms" else 0
    median = statistics.median(values)
    spread = f"{min(values):.{digits}f}–{max(values):.{digits}f}"
    return Row(what, f"{median:.{digits}f} {unit}", spread, f"{bar:g} {unit}", median <= bar)


def _environment(data: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("KLYNGEBOT_")}
    # A line for each request would fill the pipe, which nobody reads after the first line
    quiet = {"KLYNGEBOT_LOG_FORMAT": "plain", "KLYNGEBOT_LOG_REQUESTS": "false", "KLYNGEBOT_METRICS_PORT": "0"}
    return {**kept, **quiet, "KLYNGEBOT_DATA_DIR": str(data), "PYTHONIOENCODING": "utf-8"}


def _klyngebot(*arguments: str, data: Path) -> None:
    command = [str(Path(sys.executable).with_name("klyngebot")), *arguments]
    subprocess.run(command, env=_environment(data), check=True, capture_output=True)


def _address(process: subprocess.Popen[str]) -> str:
    """The address that the server tells on standard error."""
    for line in process.stderr or ():
        if found := re.search(r"http://\S+", line):
            return found.group()
    raise RuntimeError("the server did not start")


def _wait_until_ready(url: str) -> None:
    for _ in range(300):
        try:
            with urllib.request.urlopen(f"{url}/health/ready", timeout=5) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("the server is not ready after 30 seconds")


def _post(url: str, content: object) -> None:
    body = json.dumps(content).encode("utf-8")
    request = urllib.request.Request(url, body, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=30) as answer:
        answer.read()


if __name__ == "__main__":
    main()
