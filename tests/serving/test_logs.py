from __future__ import annotations

import io
import json
import logging
import sys
import threading
import unicodedata
import warnings
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic.warnings import PydanticDeprecatedSince20, UnsupportedFieldAttributeWarning
from starlette.testclient import TestClient

from klyngebot.serving.api import create_app
from klyngebot.serving.logs import JsonLines, RequestLog, escaped, kept
from klyngebot.serving.observing import Observed, Served, observed
from klyngebot.serving.problems import log_error
from klyngebot.settings import Settings

SECRET = "hemmelig-4711"
HOSTILE = f'{SECRET}\r\n\x1b[31m\x00\x7f\x85\u2028\u2029\u202e\u2066\u200b\ufeff\U000e0041"}}\n{{"event": "forged"}}'


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> Iterator[io.StringIO]:
    """What standard error gets while the log is kept."""
    written = io.StringIO()
    monkeypatch.setattr(sys, "stderr", written)
    with kept(settings):
        yield written


def events(written: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in written.getvalue().splitlines()]


def test_a_text_of_ours_is_an_object_with_time_and_level(lines: io.StringIO) -> None:
    logging.getLogger("klyngebot.serving.server").warning("%s", "Et nyt indeks er taget i brug: æøå.")
    (event,) = events(lines)
    assert event["message"] == "Et nyt indeks er taget i brug: æøå."
    assert (event["level"], event["event"]) == ("warning", "message")
    assert event["time"].endswith("+00:00")
    assert "æøå" in lines.getvalue()


def test_a_foreign_record_tells_who_and_where_but_not_what(lines: io.StringIO) -> None:
    for name in ("uvicorn.error", "asyncio", "gradio", "chromadb.x", "py.warnings", "klyngebotx"):
        try:
            raise ValueError(SECRET)
        except ValueError:
            logging.getLogger(name).exception("%s %d", SECRET, "no number", extra={"scope": SECRET}, stack_info=True)
        event = events(lines)[-1]
        assert (event["event"], event["logger"], event["type"]) == ("foreign", name, "ValueError")
        assert __file__ in event["place"]
        assert __file__ in event["error_place"]
    assert len(events(lines)) == 6
    assert SECRET not in lines.getvalue()


def test_the_small_talk_of_others_is_left_out(lines: io.StringIO) -> None:
    chatty = logging.getLogger("bm25s")
    before = chatty.level
    chatty.setLevel(logging.DEBUG)
    try:
        chatty.debug(SECRET)
        chatty.info(SECRET)
    finally:
        chatty.setLevel(before)
    assert lines.getvalue() == ""


