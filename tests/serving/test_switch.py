"""The kill switch: what is off, who says so, and how soon."""

from __future__ import annotations

import http.client
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from klyngebot.bot import Klyngebot
from klyngebot.serving.api import create_app
from klyngebot.serving.switch import HEADER, ModelSwitch, Off, Switch
from klyngebot.settings import Settings
from klyngebot.texts import api as api_texts
from klyngebot.texts import operator as operator_texts

ROOT = Path(__file__).parents[2]
CONTACT = "Ring til Klyngesekretariatet på 12 34 56 78, eller se https://klynger.example/kontakt."
SECONDS = 5.0  # in which a switch must work


class Clock:
    now = 0.0

    def __call__(self) -> float:
        self.now += 1.0  # every look is a new second
        return self.now


@pytest.fixture
def off_file(tmp_path: Path) -> Path:
    return tmp_path / "OFF"


@pytest.fixture
def switch(off_file: Path) -> Switch:
    return Switch(Settings(data_dir=off_file.parent), clock=Clock())


@pytest.mark.parametrize(
    ("said", "off"),
    [
        (b"alt", Off.ALL), (b"ALL\n", Off.ALL), (b"chat\r\n", Off.CHAT), (b"  Chat ", Off.CHAT), (b"model", Off.MODEL),
        (b"\xef\xbb\xbfmodel\n", Off.MODEL), (b"", Off.ALL), (b"off", Off.ALL), (b"\xff\xfe", Off.ALL),
        (b"chat" * 1000, Off.ALL), (b"model\nchat", Off.ALL),
    ],
)  # fmt: skip
def test_the_file_says_what_is_off_and_everything_is_where_it_cannot_be_understood(
    switch: Switch, off_file: Path, said: bytes, off: Off
) -> None:
    assert switch.off is Off.NOTHING
    off_file.write_bytes(said)
    assert switch.off is off
    off_file.unlink()
    assert switch.off is Off.NOTHING


def test_a_folder_in_its_place_switches_everything_off(switch: Switch, off_file: Path) -> None:
    off_file.mkdir()
    assert switch.off is Off.ALL


@pytest.mark.parametrize(
    ("fixed", "said", "off"),
    [("chat", "model", Off.CHAT), ("model", "chat", Off.CHAT), ("alt", "model", Off.ALL), ("chat", "alt", Off.ALL)],
)
def test_of_settings_and_file_the_one_that_switches_off_more_counts(
    off_file: Path, fixed: Any, said: str, off: Off
) -> None:
    off_file.write_text(said)
    assert Switch(Settings(data_dir=off_file.parent, off=fixed)).off is off


def test_the_file_may_be_elsewhere_and_is_looked_at_once_a_second(tmp_path: Path) -> None:
    now = [0.0]
    elsewhere = tmp_path / "sluk"
    switch = Switch(Settings(data_dir=tmp_path / "data", off_file=elsewhere), clock=lambda: now[0])
    assert switch.off is Off.NOTHING
    elsewhere.write_text("chat")
    now[0] = 0.9
    assert switch.off is Off.NOTHING
    now[0] = 1.0
    assert switch.off is Off.CHAT


def test_a_change_is_told_to_the_operator_once(
    switch: Switch, off_file: Path, caplog: pytest.LogCaptureFixture
) -> None:
    off_file.write_text("chat")
    for _ in range(3):
        assert switch.off is Off.CHAT
    off_file.unlink()
    for _ in range(3):
        assert switch.off is Off.NOTHING
    assert caplog.messages == [operator_texts.switched("chat"), operator_texts.switched("")]


ASK = ("POST", "/api/v1/ask", {"question": "Hvad er en klynge?"})
CHECK = ("POST", "/api/v1/check", {"claim": "Der var otte ministerier."})
LIVE = ("GET", "/health/live", None)
READY = ("GET", "/health/ready", None)
STATUSES = [
    ("", {ASK[1]: 200, CHECK[1]: 200, LIVE[1]: 200, READY[1]: 200}),
    ("model", {ASK[1]: 200, CHECK[1]: 200, LIVE[1]: 200, READY[1]: 200}),
    ("chat", {ASK[1]: 503, CHECK[1]: 503, LIVE[1]: 200, READY[1]: 200}),
    ("alt", {ASK[1]: 503, CHECK[1]: 503, LIVE[1]: 200, READY[1]: 503}),
]


