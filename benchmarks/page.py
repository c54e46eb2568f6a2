"""How fast and how heavy the page and the widget are, in Chromium on this machine.

`python -m benchmarks.page` serves the shipped corpus, asks questions on the page and in the widget of a website on
another port, and prints the median time from Enter to the committed answer (milliseconds), the bytes that came over
the wire (packed), and the number of requests before the first question.
"""

from __future__ import annotations

import http.server
import shutil
import statistics
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from klyngebot.bot import Klyngebot, ensure_index
from klyngebot.serving.keeper import settle
from klyngebot.serving.server import create_server, create_site, listen
from klyngebot.settings import Settings

QUESTIONS = (
    "Hvad er en klynge?",
    "Hvilke ministerier står bag klyngestrategien fra 2013?",
    "Hvor mange penge er der i klyngeprogrammet 2025-2028?",
    "Hvordan bliver min virksomhed medlem af en klynge?",
    "Hvem udpeger klyngerne for 2025-2028?",
    "Hvad koster det at være medlem af MADE?",
    "Hvor mange klynger er der i Danmark?",
    "Hvad er forskellen på en klynge og et erhvervshus?",
    "Hvem leder Klyngeforum?",
)
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
# From the key to the turn in the log, on the browser's own clock, one frame later
TIME = """([question]) => new Promise((done) => {
  const host = document.querySelector("klyngebot-chat"); const root = host ? host.shadowRoot : document;
  const field = root.querySelector("#kb-question"); field.focus(); field.value = question;
  field.dispatchEvent(new Event("input"));
  const start = performance.now();
  new MutationObserver((_, watch) => {
    watch.disconnect(); requestAnimationFrame(() => done(performance.now() - start)); })
    .observe(root.querySelector("[role=log]"), { childList: true });
  field.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true })); })"""
OPEN_SHADOW = """(() => { const attach = Element.prototype.attachShadow;
  Element.prototype.attachShadow = function (init) { return attach.call(this, { ...init, mode: "open" }); }; })()"""


@contextmanager
def _served(site: Any, listener: Any) -> Iterator[None]:
    server = create_server(site)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    yield
    server.should_exit = True
    thread.join(10)


@contextmanager
def _website(bot: str) -> Iterator[str]:
    page = (
        f'<!doctype html><html lang="da"><title>Vært</title><link rel="icon" href="data:,"><h1>Vært</h1>'
        f'<script src="{bot}/widget.js" async></script></html>'
    ).encode()

    class Page(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(page)))
            self.end_headers()
            self.wfile.write(page)

        def log_message(self, *_: Any) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Page)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def _measure(browser: Browser, url: str, bot: str, *, widget: bool) -> str:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="da-DK")
    context.add_init_script(OPEN_SHADOW)
    page = context.new_page()
    bodies: list[int] = []

    def count(response: Any) -> None:
        if response.url.startswith(bot):
            bodies.append(int(response.headers.get("content-length", "0")))

    page.on("response", count)
    page.goto(url, wait_until="networkidle")
    weight, requests = sum(bodies), len(bodies)
    if widget:
        page.locator("klyngebot-chat .kb-launcher").click()
        page.wait_for_timeout(200)
    times = [page.evaluate(TIME, [question]) for question in QUESTIONS]
    context.close()
    first, rest = times[0], statistics.median(times)
    return f"first {first:.0f} ms, median {rest:.0f} ms, {weight / 1000:.1f} kB packed in {requests} requests"


def main() -> None:
    """Measure and print."""
    settings = Settings(rate_per_minute=0, remembered_answers=0)
    ensure_index(settings, lambda: print("indexing the corpus first"))
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    listener = listen("127.0.0.1", 0)
    bot_url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    with Klyngebot.open(settings) as bot, _website(bot_url) as host, sync_playwright() as playwright:
        bot.warm()
        bot.ask("Hvad er en klynge?")
        settle()  # what a server that has run for a minute has behind it
        allowed = settings.model_copy(update={"allowed_origins": [host]})
        with _served(create_site(lambda: bot, allowed), listener):
            browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
            print(f"page:   {_measure(browser, bot_url, bot_url, widget=False)}")
            print(f"widget: {_measure(browser, host, bot_url, widget=True)}")
            browser.close()


if __name__ == "__main__":
    main()