def test_what_is_printed_warned_or_uncaught_is_not_passed_on(
    monkeypatch: pytest.MonkeyPatch, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail() -> None:
        raise ValueError(SECRET)

    written = io.StringIO()
    monkeypatch.setattr(sys, "stderr", written)
    with kept(settings), warnings.catch_warnings():
        sys.stdout.write(SECRET)
        for _ in range(3):
            print(SECRET, file=sys.stderr)  # noqa: T201 - what a library does
        warnings.simplefilter("always")
        warnings.warn(SECRET, UserWarning, stacklevel=1)
        thread = threading.Thread(target=fail)
        thread.start()
        thread.join()
    told = events(written)
    assert [event["event"] for event in told] == ["printed", "printed", "warning", "error"]
    assert all(__file__ in event["place"] for event in told)
    assert [event.get("type") for event in told[2:]] == ["UserWarning", "ValueError"]
    assert SECRET not in written.getvalue() + "".join(capsys.readouterr())


def test_a_warning_that_fastapi_means_to_silence_is_not_told(
    monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    written = io.StringIO()
    monkeypatch.setattr(sys, "stderr", written)
    with kept(settings), warnings.catch_warnings():
        warnings.simplefilter("always")  # as when another thread has put back its filters in the meantime
        for category in (UnsupportedFieldAttributeWarning, PydanticDeprecatedSince20):
            warnings.warn_explicit("…", category, "place.py", 1)
    assert [event["type"] for event in events(written)] == ["PydanticDeprecatedSince20"]


def test_everything_is_as_before_afterwards(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    def state() -> tuple[Any, ...]:
        root = logging.getLogger()
        hooks = (threading.excepthook, sys.unraisablehook)
        return (list(root.handlers), root.level, logging.getLogger("klyngebot").level, *hooks, sys.stdout, sys.stderr)

    monkeypatch.setattr(sys, "stderr", io.StringIO())
    before = state()
    with suppress(RuntimeError), kept(settings):
        within = state()
        raise RuntimeError
    assert within != before
    assert state() == before


def test_an_error_is_told_by_type_place_and_reference(lines: io.StringIO) -> None:
    try:
        raise KeyError(HOSTILE)
    except KeyError as error:
        reference = log_error(error)
    (event,) = events(lines)
    assert (event["event"], event["type"], event["reference"]) == ("error", "KeyError", reference)
    assert "test_logs.py:" in event["place"]
    assert SECRET not in lines.getvalue()


def is_plain(text: str) -> bool:
    """Neither a control character, nor one that hides, turns or breaks a line."""
    return all(unicodedata.category(char) not in ("Cc", "Cf", "Zl", "Zp", "Cs", "Co", "Cn") for char in text)


def test_hostile_text_in_any_field_stays_on_one_harmless_line(lines: io.StringIO) -> None:
    ours = logging.getLogger("klyngebot.x")
    ours.error("%s", HOSTILE)
    ours.error("request", extra={"event": {"event": HOSTILE, HOSTILE: HOSTILE}})
    RequestLog().served(Served(HOSTILE, HOSTILE, 200, 0.1))
    logging.getLogger(HOSTILE).error("a")
    raw = lines.getvalue().splitlines()
    assert len(raw) == lines.getvalue().count("\n") == 4
    assert all(is_plain(line) for line in raw)
    told = events(lines)
    assert told[0]["message"] == HOSTILE, "escaped, not lost"
    assert not [event for event in told if event["event"] == "forged"]


@given(st.text())
def test_whatever_is_told_is_one_line_of_json_that_says_it(text: str) -> None:
    record = logging.LogRecord("klyngebot", logging.INFO, __file__, 1, "%s", (text,), None)
    line = JsonLines(json_ensure_ascii=False).format(record)
    assert is_plain(line)
    assert json.loads(line)["message"] == text


@given(st.text())
def test_escaping_leaves_plain_danish_alone(text: str) -> None:
    assert is_plain(escaped(text))
    assert escaped("Blåbærgrød – »klynge« 😀") == "Blåbærgrød – »klynge« 😀"


@pytest.fixture
def client(stand_in: Any, settings: Settings) -> TestClient:
    observers = [RequestLog()]
    app = create_app(observed(lambda: stand_in, observers), settings)
    app.add_middleware(Observed, routes=app.router.routes, observers=observers)
    return TestClient(app, raise_server_exceptions=False)


def test_a_request_is_one_line_of_route_status_and_kind(lines: io.StringIO, client: TestClient) -> None:
    client.post(
        f"/api/v1/ask?{SECRET}",
        json={"question": SECRET},
        headers={"User-Agent": SECRET, "Referer": f"https://{SECRET}", "X-Forwarded-For": SECRET, "Cookie": SECRET},
    )
    (event,) = events(lines)
    assert set(event) == {
        "time", "level", "event", "route", "method", "status", "milliseconds", "task", "kind", "answer",
        "corpus_version",
    }  # fmt: skip
    assert (event["route"], event["method"], event["status"]) == ("/api/v1/ask", "POST", 200)
    assert (event["kind"], event["answer"], event["corpus_version"]) == ("verbatim", "answered", "abc123")


def test_a_request_that_fails_has_its_error_and_its_line(lines: io.StringIO, client: TestClient) -> None:
    response = client.post("/api/v1/ask", json={"question": f"{SECRET} vælt"})
    error, request = events(lines)
    assert error["reference"] == response.json()["reference"]
    assert (request["event"], request["status"]) == ("request", 500)
    client.get(f"/{SECRET}")
    assert events(lines)[-1]["route"] == "(none)"
    assert SECRET not in lines.getvalue()


def test_at_a_terminal_the_lines_are_plain(
    monkeypatch: pytest.MonkeyPatch, settings: Settings, client: TestClient
) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    with kept(settings):
        logging.getLogger("klyngebot.x").info("%s", "Klyngebot svarer på http://127.0.0.1:7860.\x1b[31m")
        client.post("/api/v1/ask", json={"question": SECRET})
        logging.getLogger("uvicorn.error").error(SECRET)
    first, second, third = terminal.getvalue().splitlines()
    assert first == "Klyngebot svarer på http://127.0.0.1:7860.\\u001b[31m"
    assert " POST /api/v1/ask 200 " in second
    assert second.endswith("verbatim answered")
    assert third.startswith("Meddelelse fra uvicorn.error (")
    assert SECRET not in terminal.getvalue()


@pytest.mark.parametrize(
    ("chosen", "stream", "plain"),
    [("auto", Terminal, True), ("auto", io.StringIO, False), ("json", Terminal, False), ("plain", io.StringIO, True)],
)
def test_the_form_may_be_chosen(
    monkeypatch: pytest.MonkeyPatch, settings: Settings, chosen: str, stream: type[io.StringIO], plain: bool
) -> None:
    written = stream()
    monkeypatch.setattr(sys, "stderr", written)
    with kept(settings.model_copy(update={"log_format": chosen})):
        logging.getLogger("klyngebot.x").warning("Hej.")
    assert written.getvalue().startswith("Hej." if plain else "{")


def test_a_stream_that_cannot_be_written_stops_nothing(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    tried: list[str] = []

    class Broken(io.StringIO):
        def write(self, text: str) -> int:
            tried.append(text)
            raise BrokenPipeError

    monkeypatch.setattr(sys, "stderr", Broken())
    with kept(settings):
        logging.getLogger("klyngebot.x").warning("Hej.")
    assert "Hej." in "".join(tried)
