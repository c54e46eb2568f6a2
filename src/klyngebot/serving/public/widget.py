"""The widget for other websites: one script, at `/widget.js` and at a lasting address named by its content.

`/widget.js` is always the present version and is asked for again soon. `/widget-<hash>.js` never changes, so that a
website can have its browsers check it (subresource integrity). After an upgrade the lasting address of an earlier
version is served only where its file was kept (`keep`, the setting `widget_folder`).
"""

from __future__ import annotations

import gzip
import os
from base64 import b64encode
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256, sha384
from html import escape
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response

from klyngebot.errors import KlyngebotError
from klyngebot.saving import save
from klyngebot.serving.gate import Door
from klyngebot.serving.problems import problem
from klyngebot.serving.public.assets import LASTING, content, takes_gzip
from klyngebot.texts import operator as operator_texts

PATH: Final = "/widget.js"
DOOR: Final = Door.of("GET HEAD", r"/widget(?:-[0-9a-f]{12})?\.js")
# An hour is short enough that a fix reaches everybody the same day
SHORT: Final = "public, max-age=3600"
LARGEST: Final = 1_000_000  # bytes of a kept file; ours is a tenth of that


@dataclass(frozen=True, slots=True)
class Script:
    """A version of the widget's script."""

    content: bytes

    @property
    def version(self) -> str:
        """Twelve hexadecimal digits that change as soon as a byte does."""
        return sha256(self.content).hexdigest()[:12]

    @property
    def path(self) -> str:
        """The lasting address on our site."""
        return f"/widget-{self.version}.js"

    @property
    def integrity(self) -> str:
        """Its hash as subresource integrity: a browser refuses the file where one byte differs."""
        return f"sha384-{b64encode(sha384(self.content).digest()).decode()}"


def current() -> Script:
    """The version of this Klyngebot."""
    return Script(content("widget.js"))


@dataclass(frozen=True, slots=True)
class Lines:
    """What the page about embedding shows: the lines of HTML for one Klyngebot."""

    origin: str
    launcher: str
    inline: str
    newest: str

    @classmethod
    def of(cls, origin: str, limit: int = 500) -> Lines:
        """The lines of the Klyngebot at that origin."""
        return cls(
            origin, snippet(origin, limit=limit), snippet(origin, inline=True, limit=limit), _newest(origin, limit)
        )


def own_origin(host: str) -> str:
    """The origin of a `Host` header that the walls let in; without encryption only on this machine.

    >>> own_origin("klyngebot.example.dk"), own_origin("127.0.0.1:7860")
    ('https://klyngebot.example.dk', 'http://127.0.0.1:7860')
    """
    name = host.rpartition(":")[0] or host
    return f"{'http' if name in ('127.0.0.1', 'localhost', '[::1]') else 'https'}://{host}"


def snippet(url: str, *, inline: bool = False, limit: int = 500) -> str:
    """The line of HTML that puts the widget on a website.

    Args:
        url: address of this Klyngebot, without a path.
        inline: whether the chat stands in the page (in an element with the id "klyngebot") or behind a button.
        limit: characters of a question; named only where the script does not know it.
    """
    script = current()
    attributes = {
        "src": f"{url}{script.path}",
        "integrity": script.integrity,
        "crossorigin": "anonymous",
        **({"data-mode": "inline", "data-target": "#klyngebot"} if inline else {}),
    }
    line = _tag(attributes, limit)
    return f'<div id="klyngebot"></div>\n{line}' if inline else line


def _newest(url: str, limit: int) -> str:
    """The line for whatever version is the present one, which no hash can name."""
    return _tag({"src": f"{url}{PATH}"}, limit)


def _tag(attributes: dict[str, str], limit: int) -> str:
    told = attributes | ({"data-limit": str(limit)} if limit != 500 else {})
    written = " ".join(f'{name}="{escape(value, quote=True)}"' for name, value in told.items())
    return f"<script {written} async></script>"


def origin_of(url: str) -> str | None:
    """The origin of a web address that has nothing behind it; None for anything else.

    >>> origin_of("https://klyngebot.example.dk/")
    'https://klyngebot.example.dk'
    """
    try:
        parts = urlsplit(url.strip())
        parts.port  # noqa: B018 - raises where it is none
    except ValueError:
        return None
    plain = parts.scheme in ("http", "https") and parts.hostname and "@" not in parts.netloc and parts.netloc.isascii()
    bare = parts.path in ("", "/") and not parts.query and not parts.fragment
    return f"{parts.scheme}://{parts.netloc.lower()}" if plain and bare else None


def keep(folder: Path) -> Path:
    """Write the present version into a folder, so that its lasting address outlives an upgrade.

    Raises:
        KlyngebotError: the folder cannot be written to.
    """
    if not (folder.is_dir() and os.access(folder, os.W_OK)):
        raise KlyngebotError(operator_texts.widget_folder_unusable(str(folder)))
    script = current()
    target = folder / script.path.removeprefix("/")
    if not target.exists():
        save(target, script.content.decode())
    return target


def add_widget(app: FastAPI, folder: Path | None = None) -> None:
    """Serve the script, and earlier versions that `folder` keeps."""
    app.state.doors.append(DOOR)

    def serve(request: Request) -> Response:
        path = request.url.path
        present = current()
        if path in (PATH, present.path):
            return _response(present, request, caching=SHORT if path == PATH else LASTING)
        script = _kept(folder, path)
        return _response(script, request, caching=LASTING) if script else problem(404)

    for path in (PATH, "/widget-{version}.js"):
        app.add_route(path, serve, methods=["GET", "HEAD"])


def _kept(folder: Path | None, path: str) -> Script | None:
    """An earlier version; only a file whose content is what its name says."""
    try:
        file = folder / path.removeprefix("/") if folder else None
        if file is None or file.stat().st_size > LARGEST:
            return None
        script = Script(file.read_bytes())
    except OSError:
        return None
    return script if script.path == path else None


def _response(script: Script, request: Request, *, caching: str) -> Response:
    """The script, also for other websites; 304 where the browser has this version."""
    headers = {
        "Cache-Control": caching,
        "Cross-Origin-Resource-Policy": "cross-origin",
        "ETag": f'"{script.version}"',
        # Whether another website may read the bytes depends on its origin, and a shared cache must know
        "Vary": "Accept-Encoding, Origin",
    }
    known = request.headers.get("if-none-match", "")
    if script.version in known.replace("W/", "").replace('"', "").replace(" ", "").split(","):
        return Response(status_code=304, headers=headers)
    if not takes_gzip(request.headers.get("accept-encoding", "")):
        return Response(script.content, media_type="text/javascript", headers=headers)
    return Response(packed(script), media_type="text/javascript", headers={**headers, "Content-Encoding": "gzip"})


@lru_cache(maxsize=4)
def packed(script: Script) -> bytes:
    """The script in gzip."""
    return gzip.compress(script.content, mtime=0)
