"""The widget without a browser: its words, its size, how it is served, and the line that embeds it."""

from __future__ import annotations

import gzip
import re
from base64 import b64encode
from hashlib import sha384
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient
from typer.testing import CliRunner

from klyngebot.cli import app as command_line
from klyngebot.errors import KlyngebotError
from klyngebot.serving.api import create_app
from klyngebot.serving.public import assets, widget
from klyngebot.settings import Settings
from klyngebot.texts.widget import DANISH, ENGLISH, WORDS

LISTED = "https://www.kommune.example"
SCRIPTS = sorted(assets.FOLDER.glob("*.js"))


@pytest.fixture
def client(stand_in: Any, tmp_path: Path) -> TestClient:
    settings = Settings(_env_file=None, allowed_hosts=["testserver"], allowed_origins=[LISTED])
    app = create_app(lambda: stand_in, settings)
    widget.add_widget(app, tmp_path)
    return TestClient(app)


# --- Words and script -------------------------------------------------------------------------------


def test_both_languages_have_the_same_words_with_the_same_places_for_values() -> None:
    assert DANISH.keys() == ENGLISH.keys()
    assert {key: text.count("{}") for key, text in DANISH.items()} == {
        key: text.count("{}") for key, text in ENGLISH.items()
    }
    assert all(text.strip() for words in WORDS.values() for text in words.values())


def test_every_word_is_used_and_every_used_word_is_there() -> None:
    source = "\n".join(path.read_text(encoding="utf-8") for path in SCRIPTS)
    used = set(re.findall(r"\bwords\.(\w+)", source))
    families = set(re.findall(r"words\[`(\w+_)\$\{", source))
    assert used <= DANISH.keys()
    assert {key for key in DANISH if key not in used and not key.startswith(tuple(families))} == set()
    assert all(any(key.startswith(family) for key in DANISH) for family in families)


