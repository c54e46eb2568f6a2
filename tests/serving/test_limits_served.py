"""Limits and places behind a real server: floods, clients that leave, and a stop while answers are under way."""

from __future__ import annotations

import http.client
import json
import socket
import statistics
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

from klyngebot.serving.api import create_app
from klyngebot.serving.places import Work
from klyngebot.serving.server import create_server, listen
from klyngebot.settings import Settings
from klyngebot.texts import api as api_texts


class Site:
    """A server over a bot that takes its time."""

    def __init__(self, bot: Any, **changes: Any) -> None:
        settings = Settings(_env_file=None, **({"remembered_answers": 0} | changes))
        self.app = create_app(lambda: bot, settings)
        self._listener = listen("127.0.0.1", 0)
        self.port: int = self._listener.getsockname()[1]
        self.server = create_server(self.app, settings)
        self.thread = threading.Thread(target=self.server.run, kwargs={"sockets": [self._listener]}, daemon=True)
        self.thread.start()
        while not self.server.started:
            time.sleep(0.01)

    def ask(
        self, question: Any = "a", source: str = "127.0.0.1", **more: Any
    ) -> tuple[int, http.client.HTTPMessage, Any]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30, source_address=(source, 0))
        try:
            body = json.dumps({"question": question, **more})
            connection.request("POST", "/api/v1/ask", body, {"Content-Type": "application/json"})
            response = connection.getresponse()
            return response.status, response.headers, json.loads(response.read())
        finally:
            connection.close()

    def stop(self) -> None:
        self.server.should_exit = True
        self.thread.join(timeout=30)
        assert not self.thread.is_alive()


@contextmanager
def served(bot: Any, seconds: float, **changes: Any) -> Iterator[Site]:
    asked = bot.ask
    bot.ask = lambda *given: (time.sleep(seconds), asked(*given))[1]
    site = Site(bot, **changes)
    try:
        yield site
    finally:
        site.stop()


def timed(site: Site, source: str) -> tuple[int, float]:
    begun = time.monotonic()
    status = site.ask(source=source)[0]
    return status, time.monotonic() - begun


def test_a_flood_from_one_address_leaves_the_others_their_answers(stand_in: Any) -> None:
    with served(stand_in, 0.01, rate_per_minute=15, rate_burst=5) as site:
        over = threading.Event()

        def flood() -> list[tuple[int, float]]:
            results = []
            while not over.is_set():
                results.append(timed(site, "127.0.0.66"))
            return results

        with ThreadPoolExecutor(4) as threads:
            floods = [threads.submit(flood) for _ in range(4)]
            others = []
            for number in range(20):
                others.append(timed(site, f"127.0.1.{number + 1}"))
                time.sleep(0.02)
            over.set()
            flooded = [result for future in floods for result in future.result()]
    assert {status for status, _ in others} == {200}
    assert len(flooded) > 40
    assert [status for status, _ in flooded].count(200) <= 6
    assert {status for status, _ in flooded} == {200, 429}
    assert statistics.median(seconds for _, seconds in others) < 0.5


def test_more_than_can_be_answered_are_told_when_to_come_back(stand_in: Any) -> None:
    with served(stand_in, 0.05, queue_length=5) as site, ThreadPoolExecutor(40) as threads:
        results = list(threads.map(lambda _: site.ask(), range(40)))
        answered = [result for result in results if result[0] == 200]
        refused = [result for result in results if result[0] == 503]
        assert len(answered) + len(refused) == 40
        assert len(answered) >= 6
        assert refused
        for _, headers, problem in refused:
            assert int(headers["Retry-After"]) >= 1
            assert problem["title"] == api_texts.PROBLEM_BUSY
        assert site.ask()[0] == 200, "normal again"


def test_while_no_place_is_free_what_is_remembered_is_still_told_and_nothing_else(stand_in: Any) -> None:
    free = threading.Event()
    with served(stand_in, 0.0, queue_length=0, remembered_answers=10) as site, ThreadPoolExecutor(1) as threads:
        assert site.ask("Hvad er en klynge?")[0] == 200
        asked = stand_in.ask
        stand_in.ask = lambda *given: (free.wait(20), asked(*given))[1]
        under_way = threads.submit(site.ask, "Hvem leder MADE?")
        until(lambda: site.app.state.places.busy(Work.ANSWER) == 1)
        before = len(stand_in.asked)
        assert site.ask("Hvad  er en klynge?")[0] == 200
        refused = [
            site.ask("Hvad koster det?"),
            site.ask("Hvad er en klynge?", history=[{"question": "a", "answer": "b"}]),
        ]
        assert [status for status, _, _ in refused] == [503, 503]
        assert all(problem["title"] == api_texts.PROBLEM_BUSY for _, _, problem in refused)
        assert all(int(headers["Retry-After"]) >= 1 for _, headers, _ in refused)
        assert site.ask(7)[0] == 422, "what is no question is told so"
        assert len(stand_in.asked) == before, "none of them came to the bot"
        free.set()
        assert under_way.result()[0] == 200
        until(lambda: site.app.state.places.busy(Work.ANSWER) == 0)
        assert site.ask("Hvad koster det?")[0] == 200


def test_who_leaves_is_not_worked_for(stand_in: Any) -> None:
    body = json.dumps({"question": "forladt"}).encode()
    head = b"POST /api/v1/ask HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: "
    with served(stand_in, 0.5, queue_length=500) as site:
        clients = [socket.create_connection(("127.0.0.1", site.port)) for _ in range(40)]
        for client in clients:
            client.sendall(head + b"%d\r\n\r\n" % len(body) + body)
        places = site.app.state.places
        until(lambda: places.waiting(Work.ANSWER) >= 30)
        for client in clients:
            client.close()
        until(lambda: places.waiting(Work.ANSWER) == 0)
        until(lambda: places.busy(Work.ANSWER) == 0)
        assert len(stand_in.asked) <= 3
        until(lambda: not site.server.server_state.tasks)
        assert site.ask()[0] == 200


def until(condition: Any, seconds: float = 10) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_a_stop_finishes_all_answers_under_way(stand_in: Any) -> None:
    with served(stand_in, 0.02, queue_length=500, longest_wait=30) as site, ThreadPoolExecutor(100) as threads:
        places = site.app.state.places
        results = [threads.submit(site.ask) for _ in range(100)]
        until(lambda: places.waiting(Work.ANSWER) + places.busy(Work.ANSWER) + len(stand_in.asked) >= 100)
        assert places.waiting(Work.ANSWER) > 10
        begun = time.monotonic()
        site.stop()
        assert time.monotonic() - begun < 15
        assert [future.result()[0] for future in results] == [200] * 100
