"""The buckets of a rate, and the places where answers are worked out."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Coroutine
from typing import Any

import psutil
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from klyngebot.serving.api import create_app
from klyngebot.serving.limits import Buckets
from klyngebot.serving.places import FEW, BusyError, Places, Work
from klyngebot.settings import Settings
from klyngebot.texts import api as api_texts


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


# --- Buckets ----------------------------------------------------------------------------------------


def test_a_full_bucket_gives_its_burst_and_then_one_at_a_time() -> None:
    clock = Clock()
    buckets = Buckets(per_minute=15, burst=5, clock=clock)
    assert [buckets.take(b"a").left for _ in range(5)] == [4, 3, 2, 1, 0]
    refused = buckets.take(b"a")
    assert (refused.allowed, refused.left, refused.wait) == (False, 0, pytest.approx(4.0))
    clock.now += 3.9
    assert not buckets.take(b"a").allowed
    clock.now += 0.1
    assert buckets.take(b"a").allowed
    assert not buckets.take(b"a").allowed
    assert buckets.take(b"b").allowed
    clock.now += 3600
    assert [buckets.take(b"a").allowed for _ in range(6)] == [True] * 5 + [False]


@given(st.integers(1, 120), st.integers(1, 30), st.lists(st.floats(0, 5, allow_nan=False), min_size=1, max_size=200))
@settings(max_examples=60, deadline=None)
def test_no_stretch_of_time_gives_more_than_the_burst_and_the_rate(rate: int, burst: int, pauses: list[float]) -> None:
    clock = Clock()
    buckets = Buckets(rate, burst, clock=clock)
    moments = []
    for pause in pauses:
        clock.now += pause
        taken = buckets.take(b"a")
        if taken.allowed:
            moments.append(clock.now)
        else:
            assert 0 < taken.wait <= 60 / rate + 1e-6
        assert 0 <= taken.left < burst
    for first, begun in enumerate(moments):
        for last in range(first, len(moments)):
            assert last - first + 1 <= burst + (moments[last] - begun) * rate / 60 + 1e-6


def test_a_million_addresses_take_little_memory_and_the_latest_ones_count() -> None:
    clock = Clock()
    buckets = Buckets(per_minute=15, burst=1, clock=clock)
    before = psutil.Process().memory_info().rss
    for number in range(1_000_000):
        buckets.take(number.to_bytes(16, "big"))
    assert psutil.Process().memory_info().rss - before <= 50e6
    assert not buckets.take((999_999).to_bytes(16, "big")).allowed
    assert buckets.take((0).to_bytes(16, "big")).allowed


def test_who_asks_all_the_time_is_not_forgotten_among_many_others() -> None:
    buckets = Buckets(per_minute=1, burst=1, most=10, clock=Clock())
    assert buckets.take(b"flood").allowed
    for number in range(100):
        buckets.take(bytes([number]))
        assert not buckets.take(b"flood").allowed
    assert len(buckets) == 10


# --- The wall ---------------------------------------------------------------------------------------


@pytest.fixture
def limited(stand_in: Any, settings: Settings) -> Callable[..., TestClient]:
    made = settings.model_copy(update={"rate_per_minute": 15, "rate_burst": 3, "trusted_proxies": ["10.0.0.0/8"]})
    app = create_app(lambda: stand_in, made)
    return lambda host="198.51.100.7": TestClient(app, raise_server_exceptions=False, client=(host, 50000))


def test_a_client_is_told_what_is_left_and_then_refused(limited: Callable[..., TestClient], stand_in: Any) -> None:
    client = limited()
    told = [client.post("/api/v1/ask", json={"question": "a"}).headers for _ in range(3)]
    assert [headers["ratelimit"] for headers in told] == [
        '"questions";r=2;t=4', '"questions";r=1;t=8', '"questions";r=0;t=12',
    ]  # fmt: skip
    assert {headers["ratelimit-policy"] for headers in told} == {'"questions";q=3;w=12'}
    asked = len(stand_in.asked)
    refused = client.post("/api/v1/ask", json={"question": "a"})
    assert (refused.status_code, refused.headers["retry-after"]) == (429, "4")
    assert refused.json()["title"] == api_texts.PROBLEM_TOO_MANY
    assert refused.headers["ratelimit"].startswith('"questions";r=0;')
    assert len(stand_in.asked) == asked


def test_others_are_not_refused_with_it(limited: Callable[..., TestClient]) -> None:
    for _ in range(5):
        limited().post("/api/v1/ask", json={"question": "a"})
    assert limited("198.51.100.8").post("/api/v1/ask", json={"question": "a"}).status_code == 200
    proxy = limited("10.0.0.1")
    for number in range(10):
        headers = {"x-forwarded-for": f"203.0.113.9, 198.51.101.{number}"}
        assert proxy.post("/api/v1/ask", json={"question": "a"}, headers=headers).status_code == 200


def test_a_client_cannot_choose_another_bucket(limited: Callable[..., TestClient]) -> None:
    statuses = []
    for number in range(12):
        headers = {"x-forwarded-for": f"203.0.113.{number}, 198.51.100.7", "x-real-ip": f"203.0.113.{number}"}
        client = limited("10.0.0.1") if number % 2 else limited("198.51.100.7")
        statuses.append(client.post("/api/v1/ask", json={"question": "a"}, headers=headers).status_code)
    assert statuses.count(200) == 3


def test_every_post_counts_whatever_comes_of_it_and_nothing_else_does(limited: Callable[..., TestClient]) -> None:
    client = limited()
    for _ in range(20):
        assert client.get("/health/live").status_code == 200
        assert client.get("/api/v1/ask").status_code == 405
        assert client.post("/nowhere").status_code == 404
    statuses = [
        client.post("/api/v1/ask", json={}).status_code,
        client.post("/api/v1/check", content=b"a").status_code,
        client.post("/api/ask", json={"question": "vælt"}).status_code,
        client.post("/api/v1/clusters", json={"description": "smed"}).status_code,
    ]
    assert statuses == [422, 415, 500, 429]


def test_without_a_rate_there_is_no_limit(stand_in: Any, settings: Settings) -> None:
    assert settings.rate_per_minute == 0
    client = TestClient(create_app(lambda: stand_in, settings))
    responses = [client.post("/api/v1/ask", json={"question": "a"}) for _ in range(60)]
    assert {response.status_code for response in responses} == {200}
    assert "ratelimit" not in responses[0].headers


# --- Places -----------------------------------------------------------------------------------------


def places(count: int = 1, queue_length: int = 64, longest_wait: float = 30.0) -> Places:
    kinds = {Work.ANSWER: count, Work.CHECK: 1}
    return Places(kinds, queue_length, dict.fromkeys(kinds, longest_wait))


def running(made: Coroutine[Any, Any, None]) -> None:
    asyncio.run(made)


def test_no_more_than_the_places_work_at_once_and_all_get_their_own_result() -> None:
    at_once, most, lock = 0, 0, threading.Lock()

    def work(number: int) -> int:
        nonlocal at_once, most
        with lock:
            at_once += 1
            most = max(most, at_once)
        time.sleep(0.002)
        with lock:
            at_once -= 1
        return number * number

    async def ask() -> None:
        made = places(3)
        results = await asyncio.gather(*(made.run(Work.ANSWER, work, number) for number in range(60)))
        assert results == [number * number for number in range(60)]
        assert most == 3
        await asyncio.sleep(0.05)
        assert (made.busy(Work.ANSWER), made.waiting(Work.ANSWER)) == (0, 0)

    running(ask())


def test_an_error_is_raised_where_the_result_is_awaited_and_frees_the_place() -> None:
    def fail() -> None:
        raise KeyError("hemmelig")

    async def ask() -> None:
        made = places()
        for _ in range(3):
            with pytest.raises(KeyError):
                await made.run(Work.ANSWER, fail)
        assert await made.run(Work.ANSWER, lambda: 7) == 7

    running(ask())


def test_a_full_queue_refuses_at_once_and_serves_those_in_it() -> None:
    go = threading.Event()

    async def ask() -> None:
        made = places(queue_length=2)
        tasks = [asyncio.create_task(made.run(Work.ANSWER, go.wait, 5)) for _ in range(3)]
        await asyncio.sleep(0)
        assert (made.busy(Work.ANSWER), made.waiting(Work.ANSWER)) == (1, 2)
        with pytest.raises(BusyError) as refused:
            await made.run(Work.ANSWER, go.wait, 5)
        assert int(refused.value.retry_after) >= 1
        assert await made.run(Work.CHECK, lambda: "another lane") == "another lane"
        go.set()
        assert await asyncio.gather(*tasks) == [True] * 3

    running(ask())


def test_where_the_wait_would_be_too_long_it_is_not_begun() -> None:
    async def ask() -> None:
        made = places(longest_wait=0.2)
        for _ in range(30):
            await made.run(Work.ANSWER, time.sleep, 0.02)
        results = await asyncio.gather(
            *(made.run(Work.ANSWER, time.sleep, 0.02) for _ in range(60)), return_exceptions=True
        )
        served = sum(result is None for result in results)
        assert 5 <= served <= 15
        assert sum(isinstance(result, BusyError) for result in results) == 60 - served
        assert await made.run(Work.ANSWER, lambda: "normal again") == "normal again"

    running(ask())


def test_a_short_queue_takes_what_a_long_one_would_refuse() -> None:
    async def ask() -> None:
        made = places(longest_wait=10.0)
        await asyncio.gather(*(made.run(Work.ANSWER, time.sleep, 0.001) for _ in range(FEW)))
        lane = made._lanes[Work.ANSWER]
        lane._seconds = 0.5  # what a run of a busy server takes: sixteen of them take eight seconds
        tasks = [asyncio.create_task(made.run(Work.ANSWER, time.sleep, 0.0)) for _ in range(FEW + 1)]
        await asyncio.sleep(0)
        assert made.waiting(Work.ANSWER) == FEW
        assert made.refusal(Work.ANSWER) is not None
        await asyncio.gather(*tasks)
        assert made.refusal(Work.ANSWER) is None

    running(ask())


def test_who_has_waited_too_long_leaves_the_queue() -> None:
    go = threading.Event()

    async def ask() -> None:
        made = places(longest_wait=0.1)
        first = asyncio.create_task(made.run(Work.ANSWER, go.wait, 5))
        await asyncio.sleep(0)
        with pytest.raises(BusyError):
            await made.run(Work.ANSWER, go.wait, 5)
        assert made.waiting(Work.ANSWER) == 0
        go.set()
        assert await first

    running(ask())


def test_who_leaves_the_queue_is_never_worked_for_and_who_leaves_a_place_frees_it_when_its_thread_ends() -> None:
    go = threading.Event()
    worked: list[int] = []

    async def ask() -> None:
        made = places()
        begun = threading.Event()
        first = asyncio.create_task(made.run(Work.ANSWER, lambda: (begun.set(), go.wait(5))))
        await asyncio.to_thread(begun.wait, 5)
        waiting = [asyncio.create_task(made.run(Work.ANSWER, worked.append, number)) for number in range(5)]
        await asyncio.sleep(0)
        for task in (first, *waiting[:4]):
            task.cancel()
        await asyncio.gather(first, *waiting[:4], return_exceptions=True)
        assert (made.busy(Work.ANSWER), made.waiting(Work.ANSWER)) == (1, 1)
        go.set()
        await waiting[4]
        assert worked == [4]
        await asyncio.sleep(0.05)
        assert made.busy(Work.ANSWER) == 0

    running(ask())


def test_where_the_system_gives_no_thread_nothing_is_left_to_be_done_later(monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[int] = []

    def refuse(_thread: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    async def ask() -> None:
        made = places(2)
        with monkeypatch.context() as patched:
            patched.setattr(threading.Thread, "start", refuse)
            for number in range(3):
                with pytest.raises(RuntimeError):
                    await made.run(Work.ANSWER, done.append, number)
        await asyncio.gather(*(made.run(Work.ANSWER, done.append, number) for number in (10, 11, 12)))
        await asyncio.sleep(0.05)
        assert sorted(done) == [10, 11, 12]
        assert (made.busy(Work.ANSWER), made.waiting(Work.ANSWER)) == (0, 0)

    running(ask())


def test_no_place_is_lost_however_many_come_and_go() -> None:
    async def ask() -> None:
        made = places(2, queue_length=500)
        before = threading.active_count()
        for round_ in range(20):
            tasks = [asyncio.create_task(made.run(Work.ANSWER, time.sleep, 0.0005)) for _ in range(40)]
            await asyncio.sleep(0.001 * (round_ % 5))
            for task in tasks[round_ % 3 :: 3]:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        await asyncio.sleep(0.05)
        assert (made.busy(Work.ANSWER), made.waiting(Work.ANSWER)) == (0, 0)
        assert threading.active_count() - before <= 6

    running(ask())
