"""The public pages as HTTP: what they answer, their headers, their structure, and that everything is escaped."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from starlette.testclient import TestClient

from klyngebot import texts
from klyngebot.bot import Klyngebot, ingest_corpus
from klyngebot.danish.dates import format_date
from klyngebot.errors import IndexUnavailableError
from klyngebot.serving.api import create_app
from klyngebot.serving.public import quality
from klyngebot.serving.public.assets import asset_url
from klyngebot.serving.public.pages import PLAIN, add_pages
from klyngebot.serving.public.practice import Practice
from klyngebot.serving.public.site import POLICY, Site
from klyngebot.settings import Settings
from klyngebot.texts import checking as check_texts
from klyngebot.texts import public as words
from tests.serving.public.conftest import create_pages

QUESTION = "Hvilke ministerier står bag klyngestrategien fra 2013?"
GETS = ["/", "/faktatjek", "/find-klynge", "/kilder", "/kilder/made", *PLAIN]
PERSON = {"Accept": "text/html,application/xhtml+xml"}
VOID = {"meta", "link", "img", "input", "br", "hr"}


class Structure(HTMLParser):
    """Checks that tags close in order, and gathers what the tests ask about."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.levels: list[int] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.tags.append((tag, values))
        if tag not in VOID:
            self.open.append(tag)
        if values.get("id"):
            self.ids.append(str(values["id"]))
        if re.fullmatch("h[1-6]", tag):
            self.levels.append(int(tag[1]))

    def handle_endtag(self, tag: str) -> None:
        if tag not in ("path", "circle", "rect"):
            assert self.open.pop() == tag

    def all(self, tag: str, **wanted: str) -> list[dict[str, str | None]]:
        return [v for t, v in self.tags if t == tag and all(v.get(key.strip("_")) == w for key, w in wanted.items())]


@pytest.fixture(scope="module")
def client(bot: Klyngebot) -> TestClient:
    settings = Settings(_env_file=None, allowed_hosts=["testserver"])
    return TestClient(create_pages(bot, settings), headers=PERSON)


@pytest.fixture
def poor(stand_in: Any) -> TestClient:
    """The pages over the stand-in, which shows hostile text in every place."""
    settings = Settings(_env_file=None, allowed_hosts=["testserver"])
    return TestClient(create_pages(stand_in, settings), headers=PERSON, raise_server_exceptions=False)


def post(client: TestClient, path: str, fields: list[tuple[str, str]] | dict[str, str]) -> Any:
    pairs = list(fields.items()) if isinstance(fields, dict) else fields
    return client.post(
        path, content=urlencode(pairs), headers={"Content-Type": "application/x-www-form-urlencoded", **PERSON}
    )


def turns_of(page: str) -> list[tuple[str, str]]:
    return [("turn", str(field["value"])) for field in Structure(page).all("input", name="turn")]


# --- Every page -------------------------------------------------------------------------------------


def test_a_conversation_is_never_stored_but_the_empty_page_may_be_come_back_to(client: TestClient) -> None:
    assert client.get("/").headers["cache-control"] == "no-cache"
    assert client.post("/", data={"question": "Hvad er en klynge?"}).headers["cache-control"] == "no-store"


