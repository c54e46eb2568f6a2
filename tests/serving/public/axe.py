"""Every state of the public pages that a person can get to, and the check of it with axe-core.

`STATES` names them; each is a function that brings a page there. `violations` lists what axe finds, best practice and
the stricter contrast of WCAG AAA included. The context must be made with `bypass_csp`, for axe is injected as a script.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

from klyngebot.serving.problems import problem
from klyngebot.serving.public.practice import Practice
from klyngebot.serving.public.site import Site
from klyngebot.texts import checking as check_texts

OPTIONS = {
    "resultTypes": ["violations"],
    "rules": {
        "color-contrast-enhanced": {"enabled": True},
        "target-size": {"enabled": True},
        "link-in-text-block": {"enabled": True},
    },
}
QUESTION = "Hvilke ministerier står bag klyngestrategien fra 2013?"
State = Callable[[Page, str], Any]


def violations(page: Page) -> list[str]:
    """What axe finds on the page as it is now: a line for each, with the first elements."""
    page.evaluate(AXE_SCRIPT)
    found = page.evaluate(f"axe.run({json.dumps(OPTIONS)}).then(results => results.violations)")
    return [
        f"{item['id']} ({item['impact']}): {item['help']} {[node['html'][:200] for node in item['nodes'][:3]]}"
        for item in found
    ]


def _open(path: str) -> State:
    return lambda page, url: page.goto(url + path)


def _send(path: str, field: str, text: str) -> State:
    """Open a page, type into its field and send the form."""

    def go(page: Page, url: str) -> None:
        page.goto(url + path)
        page.fill(field, text)
        page.click(".kb-form .kb-main-button")
        page.wait_for_load_state()

    return go


def _ask(*questions: str) -> State:
    def go(page: Page, url: str) -> None:
        page.goto(url)
        for question in questions:
            page.fill("#kb-question", question)
            page.click("#kb-send")
            page.wait_for_load_state()

    return go


def _sources_open(page: Page, url: str) -> None:
    _ask(QUESTION)(page, url)
    for summary in page.locator("summary").all():
        summary.click()


def _sentence_links(page: Page, url: str) -> None:
    page.goto(f"{url}/kilder/made")
    page.locator(".kb-links summary").first.click()


def _problem(status: int, **headers: str) -> State:
    """The page of an error that cannot be had at will."""

    def go(page: Page, url: str) -> None:
        site = Site(lambda: None, Practice(), 500, "corpus")  # type: ignore[arg-type,return-value]
        told = json.loads(problem(status).body)
        html = site.html("/", "problem.html", problem=told, retry=int(headers.get("retry", "0")), was_sent=True)
        page.route("**/fejl", lambda route: route.fulfill(status=200, body=html, content_type="text/html"))
        page.goto(f"{url}/fejl")
        page.unroute("**/fejl")

    return go


STATES: dict[str, State] = {
    "start": _open("/"),
    "answer": _ask(QUESTION),
    "answer with its sources open": _sources_open,
    "follow-up": _ask(QUESTION, "Hvornår udkom den?"),
    "refused": _ask("Hvad koster en liter mælk i Brugsen?"),
    "small talk": _ask("Hej"),
    "too long": _ask("Hvad er en klynge, og hvorfor? " * 20),
    "empty": _ask(""),
    "error after an answer": _ask(QUESTION, ""),
    "faktatjek": _open("/faktatjek"),
    "faktatjek empty": _send("/faktatjek", "#kb-draft", " "),
    "faktatjek result": _send(
        "/faktatjek", "#kb-draft", f"{check_texts.CHECK_EXAMPLE} »Klynger skal give mindre mænd løft«."
    ),
    "find": _open("/find-klynge"),
    "find empty": _send("/find-klynge", "#kb-firm", ""),
    "find result": _send("/find-klynge", "#kb-firm", "vi bygger batterisystemer og robotter i Vejle"),
    "find nothing": _send("/find-klynge", "#kb-firm", "vi sælger brugte frimærker"),
    "sources": _open("/kilder"),
    "document": _open("/kilder/strategi-2013"),
    "document at a sentence": _open("/kilder/made#s12"),
    "document with its links open": _sentence_links,
    "privacy": _open("/privatliv"),
    "accessibility": _open("/tilgaengelighed"),
    "how": _open("/saadan-virker-det"),
    "embed": _open("/indlejr"),
    "404": _open("/findes-ikke"),
    "429": _problem(429, retry="20"),
    "500": _problem(500),
}
