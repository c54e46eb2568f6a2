from __future__ import annotations

import json
import re
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klyngebot import texts
from klyngebot.bot import Klyngebot
from klyngebot.serving.references import references, web_address
from klyngebot.serving.rendering import answer_to_dict, answer_to_html, answer_to_markdown, answer_to_plain, kind_of
from klyngebot.types import Answer, Refusal, RefusalReason, Status, Stop, Trace, Turn

ALLOWED = {"p", "ul", "ol", "li", "strong", "em", "a", "details", "summary"}
ATTRIBUTES = {"href", "id", "target", "rel", "aria-label"}
HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "[klik](javascript:alert(1)) ![x](http://evil.example/x.png)",
    "</p></details><iframe src=//evil.example>",
    "tekst\n\n<b>ny blok</b>\n\n# overskrift",
    "{{constructor.constructor('alert(1)')()}} ${alert(1)}",
]
HOSTILE_ADDRESSES = [
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\nscript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:x",
    "//evil.example/x",
    "\\\\evil.example",
    "https://borger.dk@evil.example/",
    "https://xn--brger-vua.dk/",
    "https://bоrger.dk/",
    'https://evil.example/"onmouseover=alert(1)',
    "https://evil.example/<script>",
    "https://",
    "http://[::1",
    "https://a.dk:99999999/",
    " https://evil.example",
    "ftp://a.dk/x",
    "",
]


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def parsed(html: str) -> Tags:
    tags = Tags()
    tags.feed(html)
    tags.close()
    assert tags.open == []
    return tags


def test_html_has_only_the_allowed_tags_and_attributes(answered: Answer, refused: Answer) -> None:
    for answer in (answered, refused):
        for tag, attributes in parsed(answer_to_html(answer)).seen:
            assert tag in ALLOWED
            assert set(attributes) <= ATTRIBUTES


@pytest.mark.parametrize("text", HOSTILE + HOSTILE_ADDRESSES)
def test_hostile_text_stays_text_in_html(answered: Answer, text: str, poison: Any) -> None:
    html = answer_to_html(poison(answered, text))
    tags = parsed(html)
    assert {tag for tag, _ in tags.seen} <= ALLOWED
    assert all(set(attributes) <= ATTRIBUTES for _, attributes in tags.seen)
    assert "\n" not in html
    assert " ".join(text.split()) in tags.text
    links = [attributes["href"] or "" for tag, attributes in tags.seen if tag == "a"]
    assert all(link.startswith("#svar-") for link in links)


@given(st.text(max_size=60))
def test_any_text_stays_text_in_html(text: str) -> None:
    answer = Answer("", Status.REFUSED, refusal=Refusal(RefusalReason.OFF_TOPIC, text, (text,)), notes=(text,))
    tags = parsed(answer_to_html(answer))
    assert {tag for tag, _ in tags.seen} <= {"p", "em", "ul", "li"}
    assert "\n" not in answer_to_html(answer)


@pytest.mark.parametrize("url", HOSTILE_ADDRESSES)
def test_only_plain_web_addresses_become_links(url: str) -> None:
    assert web_address(url) == ""


@pytest.mark.parametrize("url", ["https://ufm.dk/a?b=1&c=2#d", "http://127.0.0.1:8000/x", "https://ufm.dk/æøå"])
def test_a_plain_web_address_is_kept(url: str) -> None:
    assert web_address(url) == url


def test_links_leave_no_opener_and_open_a_new_window(answered: Answer) -> None:
    outward = [a for tag, a in parsed(answer_to_html(answered)).seen if tag == "a" and not a["href"].startswith("#")]
    assert outward
    for attributes in outward:
        assert attributes["rel"] == "noopener noreferrer"
        assert attributes["target"] == "_blank"


def test_every_citation_mark_points_at_its_quote(answered: Answer) -> None:
    seen = parsed(answer_to_html(answered, anchor="tur-1")).seen
    ids = {attributes["id"] for _, attributes in seen if "id" in attributes}
    marks = {(a["href"] or "")[1:] for tag, a in seen if tag == "a" and (a["href"] or "").startswith("#")}
    assert marks == ids == {"tur-1-1", "tur-1-2", "tur-1-3"}


def test_the_public_source_comes_before_our_rendition(answered: Answer) -> None:
    for shown in (answer_to_plain(answered), parsed(answer_to_html(answered)).text):
        after = shown[shown.index(texts.SOURCES) :].lower()
        public = after.index(
            "klynger skal give mindre virksomheder et innovationsløft – magasinetinnovation.dk, maj 2013"
        )
        rendition = after.index("gengivet i klyngebots dokument: magasinartiklen")
        section = after.index("afsnit: hvem står bag")
        assert public < rendition < section


def test_html_shows_title_publisher_date_section_quote_and_address(answered: Answer) -> None:
    html = answer_to_html(answered)
    for citation in answered.citations:
        assert citation.quote in html
        assert citation.section in html
    assert "MagasinetInnovation.dk, maj 2013" in html
    assert 'href="http://magasinetinnovation.dk/?type=underkategori&amp;id=144"' in html
    assert "gælder til og med 2015" in html
    assert "Uddannelses- og Forskningsministeriet" in html  # the second source of the same sentence


def test_citations_of_one_source_share_one_entry_also_across_documents(answered: Answer) -> None:
    assert [item.numbers for item in references(answered)] == [(1, 2, 3)]
    elsewhere = replace(answered.citations[2], document_id="klyngestrategi-2013", title="Strategien (2013)")
    spread = replace(answered, citations=(*answered.citations[:2], elsewhere))
    assert [item.numbers for item in references(spread)] == [(1, 2, 3)]
    html = answer_to_html(spread)
    assert html.index("Klyngebots dokument: Magasinartiklen") < html.index("Klyngebots dokument: Strategien (2013)")


