"""The answer as a stream of server-sent events: first that it is being looked for, then sentence by sentence.

`event: status` {"text"}, `event: sentence` {"text", "citations", "direct"} for each, `event: answer` with the whole
answer, or in their place `event: problem` with a problem, whose status stands inside. The data of an event is JSON on
one line.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from typing import Any, Final

from starlette.concurrency import run_in_threadpool
from starlette.responses import Response, StreamingResponse

from klyngebot import texts
from klyngebot.serving.problems import log_error, problem
from klyngebot.serving.rendering import answer_to_dict
from klyngebot.types import Answer

MEDIA_TYPE: Final = "text/event-stream"
# A proxy that gathers the events before it passes them on would undo the stream
_HEADERS: Final = {"Cache-Control": "no-store", "X-Accel-Buffering": "no", "Vary": "Accept"}
_STOPPED: Final = 503


def is_asked_for(accept: str) -> bool:
    """Whether a client that accepts this wants events rather than JSON.

    >>> is_asked_for("text/event-stream"), is_asked_for("application/json, text/event-stream"), is_asked_for("*/*")
    (True, False, False)
    """
    named = [item.partition(";")[0].strip().lower() for item in accept.split(",")]
    return next((item for item in named if item in (MEDIA_TYPE, "application/json")), "") == MEDIA_TYPE


class Streams:
    """The streams that are open; `end` ends them all, so that they do not hold up the server's stop."""

    def __init__(self) -> None:
        self._ends: set[asyncio.Future[None]] = set()

    def response(self, ask: Callable[[], Answer]) -> Response:
        """The answer of `ask`, which runs in a thread, as a stream."""
        return StreamingResponse(self._events(ask), media_type=f"{MEDIA_TYPE}; charset=utf-8", headers=_HEADERS)

    def end(self) -> None:
        """End all open streams with a problem. Called in the event loop's thread."""
        for end in self._ends:
            if not end.done():
                end.set_result(None)

    async def _events(self, ask: Callable[[], Answer]) -> AsyncIterator[bytes]:
        yield event("status", {"text": texts.STATUS_SEARCHING})
        end = asyncio.get_running_loop().create_future()
        work = asyncio.ensure_future(run_in_threadpool(ask))
        self._ends.add(end)
        try:
            await asyncio.wait((work, end), return_when=asyncio.FIRST_COMPLETED)
            if not work.done():
                yield _problem_event(_STOPPED)
                return
            plain = answer_to_dict(work.result())
        except Exception as error:  # noqa: BLE001 - the stream's outermost skin: its status has been sent long ago
            yield _problem_event(500, reference=log_error(error))
            return
        finally:
            self._ends.discard(end)
            work.cancel()
        for sentence in plain["sentences"]:
            yield event("sentence", sentence)
        yield event("answer", plain)


def _problem_event(status: int, reference: str = "") -> bytes:
    return b"event: problem\ndata: " + bytes(problem(status, reference=reference).body) + b"\n\n"


def event(name: str, data: dict[str, Any]) -> bytes:
    """One event as it is sent."""
    return f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n".encode()
