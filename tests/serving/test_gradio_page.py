"""The workbench in a real Chromium, and the routes of Gradio behind it."""

from __future__ import annotations

import http.client
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from starlette.routing import Mount

from klyngebot import texts
from klyngebot.checking.drafts import LONGEST_TEXT
from klyngebot.serving.chat_html import danish
from klyngebot.serving.check_html import draft_to_page
from klyngebot.serving.gradio_ui import LOCALES
from klyngebot.serving.gradio_ui.chat import remembered, turns_of
from klyngebot.texts import checking as check_texts
from klyngebot.texts import public as public_texts
from klyngebot.texts import workbench
from klyngebot.types import Answer, Status, Turn
from tests.serving.public.axe import violations
from tests.serving.public.hosting import FLAGS

pytestmark = pytest.mark.browser
QUESTION = "Hvilke ministerier står bag klyngestrategien fra 2013?"
FIELD = "#kb-question textarea"
STORED = """async () => ({
  local: localStorage.length, session: sessionStorage.length, cookies: document.cookie,
  databases: (await indexedDB.databases()).length, workers: (await navigator.serviceWorker.getRegistrations()).length,
})"""
EMPTY = {"local": 0, "session": 0, "cookies": "", "databases": 0, "workers": 0}


class Watched:
    """A page, and everything on it that should not happen."""

    def __init__(self, context: BrowserContext, url: str) -> None:
        self.context = context
        self.url = url
        self.page: Page = context.new_page()
        self.troubles: list[str] = []
        self.page.on("console", lambda m: self.troubles.append(m.text) if m.type in ("error", "warning") else None)
        self.page.on("pageerror", lambda error: self.troubles.append(str(error)))
        self.page.on("dialog", lambda dialog: (self.troubles.append("dialog"), dialog.dismiss()))
        self.page.on("request", self._request)

    def _request(self, request: Any) -> None:
        if not request.url.startswith((self.url, "data:")):
            self.troubles.append(f"foreign request {request.url}")

    def open(self) -> Page:
        self.page.goto(f"{self.url}/chat/")
        expect(self.page.locator(FIELD)).to_be_visible(timeout=20_000)
        return self.page

    def ask(self, question: str) -> Any:
        """Send a question and wait for its finished turn."""
        before = self.page.locator("[role=log] .kb-turn").count()
        self.page.fill(FIELD, question)
        self.page.press(FIELD, "Enter")
        return self.finished(before + 1)

    def finished(self, count: int) -> Any:
        expect(self.page.locator("[role=log] .kb-turn")).to_have_count(count, timeout=10_000)
        return self.page.locator("[role=log] .kb-turn").last


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield launched
        launched.close()


@pytest.fixture
def watched(browser: Browser, running: Any) -> Iterator[Watched]:
    """A fresh page at 1280 px; whatever goes wrong on it fails the test at its end."""
    running.bot.asked.clear()
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="da-DK")
    seen = Watched(context, running.url)
    yield seen
    stored = seen.page.evaluate(STORED)
    context.close()
    assert seen.troubles == []
    assert stored == EMPTY


def test_the_page_is_danish_and_says_machine_before_the_first_input(watched: Watched) -> None:
    page = watched.open()
    expect(page.locator("html[lang=da]")).to_have_count(1)
    assert page.title() == workbench.TITLE
    assert page.locator("h1").all_inner_texts() == [workbench.HEADING]
    home = page.get_by_role("link", name=workbench.TO_PUBLIC_PAGE)
    assert home.evaluate("link => [link.href, link.target]") == [f"{watched.url}/", ""]
    notice = page.get_by_text(texts.MACHINE_NOTICE)
    expect(notice).to_be_visible()
    comes_before = "([notice, field]) => !!(notice.compareDocumentPosition(field) & Node.DOCUMENT_POSITION_FOLLOWING)"
    assert page.evaluate(comes_before, [notice.element_handle(), page.locator(FIELD).element_handle()])
    assert notice.bounding_box()["y"] < page.locator(FIELD).bounding_box()["y"]
    words = set(re.findall(r"[a-z]{3,}", page.inner_text("body").lower()))
    assert words.isdisjoint({"submit", "send message", "clear", "gradio", "built", "with", "loading", "the", "error"})


def test_the_field_has_a_label_and_asks_for_no_personal_data(watched: Watched) -> None:
    page = watched.open()
    field = page.get_by_label(texts.QUESTION_LABEL)
    expect(field).to_be_visible()
    described_by = field.get_attribute("aria-describedby")
    assert page.locator(f"#{described_by}").inner_text() == texts.QUESTION_HINT


def test_a_question_is_answered_with_its_sources(watched: Watched) -> None:
    page = watched.open()
    turn = watched.ask(QUESTION)
    expect(turn.locator(".kb-asked p")).to_have_text(QUESTION)
    expect(turn).to_contain_text("De otte ministerier bag klyngestrategien fra 2013")
    expect(turn).to_contain_text(texts.KIND_VERBATIM)
    assert turn.get_attribute("data-ai-generated") == "false"
    assert page.input_value(FIELD) == ""
    source = turn.locator("details").first
    expect(source.locator("summary")).to_contain_text("MagasinetInnovation.dk, maj 2013")
    link = source.get_by_role("link", name=texts.NEW_WINDOW)
    expect(link).not_to_be_visible()
    source.locator("summary").click()
    expect(link).to_be_visible()
    expect(source).to_contain_text("Gengivet i Klyngebots dokument: Magasinartiklen")
    assert link.get_attribute("rel") == "noopener noreferrer"
    assert link.get_attribute("target") == "_blank"
    assert page.url == f"{watched.url}/chat/"


