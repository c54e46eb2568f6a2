from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from starlette.testclient import TestClient

from klyngebot import texts
from klyngebot.bot import LONGEST_CLAIM, Klyngebot
from klyngebot.checking.drafts import LONGEST_TEXT
from klyngebot.errors import IndexUnavailableError
from klyngebot.serving.api import PREFIXES, create_app
from klyngebot.serving.bodies import BODY_LIMIT, HISTORY_LIMIT, TEXT_BODY_LIMIT
from klyngebot.serving.problems import MEDIA_TYPE
from klyngebot.settings import Settings
from klyngebot.texts import api as api_texts
from klyngebot.texts import checking as check_texts
from klyngebot.types import Turn

ALLOWED_ORIGIN = "https://kommune.example"
SECURITY_HEADERS = {
    "content-security-policy",
    "cross-origin-opener-policy",
    "cross-origin-resource-policy",
    "permissions-policy",
    "referrer-policy",
    "x-content-type-options",
    "cache-control",
}


@pytest.fixture
def client(stand_in: Any, settings: Settings) -> Iterator[TestClient]:
    open_to = settings.model_copy(update={"allowed_origins": [ALLOWED_ORIGIN]})
    with TestClient(create_app(lambda: stand_in, open_to), raise_server_exceptions=False) as made:
        yield made


def unavailable() -> Any:
    raise IndexUnavailableError("/hemmelig/sti findes ikke")


def test_a_question_gives_the_whole_answer(client: TestClient) -> None:
    response = client.post("/api/ask", json={"question": "Hvilke ministerier?"})
    assert response.status_code == 200
    plain = response.json()
    assert plain["ai"] is True
    assert plain["status"] == "answered"
    assert plain["citations"][0]["quote"]
    assert "milliseconds" in plain["trace"]
    assert response.headers["klyngebot-answer"] == "verbatim"
    assert response.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("accept", ["application/json", "text/event-stream"])
def test_nobody_is_sent_to_a_document_that_has_no_page(stand_in: Any, settings: Settings, accept: str) -> None:
    def addresses(published: str) -> list[str]:
        open_to = settings.model_copy(update={"publish_documents": published})
        with TestClient(create_app(lambda: stand_in, open_to)) as client:
            told = client.post("/api/v1/ask", json={"question": "Hvilke?"}, headers={"Accept": accept}).text
        return re.findall(r'"permalink": ?"([^"]*)"', told)

    assert all(addresses("corpus"))
    assert addresses("none")
    assert not any(addresses("none"))


def test_the_history_reaches_the_bot_in_order(client: TestClient, stand_in: Any) -> None:
    history = [{"question": "Hvad er MADE?", "answer": "En klynge."}, {"question": "Hvor?"}]
    client.post("/api/ask", json={"question": "Og prisen?", "history": history})
    assert stand_in.asked == [("Og prisen?", (Turn("Hvad er MADE?", "En klynge."), Turn("Hvor?", "")))]


@pytest.mark.parametrize(("question", "reason"), [("", "empty"), ("   ", "empty"), ("a" * 501, "too_long")])
def test_an_empty_or_long_question_is_an_answer_with_status_rejected(
    client: TestClient, question: str, reason: str
) -> None:
    response = client.post("/api/ask", json={"question": question})
    assert response.status_code == 200
    assert response.json()["status"] == "rejected"
    assert response.json()["refusal"]["reason"] == reason


BAD_BODIES = [
    {},
    {"question": 1},
    {"question": None},
    {"question": ["a"]},
    {"question": "a", "extra": 1},
    {"question": "a", "history": "b"},
    {"question": "a", "history": [{"question": "b", "answer": "c", "role": "d"}]},
    {"question": "a", "history": [{"answer": "c"}]},
    {"question": "a", "history": [{"question": "b", "answer": 1}]},
    {"question": "a", "history": [{"question": "b"}] * (HISTORY_LIMIT + 1)},
    [],
    "a",
    1,
]


@pytest.mark.parametrize("body", BAD_BODIES)
def test_a_body_of_another_shape_is_a_problem_that_repeats_nothing(client: TestClient, body: Any) -> None:
    check_problem(client.post("/api/ask", json=body), 422)


