"""The security headers, on every status that the walls and what is behind them give."""

from __future__ import annotations

from typing import Any

import pytest
from starlette.testclient import TestClient

from klyngebot.errors import IndexUnavailableError
from klyngebot.serving.api import create_app
from klyngebot.serving.bodies import BODY_LIMIT
from klyngebot.serving.gate import DEFAULTS
from klyngebot.settings import Settings

PROXY = "10.0.0.1"


def client_of(bot: Any, settings: Settings, peer: str = "198.51.100.7", **changes: Any) -> TestClient:
    app = create_app(lambda: bot, settings.model_copy(update=changes))
    return TestClient(app, raise_server_exceptions=False, client=(peer, 50000))


def test_every_response_carries_them(stand_in: Any, settings: Settings) -> None:
    def unavailable() -> Any:
        raise IndexUnavailableError("intet indeks")

    client = client_of(stand_in, settings)
    limited = client_of(stand_in, settings, rate_per_minute=1, rate_burst=1)
    off = client_of(stand_in, settings, off="alt")
    not_ready = TestClient(create_app(unavailable, settings), raise_server_exceptions=False)
    ask = {"question": "a"}
    responses = {
        "200": client.post("/api/v1/ask", json=ask),
        "200 live": client.get("/health/live"),
        "200 head": client.head("/health/live"),
        "400 host": client.get("/health/live", headers={"host": "evil.example"}),
        "400 framing": client.post(
            "/api/v1/ask", json=ask, headers={"transfer-encoding": "chunked", "content-length": "17"}
        ),
        "400 preflight": client.options(
            "/api/v1/ask", headers={"origin": "null", "access-control-request-method": "POST"}
        ),
        "403": client.post("/api/v1/ask", json=ask, headers={"sec-fetch-site": "cross-site"}),
        "404": client.get("/nowhere"),
        "405": client.put("/api/v1/ask"),
        "413": client.post("/api/v1/ask", json={"question": "a" * BODY_LIMIT}),
        "415": client.post("/api/v1/ask", content=b"a"),
        "422": client.post("/api/v1/ask", json={}),
        "429": [limited.post("/api/v1/ask", json=ask) for _ in range(2)][1],
        "500": client.post("/api/v1/ask", json={"question": "vælt"}),
        "503 off": off.get("/health/ready"),
        "503 not ready": not_ready.get("/health/ready"),
    }
    for name, response in responses.items():
        assert response.status_code == int(name[:3]), name
        for header, value in DEFAULTS.items():
            assert response.headers[header] == value, (name, header)
        assert "server" not in response.headers
        assert "set-cookie" not in response.headers
        assert "x-powered-by" not in response.headers
        assert "strict-transport-security" not in response.headers


@pytest.mark.parametrize(
    ("peer", "told", "sent"),
    [(PROXY, "https", True), (PROXY, "http", False), ("198.51.100.7", "https", False)],
)
def test_behind_a_trusted_proxy_hsts_is_sent_where_the_client_came_over_tls(
    stand_in: Any, settings: Settings, peer: str, told: str, sent: bool
) -> None:
    client = client_of(stand_in, settings, peer, trusted_proxies=["10.0.0.0/8"])
    headers = client.get("/health/live", headers={"x-forwarded-proto": told}).headers
    assert ("strict-transport-security" in headers) is sent


def test_what_a_page_could_ask_of_the_browser_is_off(stand_in: Any, settings: Settings) -> None:
    policy = client_of(stand_in, settings).get("/health/live").headers["permissions-policy"]
    for feature in ("camera", "microphone", "geolocation", "payment", "usb", "browsing-topics", "storage-access"):
        assert f"{feature}=()" in policy.split(", ")