def test_the_english_words_have_no_danish_but_the_example() -> None:
    assert {key for key, text in ENGLISH.items() if re.search("[æøåÆØÅ]", text)} == set()


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_a_script_reads_no_text_as_markup_and_keeps_nothing(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    banned = (
        "innerHTML|outerHTML|insertAdjacentHTML|document\\.write|\\beval\\b|new Function|DOMParser|srcdoc|"
        "createContextualFragment|setHTML|localStorage|sessionStorage|indexedDB|document\\.cookie|caches\\.|"
        "serviceWorker|postMessage|\\.style\\b|setInterval|sendBeacon|XMLHttpRequest|WebSocket|document\\.title|"
        "document\\.referrer|location\\.href|location\\.search|pushState|replaceState"
    )
    assert re.findall(banned, source) == []


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_a_script_does_without_array_methods_that_the_website_may_have_changed(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    methods = "map|forEach|filter|push|pop|shift|reduce|some|every|find|concat|flat|join|entries|from|sort|reverse"
    assert re.findall(rf"\.(?:{methods})\(|\bof\b [\w.]+\)|\[\.\.\.", _without_server_find(source)) == []


def _without_server_find(source: str) -> str:
    return source.replace("server.find(", "")  # ours, not an array's


def test_the_script_has_at_most_thirty_kilobytes_over_the_wire() -> None:
    assert len(widget.packed(widget.current())) <= 30_000
    assert len(assets.asset("page.js").packed) <= 30_000


# --- Serving ----------------------------------------------------------------------------------------


def test_the_present_script_is_kept_for_an_hour_and_asked_for_again_by_its_tag(client: TestClient) -> None:
    response = client.get("/widget.js")
    assert response.status_code == 200
    assert response.content == widget.current().content
    assert response.headers["content-type"].startswith("text/javascript")
    assert response.headers["cache-control"] == "public, max-age=3600"
    assert response.headers["cross-origin-resource-policy"] == "cross-origin"
    assert response.headers["x-content-type-options"] == "nosniff"
    again = client.get("/widget.js", headers={"If-None-Match": response.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    weak = client.get("/widget.js", headers={"If-None-Match": f'"other", W/{response.headers["etag"]}'})
    assert weak.status_code == 304
    assert client.get("/widget.js", headers={"If-None-Match": '"other"'}).status_code == 200


def test_the_lasting_address_never_changes_and_is_kept_for_a_year(client: TestClient) -> None:
    response = client.get(widget.current().path)
    assert response.content == widget.current().content
    assert response.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert client.head(widget.current().path).headers["cross-origin-resource-policy"] == "cross-origin"


@pytest.mark.parametrize(
    "origin",
    ["https://evil.example", "http://www.kommune.example", f"{LISTED}.evil.example", f"{LISTED}:444", "null"],
)
def test_only_listed_websites_may_read_the_bytes(client: TestClient, origin: str) -> None:
    refused = client.get("/widget.js", headers={"Origin": origin})
    assert "access-control-allow-origin" not in refused.headers
    assert "origin" in refused.headers["vary"].lower()
    listed = client.get("/widget.js", headers={"Origin": LISTED})
    assert listed.headers["access-control-allow-origin"] == LISTED
    assert "access-control-allow-credentials" not in listed.headers


def test_it_is_packed_for_those_who_unpack(client: TestClient) -> None:
    response = client.get("/widget.js", headers={"Accept-Encoding": "gzip"})
    assert response.headers["content-encoding"] == "gzip"
    assert response.content == widget.current().content
    assert "content-encoding" not in client.get("/widget.js", headers={"Accept-Encoding": "identity"}).headers


@pytest.mark.parametrize("path", ["/widget-0123456789ab.js", "/widget-.js", "/widget-..%2f..%2fx.js", "/widget.css"])
def test_what_is_not_there_is_a_problem(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_a_kept_version_is_served_until_a_byte_of_it_changes(client: TestClient, tmp_path: Path) -> None:
    old = widget.Script(b"(() => { /* of last year */ })();\n")
    kept = tmp_path / old.path.removeprefix("/")
    kept.write_bytes(old.content)
    assert client.get(old.path).content == old.content
    kept.write_bytes(old.content + b"alert(1)")
    assert client.get(old.path).status_code == 404


def test_keeping_writes_the_present_version_once(tmp_path: Path) -> None:
    kept = widget.keep(tmp_path)
    assert kept.read_bytes() == widget.current().content
    assert f"/{kept.name}" == widget.current().path
    assert widget.keep(tmp_path) == kept
    assert list(tmp_path.iterdir()) == [kept]


# --- The line that embeds it ------------------------------------------------------------------------


class _Tags(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


def test_the_line_names_the_lasting_address_and_its_hash() -> None:
    [(name, attributes)] = _Tags(widget.snippet("https://k.example")).tags
    digest = b64encode(sha384(widget.current().content).digest()).decode()
    assert (name, attributes["src"]) == ("script", f"https://k.example{widget.current().path}")
    assert attributes["integrity"] == f"sha384-{digest}"
    assert attributes["crossorigin"] == "anonymous"
    assert "async" in attributes


def test_the_line_for_a_chat_in_the_page_brings_its_place() -> None:
    [(place, at), (_, attributes)] = _Tags(widget.snippet("https://k.example", inline=True, limit=900)).tags
    assert (place, at["id"], attributes["data-target"]) == ("div", "klyngebot", "#klyngebot")
    assert (attributes["data-mode"], attributes["data-limit"]) == ("inline", "900")


def test_where_nothing_can_be_kept_the_setting_is_named(tmp_path: Path) -> None:
    with pytest.raises(KlyngebotError, match="KLYNGEBOT_WIDGET_FOLDER"):
        widget.keep(tmp_path / "findes-ikke")


def test_every_line_on_the_page_names_another_limit() -> None:
    lines = widget.Lines.of("https://k.example", 900)
    for line in (lines.launcher, lines.inline, lines.newest):
        assert _Tags(line).tags[-1][1]["data-limit"] == "900"


@given(st.text(max_size=40))
def test_whatever_stands_for_an_address_never_breaks_out_of_the_line(url: str) -> None:
    origin = widget.origin_of(url)
    assert origin is None or re.fullmatch(r"https?://[^/?#@]+", origin)
    assert [tag for tag, _ in _Tags(widget.snippet(url)).tags] == ["script"]


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        ("https://Klyngebot.example.dk/", "https://klyngebot.example.dk"),
        ("http://127.0.0.1:7860", "http://127.0.0.1:7860"),
        ("https://a.example/sti", None),
        ("https://kendt.dk@evil.example", None),
        ("javascript:alert(1)", None),
        ("klyngebot.example.dk", None),
        ("https://a.example:port", None),
        ("", None),
    ],
)
def test_an_origin_is_a_web_address_with_nothing_behind_it(url: str, origin: str | None) -> None:
    assert widget.origin_of(url) == origin


def test_the_command_line_writes_the_line_the_hash_and_the_kept_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KLYNGEBOT_WIDGET_FOLDER", str(tmp_path))
    run = CliRunner().invoke
    assert run(command_line, ["widget", "--sri"]).output.strip() == widget.current().integrity
    written = run(command_line, ["widget", "--snippet", "--url", "https://k.example"]).output.strip()
    assert written == widget.snippet("https://k.example")
    assert "data-mode" in run(command_line, ["widget", "--inline"]).output
    assert Path(run(command_line, ["widget", "--keep"]).output.strip()).read_bytes() == widget.current().content
    wrong = run(command_line, ["widget", "--url", "k.example"])
    assert "er ikke en webadresse" in str(wrong.exception)


def test_the_present_script_is_what_its_gzip_unpacks_to() -> None:
    assert gzip.decompress(widget.packed(widget.current())) == widget.current().content
