"""Klyngebot on one loopback port and a website that embeds it on another, with a browser that watches both."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from playwright.sync_api import BrowserContext, Locator, Page, expect

from klyngebot.serving.api import create_app
from klyngebot.serving.public.widget import add_widget
from klyngebot.serving.server import create_server, listen
from klyngebot.settings import Settings

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
STORED = """async () => ({
  local: localStorage.length, session: sessionStorage.length, cookies: document.cookie,
  databases: (await indexedDB.databases()).length, caches: (await caches.keys()).length,
  workers: (await navigator.serviceWorker.getRegistrations()).length,
})"""
EMPTY = {"local": 0, "session": 0, "cookies": "", "databases": 0, "caches": 0, "workers": 0}
# The widget's shadow tree is closed; tests have to look inside
OPEN_SHADOW = """(() => { const attach = Element.prototype.attachShadow;
  Element.prototype.attachShadow = function (init) { return attach.call(this, { ...init, mode: "open" }); }; })()"""


@dataclass
class Website:
    """A website of somebody else: pages by path, and every request that it got."""

    url: str
    pages: dict[str, tuple[str, Mapping[str, str]]] = field(default_factory=dict)
    seen: list[str] = field(default_factory=list)

    def put(self, path: str, page: str, **headers: str) -> str:
        """Publish a page, and give its address."""
        self.pages[path] = (page, {name.replace("_", "-"): value for name, value in headers.items()})
        return self.url + path


@contextmanager
def website() -> Iterator[Website]:
    """A website on a free port."""
    site = Website("")

    class Pages(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            site.seen.append(self.path)
            page, headers = site.pages.get(self.path.partition("?")[0], ("", {}))
            body = page.encode()
            self.send_response(200 if page else 204)  # 204 for the icon that a browser asks for
            kind = "text/javascript" if self.path.endswith(".js") else "text/html; charset=utf-8"
            for name, value in {"Content-Type": kind, "Content-Length": str(len(body)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Pages)
    site.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield site
    server.shutdown()
    thread.join()
    server.server_close()


@contextmanager
def klyngebot(bot: Any, **settings: Any) -> Iterator[str]:
    """The API and the widget over a bot; gives their address."""
    chosen = Settings(_env_file=None, **settings)
    app = create_app(lambda: bot, chosen)
    add_widget(app, chosen.widget_folder)
    with served(app) as url:
        yield url


@contextmanager
def served(app: Any) -> Iterator[str]:
    """An application on a free port."""
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


def host_page(script: str, *, head: str = "", body: str = "") -> str:
    """A page of a municipality that embeds the script."""
    return (
        '<!doctype html><html lang="da"><head><meta charset="utf-8"><title>Bælum Kommune</title>'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">{head}</head>'
        '<body><header><a href="#main" id="skip">Gå til indhold</a> Bælum Kommune</header>'
        f'<main id="main"><h1>Erhverv</h1><p>Vi hjælper din virksomhed. <a href="#main" id="link">Læs mere</a></p>'
        f"{body}</main>{script}</body></html>"
    )


def tag(bot: str, path: str = "/widget.js", **attributes: str) -> str:
    """The script tag of the widget."""
    written = "".join(f' {name.replace("_", "-")}="{value}"' for name, value in attributes.items())
    return f'<script src="{bot}{path}"{written} async></script>'


class Visit:
    """A page with the widget, and everything on it that should not happen."""

    def __init__(self, context: BrowserContext, *own: str, open_shadow: bool = True) -> None:
        self.context = context
        self.own = own
        self.can_run = True  # whether scripts of the test can run in the page
        self.troubles: list[str] = []
        self.requests: list[Any] = []
        if open_shadow:
            context.add_init_script(OPEN_SHADOW)
        context.add_init_script(
            "addEventListener('securitypolicyviolation', (e) => console.error('CSP ' + e.violatedDirective))"
        )
        self.page: Page = context.new_page()
        self.page.on("console", lambda m: self.troubles.append(m.text) if m.type in ("error", "warning") else None)
        self.page.on("pageerror", lambda error: self.troubles.append(str(error)))
        self.page.on("dialog", lambda dialog: (self.troubles.append("dialog"), dialog.dismiss()))
        self.page.on("request", self._request)

    def _request(self, request: Any) -> None:
        self.requests.append(request)
        if not request.url.startswith((*self.own, "data:")):
            self.troubles.append(f"foreign request {request.url}")

    @property
    def widget(self) -> Locator:
        """The host element; what is inside is found by CSS."""
        return self.page.locator("klyngebot-chat")

    def open(self) -> None:
        """Open the panel with its button."""
        self.widget.locator(".kb-launcher").click()
        expect(self.widget.locator(".kb-panel")).to_be_visible()

    def ask(self, question: str) -> Locator:
        """Ask in the chat, and wait for the committed turn."""
        before = self.widget.locator(".kb-turn").count()
        self.widget.locator("#kb-question").fill(question)
        self.widget.locator("#kb-question").press("Enter")
        expect(self.widget.locator(".kb-turn")).to_have_count(before + 1, timeout=10_000)
        return self.widget.locator(".kb-turn").last

    def focused(self) -> str:
        """What has the focus: its id or class, in a shadow tree too; "BODY" for nothing."""
        return self.page.evaluate(
            """() => { let node = document.activeElement;
            while (node.shadowRoot && node.shadowRoot.activeElement) node = node.shadowRoot.activeElement;
            return node.id || node.className || node.tagName; }"""
        )

    def stored(self) -> dict[str, Any]:
        """What the page keeps in the browser."""
        kept: dict[str, Any] = self.page.evaluate(STORED)
        return kept
