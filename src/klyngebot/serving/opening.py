"""Answers from the first moment on, while the site, which takes seconds to import, is still being made."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress

from fastapi import FastAPI
from starlette.datastructures import State
from starlette.responses import JSONResponse
from starlette.types import Receive, Scope, Send

from klyngebot.serving.gate import Headers
from klyngebot.serving.problems import problem

LIVE = "/health/live"
RETRY_AFTER = "2"


class Opening:
    """An application that stands in for a site until that is made, and for its lifespan afterwards.

    Args:
        make_site: makes the site, in a thread.
        when_open: called when the site answers.
        when_failed: called where it cannot be made, which `error` then tells.
    """

    def __init__(
        self,
        make_site: Callable[[], FastAPI],
        when_open: Callable[[], None] = lambda: None,
        when_failed: Callable[[], None] = lambda: None,
    ) -> None:
        self.error: Exception | None = None
        self._make_site = make_site
        self._when_open = when_open
        self._when_failed = when_failed
        self._site: FastAPI | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._before = Headers(_not_open, is_encrypted=lambda scope: bool(scope["scheme"] == "https"))

    @property
    def state(self) -> State:
        """The site's state."""
        return self._site.state if self._site else State({"before_stop": [], "forgets": []})

    def forget(self) -> None:
        """Drop the words of users that the site's parts hold; from any thread, and done soon on the event loop."""
        for own in self.state.forgets:
            if self._loop is not None:
                with suppress(RuntimeError):  # it is closed: the server has stopped
                    self._loop.call_soon_threadsafe(own)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what comes, or answer in place of a site that is not there yet."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        else:
            await (self._site or self._before)(scope, receive, send)

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        self._loop = asyncio.get_running_loop()
        stop = asyncio.Event()
        opened = asyncio.create_task(self._open(stop))
        await send({"type": "lifespan.startup.complete"})
        await receive()
        stop.set()
        await opened
        await send({"type": "lifespan.shutdown.complete"})

    async def _open(self, stop: asyncio.Event) -> None:
        try:
            site = await asyncio.to_thread(self._make_site)
            async with site.router.lifespan_context(site):
                self._site = site
                self._when_open()
                await stop.wait()
        except Exception as error:  # noqa: BLE001 - who serves raises it
            self.error = error
            self._when_failed()


async def _not_open(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] != "http":
        return
    if scope["path"] == LIVE and scope["method"] in ("GET", "HEAD"):
        await JSONResponse({"status": "live"})(scope, receive, send)
    else:
        await problem(503, headers={"Retry-After": RETRY_AFTER})(scope, receive, send)
