"""Refuses a question at the walls when no place would take it: under load the way there costs more than the refusal.

What is remembered is still given: it needs no place.
"""

from __future__ import annotations

import json
from collections.abc import Collection

from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from klyngebot.serving.gate import sent_again
from klyngebot.serving.memory import Memory
from klyngebot.serving.places import BusyError, Places, Work
from klyngebot.serving.problems import problem
from klyngebot.texts import api as api_texts


class Shedding:
    """Refuses questions while too many wait. Behind `gate.Bodies`, which has made the body one message of strict JSON.

    Args:
        app: what is behind.
        paths: that take a question as JSON.
        places: where answers are worked out.
        memory: of answers.
    """

    def __init__(self, app: ASGIApp, paths: Collection[str], places: Places, memory: Memory) -> None:
        self.app = app
        self._paths = paths
        self._places = places
        self._memory = memory

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it where it asks what would find no place."""
        if scope["type"] != "http" or scope["method"] != "POST" or scope["path"] not in self._paths:
            await self.app(scope, receive, send)
            return
        busy = self._places.refusal(Work.ANSWER)
        if busy is None:
            await self.app(scope, receive, send)
            return
        message = await receive()
        if self._needs_a_place(message.get("body", b"")):
            await refusal(busy)(scope, receive, send)
        else:
            await self.app(scope, sent_again(message, receive), send)

    def _needs_a_place(self, body: bytes) -> bool:
        """Whether it is a question whose answer is not remembered; what is no question is told so further in."""
        asked = json.loads(body)
        question = asked.get("question") if isinstance(asked, dict) else None
        return isinstance(question, str) and (bool(asked.get("history")) or not self._memory.has(question))


def refusal(busy: BusyError) -> Response:
    """What is answered where too many ask, and when to try again."""
    title, detail = api_texts.PROBLEM_BUSY, api_texts.PROBLEM_BUSY_REMEDY
    return problem(503, title=title, detail=detail, headers={"Retry-After": busy.retry_after})
