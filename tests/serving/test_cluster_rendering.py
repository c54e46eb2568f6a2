"""Proposals of clusters in all shapes; what is hostile stays text."""

from __future__ import annotations

import json
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from klyngebot import texts
from klyngebot.bot import Klyngebot
from klyngebot.serving.cluster_rendering import clusters_to_dict, clusters_to_html, clusters_to_plain
from klyngebot.types import ClusterAnswer


@pytest.fixture(scope="module")
def found(bot: Klyngebot) -> ClusterAnswer:
    return bot.find_clusters("vi bygger batterisystemer i Vejle")


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: set[str] = set()
        self.ids: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)
        for name, value in attrs:
            if name == "id":
                self.ids.append(value or "")
            if name == "href":
                self.links.append(value or "")


def test_all_shapes_say_the_same(found: ClusterAnswer) -> None:
    plain, html = clusters_to_plain(found), clusters_to_html(found)
    for proposal in found.proposals:
        assert proposal.name in plain
        for statement in proposal.statements:
            assert statement.citation.quote in plain
    data = clusters_to_dict(found)
    json.dumps(data)
    assert [item["id"] for item in data["clusters"]] == [item.document_id for item in found.proposals]
    assert "Energy Cluster Denmark" in html


def test_marks_lead_to_their_sources(found: ClusterAnswer) -> None:
    tags = Tags()
    tags.feed(clusters_to_html(found))
    assert tags.seen <= {"p", "h3", "ul", "li", "strong", "a", "details", "summary"}
    assert len(set(tags.ids)) == len(tags.ids)
    assert {link[1:] for link in tags.links if link.startswith("#")} <= set(tags.ids)
    assert all(link.startswith(("#", "https://", "http://")) for link in tags.links)


def test_hostile_text_stays_text(found: ClusterAnswer) -> None:
    bad = "<script>alert(1)</script>"
    first = replace(found.proposals[0], name=bad, words=(bad,), url="javascript:alert(1)")
    html = clusters_to_html(replace(found, message=bad, proposals=(first,)))
    assert "<script" not in html
    assert "javascript:" not in html


def test_a_closed_cluster_is_said_to_be_closed(bot: Klyngebot) -> None:
    found = bot.find_clusters("skibsmaling og rederi")
    assert texts.FIND_CLOSED in clusters_to_plain(found)
    assert texts.FIND_CLOSED in clusters_to_html(found)
