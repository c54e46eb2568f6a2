"""Users' words are dropped in time; that none is left in the whole server, `test_canary` sees."""

from __future__ import annotations

import asyncio
import contextvars
import gc
import json
import threading
import time
import urllib.request
from collections.abc import Callable
from typing import Any

import pytest
from gradio.queueing import Event

from klyngebot.serving import forgetting as forgetting_module
from klyngebot.serving import memory as memory_module
from klyngebot.serving.forgetting import FORGET_SECONDS, forgetting
from klyngebot.serving.gradio_ui.sessions import AT_ONCE, Sessions
from klyngebot.serving.joins import Join
from klyngebot.serving.memory import KEPT_SECONDS, Memory
from tests.serving.conftest import Running

QUESTION = "Hvem står bag strategien fra 2013?"


def test_all_is_forgotten_within_the_hour() -> None:
    # Used, seen, pushed out by other sessions, seen so, dropped
    assert 3 * FORGET_SECONDS < KEPT_SECONDS == 3600


def test_all_is_forgotten_again_and_again_and_where_something_fails(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    order: list[str] = []
    twice = threading.Event()
    monkeypatch.setattr(forgetting_module, "forget", lambda: order.append("texts"))

    def fails() -> None:
        order.append("fails")
        raise RuntimeError(QUESTION)

    def then() -> None:
        order.append("then")
        if order.count("then") == 2:
            twice.set()

    with forgetting(fails, lambda: order.append("others"), then, seconds=0.01):
        assert twice.wait(10)
    assert order[:8] == ["texts", "fails", "others", "then"] * 2
    assert QUESTION not in "".join(capsys.readouterr())


def join(running: Running, session: str, *, read: bool) -> str:
    body = {"data": [QUESTION, []], "fn_index": 0, "session_hash": session, "event_data": None, "trigger_id": None}
    queue = f"{running.url}/chat/gradio_api/queue"
    headers = {"Content-Type": "application/json"}
    urllib.request.urlopen(urllib.request.Request(f"{queue}/join", json.dumps(body).encode(), headers)).close()
    if not read:
        return ""
    with urllib.request.urlopen(f"{queue}/data?session_hash={session}", timeout=30) as stream:
        return str(stream.read().decode())


@pytest.fixture
def sessions(running: Running) -> Sessions:
    """What Gradio keeps of each session; all that others left is gone."""
    found: Sessions = running.site.state.forgets[0].__self__
    until_idle(found)
    found.forget()
    found.forget()
    return found


def until_idle(sessions: Sessions) -> None:
    """Until no event is under way: then it is safe to forget from this thread, too."""
    until(lambda: not sessions._queue.event_ids_to_events)


def held_of(sessions: Sessions) -> set[str]:
    queue, holder = sessions._queue, sessions._holder
    return {
        *holder.session_data, *holder.time_last_used, *list(queue.pending_messages_per_session),
        *queue.pending_event_ids_session,
    }  # fmt: skip


def until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_what_was_read_is_not_held_and_the_session_goes_on(running: Running, sessions: Sessions) -> None:
    for _ in range(2):
        assert '"success":true' in join(running, "glemtsession", read=True)
        until(lambda: "glemtsession" not in held_of(sessions))


def test_what_nobody_reads_is_dropped_the_second_time(running: Running, sessions: Sessions) -> None:
    join(running, "forladt", read=False)
    until_idle(sessions)
    assert "forladt" in held_of(sessions)
    sessions.forget()
    assert "forladt" in held_of(sessions), "it was used just now"
    sessions.forget()
    assert "forladt" not in held_of(sessions)


def test_what_is_used_again_is_kept(running: Running, sessions: Sessions) -> None:
    for _ in range(3):
        join(running, "iarbejde", read=False)
        until_idle(sessions)
        sessions.forget()
        assert "iarbejde" in held_of(sessions)


def test_what_is_under_way_is_kept_however_long_it_takes(
    running: Running, sessions: Sessions, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, go_on, ask = threading.Event(), threading.Event(), running.bot.ask

    def slow(*given: Any) -> Any:
        begun.set()
        assert go_on.wait(20)
        return ask(*given)

    monkeypatch.setattr(running.bot, "ask", slow)
    join(running, "langsom", read=False)
    assert begun.wait(20)
    for _ in range(3):
        sessions.forget()
        assert "langsom" in held_of(sessions)
    go_on.set()
    with urllib.request.urlopen(f"{running.url}/chat/gradio_api/queue/data?session_hash=langsom", timeout=30) as stream:
        assert '"success":true' in stream.read().decode()


def test_what_others_pushed_out_is_dropped_too(running: Running, sessions: Sessions) -> None:
    join(running, "skubbet", read=False)
    for number in range(AT_ONCE + 1):
        join(running, f"mange{number}", read=False)
        until_idle(sessions)
    assert "skubbet" not in sessions._holder.session_data
    assert len(sessions._holder.session_data) <= AT_ONCE
    assert "skubbet" in held_of(sessions)
    for _ in range(2):
        sessions.forget()
    assert held_of(sessions) == set()


def test_the_latest_event_is_emptied(running: Running, sessions: Sessions) -> None:
    join(running, "sidst", read=True)
    event = next(thing for thing in gc.get_objects() if type(thing) is Event and thing.session_hash == "sidst")
    sessions.forget()
    assert event.data is not None, "it might be under way"
    sessions.forget()
    assert event.data is None
    assert event.request is None
    assert '"success":true' in join(running, "sidst", read=True)


def test_the_parser_remembers_no_text() -> None:
    def parsed() -> Join:
        return Join.model_validate_json(
            json.dumps(
                {"data": [QUESTION, [{"question": QUESTION[1:]}]], "fn_index": 0, "session_hash": "abc"},
            )
        )

    first, second = parsed(), parsed()
    assert first.data[0] == second.data[0]
    assert first.data[0] is not second.data[0]
    assert first.data[1][0].question is not second.data[1][0].question  # type: ignore[misc]


def test_the_timer_that_forgets_answers_holds_no_request(stand_in: Any, answered: Any) -> None:
    request: contextvars.ContextVar[str] = contextvars.ContextVar("request")

    async def seen() -> list[str]:
        found: list[str] = []
        memory = Memory(10)
        memory.recall(stand_in, "")
        memory.keep(stand_in, QUESTION, answered)
        request.set("secret")
        memory._sweep = lambda: found.append(request.get("nothing"))  # type: ignore[method-assign]
        memory.keep_young()
        await asyncio.sleep(0.1)
        return found

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(memory_module, "SWEEP_SECONDS", 0.01)
        assert asyncio.run(seen()) == ["nothing"]
