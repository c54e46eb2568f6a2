"""Remembered answers: the same ones, for no longer than they should be, and none that tell of a person."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from klyngebot.bot import Klyngebot
from klyngebot.evaluation.gold import read_gold
from klyngebot.serving import memory as memory_module
from klyngebot.serving.api import create_app
from klyngebot.serving.memory import KEPT_SECONDS, Memory
from klyngebot.serving.rendering import answer_to_dict
from klyngebot.settings import Settings

QUESTION = "Hvilke ministerier står bag klyngestrategien fra 2013?"


@pytest.fixture
def client(stand_in: Any, settings: Settings) -> TestClient:
    return TestClient(create_app(lambda: stand_in, settings), raise_server_exceptions=False)


def ask(client: TestClient, question: str, **body: Any) -> Any:
    return client.post("/api/v1/ask", json={"question": question, **body}).json()


def asked(stand_in: Any) -> list[str]:
    return [question for question, _ in stand_in.asked]


def test_a_question_that_was_asked_before_is_not_worked_out_again(client: TestClient, stand_in: Any) -> None:
    first = ask(client, QUESTION)
    assert ask(client, QUESTION) == first
    assert ask(client, f"  {QUESTION.replace(' ', '  ')}\u200b ") == first
    assert asked(stand_in) == [QUESTION]
    assert ask(client, QUESTION.lower())["question"] == QUESTION.lower()
    assert len(asked(stand_in)) == 2


def test_a_question_with_turns_before_it_is_always_worked_out(client: TestClient, stand_in: Any) -> None:
    for _ in range(2):
        ask(client, QUESTION, history=[{"question": "Hvad er MADE?"}])
    ask(client, QUESTION)
    assert len(stand_in.asked) == 3


@pytest.mark.parametrize(
    "told", ["010203-1234", "ole@firma.dk", "+45 12 34 56 78", "skriv til a.b@c.dk om CPR 010203-1234"]
)
def test_personal_data_are_never_kept(client: TestClient, stand_in: Any, told: str) -> None:
    for _ in range(2):
        ask(client, f"{QUESTION} {told}")
    assert len(stand_in.asked) == 2
    assert len(client.app.state.memory) == 0  # type: ignore[attr-defined]


@pytest.mark.parametrize("question", ["", "   ", "a" * 501, "a" * 5000])
def test_what_is_rejected_is_not_kept(client: TestClient, question: str) -> None:
    assert ask(client, question)["status"] == "rejected"
    assert len(client.app.state.memory) == 0  # type: ignore[attr-defined]


def test_an_error_is_not_kept(client: TestClient, stand_in: Any) -> None:
    for _ in range(2):
        assert client.post("/api/v1/ask", json={"question": "vælt"}).status_code == 500
    assert len(stand_in.asked) == 2


@pytest.mark.parametrize("changes", [{"remembered_answers": 0}, {"llm": "ollama:gemma3"}])
def test_it_can_be_switched_off_and_a_language_model_s_answers_are_not_kept(
    stand_in: Any, settings: Settings, changes: dict[str, Any]
) -> None:
    client = TestClient(create_app(lambda: stand_in, settings.model_copy(update=changes)))
    for _ in range(2):
        ask(client, QUESTION)
    assert len(stand_in.asked) == 2


def test_another_index_makes_it_forget(stand_in: Any, settings: Settings) -> None:
    other = type(stand_in)()
    bots = [stand_in]
    client = TestClient(create_app(lambda: bots[0], settings))
    ask(client, QUESTION)
    bots[0] = other
    ask(client, QUESTION)
    ask(client, QUESTION)
    assert (asked(stand_in), asked(other)) == ([QUESTION], [QUESTION])
    bots[0] = stand_in
    ask(client, QUESTION)
    assert len(stand_in.asked) == 2


def test_what_an_old_bot_still_answers_is_not_kept(stand_in: Any, answered: Any) -> None:
    memory, new = Memory(10), type(stand_in)()
    memory.recall(stand_in, QUESTION)
    memory.recall(new, QUESTION)
    memory.keep(stand_in, QUESTION, answered)
    assert memory.recall(new, QUESTION) is None


def test_the_ones_that_were_asked_longest_ago_go_first(stand_in: Any, answered: Any) -> None:
    memory = Memory(3)
    memory.recall(stand_in, "")
    for question in ("en", "to", "tre"):
        memory.keep(stand_in, question, replace(answered, question=question))
    memory.recall(stand_in, "en")
    memory.keep(stand_in, "fire", answered)
    assert [bool(memory.recall(stand_in, question)) for question in ("en", "to", "tre", "fire")] == [
        True, False, True, True,
    ]  # fmt: skip


def test_it_holds_no_more_than_its_size(stand_in: Any, answered: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory_module, "LARGEST", 20 * len(repr(answered)))
    memory = Memory(1000)
    memory.recall(stand_in, "")
    for number in range(500):
        memory.keep(stand_in, f"spørgsmål {number}", answered)
        memory.keep(stand_in, f"spørgsmål {number}", answered)
    assert 15 <= len(memory) <= 20
    assert memory.recall(stand_in, "spørgsmål 499")


def test_it_forgets_after_an_hour(stand_in: Any, answered: Any) -> None:
    now = [0.0]
    memory = Memory(10, clock=lambda: now[0])
    memory.recall(stand_in, "")
    memory.keep(stand_in, QUESTION, answered)
    now[0] = KEPT_SECONDS
    assert memory.recall(stand_in, QUESTION) is answered
    now[0] += 1
    assert memory.recall(stand_in, QUESTION) is None
    assert len(memory) == 0


def test_it_forgets_in_time_though_nobody_asks(stand_in: Any, answered: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory_module, "SWEEP_SECONDS", 0.01)
    now = [0.0]
    memory = Memory(10, clock=lambda: now[0])

    async def left() -> list[int]:
        memory.recall(stand_in, "")
        memory.keep(stand_in, QUESTION, answered)
        memory.keep_young()
        found = []
        for now[0] in (KEPT_SECONDS - 1, KEPT_SECONDS):
            await asyncio.sleep(0.1)
            found.append(len(memory))
        return found

    assert asyncio.run(left()) == [1, 0]
    assert not memory.has(QUESTION)


def test_a_remembered_answer_is_that_of_the_bot_byte_for_byte_apart_from_its_timing(
    bot: Klyngebot, settings: Settings, gold: Path
) -> None:
    client = TestClient(create_app(lambda: bot, settings))
    questions = list(dict.fromkeys(item.question for item in read_gold([gold]) if not item.history))[::40]
    for question in questions:
        first = client.post("/api/v1/ask", json={"question": question})
        again = client.post("/api/v1/ask", json={"question": question})
        assert again.content == first.content
        assert untimed(again.json()) == answer_to_dict(bot.ask(question), timings=False)


def untimed(plain: Any) -> Any:
    del plain["trace"]["milliseconds"]
    for stop in plain["trace"]["stops"]:
        del stop["milliseconds"]
    return plain
