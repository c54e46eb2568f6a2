"""Errors over HTTP: `application/problem+json` (RFC 9457) in Danish, with a reference and no word of the request."""

from __future__ import annotations

import json
import logging
import re
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
    408: (api_texts.PROBLEM_TIMEOUT, api_texts.PROBLEM_TIMEOUT_REMEDY),
    413: (api_texts.PROBLEM_TOO_LARGE, api_texts.PROBLEM_TOO_LARGE_REMEDY),
    415: (api_texts.PROBLEM_MEDIA_TYPE, api_texts.PROBLEM_MEDIA_TYPE_REMEDY),
    422: (api_texts.PROBLEM_SCHEMA, api_texts.PROBLEM_SCHEMA_REMEDY),
    431: (api_texts.PROBLEM_HEADERS, api_texts.PROBLEM_HEADERS_REMEDY),
    429: (api_texts.PROBLEM_TOO_MANY, api_texts.PROBLEM_TOO_MANY_REMEDY),
    503: (api_texts.PROBLEM_NOT_READY, api_texts.PROBLEM_NOT_READY_REMEDY),
}
# What to do where it depends on what was asked for; the API's paths without their prefix
_REMEDIES = {
    (413, "/check"): api_texts.PROBLEM_TOO_LARGE_CHECK,
    (413, "/clusters"): api_texts.PROBLEM_TOO_LARGE_CLUSTERS,
    (413, "/gradio_api/queue/join"): api_texts.PROBLEM_TOO_LARGE_PAGE,
    (422, "/check"): api_texts.PROBLEM_SCHEMA_CHECK,
    (422, "/clusters"): api_texts.PROBLEM_SCHEMA_CLUSTERS,
    (422, "/feedback"): api_texts.PROBLEM_SCHEMA_FEEDBACK,
}
_PREFIX = re.compile(r"/api(?:/v1)?(?=/)|/chat(?=/gradio_api/)")
_RETRY_AFTER = {429: "10", 503: "2"}  # seconds, where whoever refuses does not say it better


def problem(
    status: int,
    *,
    path: str = "",
    title: str = "",
    detail: str = "",
    reference: str = "",
    headers: dict[str, str] | None = None,
) -> Response:
    """A response that says what is wrong and what to do.

    Args:
        status: the status; each has a title and a remedy of its own.
        path: what was asked for, where the remedy depends on it.
        title: in place of the status' own, in Danish.
        detail: what to do, in place of the status' own.
        reference: what the log calls the error; a new one where it is empty.
        headers: further ones; 429 and 503 get `Retry-After` (seconds) also without.
    """
    known_title, known_detail = _BY_STATUS.get(
        status, _INTERNAL if status >= 500 else (api_texts.PROBLEM_BAD_REQUEST, api_texts.PROBLEM_BAD_REQUEST_REMEDY)
    )
    body = {
        "type": "about:blank",
        "title": title or known_title,
        "status": status,
        "detail": detail or _REMEDIES.get((status, _PREFIX.sub("", path, count=1)), known_detail),
        "reference": reference or new_reference(),
    }
    retry = {"Retry-After": _RETRY_AFTER[status]} if status in _RETRY_AFTER else {}
    content = json.dumps(body, ensure_ascii=False).encode()
    return Response(
        content, status, headers={"Cache-Control": "no-store", **retry, **_titled(headers)}, media_type=MEDIA_TYPE
    )


def _titled(headers: dict[str, str] | None) -> dict[str, str]:
    """The headers with their names in one case, so that a given one takes the place of ours."""
    return {name.title(): value for name, value in (headers or {}).items()}


def new_reference() -> str:
    """A short random name for one error, for a user to read aloud."""
    return secrets.token_hex(4)


def log_error(error: BaseException) -> str:
    """Log type and place of an error, and return its reference. Its message may hold words of the user: left out."""
    reference = new_reference()
    frames = traceback.extract_tb(error.__traceback__)[-3:]
    places = ", ".join(f"{frame.filename}:{frame.lineno}" for frame in frames)
    event = {"event": "error", "reference": reference, "type": type(error).__name__, "place": places}
    log.error("Error %s: %s at %s", reference, event["type"], places, extra={"event": event})
    return reference
