"""Errors over HTTP: `application/problem+json` (RFC 9457) in Danish, with a reference and no word of the request."""

from __future__ import annotations

import json
import logging
import secrets
import traceback

from starlette.responses import Response

from klyngebot import texts

log = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"
_INTERNAL = (texts.PROBLEM_INTERNAL, texts.PROBLEM_INTERNAL_REMEDY)
_BY_STATUS = {
    400: (texts.PROBLEM_BAD_REQUEST, texts.PROBLEM_BAD_REQUEST_REMEDY),
    403: (texts.PROBLEM_FORBIDDEN, texts.PROBLEM_FORBIDDEN_REMEDY),
    404: (texts.PROBLEM_NOT_FOUND, texts.PROBLEM_NOT_FOUND_REMEDY),
    405: (texts.PROBLEM_METHOD, texts.PROBLEM_METHOD_REMEDY),
    413: (texts.PROBLEM_TOO_LARGE, texts.PROBLEM_TOO_LARGE_REMEDY),
    415: (texts.PROBLEM_MEDIA_TYPE, texts.PROBLEM_MEDIA_TYPE_REMEDY),
    422: (texts.PROBLEM_SCHEMA, texts.PROBLEM_SCHEMA_REMEDY),
    503: (texts.PROBLEM_NOT_READY, texts.PROBLEM_NOT_READY_REMEDY),
}
# What to do where it depends on what was asked for
_REMEDIES = {
    (413, "/api/check"): texts.PROBLEM_TOO_LARGE_CHECK,
    (413, "/api/clusters"): texts.PROBLEM_TOO_LARGE_CLUSTERS,
    (413, "/gradio_api/queue/join"): texts.PROBLEM_TOO_LARGE_PAGE,
    (422, "/api/check"): texts.PROBLEM_SCHEMA_CHECK,
    (422, "/api/clusters"): texts.PROBLEM_SCHEMA_CLUSTERS,
}


def problem(
    status: int,
    *,
    path: str = "",
    title: str = "",
    detail: str = "",
    reference: str = "",
    headers: dict[str, str] | None = None,
) -> Response:
    """A response that says what is wrong and what to do, there at `path`; the reference is what the log calls it."""
    known_title, known_detail = _BY_STATUS.get(
        status, _INTERNAL if status >= 500 else (texts.PROBLEM_BAD_REQUEST, texts.PROBLEM_BAD_REQUEST_REMEDY)
    )
    body = {
        "type": "about:blank",
        "title": title or known_title,
        "status": status,
        "detail": detail or _REMEDIES.get((status, path), known_detail),
        "reference": reference or new_reference(),
    }
    content = json.dumps(body, ensure_ascii=False).encode()
    return Response(content, status, headers={"Cache-Control": "no-store", **(headers or {})}, media_type=MEDIA_TYPE)


def new_reference() -> str:
    """A short random name for one error, for a user to read aloud."""
    return secrets.token_hex(4)


def log_error(error: BaseException) -> str:
    """Log type and place of an error, and return its reference. Its message may hold words of the user: left out."""
    reference = new_reference()
    frames = traceback.extract_tb(error.__traceback__)[-3:]
    places = ", ".join(f"{frame.filename}:{frame.lineno}" for frame in frames)
    log.error("Error %s: %s at %s", reference, type(error).__name__, places)
    return reference
