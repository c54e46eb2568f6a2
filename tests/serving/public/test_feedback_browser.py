"""Whether an answer was useful, as people say it: on the page with and without script, and in the widget."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect
from starlette.testclient import TestClient

from klyngebot.serving.api import create_app
from klyngebot.serving.public.pages import add_pages
from klyngebot.serving.public.widget import add_widget
from klyngebot.settings import Settings
from klyngebot.texts import public
from klyngebot.texts.widget import DANISH, ENGLISH
from tests.serving.conftest import StandIn
from tests.serving.public.axe import violations
from tests.serving.public.hosting import EMPTY, Visit, Website, host_page, klyngebot, served, tag, website

pytestmark = pytest.mark.browser
QUESTION = "Hvilke ministerier står bag klyngestrategien fra 2013?"
DAYS = 14
LOOKS = tuple(product((1280, 320), ("light", "dark")))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("data")


def site_of(settings: Settings) -> Any:
    bot = StandIn()
    app = create_app(lambda: bot, settings)
    add_pages(app, lambda: bot, settings)
    add_widget(app)
    return app


@pytest.fixture(scope="module")
def foreign() -> Iterator[Website]:
    with website() as made:
        yield made


@pytest.fixture(scope="module")
def url(folder: Path, foreign: Website) -> Iterator[str]:
    settings = Settings(
        _env_file=None,
        data_dir=folder,
        feedback=True,
        feedback_days=DAYS,
        rate_per_minute=0,
        allowed_origins=[foreign.url],
    )
    with served(site_of(settings)) as address:
        yield address


def kept(folder: Path) -> list[dict[str, str]]:
    """What has been kept, without the day; read and deleted."""
    found = []
    for path in sorted((folder / "feedback").glob("*.jsonl")):
        found += [json.loads(line) for line in path.read_text("utf-8").splitlines()]
        path.unlink()
    return [{name: value for name, value in line.items() if name != "date"} for line in found]


@pytest.fixture
def visit(browser: Browser, url: str, foreign: Website, folder: Path) -> Iterator[Callable[..., Visit]]:
    """Opens the page, or a foreign one with the widget, and asks; what should not happen fails the test at its end."""
    visits: list[Visit] = []
    kept(folder)

    def open_page(inside: bool = False, language: str = "da", **context: Any) -> Visit:
        chosen = {"viewport": {"width": 1280, "height": 900}, "locale": "da-DK", "reduced_motion": "reduce", **context}
        seen = Visit(browser.new_context(**chosen), url, foreign.url)
        visits.append(seen)
        if inside:
            scheme = "<style>body { background: #ffffff; color: #000000 } a { color: #0000aa }</style>"
            page = host_page(tag(url, data_language=language), head=scheme)
            seen.page.goto(foreign.put("/", page))
            seen.open()
        else:
            seen.page.goto(url)
        seen.page.locator("#kb-question").fill(QUESTION)
        seen.page.locator("#kb-question").press("Enter")
        expect(seen.page.locator(".kb-log .kb-turn")).to_have_count(1)
        return seen

    yield open_page
    for seen in visits:
        stored = seen.stored()
        seen.context.close()
        assert seen.troubles == []
        assert stored == EMPTY


def group(seen: Visit) -> Locator:
    return seen.page.locator(".kb-turn").last.locator(".kb-feedback")


def sent(seen: Visit) -> list[str]:
    return [item.url for item in seen.requests if "feedback" in item.url]


# --- With script: the page and the widget ------------------------------------------------------------


@pytest.mark.parametrize("inside", [False, True], ids=["page", "widget"])
def test_a_thumb_opens_a_form_and_nothing_is_sent_before_its_button(
    visit: Callable[..., Visit], folder: Path, inside: bool
) -> None:
    seen = visit(inside)
    asked = group(seen)
    expect(asked.get_by_role("group", name=DANISH["useful"])).to_be_visible()
    yes, no = (asked.get_by_role("button", name=name, exact=True) for name in ("Ja", "Nej"))
    for button in (yes, no):
        box = button.bounding_box()
        assert box["height"] >= 44
        assert box["width"] >= 44
        assert button.get_attribute("aria-pressed") == "false"
    expect(asked.locator("form")).to_be_hidden()
    no.click()
    expect(asked.locator("form")).to_be_visible()
    expect(asked.get_by_role("status")).to_have_text(DANISH["useful_open"])
    expect(asked).to_contain_text(f"efter {DAYS} dage")
    expect(asked.get_by_role("checkbox", name=DANISH["useful_along"])).not_to_be_checked()
    asked.get_by_role("textbox", name=DANISH["useful_text"]).fill("Svaret er godt nok.")
    yes.click()
    assert (yes.get_attribute("aria-pressed"), no.get_attribute("aria-pressed")) == ("true", "false")
    assert sent(seen) == []
    asked.get_by_role("button", name="Send", exact=True).click()
    expect(asked.get_by_role("status")).to_have_text(DANISH["useful_thanks"])
    expect(asked.locator("form, fieldset")).to_have_count(0)
    assert seen.focused() == "kb-opinion-status"
    assert kept(folder) == [{"thumb": "up", "text": "Svaret er godt nok.", "question": "", "answer": ""}]


@pytest.mark.parametrize("inside", [False, True], ids=["page", "widget"])
def test_the_question_and_the_answer_go_along_only_where_that_is_ticked(
    visit: Callable[..., Visit], folder: Path, inside: bool
) -> None:
    seen = visit(inside)
    asked = group(seen)
    asked.get_by_role("button", name="Nej", exact=True).click()
    asked.get_by_role("checkbox").check()
    asked.get_by_role("button", name="Send", exact=True).click()
    expect(asked.get_by_role("status")).to_have_text(DANISH["useful_thanks"])
    (judged,) = kept(folder)
    assert (judged["thumb"], judged["text"], judged["question"]) == ("down", "", QUESTION)
    assert judged["answer"].startswith("De otte ministerier bag klyngestrategien")


@pytest.mark.parametrize("inside", [False, True], ids=["page", "widget"])
def test_all_can_be_done_with_keys_and_the_focus_is_never_lost(
    visit: Callable[..., Visit], folder: Path, inside: bool
) -> None:
    seen = visit(inside)
    keys = seen.page.keyboard
    asked = group(seen)

    def tab_to(element: Locator) -> None:
        for _ in range(30):
            if element.evaluate("node => node.getRootNode().activeElement === node"):
                return
            keys.press("Tab")
            assert seen.focused() != "BODY"
        pytest.fail("not reached with Tab")

    seen.page.locator(".kb-turn .kb-mark").first.focus()
    tab_to(asked.get_by_role("button", name="Nej", exact=True))
    keys.press("Enter")
    assert seen.focused() == "kb-second-button kb-thumb"
    tab_to(asked.get_by_role("textbox"))
    keys.type("Fortrudt")
    tab_to(asked.get_by_role("checkbox"))
    keys.press("Space")
    tab_to(asked.get_by_role("button", name="Fortryd"))
    keys.press("Enter")
    expect(asked.locator("form")).to_be_hidden()
    assert seen.focused() == "kb-second-button kb-thumb"
    keys.press("Space")
    expect(asked.get_by_role("textbox")).to_have_value("")
    expect(asked.get_by_role("checkbox")).not_to_be_checked()
    tab_to(asked.get_by_role("button", name="Send", exact=True))
    keys.press("Enter")
    expect(asked.get_by_role("status")).to_have_text(DANISH["useful_thanks"])
    assert seen.focused() == "kb-opinion-status"
    assert [item["thumb"] for item in kept(folder)] == ["down"]


@pytest.mark.parametrize("inside", [False, True], ids=["page", "widget"])
def test_what_goes_wrong_stands_at_the_field_and_keeps_the_text(
    visit: Callable[..., Visit], folder: Path, inside: bool
) -> None:
    seen = visit(inside)
    asked = group(seen)
    asked.get_by_role("button", name="Ja", exact=True).click()
    field, send = asked.get_by_role("textbox"), asked.get_by_role("button", name="Send", exact=True)
    field.fill("x" * 1001)
    send.click()
    expect(asked.get_by_role("alert")).to_contain_text("højst 1.000 tegn")
    assert sent(seen) == []
    field.fill("Godt")

    def fail(route: Route) -> None:
        route.fulfill(status=503, json={"status": 503}, headers={"Access-Control-Allow-Origin": "*"})

    seen.page.route("**/api/v1/feedback", fail)
    send.click()
    expect(asked.get_by_role("alert")).to_have_text(f"Fejl: {DANISH['useful_failed']}")
    expect(field).to_have_value("Godt")
    expect(field).to_be_focused()
    seen.page.unroute("**/api/v1/feedback")
    send.click()
    expect(asked.get_by_role("status")).to_have_text(DANISH["useful_thanks"])
    assert len(kept(folder)) == 1
    seen.troubles[:] = [line for line in seen.troubles if "503" not in line]  # the browser tells of it by itself


def test_each_answer_has_its_own_group_and_the_answer_is_still_announced_alone(visit: Callable[..., Visit]) -> None:
    seen = visit()
    group(seen).get_by_role("button", name="Ja", exact=True).click()
    group(seen).get_by_role("textbox").fill("Mere herom")
    seen.page.fill("#kb-question", "Hvad koster en liter mælk?")
    seen.page.press("#kb-question", "Enter")
    expect(seen.page.locator(".kb-turn")).to_have_count(2)
    expect(seen.page.locator(".kb-feedback")).to_have_count(2)
    expect(seen.page.locator(".kb-feedback textarea").first).to_have_value("Mere herom")
    identities = seen.page.evaluate("[...document.querySelectorAll('[id]')].map(node => node.id)")
    assert len(identities) == len(set(identities))
    assert group(seen).get_attribute("aria-live") == "off"
    seen.page.fill("#kb-question", "")
    seen.page.press("#kb-question", "Enter")  # nothing that is refused can be judged
    expect(seen.page.locator(".kb-feedback")).to_have_count(2)


def test_the_widget_asks_in_english(visit: Callable[..., Visit]) -> None:
    seen = visit(inside=True, language="en")
    asked = group(seen)
    asked.get_by_role("button", name="Yes", exact=True).click()
    expect(asked).to_contain_text(ENGLISH["useful_about"])
    expect(asked).to_contain_text("after 14 days")


@pytest.mark.parametrize("look", LOOKS, ids=str)
@pytest.mark.parametrize("inside", [False, True], ids=["page", "widget"])
def test_axe_finds_nothing_in_the_open_form(visit: Callable[..., Visit], inside: bool, look: tuple[int, str]) -> None:
    width, theme = look
    seen = visit(inside, viewport={"width": width, "height": 800}, color_scheme=theme, bypass_csp=True)
    asked = group(seen)
    asked.get_by_role("button", name="Nej", exact=True).click()
    asked.get_by_role("textbox").fill("x" * 1001)
    asked.get_by_role("button", name="Send", exact=True).click()
    assert violations(seen.page) == []
    assert seen.page.evaluate("document.documentElement.scrollWidth") <= width


# --- Without script ----------------------------------------------------------------------------------


@pytest.fixture
def plain(browser: Browser, url: str, folder: Path) -> Iterator[Page]:
    """The answer to a question, on the page without script, its form for feedback open."""
    kept(folder)
    context = browser.new_context(java_script_enabled=False, locale="da-DK")
    page = context.new_page()
    page.goto(url)
    for question in (QUESTION, "Hvad koster en liter mælk?"):
        page.fill("#kb-question", question)
        page.click("#kb-send")
    page.locator(".kb-feedback summary").click()
    yield page
    context.close()


def test_feedback_needs_no_script(plain: Page, folder: Path) -> None:
    expect(plain.locator(".kb-feedback")).to_have_count(1)  # of the newest answer
    plain.get_by_role("radio", name="Nej").check()
    plain.fill("#kb-opinion", "Mangler et tal")
    plain.get_by_role("checkbox", name=public.FEEDBACK_ALONG).check()
    plain.get_by_role("button", name="Send", exact=True).click()
    expect(plain.get_by_role("heading", level=1)).to_have_text("Tak. Vi har modtaget det")
    (judged,) = kept(folder)
    assert (judged["thumb"], judged["text"]) == ("down", "Mangler et tal")
    assert judged["question"] == "Hvad koster en liter mælk?"


def test_a_form_that_cannot_be_kept_comes_back_whole(plain: Page, folder: Path) -> None:
    plain.get_by_role("radio", name="Ja").check()
    plain.fill("#kb-opinion", "x" * 1001)
    plain.get_by_role("checkbox").check()
    plain.get_by_role("button", name="Send", exact=True).click()
    expect(plain.locator(".kb-error")).to_have_text(f"Fejl: {public.FEEDBACK_TOO_LONG}")
    expect(plain.get_by_role("radio", name="Ja")).to_be_checked()
    expect(plain.get_by_role("checkbox")).to_be_checked()
    expect(plain.locator("#kb-opinion")).to_have_value("x" * 1001)
    assert kept(folder) == []
    plain.fill("#kb-opinion", "")
    plain.get_by_role("button", name="Send", exact=True).click()
    expect(plain.get_by_role("heading", level=1)).to_have_text("Tak. Vi har modtaget det")
    assert kept(folder)[0]["question"] == "Hvad koster en liter mælk?"


@pytest.mark.parametrize("state", ["open", "error", "thanks"])
def test_axe_finds_nothing_without_script(browser: Browser, url: str, state: str) -> None:
    context = browser.new_context(locale="da-DK", bypass_csp=True)
    context.route("**/*.js", lambda route: route.abort())
    page = context.new_page()
    page.goto(url)
    page.fill("#kb-question", QUESTION)
    page.click("#kb-send")
    page.locator(".kb-feedback summary").click()
    if state != "open":
        page.get_by_role("radio", name="Ja").check()
        page.fill("#kb-opinion", "x" * 1001 if state == "error" else "")
        page.get_by_role("button", name="Send", exact=True).click()
    found = []
    for width, theme in LOOKS:
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=theme)
        found += [f"{width} {theme}: {line}" for line in violations(page)]
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()
    assert found == []


@pytest.fixture
def client(tmp_path: Path) -> TestClient:
    settings = Settings(_env_file=None, allowed_hosts=["testserver"], data_dir=tmp_path, feedback=True)
    return TestClient(site_of(settings))


@pytest.mark.parametrize(
    ("form", "wrong"),
    [
        ({"text": "Hej"}, public.FEEDBACK_NO_THUMB),
        ({"thumb": "sideways"}, public.FEEDBACK_NO_THUMB),
        ({"thumb": "up", "with": "1"}, public.FEEDBACK_LOST),
        ({"thumb": "up", "with": "1", "turn": "AAAA"}, public.FEEDBACK_LOST),
    ],
)
def test_a_forged_form_keeps_nothing(client: TestClient, tmp_path: Path, form: dict[str, str], wrong: str) -> None:
    shown = client.post("/tilbagemelding", data=form)
    assert shown.status_code == 200
    assert wrong in shown.text
    assert kept(tmp_path) == []


def test_no_room_is_told_at_the_form(client: TestClient, tmp_path: Path) -> None:
    (tmp_path / "feedback").write_text("in the way")
    shown = client.post("/tilbagemelding", data={"thumb": "up", "text": "Bevaret"})
    assert "Der er ikke plads" in shown.text
    assert "Bevaret</textarea>" in shown.text


# --- Off ---------------------------------------------------------------------------------------------


def test_off_leaves_no_trace_in_page_answer_and_routes() -> None:
    client = TestClient(site_of(Settings(_env_file=None, allowed_hosts=["testserver"])))
    assert client.post("/tilbagemelding", data={"thumb": "up"}).status_code == 404
    assert client.post("/api/v1/feedback", json={"thumb": "up"}).status_code == 404
    for page in (client.get("/").text, client.post("/", data={"question": QUESTION}).text):
        assert "feedback" not in page
        assert "tilbagemelding" not in page
    for accepted in ("application/json", "text/event-stream"):
        answer = client.post("/api/v1/ask", json={"question": QUESTION}, headers={"Accept": accepted})
        assert "Klyngebot-Feedback" not in answer.headers


def test_off_leaves_no_trace_in_the_widget(browser: Browser, foreign: Website) -> None:
    with klyngebot(StandIn(), allowed_origins=[foreign.url]) as address:
        context = browser.new_context()
        seen = Visit(context, address, foreign.url)
        seen.page.goto(foreign.put("/off", host_page(tag(address))))
        seen.open()
        turn = seen.ask(QUESTION)
        expect(turn.locator(".kb-feedback")).to_have_count(0)
        context.close()
    assert seen.troubles == []
