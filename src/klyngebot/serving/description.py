"""The API's description of itself: an OpenAPI 3.1 document in Danish, at `/api/v1/openapi.json`."""

from __future__ import annotations

import json
from typing import Any, Final

from fastapi import FastAPI
from starlette.responses import Response

from klyngebot import __version__, texts
from klyngebot.serving import api_examples as examples
from klyngebot.serving import schemas
from klyngebot.serving.bodies import BODY_LIMIT, TEXT_BODY_LIMIT
from klyngebot.serving.feedback import HEADER as FEEDBACK_HEADER
from klyngebot.serving.gate import Door
from klyngebot.serving.problems import MEDIA_TYPE as PROBLEM_TYPE
from klyngebot.serving.problems import problem
from klyngebot.serving.streams import MEDIA_TYPE as STREAM_TYPE
from klyngebot.serving.streams import event
from klyngebot.settings import Settings
from klyngebot.texts import api_description as told

PATH: Final = "/api/v1/openapi.json"
DOOR: Final = Door.of("GET HEAD", PATH)
JSON: Final = "application/json"
_ALWAYS: Final = (400, 429, 500)  # what any call may end with
_OF_BODIES: Final = (403, 408, 413, 415, 422, 503)
_RETRIED: Final = (429, 503)
_NAMES: Final = told.EXAMPLE_NAMES
_Plain = dict[str, Any]


def add_to(app: FastAPI, settings: Settings) -> None:
    """Serve the description of the API with these settings."""
    content = json.dumps(describe(settings), ensure_ascii=False).encode()
    app.state.doors.append(DOOR)

    @app.api_route(PATH, methods=["GET", "HEAD"])
    async def description() -> Response:
        return Response(content, media_type=JSON, headers={"Cache-Control": "public, max-age=300"})


