from __future__ import annotations

import json

import pytest

from klyngebot.serving.problems import MEDIA_TYPE, problem
from klyngebot.texts import api as api_texts

STATUSES = (400, 403, 404, 405, 408, 413, 415, 422, 429, 500, 503)


@pytest.mark.parametrize("status", STATUSES)
def test_every_status_says_in_danish_what_is_wrong_and_what_to_do(status: int) -> None:
    response = problem(status)
    body = json.loads(response.body)
    assert response.status_code == body["status"] == status
    assert response.media_type == MEDIA_TYPE
    assert body["title"].endswith(".")
    assert body["detail"].endswith(".")
    assert all(told in vars(api_texts).values() for told in (body["title"], body["detail"]))


def test_each_status_is_told_apart() -> None:
    assert len({json.loads(problem(status).body)["title"] for status in STATUSES}) == len(STATUSES)


@pytest.mark.parametrize("status", [429, 503])
def test_who_is_turned_away_is_told_when_to_come_back(status: int) -> None:
    assert int(problem(status).headers["retry-after"]) > 0
    for name in ("Retry-After", "retry-after"):
        assert problem(status, headers={name: "77"}).headers.getlist("retry-after") == ["77"]


@pytest.mark.parametrize("prefix", ["/api", "/api/v1"])
@pytest.mark.parametrize(
    ("status", "path", "remedy"),
    [
        (413, "/check", api_texts.PROBLEM_TOO_LARGE_CHECK),
        (413, "/clusters", api_texts.PROBLEM_TOO_LARGE_CLUSTERS),
        (413, "/ask", api_texts.PROBLEM_TOO_LARGE_REMEDY),
        (422, "/check", api_texts.PROBLEM_SCHEMA_CHECK),
        (422, "/clusters", api_texts.PROBLEM_SCHEMA_CLUSTERS),
    ],
)
def test_the_remedy_is_that_of_the_path_with_and_without_the_version(
    prefix: str, status: int, path: str, remedy: str
) -> None:
    assert json.loads(problem(status, path=prefix + path).body)["detail"] == remedy


@pytest.mark.parametrize("prefix", ["", "/chat"])
def test_a_long_text_on_the_page_is_told_to_be_parted_wherever_the_page_is_mounted(prefix: str) -> None:
    body = json.loads(problem(413, path=f"{prefix}/gradio_api/queue/join").body)
    assert body["detail"] == api_texts.PROBLEM_TOO_LARGE_PAGE


def test_a_problem_of_its_own_words_keeps_its_status() -> None:
    told = problem(503, title=api_texts.PROBLEM_BUSY, detail=api_texts.PROBLEM_BUSY_REMEDY)
    assert json.loads(told.body)["title"] == api_texts.PROBLEM_BUSY
    assert json.loads(told.body)["status"] == 503
