from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.robotparser import RobotFileParser

import pytest
from pydantic import ValidationError
from starlette.testclient import TestClient

from klyngebot.serving.api import create_app
from klyngebot.serving.security_txt import ROBOTS, SECURITY
from klyngebot.settings import Settings


def client(stand_in: Any, settings: Settings, contact: str = "") -> TestClient:
    return TestClient(create_app(lambda: stand_in, settings.model_copy(update={"security_contact": contact})))


def test_without_a_contact_there_is_no_security_txt(stand_in: Any, settings: Settings) -> None:
    assert client(stand_in, settings).get(SECURITY).status_code == 404


def test_with_a_contact_it_says_where_to_report_and_until_when(stand_in: Any, settings: Settings) -> None:
    response = client(stand_in, settings, "mailto:sikkerhed@kommune.example").get(SECURITY)
    assert response.status_code == 200
    assert response.headers["content-type"] == "text/plain; charset=utf-8"
    fields = dict(line.split(": ", 1) for line in response.text.splitlines())
    assert fields["Contact"] == "mailto:sikkerhed@kommune.example"
    assert fields["Preferred-Languages"] == "da, en"
    left = datetime.fromisoformat(fields["Expires"]) - datetime.now(UTC)
    assert timedelta(days=90) < left < timedelta(days=365)


def test_only_the_well_known_path_itself_is_open(stand_in: Any, settings: Settings) -> None:
    made = client(stand_in, settings, "https://kommune.example/sikkerhed")
    assert made.head(SECURITY).status_code == 200
    assert made.post(SECURITY).status_code == 405
    for path in (
        "/.well-known/securityXtxt",
        "/xwell-known/security.txt",
        "/security.txt",
        "/.well-known/",
        "/robotsXtxt/",
    ):
        assert made.get(path).status_code == 404


@pytest.mark.parametrize(
    "contact",
    [
        "sikkerhed@kommune.example",
        "http://kommune.example",
        "mailto:a@b\nExpires: 2999",
        "https://æ.example",
        "https://",
    ],
)
def test_a_contact_that_is_no_address_is_refused(contact: str) -> None:
    with pytest.raises(ValidationError):
        Settings(_env_file=None, security_contact=contact)


def test_search_engines_may_find_pages_and_documents_only(stand_in: Any, settings: Settings) -> None:
    response = client(stand_in, settings).get(ROBOTS)
    assert response.headers["content-type"] == "text/plain; charset=utf-8"
    robots = RobotFileParser()
    robots.parse(response.text.splitlines())
    for path, allowed in (("/", True), ("/kilder/made", True), ("/api/v1/ask", False), ("/chat/", False)):
        assert robots.can_fetch("Any", path) is allowed
