"""The walls around everything that is served: what may pass, and the headers on what goes out.

Each is a plain ASGI middleware. From outside in: `Headers`, `Problems`, `Framing`, `Hosts`, `Doors`, `Origins` (CORS),
`switch.Switched`, `limits.Limits`, `Bodies`, `shedding.Shedding`, `departures.Departures`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from starlette.datastructures import Headers as HeaderView
from starlette.datastructures import MutableHeaders
from starlette.middleware.cors import CORSMiddleware
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from klyngebot.serving.problems import MEDIA_TYPE, log_error, problem
from klyngebot.serving.strict_json import is_strict
from klyngebot.texts import api as api_texts

JSON: Final = "application/json"
FORM: Final = "application/x-www-form-urlencoded"
LARGEST_HEADER: Final = 16 * 1024  # bytes of names and values together
_SHARED: Final = re.compile(r"/api/.*|/widget[\w.-]*\.(?:js|css)")
STRICT_POLICY: Final = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
# What a page could ask the browser for; none of ours does
_FEATURES: Final = (
    "accelerometer", "autoplay", "browsing-topics",
    "camera", "compute-pressure", "display-capture", "encrypted-media", "fullscreen", "gamepad", "geolocation",
    "gyroscope", "hid", "identity-credentials-get", "idle-detection", "local-fonts", "magnetometer", "microphone",
    "midi", "otp-credentials", "payment", "picture-in-picture", "publickey-credentials-create",
    "publickey-credentials-get", "screen-wake-lock", "serial", "storage-access", "usb", "window-management",
    "xr-spatial-tracking",
)  # fmt: skip
# Of every response that does not set its own
DEFAULTS: Final = {
    "Content-Security-Policy": STRICT_POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ", ".join(f"{feature}=()" for feature in _FEATURES),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Permitted-Cross-Domain-Policies": "none",
    "Cache-Control": "no-store",
}


@dataclass(frozen=True, slots=True)
class Door:
    """A path that answers, as a pattern for the whole path, and the methods that it takes."""

    path: re.Pattern[str]
    methods: frozenset[str]

    @classmethod
    def of(cls, methods: str, path: str) -> Door:
        """A door from "GET HEAD" and a regular expression."""
        return cls(re.compile(path), frozenset(methods.split()))


class Headers:
    """Puts the security headers on every response that does not set its own.

    Args:
        app: what is behind.
        is_encrypted: whether a request came over TLS.
    """

    def __init__(self, app: ASGIApp, is_encrypted: Callable[[Scope], bool]) -> None:
        self.app = app
        self._is_encrypted = is_encrypted

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and complete the headers of the response."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in DEFAULTS.items():
                    headers.setdefault(name, value)
                if self._is_encrypted(scope):
                    headers.setdefault("Strict-Transport-Security", "max-age=31536000")
            await send(message)

        await self.app(scope, receive, send_with_headers)


class Problems:
    """Turns every error, whoever made it, into a problem of ours, so that nothing of the inside shows."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and replace an error by a problem."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = replaced = False

        async def send_or_replace(message: Message) -> None:
            nonlocal started, replaced
            if message["type"] == "http.response.start":
                started = True
                headers = HeaderView(scope=message)
                if message["status"] >= 400 and headers.get("content-type") != MEDIA_TYPE:
                    replaced = True
                    kept = {name: headers[name] for name in ("allow", "retry-after") if name in headers}
                    await problem(message["status"], headers=kept)(scope, receive, send)
            if not replaced:
                await send(message)

        try:
            await self.app(scope, receive, send_or_replace)
        except Exception as error:  # noqa: BLE001 - the outermost skin: whatever comes is logged and hidden
            reference = log_error(error)
            if not started:
                await problem(500, reference=reference)(scope, receive, send)


class Framing:
    """Refuses, and closes, where two readers could see the end of a request in two places, or its head is too long."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on if it is framed in one way, by a version of HTTP that we speak."""
        if scope["type"] == "http":
            headers = HeaderView(scope=scope)
            if sum(len(name) + len(value) for name, value in scope["headers"]) > LARGEST_HEADER:
                await problem(431, headers={"Connection": "close"})(scope, receive, send)
                return
            twofold = "transfer-encoding" in headers and "content-length" in headers
            if twofold or scope["http_version"] not in ("1.0", "1.1"):
                await problem(400, headers={"Connection": "close"})(scope, receive, send)
                return
        await self.app(scope, receive, send)


