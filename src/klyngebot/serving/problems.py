"""Errors over HTTP: `application/problem+json` (RFC 9457) in Danish, with a reference and no word of the request."""

from __future__ import annotations

import json
import logging
import secrets
import traceback

from starlette.responses import Response

from klyngebot.texts import api as api_texts

log = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"
_INTERNAL = (api_texts.PROBLEM_INTERNAL, api_texts.PROBLEM_INTERNAL_REMEDY)
_BY_STATUS = {
    400: (api_texts.PROBLEM_BAD_REQUEST, api_texts.PROBLEM_BAD_REQUEST_REMEDY),
    403: (api_texts.PROBLEM_FORBIDDEN, api_texts.PROBLEM_FORBIDDEN_REMEDY),
    404: (api_texts.PROBLEM_NOT_FOUND, api_texts.PROBLEM_NOT_FOUND_REMEDY),
    405: (api_texts.PROBLEM_METHOD, api_texts.PROBLEM_METHOD_REMEDY),
    413: (api_texts.PROBLEM_TOO_LARGE, api_texts.PROBLEM_TOO_LARGE_REMEDY),
    415: (api_texts.PROBLEM_MEDIA_TYPE, api_texts.PROBLEM_MEDIA_TYPE_REMEDY),
    422: (api_texts.PROBLEM_SCHEMA, api_texts.PROBLEM_SCHEMA_REMEDY),
    503: (api_texts.PROBLEM_NOT_READY, api_texts.PROBLEM_NOT_READY_REMEDY),
}
# What to do where it depends on what was asked for
_REMEDIES = {
    (413, "/api/check"): api_texts.PROBLEM_TOO_LARGE_CHECK,
    (413, "/api/clusters"): api_texts.PROBLEM_TOO_LARGE_CLUSTERS,
    (413, "/chat/gradio_api/queue/join"): api_texts.PROBLEM_TOO_LARGE_PAGE,
    (422, "/api/check"): api_texts.PROBLEM_SCHEMA_CHECK,
    (422, "/api/clusters"): api_texts.PROBLEM_SCHEMA_CLUSTERS,
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
        status, _INTERNAL if status >= 500 else (api_texts.PROBLEM_BAD_REQUEST, api_texts.PROBLEM_BAD_REQUEST_REMEDY)
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
