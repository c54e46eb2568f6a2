"""Gradio's page made Danish: language, title, our style and behavior, and none of Gradio's own advertising.

Gradio sends a fixed English frame around every app. `danish` rewrites it; a page that does not have the frame of the
known version is an error at the first request, which a test makes before any user does.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache
from hashlib import sha256
from html import escape
from pathlib import Path
from typing import Final

from starlette.datastructures import MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from klyngebot import texts
from klyngebot.serving.gate import Door
from klyngebot.texts import checking as check_texts
from klyngebot.texts import workbench

PATH: Final = "/chat"  # of Gradio's page, which answers with a slash behind
FOLDER: Final = Path(__file__).parent / "chat_page"
LASTING: Final = "public, max-age=31536000, immutable"
MEDIA_TYPES: Final = {"style.css": "text/css", "behavior.js": "text/javascript"}
DOORS: Final = (Door.of("GET", rf"{PATH}/chat_page/(?:style\.css|behavior\.js)"),)
# Gradio runs inline scripts and styles; it needs no eval, and nothing of other hosts
POLICY: Final = (
    "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; base-uri 'self'; form-action 'none'; frame-ancestors 'none'"
)
_DROPPED: Final = re.compile(r'<meta\s+(?:property="og:|name="twitter:)[^>]*>|<link rel="manifest"[^>]*>', re.DOTALL)
_ICON: Final = (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E%3Crect width='32' height='32' "
    "rx='7' fill='%230b5563'/%3E%3Cg stroke='%23fff' stroke-width='2'%3E%3Cpath d='M16 16 9 9M16 16l8-5M16 16l-3 9'/%3E"
    "%3C/g%3E%3Cg fill='%23fff'%3E%3Ccircle cx='16' cy='16' r='4'/%3E%3Ccircle cx='9' cy='9' r='3'/%3E%3Ccircle "
    "cx='24' cy='11' r='3'/%3E%3Ccircle cx='13' cy='25' r='3'/%3E%3C/g%3E%3C/svg%3E"
)


class ChatHtml:
    """Serves our style and behavior, and rewrites the page itself."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a file of ours or the page, or pass the request on to Gradio."""
        path = scope.get("path", "").removeprefix(PATH)
        if scope["type"] != "http":
            await self.app(scope, receive, send)
        elif path.startswith("/chat_page/"):
            await _file(path.removeprefix("/chat_page/"))(scope, receive, send)
        elif path == "/":
            await self._page(scope, receive, send)
        elif path.startswith("/assets/"):
            await self.app(scope, receive, _lasting(send))
        else:
            await self.app(scope, receive, send)

    async def _page(self, scope: Scope, receive: Receive, send: Send) -> None:
        plain = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]
        start: Message = {}
        body = bytearray()

        async def collect(message: Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start":
                start = message
                return
            body.extend(message.get("body", b""))
            if message.get("more_body", False):
                return
            page = danish(body.decode()).encode() if start["status"] == 200 and body else bytes(body)
            headers = MutableHeaders(scope=start)
            headers["Content-Security-Policy"] = POLICY
            if body:
                headers["Content-Length"] = str(len(page))
            await send(start)
            await send({"type": "http.response.body", "body": page})

        await self.app({**scope, "headers": plain}, receive, collect)


def _lasting(send: Send) -> Send:
    """Lets the browser keep a file: the names of Gradio's assets change with their content."""

    async def send_lasting(message: Message) -> None:
        if message["type"] == "http.response.start" and message["status"] == 200:
            MutableHeaders(scope=message)["Cache-Control"] = LASTING
        await send(message)

    return send_lasting


def danish(page: str) -> str:
    """Gradio's page with our language and head.

    Raises:
        ValueError: the page is not the frame that this was written for.
    """
    if not re.search(r'<html\s+lang="en"', page) or "</head>" not in page or "</body>" not in page:
        raise ValueError("Gradio's page has changed: adapt klyngebot.serving.chat_html")
    page = _DROPPED.sub("", re.sub(r'<html\s+lang="en"', '<html lang="da"', page, count=1))
    return page.replace("</head>", f"{_head()}</head>", 1).replace(
        "</body>", f"<noscript>{escape(workbench.NEEDS_JAVASCRIPT)}</noscript></body>", 1
    )


@lru_cache(maxsize=1)
def _head() -> str:
    words = {
        "log": texts.CONVERSATION,
        "searching": texts.STATUS_SEARCHING,
        "ready": texts.STATUS_READY,
        "checked": check_texts.CHECK_READY,
        "listed": workbench.SOURCES_READY,
        "traced": workbench.TRACE_READY,
        "source": texts.SOURCE_NUMBER,
        "close": texts.CLOSE,
        "messages": texts.GRADIO_MESSAGES,
    }
    return (
        f"<title>{escape(workbench.TITLE)}</title>"
        f'<meta name="description" content="{escape(workbench.DESCRIPTION)}">'
        '<meta name="referrer" content="no-referrer"><meta name="color-scheme" content="light dark">'
        f'<link rel="icon" href="{_ICON}">'
        f'<link rel="stylesheet" href="chat_page/style.css?v={_version("style.css")}">'
        f'<script type="application/json" id="kb-words">{json.dumps(words)}</script>'
        f'<script defer src="chat_page/behavior.js?v={_version("behavior.js")}"></script>'
    )


@lru_cache(maxsize=8)
def _content(name: str) -> bytes:
    return (FOLDER / name).read_bytes()


def _version(name: str) -> str:
    return sha256(_content(name)).hexdigest()[:12]


def _file(name: str) -> Response:
    return Response(_content(name), media_type=MEDIA_TYPES[name], headers={"Cache-Control": LASTING})