@pytest.mark.parametrize("path", GETS)
def test_a_page_answers_get_and_head_with_its_headers(client: TestClient, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 200
    assert client.head(path).status_code == 200
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    assert response.headers["content-security-policy"] == POLICY
    assert response.headers["cache-control"] == ("no-cache" if path == "/" else "no-store")
    assert response.headers["referrer-policy"] == "no-referrer"
    assert response.headers["x-content-type-options"] == "nosniff"
    assert "set-cookie" not in response.headers


@pytest.mark.parametrize("path", GETS)
def test_a_page_is_whole_and_danish_with_one_main_heading(client: TestClient, path: str) -> None:
    page = Structure(client.get(path).text)
    assert page.all("html", lang="da")
    assert page.levels.count(1) == 1
    assert len(page.ids) == len(set(page.ids))
    before = [1, *page.levels]
    assert all(level - last <= 1 for last, level in zip(before, page.levels, strict=False))
    assert len(page.all("main")) == 1
    assert page.all("a", class_="kb-skip", href="#indhold")
    names = [item.get("aria-label") for item in page.all("nav")]
    assert None not in names
    assert len(names) == len(set(names))
    assert words.HUMAN in client.get(path).text


@pytest.mark.parametrize("path", GETS)
def test_a_page_has_nothing_inline_and_nothing_of_others(client: TestClient, path: str) -> None:
    page = Structure(client.get(path).text)
    assert not page.all("style")
    assert [script for script in page.all("script") if not script.get("src")] == []
    for tag, values in page.tags:
        assert not [name for name in values if name == "style" or name.startswith("on")], tag
        for name in ("src", "action"):
            assert (values.get(name) or "/").startswith("/")
        if tag in ("script", "link") and values.get("rel") != "icon":
            assert (values["integrity"] or "").startswith("sha384-")
        if tag == "a" and (values["href"] or "").startswith("http"):
            assert values["rel"] == "noopener noreferrer"
    assert "maxlength" not in client.get(path).text


@pytest.mark.parametrize("path", GETS)
def test_links_within_the_site_lead_somewhere(client: TestClient, path: str) -> None:
    page = Structure(client.get(path).text)
    for link in page.all("a"):
        address, _, fragment = str(link["href"]).partition("#")
        if address.startswith("/") and not address.startswith("/kilder/"):
            assert client.head(address).status_code == 200, address
        elif not address:
            assert fragment in page.ids


def test_a_page_can_be_had_packed_and_a_first_visit_is_small(client: TestClient) -> None:
    page = Structure(client.get("/").text)
    files = [str(item["href"]) for item in page.all("link")] + [str(item["src"]) for item in page.all("script")]
    responses = [client.get(path, headers={"Accept-Encoding": "gzip"}) for path in ["/", *dict.fromkeys(files)]]
    assert len(responses) <= 8
    assert all(response.headers["content-encoding"] == "gzip" for response in responses)
    assert sum(int(response.headers["content-length"]) for response in responses) <= 60 * 1024
    assert "content-encoding" not in client.get("/", headers={"Accept-Encoding": "identity"}).headers


def test_static_files_are_kept_for_long_and_old_ones_are_gone(client: TestClient) -> None:
    found = client.get(asset_url("page.css"))
    assert found.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert found.headers["content-type"].startswith("text/css")
    assert client.head(asset_url("page.css")).status_code == 200
    assert client.get("/filer/page-000000000000.css").status_code == 404
    assert client.get("/filer/..%2f..%2fsettings.py").status_code == 404


# --- Asking -----------------------------------------------------------------------------------------


def test_the_machine_is_named_before_anything_can_be_typed(client: TestClient) -> None:
    page = client.get("/").text
    assert page.index(words.MACHINE) < page.index("<h1") < page.index("<textarea")
    assert re.search(r'id="indhold"[^>]*>\s*<p class="kb-machine">', page)


def test_the_field_warns_against_personal_data(client: TestClient) -> None:
    page = Structure(client.get("/").text)
    assert page.all("textarea")[0]["aria-describedby"] == "kb-question-hint"
    assert texts.QUESTION_HINT in client.get("/").text


def test_the_script_finds_its_hooks(client: TestClient) -> None:
    page = Structure(client.get("/").text)
    chat = page.all("div", id="kb-chat")[0]
    assert (chat["data-api"], chat["data-longest"]) == ("/api/v1", "500")
    assert page.all("div", role="log", class_="kb-log")
    assert page.all("form", id="kb-form", action="/#svar", method="post")
    assert page.all("textarea", id="kb-question", name="question")
    assert page.all("p", id="kb-status", role="status")


def test_a_question_is_answered_with_its_sources_and_their_addresses(client: TestClient) -> None:
    response = post(client, "/", {"question": QUESTION})
    assert response.headers["klyngebot-answer"] == "verbatim"
    page = Structure(response.text)
    turn = page.all("article", class_="kb-turn")[0]
    assert (turn["id"], turn["data-kind"], turn["data-ai-generated"]) == ("tur-1", "verbatim", "false")
    assert "Miljøministeriet" in response.text
    assert texts.KIND_VERBATIM in response.text
    for mark in page.all("a", class_="kb-mark"):
        assert str(mark["href"])[1:] in page.ids
    permalinks = [str(link["href"]) for link in page.all("a") if str(link["href"]).startswith("/kilder/")]
    assert permalinks
    for permalink in permalinks:
        address, _, sentence = permalink.partition("#")
        assert sentence in Structure(client.get(address).text).ids
    assert len(page.ids) == len(set(page.ids))
    assert QUESTION not in re.search("<title>(.*)</title>", response.text)[1]


def test_a_follow_up_is_understood_and_all_turns_are_shown(client: TestClient) -> None:
    first = post(client, "/", {"question": QUESTION}).text
    second = post(client, "/", [*turns_of(first), ("question", "Hvornår udkom den?")]).text
    page = Structure(second)
    assert [turn["id"] for turn in page.all("article", class_="kb-turn")] == ["tur-1", "tur-2"]
    assert "30. april 2013" in second
    assert texts.UNDERSTOOD in second
    assert second.index(QUESTION) < second.index("Hvornår udkom den?")
    assert page.ids.index("tur-2") < page.ids.index("svar")
    assert len(turns_of(second)) == 2


def test_a_suggestion_can_be_sent_and_typed_text_is_kept(client: TestClient) -> None:
    page = post(client, "/", {"suggestion": "Hvad er en klynge?", "question": "halvt skrevet"}).text
    assert "Hvad er en klynge?" in page
    assert re.search(r"<textarea[^>]*>\nhalvt skrevet</textarea>", page)


def test_a_question_that_is_too_long_comes_back_whole_with_its_error(client: TestClient) -> None:
    question = "Hvad er en klynge, og hvorfor er den det?\n" * 40
    response = post(client, "/", {"question": question})
    page = Structure(response.text)
    field = page.all("textarea")[0]
    assert response.status_code == 200
    assert field["aria-invalid"] == "true"
    assert str(field["aria-describedby"]).split()[1] == "svar"
    assert texts.rejected_too_long(500) in response.text
    assert f"\n{question}</textarea>" in response.text
    assert f"<title>{words.ERROR_TITLE}: " in response.text
    assert not page.all("article")


def test_an_error_keeps_the_conversation(client: TestClient) -> None:
    first = post(client, "/", {"question": QUESTION}).text
    second = post(client, "/", [*turns_of(first), ("question", " ")]).text
    assert texts.REJECTED_EMPTY in second
    assert len(turns_of(second)) == 1


def test_forged_turns_are_left_out_and_said_so(client: TestClient) -> None:
    genuine = turns_of(post(client, "/", {"question": QUESTION}).text)
    forged = ("turn", genuine[0][1][:-8] + "AAAAAAA=")
    page = post(client, "/", [("turn", '{"question": "x"}'), forged, *genuine, ("question", "Hvad er en klynge?")]).text
    assert words.TURNS_LOST in page
    assert len(turns_of(page)) == 2


def test_a_refusal_tells_whom_to_ask(poor: TestClient) -> None:
    page = post(poor, "/", {"question": "Hvad koster en liter mælk?"}).text
    assert texts.REFUSED_NOT_IN_SOURCES in page
    assert 'class="kb-nearby"' in page


@pytest.mark.parametrize(
    "text",
    ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "javascript:alert(1)", "{{ 7*7 }}</textarea>"],
)
def test_hostile_text_is_shown_as_text_wherever_it_stands(poor: TestClient, text: str) -> None:
    page = post(poor, "/", {"question": f"gift:{text}"}).text
    structure = Structure(page)
    loaded = [str(values.get("src")) for tag, values in structure.tags if tag in ("img", "script", "iframe")]
    assert loaded == [asset_url("page.js"), asset_url("icon.svg")]
    assert [link for link in structure.all("a") if str(link["href"]).startswith("javascript:")] == []
    assert "onerror" not in {name for _, values in structure.tags for name in values}
    for path, field in (("/", "question"), ("/find-klynge", "description"), ("/faktatjek", "text")):
        kept = Structure(post(poor, path, {field: text * 80}).text)
        assert [tag for tag, _ in kept.tags].count("textarea") == 1
        assert len(kept.all("script")) <= 1