def test_a_citation_mark_opens_its_source(watched: Watched) -> None:
    page = watched.open()
    turn = watched.ask(QUESTION)
    turn.get_by_role("link", name=f"{texts.SOURCE_NUMBER} 3").click()
    quote = turn.locator("details li").nth(2)
    expect(quote).to_be_visible()
    expect(quote).to_be_in_viewport()
    assert page.locator("[role=log] .kb-turn").count() == 1


def test_the_answer_grows_sentence_by_sentence(watched: Watched) -> None:
    page = watched.open()
    page.evaluate(
        """() => { window.lengths = [];
        new MutationObserver(() => window.lengths.push(document.querySelector('#kb-live .kb-told')?.textContent.length))
          .observe(document.querySelector('#kb-live'), {childList: true, subtree: true}); }"""
    )
    watched.ask(QUESTION)
    lengths = [length for length in page.evaluate("window.lengths") if length]
    assert len(set(lengths)) >= 3
    assert lengths == sorted(lengths)


def test_a_screen_reader_hears_an_answer_once(watched: Watched) -> None:
    page = watched.open()
    assert page.locator("#kb-live").get_attribute("aria-hidden") == "true"
    page.evaluate(
        """() => { window.added = 0;
        new MutationObserver(all => all.forEach(one => window.added += one.addedNodes.length))
          .observe(document.querySelector('[role=log]'), {childList: true, subtree: true}); }"""
    )
    watched.ask(QUESTION)
    watched.ask("Hvad koster en liter mælk?")
    assert page.evaluate("window.added") == 2
    expect(page.locator(".kb-heard[role=status]")).to_have_text(texts.STATUS_READY)
    expect(page.locator("#kb-live")).to_be_hidden()


def test_a_follow_up_carries_the_turns_before_it(watched: Watched, running: Any) -> None:
    watched.open()
    watched.ask(QUESTION)
    first = watched.page.locator("[role=log] .kb-turn").first
    first.locator("summary").first.press("Enter")  # by keyboard: the page scrolls under a mouse just now
    expect(first.locator("details").first).to_have_attribute("open", "")
    watched.ask("Og hvem ledede arbejdet?")
    watched.ask("Hvornår?")
    questions = [question for question, _ in running.bot.asked]
    assert questions == [QUESTION, "Og hvem ledede arbejdet?", "Hvornår?"]
    histories = [[turn.question for turn in history] for _, history in running.bot.asked]
    assert histories == [[], questions[:1], questions[:2]]
    assert running.bot.asked[1][1][0].answer.startswith("De otte ministerier")
    assert first.locator("details").first.get_attribute("open") is not None  # earlier turns are left alone


def test_a_new_conversation_starts_from_nothing(watched: Watched, running: Any) -> None:
    page = watched.open()
    expect(page.get_by_role("link", name=texts.NEW_CONVERSATION)).to_be_hidden()
    watched.ask(QUESTION)
    page.get_by_role("link", name=texts.NEW_CONVERSATION).click()
    expect(page.locator("#kb-examples")).to_be_visible(timeout=20_000)
    expect(page.locator(".kb-turn")).to_have_count(0)
    watched.ask("Hvornår?")
    assert running.bot.asked[-1] == ("Hvornår?", ())


def test_every_kind_of_user_has_examples_that_can_be_clicked(watched: Watched, running: Any) -> None:
    page = watched.open()
    for group in texts.EXAMPLES:
        expect(page.get_by_role("heading", name=group.label)).to_be_visible()
        for question in group.questions:
            expect(page.get_by_role("button", name=question, exact=True)).to_be_visible()
    chosen = texts.EXAMPLES[2].questions[1]
    page.get_by_role("button", name=chosen, exact=True).click()
    expect(watched.finished(1)).to_contain_text(chosen)
    assert running.bot.asked == [(chosen, ())]
    expect(page.locator("#kb-examples")).to_be_hidden()


def test_suggestions_are_the_next_questions(watched: Watched, running: Any) -> None:
    page = watched.open()
    watched.ask(QUESTION)
    button = page.get_by_role("button", name="Hvem ledede Klyngeforum?")
    button.focus()
    page.keyboard.press("Enter")
    watched.finished(2)
    assert running.bot.asked[-1][0] == "Hvem ledede Klyngeforum?"
    assert page.evaluate("document.activeElement.tagName") == "TEXTAREA"


def test_the_focus_stays_in_the_field_and_shift_enter_breaks_the_line(watched: Watched) -> None:
    page = watched.open()
    watched.ask(QUESTION)
    assert page.evaluate("document.activeElement.tagName") == "TEXTAREA"
    page.keyboard.type("Hvad er")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("en klynge?")
    assert page.input_value(FIELD) == "Hvad er\nen klynge?"


def test_the_button_sends_too(watched: Watched) -> None:
    page = watched.open()
    page.fill(FIELD, QUESTION)
    page.get_by_role("button", name=texts.SEND).click()
    expect(watched.finished(1)).to_contain_text(QUESTION)


def test_a_refusal_is_calm_and_offers_questions(watched: Watched) -> None:
    page = watched.open()
    turn = watched.ask("Hvad koster en liter mælk?")
    expect(turn).to_contain_text(texts.REFUSED_NOT_IN_SOURCES)
    expect(turn).to_contain_text("Klyngestrategi 2.0 (2016-2018)")
    expect(page.get_by_role("heading", name=texts.SUGGESTIONS)).to_be_visible()
    assert page.locator("#kb-suggestions button:visible").count() == 2


