"""The answer as a stream of server-sent events: first that it is being looked for, then sentence by sentence.

`event: status` {"text"}, `event: sentence` {"text", "citations", "direct"} for each, `event: answer` with the whole
answer, or in their place `event: problem` with a problem, whose status stands inside. The data of an event is JSON on
one line.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any, Final

from starlette.responses import Response, StreamingResponse

from klyngebot import texts
from klyngebot.serving.places import BusyError
from klyngebot.serving.problems import log_error, problem
from klyngebot.serving.references import Link
from klyngebot.serving.rendering import answer_to_dict
from klyngebot.texts import api as api_texts
from klyngebot.types import Answer

MEDIA_TYPE: Final = "text/event-stream"
# A proxy that gathers the events before it passes them on would undo the stream
_HEADERS: Final = {"Cache-Control": "no-store", "X-Accel-Buffering": "no", "Vary": "Accept"}
_NEVER: Final = re.compile(r";\s*q=0(?:\.0*)?\s*$")
_GRACE: Final = 2.0  # seconds in which an answer may still come when the server stops


def is_asked_for(accept: str) -> bool:
    """Whether a client that accepts this wants events rather than JSON.

    >>> is_asked_for("text/event-stream"), is_asked_for("application/json, text/event-stream"), is_asked_for("*/*")
    (True, False, False)
    >>> is_asked_for("text/event-stream;q=0, application/json")
    False
    """
    wanted = [item for item in accept.lower().split(",") if not _NEVER.search(item)]
    named = [item.partition(";")[0].strip() for item in wanted]
    return next((item for item in named if item in (MEDIA_TYPE, "application/json")), "") == MEDIA_TYPE


class Streams:
    """The streams that are open; `end` ends them all, so that they do not hold up the server's stop."""

    def __init__(self) -> None:
        self._ends: set[asyncio.Future[None]] = set()

    async def response(self, ask: Callable[[], Awaitable[Answer]], link: Link) -> Response:
        """The answer of `ask` as a stream, its sentences with the addresses that `link` gives.

        Raises:
            BusyError: and whatever else `ask` raises before it first waits, so that it has a status of its own.
        """
        work = asyncio.ensure_future(ask())
        await asyncio.sleep(0)
        if work.done() and work.exception():
            work.result()
        return StreamingResponse(self._events(work, link), media_type=f"{MEDIA_TYPE}; charset=utf-8", headers=_HEADERS)

    def end(self) -> None:
        """End all open streams, those within a moment of their answer with it. Called in the event loop's thread."""
        for end in self._ends:
            if not end.done():
                end.set_result(None)

    async def _events(self, work: asyncio.Future[Answer], link: Link) -> AsyncIterator[bytes]:
        end = asyncio.get_running_loop().create_future()
        self._ends.add(end)
        try:
            yield event("status", {"text": texts.STATUS_SEARCHING})
            await asyncio.wait((work, end), return_when=asyncio.FIRST_COMPLETED)
            await asyncio.wait((work,), timeout=_GRACE)
            if not work.done():
                yield _problem_event(problem(503))
                return
            plain = answer_to_dict(work.result(), link=link)
        except BusyError:
            yield _problem_event(problem(503, title=api_texts.PROBLEM_BUSY, detail=api_texts.PROBLEM_BUSY_REMEDY))
            return
        except Exception as error:  # noqa: BLE001 - the stream's outermost skin: its status has been sent long ago
            yield _problem_event(problem(500, reference=log_error(error)))
            return
        finally:
            self._ends.discard(end)
            work.cancel()
        for sentence in plain["sentences"]:
            yield event("sentence", sentence)
        yield event("answer", plain)


def _problem_event(told: Response) -> bytes:
    return b"event: problem\ndata: " + bytes(told.body) + b"\n\n"


def event(name: str, data: dict[str, Any]) -> bytes:
    """One event as it is sent."""
    return f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n".encode()