@pytest.mark.parametrize("path", ["/", "/faktatjek", "/find-klynge"])
@pytest.mark.parametrize("body", [b"\xff=\xff", b"question=%ff", b"&".join([b"turn=x"] * 100), b"%"])
def test_a_form_that_is_none_is_a_page_and_never_an_error(client: TestClient, path: str, body: bytes) -> None:
    headers = {"Content-Type": "application/x-www-form-urlencoded", **PERSON}
    response = client.post(path, content=body, headers=headers)
    assert response.status_code in (200, 400)
    Structure(response.text)


# --- Checking and finding ---------------------------------------------------------------------------


def test_a_text_is_checked(client: TestClient) -> None:
    page = post(client, "/faktatjek", {"text": "Klyngestrategien udkom i april 2013."}).text
    assert check_texts.VERDICTS["supported"] in page
    assert page.count("<h1") == 1
    Structure(page)


def test_the_evidence_of_a_check_links_to_the_sentence_in_its_document(client: TestClient) -> None:
    page = post(client, "/faktatjek", {"text": "Klyngestrategien udkom i april 2013."}).text
    link = r'href="(/kilder/[^"#]+)#(s\d+)" target="_blank"[^>]*>(Læs sætning \d+ i dokumentet [^<]+)<'
    links = re.findall(link, page)
    assert links
    for path, sentence, label in links:
        assert f'id="{sentence}"' in client.get(path).text
        assert f"sætning {sentence[1:]} i" in label