def test_empty_and_long_questions_are_explained(watched: Watched) -> None:
    watched.open()
    turn = watched.ask("  ")
    expect(turn).to_contain_text(texts.REJECTED_EMPTY)
    expect(turn.locator(".kb-asked")).to_be_hidden()
    expect(watched.ask("a" * 501)).to_contain_text(texts.rejected_too_long(500))


def test_an_error_is_a_danish_sentence_with_a_reference(watched: Watched) -> None:
    watched.open()
    turn = watched.ask("vælt")
    assert re.search(r"Noget gik galt.*Reference: [0-9a-f]{8}\.", turn.inner_text())
    assert "RuntimeError" not in turn.inner_text()


PAYLOADS = [
    "<script>window.hit=1</script>",
    "<img src='http://evil.example/x.png' onerror='window.hit=1'>",
    "![x](http://evil.example/x.png) [klik](javascript:window.hit=1)",
    "<svg/onload=window.hit=1><iframe src=http://evil.example></iframe>",
    "</p></div><style>body{display:none}</style><form action=http://evil.example>",
    "<a href='javascript:window.hit=1' style='position:fixed'>x</a>",
    "`<b onmouseover=window.hit=1>` **fed** $$x^2$$ ${window.hit=1} {{window.hit=1}}",
    "<math><mtext><table><mglyph><style><img src=x onerror=window.hit=1>",
]


def test_hostile_questions_stay_text(watched: Watched) -> None:
    page = watched.open()
    for payload in PAYLOADS:
        turn = watched.ask(payload)
        assert turn.locator(".kb-asked p").inner_text() == payload
    assert page.evaluate("window.hit") is None
    assert page.locator("[role=log]").locator("img, svg, iframe, form, style, script, math, b, [style]").count() == 0


def test_hostile_answers_stay_text(watched: Watched) -> None:
    page = watched.open()
    for payload in PAYLOADS:
        turn = watched.ask(f"gift:{payload}")
        assert turn.locator(".kb-told").inner_text().count(payload) >= 3
    assert page.evaluate("window.hit") is None
    hostile = "img, svg, iframe, form, style, script, math, b, [style], a:not([href^='#'])"
    assert page.locator("[role=log]").locator(hostile).count() == 0


HOSTILE = (
    "img, svg, video, audio, iframe, object, embed, form, input, style, script, math, link, meta, base, b, [style]"
)


def test_five_hundred_hostile_texts_stay_text_as_question_and_as_answer(watched: Watched) -> None:
    payloads = hostile_texts()
    assert len(payloads) >= 500
    page = watched.open()
    for batch in batches(payloads):
        together = " ".join(batch)
        asked = watched.ask(together)
        assert asked.locator(".kb-asked p").inner_text() == " ".join(together.split())
        told = watched.ask(f"gift:{together}").locator(".kb-told").inner_text()
        assert all(told.count(payload) >= 3 for payload in batch), batch
    log = page.locator("[role=log]")
    assert log.locator(HOSTILE).count() == 0
    assert log.locator("a:not([href^='#'])").count() == 0
    assert page.evaluate("window.hit") is None


def batches(payloads: list[str]) -> list[list[str]]:
    """As many together as one question may have characters."""
    together: list[list[str]] = [[]]
    for payload in payloads:
        if len(" ".join([*together[-1], payload])) > 480:
            together.append([])
        together[-1].append(payload)
    return together


CALL = "window.hit=1"
HANDLERS = ["load", "error", "click", "mouseover", "focus", "toggle", "animationstart", "pointerenter",
            "beforetoggle", "scrollend"]  # fmt: skip
ELEMENTS = ["img", "svg", "video", "audio", "iframe", "object", "embed", "body", "details", "marquee", "input",
            "select", "form", "math", "a", "p", "b", "style"]  # fmt: skip
SCHEMES = ("javascript:", "JaVaScRiPt:", "java\u200bscript:", "&#106;avascript:", "data:text/html,", "vbscript:",
           "//evil.example/", "http://evil.example/", "\\\\evil.example\\")  # fmt: skip
LINKS = ("[x]({})", "![x]({})", "<a href={}>x</a>", "<{}>", "[x]: {}", "<img src={}>", "<iframe src='{}'>",
         "<form action={}><input type=submit>", "<object data={}>", "<base href={}>", "<link rel=stylesheet href={}>",
         "<meta http-equiv=refresh content=0;url={}>", "<svg><a xlink:href={}><text>x", "<math href={}>x",
         "<video poster={}>", "<audio src={}>", "<embed src={}>", "<style>@import '{}'</style>")  # fmt: skip


def hostile_texts() -> list[str]:
    """Short texts that would do something, or fetch something, where they were taken for HTML or Markdown."""
    handled = [f"<{element} on{handler}={CALL}>" for element in ELEMENTS for handler in HANDLERS]
    linked = [link.format(f"{scheme}{CALL}") for link in LINKS for scheme in SCHEMES]
    broken = [
        f"{opening}<img src=x onerror={CALL}>{closing}"
        for opening in (
            "</p></div>",
            "</span>",
            "<!--",
            "-->",
            "<![CDATA[",
            "</textarea>",
            "</script>",
            "&lt;",
            "\\",
            "```",
        )
        for closing in ("", "</div>", "-->", "]]>", "```", "<")
    ]
    templated = [f"{left}{CALL}{right}" for left, right in (("{{", "}}"), ("${", "}"), ("<%", "%>"), ("$$", "$$"),
                                                            ("`", "`"), ("**", "**"), ("\\(", "\\)"))]  # fmt: skip
    return [*PAYLOADS[:1], *handled, *linked, *broken, *templated] + [
        f"<{element} style=background:url(http://evil.example/{number})>" for number, element in enumerate(ELEMENTS * 8)
    ]


