"""The server under load, as a Markdown table: `python -m benchmarks.load --seconds 30 --clients 16`.

A server process of its own over the shipped corpus, with the walls against floods off, and a client over loopback in
this process. Both share the machine's cores, so the figures are of both together. Nothing is asserted.

Modes: `mixed` (as people ask: few questions often, many seldom), `remembered` (one question), `worked-out` (no question
twice), `waiting` (200 people who read each answer before they ask again), `overload` (ten times as many as can be
worked out), or `all`.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path

import psutil

from klyngebot.evaluation.gold import read_gold

ROOT = Path(__file__).resolve().parent.parent
GOLD = ROOT / "tests" / "gold" / "answers"
MODES = ("remembered", "mixed", "worked-out", "waiting", "overload")
HEAD = "POST /api/v1/ask HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
PEOPLE = 200
READING = 8.0  # seconds between an answer and the next question of one person
TIMES_CAPACITY = 10


@dataclass
class Outcome:
    """What came of a run: seconds of each response, by its status (0: none came)."""

    seconds: dict[int, list[float]] = field(default_factory=dict)
    length: float = 0.0
    memory: list[float] = field(default_factory=list)  # in MB: at the start, every minute, and at the end

    def add(self, status: int, seconds: float) -> None:
        """Count a response."""
        self.seconds.setdefault(status, []).append(seconds)


class Client:
    """One connection that asks, and opens again when it is closed."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(self, question: str, outcome: Outcome) -> int:
        """Ask, and add what came of it."""
        body = json.dumps({"question": question}).encode()
        head = f"{HEAD}Content-Length: {len(body)}\r\n\r\n"
        begun = time.perf_counter()
        status = 0
        # Where a connection was used before, the server may close it in the moment of asking; browsers ask again then
        for _ in range(1 if self._streams is None else 2):
            try:
                status = await self._exchange(head.encode() + body)
                break
            except (OSError, asyncio.IncompleteReadError):
                self._streams = None
        outcome.add(status, time.perf_counter() - begun)
        return status

    async def _exchange(self, request: bytes) -> int:
        if self._streams is None or self._streams[0].at_eof():
            self._streams = await asyncio.open_connection("127.0.0.1", self._port)
        reader, writer = self._streams
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        length = re.search(rb"content-length: (\d+)", head, re.IGNORECASE)
        await reader.readexactly(int(length.group(1)) if length else 0)
        return int(head[9:12])


