"""Where to report a weakness (`/.well-known/security.txt`, RFC 9116), and what search engines leave alone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

from fastapi import FastAPI
from fastapi.responses import PlainTextResponse
from starlette.responses import Response

from klyngebot.serving.gate import Door

SECURITY: Final = "/.well-known/security.txt"
ROBOTS: Final = "/robots.txt"
GOOD_FOR: Final = timedelta(days=180)  # from the start of the server; RFC 9116 asks for less than a year
# The pages and the documents may be found; what answers programs, and the workbench, need not be
_ROBOTS: Final = "User-agent: *\nDisallow: /api/\nDisallow: /chat/\nDisallow: /health/\n"
_HEADERS: Final = {"Cache-Control": "public, max-age=86400"}


def add_to(app: FastAPI, contact: str, now: datetime | None = None) -> None:
    """Serve both files; without a contact there is no security.txt. `now` is the start of the server."""
    app.state.doors.append(Door.of("GET HEAD", ROBOTS))

    @app.api_route(ROBOTS, methods=["GET", "HEAD"])
    async def robots() -> Response:
        return PlainTextResponse(_ROBOTS, headers=_HEADERS)

    if not contact:
        return
    content = security_txt(contact, now or datetime.now(UTC))
    app.state.doors.append(Door.of("GET HEAD", SECURITY.replace(".", r"\.")))

    @app.api_route(SECURITY, methods=["GET", "HEAD"])
    async def security() -> Response:
        return PlainTextResponse(content, headers=_HEADERS)


def security_txt(contact: str, now: datetime) -> str:
    """The file; `contact` is an address that the settings have let through.

    >>> print(security_txt("mailto:sikkerhed@example.dk", datetime(2026, 8, 1, tzinfo=UTC)), end="")
    Contact: mailto:sikkerhed@example.dk
    Expires: 2027-01-28T00:00:00Z
    Preferred-Languages: da, en
    """
    expires = (now + GOOD_FOR).strftime("%Y-%m-%dT%H:%M:%SZ")
    return f"Contact: {contact}\nExpires: {expires}\nPreferred-Languages: da, en\n"
