"""What all pages share: the bot behind them, what the operator has set, and how a page is sent."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, TypeVar

from starlette.requests import Request
from starlette.responses import Response

from klyngebot.serving import memory
from klyngebot.serving.places import Places, Work
from klyngebot.serving.public.assets import BUNDLES, takes_gzip
from klyngebot.serving.public.documents import is_published, public_link
from klyngebot.serving.public.practice import Practice
from klyngebot.serving.public.shelf import Shelf
from klyngebot.serving.public.templating import render
from klyngebot.serving.public.turns import Seal
from klyngebot.types import Answer, Citation, DocumentKind, Turn

if TYPE_CHECKING:
    from klyngebot.bot import Klyngebot

POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'; require-trusted-types-for 'script'"
)
SCRIPT: Final = "page.js"
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Site:
    """The bot, what is done with what people write, how long a question may be, and which documents have a page."""

    bot_source: Callable[[], Klyngebot]
    practice: Practice
    longest: int
    published: str
    seal: Seal = field(default_factory=Seal)
    shelf: Shelf = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "shelf", Shelf(self.bot_source, self.is_public))

    def is_public(self, kind: DocumentKind) -> bool:
        """Whether documents of a kind have a page."""
        return is_published(kind, self.published)

    def link(self, citation: Citation) -> str:
        """The address of a cited sentence; empty where its document has no page."""
        return public_link(citation, self.published)

    def page(self, request: Request, template: str, **values: Any) -> Response:
        """A page as a response, packed where the browser takes that."""
        return self.sent(request, self.html(request.url.path, template, **values))

    def sent(self, request: Request, html: str) -> Response:
        """HTML as a response, packed where the browser takes that."""
        return send(request.headers.get("accept-encoding", ""), html)

    def html(self, path: str, template: str, **values: Any) -> str:
        """A page. `path` is where it stands."""
        around = {"path": path, "contact": self.practice.contact, "contact_link": self.practice.contact_link}
        script = SCRIPT if SCRIPT in BUNDLES else ""
        return render(template, site=around, script=script, is_public=self.is_public, **values)


def send(accepted: str, html: str, status: int = 200) -> Response:
    """A page as a response; `accepted` is what the browser says of packing. Nothing secret stands in our pages."""
    headers = {"Content-Security-Policy": POLICY, "Vary": "Accept-Encoding"}
    body = html.encode()
    if takes_gzip(accepted):
        headers["Content-Encoding"] = "gzip"
        body = gzip.compress(body, 6, mtime=0)
    return Response(body, status, headers=headers, media_type="text/html; charset=utf-8")


async def answered(request: Request, bot: Klyngebot, question: str, turns: Sequence[Turn]) -> Answer:
    """The answer to a question, given the turns before it. Raises `BusyError` where too many are asking."""
    return await memory.answered(request.app.state, bot, question, turns)


async def worked_out(request: Request, kind: Work, function: Callable[..., _T], *args: Any) -> _T:
    """What a slow function gives, at a place of that kind. Raises `BusyError` where too many are asking."""
    places: Places = request.app.state.places
    return await places.run(kind, function, *args)