RAW_BODIES = [
    b"",
    b"{",
    b"\xff\xfe",
    b'{"question": "hemmelig-4711"',
    b'{"question": "\\ud800"}',
    b'{"question": "a", "history": [{"question": "\\udfff"}]}',
    b"[" * 30_000,
    b'{"question":' * 3_000,
    b"NaN",
]


@pytest.mark.parametrize("body", RAW_BODIES)
def test_a_body_that_is_no_json_text_is_a_problem(client: TestClient, body: bytes) -> None:
    response = client.post("/api/ask", content=body, headers={"content-type": "application/json"})
    assert response.status_code in (400, 422)
    check_problem(response, response.status_code)


def test_a_body_over_the_limit_is_refused_also_when_its_length_is_not_announced(client: TestClient) -> None:
    body = json.dumps({"question": "a" * BODY_LIMIT}).encode()
    check_problem(client.post("/api/ask", content=body, headers={"content-type": "application/json"}), 413)
    chunks = iter([body[:1000], body[1000:]])
    check_problem(client.post("/api/ask", content=chunks, headers={"content-type": "application/json"}), 413)


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""])
def test_only_json_is_taken(client: TestClient, content_type: str) -> None:
    headers = {"content-type": content_type} if content_type else {}
    check_problem(client.post("/api/ask", content=b'{"question": "a"}', headers=headers), 415)


@pytest.mark.parametrize(("packed_as", "status"), [("gzip", 415), ("br, identity", 415), ("identity", 200)])
def test_a_packed_body_is_not_taken(client: TestClient, packed_as: str, status: int) -> None:
    headers = {"content-type": "application/json", "content-encoding": packed_as}
    response = client.post("/api/ask", content=b'{"question": "a"}', headers=headers)
    assert response.status_code == status
    if status == 415:
        check_problem(response, 415)


def test_json_with_a_charset_is_taken(client: TestClient) -> None:
    headers = {"content-type": "application/json; charset=utf-8"}
    assert client.post("/api/ask", content='{"question": "æøå"}'.encode(), headers=headers).status_code == 200


def test_foreign_sites_may_not_post(client: TestClient) -> None:
    foreign = {"sec-fetch-site": "cross-site", "origin": "https://evil.example"}
    check_problem(client.post("/api/ask", json={"question": "a"}, headers=foreign), 403)
    listed = {"sec-fetch-site": "cross-site", "origin": ALLOWED_ORIGIN}
    assert client.post("/api/ask", json={"question": "a"}, headers=listed).status_code == 200


@pytest.mark.parametrize(
    "origin",
    [
        "https://evil.example",
        "null",
        "https://kommune.example.evil.example",
        "https://evilkommune.example",
        "http://kommune.example",
        "https://kommune.example:8443",
    ],
)
def test_cors_is_for_listed_origins_only(client: TestClient, origin: str) -> None:
    for response in (
        client.post("/api/ask", json={"question": "a"}, headers={"origin": origin}),
        client.options("/api/ask", headers={"origin": origin, "access-control-request-method": "POST"}),
        client.get("/health/live", headers={"origin": origin}),
    ):
        assert "access-control-allow-origin" not in response.headers
        assert "access-control-allow-credentials" not in response.headers


def test_a_listed_origin_may_ask(client: TestClient) -> None:
    preflight = {"origin": ALLOWED_ORIGIN, "access-control-request-method": "POST"}
    assert client.options("/api/ask", headers=preflight).headers["access-control-allow-origin"] == ALLOWED_ORIGIN
    response = client.post("/api/ask", json={"question": "a"}, headers={"origin": ALLOWED_ORIGIN})
    assert response.headers["access-control-allow-origin"] == ALLOWED_ORIGIN


@pytest.mark.parametrize(
    "host", ["evil.example", "", "127.0.0.1.evil.example", "localhost@evil", "localhost:x", "a b", "[::2]"]
)
def test_an_unknown_host_is_refused(client: TestClient, host: str) -> None:
    check_problem(client.get("/health/live", headers={"host": host}), 400)


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:7860", "127.0.0.1:1", "testserver"])
def test_a_known_host_is_served(client: TestClient, host: str) -> None:
    assert client.get("/health/live", headers={"host": host}).status_code == 200


def test_hosts_may_be_ipv6_and_subdomains(stand_in: Any, settings: Settings) -> None:
    opened = settings.model_copy(update={"allowed_hosts": ["[::1]", "*.kommune.example"]})
    client = TestClient(create_app(lambda: stand_in, opened))
    for host, status in (("[::1]:80", 200), ("bot.kommune.example", 200), ("kommune.example", 400), ("x.example", 400)):
        assert client.get("/health/live", headers={"host": host}).status_code == status


