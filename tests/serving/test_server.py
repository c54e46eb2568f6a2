"""The server as it is started for real: `app.py` in a process of its own, over the shipped corpus."""

from __future__ import annotations

import gc
import http.client
import json
import os
import pty
import signal
import socket
import subprocess
import sys
import threading
import time
import weakref
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import psutil
import pytest

from klyngebot import texts
from klyngebot.errors import IndexUnavailableError, KlyngebotError, ModelError
from klyngebot.serving import keeper as keeping
from klyngebot.serving.keeper import BotKeeper
from klyngebot.serving.server import listen
from klyngebot.texts import operator as operator_texts

ROOT = Path(__file__).parents[2]
CANARY = "kanariefugl4711"
MEMORY_LIMIT = 500 * 1024**2  # with all documents read for the check of claims


@dataclass
class Process:
    """The running server."""

    popen: subprocess.Popen[str]
    port: int
    stderr: Path

    def call(self, method: str, path: str, body: Any = None) -> tuple[int, Any]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            headers = {"Content-Type": "application/json"} if body is not None else {}
            connection.request(method, path, json.dumps(body) if body is not None else None, headers)
            response = connection.getresponse()
            return response.status, json.loads(response.read())
        finally:
            connection.close()

    def ask(self, question: str) -> Any:
        return self.call("POST", "/api/ask", {"question": question})[1]


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@pytest.fixture(scope="module")
def process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Process]:
    """Starts without an index, so it builds one first."""
    port = free_port()
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT / "src"),
        "KLYNGEBOT_DATA_DIR": str(tmp_path_factory.mktemp("data")),
        "KLYNGEBOT_PORT": str(port),
        "KLYNGEBOT_METRICS_PORT": "0",
    }
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    with (elsewhere / "stderr").open("wb") as stderr:  # a pipe that nobody reads would fill up with requests
        popen = subprocess.Popen(
            [sys.executable, str(ROOT / "app.py")],
            env=environment,
            cwd=elsewhere,
            stdout=subprocess.PIPE,
            stderr=stderr,
            text=True,
        )
    started = Process(popen, port, elsewhere / "stderr")
    deadline = time.monotonic() + 90
    ready = False
    while not ready:
        assert popen.poll() is None, popen.communicate()
        assert time.monotonic() < deadline, "the server is not ready"
        time.sleep(0.1)
        try:
            ready = started.call("GET", "/health/ready")[0] == 200
        except OSError:
            continue
    yield started
    if popen.poll() is None:
        popen.kill()
        popen.communicate()


def test_every_example_on_the_page_is_answered_with_sources(process: Process) -> None:
    for group in texts.EXAMPLES:
        for question in group.questions:
            answer = process.ask(question)
            assert answer["status"] in ("answered", "partial"), question
            assert answer["citations"], question


def test_memory_stays_small_and_torch_outside(process: Process) -> None:
    questions = [question for group in texts.EXAMPLES for question in group.questions]
    for number in range(50):
        process.ask(f"{questions[number % len(questions)]} {CANARY}{number}")
    running = psutil.Process(process.popen.pid)
    assert running.memory_info().rss <= MEMORY_LIMIT
    libraries = {Path(item.path).name for item in running.memory_maps()}
    assert not [name for name in libraries if "torch" in name]


def test_only_the_loopback_address_is_listened_on(process: Process) -> None:
    listening = [item for item in psutil.Process(process.popen.pid).net_connections() if item.status == "LISTEN"]
    assert [(item.laddr.ip, item.laddr.port) for item in listening] == [("127.0.0.1", process.port)]


def test_sigterm_ends_it_cleanly_while_a_page_is_open(process: Process) -> None:
    page = http.client.HTTPConnection("127.0.0.1", process.port, timeout=20)
    page.request("GET", "/chat/gradio_api/heartbeat/abc123")
    assert page.getresponse().status == 200
    before = time.monotonic()
    process.popen.send_signal(signal.SIGTERM)
    out, _ = process.popen.communicate(timeout=20)
    err = process.stderr.read_text(encoding="utf-8")
    page.close()
    assert process.popen.returncode == 0
    assert time.monotonic() - before < 15
    assert out == ""
    assert CANARY not in err
    assert "Traceback" not in err
    lines = [json.loads(line) for line in err.splitlines()]
    told = [operator_texts.server_started(f"http://127.0.0.1:{process.port}"), operator_texts.INDEXING_FIRST]
    assert sorted(line["message"] for line in lines if "message" in line) == sorted(told)
    assert {line["event"] for line in lines} == {"started", "message", "request"}, err
    assert {line["route"] for line in lines if line["event"] == "request"} >= {"/api/ask", "/health/ready"}