def test_the_example_of_a_check_needs_no_typing(client: TestClient) -> None:
    page = post(client, "/faktatjek", {"text": "", "example": "1"}).text
    assert check_texts.CHECK_SUMMARY in page


def test_no_text_to_check_is_told_at_the_field(client: TestClient) -> None:
    page = post(client, "/faktatjek", {"text": "  "}).text
    assert check_texts.CHECK_EMPTY in page
    assert Structure(page).all("textarea")[0]["aria-invalid"] == "true"


def test_clusters_are_proposed_with_their_sources(client: TestClient) -> None:
    page = post(client, "/find-klynge", {"description": "vi bygger robotter"}).text
    structure = Structure(page)
    assert "Odense Robotics" in page
    for mark in structure.all("a", class_="kb-mark"):
        assert str(mark["href"])[1:] in structure.ids
    assert any(str(link["href"]).startswith("/kilder/odense-robotics#s") for link in structure.all("a"))


# --- Documents --------------------------------------------------------------------------------------


def test_all_documents_are_listed_and_each_has_its_page(client: TestClient, bot: Klyngebot) -> None:
    listed = {str(link["href"]) for link in Structure(client.get("/kilder").text).all("a")}
    for document in bot.corpus.documents:
        address = f"/kilder/{document.id}"
        assert address in listed
        page = Structure(client.get(address).text)
        assert {f"s{number}" for number in range(1, len(document.sentences) + 1)} <= set(page.ids)
        assert len(page.ids) == len(set(page.ids))


def test_a_users_own_document_is_shown_only_where_the_operator_says_so(tiny_settings: Settings, tmp_path: Path) -> None:
    private = tmp_path / "kassebog.txt"
    private.write_text("Møde om budgettet\n\nVi har 12 mio. kr. tilbage i klyngens kasse.\n", encoding="utf-8")
    ingest_corpus(tiny_settings, [tiny_settings.corpus_dir, private])
    with Klyngebot.open(tiny_settings) as bot:
        own = next(document for document in bot.corpus.documents if document.kind.value == "fremmed")
        for published, status in (("corpus", 404), ("all", 200), ("none", 404)):
            settings = Settings(_env_file=None, allowed_hosts=["testserver"], publish_documents=published)
            client = TestClient(create_pages(bot, settings), headers=PERSON)
            assert client.get(f"/kilder/{own.id}").status_code == status
            assert (f"/kilder/{own.id}" in client.get("/kilder").text) is (status == 200)
            assert client.get("/kilder/made").status_code == (404 if published == "none" else 200)


@pytest.mark.parametrize("path", ["/kilder/findes-ikke", "/kilder/..%2f..%2fetc", "/kilder/", "/kilder/%00"])
def test_a_document_that_is_none_is_not_found(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404


# --- Errors -----------------------------------------------------------------------------------------


def test_a_person_gets_a_page_and_a_machine_gets_json(client: TestClient) -> None:
    page = client.get("/findes-ikke")
    assert page.status_code == 404
    assert words.PROBLEMS[404][0] in page.text
    assert re.search(r"<code>[0-9a-f]{8}</code>", page.text)
    assert page.headers["content-security-policy"] == POLICY
    assert client.get("/findes-ikke", headers={"Accept": "application/json"}).json()["status"] == 404
    assert client.get("/api/findes-ikke").json()["status"] == 404
    Structure(page.text)


def test_errors_keep_their_status_and_headers(client: TestClient, poor: TestClient) -> None:
    wrong = client.post("/", content=b"{}", headers={"Content-Type": "application/json", **PERSON})
    assert wrong.status_code == 415
    assert words.PROBLEMS[415][0] in wrong.text
    method = client.put("/kilder", headers=PERSON)
    assert (method.status_code, method.headers["allow"]) == (405, "GET, HEAD")
    large = post(client, "/find-klynge", {"description": "x" * 100_000})
    assert large.status_code == 413
    assert words.STILL_TYPED in large.text
    failed = post(poor, "/", {"question": "vælt"})
    assert failed.status_code == 500
    assert "hemmelig" not in failed.text


def test_while_starting_the_form_is_there_and_a_question_says_wait() -> None:
    def starting() -> Any:
        raise IndexUnavailableError("ikke klar")

    settings = Settings(_env_file=None, allowed_hosts=["testserver"])
    app = create_app(starting, settings)
    add_pages(app, starting, settings)
    client = TestClient(app, headers=PERSON)
    assert client.get("/").status_code == 200
    waiting = post(client, "/", {"question": QUESTION})
    assert waiting.status_code == 503
    assert waiting.headers["retry-after"] == "2"
    assert words.retry_after(2) in waiting.text


def test_while_it_is_switched_off_pages_are_read_and_questions_are_told_so(bot: Klyngebot) -> None:
    settings = Settings(_env_file=None, allowed_hosts=["testserver"], off="chat", contact="Ring til vagten.")
    client = TestClient(create_pages(bot, settings), headers=PERSON)
    assert client.get("/kilder").status_code == 200
    refused = post(client, "/", {"question": QUESTION})
    assert refused.status_code == 503
    assert "Ring til vagten." in refused.text
    assert "<h1" in refused.text


def test_who_asks_too_often_gets_a_page_that_says_when(bot: Klyngebot) -> None:
    settings = Settings(_env_file=None, allowed_hosts=["testserver"], rate_per_minute=1, rate_burst=1)
    with TestClient(create_pages(bot, settings), headers=PERSON) as client:
        assert post(client, "/", {"question": "Hej"}).status_code == 200
        refused = post(client, "/", {"question": "Hej"})
    assert refused.status_code == 429
    assert words.PROBLEMS[429][0] in refused.text
    assert words.retry_after(int(refused.headers["retry-after"])) in refused.text


def test_a_form_of_a_foreign_site_is_refused(client: TestClient) -> None:
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "cross-site", **PERSON}
    assert client.post("/", content="question=Hej", headers=headers).status_code == 403


