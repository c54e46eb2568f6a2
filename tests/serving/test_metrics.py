from __future__ import annotations

import logging
import socket
import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest
from prometheus_client.parser import text_string_to_metric_families
from starlette.testclient import TestClient

from klyngebot.errors import IndexUnavailableError
from klyngebot.serving.api import create_app
from klyngebot.serving.metrics import Metrics
from klyngebot.serving.observing import NOWHERE, OTHER, Observed, observed
from klyngebot.settings import Settings
from klyngebot.texts import operator as operator_texts

LABEL_VALUES = {"ask", "clusters", "check", "verbatim", "fixed", "answered", "refused", "rejected", "supported"}


@pytest.fixture
def metrics() -> Metrics:
    return Metrics()


@pytest.fixture
def client(stand_in: Any, settings: Settings, metrics: Metrics) -> Iterator[TestClient]:
    app = create_app(observed(lambda: stand_in, [metrics]), settings)
    app.add_middleware(Observed, routes=app.router.routes, observers=[metrics])
    with TestClient(app, raise_server_exceptions=False) as made:
        yield made


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def value(metrics: Metrics, name: str, **labels: str) -> float:
    return metrics.registry.get_sample_value(name, labels) or 0.0


def test_requests_are_counted_by_route_method_and_status(client: TestClient, metrics: Metrics) -> None:
    for body, status in (({"question": "a"}, "200"), ({}, "422"), ({"question": "vælt"}, "500")):
        client.post("/api/v1/ask", json=body)
        counted = {"route": "/api/v1/ask", "method": "POST", "status": status}
        assert value(metrics, "klyngebot_requests_total", **counted) == 1
    client.get("/api/v1/ask")
    assert value(metrics, "klyngebot_requests_total", route="/api/v1/ask", method="GET", status="405") == 1, (
        "a refusal counts for the route that was meant"
    )
    assert value(metrics, "klyngebot_request_seconds_count", route="/api/v1/ask") == 4
    assert value(metrics, "klyngebot_requests_under_way") == 0


def test_answers_are_counted_by_kind_and_status(client: TestClient, metrics: Metrics) -> None:
    for question in ("Hvor mange?", "Hvad koster mælk?", ""):
        client.post("/api/v1/ask", json={"question": question})
    client.post("/api/ask", json={"question": "Hvor mange?"}, headers={"Accept": "text/event-stream"})
    client.post("/api/v1/clusters", json={"description": "smed"})
    client.post("/api/v1/check", json={"claim": "Der er 13."})
    for labels, count in (
        ({"task": "ask", "kind": "verbatim", "status": "answered"}, 2),
        ({"task": "ask", "kind": "fixed", "status": "refused"}, 1),
        ({"task": "ask", "kind": "fixed", "status": "rejected"}, 1),
        ({"task": "clusters", "kind": "verbatim", "status": "answered"}, 1),
        ({"task": "check", "kind": "verbatim", "status": "supported"}, 1),
    ):
        assert value(metrics, "klyngebot_answers_total", **labels) == count
    assert value(metrics, "klyngebot_answer_seconds_count", task="ask") == 4


def test_a_remembered_answer_counts_as_an_answer(client: TestClient, metrics: Metrics, stand_in: Any) -> None:
    for _ in range(3):
        client.post("/api/v1/ask", json={"question": "Hvor mange?"})
    assert len(stand_in.asked) == 1, "the same bot is known again under observation"
    assert value(metrics, "klyngebot_answers_total", task="ask", kind="verbatim", status="answered") == 3


def test_who_is_turned_away_is_counted(metrics: Metrics, settings: Settings) -> None:
    def unavailable() -> Any:
        raise IndexUnavailableError("ikke klar")

    app = create_app(unavailable, settings)
    app.add_middleware(Observed, routes=app.router.routes, observers=[metrics])
    TestClient(app, raise_server_exceptions=False).post("/api/v1/ask", json={"question": "a"})
    assert value(metrics, "klyngebot_refused_total", status="503") == 1
    assert value(metrics, "klyngebot_refused_total", status="429") == 0
    metrics.watch_ready(unavailable)
    assert value(metrics, "klyngebot_ready") == 0
    metrics.watch_ready(object)
    assert value(metrics, "klyngebot_ready") == 1
    metrics.watch_waiting(lambda: 7)
    assert value(metrics, "klyngebot_waiting") == 7


def test_feedback_is_counted(stand_in: Any, settings: Settings, metrics: Metrics, tmp_path: Any) -> None:
    app = create_app(lambda: stand_in, settings.model_copy(update={"feedback": True, "data_dir": tmp_path}))
    app.add_middleware(Observed, routes=app.router.routes, observers=[metrics])
    client = TestClient(app)
    client.post("/api/v1/feedback", json={"thumb": "up"})
    client.post("/api/v1/feedback", json={"thumb": "x"})
    assert value(metrics, "klyngebot_feedback_total") == 1


def test_no_label_has_a_word_of_the_user(client: TestClient, metrics: Metrics) -> None:
    for path in ("/hemmelig", "/api/v1/hemmelig", "/health/hemmelig?x=hemmelig", "/api/v1/ask/hemmelig"):
        client.get(path)
    client.request("HEMMELIG", "/api/v1/ask")
    client.post("/api/v1/ask?q=hemmelig", json={"question": "hemmelig"}, headers={"User-Agent": "hemmelig"})
    labels = {
        (name, text)
        for family in metrics.registry.collect()
        for sample in family.samples
        for name, text in sample.labels.items()
    }
    assert not [text for _, text in labels if "emmelig" in text.lower()]
    assert {text for name, text in labels if name == "method"} <= {"GET", "POST", OTHER}
    assert {text for name, text in labels if name == "route"} == {"/api/v1/ask", NOWHERE}


def test_prometheus_reads_them_on_their_own_port(client: TestClient, metrics: Metrics) -> None:
    client.post("/api/v1/ask", json={"question": "a"})
    with metrics.published("127.0.0.1", free_port()) as port:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=10) as response:
            families = {family.name for family in text_string_to_metric_families(response.read().decode())}
        assert families >= {"klyngebot_requests", "klyngebot_answers", "klyngebot_request_seconds", "klyngebot_refused"}
    assert client.get("/metrics").status_code == 404, "not on the port that is open to all"
    with pytest.raises(OSError, match=r"refused|reset"):
        urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=2)


def test_a_taken_port_is_told_and_stops_nothing(metrics: Metrics, caplog: pytest.LogCaptureFixture) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with metrics.published("127.0.0.1", port) as published:
            assert published == 0
    assert operator_texts.cannot_publish_metrics("127.0.0.1", port) in caplog.text
    assert [record.levelno for record in caplog.records] == [logging.WARNING]


def test_port_zero_switches_them_off(metrics: Metrics, caplog: pytest.LogCaptureFixture) -> None:
    with metrics.published("127.0.0.1", 0) as published:
        assert published == 0
    assert caplog.text == ""


def test_several_may_live_in_one_process(metrics: Metrics) -> None:
    assert Metrics().registry is not metrics.registry
    assert Settings(_env_file=None).metrics_host == "127.0.0.1"
