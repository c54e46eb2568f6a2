"""Nothing that a user sends stays anywhere: a thousand marked strings go in, and none is found afterwards.

The server is a process of its own over the shipped corpus, with a home, a temporary folder and a data folder of its
own. It is the real one, but that some questions make its insides fail, print, warn and log what they were asked.
"""

from __future__ import annotations

import http.client
import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

ROOT = Path(__file__).parents[2]
STRINGS = 1_000
MARK = f"kanarie{secrets.token_hex(4)}"
CLIENT = "127.0.0.77"
FAILS = "vælter"
# The real server, with insides that give away what they were asked, as a library might
LEAKY = f"""
import functools, json, logging, os, signal, sys, threading, traceback, warnings
from klyngebot.bot import Klyngebot
from klyngebot.serving import memory, server
from klyngebot.settings import read_settings
from tests.holding import held

def leaky(method):
    def call(self, text, *rest, **named):
        if {FAILS!r} in text:
            print(text)
            print(text, file=sys.stderr)
            warnings.warn(text)
            for name in ("uvicorn.error", "gradio", "asyncio", "chromadb"):
                logging.getLogger(name).error("%s %s", text, rest, exc_info=ValueError(text))
            def fail():
                raise RuntimeError(text)
            threading.Thread(target=fail, name=text).start()
            try:
                fail()
            except RuntimeError:
                traceback.print_exc()
            raise KeyError(text)
        return method(self, text, *rest, **named)
    return call

for name in ("ask", "find_clusters", "check_claim", "check_text"):
    setattr(Klyngebot, name, leaky(getattr(Klyngebot, name)))

def tell_held(*_):
    globals().get("__warningregistry__", {{}}).clear()  # of the warnings above
    with open("held.json", "w", encoding="utf-8") as file:
        json.dump(held("kanarie[0-9a-f]{{8}}x[0-9]"), file)
    os.rename("held.json", "held")

signal.signal(signal.SIGUSR1, tell_held)
if "FORGET_SECONDS" in os.environ:
    seconds = float(os.environ["FORGET_SECONDS"])
    server.forgetting = functools.partial(server.forgetting, seconds=seconds)
    memory.KEPT_SECONDS, memory.SWEEP_SECONDS = 3 * seconds, 0.5
server.serve(read_settings())
"""


@dataclass
class Leaky:
    """The running server, and all that was sent to it."""

    folder: Path
    port: int
    metrics_port: int
    popen: subprocess.Popen[bytes]
    sent: list[str] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)
    _numbers: Iterator[int] = field(default_factory=count)

    def mark(self) -> str:
        """Another string that nobody has sent before."""
        marked = f"{MARK}x{next(self._numbers)}x"
        self.sent.append(marked)
        return marked

    def call(self, method: str, path: str, body: bytes | None = None, content_type: str = "", **more: str) -> bytes:
        """A request with marked strings in its query and in every header that a client chooses."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60, source_address=(CLIENT, 0))
        names = ("User-Agent", "Referer", "X-Forwarded-For", "Cookie", "Authorization", "X-Request-Id")
        headers = {name: self.mark() for name in names} | more
        if content_type:
            headers["Content-Type"] = content_type
        try:
            connection.request(method, f"{path}{'' if '?' in path else '?'}{self.mark()}={self.mark()}", body, headers)
            response = connection.getresponse()
            self.statuses.append(response.status)
            return response.read()
        finally:
            connection.close()

    def post(self, path: str, body: Any, **more: str) -> bytes:
        return self.call("POST", path, json.dumps(body).encode(), "application/json", **more)

    def form(self, path: str, **fields: str) -> bytes:
        return self.call("POST", path, urlencode(fields).encode(), "application/x-www-form-urlencoded")

    def raw(self, request: bytes) -> None:
        """Bytes that need not be a request."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=10) as connection:
            connection.sendall(request)
            with suppress(OSError):
                while connection.recv(4096):
                    pass


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@pytest.fixture
def server(request: pytest.FixtureRequest, tmp_path: Path, data_dir: Path) -> Iterator[Leaky]:
    for name in ("home", "tmp", "cwd"):
        (tmp_path / name).mkdir()
    shutil.copytree(data_dir, tmp_path / "data")
    port, metrics_port = free_port(), free_port()
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join((str(ROOT / "src"), str(ROOT))),
        "HOME": str(tmp_path / "home"),
        "XDG_CACHE_HOME": str(tmp_path / "home"),
        "TMPDIR": str(tmp_path / "tmp"),
        "KLYNGEBOT_DATA_DIR": str(tmp_path / "data"),
        "KLYNGEBOT_PORT": str(port),
        "KLYNGEBOT_METRICS_PORT": str(metrics_port),
        "KLYNGEBOT_FEEDBACK": "false",
        **getattr(request, "param", {}),
        "PYTHONUTF8": "1",
    }
    with (tmp_path / "stdout").open("wb") as out, (tmp_path / "stderr").open("wb") as err:
        popen = subprocess.Popen(
            [sys.executable, "-c", LEAKY], env=environment, cwd=tmp_path / "cwd", stdout=out, stderr=err
        )
    deadline = time.monotonic() + 90
    ready = False
    while not ready:
        assert popen.poll() is None, (tmp_path / "stderr").read_text("utf-8")
        assert time.monotonic() < deadline, "the server is not ready"
        time.sleep(0.1)
        with suppress(OSError):
            urllib.request.urlopen(f"http://127.0.0.1:{port}/health/ready", timeout=5).close()
            ready = True
    yield Leaky(tmp_path, port, metrics_port, popen)
    if popen.poll() is None:
        popen.kill()
        popen.wait(20)