# --- Facts ------------------------------------------------------------------------------------------


def test_the_figures_are_those_of_the_evaluation(root: Path) -> None:
    report = (root / "docs" / "evaluation.md").read_text(encoding="utf-8")
    rows = {cells[0]: cells[2] for line in report.splitlines() if len(cells := _cells(line)) == 4}
    for figure in quality.FIGURES:
        told = f"{figure.value} ({figure.interval})" if figure.interval else figure.value
        assert rows[figure.measure] == told
    assert f"{quality.QUESTIONS} til test" in report
    assert f"den {format_date(quality.MEASURED)}" in report


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


PRACTICES = {
    "bare": Practice(),
    "named": Practice("Klyngehuset", "hej@klyngehuset.example", "mailto:hej@klyngehuset.example"),
    "model": Practice(model="openai:gpt-x"),
    "feedback": Practice(feedback_days=30),
    "memory": Practice(remembered=1000),
    "limits": Practice(contact="Ring til vagten.", is_limited=True),
    "logged": Practice(is_logged=True),
}
TOLD = {
    "bare": (
        *("har ikke skrevet sit navn", "forlader ikke serveren", "samler ikke meninger", "husker ikke svaret"),
        "de ord og sætninger, den har læst, i højst en time",
        "Loggen fortæller ikke om de enkelte spørgsmål",
    ),
    "named": ("Klyngehuset driver", 'href="mailto:hej@klyngehuset.example"'),
    "model": ("openai:gpt-x", "Udbyderen af sprogmodellen", "ord med fra det, du spurgte om før"),
    "feedback": ("efter 30 dage", "Kun hvis du selv sender det", "med knapperne under det"),
    "memory": ("husker de seneste svar i sin hukommelse i højst en time",),
    "limits": ("regner adressen om til en kode", "Ring til vagten."),
    "logged": ("Loggen fortæller, hvornår der kom et spørgsmål",),
}


@pytest.mark.parametrize("name", PRACTICES)
def test_the_page_on_privacy_tells_what_is_set(name: str) -> None:
    def page(practice: Practice) -> str:
        site = Site(lambda: None, practice, 500, "corpus")  # type: ignore[arg-type,return-value]
        return site.html("/privatliv", "privacy.html", practice=practice, quality=quality)

    told = page(PRACTICES[name])
    assert [text for text in TOLD[name] if text not in told] == []
    if name != "bare":
        assert told != page(PRACTICES["bare"])


def test_the_practice_is_that_of_the_settings() -> None:
    chosen = Settings(_env_file=None, operator="X", contact="https://example.org/", llm="ollama:gemma3")
    practice = Practice.of(chosen)
    assert (practice.operator, practice.contact_link, practice.model) == ("X", "https://example.org/", "ollama:gemma3")
    hostile = Settings(_env_file=None, contact="javascript:alert(1)")
    assert Practice.of(hostile).contact_link == ""
    assert Practice.of(Settings(_env_file=None)).operator == ""
