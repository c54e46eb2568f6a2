from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from starlette.testclient import TestClient

from klyngebot import __version__, texts
from klyngebot.bot import LONGEST_CLAIM, Klyngebot
from klyngebot.checking.drafts import LONGEST_TEXT
from klyngebot.serving import api_examples
from klyngebot.serving.api import create_app
from klyngebot.serving.description import PATH, describe
from klyngebot.serving.feedback import PATH as FEEDBACK_PATH
from klyngebot.serving.problems import problem
from klyngebot.settings import Settings

Checks = Callable[[str, Any], list[str]]


@pytest.fixture
def switched_on(settings: Settings, tmp_path: Path) -> Settings:
    return settings.model_copy(update={"feedback": True, "data_dir": tmp_path})


@pytest.fixture
def document(switched_on: Settings) -> dict[str, Any]:
    return describe(switched_on)


@pytest.fixture
def client(stand_in: Any, switched_on: Settings) -> Iterator[TestClient]:
    with TestClient(create_app(lambda: stand_in, switched_on), raise_server_exceptions=False) as made:
        yield made


@pytest.fixture
def real(bot: Klyngebot, settings: Settings) -> Iterator[TestClient]:
    with TestClient(create_app(lambda: bot, settings)) as made:
        yield made


@pytest.fixture
def misfits(document: dict[str, Any]) -> Checks:
    """Where a value does not fit a schema by name; unlike the published one, it takes no field that is not listed."""

    def check(name: str, value: Any) -> list[str]:
        schema = {"$ref": f"#/components/schemas/{name}", "components": closed(document["components"])}
        return [f"{one.json_path}: {one.message}" for one in jsonschema.Draft202012Validator(schema).iter_errors(value)]

    return check


