"""The front page with its script, in Chromium: the same form, answered without a new page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from klyngebot.serving.api import create_app
from klyngebot.serving.public.pages import add_pages
from klyngebot.settings import Settings
from klyngebot.texts.widget import DANISH
from tests.serving.conftest import StandIn
from tests.serving.public.hosting import EMPTY, Visit, served

pytestmark = pytest.mark.browser
QUESTION = "Hvilke ministerier står bag klyngestrategien fra 2013?"
FIELD = "#kb-question"


@pytest.fixture(scope="module")
def answering() -> StandIn:
    return StandIn()


@pytest.fixture(scope="module")
def url(answering: StandIn) -> Iterator[str]:
    settings = Settings(_env_file=None, rate_per_minute=0, remembered_answers=0)
    app = create_app(lambda: answering, settings)
    add_pages(app, lambda: answering, settings)
    with served(app) as address:
        yield address


@pytest.fixture
def visit(browser: Browser, url: str, answering: StandIn) -> Iterator[Callable[..., Visit]]:
    answering.asked.clear()
    visits: list[Visit] = []

    def open_page(path: str = "/", **context: Any) -> Visit:
        chosen = {"viewport": {"width": 1280, "height": 900}, "locale": "da-DK", **context}
        seen = Visit(browser.new_context(**chosen), url)
        visits.append(seen)
        seen.page.goto(url + path)
        return seen

    yield open_page
    for seen in visits:
        kept = seen.stored()
        seen.context.close()
        assert seen.troubles == []
        assert kept == EMPTY


def _ask(seen: Visit, question: str) -> Any:
    before = seen.page.locator(".kb-turn").count()
    seen.page.fill(FIELD, question)
    seen.page.press(FIELD, "Enter")
    expect(seen.page.locator(".kb-turn")).to_have_count(before + 1)
    return seen.page.locator(".kb-turn").last


def test_a_question_is_answered_on_the_same_page(visit: Callable[..., Visit], url: str) -> None:
    seen = visit()
    expect(seen.page.locator(".kb-examples")).to_be_visible()
    turn = _ask(seen, QUESTION)
    expect(turn.locator("h2.kb-asked")).to_have_text(f"Du spurgte: {QUESTION}")
    expect(turn.locator("h3", has_text="Kilder")).to_be_visible()
    assert seen.page.url == f"{url}/"
    assert seen.page.title().startswith("Spørg om danske klynger")
    assert seen.focused() == "kb-question"
    expect(seen.page.locator(".kb-examples")).to_be_hidden()
    assert [r.url for r in seen.requests if r.method == "POST"] == [f"{url}/api/v1/ask"]


SKELETON = """turn => { const walk = (node) => node.nodeType !== 1 ? [] : [
  `${node.localName}.${node.className} ${node.getAttribute("href") || ""}`, ...[...node.childNodes].flatMap(walk)];
  return walk(turn).filter((part) => !part.startsWith("span.")).join("\\n").replaceAll("kb-lasting", ""); }"""


def test_the_script_makes_the_markup_of_the_template(visit: Callable[..., Visit], browser: Browser, url: str) -> None:
    made = _ask(visit(), QUESTION).evaluate(SKELETON)
    plain = browser.new_context(java_script_enabled=False)
    page = plain.new_page()
    page.goto(url)
    page.fill(FIELD, QUESTION)
    page.click("#kb-send")
    turn = page.locator(".kb-turn").evaluate("turn => turn.outerHTML")
    page.goto("about:blank")
    page.set_content(turn)
    assert made == page.locator(".kb-turn").evaluate(SKELETON)
    plain.close()


def test_an_example_and_a_suggestion_are_asked_with_a_click(visit: Callable[..., Visit], answering: StandIn) -> None:
    seen = visit()
    seen.page.locator(".kb-examples .kb-suggestion").first.click()
    expect(seen.page.locator(".kb-turn")).to_have_count(1)
    assert seen.focused() == "kb-question"
    seen.page.locator("#kb-chat .kb-suggestion").first.click()
    expect(seen.page.locator(".kb-turn")).to_have_count(2)
    assert seen.focused() == "kb-question"
    assert len(answering.asked[-1][1]) == 1


def test_a_double_click_asks_once_and_the_field_keeps_the_focus(
    visit: Callable[..., Visit], answering: StandIn
) -> None:
    seen = visit()
    seen.page.fill(FIELD, QUESTION)
    seen.page.locator("#kb-send").dblclick(delay=100)  # time enough for the answer to come before the second click
    expect(seen.page.locator(".kb-turn")).to_have_count(1)
    assert seen.focused() == "kb-question"
    seen.page.locator("#kb-chat .kb-suggestion").first.dblclick(delay=100)
    expect(seen.page.locator(".kb-turn")).to_have_count(2)
    seen.page.wait_for_timeout(600)
    assert seen.focused() == "kb-question"
    assert len(answering.asked) == 2


def test_an_error_takes_the_place_of_what_was_told_before(visit: Callable[..., Visit]) -> None:
    seen = visit()
    _ask(seen, QUESTION)
    expect(seen.page.locator("#kb-status")).to_have_text(DANISH["ready"])
    seen.page.press(FIELD, "Enter")
    expect(seen.page.locator(".kb-error")).to_be_visible()
    expect(seen.page.locator("#kb-status")).to_be_empty()


def test_a_mark_opens_its_source_and_takes_the_focus_there(visit: Callable[..., Visit]) -> None:
    seen = visit()
    turn = _ask(seen, QUESTION)
    turn.locator(".kb-mark").first.click()
    assert seen.focused() == "tur-1-1"
    expect(turn.locator(".kb-quote").first).to_be_visible()


def test_an_answer_is_announced_once(visit: Callable[..., Visit]) -> None:
    seen = visit()
    seen.page.evaluate(
        """() => { window.heard = { log: 0, told: [] }; const log = document.querySelector("[role=log]");
        new MutationObserver((list) => list.forEach((m) => { window.heard.log += m.addedNodes.length; })).observe(log,
          { childList: true, subtree: true });
        const status = document.querySelector("#kb-status");
        new MutationObserver(() => window.heard.told.push(status.textContent)).observe(
          status, { childList: true }); }"""
    )
    _ask(seen, QUESTION)
    assert seen.page.evaluate("window.heard") == {"log": 1, "told": [DANISH["searching"], DANISH["ready"]]}


def test_an_error_stands_at_the_field_and_keeps_the_text(visit: Callable[..., Visit], answering: StandIn) -> None:
    seen = visit()
    seen.page.press(FIELD, "Enter")
    expect(seen.page.locator(".kb-error")).to_have_text(f"Fejl: {DANISH['empty']}")
    assert seen.page.get_attribute(FIELD, "aria-invalid") == "true"
    seen.page.fill(FIELD, "x" * 501)
    seen.page.click("#kb-send")
    expect(seen.page.locator(".kb-error")).to_contain_text("højst 500 tegn")
    assert seen.page.input_value(FIELD) == "x" * 501
    assert answering.asked == []
    seen.page.fill(FIELD, "vælt det hele")
    seen.page.press(FIELD, "Enter")
    expect(seen.page.locator(".kb-error")).to_contain_text("Reference: ")
    assert seen.page.input_value(FIELD) == "vælt det hele"
    assert seen.focused() == "kb-question"


def test_a_new_conversation_begins_without_the_old_one(visit: Callable[..., Visit], answering: StandIn) -> None:
    seen = visit()
    _ask(seen, QUESTION)
    seen.page.get_by_role("link", name="Ny samtale").click()
    expect(seen.page.locator(".kb-turn")).to_have_count(0)
    expect(seen.page.locator(".kb-examples")).to_be_visible()
    assert seen.focused() == "kb-question"
    _ask(seen, "Hvem?")
    assert answering.asked[-1] == ("Hvem?", ())


@pytest.mark.parametrize("size", [(1280, 900), (320, 640), (320, 256)], ids=str)
def test_a_long_conversation_needs_no_scrolling_sideways(visit: Callable[..., Visit], size: tuple[int, int]) -> None:
    seen = visit(viewport={"width": size[0], "height": size[1]})
    for question in (QUESTION, "Hvad koster en liter mælk?", "Hvem?"):
        _ask(seen, question)
    assert seen.page.evaluate("document.documentElement.scrollWidth") <= size[0]
    assert seen.focused() == "kb-question"
