"""What a screen reader meets on each page, in its order: the browser's accessibility tree, kept in files to be read.

`READING_ORDER=write pytest tests/serving/public/test_reading_order.py` writes the files anew; read the difference.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from klyngebot.settings import Settings
from tests.serving.conftest import StandIn
from tests.serving.public.axe import QUESTION, STATES
from tests.serving.public.conftest import create_pages
from tests.serving.public.hosting import Visit, host_page, klyngebot, served, tag, website

pytestmark = pytest.mark.browser
FOLDER = Path(__file__).parent / "reading_order"
WRITES = os.environ.get("READING_ORDER") == "write"
WITHOUT_SCRIPT = (
    "start", "answer with its sources open", "follow-up", "too long", "faktatjek result", "find result", "404",
)  # fmt: skip
_CHANGING = re.compile(r"(?<=127\.0\.0\.1:)\d+|(?<=code: )[0-9a-f]{8}")  # a port, and what the log calls an error


def check(name: str, read: Locator) -> None:
    """The tree is as its file has it."""
    path = FOLDER / f"{name.replace(' ', '-')}.yaml"
    tree = _CHANGING.sub("…", read.aria_snapshot()) + "\n"
    if WRITES:
        FOLDER.mkdir(exist_ok=True)
        path.write_text(tree, encoding="utf-8")
    assert tree == path.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def url(stand_in_of_module: Any) -> Iterator[str]:
    """The site over the stand-in, whose answers never change."""
    settings = Settings(_env_file=None, rate_per_minute=0, operator="Bælum Kommune", contact="klynger@example.dk")
    with served(create_pages(stand_in_of_module, settings)) as made:
        yield made


@pytest.fixture(scope="module")
def stand_in_of_module() -> Any:
    return StandIn()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(locale="da-DK", viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("state", WITHOUT_SCRIPT)
def test_a_page_without_script_is_read_in_this_order(page: Page, url: str, state: str) -> None:
    page.route("**/*.js", lambda route: route.abort())
    STATES[state](page, url)
    check(state, page.locator("body"))


def test_the_chat_with_script_is_read_in_this_order(page: Page, url: str) -> None:
    page.goto(url)
    page.fill("#kb-question", QUESTION)
    page.press("#kb-question", "Enter")
    expect(page.locator("[role=log] .kb-turn")).to_have_count(1)
    page.locator(".kb-turn summary").first.click()
    check("chat with script", page.locator("body"))


def test_the_widget_is_read_in_this_order(browser: Browser, stand_in_of_module: Any) -> None:
    with website() as site, klyngebot(stand_in_of_module, allowed_origins=[site.url], rate_per_minute=0) as bot_url:
        context = browser.new_context(locale="da-DK", viewport={"width": 1280, "height": 900})
        seen = Visit(context, site.url, bot_url)
        seen.page.goto(site.put("/", host_page(tag(bot_url))))
        check("widget closed", seen.page.locator("klyngebot-chat"))
        seen.open()
        seen.ask(QUESTION)
        check("widget with an answer", seen.page.locator("klyngebot-chat"))
        context.close()