def closed(schema: Any) -> Any:
    if isinstance(schema, list):
        return [closed(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    extra = {"additionalProperties": False} if schema.get("type") == "object" and "properties" in schema else {}
    return {**{key: closed(value) for key, value in schema.items()}, **extra}


def walk(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from walk(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from walk(inner)


def test_it_is_served_as_json_that_may_be_kept_for_a_while(client: TestClient, document: dict[str, Any]) -> None:
    response = client.get(PATH)
    assert response.headers["content-type"] == "application/json"
    assert response.headers["cache-control"] == "public, max-age=300"
    assert response.json() == json.loads(json.dumps(document))
    assert client.head(PATH).status_code == 200


def test_it_names_version_license_and_contact(settings: Settings) -> None:
    info = describe(settings)["info"]
    assert (info["version"], info["license"]["identifier"]) == (__version__, "MIT")
    assert "contact" not in info
    for contact, key, value in (
        ("hjaelp@kommune.example", "email", "hjaelp@kommune.example"),
        ("https://kommune.example/hjaelp", "url", "https://kommune.example/hjaelp"),
    ):
        assert describe(settings.model_copy(update={"contact": contact}))["info"]["contact"][key] == value


def test_every_reference_leads_somewhere_and_everything_is_used(document: dict[str, Any]) -> None:
    found = {item["$ref"] for item in walk(document) if isinstance(item.get("$ref"), str)}
    there = {f"#/components/{kind}/{name}" for kind, items in document["components"].items() for name in items}
    assert found == there


def test_every_schema_is_valid_and_every_field_is_described_in_danish(document: dict[str, Any]) -> None:
    for name, schema in document["components"]["schemas"].items():
        jsonschema.Draft202012Validator.check_schema(schema)
        for field, inner in schema["properties"].items():
            assert inner["description"].endswith("."), f"{name}.{field}"
        assert "title" not in schema


def test_every_route_of_the_api_is_described_and_no_other(client: TestClient, document: dict[str, Any]) -> None:
    served = {
        (route.path, method.lower())
        for route in client.app.routes  # type: ignore[attr-defined]
        for method in route.methods - {"HEAD"}
        if route.path.startswith(("/api/v1/", "/health/"))
    }
    assert served == {(path, method) for path, item in document["paths"].items() for method in item}


def test_the_limits_that_it_names_are_those_that_hold(settings: Settings) -> None:
    paths = describe(settings.model_copy(update={"max_question_length": 1_234}))["paths"]
    for path in ("ask", "clusters"):
        assert "1.234 tegn" in paths[f"/api/v1/{path}"]["post"]["description"]
    for limit in (LONGEST_CLAIM, LONGEST_TEXT):
        assert f"{texts.number(limit)} tegn" in paths["/api/v1/check"]["post"]["description"]


def test_the_examples_are_sentences_of_the_corpus(bot: Klyngebot) -> None:
    documents = {item.id: item for item in bot.corpus.documents}
    shown = [*api_examples.ANSWERED["citations"], *api_examples.CLUSTERS["clusters"][0]["statements"]]
    for item in shown:
        assert item["quote"] in documents[item["document_id"]].text


def test_feedback_is_described_only_where_it_is_switched_on(document: dict[str, Any], settings: Settings) -> None:
    assert FEEDBACK_PATH in document["paths"]
    assert FEEDBACK_PATH not in describe(settings)["paths"]
    assert "eedback" not in json.dumps(describe(settings))


def test_there_is_no_page_that_shows_it(client: TestClient) -> None:
    for path in ("/docs", "/redoc", "/openapi.json", "/api/v1/docs", "/api/openapi.json"):
        assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    ("name", "example"),
    [
        ("Ask", api_examples.QUESTION),
        ("Ask", api_examples.FOLLOW_UP),
        ("Firm", api_examples.FIRM),
        ("Check", api_examples.CLAIM),
        ("Check", api_examples.TEXT),
        ("Feedback", api_examples.FEEDBACK),
        ("Answer", api_examples.ANSWERED),
        ("Answer", api_examples.REFUSED),
        ("Clusters", api_examples.CLUSTERS),
        ("CheckedClaim", api_examples.CHECKED_CLAIM),
        ("CheckedText", api_examples.CHECKED_TEXT),
    ],
)
def test_every_example_fits_its_schema(misfits: Checks, name: str, example: Any) -> None:
    assert misfits(name, example) == []


def test_every_example_of_a_body_is_taken(client: TestClient, document: dict[str, Any]) -> None:
    for path, item in document["paths"].items():
        for operation in item.values():
            for example in operation.get("requestBody", {}).get("content", {}).values():
                for one in example["examples"].values():
                    response = client.post(path, json=one["value"])
                    assert str(response.status_code) in operation["responses"]
                    assert response.is_success


QUESTIONS = {
    "answered": "Hvilke ministerier står bag klyngestrategien fra 2013?",
    "smalltalk": "Hej",
    "refused": "Hvad koster en liter mælk?",
    "rejected": "a" * 501,
}


@pytest.mark.parametrize("status", QUESTIONS)
def test_a_real_answer_of_every_status_fits(real: TestClient, misfits: Checks, status: str) -> None:
    plain = real.post("/api/v1/ask", json={"question": QUESTIONS[status]}).json()
    assert plain["status"] == status
    assert misfits("Answer", plain) == []


@pytest.mark.parametrize(
    "question",
    [
        "",
        "What is a cluster?",
        "Hvem ledede Klyngeforum, og hvad koster en liter mælk?",
        "Hvad er forskellen på MADE og CLEAN?",
        "Hvilken klynge passer til et smedeværksted?",
        "Hvordan bliver jeg medlem af MADE?",
        "Mit CPR er 010203-1234. Hvad er en klynge?",
    ],
)
def test_a_real_answer_of_every_kind_fits(real: TestClient, misfits: Checks, question: str) -> None:
    assert misfits("Answer", real.post("/api/v1/ask", json={"question": question}).json()) == []


def test_a_real_conversation_fits(real: TestClient, misfits: Checks) -> None:
    history = [{"question": "Hvad er MADE?", "answer": "MADE er en klynge."}]
    for question in ("Hvor ligger den?", "Er du sikker?", "Hvad er kilden?"):
        assert misfits("Answer", real.post("/api/v1/ask", json={"question": question, "history": history}).json()) == []


@pytest.mark.parametrize("description", ["smedeværksted med 40 ansatte", "xyzzy", "", "a" * 501])
def test_real_clusters_fit(real: TestClient, misfits: Checks, description: str) -> None:
    assert misfits("Clusters", real.post("/api/v1/clusters", json={"description": description}).json()) == []


@pytest.mark.parametrize(
    "claim",
    [
        "Klyngeforum blev ledet af Uddannelses- og Forskningsministeriet.",
        "Ti ministerier står bag klyngestrategien fra 2013.",
        "Mælk er hvid.",
    ],
)
def test_a_real_check_of_a_claim_fits(real: TestClient, misfits: Checks, claim: str) -> None:
    assert misfits("CheckedClaim", real.post("/api/v1/check", json={"claim": claim}).json()) == []


def test_a_real_check_of_a_text_fits(real: TestClient, misfits: Checks) -> None:
    text = (
        "# Klynger\n\nTi ministerier står bag klyngestrategien fra 2013. Hvorfor mon? Det er smukt.\n\n"
        "Om målet skrev de: »klyngeindsatsen skal give nye innovationer i mindst 2.000 virksomheder om året«."
    )
    assert misfits("CheckedText", real.post("/api/v1/check", json={"text": text}).json()) == []


def test_what_cannot_be_checked_fits(real: TestClient, misfits: Checks) -> None:
    for body in ({"claim": ""}, {"text": ""}, {"claim": "a" * 1_001}):
        assert misfits("CheckRejected", real.post("/api/v1/check", json=body).json()) == []


def test_health_feedback_and_problems_fit(client: TestClient, misfits: Checks) -> None:
    assert misfits("Live", client.get("/health/live").json()) == []
    assert misfits("Ready", client.get("/health/ready").json()) == []
    assert misfits("FeedbackKept", client.post(FEEDBACK_PATH, json={"thumb": "up"}).json()) == []
    for status in (400, 403, 404, 405, 408, 413, 415, 422, 429, 500, 503):
        assert misfits("Problem", json.loads(problem(status).body)) == []


def test_a_stand_in_answer_with_refusal_and_contact_fits(client: TestClient, misfits: Checks) -> None:
    for question in ("Hvor mange?", "Hvad koster mælk?", "gift:<b>"):
        assert misfits("Answer", client.post("/api/v1/ask", json={"question": question}).json()) == []


def test_a_field_that_is_not_described_would_be_noticed(misfits: Checks) -> None:
    assert len(misfits("Answer", {**api_examples.ANSWERED, "new": 1})) == 1
    assert len(misfits("Answer", {key: value for key, value in api_examples.ANSWERED.items() if key != "ai"})) == 1
