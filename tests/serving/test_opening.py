"""What is answered while the site is still being made, and afterwards."""

from __future__ import annotations

import threading
from typing import Any

from starlette.testclient import TestClient

from klyngebot.serving.api import create_app
from klyngebot.serving.gate import DEFAULTS
from klyngebot.serving.opening import Opening
from klyngebot.settings import Settings


def test_it_is_live_at_once_and_hands_over_to_the_site_and_its_lifespan(stand_in: Any, settings: Settings) -> None:
    go, opened, lived = threading.Event(), threading.Event(), []
    site = create_app(lambda: stand_in, settings)
    site.router.on_startup.append(lambda: lived.append("began"))
    site.router.on_shutdown.append(lambda: lived.append("ended"))

    def make() -> Any:
        go.wait(10)
        return site

    opening = Opening(make, when_open=opened.set)
    with TestClient(opening, base_url="http://127.0.0.1") as client:
        live = client.get("/health/live")
        assert (live.status_code, live.json()) == (200, {"status": "live"})
        for method, path in (("GET", "/health/ready"), ("GET", "/"), ("POST", "/api/v1/ask"), ("POST", "/health/live")):
            early = client.request(method, path)
            assert early.status_code == 503
            assert early.headers["retry-after"] == "2"
            assert set(early.headers) >= {name.lower() for name in DEFAULTS}
        assert opening.state.before_stop == []
        go.set()
        assert opened.wait(10)
        assert client.get("/health/ready").status_code == 200
        assert client.get("/nowhere").status_code == 404
        assert opening.state is site.state
        assert lived == ["began"]
    assert lived == ["began", "ended"]
    assert opening.error is None


def test_a_site_that_cannot_be_made_is_told_to_who_serves() -> None:
    failed = threading.Event()

    def make() -> Any:
        raise KeyError("hemmelig")

    opening = Opening(make, when_failed=failed.set)
    with TestClient(opening) as client:
        assert failed.wait(10)
        assert client.get("/health/live").status_code == 200
        assert client.get("/").status_code == 503
    assert isinstance(opening.error, KeyError)