def describe(settings: Settings) -> _Plain:
    """The document. Feedback is in it only where it is switched on."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": told.TITLE,
            "summary": told.SUMMARY,
            "description": told.ABOUT,
            "version": __version__,
            "license": {"name": "MIT", "identifier": "MIT"},
            **_contact(settings.contact_link),
        },
        "servers": [{"url": "/"}],
        "tags": [{"name": told.TAG_ASK}, {"name": told.TAG_RUN}],
        "paths": {
            "/api/v1/ask": {"post": _ask(settings)},
            "/api/v1/clusters": {"post": _clusters(settings.max_question_length)},
            "/api/v1/check": {"post": _check()},
            **({"/api/v1/feedback": {"post": _feedback(settings.feedback_days)}} if settings.feedback else {}),
            PATH: {"get": _description()},
            "/health/live": {"get": _health("live", told.LIVE, told.REPLY_LIVE, "Live")},
            "/health/ready": {"get": _health("ready", told.READY, told.REPLY_READY, "Ready", told.READY_ABOUT)},
        },
        "components": {
            "schemas": {**schemas.bodies(feedback=settings.feedback), **schemas.replies(feedback=settings.feedback)},
            "responses": {f"Problem{status}": _problem(status) for status in sorted((*_ALWAYS, *_OF_BODIES))},
        },
    }


def _contact(contact: str) -> _Plain:
    if not contact:
        return {}
    address = {"email": contact.removeprefix("mailto:")} if contact.startswith("mailto:") else {"url": contact}
    return {"contact": {"name": told.CONTACT, **address}}


def _ask(settings: Settings) -> _Plain:
    answers = {
        JSON: _content("Answer", answered=examples.ANSWERED, refused=examples.REFUSED),
        STREAM_TYPE: {
            "schema": {"type": "string", "description": told.REPLY_STREAM},
            "examples": {"stream": {"summary": _NAMES["stream"], "value": _stream()}},
        },
    }
    headers: _Plain = {
        "Klyngebot-Answer": {"description": told.HEADER_KIND, "schema": {"enum": ["verbatim", "generated", "fixed"]}}
    }
    if settings.feedback:
        days = {"type": "integer", "minimum": 1}
        headers[FEEDBACK_HEADER] = {"description": told.HEADER_FEEDBACK, "schema": days}
    return {
        "operationId": "ask",
        "tags": [told.TAG_ASK],
        "summary": told.ASK,
        "description": told.ASK_ABOUT.format(longest=texts.number(settings.max_question_length)),
        "requestBody": _body("Ask", BODY_LIMIT, question=examples.QUESTION, follow_up=examples.FOLLOW_UP),
        "responses": {
            "200": {"description": told.REPLY_ANSWER, "headers": headers, "content": answers},
            **_problems(*_ALWAYS, *_OF_BODIES),
        },
    }


def _clusters(longest: int) -> _Plain:
    return {
        "operationId": "findClusters",
        "tags": [told.TAG_ASK],
        "summary": told.FIND,
        "description": told.FIND_ABOUT.format(longest=texts.number(longest)),
        "requestBody": _body("Firm", BODY_LIMIT, question=examples.FIRM),
        "responses": {
            "200": _reply(told.REPLY_CLUSTERS, "Clusters", answered=examples.CLUSTERS),
            **_problems(*_ALWAYS, *_OF_BODIES),
        },
    }


def _check() -> _Plain:
    checked = {
        "schema": {"oneOf": [schemas.ref(name) for name in ("CheckedClaim", "CheckedText", "CheckRejected")]},
        "examples": _examples(claim=examples.CHECKED_CLAIM, text=examples.CHECKED_TEXT),
    }
    return {
        "operationId": "check",
        "tags": [told.TAG_ASK],
        "summary": told.CHECK,
        "description": told.CHECK_ABOUT,
        "requestBody": _body("Check", TEXT_BODY_LIMIT, claim=examples.CLAIM, text=examples.TEXT),
        "responses": {
            "200": {"description": told.REPLY_CHECK, "content": {JSON: checked}},
            **_problems(*_ALWAYS, *_OF_BODIES),
        },
    }


def _feedback(days: int) -> _Plain:
    return {
        "operationId": "sendFeedback",
        "tags": [told.TAG_ASK],
        "summary": told.FEEDBACK,
        "description": told.FEEDBACK_ABOUT.format(days=days),
        "requestBody": _body("Feedback", BODY_LIMIT, answered=examples.FEEDBACK),
        "responses": {"201": _reply(told.REPLY_FEEDBACK, "FeedbackKept"), **_problems(*_ALWAYS, *_OF_BODIES)},
    }


def _description() -> _Plain:
    reply = {"description": told.REPLY_DESCRIPTION, "content": {JSON: {"schema": {"type": "object"}}}}
    return {
        "operationId": "description",
        "tags": [told.TAG_RUN],
        "summary": told.DESCRIPTION,
        "responses": {"200": reply, **_problems(*_ALWAYS)},
    }


def _health(name: str, summary: str, reply: str, schema: str, description: str = "") -> _Plain:
    return {
        "operationId": name,
        "tags": [told.TAG_RUN],
        "summary": summary,
        **({"description": description} if description else {}),
        "responses": {"200": _reply(reply, schema), **_problems(*_ALWAYS, *((503,) if name == "ready" else ()))},
    }


def _body(schema: str, limit: int, **given: _Plain) -> _Plain:
    content = {JSON: _content(schema, **given)}
    return {"required": True, "description": told.body_limit(limit), "content": content}


def _reply(description: str, schema: str, **given: _Plain) -> _Plain:
    return {"description": description, "content": {JSON: _content(schema, **given)}}


def _content(schema: str, **given: _Plain) -> _Plain:
    return {"schema": schemas.ref(schema), **({"examples": _examples(**given)} if given else {})}


def _examples(**given: _Plain) -> _Plain:
    return {name: {"summary": _NAMES[name], "value": value} for name, value in given.items()}


def _problems(*statuses: int) -> _Plain:
    return {str(status): {"$ref": f"#/components/responses/Problem{status}"} for status in sorted(statuses)}


def _problem(status: int) -> _Plain:
    """The response of a status, with the very words that it is told in."""
    example = json.loads(bytes(problem(status, reference="0a1b2c3d").body))
    retry = {"description": told.HEADER_RETRY, "required": True, "schema": {"type": "integer", "minimum": 0}}
    return {
        "description": example["title"],
        **({"headers": {"Retry-After": retry}} if status in _RETRIED else {}),
        "content": {PROBLEM_TYPE: {"schema": schemas.ref("Problem"), "example": example}},
    }


def _stream() -> str:
    answer = examples.ANSWERED
    events = [("status", {"text": texts.STATUS_SEARCHING}), *(("sentence", item) for item in answer["sentences"])]
    return b"".join(event(name, data) for name, data in (*events, ("answer", answer))).decode()
