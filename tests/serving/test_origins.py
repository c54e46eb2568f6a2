"""Hosts and origins: the listed ones and nothing that looks like them."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
from starlette.testclient import TestClient

from klyngebot.serving.api import create_app
from klyngebot.serving.gate import Door
from klyngebot.settings import Settings
from klyngebot.texts import api as api_texts

HOSTS = ["klynger.example", "*.kommune.example", "127.0.0.1", "[::1]"]
ORIGIN = "https://kommune.example"
GOOD_HOSTS = [
    "klynger.example", "klynger.example:443", "KLYNGER.EXAMPLE", "Klynger.Example:8080", "bot.kommune.example",
    "a.b.kommune.example:1", "127.0.0.1", "127.0.0.1:7860", "[::1]", "[::1]:7860",
]  # fmt: skip
ODD_HOSTS = [
    "", " ", "evil.example", "klynger.example.evil.example", "evilklynger.example", "klynger.example.",
    ".klynger.example",
    "klynger.example:", "klynger.example:x", "klynger.example:80:80", "klynger.example:123456",
    "klynger.example@evil.example",
    "evil.example@klynger.example", "user:pass@klynger.example", "klynger.example/evil", "klynger.example?evil",
    "klynger.example#evil", "klynger.example\\evil", "klynger.example,evil.example", "klynger.example evil.example",
    "http://klynger.example", "//klynger.example", "klynger%2eexample", "klynger.example%00", "klynger..example",
    "kommune.example", "evilkommune.example", "kommune.example.evil.example", "[::1", "::1]", "[::2]", "[::1]x",
    "127.0.0.2",
    "127.1", "0x7f000001", "2130706433", "localhost", "*", "*.kommune.example", "[::ffff:127.0.0.1]",
]  # fmt: skip
PATHS = {
    "/health/live": 200, "/api/v1/ask": 405, "//health/live": 404, "/health//live": 404, "/health/live/": 404,
    "/health/.../live": 404, "/health/live.": 404, "/health/live;a": 404, "/health/live%00": 404, "/health%2flive": 200,
    "/%68ealth/live": 200, "/health/live?a=//evil": 200, "/health/..;/live": 404, "/HEALTH/live": 404, "/": 404,
    "/health\\live": 404, "/health/live%20": 404, "/health/live%0a": 404, "/%2fhealth/live": 404,
}  # fmt: skip


@pytest.fixture
def client(stand_in: Any, settings: Settings) -> TestClient:
    made = settings.model_copy(update={"allowed_hosts": HOSTS, "allowed_origins": [ORIGIN]})
    app = create_app(lambda: stand_in, made)
    app.state.doors.append(Door.of("GET", r"/widget\.js|/side"))
    for path in ("/widget.js", "/side"):
        app.add_api_route(path, lambda: "")
    return TestClient(app, base_url="http://klynger.example", raise_server_exceptions=False)


def raw_get(client: TestClient, path: str, host: str) -> int:
    """The status of a GET whose path is sent as it is written."""
    import httpx

    request = httpx.Request("GET", httpx.URL("http://klynger.example", raw_path=path.encode()), headers={"host": host})
    return client._transport.handle_request(request).status_code


def test_a_path_has_one_meaning_whatever_the_host_and_an_odd_host_has_none(client: TestClient) -> None:
    some_paths, some_hosts = list(PATHS)[:4], [*GOOD_HOSTS[:3], *ODD_HOSTS[2:5]]
    pairs = {*product(some_paths, GOOD_HOSTS + ODD_HOSTS), *product(PATHS, some_hosts)}
    assert len(pairs) >= 200
    for path, host in pairs:
        wanted = PATHS[path] if host in GOOD_HOSTS else 400
        assert raw_get(client, path, host) == wanted, (path, host)


def test_two_hosts_are_one_too_many(client: TestClient) -> None:
    for second in ("klynger.example", "evil.example"):
        headers = [("host", "klynger.example"), ("host", second)]
        assert client.get("/health/live", headers=headers).status_code == 400


ODD_ORIGINS = [
    "null", "", "https://evil.example", "http://kommune.example", "https://kommune.example:443", "https://kommune.example:8443",
    "https://kommune.example.", "https://kommune.example/", "https://kommune.example.evil.example", "https://evilkommune.example",
    "https://www.kommune.example", "https://kommune.example@evil.example", "https://kommune.example%2eevil.example",
    "HTTPS://kommune.example", "https://KOMMUNE.example", "kommune.example", "//kommune.example", "https://kommune.example,https://evil.example",
    "https://kommune.example https://evil.example", "file://", "chrome-extension://abc", "https://kommune.exampl", "https://ommune.example",
    "https://kommune-example", "https://kommune.example\\.evil.example", "https://xn--kommne-8va.example", "*",
]  # fmt: skip


@pytest.mark.parametrize("origin", ODD_ORIGINS)
def test_another_origin_may_read_nothing(client: TestClient, origin: str) -> None:
    for host in GOOD_HOSTS[:4]:
        for response in (
            client.post("/api/v1/ask", json={"question": "a"}, headers={"origin": origin, "host": host}),
            client.options("/api/v1/ask", headers=preflight(origin) | {"host": host}),
            client.get("/widget.js", headers={"origin": origin, "host": host}),
            client.get("/health/live", headers={"origin": origin, "host": host}),
        ):
            assert not [name for name in response.headers if name.startswith("access-control-allow-origin")]
            assert "access-control-allow-credentials" not in response.headers


@pytest.mark.parametrize("origin", ODD_ORIGINS)
def test_another_site_may_not_post(client: TestClient, origin: str) -> None:
    headers = {"origin": origin, "sec-fetch-site": "cross-site"}
    assert client.post("/api/v1/ask", json={"question": "a"}, headers=headers).status_code == 403


def test_the_listed_origin_may_use_the_api_and_the_widget_and_nothing_else(client: TestClient) -> None:
    allowed = "access-control-allow-origin"
    told = client.post(
        "/api/v1/ask", json={"question": "a"}, headers={"origin": ORIGIN, "sec-fetch-site": "cross-site"}
    )
    assert (told.status_code, told.headers[allowed], "Origin" in told.headers["vary"]) == (200, ORIGIN, True)
    assert "Retry-After" in told.headers["access-control-expose-headers"]
    assert client.options("/api/v1/ask", headers=preflight(ORIGIN)).headers[allowed] == ORIGIN
    assert client.get("/widget.js", headers={"origin": ORIGIN}).headers[allowed] == ORIGIN
    for path in ("/side", "/health/live", "/nowhere"):
        assert allowed not in client.get(path, headers={"origin": ORIGIN}).headers
    refused = client.post("/api/v1/ask", json={}, headers={"origin": ORIGIN})
    assert (refused.status_code, refused.headers[allowed]) == (422, ORIGIN), "the site may read why"
    for method in ("PUT", "DELETE", "PATCH"):
        asked = client.options("/api/v1/ask", headers=preflight(ORIGIN) | {"access-control-request-method": method})
        assert asked.status_code == 400


def test_all_origins_may_where_the_settings_say_so(stand_in: Any, settings: Settings) -> None:
    client = TestClient(create_app(lambda: stand_in, settings.model_copy(update={"allowed_origins": ["*"]})))
    headers = {"origin": "https://any.example", "sec-fetch-site": "cross-site"}
    response = client.post("/api/v1/ask", json={"question": "a"}, headers=headers)
    assert (response.status_code, response.headers["access-control-allow-origin"]) == (200, "*")
    assert "access-control-allow-credentials" not in response.headers


def test_without_settings_no_origin_may(stand_in: Any, settings: Settings) -> None:
    client = TestClient(create_app(lambda: stand_in, settings))
    for origin in (ORIGIN, "null", "http://127.0.0.1", "http://localhost:7860"):
        assert "access-control-allow-origin" not in client.options("/api/ask", headers=preflight(origin)).headers


def test_a_refused_preflight_says_what_a_site_may_send(client: TestClient) -> None:
    foreign = client.options("/api/v1/ask", headers=preflight("https://evil.example"))
    with_credentials = preflight(ORIGIN) | {"access-control-request-headers": "authorization"}
    for refused in (foreign, client.options("/api/v1/ask", headers=with_credentials)):
        told = refused.json()
        assert (refused.status_code, told["title"]) == (400, api_texts.PROBLEM_PREFLIGHT)
        assert "KLYNGEBOT_ALLOWED_ORIGINS" in told["detail"]
        assert "Origin" in refused.headers["vary"]


def preflight(origin: str) -> dict[str, str]:
    return {"origin": origin, "access-control-request-method": "POST", "access-control-request-headers": "content-type"}
