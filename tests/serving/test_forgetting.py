"""Users' words are dropped in time; that none is left in the whole server, `test_canary` sees."""

from __future__ import annotations

import json
import threading
import urllib.request
from typing import Any

import pytest

from klyngebot.serving import forgetting as forgetting_module
from klyngebot.serving.forgetting import FORGET_SECONDS, forgetting
from klyngebot.serving.gradio_ui.sessions import AT_ONCE
from klyngebot.serving.memory import KEPT_SECONDS
from tests.serving.conftest import Running

QUESTION = "Hvem står bag strategien fra 2013?"


def test_what_was_just_too_young_is_forgotten_within_the_hour() -> None:
    assert 2 * FORGET_SECONDS < KEPT_SECONDS == 3600


def test_all_is_forgotten_again_and_again_and_where_something_fails(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    order: list[str] = []
    twice = threading.Event()
    monkeypatch.setattr(forgetting_module, "forget", lambda: order.append("texts"))

    def fails(_seconds: float) -> None:
        order.append("fails")
        raise RuntimeError(QUESTION)

    def then() -> None:
        order.append("then")
        if order.count("then") == 2:
            twice.set()

    with forgetting(lambda: [fails, lambda seconds: order.append(f"old {seconds}")], then, seconds=0.01):
        assert twice.wait(10)
    assert order[:8] == ["texts", "fails", "old 0.01", "then"] * 2
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


def forget_in(running: Running, seconds: float) -> None:
    for own in running.site.state.forgets:
        own(seconds)


@pytest.fixture
def holder(running: Running) -> Any:
    """What Gradio keeps of each session."""
    return next(own.args[0] for own in running.site.state.forgets).state_holder


def test_the_workbench_drops_old_sessions_and_goes_on_with_them(running: Running, holder: Any) -> None:
    assert "process_completed" in join(running, "glemtsession", read=True)
    assert "glemtsession" in holder.session_data
    forget_in(running, 60)
    assert "glemtsession" in holder.session_data, "it was used just now"
    forget_in(running, 0)
    assert "glemtsession" not in holder.session_data
    assert "glemtsession" not in holder.time_last_used
    told = join(running, "glemtsession", read=True)
    assert '"success":true' in told


def test_what_nobody_reads_is_dropped_too(running: Running, holder: Any) -> None:
    queue = holder.blocks._queue
    join(running, "forladt", read=False)
    assert "forladt" in queue.pending_messages_per_session
    for _ in range(200):
        forget_in(running, 0)
        if "forladt" not in queue.pending_messages_per_session:
            break
        threading.Event().wait(0.05)  # until the queue has come to it
    assert "forladt" not in queue.pending_messages_per_session
    assert "forladt" not in queue.pending_event_ids_session


def test_no_more_sessions_are_held_than_may_wait(running: Running, holder: Any) -> None:
    for number in range(AT_ONCE + 8):
        join(running, f"mange{number}", read=True)
    assert len(holder.session_data) <= AT_ONCE
    assert len(holder.time_last_used) <= AT_ONCE