@pytest.mark.parametrize(("width", "height"), [(320, 640), (320, 256)])
def test_nothing_scrolls_sideways_on_narrow_screens(watched: Watched, width: int, height: int) -> None:
    page = watched.page
    page.set_viewport_size({"width": width, "height": height})
    watched.open()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    turn = watched.ask(QUESTION)
    turn.locator("summary").first.click()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.locator(FIELD).scroll_into_view_if_needed()
    expect(page.locator(FIELD)).to_be_in_viewport()


def test_main_controls_are_large_enough_to_hit(watched: Watched) -> None:
    page = watched.open()
    watched.ask(QUESTION)
    sizes = page.evaluate(
        """() => [...document.querySelectorAll('main button, main textarea, main summary, main a')]
        .filter(item => item.checkVisibility() && !item.closest('[inert], [aria-hidden="true"]'))
        .map(item => [item.tagName, item.getBoundingClientRect().width, item.getBoundingClientRect().height])"""
    )
    for tag, width, height in sizes:
        assert min(width, height) >= (24 if tag == "A" else 44), (tag, width, height)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out_at_seven_to_one(browser: Browser, running: Any, scheme: Any) -> None:
    context = browser.new_context(color_scheme=scheme, locale="da-DK")
    watched = Watched(context, running.url)
    page = watched.open()
    watched.ask(QUESTION).locator("summary").first.click()
    page.wait_for_timeout(300)
    ratios = page.evaluate(CONTRAST)
    context.close()
    assert len(ratios) > 15
    assert [item for item in ratios if item[1] < 7] == []


CONTRAST = """() => {
  const numbers = (color) => color.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => [r, g, b].map(v => v / 255)
    .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const behind = (item) => {
    for (; item; item = item.parentElement) {
      const color = numbers(getComputedStyle(item).backgroundColor);
      if (color.length === 3 || color[3] === 1) return color;
    }
    return [255, 255, 255];
  };
  const walker = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode()) {
    const item = walker.currentNode.parentElement;
    if (!walker.currentNode.textContent.trim() || !item.checkVisibility() || item.closest('[inert]')) continue;
    const pair = [light(numbers(getComputedStyle(item).color)), light(behind(item))].sort((a, b) => b - a);
    found.push([walker.currentNode.textContent.trim().slice(0, 40), (pair[0] + 0.05) / (pair[1] + 0.05)]);
  }
  return found;
}"""


@pytest.mark.parametrize("locale", ["en-US", "ar"])
def test_the_page_is_danish_for_foreign_browsers_too(browser: Browser, running: Any, locale: str) -> None:
    context = browser.new_context(locale=locale)
    watched = Watched(context, running.url)
    page = watched.open()
    watched.ask(QUESTION)
    expect(page.get_by_label(texts.QUESTION_LABEL)).to_be_visible()
    expect(page.get_by_role("button", name=texts.SEND)).to_be_visible()
    assert page.evaluate("[document.documentElement.lang, document.documentElement.dir]") == ["da", "ltr"]
    context.close()
    assert watched.troubles == []


def test_a_full_queue_and_a_lost_connection_are_told_in_danish(browser: Browser, running: Any) -> None:
    context = browser.new_context(locale="en-US")
    page = Watched(context, running.url).open()
    page.route("**/queue/join*", lambda route: route.fulfill(status=503, content_type="application/json", body="{}"))
    page.fill(FIELD, QUESTION)
    page.press(FIELD, "Enter")
    expect(
        page.get_by_text(texts.GRADIO_MESSAGES["This application is currently busy. Please try again."])
    ).to_be_visible()
    assert page.locator(".toast-body button").get_attribute("aria-label") == texts.CLOSE
    assert page.input_value(FIELD) == QUESTION  # nothing is lost
    page.unroute("**/queue/join*")
    page.route("**/queue/join*", lambda route: route.abort())
    page.press(FIELD, "Enter")
    lost = texts.GRADIO_MESSAGES["Connection to the server was lost. Attempting reconnection..."]
    expect(page.get_by_text(lost)).to_be_visible()
    assert "Error" not in page.inner_text("body")
    page.unroute("**/queue/join*")
    expect(page.get_by_text(lost)).to_be_hidden(timeout=10_000)  # the page has come back by itself
    expect(page.locator(FIELD)).to_be_visible()
    context.close()


# --- Without a browser ------------------------------------------------------------------------------