def send_everything(server: Leaky, *, read: bool = False) -> None:
    """One round of every way in which a user's words reach the server; the workbench's answers are read or not."""
    mark = server.mark
    fails = f"{mark()} {FAILS}"
    turns = [{"question": mark(), "answer": mark()}]
    for path in ("/api/v1/ask", "/api/ask"):
        server.post(path, {"question": f"Hvem er {mark()} i Klyngeforum?"})
        server.post(path, {"question": f"Hvad med {mark()}?", "history": turns}, Accept="text/event-stream")
        server.post(path, {"question": fails, "history": turns})
        server.post(path, {"question": fails}, Accept="text/event-stream")
        server.post(path, {"question": mark() * 100})
        server.post(path, {"question": mark(), mark(): mark()})
        server.post(path, {"question": mark(), "history": turns * 30})
        server.post(path, {"question": mark()}, Origin=f"https://{mark()}.example")
        server.post(path, {"question": mark()}, Host=f"{mark()}.example")
        server.call("POST", path, f'{{"question": "{mark()}'.encode(), "application/json")
        server.call("POST", path, f'{{"question": "{mark()}"}}'.encode(), f"text/{mark()}")
        server.call("POST", path, mark().encode() * 10_000, "application/json")
        server.call("OPTIONS", path, Origin=f"https://{mark()}.example", **{"Access-Control-Request-Method": mark()})
    for text in (f"Smedeværksted {mark()}", fails):
        server.post("/api/v1/clusters", {"description": text})
        server.post("/api/v1/check", {"claim": text})
        server.post("/api/v1/check", {"text": f"{text} blev stiftet i 2013. »{mark()} er et langt citat her«."})
        server.form("/", question=text, turn=mark())
        server.form("/find-klynge", description=text)
        server.form("/faktatjek", text=text)
        for number in range(4):
            for data in ([text], [text, turns]):
                join = {"data": data, "fn_index": number, "session_hash": "abc", "event_data": None, "trigger_id": None}
                if b"event_id" in server.post("/chat/gradio_api/queue/join", join) and read:
                    server.call("GET", "/chat/gradio_api/queue/data?session_hash=abc&")
    server.post("/api/v1/feedback", {"thumb": "up", "text": mark()})
    server.call("POST", "/", mark().encode(), "multipart/form-data; boundary=a")
    for path in (
        f"/{mark()}",
        f"/kilder/{mark()}",
        f"/filer/{mark()}.js",
        f"/api/v1/{mark()}",
        f"/chat/assets/{mark()}",
    ):
        server.call("GET", path)
    server.call(mark().upper(), "/api/v1/ask")
    for request in (
        f"{mark()}\r\n\r\n",
        f"GET /{mark()} HTTP/9.9\r\n\r\n",
        f"POST /api/v1/ask HTTP/1.1\r\nHost: {mark()}\r\nContent-Length: {mark()}\r\n\r\n{mark()}",
        f"GET / HTTP/1.1\r\nHost: localhost\r\n{mark()}: {mark()}\r\n {mark()}\r\nX\x00Y: {mark()}\r\n\r\n",
        f"GET /{mark() * 2_000} HTTP/1.1\r\nHost: localhost\r\n\r\n",
    ):
        server.raw(request.encode())


