"""Errors as pages: who opens an address in a browser gets a page, with the same status and reference.

The outermost wrapper: whatever refused the request behind it, the walls too, said so as `application/problem+json`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from klyngebot.serving.problems import MEDIA_TYPE
from klyngebot.serving.public.site import send as page

MACHINES: Final = re.compile(r"/(?:api|chat|health|\.well-known)(?:/.*)?", re.DOTALL)  # these stay as they are


class ProblemPages:
    """Turns a problem into a page where a person is waiting for it.

    Args:
        app: what is behind.
        html: renders a template, from the path of the page and its values.
    """

    def __init__(self, app: ASGIApp, html: Callable[..., str]) -> None:
        self.app = app
        self._html = html

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and replace a problem by a page."""
        if scope["type"] != "http" or MACHINES.fullmatch(scope["path"]) or not _takes_html(scope):
            await self.app(scope, receive, send)
            return
        start: Message | None = None
        body = bytearray()

        async def send_page(message: Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start":
                if Headers(scope=message).get("content-type") != MEDIA_TYPE:
                    await send(message)
                    return
                start = message
            elif start is None:
                await send(message)
            else:
                body.extend(message.get("body", b""))
                if not message.get("more_body", False):
                    await self._send(scope, start, bytes(body), receive, send)

        await self.app(scope, receive, send_page)

    async def _send(self, scope: Scope, start: Message, body: bytes, receive: Receive, send: Send) -> None:
        headers = MutableHeaders(scope=start)
        wait = headers.get("retry-after", "")
        values = {
            "problem": json.loads(body),
            "retry": int(wait) if wait.isdigit() else 0,
            "was_sent": scope["method"] == "POST",
        }
        shown = page(
            Headers(scope=scope).get("accept-encoding", ""),
            self._html(scope["path"], "problem.html", **values),
            start["status"],
        )
        for name, value in headers.items():
            if name not in ("content-type", "content-length", "content-security-policy"):
                shown.headers[name] = value
        await shown(scope, receive, send)


def _takes_html(scope: Scope) -> bool:
    return "text/html" in Headers(scope=scope).get("accept", "")