@pytest.mark.parametrize(("off", "statuses"), STATUSES)
def test_each_step_shuts_more(stand_in: Any, settings: Settings, off: Any, statuses: dict[str, int]) -> None:
    stand_in.without_model = lambda: stand_in
    made = settings.model_copy(update={"off": off, "contact": CONTACT})
    client = TestClient(create_app(lambda: Hashable(stand_in), made))
    for method, path, body in (ASK, CHECK, LIVE, READY):
        response = client.request(method, path, json=body)
        assert response.status_code == statuses[path], path
        assert response.headers.get(HEADER, "") == off
        if response.status_code == 503:
            assert response.json()["title"] == api_texts.PROBLEM_OFF
            assert response.json()["detail"] == api_texts.problem_off_remedy(CONTACT)
            assert response.headers["retry-after"] == "300"


class Hashable:
    """A stand-in that can be a key, as a bot can."""

    def __init__(self, bot: Any) -> None:
        self.ask, self.check_claim, self.corpus, self.without_model = (
            bot.ask, bot.check_claim, bot.corpus, bot.without_model,
        )  # fmt: skip


def test_without_a_contact_it_says_to_try_later(stand_in: Any, settings: Settings) -> None:
    client = TestClient(create_app(lambda: stand_in, settings.model_copy(update={"off": "chat"})))
    assert client.request(ASK[0], ASK[1], json=ASK[2]).json()["detail"] == api_texts.problem_off_remedy("")


class Talkative:
    """A language model in the place of the answerer: it must not be asked."""

    def answer(self, *_: object) -> Any:
        raise AssertionError("the language model was asked")


def test_without_the_model_the_same_bot_answers_from_the_documents(
    bot: Klyngebot, switch: Switch, off_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    question = "Hvad er en klynge?"
    plain = bot.ask(question)
    monkeypatch.setattr(bot, "_answerer", Talkative())
    source = ModelSwitch(lambda: bot, switch)
    assert source() is bot
    with pytest.raises(AssertionError, match="was asked"):
        source().ask(question)
    off_file.write_text("model")
    without = source()
    assert without is source(), "made once"
    assert without.ask(question).text == plain.text
    off_file.unlink()
    assert source() is bot


# --- A real server ----------------------------------------------------------------------------------


@pytest.fixture
def call(tmp_path: Path, data_dir: Path) -> Iterator[Callable[..., tuple[int, Any]]]:
    """Calls a server in a process of its own, whose file is `tmp_path / "OFF"`."""
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT / "src"),
        "KLYNGEBOT_DATA_DIR": str(data_dir),
        "KLYNGEBOT_OFF_FILE": str(tmp_path / "OFF"),
        "KLYNGEBOT_CONTACT": CONTACT,
        "KLYNGEBOT_PORT": "0",
        "KLYNGEBOT_LOG_FORMAT": "plain",
    }
    process = subprocess.Popen(
        [sys.executable, str(ROOT / "app.py")], env=environment, cwd=tmp_path, stderr=subprocess.PIPE, text=True
    )
    assert process.stderr is not None
    port = int(process.stderr.readline().split("127.0.0.1:")[1].split()[0])

    def request(method: str, path: str, body: Any = None) -> tuple[int, Any]:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        try:
            connection.request(method, path, json.dumps(body), {"Content-Type": "application/json"})
            response = connection.getresponse()
            return response.status, json.loads(response.read())
        finally:
            connection.close()

    eventually(lambda: request(*READY)[0], 200, 60)
    yield request
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=30)


def eventually(look: Callable[[], Any], wanted: Any, seconds: float = SECONDS) -> None:
    deadline = time.monotonic() + seconds
    while (seen := look()) != wanted:
        assert time.monotonic() < deadline, f"{seen} after {seconds} s"
        time.sleep(0.1)


def test_a_file_switches_a_running_server_off_and_on_within_seconds(
    call: Callable[..., tuple[int, Any]], tmp_path: Path
) -> None:
    assert call(*ASK)[0] == 200
    for said, statuses in (STATUSES[3], STATUSES[2], STATUSES[1]):
        (tmp_path / "OFF").write_text(f"{said}\n")
        eventually(lambda: call(*ASK)[0], statuses[ASK[1]])
        eventually(lambda: call(*READY)[0], statuses[READY[1]])
        if statuses[ASK[1]] == 503:
            assert call(*ASK)[1]["detail"] == api_texts.problem_off_remedy(CONTACT)
        assert call(*LIVE) == (200, {"status": "live"})
    (tmp_path / "OFF").unlink()
    eventually(lambda: call(*ASK)[0], 200)
