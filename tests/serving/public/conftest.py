"""The public pages served over the shipped corpus, and a browser to read them with."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from fastapi import FastAPI
from playwright.sync_api import Browser, sync_playwright

from klyngebot.bot import Klyngebot
from klyngebot.serving.api import create_app
from klyngebot.serving.public.pages import add_pages
from klyngebot.settings import Settings
from tests.serving.public.hosting import FLAGS, served


@dataclass(frozen=True)
class Public:
    """The running pages."""

    url: str
    app: FastAPI


def create_pages(bot: Any, settings: Settings) -> FastAPI:
    """The API with the public pages, without the chat page."""
    app = create_app(lambda: bot, settings)
    add_pages(app, lambda: bot, settings)
    return app


@pytest.fixture(scope="session")
def public(bot: Klyngebot) -> Iterator[Public]:
    """The pages over the shipped corpus, served for real."""
    app = create_pages(bot, Settings(_env_file=None, rate_per_minute=0, contact="hej@klyngebot.example"))
    with served(app) as url:
        yield Public(url, app)


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield launched
        launched.close()