def test_everything_of_gradio_that_the_page_does_not_need_is_shut(running: Any) -> None:
    paths = sorted({re.sub(r"\{[^}]*\}", "x", path) for path in routes_of(gradio_of(running))})
    assert len(paths) > 60
    extra = ["/docs", "/redoc", "/config?x=1", "/gradio_api/file=/etc/passwd", "/gradio_api/proxy=http://x.hf.space/",
             "/assets/../app.py", "/assets/%2e%2e/app.py", "/static//x", "/assets/x/../../x", "/./", "//"]  # fmt: skip
    connection = http.client.HTTPConnection("127.0.0.1", running.port)
    reachable = set()
    at_the_root = [path for path in [*paths, *extra] if path.strip("/") not in ("", "robots.txt")]  # pages of ours
    for path in [*at_the_root, *(f"/chat{path}" for path in [*paths, *extra])]:
        for method in ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"):
            if method == "GET" and re.match("/chat/gradio_api/(?:heartbeat|queue/data)", path):
                continue  # streams; the page test opens them
            connection.request(method, path)
            response = connection.getresponse()
            response.read()
            if response.status not in (404, 405):
                reachable.add((method, path))
    connection.close()
    assert reachable == {
        ("GET", "/chat/"),
        ("HEAD", "/chat/"),
        ("GET", "/chat/theme.css"),
        ("GET", "/chat/gradio_api/startup-events"),
        ("GET", "/chat/gradio_api/app_id"),
        ("POST", "/chat/gradio_api/queue/join"),
        ("GET", "/chat/assets/x"),
        ("GET", "/chat/static/x"),
        ("GET", "/chat/svelte/x"),
    } - {(method, path) for method, path in NO_SUCH_FILE}


def test_the_address_without_its_slash_leads_on_whatever_host_is_named(running: Any) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", running.port)
    for method in ("GET", "HEAD"):
        connection.request(method, "/chat?//evil.example", headers={"Host": "localhost:1"})
        response = connection.getresponse()
        assert (response.status, response.headers["location"], response.read()) == (308, "chat/", b"")
    connection.close()


def gradio_of(running: Any) -> Any:
    """Gradio's application within the site."""
    mounted = next(route for route in running.site.router.routes if isinstance(route, Mount) and route.path == "/chat")
    return mounted.app.app.app  # type: ignore[attr-defined]


def routes_of(router: Any, prefix: str = "") -> set[str]:
    """Every path of an application, also those of the routers in it."""
    found: set[str] = set()
    for route in router.routes:
        if hasattr(route, "path"):
            found.add(prefix + route.path)
        inner = getattr(route, "original_router", None) or getattr(route, "router", None)
        if inner is not None and hasattr(inner, "routes"):
            found |= routes_of(inner, prefix)
    return found


NO_SUCH_FILE = [("GET", f"/chat/{folder}/x") for folder in ("assets", "static", "svelte")]  # open, but 404


JOIN = {"data": ["spørgsmål", []], "fn_index": 0, "session_hash": "abc", "event_data": None, "trigger_id": None}
BAD_JOINS: list[Any] = [
    [],
    {},
    {**JOIN, "data": ["kanariefugl"]},
    {**JOIN, "data": [None, None]},
    {**JOIN, "data": [{"path": "/etc/passwd", "meta": {"_type": "gradio.FileData"}}, []]},
    {**JOIN, "data": ["kanariefugl", [], 3]},
    {**JOIN, "data": ["kanariefugl", "kanariefugl"]},
    {**JOIN, "data": ["kanariefugl", [{"question": 1, "answer": "a"}]]},
    {**JOIN, "data": ["kanariefugl", [{"question": "a", "answer": "b"}] * 21]},
    {**JOIN, "data": ["kanariefugl \ud800", []]},
    {**JOIN, "data": ["kanariefugl", [{"question": "\udfff", "answer": ""}]]},
    {**JOIN, "fn_index": 999},
    {**JOIN, "fn_index": -1},
    {**JOIN, "fn_index": None},
    {**JOIN, "session_hash": "../x"},
    {**JOIN, "session_hash": None},
    {**JOIN, "event_data": {"a": 1}},
    {**JOIN, "simple_format": True},
]


@pytest.mark.parametrize("body", BAD_JOINS)
def test_a_join_of_another_shape_never_reaches_gradio(running: Any, capfd: Any, body: Any) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", running.port)
    connection.request("POST", "/chat/gradio_api/queue/join", json.dumps(body), {"Content-Type": "application/json"})
    response = connection.getresponse()
    content = response.read().decode()
    connection.close()
    assert response.status == 422
    assert response.headers["content-type"] == "application/problem+json"
    assert "kanariefugl" not in content
    out, err = capfd.readouterr()
    assert out + err == ""


def test_a_join_is_json_of_limited_size(running: Any) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", running.port)
    long = json.dumps({**JOIN, "data": ["a" * 70_000, []]})
    for body, content_type, status in ((json.dumps(JOIN), "text/plain", 415), (long, "application/json", 413)):
        connection.request("POST", "/chat/gradio_api/queue/join", body, {"Content-Type": content_type})
        response = connection.getresponse()
        response.read()
        assert response.status == status
    connection.close()


def test_the_page_sends_its_policy_and_no_advertising(running: Any) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", running.port)
    connection.request("GET", "/chat/", headers={"Accept-Encoding": "br, gzip", "Origin": "https://evil.example"})
    response = connection.getresponse()
    page = response.read().decode()
    connection.close()
    policy = response.headers["content-security-policy"]
    assert "script-src 'self' 'unsafe-inline';" in policy
    assert "unsafe-eval" not in policy
    assert "access-control-allow-origin" not in response.headers
    assert "server" not in response.headers
    assert "og:" not in page
    assert "twitter" not in page
    assert "manifest.json" not in page
    assert "http-equiv" not in page


def test_files_named_by_their_content_may_be_kept_and_answers_not(running: Any) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", running.port)
    connection.request("GET", "/chat/")
    page = connection.getresponse().read().decode()
    files = re.findall(r'(?:src|href)="\./(assets/[^"]+)"|"(chat_page/[^"]+)"', page)
    kept = ["/chat/" + (asset or ours) for asset, ours in files]
    assert len(kept) == 4
    for path, keep in [
        *((path, True) for path in kept),
        ("/chat/", False),
        ("/chat/theme.css", False),
        ("/chat/assets/x", False),
    ]:
        connection.request("GET", path)
        response = connection.getresponse()
        response.read()
        assert ("immutable" in response.headers["cache-control"]) == keep, path
    connection.close()