def main() -> None:
    """Start the server, run the modes and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("mode", nargs="?", default="all", choices=(*MODES, "all"))
    parser.add_argument("--seconds", type=float, default=30.0, help="of each run")
    parser.add_argument("--clients", type=int, default=16, help="that ask at once, in the first three modes")
    parser.add_argument("--data", type=Path, help="a data folder with an index; without one it is built first")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="klyngebot-load-") as folder:
        with_server(given.data or Path(folder), lambda port, process: report(given, port, process))


def report(given: argparse.Namespace, port: int, process: psutil.Process) -> None:
    """Run each mode and print its line."""
    print("| mode | clients | answers/s | p50 | p95 | max | refused | refused p95 | lost | memory, MB |")
    print("|---|---|---|---|---|---|---|---|---|---|")
    for mode in MODES if given.mode == "all" else (given.mode,):
        clients = {"waiting": PEOPLE, "overload": TIMES_CAPACITY * 50}.get(mode, given.clients)
        outcome = asyncio.run(run(mode, port, clients, given.seconds, process))
        print(line(mode, clients, outcome), flush=True)


async def run(mode: str, port: int, clients: int, seconds: float, process: psutil.Process) -> Outcome:
    """Ask for some seconds in one mode."""
    outcome = Outcome()
    questions = asked(mode)
    for _ in range(20):
        await Client(port).ask(next(questions), Outcome())
    watching = asyncio.create_task(_watch_memory(process, outcome.memory))
    begun = time.perf_counter()
    until = begun + seconds
    await asyncio.gather(*(_person(mode, Client(port), questions, until, outcome) for _ in range(clients)))
    outcome.length = time.perf_counter() - begun
    watching.cancel()
    outcome.memory.append(process.memory_info().rss / 1e6)
    return outcome


async def _watch_memory(process: psutil.Process, memory: list[float]) -> None:
    while True:
        memory.append(process.memory_info().rss / 1e6)
        await asyncio.sleep(60)


async def _person(mode: str, client: Client, questions: Iterator[str], until: float, outcome: Outcome) -> None:
    thinking: Callable[[], float] = {"waiting": lambda: random.uniform(0.5, 1.5) * READING}.get(mode, lambda: 0.0)
    if mode in ("waiting", "overload"):
        await asyncio.sleep(random.uniform(0, min(READING, 1.0 if mode == "overload" else READING)))
    while time.perf_counter() < until:
        status = await client.ask(next(questions), outcome)
        # Who is refused tries again after a second, as the refusal says; 500 clients are 500 questions a second then
        await asyncio.sleep(1.0 if status != 200 else thinking())


def asked(mode: str) -> Iterator[str]:
    """Questions without end."""
    gold = list(dict.fromkeys(item.question for item in read_gold([GOLD])))
    random.seed(2013)
    random.shuffle(gold)
    if mode == "remembered":
        return cycle(gold[:1])
    if mode in ("mixed", "waiting"):
        weights = [1 / (place + 1) for place in range(len(gold))]  # Zipf's law
        return iter(lambda: random.choices(gold, weights)[0], "")
    # What one mode has asked is remembered, so another one has numbers of its own
    first = 1_000_000 if mode == "overload" else 0
    return (f"{question} ({number})" for number, question in enumerate(cycle(gold), first))


def line(mode: str, clients: int, outcome: Outcome) -> str:
    """A row of the table."""
    served = sorted(outcome.seconds.get(200, [0.0]))
    refused = sorted(s for status in (429, 503) for s in outcome.seconds.get(status, []))
    lost = sum(len(found) for status, found in outcome.seconds.items() if status not in (200, 429, 503))
    memory = ", ".join(f"{megabytes:.0f}" for megabytes in outcome.memory)
    return (
        f"| {mode} | {clients} | {len(served) / outcome.length:.0f} | {_milliseconds(statistics.median(served))} | "
        f"{_milliseconds(_p95(served))} | {_milliseconds(served[-1])} | {len(refused)} | "
        f"{_milliseconds(_p95(refused)) if refused else '–'} | {lost} | {memory} |"
    )


def _p95(values: list[float]) -> float:
    return values[int(0.95 * (len(values) - 1))]


def _milliseconds(seconds: float) -> str:
    return f"{1000 * seconds:.0f} ms"


def with_server(data: Path, work: Callable[[int, psutil.Process], None]) -> None:
    """Run a server over a data folder for as long as the work takes."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("KLYNGEBOT_")}
    walls = {"KLYNGEBOT_RATE_PER_MINUTE": "0", "KLYNGEBOT_CONNECTIONS_PER_ADDRESS": "0", "KLYNGEBOT_PORT": "0"}
    # A line for each request would fill the pipe, which nobody reads after the first line
    walls |= {"KLYNGEBOT_LOG_FORMAT": "plain", "KLYNGEBOT_LOG_REQUESTS": "false", "KLYNGEBOT_METRICS_PORT": "0"}
    process = subprocess.Popen(
        [sys.executable, "-m", "klyngebot.cli", "serve"],
        env={**kept, **walls, "KLYNGEBOT_DATA_DIR": str(data)},
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    try:
        port = next(int(found) for told in process.stderr or () for found in re.findall(r"127\.0\.0\.1:(\d+)", told))
        _wait_until_ready(f"http://127.0.0.1:{port}/health/ready")
        _warm(f"http://127.0.0.1:{port}/api/v1/check")
        work(port, psutil.Process(process.pid))
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=30)


def _warm(url: str) -> None:
    """Check a claim: the server reads all documents for it in its first seconds, and no run should share those."""
    body = json.dumps({"claim": "Otte ministerier står bag klyngestrategien fra 2013."}).encode()
    urllib.request.urlopen(urllib.request.Request(url, body, {"Content-Type": "application/json"}), timeout=60).close()


def _wait_until_ready(url: str) -> None:
    for _ in range(600):
        try:
            urllib.request.urlopen(url, timeout=5).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("the server is not ready after a minute")


if __name__ == "__main__":
    main()