def holds(content: bytes) -> bool:
    """Whether any of the strings is in it, in any case and also as UTF-16; they all begin with the mark."""
    lowered = content.lower()
    return any(text in lowered for text in (MARK.encode(), MARK.encode("utf-16-le"), CLIENT.encode()))


def test_nothing_that_was_sent_is_found_anywhere(server: Leaky) -> None:
    while len(server.sent) < STRINGS:
        send_everything(server)
    assert len(set(server.sent)) == len(server.sent) >= STRINGS
    assert {200, 400, 404, 405, 413, 415, 422, 500} <= set(server.statuses), "every way out was taken"

    metrics = urllib.request.urlopen(f"http://127.0.0.1:{server.metrics_port}/metrics", timeout=10).read()
    assert b"klyngebot_requests_total{" in metrics
    process = Path(f"/proc/{server.popen.pid}")
    places = {"metrics": metrics, "environ": (process / "environ").read_bytes()}
    places |= {"cmdline": (process / "cmdline").read_bytes().replace(FAILS.encode(), b"")}
    searched = files_of(server.folder)
    server.popen.send_signal(signal.SIGTERM)
    assert server.popen.wait(30) == 0
    searched |= files_of(server.folder)
    assert {name.split("/")[0] for name in searched} >= {"data", "stdout", "stderr"}
    assert [name for name, content in (places | searched).items() if holds(name.encode()) or holds(content)] == []

    lines = [json.loads(line) for line in searched["stderr"].splitlines()]
    told = {line["event"] for line in lines}
    assert told == {"started", "request", "error", "foreign", "printed", "warning"}, "what leaked was noticed"
    assert len([line for line in lines if line["event"] == "request"]) >= len(server.statuses) - 1
    assert searched["stdout"] == b""


@pytest.mark.parametrize("server", [{"FORGET_SECONDS": "3"}], indirect=True, ids=["soon"])
@pytest.mark.parametrize("read", [True, False], ids=["read", "left"])
def test_nothing_that_was_sent_is_held_in_memory_once_it_is_forgotten(server: Leaky, read: bool) -> None:
    send_everything(server, read=read)
    assert held_by(server), "else this test would see nothing"
    ask = urllib.request.Request(
        f"http://127.0.0.1:{server.port}/api/v1/ask", headers={"Content-Type": "application/json"}
    )
    deadline = time.monotonic() + 90
    while held := held_by(server):
        assert time.monotonic() < deadline, held
        # Somebody always asks something, and so the timer that forgets answers never ends
        urllib.request.urlopen(ask, json.dumps({"question": f"Hvad er MADE? {time.monotonic()}"}).encode()).close()
        time.sleep(1)


def held_by(server: Leaky) -> list[str]:
    """What was sent and is referred to by any object of the server's now."""
    told = server.folder / "cwd" / "held"
    server.popen.send_signal(signal.SIGUSR1)
    deadline = time.monotonic() + 60
    while not told.exists():
        assert time.monotonic() < deadline
        time.sleep(0.05)
    held: list[str] = json.loads(told.read_text("utf-8"))
    told.unlink()
    return held


def files_of(folder: Path) -> dict[str, bytes]:
    """Everything below a folder: what is in it, and how it is named."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_search_finds_what_is_there() -> None:
    assert holds(f"…{MARK.upper()}x1x".encode())
    assert holds(f"…{MARK}x1x".encode("utf-16-le"))
    assert holds(f"client {CLIENT}:4711".encode())
    assert not holds(b"Hvad er en klynge?")