def test_a_changed_frame_of_gradio_is_noticed() -> None:
    with pytest.raises(ValueError, match="has changed"):
        danish("<html><head></head><body></body></html>")


def test_every_locale_of_gradio_gets_our_words() -> None:
    import gradio

    assets = Path(gradio.__file__).parent / "templates" / "frontend" / "assets"
    core = next(path for path in assets.glob("core-*.js")).read_text(encoding="utf-8")
    assert set(re.findall(r"\./lang/([A-Za-z-]+)\.json", core)) == set(LOCALES)


def test_the_queue_lets_several_ask_at_once(running: Any) -> None:
    blocks = gradio_of(running).get_blocks()
    limits = {fn.concurrency_limit for fn in blocks.fns.values()}
    assert limits == {"default"}
    assert blocks._queue.default_concurrency_limit >= 8
    assert blocks._queue.max_size == 64
    assert all(fn.api_visibility == "private" for fn in blocks.fns.values())


@pytest.mark.parametrize("plain", [None, "a", 7, {}, [1], [{}], [{"question": 1, "answer": "a"}], [["a", "b"]]])
def test_a_history_of_another_shape_is_left_out(plain: Any) -> None:
    assert turns_of(plain) == []


def test_the_history_on_the_page_is_bounded() -> None:
    turns = [Turn(f"spørgsmål {number}", "æ" * 9_000) for number in range(30)]
    kept = remembered(turns, "spørgsmål 30", Answer("", Status.ANSWERED))
    assert 1 <= len(kept) <= 8
    assert kept[-1]["question"] == "spørgsmål 30"
    assert len(json.dumps(kept)) < 64 * 1024


def test_a_rejected_question_is_not_remembered() -> None:
    turns = [Turn("Hvad er MADE?", "En klynge.")]
    kept = remembered(turns, "   ", Answer("", Status.REJECTED))
    assert kept == [{"question": "Hvad er MADE?", "answer": "En klynge."}]


def test_clusters_are_found_on_their_own_tab(browser: Browser, running: Any) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 700}, locale="da-DK")
    page = Watched(context, running.url).open()
    page.get_by_role("tab", name=texts.TAB_FIND).click()
    page.fill("#kb-firm textarea", "smedeværksted")
    page.click("#kb-find")
    hint = page.get_by_label(texts.FIND_LABEL).get_attribute("aria-describedby")
    assert page.locator(f"#{hint}").inner_text() == texts.QUESTION_HINT
    found = page.locator("#kb-found .kb-told")
    expect(found).to_contain_text("MADE", timeout=10_000)
    expect(page.locator("[role=status].kb-heard")).to_have_text(texts.STATUS_READY)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.fill("#kb-firm textarea", "vælt")
    page.click("#kb-find")
    expect(found).to_contain_text("Reference", timeout=10_000)
    context.close()


def test_a_text_is_checked_on_its_own_tab(browser: Browser, running: Any) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 700}, locale="da-DK")
    watched = Watched(context, running.url)
    page = watched.open()
    page.get_by_role("tab", name=check_texts.TAB_CHECK).click()
    field = page.get_by_label(check_texts.CHECK_LABEL)
    page.click("#kb-check-example")
    expect(field).to_have_value(check_texts.CHECK_EXAMPLE, timeout=10_000)
    marked = "<b onclick=window.hit=1>13</b>"
    field.fill(f"Der var ti ministerier. Der var {marked} klynger. Hvorfor »var der ti ministerier«?")
    page.get_by_role("button", name=check_texts.CHECK_BUTTON, exact=True).focus()
    page.keyboard.press("Enter")
    result = page.locator("#kb-checked .kb-told")
    expect(result).to_contain_text("Otte ministerier stod bag.", timeout=10_000)
    expect(page.locator("[role=status].kb-heard")).to_have_text(check_texts.CHECK_READY)
    assert result.locator("mark.kb-refuted").inner_text().endswith("1 ✗ Modsagt")
    assert result.locator("mark.kb-supported").inner_text().endswith("2 ✓ Understøttet (2013)")
    assert result.locator("del").inner_text() == "ti"
    assert result.get_by_role("heading", level=3).first.inner_text() == check_texts.CHECK_SUMMARY
    assert page.evaluate("window.hit") is None
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    result.locator("mark a").first.click()
    assert page.url.endswith("#paastand-1")
    assert page.evaluate("document.activeElement.id") == "paastand-1"
    assert len(context.pages) == 1
    field.fill(" ")
    page.click("#kb-check")
    expect(result).to_have_text(check_texts.CHECK_EMPTY, timeout=10_000)
    assert watched.troubles == []
    context.close()


HEARD = """() => { window.heard = [];
  window.hearing?.disconnect();
  const status = document.querySelector('.kb-heard');
  window.hearing = new MutationObserver(() => window.heard.push(status.textContent));
  window.hearing.observe(status, {childList: true}); }"""


def heard_after(page: Page, count: int) -> list[str]:
    """What the status has said, once it has said so much."""
    for _ in range(200):
        heard: list[str] = page.evaluate("window.heard")
        if len(heard) >= count:
            return heard
        page.wait_for_timeout(50)
    pytest.fail(f"heard only {heard}")