def test_a_document_without_public_source_is_named_itself(answered: Answer) -> None:
    own = replace(
        answered.citations[0],
        provenance=(),
        rendition=False,
        document_url="",
        page=4,
        title="Vores strategi",
        valid_to="",
    )
    answer = replace(answered, citations=(own,), sentences=answered.sentences[:1])
    (reference,) = references(answer)
    assert (reference.title, reference.url, reference.nature) == ("Vores strategi", "", "")
    plain = answer_to_plain(answer)
    assert "i: Vores strategi, afsnit: Hvem står bag, side 4" in plain
    assert texts.NO_LINK in plain
    assert "gengivet" not in plain


def test_a_refusal_says_so_first_and_names_what_is_near(refused: Answer) -> None:
    for shown in (answer_to_plain(refused), parsed(answer_to_html(refused)).text):
        assert shown.startswith(texts.REFUSED_NOT_IN_SOURCES)
        assert "Klyngestrategi 2.0 (2016-2018)" in shown


def test_a_refusal_that_quotes_a_known_gap_shows_both(answered: Answer) -> None:
    gap = replace(
        answered, status=Status.REFUSED, refusal=Refusal(RefusalReason.NOT_IN_SOURCES, texts.REFUSED_NOT_IN_SOURCES)
    )
    plain = answer_to_plain(gap)
    assert plain.startswith(texts.REFUSED_NOT_IN_SOURCES)
    assert answered.sentences[0].text in plain


def test_a_rejected_answer_is_its_message_alone() -> None:
    answer = Answer("", Status.REJECTED, refusal=Refusal(RefusalReason.EMPTY, texts.REJECTED_EMPTY))
    assert answer_to_plain(answer) == answer_to_markdown(answer) == texts.REJECTED_EMPTY
    assert answer_to_html(answer) == f"<p>{texts.REJECTED_EMPTY}</p>"


def test_sentences_of_one_section_share_a_paragraph(answered: Answer) -> None:
    html = answer_to_html(answered, sources=False)
    first, second, *_ = re.findall(r"<p>(.*?)</p>", html)
    assert answered.sentences[1].text in first
    assert answered.sentences[2].text in second


def test_markdown_escapes_what_is_not_ours(answered: Answer, poison: Any) -> None:
    shown = answer_to_markdown(poison(answered, "![x](http://evil.example/x.png) <b>*fed*</b>"))
    assert "![x]" not in shown
    assert "<b>" not in shown
    assert "](<http" not in shown


def test_markdown_links_the_title(answered: Answer) -> None:
    assert "](<http://magasinetinnovation.dk/?type=underkategori&id=144>)" in answer_to_markdown(answered)


def test_the_dict_is_plain_json_with_everything(answered: Answer) -> None:
    plain = answer_to_dict(answered)
    assert json.loads(json.dumps(plain)) == plain
    assert plain["ai"] is True
    assert plain["kind"] == "verbatim"
    assert plain["status"] == "answered"
    assert plain["answer"] == answered.text
    assert plain["sentences"][2]["citations"] == [3]
    assert plain["citations"][0]["url"] == "http://magasinetinnovation.dk/?type=underkategori&id=144"
    assert plain["citations"][0]["provenance"][1]["key"] == "K4"
    assert plain["citations"][0]["kind"] == "artikel"
    assert plain["refusal"] is None
    assert plain["trace"]["milliseconds"] == 10.75
    assert plain["trace"]["stops"][0] == {"name": "find", "detail": "12 afsnit", "milliseconds": 3.25}


def test_the_dict_of_a_refusal_names_its_reason(refused: Answer) -> None:
    plain = answer_to_dict(refused)
    assert plain["refusal"]["reason"] == "not_in_sources"
    assert plain["kind"] == "fixed"


def test_without_timings_two_runs_give_the_same_bytes(answered: Answer) -> None:
    slower = replace(answered, trace=Trace(answered.trace.query, (Stop("find", 99.0, "12 afsnit"), Stop("svar", 1.0))))
    first, second = (json.dumps(answer_to_dict(item, timings=False)) for item in (answered, slower))
    assert first == second
    assert "milliseconds" not in first


def test_the_kind_tells_a_language_model_from_documents(answered: Answer) -> None:
    assert kind_of(answered) == "verbatim"
    assert kind_of(replace(answered, mode="generative")) == "generated"
    assert texts.KIND_GENERATED in answer_to_html(replace(answered, mode="generative"))
    assert texts.KIND_VERBATIM in answer_to_html(answered)


def test_plain_text_lists_suggestions(answered: Answer) -> None:
    assert f"  - {answered.suggestions[0]}" in answer_to_plain(answered)


def test_what_was_searched_for_is_told_where_it_is_not_what_was_typed(bot: Klyngebot) -> None:
    before = bot.ask("Hvad laver Odense Robotics?")
    followed = bot.ask("og hvor bor de?", [Turn(before.question, before.text)])
    shown = answer_to_html(followed)
    assert f"<summary>{texts.UNDERSTOOD}</summary>" in shown
    assert followed.trace.query in unescape(shown)
    assert texts.UNDERSTOOD not in answer_to_html(before)
    assert texts.UNDERSTOOD not in answer_to_html(followed, sources=False)
