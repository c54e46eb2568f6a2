"""A checked text as JSON, Markdown and HTML; what is hostile stays text, and a color never stands alone."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from klyngebot.checking.results import ClaimCheck, DraftCheck, QuotationCheck, QuotationStatus, Verdict
from klyngebot.danish.statements import StatementKind
from klyngebot.serving.check_html import STYLE, draft_to_html, draft_to_page
from klyngebot.serving.check_rendering import (
    alone,
    claim_to_dict,
    claims_of,
    draft_to_dict,
    draft_to_markdown,
    rejected_to_dict,
    unchecked_to_dict,
)
from klyngebot.texts import checking as check_texts

TEXT = (
    "# Om klynger\n\nTi af dem er nye, og der var ti ministerier. Der var 13 klynger.\n\nVi mener, at det er godt. "
    "Avisen skrev »der var ti ministerier« om dem. Der var 13 klynger."
)
HOSTILE = (
    "<script>alert(1)</script> har 3. [a](javascript:alert(1)) har 4 *stjerner*.\n\n"
    '- 1. januar var en dag.\n\n"><img src=x onerror=alert(1)> var ti.'
)


@pytest.fixture
def checked(stand_in: Any) -> DraftCheck:
    result: DraftCheck = stand_in.check_text(TEXT, "udkast.md")
    return result


class Tags(HTMLParser):
    """What a page consists of: its tags, ids, links and texts."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.seen: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.open: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append(tag)
        named = dict(attrs)
        self.ids.extend(filter(None, [named.get("id")]))
        self.links.extend(filter(None, [named.get("href")]))
        assert not any(name.startswith("on") for name in named)
        if tag not in ("meta", "br", "img"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_values_say_which_claim_stands_where(checked: DraftCheck) -> None:
    plain = draft_to_dict(checked)
    json.dumps(plain)
    assert all(TEXT[item["start"] : item["end"]] == item["text"] for item in plain["statements"])
    claims = [item for item in plain["statements"] if item["kind"] == "claim"]
    assert claims[-1]["check"] == claims[2]["check"]
    assert len(plain["claims"]) == len(claims) - 1
    assert plain["contradicted"]
    assert plain["summary"]["not_claims"] == len(plain["statements"]) - len(claims)


def test_every_shape_has_summary_evidence_reason_and_limits(checked: DraftCheck) -> None:
    for shown in (draft_to_markdown(checked), draft_to_page(checked)):
        for said in (
            "udkast.md",
            check_texts.CHECK_SUMMARY,
            "✗ Modsagt",
            "? Ikke fundet",
            "✓ Understøttet (2013)",
            "I dag er der 11.",
            "Kilden siger otte, ikke ti.",
            "MagasinetInnovation.dk, maj 2013",
            check_texts.CHECK_QUOTATIONS,
            check_texts.QUOTATION_STATUSES["altered"],
            check_texts.CHECK_LEFT_OUT,
            "Mening, ikke en påstand",
            *check_texts.CHECK_LIMITS,
        ):
            assert said in shown


def test_the_words_that_differ_are_marked_as_such(checked: DraftCheck) -> None:
    assert "<del>ti</del>" in draft_to_html(checked)
    assert "<ins>otte</ins>" in draft_to_html(checked)
    assert "~~ti~~" in draft_to_markdown(checked)


def test_the_page_is_a_whole_document_without_scripts_and_its_links_lead_somewhere(checked: DraftCheck) -> None:
    page = draft_to_page(checked)
    tags = Tags(page)
    assert page.startswith('<!doctype html>\n<html lang="da">')
    assert "script" not in tags.seen
    assert tags.open == []
    assert len(set(tags.ids)) == len(tags.ids) == len(claims_of(checked))
    assert {link[1:] for link in tags.links if link.startswith("#")} == set(tags.ids)
    headings = [int(tag[1]) for tag in tags.seen if tag in ("h1", "h2", "h3", "h4")]
    assert headings[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(headings))


def test_the_fragment_folds_all_but_what_decides(checked: DraftCheck) -> None:
    folded = draft_to_html(checked, level=3, folded=True)
    assert "\n" not in folded
    assert f"<summary>{check_texts.CHECK_NEAREST} (2)</summary>" in folded
    assert "details" not in Tags(draft_to_html(checked)).seen
    before, _, _ = folded.partition("<details>")
    assert check_texts.CHECK_LIMITS[0] not in before


def test_hostile_text_stays_text(stand_in: Any) -> None:
    checked = stand_in.check_text(HOSTILE, "<b>navn</b>")
    bad = replace(checked.checks[0].citations[0], quote=HOSTILE, document_url="javascript:alert(1)", provenance=())
    check = ClaimCheck(HOSTILE, Verdict.REFUTED, HOSTILE, (bad,), newer=bad, as_of="<i>")
    for hostile in (checked, alone(check)):
        page = draft_to_page(hostile)
        assert set(Tags(page).seen).isdisjoint({"script", "img", "b", "i"})
        assert not any(link.startswith("javascript") for link in Tags(page).links)
        written = draft_to_markdown(hostile)
        assert "<script" not in written.replace("\\<script", "")
        assert "](javascript" not in written.replace("\\]", "")
        assert "*stjerner*" not in written.replace("\\*", "")


def test_markdown_that_looks_like_a_list_stays_a_sentence(stand_in: Any) -> None:
    written = draft_to_markdown(stand_in.check_text("2013. Der var 13 klynger.\n\nDer var ti."))
    assert "\n2013\\. " in written
    assert "\n\n\n" not in written


def test_a_mark_is_set_off_from_the_words_around_it(stand_in: Any) -> None:
    checked = stand_in.check_text("Der var ti, og der var 13 klynger. Der var to (og tre) her.\n\nDer var fire.")
    first, second = checked.statements[:2]
    joined = replace(second, start=first.end + len(" og "), end=second.end)
    text = f"{checked.text[: first.end]} og {checked.text[first.end + 4 :]}"
    for shown in (checked, replace(checked, text=text, statements=(first, joined))):
        written = draft_to_markdown(shown)
        marked = written.partition(f"## {check_texts.CHECK_TEXT}")[2].partition("\n## ")[0]
        assert "]**" in marked
        assert not re.search(r"\]\*\*\w|\)\*\w|  ", marked)


def test_no_words_between_two_statements_are_lost_or_glued(stand_in: Any) -> None:
    checked = stand_in.check_text("Der var ti")
    one = checked.statements[0]
    for between, shown in {"": " ", " ": " ", " og ": " og ", ", og ": ", og ", '."\n\n': '."\n\n'}.items():
        text = f"A{between}B"
        parts = (replace(one, text="A", start=0, end=1), replace(one, text="B", start=len(text) - 1, end=len(text)))
        assert f"]**{shown}B **[" in draft_to_markdown(replace(checked, text=text, statements=parts))


def test_quotations_are_counted_in_the_summary(checked: DraftCheck) -> None:
    found = tuple(
        QuotationCheck(f"»{status}", status)
        for status in (QuotationStatus.ALTERED, QuotationStatus.ALTERED, QuotationStatus.UNCLOSED)
    )
    shown = replace(checked, quotations=found)
    assert draft_to_dict(shown)["summary"]["quotations"] == {
        "exact": 0,
        "altered": 2,
        "not_found": 0,
        "too_short": 0,
        "unclosed": 1,
    }
    altered, unclosed = check_texts.QUOTATION_STATUSES["altered"], check_texts.QUOTATION_STATUSES["unclosed"]
    summary = draft_to_markdown(shown).partition(f"## {check_texts.CHECK_TEXT}")[0]
    assert f"- ✗ {altered}: 2\n- ! {unclosed}: 1" in summary
    page = draft_to_page(shown)
    assert f"✗ {altered}</strong>: 2" in page.partition(check_texts.CHECK_TEXT)[0]
    assert "<p>»unclosed</p>" in page
    assert check_texts.QUOTATION_STATUSES["exact"] not in page


def test_a_claim_alone_has_the_keys_of_a_checked_text(checked: DraftCheck) -> None:
    alone_ = claim_to_dict(claims_of(checked)[0])
    assert list(alone_)[:2] == ["ai", "status"]
    assert set(alone_) - {"ai", "status"} == set(draft_to_dict(checked)["claims"][0])
    assert unchecked_to_dict(" ", "Tom.") == {
        **claim_to_dict(ClaimCheck(" ", Verdict.NOT_ENOUGH_INFO, "Tom.", probability=0.0)),
        "status": "rejected",
    }


def test_the_documented_keys_are_those_that_come(checked: DraftCheck, root: Path) -> None:
    page = (root / "docs" / "check-json.md").read_text(encoding="utf-8")
    text, claim, citation, rejected = map(
        json.loads, re.findall(r"^```json\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    )
    plain = draft_to_dict(checked)
    came = plain["claims"][0]
    assert list(text) == list(plain)
    assert list(text["summary"]) == list(plain["summary"])
    assert list(text["summary"]["quotations"]) == list(plain["summary"]["quotations"])
    assert list(text["statements"][0]) == list(plain["statements"][0])
    assert list(text["claims"][0]) == list(came)
    assert list(text["quotations"][0]) == list(plain["quotations"][0])
    assert list(text["quotations"][0]["changes"][0]) == list(plain["quotations"][0]["changes"][0])
    assert list(claim) == list(claim_to_dict(claims_of(checked)[0]))
    assert list(citation) == list(came["evidence"][0])
    assert list(citation["provenance"][0]) == list(came["evidence"][0]["provenance"][0])
    assert rejected == rejected_to_dict(check_texts.CHECK_EMPTY)
    assert all(f"`{name}`" in page for name in (*Verdict, *QuotationStatus, *StatementKind))


def test_every_color_has_enough_contrast() -> None:
    style = STYLE.read_text(encoding="utf-8")
    light, dark = style.split("prefers-color-scheme: dark")[0], style.split("prefers-color-scheme: dark")[1]
    for part in (light, dark):
        colors = dict(line.strip().removesuffix(";")[2:].split(": ") for line in part.split("\n") if "--" in line[:8])
        for name in ("supported", "refuted", "open"):
            for behind in (colors[f"{name}-soft"], colors["page"]):
                assert contrast(colors[name], behind) >= 4.5, name
                assert contrast(colors["link"], behind) >= 4.5
                assert contrast(colors["text"], behind) >= 4.5


def contrast(one: str, other: str) -> float:
    """The contrast of two colors as WCAG reckons it."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(color: str) -> float:
    parts = [int(color[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