def test_a_long_check_says_so_and_takes_no_second_one(browser: Browser, running: Any) -> None:
    context = browser.new_context(locale="da-DK")
    watched = Watched(context, running.url)
    page = watched.open()
    page.get_by_role("tab", name=check_texts.TAB_CHECK).click()
    page.evaluate(HEARD)
    result, send = page.locator("#kb-checked .kb-told"), page.locator("#kb-check")
    page.fill("#kb-draft textarea", "Der var ti ministerier.")
    send.click()
    expect(result).to_contain_text("Otte ministerier", timeout=10_000)
    page.fill("#kb-draft textarea", "Der var en langsom klynge.")
    send.focus()
    page.keyboard.press("Enter")
    expect(result).to_have_text(check_texts.STATUS_CHECKING)
    expect(send).to_have_attribute("aria-disabled", "true")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "kb-check"
    assert not re.search("processing|queue", page.inner_text("body"))
    expect(result).to_contain_text("langsom klynge", timeout=10_000)
    expect(send).not_to_have_attribute("aria-disabled", "true")
    page.wait_for_timeout(2000)  # a second check would show by now
    assert page.evaluate("window.heard") == [check_texts.STATUS_CHECKING, check_texts.CHECK_READY] * 2
    assert watched.troubles == []
    context.close()


def test_each_result_is_heard_once_also_the_same_and_a_message_is_no_result(browser: Browser, running: Any) -> None:
    context = browser.new_context(locale="da-DK")
    page = Watched(context, running.url).open()
    for tab, field, button, text, ready, empty in (
        (
            check_texts.TAB_CHECK,
            "#kb-draft",
            "#kb-check",
            "Der var ti.",
            check_texts.CHECK_READY,
            check_texts.CHECK_EMPTY,
        ),
        (texts.TAB_FIND, "#kb-firm", "#kb-find", "smed", texts.STATUS_READY, None),
    ):
        page.get_by_role("tab", name=tab).click()
        page.evaluate(HEARD)
        for count in (2, 4):
            page.fill(f"{field} textarea", text)
            page.click(button)
            heard = heard_after(page, count)
        assert heard[1::2] == [ready, ready]
        if empty:
            page.fill(f"{field} textarea", " ")
            page.click(button)
            assert heard_after(page, 6).pop() == empty
    context.close()


def test_a_text_of_the_promised_length_is_checked_and_a_longer_one_explained(browser: Browser, running: Any) -> None:
    context = browser.new_context(locale="da-DK")
    watched = Watched(context, running.url)
    page = watched.open()
    page.get_by_role("tab", name=check_texts.TAB_CHECK).click()
    result = page.locator("#kb-checked .kb-told")
    for text, told in (
        ("å" * LONGEST_TEXT, check_texts.CHECK_CLAIMS),
        ("å" * (LONGEST_TEXT + 1), check_texts.check_too_long(LONGEST_TEXT)),
    ):
        page.evaluate(
            """text => { const field = document.querySelector('#kb-draft textarea');
            field.value = text; field.dispatchEvent(new Event('input', {bubbles: true})); }""",
            text,
        )
        page.click("#kb-check")
        expect(result).to_contain_text(told, timeout=20_000)
    assert watched.troubles == []
    context.close()


def test_a_lost_connection_gives_the_button_back(browser: Browser, running: Any) -> None:
    context = browser.new_context(locale="da-DK")
    page = Watched(context, running.url).open()
    page.get_by_role("tab", name=check_texts.TAB_CHECK).click()
    page.route("**/queue/data*", lambda route: route.abort())
    page.fill("#kb-draft textarea", "Der var ti.")
    page.click("#kb-check")
    expect(page.locator(".toast-body").first).to_be_visible(timeout=10_000)
    expect(page.locator("#kb-check")).not_to_have_attribute("aria-disabled", "true")
    expect(page.locator("#kb-checked .kb-told")).to_be_hidden()
    context.close()


def test_arrow_keys_lead_from_tab_to_tab(watched: Watched) -> None:
    page = watched.open()
    page.get_by_role("tab", name=texts.TAB_CHAT).focus()
    for key, name in (
        ("ArrowRight", texts.TAB_FIND),
        ("ArrowRight", check_texts.TAB_CHECK),
        ("ArrowRight", workbench.TAB_SOURCES),
        ("ArrowRight", workbench.TAB_TRACE),
        ("ArrowRight", texts.TAB_CHAT),
    ):
        page.keyboard.press(key)
        expect(page.get_by_role("tab", name=name)).to_have_attribute("aria-selected", "true")
        expect(page.get_by_role("tab", name=name)).to_be_focused()
    page.keyboard.press("ArrowLeft")
    expect(page.get_by_role("tab", name=workbench.TAB_TRACE)).to_be_focused()


def test_a_report_is_light_on_paper_and_a_mark_leads_the_focus_to_its_claim(
    browser: Browser, stand_in: Any, tmp_path: Path
) -> None:
    report = tmp_path / "rapport.html"
    report.write_text(draft_to_page(stand_in.check_text("Der var ti ministerier.")), encoding="utf-8")
    context = browser.new_context(color_scheme="dark")
    page = context.new_page()
    page.goto(report.as_uri())
    colors = "[getComputedStyle(document.body).backgroundColor, getComputedStyle(document.body).color]"
    dark = page.evaluate(colors)
    page.emulate_media(media="print")
    paper = page.evaluate(colors)
    assert (paper[0], dark[0]) == ("rgb(255, 255, 255)", "rgb(15, 23, 27)")
    assert paper[1] != dark[1]
    page.emulate_media(media="screen")
    page.locator("mark a").first.click()
    assert page.evaluate("document.activeElement.id") == "paastand-1"
    context.close()


