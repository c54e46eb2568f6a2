"""Hostile texts in every place that shows text, on the page with its script and in the widget: they stay text."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser

from klyngebot.serving.api import create_app
from klyngebot.serving.public.pages import add_pages
from klyngebot.serving.rendering import web_address
from klyngebot.settings import Settings
from tests.serving.conftest import StandIn
from tests.serving.public.hosting import EMPTY, Visit, host_page, klyngebot, served, tag, website

pytestmark = pytest.mark.browser
FILE = Path(__file__).with_name("payloads.txt")
LINES = [line for line in FILE.read_text(encoding="utf-8").splitlines() if line and not line.startswith("# ")]
# Each also as people and programs disguise it
DISGUISES: tuple[Callable[[str], str], ...] = (
    lambda text: text,
    str.upper,
    escape,
    quote,
    lambda text: f"Hvad er {text} i 2013?",
    lambda text: f"{text[: len(text) // 2]}\u0000{text[len(text) // 2 :]}",
    lambda text: "".join(f"{char}\u200b" for char in text[:60]),
)
PAYLOADS = [disguise(line) for line in LINES for disguise in DISGUISES]

# What must not be in an answer, and links that our own filter would not make
FORBIDDEN = """(scope) => {
  const host = document.querySelector("klyngebot-chat"); const root = host ? host.shadowRoot : document;
  const found = [];
  for (const part of root.querySelectorAll(scope)) {
    for (const node of part.querySelectorAll("*")) {
      const name = node.localName;
      if (/^(img|video|audio|iframe|form|style|svg|script|link|meta|base|object|embed|input|textarea|math|template|x)$/
        .test(name) || name.includes("-")) found.push(name);
      for (const { name: attribute, value } of node.attributes) {
        if (attribute === "style" || attribute.startsWith("on")) found.push(`${name} ${attribute}`);
        if (["href", "src", "action", "formaction"].includes(attribute)
          && !/^(https?:\\/\\/|\\/kilder\\/|#tur-)/i.test(value))
          found.push(`${name} ${attribute}=${value}`);
        if (attribute === "href" && /evil\\.example/.test(new URL(value, location.href).host)
          && !OWN_WALL(value)) found.push(`link to ${value}`);
      }
    }
  }
  return found; }"""


def _answer(hostile: str, number: int) -> dict[str, Any]:
    """An answer as a broken or hijacked server might send it: the text in every place, unfiltered."""
    passage = {"number": 1, "quote": hostile, "notes": [hostile], "permalink": hostile}
    reference = {
        "numbers": [1, hostile],
        "title": hostile,
        "imprint": hostile,
        "nature": hostile,
        "url": hostile,
        "documents": [{"place": hostile, "passages": [passage]}],
    }
    return {
        "ai": True,
        "kind": hostile if number % 7 == 0 else "verbatim",
        "kind_notice": hostile,
        "question": hostile,
        "status": "answered",
        "answer": hostile,
        "sentences": [{"text": f"{hostile} {hostile}", "citations": [1, hostile], "direct": hostile}],
        "paragraphs": [[0, 5, hostile]],
        "citations": [],
        "references": [reference],
        "refusal": {"message": hostile, "nearby": [hostile], "contact": {"text": hostile, "url": hostile}},
        "notes": [hostile],
        "suggestions": [hostile],
        "trace": {"query": hostile},
    }


def _found(hostile: str) -> dict[str, Any]:
    statement = {
        "about": hostile,
        "number": 1,
        "quote": hostile,
        "url": hostile,
        "permalink": hostile,
        "source": {"title": hostile, "imprint": hostile, "place": hostile},
    }
    cluster = {"name": hostile, "closed": True, "words": [hostile], "url": hostile, "statements": [statement]}
    return {"status": "answered", "message": hostile, "clusters": [cluster]}


def _checked(hostile: str) -> dict[str, Any]:
    citation = _found(hostile)["clusters"][0]["statements"][0]
    claim = {
        "claim": hostile,
        "verdict": hostile,
        "label": hostile,
        "reason": hostile,
        "evidence": [citation],
        "as_of": hostile,
        "newer": citation,
    }
    return {
        "status": "checked",
        "text": hostile,
        "summary": {"supported": hostile},
        "statements": [
            {"text": hostile, "kind": hostile, "check": 0},
            {"text": hostile, "kind": hostile, "check": None},
        ],
        "claims": [claim],
        "quotations": [
            {
                "quote": hostile,
                "status": hostile,
                "label": hostile,
                "evidence": [citation],
                "changes": [{"quoted": hostile, "source": hostile}],
            }
        ],
        "notes": [hostile],
    }


@pytest.fixture(scope="module")
def answering() -> StandIn:
    return StandIn(longest=100_000)


@pytest.fixture
def page_visit(browser: Browser, answering: StandIn) -> Iterator[Visit]:
    settings = Settings(_env_file=None, rate_per_minute=0, remembered_answers=0, max_question_length=100_000)
    app = create_app(lambda: answering, settings)
    add_pages(app, lambda: answering, settings)
    with served(app) as url:
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        seen = Visit(context, url)
        seen.page.goto(url)
        yield seen
        assert seen.troubles == []
        assert seen.stored() == EMPTY
        context.close()


@pytest.fixture
def widget_visit(browser: Browser, answering: StandIn) -> Iterator[Visit]:
    with (
        website() as site,
        klyngebot(
            answering, allowed_origins=[site.url], rate_per_minute=0, remembered_answers=0, max_question_length=100_000
        ) as url,
    ):
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        seen = Visit(context, site.url, url)
        seen.page.goto(site.put("/", host_page(tag(url, data_limit="100000"))))
        seen.page.wait_for_selector("klyngebot-chat .kb-launcher")
        seen.open()
        yield seen
        assert seen.troubles == []
        assert seen.stored() == EMPTY
        context.close()


# Asks many questions in one go; `told`, where it is given, is what the server is made to answer, one after the other
ASK_ALL = """async ([selector, asked, told]) => {
  const host = document.querySelector("klyngebot-chat"); const root = host ? host.shadowRoot : document;
  const field = root.querySelector(selector);
  for (let at = 0; at < asked.length; at += 1) {
    if (told) window.fetch = async () => Response.json(told[at]);
    field.value = asked[at]; field.dispatchEvent(new Event("input"));
    field.form.requestSubmit();
    for (let waited = 0; waited < 2000 && field.readOnly; waited += 1)
      await new Promise((go) => setTimeout(go, told ? 0 : 5));
    if (field.readOnly || field.hasAttribute("aria-invalid")) return `no answer to ${asked[at]}`;
  } return "all answered"; }"""


def _ask_all(seen: Visit, selector: str, asked: list[str], told: list[Any] | None = None) -> None:
    assert seen.page.evaluate(ASK_ALL, [selector, asked, told]) == "all answered"


def _forbidden(seen: Visit, scope: str) -> list[str]:
    allowed = [text for text in PAYLOADS if web_address(text)]
    script = FORBIDDEN.replace("OWN_WALL(value)", f"{json.dumps(allowed)}.includes(value)")
    found: list[str] = seen.page.evaluate(script, scope)
    return found


def _effects(seen: Visit) -> list[str]:
    """What of all hostile texts is more than text, in answers, and in the title of the page."""
    title = seen.page.title()
    found: list[str] = []
    for start in range(0, len(PAYLOADS), 50):
        some = PAYLOADS[start : start + 50]
        _ask_all(seen, "#kb-question", some, [_answer(text, start + at) for at, text in enumerate(some)])
        found += _forbidden(seen, ".kb-turn, .kb-live, .kb-suggestions")
        seen.page.locator(".kb-new").click()
    return found + [seen.page.title()] * (seen.page.title() != title)


def test_there_are_five_hundred_hostile_texts() -> None:
    assert len(set(PAYLOADS)) >= 500


def test_hostile_answers_stay_text_on_the_page(page_visit: Visit) -> None:
    assert _effects(page_visit) == []


def test_hostile_answers_stay_text_in_the_widget(widget_visit: Visit) -> None:
    assert _effects(widget_visit) == []


def test_hostile_clusters_and_checks_stay_text_in_the_widget(widget_visit: Visit) -> None:
    for hostile in PAYLOADS[::3]:
        _ask_all(widget_visit, "#kb-find", [hostile], [_found(hostile)])
        _ask_all(widget_visit, "#kb-check", [hostile], [_checked(hostile)])
        assert _forbidden(widget_visit, ".kb-result") == []


@pytest.mark.parametrize("face", ["page_visit", "widget_visit"])
def test_hostile_answers_of_the_real_server_stay_text(face: str, request: Any) -> None:
    seen: Visit = request.getfixturevalue(face)
    _ask_all(seen, "#kb-question", [f"gift:{line}" for line in LINES])
    assert seen.page.locator(".kb-turn").count() == len(LINES)
    assert _forbidden(seen, ".kb-turn, .kb-live, .kb-suggestions") == []


def test_the_script_links_what_the_server_would_link_and_nothing_else(widget_visit: Visit) -> None:
    addresses = [
        *PAYLOADS,
        "https://ufm.dk/a/2013?id=1&x=æ#top",
        "http://127.0.0.1:8000/a",
        "https://a_b.dk",
        "http://[::1]/",
    ]
    told = []
    for address in addresses:
        source = {"numbers": [1], "title": "T", "imprint": "", "nature": "", "url": address, "documents": []}
        told.append({**_answer("rolig", 1), "references": [source], "refusal": None})
    linked: list[str] = []
    for start in range(0, len(told), 50):
        some = told[start : start + 50]
        _ask_all(widget_visit, "#kb-question", ["rolig"] * len(some), some)
        linked += widget_visit.widget.locator(".kb-turn").evaluate_all(
            "turns => turns.map((turn) => turn.querySelector('.kb-source a')?.getAttribute('href') || '')"
        )
        widget_visit.page.locator(".kb-new").click()
    assert linked == [web_address(address) for address in addresses]