@pytest.mark.parametrize(
    "path",
    [
        "/", "/docs", "/redoc", "/openapi.json", "/api", "/api/", "/api/ask/", "//api/ask", "/api//ask", "/API/ASK",
        "/api/ask/..", "/health", "/health/", "/health/live/", "/health/other", "/api/ask%00", "/%2e%2e/etc/passwd",
    ],
)  # fmt: skip
def test_what_is_not_listed_does_not_exist(client: TestClient, path: str) -> None:
    for method in ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"):
        assert client.request(method, path).status_code == 404


def test_a_wrong_method_is_told_the_right_one(client: TestClient) -> None:
    response = client.get("/api/ask")
    check_problem(response, 405)
    assert response.headers["allow"] == "OPTIONS, POST"


def test_it_is_live_before_it_is_ready(settings: Settings) -> None:
    client = TestClient(create_app(unavailable, settings), raise_server_exceptions=False)
    assert client.get("/health/live").json() == {"status": "live"}
    for response in (client.get("/health/ready"), client.post("/api/ask", json={"question": "a"})):
        check_problem(response, 503)
        assert response.headers["retry-after"] == "2"


def test_ready_tells_what_is_served(client: TestClient) -> None:
    assert client.get("/health/ready").json() == {
        "status": "ready", "corpus_version": "abc123", "documents": 35, "chunks": 400,
    }  # fmt: skip


def test_ready_tells_when_an_older_index_has_to_serve(
    client: TestClient, stand_in: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stand_in, "corpus", replace(stand_in.corpus, damage="Indekset er beskadiget."))
    assert client.get("/health/ready").json()["status"] == "degraded"


def test_an_error_hides_everything_but_its_reference(client: TestClient, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG, logger="klyngebot"):
        response = client.post("/api/ask", json={"question": "hemmelig-4711 vælt"})
    check_problem(response, 500)
    assert response.json()["reference"] in caplog.text
    assert "RuntimeError" in caplog.text
    assert "hemmelig" not in caplog.text


def test_every_response_carries_the_security_headers(client: TestClient) -> None:
    responses = [
        client.get("/health/live"),
        client.post("/api/ask", json={"question": "a"}),
        client.post("/api/ask", json={"question": "vælt"}),
        client.post("/api/ask", json={}),
        client.post("/api/ask", content=b"a", headers={"content-type": "text/plain"}),
        client.post("/api/ask", json={"question": "a" * BODY_LIMIT}),
        client.get("/nowhere"),
        client.get("/api/ask"),
        client.get("/health/live", headers={"host": "evil.example"}),
    ]
    assert [response.status_code for response in responses] == [200, 200, 500, 422, 415, 413, 404, 405, 400]
    for response in responses:
        assert set(response.headers) >= SECURITY_HEADERS
        assert "server" not in response.headers
        assert "strict-transport-security" not in response.headers


def test_hsts_is_sent_over_tls_only(stand_in: Any, settings: Settings) -> None:
    client = TestClient(create_app(lambda: stand_in, settings), base_url="https://testserver")
    assert "strict-transport-security" in client.get("/health/live").headers


def check_problem(response: Any, status: int) -> None:
    """A problem in Danish, with a reference, and without a word of the inside or of the request."""
    assert response.status_code == status
    assert response.headers["content-type"] == MEDIA_TYPE
    assert response.headers["cache-control"] == "no-store"
    problem = response.json()
    assert set(problem) == {"type", "title", "status", "detail", "reference"}
    assert problem["status"] == status
    assert problem["title"] in vars(api_texts).values()
    assert problem["detail"] in vars(api_texts).values()
    assert len(problem["reference"]) == 8
    for inside in ("hemmelig", "Traceback", "site-packages", "/home/", "sqlite", "pydantic"):
        assert inside not in response.text


