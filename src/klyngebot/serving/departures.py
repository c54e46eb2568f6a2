"""Stops working for clients that have left."""

from __future__ import annotations

import asyncio
from contextlib import suppress

from starlette.types import ASGIApp, Message, Receive, Scope, Send


class Departures:
    """Cancels what a POST is waiting for when its client closes the connection.

    Behind `gate.Bodies`, which has made the body one message: whatever is received after it is the client's leaving.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and cancel it when the client leaves before the response is complete."""
        if scope["type"] != "http" or scope["method"] != "POST":
            await self.app(scope, receive, send)
            return
        body = [await receive()]
        left = asyncio.Event()
        complete = False

        async def watched() -> Message:
            if body:
                return body.pop()
            await left.wait()
            return {"type": "http.disconnect"}

        async def send_watched(message: Message) -> None:
            nonlocal complete
            complete = message["type"] == "http.response.body" and not message.get("more_body", False)
            await send(message)

        async def watch() -> None:
            while (await receive())["type"] != "http.disconnect":
                pass
            left.set()
            if not complete:
                work.cancel()

        work = asyncio.ensure_future(self.app(scope, watched, send_watched))
        watcher = asyncio.ensure_future(watch())
        try:
            await work
        except asyncio.CancelledError:
            work.cancel()
            if not left.is_set():
                raise  # the server stops
        finally:
            watcher.cancel()
            with suppress(asyncio.CancelledError):
                await watcher
