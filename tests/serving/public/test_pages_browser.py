"""The public pages in a real Chromium with JavaScript switched off, as people use them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from klyngebot import texts
from klyngebot.texts import checking as check_texts
from klyngebot.texts import public as words
from tests.serving.public.axe import QUESTION, STATES, violations

pytestmark = pytest.mark.browser
SPACING = """* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
p { margin-bottom: 2em !important; }"""
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
SMALL = """() => [...document.querySelectorAll('a, button, textarea, summary')].filter(item => {
  const box = item.getBoundingClientRect();
  return item.checkVisibility() && box.right > 0 && (box.width < 24 || box.height < 24)
    && getComputedStyle(item).display !== 'inline';
}).map(item => item.outerHTML.slice(0, 120))"""
COVERED = """() => {
  const item = document.activeElement, box = item.getBoundingClientRect();
  const points = [[box.left + 2, box.top + 2], [box.right - 2, box.bottom - 2],
    [(box.left + box.right) / 2, (box.top + box.bottom) / 2]];
  return points.filter(([x, y]) => x >= 0 && y >= 0 && x < innerWidth - 1 && y < innerHeight - 1).every(([x, y]) => {
    const top = document.elementFromPoint(x, y);
    return top === item || item.contains(top) || top.contains(item);
  });
}"""
STORED = """async () => [localStorage.length, sessionStorage.length, document.cookie,
  (await indexedDB.databases()).length, (await caches.keys()).length,
  (await navigator.serviceWorker.getRegistrations()).length]"""


@pytest.fixture
def context(browser: Browser, public: Any) -> Iterator[BrowserContext]:
    """A visitor without JavaScript. Whatever goes to another host, or complains, fails the test at its end."""
    made = browser.new_context(viewport={"width": 1280, "height": 900}, locale="da-DK", java_script_enabled=False)
    troubles: list[str] = []
    made.on("console", lambda message: troubles.append(message.text) if message.type == "error" else None)
    made.on("request", lambda item: None if item.url.startswith((public.url, "data:")) else troubles.append(item.url))
    yield made
    cookies = made.cookies()
    made.close()
    assert troubles == []
    assert cookies == []


@pytest.fixture
def page(context: BrowserContext, public: Any) -> Page:
    opened = context.new_page()
    opened.goto(public.url)
    return opened


def ask(page: Page, question: str) -> None:
    page.fill("#kb-question", question)
    page.get_by_role("button", name=texts.SEND).click()


def test_from_the_question_to_the_very_sentence_in_its_document(page: Page) -> None:
    ask(page, QUESTION)
    assert page.url.endswith("/#svar")
    told = page.locator(".kb-turn .kb-told")
    expect(told).to_contain_text("Miljøministeriet")
    told.locator(".kb-mark").first.click()
    passage = page.locator("#tur-1-1")
    expect(passage).to_be_visible()
    quote = passage.locator("q").inner_text().strip("»«")
    passage.get_by_text(words.READ_SENTENCE).click()
    target = page.locator(":target")
    expect(target).to_be_in_viewport()
    assert quote in target.inner_text()
    target.locator(".kb-mark").first.click()
    expect(page.locator(":target a[target=_blank]")).to_be_visible()


def test_a_follow_up_knows_what_was_asked_before(page: Page) -> None:
    ask(page, QUESTION)
    ask(page, "Hvornår udkom den?")
    expect(page.locator(".kb-turn")).to_have_count(2)
    expect(page.locator("#svar")).to_contain_text("Hvornår udkom den?")
    expect(page.locator("#svar")).to_be_in_viewport()
    expect(page.locator("#tur-2")).to_contain_text("30. april 2013")
    page.get_by_role("link", name=texts.NEW_CONVERSATION).click()
    expect(page.locator(".kb-turn")).to_have_count(0)


def test_an_example_and_a_suggestion_are_asked_with_one_press(page: Page) -> None:
    page.get_by_role("button", name="Hvad er en klynge?").click()
    expect(page.locator(".kb-turn")).to_have_count(1)
    page.locator(".kb-suggestion").first.click()
    expect(page.locator(".kb-turn")).to_have_count(2)
    assert "Hvad" not in page.url


def test_a_text_is_checked_and_its_claims_can_be_followed(page: Page, public: Any) -> None:
    page.goto(f"{public.url}/faktatjek")
    page.get_by_role("button", name=words.CHECK_EXAMPLE).click()
    expect(page.locator(".kb-report")).to_contain_text(check_texts.VERDICTS["supported"])
    page.locator("mark a").first.click()
    expect(page.locator(":target")).to_be_in_viewport()


def test_a_cluster_is_found(page: Page, public: Any) -> None:
    page.goto(f"{public.url}/find-klynge")
    page.get_by_label(texts.FIND_LABEL).fill("vi bygger robotter")
    page.get_by_role("button", name=texts.FIND_BUTTON).click()
    expect(page.get_by_role("heading", name="Odense Robotics")).to_be_visible()


def test_everything_is_reached_with_keys_alone(page: Page) -> None:
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name=words.SKIP)
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_label(texts.QUESTION_LABEL)).to_be_focused()
    page.keyboard.type(QUESTION)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".kb-turn")).to_have_count(1)
    page.keyboard.press("Tab")  # from the question on, which the address names
    expect(page.locator(".kb-mark").first).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator("#tur-1-1 a")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(":target")).to_be_in_viewport()


@pytest.mark.parametrize("state", ["start", "answer", "too long", "faktatjek result", "document", "how"])
def test_at_320_by_256_nothing_scrolls_sideways_or_hides_the_focus(
    context: BrowserContext, public: Any, state: str
) -> None:
    page = context.new_page()
    page.set_viewport_size({"width": 320, "height": 256})
    STATES[state](page, public.url)
    assert page.evaluate(SIDEWAYS) == 0
    fixed = "[...document.querySelectorAll('*')].filter(e => ['fixed','sticky'].includes(getComputedStyle(e).position))"
    assert page.evaluate(f"{fixed}.length") == 0
    for _ in range(25):
        page.keyboard.press("Tab")
        assert page.evaluate(COVERED), page.evaluate("document.activeElement.outerHTML.slice(0, 200)")


@pytest.mark.parametrize("state", ["answer with its sources open", "find result", "sources", "document", "privacy"])
def test_wide_spacing_and_double_size_lose_no_text(context: BrowserContext, public: Any, state: str) -> None:
    page = context.new_page()
    page.set_viewport_size({"width": 640, "height": 900})
    STATES[state](page, public.url)
    for style in (SPACING, "html { font-size: 200% !important; }"):
        page.evaluate(
            "text => { const s = new CSSStyleSheet(); s.replaceSync(text); document.adoptedStyleSheets = [s]; }", style
        )
        assert page.evaluate(SIDEWAYS) == 0
        cut = """[...document.querySelectorAll('main *')].filter(e => getComputedStyle(e).overflowX === 'hidden'
          && !e.classList.contains('kb-hidden') && e.scrollWidth > e.clientWidth + 1).length"""
        assert page.evaluate(cut) == 0


@pytest.mark.parametrize("state", ["start", "answer with its sources open", "faktatjek result", "document"])
def test_targets_are_large_enough(context: BrowserContext, public: Any, state: str) -> None:
    page = context.new_page()
    STATES[state](page, public.url)
    assert page.evaluate(SMALL) == []
    for control in page.locator("button, textarea, summary").all():
        box = control.bounding_box()
        assert box is None or box["height"] >= 44


def test_the_focus_is_marked_on_every_control(page: Page) -> None:
    for _ in range(20):
        page.keyboard.press("Tab")
        width = page.evaluate("parseFloat(getComputedStyle(document.activeElement).outlineWidth)")
        assert width >= 2, page.evaluate("document.activeElement.outerHTML")


def test_paper_has_the_question_the_answer_and_open_sources_with_addresses(page: Page) -> None:
    ask(page, QUESTION)
    page.emulate_media(media="print")
    expect(page.locator(".kb-asked")).to_be_visible()
    expect(page.locator("#tur-1-1 q")).to_be_visible()
    for gone in (".kb-form", ".kb-suggestions", ".kb-header nav"):
        expect(page.locator(gone).first).to_be_hidden()
    after = "getComputedStyle(document.querySelector('.kb-source a[target]'), '::after').content"
    assert "https://" in page.evaluate(after)


def test_nothing_moves_where_less_motion_is_wanted_and_colors_can_be_forced(browser: Browser, public: Any) -> None:
    context = browser.new_context(reduced_motion="reduce", forced_colors="active", java_script_enabled=False)
    page = context.new_page()
    STATES["answer"](page, public.url)
    assert page.evaluate("document.getAnimations().length") == 0
    for part in (".kb-asked", ".kb-told", "#kb-send", "#kb-question"):
        assert page.evaluate(f"getComputedStyle(document.querySelector('{part}')).borderTopStyle") == "solid"
    context.close()


def test_nothing_is_stored_in_the_browser(browser: Browser, public: Any) -> None:
    context = browser.new_context()
    page = context.new_page()
    STATES["find result"](page, public.url)
    STATES["document at a sentence"](page, public.url)
    assert page.evaluate(STORED) == [0, 0, "", 0, 0, 0]
    context.close()


def test_axe_would_see_a_fault(browser: Browser, public: Any) -> None:
    context = browser.new_context(bypass_csp=True)
    page = context.new_page()
    page.goto(public.url)
    page.evaluate("document.querySelector('label').remove()")
    assert any(line.startswith("label ") for line in violations(page))
    context.close()