class Hosts:
    """Answers only to the host names in the settings ("*" for all, "*.example.dk" for subdomains)."""

    def __init__(self, app: ASGIApp, allowed: Sequence[str]) -> None:
        self.app = app
        self._names = {name.strip("[]").lower() for name in allowed if not name.startswith("*.")}
        self._suffixes = tuple(name[1:].lower() for name in allowed if name.startswith("*."))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on if its host is known."""
        if scope["type"] == "http" and not self._known(HeaderView(scope=scope).getlist("host")):
            refusal = problem(400, title=api_texts.PROBLEM_UNKNOWN_HOST, detail=api_texts.PROBLEM_UNKNOWN_HOST_REMEDY)
            await refusal(scope, receive, send)
            return
        await self.app(scope, receive, send)

    def _known(self, hosts: Sequence[str]) -> bool:
        if "*" in self._names:
            return True
        match = (
            re.fullmatch(r"(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::\d{1,5})?", hosts[0].lower()) if len(hosts) == 1 else None
        )
        if match is None:
            return False
        name = match.group(1).strip("[]")
        return name in self._names or name.endswith(self._suffixes)


class Doors:
    """Lets through the listed paths and methods only; decided on the decoded path, before any routing."""

    def __init__(self, app: ASGIApp, doors: Collection[Door]) -> None:
        self.app = app
        self._doors = doors

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on if its path and method are listed."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        if scope["type"] != "http":
            return
        methods = {method for door in self._doors if door.path.fullmatch(scope["path"]) for method in door.methods}
        if scope["method"] in methods:
            await self.app(scope, receive, send)
        elif methods:
            await problem(405, headers={"Allow": ", ".join(sorted(methods))})(scope, receive, send)
        else:
            await problem(404)(scope, receive, send)


class Origins(CORSMiddleware):
    """CORS for what other sites may use only: the API and the files of the widget."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, with CORS where its path is shared."""
        if scope["type"] == "http" and _SHARED.fullmatch(scope["path"]):
            await super().__call__(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    def preflight_response(self, request_headers: HeaderView) -> Response:
        """What a browser is told before it sends what a site wants sent; a refusal says what is lacking."""
        response = super().preflight_response(request_headers)
        if response.status_code < 400:
            return response
        title, detail = api_texts.PROBLEM_PREFLIGHT, api_texts.PROBLEM_PREFLIGHT_REMEDY
        return problem(response.status_code, title=title, detail=detail, headers={"Vary": response.headers["vary"]})


class Bodies:
    """Takes only strict JSON, or forms, of limited size, counted while they arrive, and none sent by foreign sites.

    Args:
        app: what is behind.
        limit: bytes of a body.
        origins: that may send from other sites; "*" for all.
        limits: of the paths that have a limit of their own.
        forms: paths that take a form of a page (`application/x-www-form-urlencoded`) instead of JSON.
    """

    def __init__(
        self,
        app: ASGIApp,
        limit: int,
        origins: Sequence[str],
        limits: Mapping[str, int],
        forms: Collection[str] = frozenset(),
    ) -> None:
        self.app = app
        self._forms = forms
        self._limit = limit
        self._limits = limits
        self._origins = frozenset(origins)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Read the whole body, then pass the request on."""
        if scope["type"] != "http" or scope["method"] in ("GET", "HEAD", "OPTIONS"):
            await self.app(scope, receive, send)
            return
        limit = self._limits.get(scope["path"], self._limit)
        status = self._refusal(scope["path"], HeaderView(scope=scope), limit)
        if status:
            await problem(status, path=scope["path"])(scope, receive, send)
            return
        body = bytearray()
        while True:
            message = await receive()
            if message["type"] != "http.request":
                return
            body += message.get("body", b"")
            if len(body) > limit:
                await problem(413, path=scope["path"])(scope, receive, send)
                return
            if not message.get("more_body", False):
                break
        if scope["path"] not in self._forms and not is_strict(body):
            await problem(422, path=scope["path"])(scope, receive, send)
            return
        whole = {"type": "http.request", "body": bytes(body), "more_body": False}
        await self.app(scope, sent_again(whole, receive), send)

    def _refusal(self, path: str, headers: HeaderView, limit: int) -> int:
        """The status that refuses a request by its headers; 0 lets it in."""
        foreign = headers.get("sec-fetch-site") == "cross-site" and "*" not in self._origins
        if foreign and headers.get("origin") not in self._origins:
            return 403
        taken = FORM if path in self._forms else JSON
        if headers.get("content-type", "").partition(";")[0].strip().lower() != taken:
            return 415
        if headers.get("content-encoding", "identity").strip().lower() != "identity":
            return 415  # a packed body could be any size
        length = headers.get("content-length", "0")
        return 413 if length.isdigit() and int(length) > limit else 0


def sent_again(message: Message, receive: Receive) -> Receive:
    """Gives a message that was received once more, then what comes after it."""
    kept = [message]

    async def receive_again() -> Message:
        return kept.pop() if kept else await receive()

    return receive_again
