"""The website of our own invention in `docs/demo`, and the lines that `/indlejr` tells people to use."""

from __future__ import annotations

import html
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect
from starlette.testclient import TestClient
from typer.testing import CliRunner

from klyngebot.cli import app as command_line
from klyngebot.serving.api import create_app
from klyngebot.serving.public.pages import add_pages
from klyngebot.settings import Settings
from tests.serving.conftest import StandIn
from tests.serving.public.hosting import EMPTY, Visit, klyngebot, website

DEMO = Path(__file__).parents[3] / "docs" / "demo"
WRITTEN = "http://127.0.0.1:7860"  # where the page looks for Klyngebot


@pytest.mark.browser
def test_the_widget_opens_and_answers_on_the_demo_under_its_strict_policy(browser: Browser) -> None:
    page = (DEMO / "index.html").read_text("utf-8")
    assert page.count(WRITTEN) == 3
    with website() as site, klyngebot(StandIn(), allowed_origins=[site.url]) as url:
        site.put("/demo.css", (DEMO / "demo.css").read_text("utf-8"), Content_Type="text/css")
        context = browser.new_context(locale="da-DK")
        seen = Visit(context, site.url, url)
        seen.page.goto(site.put("/", page.replace(WRITTEN, url)))
        seen.open()
        turn = seen.ask("Hvem ledede arbejdsgruppen?")
        expect(turn.locator(".kb-source").first).to_be_visible()
        expect(seen.widget.get_by_role("link", name="Kontakt et menneske")).to_have_attribute(
            "href", f"{url}/#kb-human"
        )
        stored = seen.stored()
        context.close()
    assert seen.troubles == []  # violations of the policy would be among them
    assert stored == EMPTY


def test_the_page_on_embedding_says_write_to_us_only_where_there_is_an_address(stand_in: Any) -> None:
    for contact, told in (("klynger@kommune.example", "Skriv til"), ("", "til den, der driver Klyngebot")):
        settings = Settings(_env_file=None, contact=contact)
        app = create_app(lambda: stand_in, settings)
        add_pages(app, lambda: stand_in, settings)
        shown = TestClient(app, base_url="http://localhost").get("/indlejr").text.partition("</ol>")[0]
        assert told in shown
        assert ("Skriv til" in shown.rpartition("<ol>")[2]) is bool(contact)


@pytest.mark.parametrize("mode", [(), ("--inline",)], ids=["button", "inline"])
def test_the_page_on_embedding_shows_the_line_of_the_command_line(stand_in: Any, mode: tuple[str, ...]) -> None:
    settings = Settings(_env_file=None, allowed_hosts=["klyngebot.example.dk"])
    app = create_app(lambda: stand_in, settings)
    add_pages(app, lambda: stand_in, settings)
    shown = html.unescape(TestClient(app, base_url="https://klyngebot.example.dk").get("/indlejr").text)
    told = CliRunner().invoke(command_line, ["widget", "--snippet", "--url", "https://klyngebot.example.dk", *mode])
    assert told.exit_code == 0
    assert f"<code>{told.stdout.strip()}</code>" in shown