def test_who_starts_it_in_a_terminal_reads_a_plain_line_with_the_address(tmp_path: Path, data_dir: Path) -> None:
    port = free_port()
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "KLYNGEBOT_PORT": str(port)}
    environment |= {"KLYNGEBOT_DATA_DIR": str(data_dir), "KLYNGEBOT_METRICS_PORT": "0"}
    master, terminal = pty.openpty()
    started = subprocess.Popen(
        [sys.executable, str(ROOT / "app.py")], env=environment, cwd=tmp_path, stdout=terminal, stderr=terminal
    )
    os.close(terminal)
    try:
        written = b""
        while b"\n" not in written:
            written += os.read(master, 1_000)
        assert written.decode().splitlines()[0] == operator_texts.server_started(f"http://127.0.0.1:{port}")
    finally:
        started.kill()
        started.wait(20)
        os.close(master)


def test_a_taken_port_is_an_error_that_says_what_to_do() -> None:
    with listen("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(KlyngebotError, match="KLYNGEBOT_PORT"):
            listen("127.0.0.1", port)


def test_an_unknown_host_is_an_error_that_says_what_to_do() -> None:
    with pytest.raises(KlyngebotError, match="KLYNGEBOT_HOST"):
        listen("192.0.2.1", 0)


class Opened:
    """Counts how often it is closed."""

    closed = 0
    corpus = SimpleNamespace(damage="")

    def close(self) -> None:
        self.closed += 1


def test_the_keeper_has_no_bot_until_it_is_open_and_closes_it_in_the_end() -> None:
    go = threading.Event()
    bot = Opened()

    def open_slowly() -> Any:
        go.wait(5)
        return bot

    keeper = BotKeeper(open_slowly)
    keeper.start()
    with pytest.raises(IndexUnavailableError):
        keeper()
    go.set()
    assert eventually(keeper) is bot
    keeper.close()
    assert bot.closed == 1


def test_the_keeper_tries_again_until_there_is_an_index(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(keeping, "RETRY_SECONDS", 0.01)
    bot = Opened()
    outcomes: list[Any] = [IndexUnavailableError("Intet indeks."), IndexUnavailableError("Intet indeks."), OSError, bot]

    def open_sometime() -> Any:
        outcome = outcomes.pop(0)
        if outcome is bot:
            return bot
        raise outcome

    keeper = BotKeeper(open_sometime)
    keeper.start()
    assert eventually(keeper) is bot
    keeper.close()
    assert caplog.text.count("Intet indeks.") == 1  # said once, not at every try
    assert "OSError" in caplog.text


def test_the_keeper_tries_more_and_more_seldom_where_a_model_cannot_be_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    waits: list[float] = []

    def open_never() -> Any:
        raise ModelError("Modellen kan ikke hentes.")

    keeper = BotKeeper(open_never)
    monkeypatch.setattr(
        keeper._stopped, "wait", lambda seconds: waits.append(seconds) or len(waits) < 6 or keeper.close()
    )
    monkeypatch.setattr(keeper._thread, "join", lambda timeout: None)
    keeper._keep()
    assert waits == [10, 20, 40, 60, 60, 60]


def test_the_keeper_hands_out_a_new_bot_when_another_index_is_in_use(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "RETRY_SECONDS", 0.01)
    monkeypatch.setattr(keeping, "RETIRED_SECONDS", 0.2)
    old, new = Opened(), Opened()
    bots: list[Any] = [old, new]
    outdated = threading.Event()
    keeper = BotKeeper(lambda: bots.pop(0), lambda bot: bot is old and outdated.is_set())
    keeper.start()
    assert eventually(keeper) is old
    outdated.set()
    deadline = time.monotonic() + 5
    while keeper() is old and time.monotonic() < deadline:
        time.sleep(0.005)
    assert keeper() is new
    assert old.closed == 0, "questions under way may finish"
    while not old.closed and time.monotonic() < deadline:
        time.sleep(0.01)
    keeper.close()
    assert (old.closed, new.closed) == (1, 1)


def test_a_bot_that_is_over_is_freed_though_the_collector_leaves_bots_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "RETRY_SECONDS", 0.01)
    monkeypatch.setattr(keeping, "RETIRED_SECONDS", 0.05)
    opened: list[weakref.ref[Opened]] = []
    usual = gc.get_threshold()
    outdated = threading.Event()

    def open_one() -> Any:
        bot = Opened()
        bot.itself = bot  # type: ignore[attr-defined]  # only the collector frees what refers to itself
        opened.append(weakref.ref(bot))
        return bot

    keeper = BotKeeper(open_one, lambda _bot: len(opened) == 1 and outdated.is_set())
    keeper.start()
    assert eventually(keeper) is not None
    try:
        keeping.settle()
        assert gc.get_freeze_count() > 10_000
        assert gc.get_threshold() == (*usual[:2], keeping.FULL_COLLECTION)
        gc.disable()
        outdated.set()
        deadline = time.monotonic() + 10
        while opened[0]() is not None and time.monotonic() < deadline:
            time.sleep(0.01)
        assert opened[0]() is None
        assert keeper() is opened[1]()
    finally:
        gc.enable()
        gc.unfreeze()
        gc.set_threshold(*usual)
        keeper.close()


def eventually(keeper: BotKeeper) -> Any:
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        try:
            return keeper()
        except IndexUnavailableError:
            time.sleep(0.01)
    return None
