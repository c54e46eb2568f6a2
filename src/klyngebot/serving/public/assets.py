"""The static files of the public pages: style sheets and scripts, joined, named by their content, and kept for long.

`asset_url("page.css")` is the address for a page, `integrity` what its browser checks the file by, `content` the bytes.
To serve another script, write its parts into `files/` and name it in `BUNDLES`.
"""

from __future__ import annotations

import gzip
import json
import re
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256, sha384
from pathlib import Path, PurePath
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from klyngebot.serving.gate import Door
from klyngebot.serving.problems import problem
from klyngebot.texts.widget import WORDS

FOLDER: Final = Path(__file__).parent / "files"
_SCRIPTS: Final = ("dom.js", "parts.js", "server.js", "field.js", "chat.js", "feedback.js", "conversation.js")
# A file as pages name it, and the parts of `files/` that it is made of
BUNDLES: Final[Mapping[str, tuple[str, ...]]] = {
    "page.css": ("shared.css", "results.css", "page.css"),
    "icon.svg": ("icon.svg",),
    "page.js": (*_SCRIPTS, "page.js"),
    "widget.js": ("shared.css", "results.css", "widget.css", *_SCRIPTS, "results.js", "forms.js", "widget.js"),
}
LASTING: Final = "public, max-age=31536000, immutable"
DOOR: Final = Door.of("GET HEAD", r"/filer/[a-z_]+-[0-9a-f]{12}\.(?:css|js|svg)")
_MEDIA_TYPES: Final = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


@dataclass(frozen=True, slots=True)
class Asset:
    """A static file. `packed` is the same bytes in gzip."""

    name: str
    content: bytes
    packed: bytes

    @property
    def url(self) -> str:
        """Its address; another one as soon as a byte changes, so that browsers may keep the file."""
        path = PurePath(self.name)
        return f"/filer/{path.stem}-{sha256(self.content).hexdigest()[:12]}{path.suffix}"

    @property
    def integrity(self) -> str:
        """Its hash as subresource integrity: a browser refuses the file where one byte differs."""
        return f"sha384-{b64encode(sha384(self.content).digest()).decode()}"

    @property
    def media_type(self) -> str:
        """Its type for the `Content-Type` header."""
        return _MEDIA_TYPES[PurePath(self.name).suffix]


@cache
def asset(name: str) -> Asset:
    """The file of that name in `BUNDLES`, joined once. Raises `KeyError` for any other name."""
    joined = _joined(name).encode()
    return Asset(name, joined, gzip.compress(joined, mtime=0))


def asset_url(name: str) -> str:
    """Where the file is served."""
    return asset(name).url


def integrity(name: str) -> str:
    """The file's hash, for the `integrity` attribute."""
    return asset(name).integrity


def content(name: str) -> bytes:
    """The file's bytes."""
    return asset(name).content


def response(found: Asset, request: Request, *, caching: str = LASTING) -> Response:
    """The file as a response, packed where the browser takes that."""
    packs = takes_gzip(request.headers.get("accept-encoding", ""))
    headers = {"Cache-Control": caching, "Vary": "Accept-Encoding"} | ({"Content-Encoding": "gzip"} if packs else {})
    return Response(found.packed if packs else found.content, media_type=found.media_type, headers=headers)


def takes_gzip(accepted: str) -> bool:
    """Whether a browser that accepts these encodings takes gzip.

    >>> takes_gzip("gzip, br"), takes_gzip("br, gzip;q=0"), takes_gzip("")
    (True, False, False)
    """
    return bool(re.search(r"\bgzip\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))", accepted, re.IGNORECASE))


async def serve(request: Request) -> Response:
    """The file at an address of `asset_url`; 404 for an address that no file has now."""
    found = next((item for item in map(asset, BUNDLES) if item.url == request.url.path), None)
    return response(found, request) if found else problem(404)


def _joined(name: str) -> str:
    """The parts one after the other; a script is closed off from all others, and has our words and its styles.

    Within a script, `WORDS` are the texts of `texts.widget`; `STYLE` is the text of its style sheets, if it has any.
    """
    parts = {part: (FOLDER / part).read_text(encoding="utf-8") for part in BUNDLES[name]}
    if not name.endswith(".js"):
        return "\n".join(parts.values())
    styles = [text for part, text in parts.items() if part.endswith(".css")]
    scripts = [text for part, text in parts.items() if not part.endswith(".css")]
    given = [f"const WORDS = {json.dumps(WORDS, ensure_ascii=False)};"]
    given += [f"const STYLE = {json.dumps(chr(10).join(styles), ensure_ascii=False)};"] if styles else []
    return "\n".join(['(() => { "use strict";', *given, *scripts, "})();", ""])