def test_clusters_are_found_for_a_firm(bot: Klyngebot, settings: Settings) -> None:
    with TestClient(create_app(lambda: bot, settings), raise_server_exceptions=False) as client:
        plain = client.post("/api/clusters", json={"description": "smedeværksted med 40 ansatte"}).json()
        assert plain["status"] == "answered"
        assert plain["clusters"][0]["id"] == "made"
        assert all(item["quote"] and item["about"] for item in plain["clusters"][0]["statements"])
        assert client.post("/api/clusters", json={"description": " "}).json()["status"] == "rejected"
        assert client.post("/api/clusters", json={"firm": "smed"}).status_code == 422
        assert client.get("/api/clusters").status_code == 405


def test_a_claim_and_a_text_are_checked(client: TestClient) -> None:
    one = client.post("/api/check", json={"claim": "Der var ti ministerier."}).json()
    assert (one["status"], one["verdict"], one["label"]) == ("checked", "refuted", "Modsagt")
    assert one["evidence"][0]["quote"] == "Otte ministerier stod bag."
    whole = client.post("/api/check", json={"text": "Der var ti ministerier. Hvorfor?"}).json()
    counts = {"supported": 0, "refuted": 1, "not_enough_info": 0, "not_claims": 1}
    assert {name: whole["summary"][name] for name in counts} == counts
    assert whole["claims"][whole["statements"][0]["check"]]["verdict"] == "refuted"


def test_what_cannot_be_checked_is_rejected_like_a_question(client: TestClient) -> None:
    rejected = client.post("/api/check", json={"claim": " "})
    assert rejected.status_code == 200
    assert rejected.json() == {"ai": True, "status": "rejected", "message": check_texts.CHECK_CLAIM_EMPTY}
    assert client.post("/api/check", json={"text": ""}).json()["message"] == check_texts.CHECK_EMPTY


@pytest.mark.parametrize("body", [{}, {"claim": "a", "text": "b"}, {"claim": 3}, {"claim": "a", "name": "b"}])
def test_a_check_has_one_claim_or_one_text(client: TestClient, body: dict[str, Any]) -> None:
    check_problem(client.post("/api/check", json=body), 422)


def test_a_check_that_fails_tells_nothing_of_the_claim(client: TestClient) -> None:
    check_problem(client.post("/api/check", json={"claim": "hemmelig vælt"}), 500)
    assert client.get("/api/check").status_code == 405


@pytest.mark.parametrize(
    ("path", "remedy"),
    [
        (f"{prefix}/{path}", remedy)
        for prefix in PREFIXES
        for path, remedy in (
            ("ask", api_texts.PROBLEM_SCHEMA_REMEDY),
            ("check", api_texts.PROBLEM_SCHEMA_CHECK),
            ("clusters", api_texts.PROBLEM_SCHEMA_CLUSTERS),
        )
    ],
)
def test_a_problem_tells_the_form_of_the_path_that_was_asked(client: TestClient, path: str, remedy: str) -> None:
    for body in ({}, {"wrong": 1}):
        response = client.post(path, json=body)
        check_problem(response, 422)
        assert response.json()["detail"] == remedy


@pytest.mark.parametrize(
    ("path", "size", "remedy"),
    [
        ("/api/ask", BODY_LIMIT, api_texts.PROBLEM_TOO_LARGE_REMEDY),
        ("/api/clusters", BODY_LIMIT, api_texts.PROBLEM_TOO_LARGE_CLUSTERS),
        ("/api/check", TEXT_BODY_LIMIT, api_texts.PROBLEM_TOO_LARGE_CHECK),
    ],
)
def test_each_path_has_its_limit_and_says_which(client: TestClient, path: str, size: int, remedy: str) -> None:
    assert all(texts.number(limit) in api_texts.PROBLEM_TOO_LARGE_CHECK for limit in (LONGEST_CLAIM, LONGEST_TEXT))
    response = client.post(path, content=b" " * (size + 1), headers={"content-type": "application/json"})
    check_problem(response, 413)
    assert response.json()["detail"] == remedy
    within = client.post(path, content=b" " * size, headers={"content-type": "application/json"})
    assert within.status_code == 422


@pytest.mark.parametrize("char", ["a", "å", "😀"])
def test_a_text_may_be_as_long_as_is_promised_however_json_writes_it(client: TestClient, char: str) -> None:
    for length, status in ((LONGEST_TEXT, "checked"), (LONGEST_TEXT + 1, "rejected")):
        body = json.dumps({"text": char * length}, ensure_ascii=True)
        response = client.post("/api/check", content=body, headers={"content-type": "application/json"})
        assert (response.status_code, response.json()["status"]) == (200, status)
