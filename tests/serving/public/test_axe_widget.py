"""No state of the widget has anything that axe-core finds fault with: light and dark, wide and narrow."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Route, expect

from tests.serving.public.axe import violations
from tests.serving.public.hosting import Visit, Website, host_page, klyngebot, tag, website
from tests.serving.public.test_widget_browser import QUESTION, Held

pytestmark = pytest.mark.browser
SENTENCE = 'event: sentence\ndata: {"text": "De otte ministerier er her.", "citations": [1], "direct": null}\n\n'


def _ask(seen: Visit, question: str) -> None:
    seen.widget.locator("#kb-question").fill(question)
    seen.widget.locator("#kb-question").press("Enter")


def _problem(status: int, **headers: str) -> Callable[[Visit], None]:
    def go(seen: Visit) -> None:
        def refuse(route: Route) -> None:
            told = {"Access-Control-Allow-Origin": "*", "Access-Control-Expose-Headers": "Retry-After", **headers}
            route.fulfill(status=status, json={"status": status, "reference": "abcd1234"}, headers=told)

        seen.page.route("**/api/v1/ask", refuse)
        _ask(seen, QUESTION)
        expect(seen.widget.locator("#kb-question-error")).to_contain_text("abcd1234")
        seen.page.unroute("**/api/v1/ask")

    return go


def _offline(seen: Visit) -> None:
    seen.context.set_offline(True)
    _ask(seen, QUESTION)
    expect(seen.widget.locator("#kb-question-error")).not_to_be_empty()
    seen.context.set_offline(False)


def _streaming(seen: Visit) -> None:
    """A stream that has begun and not ended; the script is handed it by the browser itself."""
    seen.page.evaluate(
        """(sentence) => { window.fetch = async () => new Response(new ReadableStream({ start(way) {
        way.enqueue(new TextEncoder().encode(sentence)); } }), { headers: { "Content-Type": "text/event-stream" } }); }""",
        SENTENCE,
    )
    _ask(seen, QUESTION)
    expect(seen.widget.locator(".kb-live")).to_contain_text("De otte ministerier er her.")


def _waiting(seen: Visit) -> None:
    seen.page.evaluate("() => { window.fetch = () => new Promise(() => {}); }")
    _ask(seen, QUESTION)
    expect(seen.widget.get_by_role("button", name="Stop")).to_be_visible()


def _sources_open(seen: Visit) -> None:
    for summary in seen.ask(QUESTION).locator("summary").all():
        summary.click()


def _history(seen: Visit) -> None:
    for question in (QUESTION, "Hvad koster en liter mælk?", "Hvem leder?"):
        seen.ask(question)


def _part(name: str, text: str) -> Callable[[Visit], None]:
    def go(seen: Visit) -> None:
        seen.widget.locator(f"#kb-tab-{name}").click()
        panel = seen.widget.locator(f"#kb-panel-{name}")
        panel.locator("textarea").fill(text)
        if text:
            panel.locator(".kb-main-button").click()
            expect(panel.locator(".kb-result-heading")).to_be_focused()
            for summary in panel.locator("summary").all():
                summary.click()

    return go


def _nothing(_: Visit) -> None:
    pass


# What is done once the panel is open
STATES: dict[str, Callable[[Visit], Any]] = {
    "open": _nothing,
    "typing": lambda seen: seen.widget.locator("#kb-question").fill("x" * 420),
    "waiting": _waiting,
    "streaming": _streaming,
    "answer": lambda seen: seen.ask(QUESTION),
    "refused": lambda seen: seen.ask("Hvad koster en liter mælk?"),
    "hostile": lambda seen: seen.ask("gift:" + "Meget langt ord" * 40),
    "empty": lambda seen: seen.widget.locator("#kb-question").press("Enter"),
    "too long": lambda seen: _ask(seen, "x" * 501),
    "error": _problem(500),
    "429": _problem(429, **{"Retry-After": "12"}),
    "offline": _offline,
    "sources open": _sources_open,
    "history": _history,
    "faktatjek": _part("check", ""),
    "faktatjek result": _part("check", "Der var ti ministerier. Der var 13. Hvorfor »var der ti ministerier«?"),
    "find": _part("find", ""),
    "find result": _part("find", "vi bygger batterisystemer"),
}
# The script tag's attributes that make a state of their own
VARIANTS: dict[str, dict[str, str]] = {
    "inline": {"data_mode": "inline", "data_target": "#main"},
    "English": {"data_language": "en"},
    "accent": {"data_accent": "#ffcc00", "data_position": "left"},
}


@pytest.fixture(scope="module")
def places() -> Iterator[tuple[Website, str]]:
    answering = Held()
    answering.let_go.set()
    with website() as site, klyngebot(answering, allowed_origins=[site.url], rate_per_minute=0) as url:
        yield site, url


@pytest.fixture(scope="module", params=[("light", 1280), ("dark", 1280), ("light", 320), ("dark", 320)], ids=str)
def context(browser: Browser, request: Any) -> Iterator[BrowserContext]:
    theme, width = request.param
    made = browser.new_context(
        viewport={"width": width, "height": 800}, color_scheme=theme, locale="da-DK", reduced_motion="reduce"
    )
    yield made
    made.close()


SCHEME = '<meta name="color-scheme" content="light dark">'


def _visit(context: BrowserContext, places: tuple[Website, str], **attributes: str) -> Visit:
    site, url = places
    seen = Visit(context, site.url, url)
    seen.page.goto(site.put("/axe", host_page(tag(url, **attributes), head=SCHEME)))
    seen.page.wait_for_selector("klyngebot-chat .kb-widget", state="attached")
    return seen


def test_axe_finds_nothing_while_it_is_closed(context: BrowserContext, places: tuple[Website, str]) -> None:
    seen = _visit(context, places)
    found = violations(seen.page)
    seen.page.close()
    assert found == []


@pytest.mark.parametrize("state", STATES)
def test_axe_finds_nothing(context: BrowserContext, places: tuple[Website, str], state: str) -> None:
    seen = _visit(context, places)
    seen.open()
    STATES[state](seen)
    found = violations(seen.page)
    seen.page.close()
    assert found == []


@pytest.mark.parametrize("variant", VARIANTS)
def test_axe_finds_nothing_in_other_settings(
    context: BrowserContext, places: tuple[Website, str], variant: str
) -> None:
    seen = _visit(context, places, **VARIANTS[variant])
    if variant != "inline":
        seen.open()
    _sources_open(seen)
    found = violations(seen.page)
    seen.page.close()
    assert found == []
