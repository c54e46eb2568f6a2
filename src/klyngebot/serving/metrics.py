"""Counters and timings for the operator, as Prometheus reads them: on a port of their own, by default this machine's.

No label has a word of a user: routes are templates, methods the known ones, kinds and statuses our own.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, start_http_server

from klyngebot.errors import KlyngebotError
from klyngebot.serving.observing import Served, Told
from klyngebot.texts import operator as operator_texts

log = logging.getLogger(__name__)
_SECONDS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
_REFUSED: Final = (429, 503)
_FEEDBACK: Final = (("/api/v1/feedback", 201), ("/tilbagemelding", 201))


class Metrics:
    """An observer that counts. Each has a registry of its own, so that several may live in one process."""

    def __init__(self) -> None:
        registry = self.registry = CollectorRegistry()
        self._requests = Counter(
            "klyngebot_requests_total", "Requests served.", ["route", "method", "status"], registry=registry
        )
        self._seconds = Histogram(
            "klyngebot_request_seconds", "Time of a request.", ["route"], registry=registry, buckets=_SECONDS
        )
        self._under_way = Gauge("klyngebot_requests_under_way", "Requests that are not over.", registry=registry)
        self._refused = Counter(
            "klyngebot_refused_total", "Requests turned away with 429 or 503.", ["status"], registry=registry
        )
        self._answers = Counter(
            "klyngebot_answers_total", "What the bot gave.", ["task", "kind", "status"], registry=registry
        )
        self._answer_seconds = Histogram(
            "klyngebot_answer_seconds", "Time of the bot's work.", ["task"], registry=registry, buckets=_SECONDS
        )
        self._feedback = Counter("klyngebot_feedback_total", "Feedback that was kept.", registry=registry)
        self._waiting = Gauge("klyngebot_waiting", "Requests that wait for a free place.", registry=registry)
        self._ready = Gauge("klyngebot_ready", "Whether there is a bot that answers.", registry=registry)
        for status in _REFUSED:
            self._refused.labels(str(status))
        ProcessCollector(namespace="klyngebot", registry=registry)

    def begun(self) -> None:
        """A request has come in."""
        self._under_way.inc()

    def served(self, served: Served) -> None:
        """A request is over."""
        self._under_way.dec()
        self._requests.labels(served.route, served.method, str(served.status)).inc()
        self._seconds.labels(served.route).observe(served.seconds)
        if served.status in _REFUSED:
            self._refused.labels(str(served.status)).inc()
        if (served.route, served.status) in _FEEDBACK:
            self._feedback.inc()

    def told(self, told: Told) -> None:
        """The bot has given an answer."""
        self._answers.labels(told.task, told.kind, told.status).inc()
        self._answer_seconds.labels(told.task).observe(told.seconds)

    def watch_waiting(self, count: Callable[[], int]) -> None:
        """Tell from now on how many requests wait, as `count` says it."""
        self._waiting.set_function(count)

    def watch_ready(self, bot_source: Callable[[], object]) -> None:
        """Tell from now on whether `bot_source` gives a bot."""
        self._ready.set_function(lambda: float(_gives(bot_source)))

    @contextmanager
    def published(self, host: str, port: int) -> Iterator[int]:
        """Within, Prometheus finds the metrics there; yields the port, 0 where there is none.

        A port that is taken is told in the log and stops nothing: users need answers more than we need numbers.
        """
        if not port:
            yield 0
            return
        try:
            server, thread = start_http_server(port, host, self.registry)
        except (OSError, OverflowError, UnicodeError):
            log.warning("%s", operator_texts.cannot_publish_metrics(host, port))
            yield 0
            return
        try:
            yield server.server_port
        finally:
            server.shutdown()
            server.server_close()
            thread.join()


def _gives(bot_source: Callable[[], object]) -> bool:
    try:
        return bot_source() is not None
    except KlyngebotError:
        return False
