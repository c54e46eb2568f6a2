"""The widget in a real Chromium, on a website of another origin than Klyngebot."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from klyngebot.serving.public import widget
from klyngebot.texts.widget import DANISH, ENGLISH
from klyngebot.types import Answer, Turn
from tests.serving.conftest import StandIn
from tests.serving.public.hosting import EMPTY, Visit, Website, host_page, klyngebot, tag, website

pytestmark = pytest.mark.browser
QUESTION = "Hvilke ministerier står bag klyngestrategien fra 2013?"
Open = Callable[..., Visit]


@dataclass
class Held(StandIn):
    """Answers questions with "vent" only when it is let go."""

    let_go: threading.Event = field(default_factory=threading.Event)

    def ask(self, question: str, history: tuple[Turn, ...] | list[Turn] = ()) -> Answer:
        if "vent" in question:
            self.let_go.wait(20)
        return super().ask(question, history)


@pytest.fixture(scope="module")
def answering() -> Held:
    return Held()


@pytest.fixture(scope="module")
def site() -> Iterator[Website]:
    with website() as made:
        yield made


@pytest.fixture(scope="module")
def bot_url(answering: Held, site: Website) -> Iterator[str]:
    with klyngebot(answering, allowed_origins=[site.url], rate_per_minute=0, remembered_answers=0) as url:
        yield url


@pytest.fixture
def visit(browser: Browser, site: Website, bot_url: str, answering: Held) -> Iterator[Open]:
    """Opens a page of the website; what should not happen on it fails the test at its end."""
    answering.asked.clear()
    answering.let_go.clear()
    visits: list[Visit] = []

    def open_page(
        page: str | None = None,
        *,
        path: str = "/",
        open_shadow: bool = True,
        headers: dict[str, str] | None = None,
        **context: Any,
    ) -> Visit:
        made = browser.new_context(
            **{"viewport": {"width": 1280, "height": 900}, "locale": "da-DK", "reduced_motion": "reduce", **context}
        )
        seen = Visit(made, site.url, bot_url, open_shadow=open_shadow)
        visits.append(seen)
        site.put(path.partition("?")[0], host_page(tag(bot_url)) if page is None else page, **(headers or {}))
        seen.page.goto(site.url + path)
        seen.page.wait_for_selector("klyngebot-chat", state="attached")
        return seen

    yield open_page
    answering.let_go.set()
    for seen in visits:
        kept = seen.stored() if seen.can_run else EMPTY
        seen.context.close()
        assert seen.troubles == []
        assert kept == EMPTY


# --- Opening, asking, reading -----------------------------------------------------------------------


def test_a_button_opens_a_dialog_that_is_not_modal_and_says_machine_first(visit: Open) -> None:
    seen = visit()
    launcher = seen.widget.locator(".kb-launcher")
    expect(launcher).to_have_attribute("aria-expanded", "false")
    assert launcher.get_attribute("aria-controls") == "kb-panel"
    assert launcher.bounding_box()["height"] >= 44
    panel = seen.widget.locator("#kb-panel")
    expect(panel).to_be_hidden()
    assert seen.focused() == "BODY"  # nothing was opened, no focus taken
    seen.open()
    expect(launcher).to_have_attribute("aria-expanded", "true")
    assert panel.get_attribute("role") == "dialog"
    assert panel.get_attribute("aria-modal") is None
    assert seen.widget.get_by_role("dialog", name="Klyngebot").count() == 1
    machine = seen.widget.get_by_text(DANISH["machine"])
    expect(machine).to_be_visible()
    comes_first = (
        "(machine) => !!(machine.compareDocumentPosition(machine.getRootNode().querySelector('textarea')) & 4)"
    )
    assert machine.evaluate(comes_first)
    assert seen.focused() == "kb-question"


def test_escape_and_the_cross_close_it_and_give_the_focus_back(visit: Open) -> None:
    seen = visit()
    seen.open()
    seen.page.keyboard.press("Escape")
    expect(seen.widget.locator(".kb-panel")).to_be_hidden()
    assert seen.focused() == "kb-launcher"
    seen.page.keyboard.press("Enter")
    expect(seen.widget.locator(".kb-panel")).to_be_visible()
    seen.widget.get_by_role("button", name="Luk chat").click()
    assert seen.focused() == "kb-launcher"


def test_every_citation_shows_title_publisher_date_section_quote_and_both_links(visit: Open, bot_url: str) -> None:
    seen = visit()
    seen.open()
    turn = seen.ask(QUESTION)
    expect(turn.locator(".kb-asked")).to_contain_text(QUESTION)
    assert turn.get_attribute("data-ai-generated") == "false"
    expect(turn).to_contain_text(DANISH["kind_verbatim"])
    turn.get_by_role("button", name="kilde 1").click()
    source = turn.locator(".kb-source").first
    for told in ("Klynger skal give mindre virksomheder", "MagasinetInnovation.dk, maj 2013", "Afsnit: Hvem står bag"):
        expect(source).to_contain_text(told)
    expect(source.locator(".kb-quote").first).to_contain_text("»De otte ministerier bag")
    assert seen.focused() == "tur-1-1"
    lasting = source.locator(".kb-lasting").first
    assert lasting.get_attribute("href").startswith(f"{bot_url}/kilder/artikel-2013-innovationsloeft")
    public = source.get_by_role("link", name="Åbn »Klynger skal give")
    assert public.get_attribute("href").startswith("http://magasinetinnovation.dk/")
    for link in seen.widget.locator("a").all():
        assert link.get_attribute("target") == "_blank"
        assert "noopener" in link.get_attribute("rel")
        assert link.get_attribute("href").startswith("http")
    assert seen.page.url.endswith("/")  # no mark changed the address of the website


def test_all_can_be_done_with_keys_and_tab_leaves_the_widget_both_ways(visit: Open) -> None:
    seen = visit()
    keys = seen.page.keyboard
    for _ in range(4):
        keys.press("Tab")
        if seen.focused() == "kb-launcher":
            break
    keys.press("Enter")
    keys.type("Hvem står bag?")
    keys.press("Shift+Enter")
    keys.type("Og hvornår?")
    assert seen.widget.locator("#kb-question").input_value() == "Hvem står bag?\nOg hvornår?"
    keys.press("Enter")
    expect(seen.widget.locator(".kb-turn")).to_have_count(1)
    assert seen.focused() == "kb-question"
    stops = []
    for _ in range(40):
        keys.press("Shift+Tab")
        stops.append(seen.focused())
        if stops[-1] == "link":
            break
    assert stops[-1] == "link", "Shift+Tab does not leave the widget"
    assert {"kb-close", "kb-tab-chat", "kb-launcher"} <= set(stops)
    for _ in range(60):
        keys.press("Tab")
        if seen.focused() == "kb-mark":
            break
    keys.press("Enter")
    assert seen.focused() == "tur-1-1"
    left = False
    for _ in range(60):
        keys.press("Tab")
        left = left or seen.focused() in ("BODY", "skip")
        if left:
            break
    assert left, "Tab does not leave the widget"
    seen.widget.locator("#kb-tab-chat").focus()
    keys.press("ArrowRight")
    assert seen.focused() == "kb-tab-check"
    keys.press("End")
    assert seen.focused() == "kb-tab-find"
    keys.press("ArrowRight")
    assert seen.focused() == "kb-tab-chat"
    keys.press("Escape")
    assert seen.focused() == "kb-launcher"


# --- Waiting, hearing, stopping ---------------------------------------------------------------------

WATCH = """() => { const root = document.querySelector("klyngebot-chat").shadowRoot;
window.heard = { log: 0, told: [] };
new MutationObserver((list) => list.forEach((m) => { window.heard.log += m.addedNodes.length; })).observe(
  root.querySelector("[role=log]"), { childList: true, subtree: true, characterData: true });
for (const status of root.querySelectorAll("[role=status], [role=alert], [aria-live]")) new MutationObserver(() => {
  if (status.textContent.trim()) window.heard.told.push(status.textContent.trim()); }).observe(
  status, { childList: true, subtree: true, characterData: true }); }"""


def test_an_answer_is_heard_once_with_two_messages_around_it(visit: Open) -> None:
    seen = visit()
    seen.open()
    seen.page.evaluate(WATCH)
    for count in (1, 2, 3):
        seen.ask(QUESTION)
        heard = seen.page.evaluate("window.heard")
        assert heard["log"] == count
        assert heard["told"] == [DANISH["searching"], DANISH["ready"]] * count


def test_while_it_waits_the_field_keeps_the_focus_and_is_never_disabled(visit: Open, answering: Held) -> None:
    seen = visit()
    seen.open()
    asked = seen.widget.locator("#kb-question")
    asked.fill("vent lidt")
    asked.press("Enter")
    live = seen.widget.locator(".kb-live")
    expect(live).to_contain_text(DANISH["searching"])
    assert live.get_attribute("aria-hidden") == "true"
    assert seen.focused() == "kb-question"
    assert (asked.get_attribute("aria-disabled"), asked.get_attribute("disabled")) == ("true", None)
    assert asked.evaluate("field => field.readOnly")
    asked.press("Enter")  # a second question does not go out
    answering.let_go.set()
    expect(seen.widget.locator(".kb-turn")).to_have_count(1)
    assert len(answering.asked) == 1
    assert asked.get_attribute("aria-disabled") is None
    assert seen.focused() == "kb-question"
    expect(live).to_be_hidden()


def test_stop_gives_the_question_back(visit: Open) -> None:
    seen = visit()
    seen.open()
    seen.widget.locator("#kb-question").fill("vent på mig")
    seen.widget.locator("#kb-question").press("Enter")
    seen.widget.get_by_role("button", name="Stop").click()
    expect(seen.widget.locator("#kb-question")).to_have_value("vent på mig")
    assert seen.focused() == "kb-question"
    expect(seen.widget.locator("#kb-panel-chat [role=status]")).to_have_text(DANISH["stopped"])
    assert seen.widget.locator(".kb-turn").count() == 0


def test_the_focus_is_never_lost(visit: Open) -> None:
    seen = visit()
    seen.open()
    clicks = (
        ".kb-opening .kb-suggestion >> nth=0",
        ".kb-mark >> nth=0",
        "[id='kb-panel-chat'] > form .kb-main-button",
        ".kb-suggestions:not(.kb-opening *) .kb-suggestion >> nth=0",
        ".kb-new",
        "#kb-tab-check",
        "#kb-panel-check .kb-main-button",
        "#kb-tab-find",
        "#kb-panel-find .kb-main-button",
        ".kb-close",
    )
    for click in clicks:
        seen.widget.locator(click).click()
        seen.page.wait_for_timeout(150)
        assert seen.focused() != "BODY", click


def test_a_conversation_goes_along_until_a_new_one_begins(visit: Open, answering: Held) -> None:
    seen = visit()
    seen.open()
    for number in range(10):
        seen.ask(f"{QUESTION} {number}")
    asked, history = answering.asked[-1]
    assert (asked[-1], len(history)) == ("9", 8)
    assert history[0].question == f"{QUESTION} 1"
    assert history[-1].answer.startswith("De otte ministerier")
    seen.widget.get_by_role("button", name="Ny samtale").click()
    assert seen.widget.locator(".kb-turn").count() == 0
    assert seen.focused() == "kb-question"
    expect(seen.widget.locator(".kb-greeting").first).to_be_visible()
    seen.ask("Hvem?")
    assert answering.asked[-1] == ("Hvem?", ())


def test_an_idle_hour_loses_neither_text_nor_conversation(visit: Open) -> None:
    seen = visit()
    seen.page.clock.install()
    seen.open()
    seen.ask(QUESTION)
    seen.widget.locator("#kb-question").fill("et halvt spørgs")
    seen.page.clock.fast_forward("01:00:00")
    seen.page.keyboard.press("Escape")
    seen.open()
    expect(seen.widget.locator("#kb-question")).to_have_value("et halvt spørgs")
    assert seen.widget.locator(".kb-turn").count() == 1


# --- Errors -----------------------------------------------------------------------------------------


def _error(seen: Visit) -> Any:
    return seen.widget.locator("#kb-question-error")


def test_an_empty_and_a_too_long_question_are_told_at_the_field_and_never_cut(visit: Open, answering: Held) -> None:
    seen = visit()
    seen.open()
    asked = seen.widget.locator("#kb-question")
    asked.press("Enter")
    expect(_error(seen)).to_have_text(f"Fejl: {DANISH['empty']}")
    assert asked.get_attribute("aria-invalid") == "true"
    assert "kb-question-error" in asked.get_attribute("aria-describedby")
    assert seen.focused() == "kb-question"
    asked.fill("😀" * 500)  # five hundred as the server counts
    expect(_error(seen)).to_be_empty()
    asked.fill("å" * 501)
    asked.press("Enter")
    expect(_error(seen)).to_contain_text("højst 500 tegn")
    expect(asked).to_have_value("å" * 501)
    assert answering.asked == []


def test_the_count_is_announced_at_four_fifths_and_at_the_limit_only(visit: Open) -> None:
    seen = visit()
    seen.open()
    seen.page.evaluate(WATCH)
    asked = seen.widget.locator("#kb-question")
    for length in (10, 399, 400, 401, 450, 499, 500, 501, 502):
        asked.fill("x" * length)
    heard = seen.page.evaluate("window.heard.told")
    assert heard == ["400 af 500 tegn.", "500 af 500 tegn."]
    expect(seen.widget.locator("#kb-question-count")).to_have_text("502 af 500 tegn.")


PROBLEMS = [
    (429, {"Retry-After": "12"}, "Der kommer mange spørgsmål lige nu. Prøv igen om 12 sekunder. Reference: abcd1234."),
    (503, {"Retry-After": "1"}, "Klyngebot er ikke klar endnu. Prøv igen om 1 sekund. Reference: abcd1234."),
    (500, {}, "Noget gik galt, og du fik ikke et svar. Prøv igen om lidt. Reference: abcd1234."),
]


@pytest.mark.parametrize(("status", "headers", "told"), PROBLEMS, ids=["429", "503", "500"])
def test_a_problem_says_what_to_do_and_what_to_call_it(
    visit: Open, site: Website, status: int, headers: dict[str, str], told: str
) -> None:
    seen = visit()
    seen.open()
    allowed = {"Access-Control-Allow-Origin": site.url, "Access-Control-Expose-Headers": "Retry-After"}
    body = json.dumps({"title": "<b>", "status": status, "detail": "", "reference": "abcd1234"})
    seen.page.route(
        "**/api/v1/ask",
        lambda route: route.fulfill(
            status=status, body=body, headers={**allowed, **headers, "Content-Type": "application/problem+json"}
        ),
    )
    seen.widget.locator("#kb-question").fill(QUESTION)
    seen.widget.locator("#kb-question").press("Enter")
    expect(_error(seen)).to_have_text(f"Fejl: {told}")
    expect(seen.widget.locator("#kb-question")).to_have_value(QUESTION)
    assert seen.focused() == "kb-question"
    seen.troubles.clear()  # Chromium reports the status on the console


def test_an_error_of_the_server_within_a_stream_is_told_too(visit: Open) -> None:
    seen = visit()
    seen.open()
    seen.widget.locator("#kb-question").fill("vælt")
    seen.widget.locator("#kb-question").press("Enter")
    expect(_error(seen)).to_contain_text("Reference: ")
    assert "hemmelig" not in seen.page.content()


def test_without_a_network_it_says_so(visit: Open) -> None:
    seen = visit()
    seen.open()
    seen.context.set_offline(True)
    seen.widget.locator("#kb-question").fill(QUESTION)
    seen.widget.locator("#kb-question").press("Enter")
    expect(_error(seen)).to_have_text(f"Fejl: {DANISH['offline']}")
    seen.context.set_offline(False)
    seen.widget.locator("#kb-question").press("Enter")
    expect(seen.widget.locator(".kb-turn")).to_have_count(1)
    seen.troubles.clear()


def test_a_website_that_is_not_listed_is_told_why(browser: Browser, answering: Held) -> None:
    with website() as other, klyngebot(answering, allowed_origins=["https://www.kommune.example"]) as url:
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        seen = Visit(context, other.url, url)
        seen.page.goto(other.put("/", host_page(tag(url))))
        assert [request for request in seen.requests if "HEAD" in request.method] == []  # nothing before it is used
        seen.open()
        refused = seen.widget.locator(".kb-refused")
        expect(refused).to_contain_text(DANISH["refused"])
        expect(refused).to_contain_text(other.url)
        assert refused.get_by_role("link").get_attribute("href") == f"{url}/"
        answering.asked.clear()
        seen.widget.locator("#kb-question").fill(QUESTION)
        seen.widget.locator("#kb-question").press("Enter")
        expect(_error(seen)).to_have_text(f"Fejl: {DANISH['refused']}")
        assert answering.asked == []
        assert any("KLYNGEBOT_ALLOWED_ORIGINS" in trouble for trouble in seen.troubles)
        context.close()


# --- The website around -----------------------------------------------------------------------------


def test_it_works_under_the_strictest_policy_a_website_can_have(visit: Open, bot_url: str) -> None:
    policy = (
        f"default-src 'none'; script-src {bot_url}; connect-src {bot_url}; "
        "require-trusted-types-for 'script'; trusted-types 'none'"
    )
    seen = visit(headers={"Content_Security_Policy": policy})
    seen.open()
    turn = seen.ask(QUESTION)
    turn.locator("summary").first.click()
    seen.widget.locator("#kb-tab-find").click()
    seen.widget.locator("#kb-find").fill("vi laver robotter")
    seen.widget.get_by_role("button", name="Find klynger").click()
    expect(seen.widget.locator(".kb-cluster")).to_have_count(1)
    assert seen.widget.locator(".kb-panel").evaluate("panel => getComputedStyle(panel).display") == "flex"


HOSTILE = """<style>* { all: unset !important } button, textarea, form, section { display: none !important }
klyngebot-chat { display: none !important; font-size: 3px !important; color: red !important }
html { font-size: 5px !important }</style>"""
PATCHED = """
for (const name of Object.getOwnPropertyNames(Array.prototype)) {
  if (typeof Array.prototype[name] === "function" && name !== "constructor")
    Array.prototype[name] = () => { throw new Error("patched " + name); };
}
Array.prototype[Symbol.iterator] = () => { throw new Error("patched iterator"); };
Array.prototype.extra = "extra"; Object.prototype.extra = "extra";
"""


def test_it_is_usable_whatever_styles_and_prototypes_the_website_has(visit: Open, site: Website, bot_url: str) -> None:
    site.put("/patch.js", PATCHED)
    seen = visit(host_page(tag(bot_url), head=HOSTILE + '<script src="/patch.js"></script>'), open_shadow=False)
    seen.can_run = False  # what Playwright runs in the page needs arrays; so it is read from outside
    seen.page.mouse.click(1280 - 120, 900 - 40)
    seen.page.keyboard.type("Hvilke ministerier står bag?")
    seen.page.keyboard.press("Enter")
    session = seen.context.new_cdp_session(seen.page)
    deadline = time.monotonic() + 10
    names: list[str] = []
    while not any("MagasinetInnovation.dk" in name for name in names) and time.monotonic() < deadline:
        time.sleep(0.3)
        tree = session.send("Accessibility.getFullAXTree")["nodes"]
        names = [node.get("name", {}).get("value", "") for node in tree]
    assert any("De otte ministerier bag klyngestrategien" in name for name in names)
    assert any("MagasinetInnovation.dk" in name for name in names)
    [typed] = [node for node in tree if node.get("role", {}).get("value") == "textbox"]
    assert typed["name"]["value"] == DANISH["question"]
    assert {"name": "focused", "value": {"type": "booleanOrUndefined", "value": True}} in typed["properties"]


def test_text_has_the_readers_size_whatever_the_website_makes_of_rem(visit: Open, bot_url: str) -> None:
    seen = visit(host_page(tag(bot_url), head="<style>html { font-size: 5px }</style>"))
    seen.open()
    for part in (".kb-title", "label[for=kb-question]", ".kb-main-button >> nth=0", ".kb-machine"):
        size = seen.widget.locator(part).first.evaluate("node => parseFloat(getComputedStyle(node).fontSize)")
        assert 13.5 <= size <= 20, part


SNAPSHOT = """() => ({ keys: Object.getOwnPropertyNames(window).filter((key) => !/^\\d+$/.test(key)).sort(),
styles: [...document.querySelectorAll("html, body, main, h1, a, p, header")].map((node) => {
  const style = getComputedStyle(node);
  return [...style].map((name) => name + style.getPropertyValue(name)).join(";"); }),
listeners: document.querySelectorAll("[style]").length, head: document.head.innerHTML })"""


def test_the_website_keeps_its_globals_and_its_looks(browser: Browser, site: Website, bot_url: str) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    seen = Visit(context, site.url, bot_url, open_shadow=False)
    seen.page.goto(site.put("/plain", host_page("")))
    before = seen.page.evaluate(SNAPSHOT)
    seen.page.goto(site.put("/with", host_page(tag(bot_url))))
    seen.page.wait_for_selector("klyngebot-chat", state="attached")
    assert seen.page.evaluate(SNAPSHOT) == before
    assert seen.page.evaluate("document.querySelector('klyngebot-chat').shadowRoot") is None
    context.close()


def test_two_script_tags_make_one_widget(visit: Open, bot_url: str) -> None:
    seen = visit(host_page(tag(bot_url) + tag(bot_url, widget.current().path)))
    seen.page.wait_for_load_state()
    assert seen.widget.count() == 1


LOW = '<p class="low"><a href="#x" id="low">Nederst</a></p><style>.low{position:fixed;bottom:1em;right:2em}</style>'


def test_the_focus_of_the_website_is_never_covered(visit: Open, bot_url: str) -> None:
    seen = visit(host_page(tag(bot_url), body=LOW), viewport={"width": 320, "height": 640})
    seen.open()
    seen.page.locator("#skip").focus()
    expect(seen.widget.locator(".kb-panel")).to_be_hidden()
    assert seen.focused() == "skip"
    seen.page.locator("#low").focus()
    expect(seen.widget.locator(".kb-launcher")).to_have_css("opacity", "0")
    seen.widget.locator(".kb-launcher").focus()
    expect(seen.widget.locator(".kb-launcher")).to_have_css("opacity", "1")


def test_nothing_of_the_website_is_sent_and_nobody_else_is_asked(visit: Open, bot_url: str) -> None:
    seen = visit(path="/hemmelig/sti?bruger=17")
    seen.open()
    seen.ask(QUESTION)
    seen.ask("Og hvornår?")
    asked = [request for request in seen.requests if request.url.startswith(bot_url)]
    assert {request.method for request in asked} <= {"GET", "HEAD", "POST", "OPTIONS"}
    for request in asked:
        headers = request.all_headers()
        sent = json.dumps(headers) + request.url + (request.post_data or "")
        assert "hemmelig" not in sent
        assert "Kommune" not in sent
        assert "cookie" not in headers
        assert request.url.endswith("/widget.js") or "referer" not in headers
    bodies = [json.loads(request.post_data) for request in asked if request.method == "POST"]
    assert [sorted(body) for body in bodies] == [["history", "question"]] * 2
    assert "?" not in "".join(request.url for request in asked)


def test_a_changed_byte_is_refused_by_the_browser(browser: Browser, site: Website, bot_url: str) -> None:
    script = widget.current()
    line = widget.snippet(bot_url)
    context = browser.new_context()
    page = context.new_page()
    page.goto(site.put("/sri", host_page(line)))
    page.wait_for_selector("klyngebot-chat", state="attached")
    changed = script.content.replace(b"Klyngebot", b"Klyngebut", 1)
    page.route(
        f"**{script.path}",
        lambda route: route.fulfill(
            body=changed, content_type="text/javascript", headers={"Access-Control-Allow-Origin": site.url}
        ),
    )
    page.goto(site.put("/sri2", host_page(line)))
    page.wait_for_load_state()
    page.wait_for_timeout(200)
    assert page.locator("klyngebot-chat").count() == 0
    context.close()


# --- Settings ---------------------------------------------------------------------------------------


def test_in_the_page_it_stands_where_the_website_wants_it(visit: Open, bot_url: str) -> None:
    script = tag(bot_url, data_mode="inline", data_target="#her", data_greeting="Spørg os &lt;b&gt; om klynger")
    seen = visit(host_page(script, body='<div id="her"></div>'))
    assert seen.page.locator("#her > klyngebot-chat").count() == 1
    assert seen.widget.locator(".kb-launcher").count() == 0
    expect(seen.widget.get_by_role("region", name="Klyngebot")).to_be_visible()
    expect(seen.widget.locator(".kb-greeting").first).to_have_text("Spørg os <b> om klynger")
    seen.ask(QUESTION)


def test_in_english_the_frame_is_english_and_the_sources_are_marked_as_danish(visit: Open, bot_url: str) -> None:
    seen = visit(host_page(tag(bot_url, data_language="en")))
    seen.open()
    expect(seen.widget.get_by_text(ENGLISH["machine"])).to_be_visible()
    turn = seen.ask("Which ministries?")
    assert seen.widget.locator(".kb-widget").get_attribute("lang") == "en"
    assert turn.locator(".kb-paragraph").first.get_attribute("lang") == "da"
    expect(turn.locator(".kb-kind")).to_have_text(ENGLISH["kind_verbatim"])
    turn.locator("summary").first.click()
    for part in (".kb-quote", ".kb-place", "summary strong"):
        assert turn.locator(part).first.get_attribute("lang") == "da"
    unmarked = turn.evaluate(
        """node => [...node.querySelectorAll("*")].filter((part) => [...part.childNodes].some((text) =>
          text.nodeType === 3 && /[æøåÆØÅ]/.test(text.data)) && !part.closest("[lang=da]")
          && !part.closest(".kb-asked")).map((part) => part.outerHTML.slice(0, 120))"""
    )
    assert unmarked == []


@pytest.mark.parametrize(("theme", "scheme"), [("dark", "light"), ("light", "dark")])
def test_a_theme_can_be_fixed(visit: Open, bot_url: str, theme: str, scheme: Any) -> None:
    seen = visit(host_page(tag(bot_url, data_theme=theme)), color_scheme=scheme)
    seen.open()
    color = seen.widget.locator(".kb-panel").evaluate("panel => getComputedStyle(panel).backgroundColor")
    assert color == {"light": "rgb(255, 255, 255)", "dark": "rgb(23, 34, 39)"}[theme]


@pytest.mark.parametrize(("accent", "text"), [("#ffee00", "rgb(0, 0, 0)"), ("#7a0019", "rgb(255, 255, 255)")])
def test_a_color_of_the_website_gets_text_that_can_be_read_on_it(
    visit: Open, bot_url: str, accent: str, text: str
) -> None:
    seen = visit(host_page(tag(bot_url, data_accent=accent, data_position="left")))
    launcher = seen.widget.locator(".kb-launcher")
    assert launcher.evaluate("button => getComputedStyle(button).color") == text
    assert launcher.bounding_box()["x"] < 100


def test_a_wrong_setting_is_left_out(visit: Open, bot_url: str) -> None:
    script = tag(bot_url, data_mode="popup", data_theme="x;}", data_accent="red;} * {display:none", data_language="xx")
    seen = visit(host_page(script))
    seen.open()
    expect(seen.widget.get_by_text(DANISH["machine"])).to_be_visible()


# --- The two other parts ----------------------------------------------------------------------------


def test_a_text_is_checked_inside_the_widget(visit: Open) -> None:
    seen = visit()
    seen.open()
    seen.widget.get_by_role("tab", name="Faktatjek").click()
    panel = seen.widget.locator("#kb-panel-check")
    panel.get_by_role("button", name="Tjek").click()
    expect(panel.locator(".kb-error")).to_contain_text("Der er ingen tekst at tjekke")
    text = "Der var ti ministerier. Der var 13 klynger. Hvorfor? Vi siger »var der ti ministerier«."
    panel.locator("textarea").fill(text)
    panel.get_by_role("button", name="Tjek").click()
    expect(panel.locator(".kb-result-heading")).to_be_focused()
    expect(panel.locator(".kb-report")).to_contain_text("Kilden siger otte, ikke ti.")
    expect(panel.locator(".kb-report")).to_contain_text("Understøttet (2013)")
    expect(panel.locator(".kb-report")).to_contain_text("Nyere oplysning")
    expect(panel.locator(".kb-report")).to_contain_text("(Spørgsmål, ikke en påstand)")
    panel.locator(".kb-marked .kb-mark").first.click()
    assert seen.focused() == "paastand-1"
    expect(panel.locator("textarea")).to_have_value(text)


def test_a_cluster_is_found_inside_the_widget(visit: Open, bot_url: str) -> None:
    seen = visit()
    seen.open()
    seen.widget.get_by_role("tab", name="Find klynge").click()
    panel = seen.widget.locator("#kb-panel-find")
    panel.locator("textarea").fill("vi laver robotter")
    panel.get_by_role("button", name="Find klynger").click()
    expect(panel.locator(".kb-result-heading")).to_be_focused()
    expect(panel.locator(".kb-cluster")).to_contain_text("MADE")
    panel.locator(".kb-mark").first.click()
    assert seen.focused() == "klynge-1"
    assert panel.locator(".kb-lasting").first.get_attribute("href").startswith(f"{bot_url}/kilder/")
    panel.locator("textarea").fill("vælt")
    panel.get_by_role("button", name="Find klynger").click()
    expect(panel.locator(".kb-error")).to_contain_text("Reference")
    assert seen.focused() == "kb-find"
    seen.troubles.clear()  # Chromium reports the status 500 on the console


# --- Small, magnified, forced colors ----------------------------------------------------------------

COVERED = """() => { let node = document.activeElement;
while (node.shadowRoot && node.shadowRoot.activeElement) node = node.shadowRoot.activeElement;
const box = node.getBoundingClientRect(); if (node === document.body || !box.width) return [];
const root = node.getRootNode(); const bad = [];
for (const [x, y] of [[0.5, 0.5], [0.05, 0.2], [0.95, 0.2], [0.05, 0.8], [0.95, 0.8]]) {
  const px = box.left + box.width * x, py = box.top + box.height * y;
  if (px < 0 || py < 0 || px >= innerWidth || py >= innerHeight) { if (x === 0.5) bad.push("out of sight"); continue; }
  let hit = document.elementFromPoint(px, py);
  while (hit && hit.shadowRoot && hit.shadowRoot.elementFromPoint(px, py))
    hit = hit.shadowRoot.elementFromPoint(px, py);
  if (!hit || !(node.contains(hit) || hit.contains(node))) bad.push(`${node.id || node.className} at ${x},${y}`);
} return bad; }"""


def _stops(seen: Visit, most: int, ends: tuple[str, ...] = ("BODY", "skip", "kb-launcher")) -> int:
    """How many stops of Tab there are from here to one of the ends, each of which has to be in sight."""
    for stops in range(most):
        seen.page.keyboard.press("Tab")
        if seen.focused() in ends:
            return stops
        assert seen.page.evaluate(COVERED) == []
    return most


def test_magnified_four_times_nothing_is_fixed_cut_off_or_covered(visit: Open) -> None:
    seen = visit(viewport={"width": 320, "height": 256})
    seen.open()
    seen.ask(QUESTION)
    for summary in seen.widget.locator(".kb-turn summary").all():
        summary.click()
    assert seen.page.evaluate("document.documentElement.scrollWidth") <= 320
    positions = seen.widget.evaluate(
        "host => [...host.shadowRoot.querySelectorAll('*')].map((node) => getComputedStyle(node).position)"
    )
    assert "fixed" not in positions
    assert "sticky" not in positions
    seen.widget.locator("#kb-question").focus()
    seen.page.locator("#skip").focus()
    assert _stops(seen, 60, ends=("BODY", "skip")) > 10


@pytest.mark.parametrize("size", [(1280, 900), (320, 640)], ids=str)
def test_every_stop_is_seen_and_big_enough(visit: Open, size: tuple[int, int]) -> None:
    seen = visit(viewport={"width": size[0], "height": size[1]})
    seen.open()
    seen.ask(QUESTION)
    for summary in seen.widget.locator(".kb-turn summary").all():
        summary.click()
    seen.widget.locator("#kb-tab-chat").focus()
    assert _stops(seen, 40) > 10
    if size[0] == 320:
        box = seen.widget.locator(".kb-panel").bounding_box()
        assert (box["x"], box["width"]) == (0, 320)
    small = seen.widget.evaluate(
        """host => [...host.shadowRoot.querySelectorAll("a, button, summary, textarea")].filter((node) => {
          const box = node.getBoundingClientRect(); return box.width && (box.width < 24 || box.height < 24);
        }).map((node) => node.outerHTML.slice(0, 90))"""
    )
    assert small == []
    main = ".kb-launcher, .kb-close, .kb-tab, .kb-main-button, .kb-stop, #kb-question"
    for node in seen.widget.locator(main).all():
        if node.is_visible():
            assert min(node.bounding_box()["width"], node.bounding_box()["height"]) >= 44, node


# The parts of the panel from the top, each with how far it reaches over the next
REACHES_OVER = """host => { const parts = [".kb-head", ".kb-tabs", ".kb-refused", ".kb-scroll", "form", ".kb-foot"]
  .map((name) => [...host.shadowRoot.querySelectorAll(`.kb-panel > ${name}, #kb-panel-chat > ${name}`)])
  .flat().filter((node) => node.offsetHeight).map((node) => [node.className, node.getBoundingClientRect()]);
  return parts.slice(1).map(([name, box], place) => [parts[place][0], name, parts[place][1].bottom - box.top])
    .filter(([, , over]) => over > 1); }"""


@pytest.mark.parametrize("size", [(320, 640), (360, 500), (1280, 500), (844, 412), (320, 256)], ids=str)
@pytest.mark.parametrize("listed", [True, False], ids=["listed", "refused"])
def test_in_a_low_window_nothing_lies_over_anything(
    browser: Browser, site: Website, bot_url: str, size: tuple[int, int], listed: bool
) -> None:
    window = {"width": size[0], "height": size[1]}
    with website() as other, closing(browser.new_context(viewport=window, reduced_motion="reduce")) as context:
        place = site if listed else other
        seen = Visit(context, place.url, bot_url)
        seen.page.goto(place.put("/", host_page(tag(bot_url))))
        seen.open()
        field = seen.widget.locator("#kb-question")
        field.fill("x" * 501 if listed else QUESTION)  # either way there is an error at the field
        field.press("Enter")
        expect(_error(seen)).to_be_visible()
        assert seen.widget.evaluate(REACHES_OVER) == []
        seen.widget.locator("#kb-tab-chat").focus()
        assert _stops(seen, 20) > 5


def test_with_reduced_motion_nothing_moves(visit: Open, answering: Held) -> None:
    seen = visit()
    seen.open()
    seen.widget.locator("#kb-question").fill("vent")
    seen.widget.locator("#kb-question").press("Enter")
    expect(seen.widget.locator(".kb-live")).to_be_visible()
    assert seen.page.evaluate("document.getAnimations().length") == 0
    answering.let_go.set()
    expect(seen.widget.locator(".kb-turn")).to_have_count(1)


def test_in_forced_colors_buttons_and_the_focus_have_edges(visit: Open) -> None:
    seen = visit(forced_colors="active")
    launcher = seen.widget.locator(".kb-launcher")
    assert launcher.evaluate("node => getComputedStyle(node).borderStyle") == "solid"
    launcher.focus()
    seen.page.keyboard.press("Enter")
    seen.page.keyboard.press("Shift+Tab")
    edges = seen.page.evaluate(
        """() => { const node = document.querySelector("klyngebot-chat").shadowRoot.activeElement;
        const style = getComputedStyle(node); return [style.outlineStyle, parseFloat(style.outlineWidth) >= 2]; }"""
    )
    assert edges == ["solid", True]
    for part in (".kb-main-button >> nth=0", "#kb-question", ".kb-close", ".kb-panel"):
        width = seen.widget.locator(part).evaluate("node => parseFloat(getComputedStyle(node).borderTopWidth)")
        assert width >= 1, part


def test_no_text_is_cut_off_with_wide_spacing(visit: Open) -> None:
    seen = visit(viewport={"width": 320, "height": 640})
    seen.open()
    seen.ask(QUESTION)
    cut = seen.widget.evaluate(
        """host => { const spaced = new CSSStyleSheet(); spaced.replaceSync("* { line-height: 1.5 !important; " +
          "letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-bottom: 2em !important }");
          host.shadowRoot.adoptedStyleSheets = [...host.shadowRoot.adoptedStyleSheets, spaced];
          return [...host.shadowRoot.querySelectorAll("p, h2, h3, h4, button, label, summary, a")].filter((node) =>
            node.offsetWidth && !node.closest(".kb-hidden") && node.scrollWidth > node.clientWidth + 1
            && getComputedStyle(node).display !== "inline").map((node) => node.outerHTML.slice(0, 90)); }"""
    )
    assert cut == []


# --- Pages that exchange their content --------------------------------------------------------------


COPIES = (
    "document.body = document.body.cloneNode(true)",  # the pages that a website keeps to go back to
    "document.body.innerHTML = document.body.innerHTML",
    "(node => node.replaceWith(node.cloneNode(true)))(document.querySelector('klyngebot-chat'))",
)


@pytest.mark.parametrize(
    "exchange",
    [
        *COPIES,
        # What sites do that load only the body anew: the script stands in it and runs again
        """(() => { const run = document.createElement('script');
        run.src = document.querySelector('script[src*="widget"]').src;
        document.body = document.createElement('body'); document.body.append('Ny side', run); })()""",
        """(() => { const run = document.createElement('script');
        run.src = document.querySelector('script[src*="widget"]').src;
        document.body.textContent = 'Ny side'; document.body.append(run); })()""",
    ],
    ids=["body", "inside", "element", "replaced", "emptied"],
)
def test_a_page_that_exchanges_its_content_keeps_a_widget_that_works(visit: Open, exchange: str) -> None:
    seen = visit()
    seen.page.evaluate(exchange)
    expect(seen.widget).to_have_count(1)
    seen.open()
    expect(seen.ask(QUESTION)).to_contain_text("ministerier")


def test_a_widget_that_is_moved_keeps_its_conversation(visit: Open) -> None:
    seen = visit()
    seen.open()
    seen.ask(QUESTION)
    seen.page.evaluate("document.querySelector('main').prepend(document.querySelector('klyngebot-chat'))")
    expect(seen.widget.locator(".kb-turn")).to_have_count(1)


NEW_BODY = """document.body = Object.assign(document.createElement('body'),
{ innerHTML: '<h1>Ny side</h1><div id="chat"></div>' })"""


@pytest.mark.parametrize("mode", ["launcher", "inline"])
def test_a_conversation_goes_on_in_the_next_body(visit: Open, bot_url: str, mode: str) -> None:
    # A script in the head runs once, whatever the website does with the body
    script = tag(bot_url, data_mode=mode, data_target="#chat")
    seen = visit(host_page("", head=script, body='<div id="chat"></div>'))
    if mode == "launcher":
        seen.open()
    seen.ask(QUESTION)
    seen.page.evaluate(NEW_BODY)
    expect(seen.page.get_by_role("heading", name="Ny side")).to_be_visible()
    expect(seen.widget.locator(".kb-turn")).to_have_count(1)
    assert seen.widget.evaluate("node => node.parentElement.id") == ("" if mode == "launcher" else "chat")
    seen.ask("Hvad er MADE?")
    expect(seen.widget.locator(".kb-turn")).to_have_count(2)


def test_a_website_that_takes_the_widget_away_is_rid_of_it(visit: Open) -> None:
    seen = visit()
    seen.page.evaluate("document.querySelector('klyngebot-chat').remove()")
    for change in ("document.body.append('mere')", "document.documentElement.append(document.createElement('i'))"):
        seen.page.evaluate(change)
    seen.page.evaluate(NEW_BODY)
    seen.page.evaluate("new Promise(requestAnimationFrame)")
    assert seen.widget.count() == 0


@pytest.mark.parametrize("exchange", COPIES, ids=["body", "inside", "element"])
def test_a_copy_makes_way_for_the_conversation(visit: Open, exchange: str) -> None:
    seen = visit()
    seen.open()
    seen.ask(QUESTION)
    seen.page.evaluate(exchange)
    expect(seen.widget).to_have_count(1)
    expect(seen.widget.locator(".kb-turn")).to_have_count(1)


def test_what_is_read_stays_in_sight_in_the_next_body(visit: Open) -> None:
    seen = visit()
    seen.open()
    seen.ask(QUESTION)
    seen.ask("Hvad er MADE?")
    scrolled = "node => node.scrollTop"
    box = seen.widget.locator(".kb-scroll").first
    seen.page.wait_for_timeout(300)  # a scroll may be smooth
    before = box.evaluate(scrolled)
    seen.page.evaluate(NEW_BODY)
    assert before > 100
    assert abs(box.evaluate(scrolled) - before) <= 1


def test_the_next_page_is_seen_on_a_telephone(visit: Open) -> None:
    seen = visit(viewport={"width": 320, "height": 640})
    seen.open()
    seen.ask(QUESTION)
    seen.page.evaluate(NEW_BODY)
    expect(seen.widget.locator(".kb-panel")).to_be_hidden()
    seen.open()
    expect(seen.widget.locator(".kb-turn")).to_have_count(1)


def test_the_button_is_back_where_nothing_is_covered_any_more(visit: Open, bot_url: str) -> None:
    seen = visit(host_page(tag(bot_url), body=LOW), viewport={"width": 320, "height": 640})
    seen.page.locator("#low").focus()
    expect(seen.widget.locator(".kb-launcher")).to_have_css("opacity", "0")
    seen.page.evaluate(NEW_BODY)
    expect(seen.widget.locator(".kb-launcher")).to_have_css("opacity", "1")


def test_a_place_that_the_page_brings_later_is_waited_for(visit: Open, bot_url: str) -> None:
    # Two tags: the second one runs while the page is not whole
    inline = tag(bot_url, data_mode="inline", data_target="#chat").replace(" async", "")
    again = tag(bot_url).replace(" async", "")
    seen = visit(host_page("", head=inline, body=f'{again}<div id="chat"></div>'))
    expect(seen.page.locator("#chat klyngebot-chat .kb-panel")).to_be_visible()
    assert not seen.troubles