def test_the_documents_are_listed_with_links_and_can_be_searched(watched: Watched) -> None:
    page = watched.page
    page.set_viewport_size({"width": 320, "height": 700})
    watched.open()
    page.get_by_role("tab", name=workbench.TAB_SOURCES).click()
    field = page.get_by_label(workbench.SOURCES_LABEL)
    expect(field).to_be_visible()
    page.get_by_role("button", name=workbench.SOURCES_BUTTON).click()
    listed = page.locator("#kb-listed .kb-told")
    expect(listed).to_contain_text(workbench.documents_found(35), timeout=10_000)
    expect(page.locator("[role=status].kb-heard")).to_have_text(workbench.SOURCES_READY)
    assert listed.locator("li").count() == 35
    assert listed.locator("h3").all_inner_texts() == [
        public_texts.KINDS[kind] for kind in ("artikel", "profil", "fremmed")
    ]
    first = listed.get_by_role("link", name=f"Klynge nummer 1 ({texts.NEW_WINDOW})")
    assert first.get_attribute("href") == "/kilder/klynge-1"
    assert (first.get_attribute("target"), first.get_attribute("rel")) == ("_blank", "noopener noreferrer")
    assert listed.locator("li").last.inner_text() == "<b onclick=window.hit=1>Notat</b>"  # a user's own has no page
    assert listed.locator("li").last.locator("a, b").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    field.fill("innovationsløft magasinet")
    field.press("Enter")
    expect(listed).to_contain_text(workbench.documents_found(1), timeout=10_000)
    expect(listed.locator("li")).to_contain_text("MagasinetInnovation.dk, maj 2024")
    assert page.evaluate("document.activeElement.tagName") in ("TEXTAREA", "INPUT")


def test_the_way_to_the_latest_answer_is_shown(watched: Watched, running: Any) -> None:
    page = watched.page
    page.set_viewport_size({"width": 320, "height": 700})
    watched.open()
    watched.ask("Hvad er MADE?")
    watched.ask(QUESTION)
    page.get_by_role("tab", name=workbench.TAB_TRACE).click()
    field = page.get_by_label(workbench.TRACE_LABEL)
    expect(field).to_have_value(QUESTION)
    page.get_by_role("button", name=workbench.TRACE_BUTTON).click()
    traced = page.locator("#kb-traced .kb-told")
    expect(traced).to_contain_text("ministerier klyngestrategien 2013", timeout=10_000)
    expect(page.locator("[role=status].kb-heard")).to_have_text(workbench.TRACE_READY)
    question, history = running.bot.asked[-1]
    assert (question, [turn.question for turn in history]) == (QUESTION, ["Hvad er MADE?"])
    stops, hits = traced.get_by_role("table").all()
    assert stops.get_by_role("columnheader").all_inner_texts() == list(workbench.STOP_COLUMNS)
    assert stops.get_by_role("rowheader").all_inner_texts() == ["find", "svar", workbench.TRACE_TOTAL]
    assert stops.locator("tr").last.inner_text().endswith("10,8 ms")
    assert hits.get_by_role("columnheader").all_inner_texts() == list(workbench.HIT_COLUMNS)
    first = hits.locator("tbody tr").first.locator("th, td").all_inner_texts()
    assert first == ["1", "klynge-1: <i>Mål</i>", "0,988", "ord (bm25 7,500)"]
    assert traced.locator("h3").all_inner_texts() == [
        workbench.TRACE_QUERY,
        workbench.TRACE_STOPS,
        workbench.TRACE_HITS,
    ]
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert page.locator(f"#{field.get_attribute('aria-describedby')}").inner_text() == texts.QUESTION_HINT
    field.fill("vælt")
    field.press("Enter")
    expect(traced).to_contain_text("Reference", timeout=10_000)


AXE_TABS = {
    "svar": lambda page: (page.fill(FIELD, QUESTION), page.press(FIELD, "Enter")),
    "faktatjek": lambda page: (
        page.fill("#kb-draft textarea", "Der var ti ministerier. Der var 13 klynger. »Det var ti.«"),
        page.click("#kb-check"),
    ),
    "find": lambda page: (page.fill("#kb-firm textarea", "smed"), page.click("#kb-find")),
    "kilder": lambda page: page.click("#kb-list"),
    "sporing": lambda page: (page.fill("#kb-traced-question textarea", QUESTION), page.click("#kb-trace")),
}
TABS = (texts.TAB_CHAT, check_texts.TAB_CHECK, texts.TAB_FIND, workbench.TAB_SOURCES, workbench.TAB_TRACE)
PLACES = ("[role=log]", "#kb-checked", "#kb-found", "#kb-listed", "#kb-traced")


@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_any_tab(browser: Browser, running: Any, scheme: Any, width: int) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 800}, color_scheme=scheme, locale="da-DK", bypass_csp=True
    )
    page = Watched(context, running.url).open()
    found = {"start": violations(page)}
    for (state, go), tab, place in zip(AXE_TABS.items(), TABS, PLACES, strict=True):
        page.get_by_role("tab", name=tab, exact=True).click()
        go(page)
        expect(page.locator(f"{place} .kb-done")).to_be_visible(timeout=10_000)
        page.wait_for_timeout(300)  # what fades in has its colors by then
        found[state] = violations(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, state
    context.close()
    assert len(found) == 6
    assert {state: lines for state, lines in found.items() if lines} == {}
