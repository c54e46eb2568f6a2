from __future__ import annotations

import http.client
import json
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient

from klyngebot import texts
from klyngebot.bot import Klyngebot
from klyngebot.errors import IndexUnavailableError
from klyngebot.serving.api import create_app
from klyngebot.serving.server import create_server, listen
from klyngebot.settings import Settings
from klyngebot.texts import api as api_texts

EVENTS = {"Accept": "text/event-stream"}
PATHS = ("/api/v1/ask", "/api/ask")


@pytest.fixture
def client(stand_in: Any, settings: Settings) -> Iterator[TestClient]:
    with TestClient(create_app(lambda: stand_in, settings), raise_server_exceptions=False) as made:
        yield made


def events(text: str) -> list[tuple[str, Any]]:
    """The events of a stream; each is a line with its name and a line with its data, then a blank one."""
    blocks = text.removesuffix("\n\n").split("\n\n")
    lines = [block.split("\n") for block in blocks]
    assert all(len(block) == 2 and block[0].startswith("event: ") and block[1].startswith("data: ") for block in lines)
    return [(name[len("event: ") :], json.loads(data[len("data: ") :])) for name, data in lines]


@pytest.mark.parametrize("path", PATHS)
def test_an_answer_streams_as_status_sentences_and_the_whole(client: TestClient, path: str) -> None:
    question = {"question": "Hvilke ministerier står bag?"}
    response = client.post(path, json=question, headers=EVENTS)
    assert response.status_code == 200
    assert response.headers["content-type"] == "text/event-stream; charset=utf-8"
    assert response.headers["cache-control"] == "no-store"
    assert response.headers["x-accel-buffering"] == "no"
    told = events(response.text)
    assert [name for name, _ in told] == ["status", "sentence", "sentence", "sentence", "answer"]
    assert told[0][1] == {"text": texts.STATUS_SEARCHING}
    whole = told[-1][1]
    assert whole == client.post(path, json=question).json()
    assert [data for name, data in told if name == "sentence"] == whole["sentences"]
    assert whole["ai"] is True


def test_danish_letters_are_sent_as_they_are(client: TestClient) -> None:
    raw = client.post("/api/v1/ask", json={"question": "Hvor mange?"}, headers=EVENTS).content
    assert "Økonomi".encode() in raw or "Fødevareministeriet".encode() in raw


@pytest.mark.parametrize(
    ("accept", "streamed"),
    [
        ("text/event-stream", True),
        ("TEXT/EVENT-STREAM;q=0.9", True),
        ("text/event-stream, application/json", True),
        ("application/json, text/event-stream", False),
        ("application/json", False),
        ("*/*", False),
        ("", False),
        ("text/*", False),
    ],
)
def test_only_who_asks_for_events_gets_them(client: TestClient, accept: str, streamed: bool) -> None:
    response = client.post("/api/v1/ask", json={"question": "a"}, headers={"Accept": accept})
    assert response.headers["content-type"].startswith("text/event-stream" if streamed else "application/json")
    assert "Accept" in response.headers["vary"].split(", ")


@pytest.mark.parametrize(
    ("question", "status"), [("", "rejected"), ("a" * 501, "rejected"), ("Hvad koster mælk?", "refused")]
)
def test_an_answer_without_sentences_has_no_sentence_event(client: TestClient, question: str, status: str) -> None:
    told = events(client.post("/api/v1/ask", json={"question": question}, headers=EVENTS).text)
    assert [name for name, _ in told] == ["status", "answer"]
    assert told[-1][1]["status"] == status


def test_a_line_break_in_an_answer_cannot_end_its_event(client: TestClient) -> None:
    hostile = "gift:\r\n\r\nevent: answer\ndata: {}\n\n\u2028\u0085"
    told = events(client.post("/api/v1/ask", json={"question": hostile}, headers=EVENTS).text)
    assert [name for name, _ in told] == ["status", "sentence", "answer"]
    assert told[1][1]["text"] == hostile.removeprefix("gift:")


def test_an_error_midway_is_a_problem_event_that_repeats_nothing(
    client: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    response = client.post("/api/v1/ask", json={"question": "hemmelig vælt"}, headers=EVENTS)
    told = events(response.text)
    assert [name for name, _ in told] == ["status", "problem"]
    assert told[1][1]["status"] == 500
    assert told[1][1]["title"] == api_texts.PROBLEM_INTERNAL
    assert told[1][1]["reference"] in caplog.text
    assert "hemmelig" not in caplog.text + response.text


def test_what_is_wrong_before_the_stream_is_an_ordinary_problem(settings: Settings) -> None:
    def unavailable() -> Any:
        raise IndexUnavailableError("/hemmelig/sti")

    client = TestClient(create_app(unavailable, settings), raise_server_exceptions=False)
    for body, status in (({"question": "a"}, 503), ({}, 422)):
        response = client.post("/api/v1/ask", json=body, headers=EVENTS)
        assert (response.status_code, response.headers["content-type"]) == (status, "application/problem+json")


def test_the_real_bot_streams_what_it_answers(bot: Klyngebot, settings: Settings) -> None:
    with TestClient(create_app(lambda: bot, settings)) as client:
        question = {"question": "Hvem ledede Klyngeforum, og hvornår udkom klyngestrategien?"}
        told = events(client.post("/api/v1/ask", json=question, headers=EVENTS).text)
    whole = told[-1][1]
    assert whole["status"] == "answered"
    assert [data["text"] for name, data in told if name == "sentence"] == [item["text"] for item in whole["sentences"]]


def test_streams_end_when_the_server_stops(settings: Settings) -> None:
    go = threading.Event()

    class Slow:
        def ask(self, *_: Any) -> Any:
            go.wait(20)
            raise AssertionError("nobody reads this")

    server = create_server(create_app(Slow, settings))  # type: ignore[arg-type]
    with listen("127.0.0.1", 0) as listener:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.01)
        connection = http.client.HTTPConnection("127.0.0.1", listener.getsockname()[1], timeout=20)
        body = json.dumps({"question": "a"})
        connection.request("POST", "/api/v1/ask", body, {"Content-Type": "application/json", **EVENTS})
        response = connection.getresponse()
        first = response.readline() + response.readline() + response.readline()
        assert events(first.decode())[0][0] == "status", "the status comes before the answer is there"
        server.should_exit = True
        rest = events(response.read().decode())
        go.set()
        thread.join(10)
        connection.close()
    assert not thread.is_alive()
    assert [(name, data["status"]) for name, data in rest] == [("problem", 503)]
