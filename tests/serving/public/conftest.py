"""The public pages served over the shipped corpus, and a browser to read them with."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from fastapi import FastAPI
from playwright.sync_api import Browser, sync_playwright

from klyngebot.bot import Klyngebot
from klyngebot.serving.api import create_app
from klyngebot.serving.public.pages import add_pages
from klyngebot.serving.server import create_server, listen
from klyngebot.settings import Settings

FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"]


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


@contextmanager
def served(app: FastAPI) -> Iterator[str]:
    """The address of the application on a free loopback port."""
    listener = listen("127.0.0.1", 0)
    server = create_server(app)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    deadline = time.monotonic() + 20
    while not server.started:
        assert time.monotonic() < deadline, "the server did not start"
        time.sleep(0.02)
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    server.should_exit = True
    thread.join(timeout=10)
    listener.close()


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
