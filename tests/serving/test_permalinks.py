"""Nothing that the API says links to a document without a public page."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient

from klyngebot.serving.api import create_app
from klyngebot.settings import Settings

STREAM = {"Accept": "text/event-stream"}
CALLS: dict[str, tuple[str, dict[str, str], dict[str, str]]] = {
    "answer": ("ask", {"question": "Hvem står bag strategien?"}, {}),
    "stream": ("ask", {"question": "Hvem står bag strategien?"}, STREAM),
    "clusters": ("clusters", {"description": "vi bygger batterisystemer"}, {}),
    "claim": ("check", {"claim": "Der var 13 ministerier."}, {}),
    "text": ("check", {"text": "Der var 13 ministerier. De skrev: »Otte ministerier stod bag den.«"}, {}),
}


def permalinks(plain: Any) -> Iterator[str]:
    """Every permalink in a JSON value, however deep."""
    if isinstance(plain, dict):
        yield from (value for name, value in plain.items() if name == "permalink")
        plain = list(plain.values())
    if isinstance(plain, list):
        for item in plain:
            yield from permalinks(item)


def told(stand_in: Any, settings: Settings, call: str) -> list[str]:
    path, body, headers = CALLS[call]
    response = TestClient(create_app(lambda: stand_in, settings)).post(f"/api/v1/{path}", json=body, headers=headers)
    assert response.status_code == 200
    lines = [line[6:] for line in response.text.splitlines() if line.startswith("data: ")] or [response.text]
    return list(permalinks([json.loads(line) for line in lines]))


@pytest.mark.parametrize("call", CALLS)
def test_a_sentence_is_linked_only_where_its_document_has_a_page(stand_in: Any, settings: Settings, call: str) -> None:
    assert settings.publish_documents == "corpus"
    linked = told(stand_in, settings, call)
    assert linked
    assert all(link.startswith("/kilder/artikel-2013-innovationsloeft") for link in linked)
    hidden = told(stand_in, settings.model_copy(update={"publish_documents": "none"}), call)
    assert hidden == [""] * len(linked)
