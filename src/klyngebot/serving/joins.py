"""What the chat page may put into Gradio's queue: a question and the turns before it, a firm, a text to check.

Gradio takes any body and, where a component cannot read it, prints it with a traceback. So a body that is not of the
page's own shape never gets there.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Final, Protocol

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.datastructures import QueryParams
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from klyngebot.serving.bodies import BODY_LIMIT, HISTORY_LIMIT, PastTurn, Text
from klyngebot.serving.chat_html import PATH as PAGE_PATH
from klyngebot.serving.gate import sent_again
from klyngebot.serving.problems import problem

PATH: Final = f"{PAGE_PATH}/gradio_api/queue/join"
STREAM: Final = f"{PAGE_PATH}/gradio_api/queue/data"
_History = Annotated[list[PastTurn], Field(max_length=HISTORY_LIMIT)]


class Sessions(Protocol):
    """What the queue holds for each session."""

    def __contains__(self, session: object) -> bool:
        """Whether something waits for the session."""

    def close(self, session: str) -> None:
        """The session's stream is over."""


class Join(BaseModel):
    """The body of a question from the page, as Gradio's own front end sends it."""

    # The parser would remember short texts for as long as the process lives
    model_config = ConfigDict(extra="forbid", strict=True, cache_strings="none")

    data: Annotated[tuple[Text, _History], Field(strict=False)] | Annotated[tuple[Text], Field(strict=False)]
    fn_index: int
    session_hash: Annotated[str, Field(pattern=r"^[a-z0-9]{1,32}$")]
    trigger_id: int | None = None
    event_data: None = None


class Joins:
    """Lets only a well-formed `Join` for one of the page's own events through to the queue.

    Args:
        app: Gradio's.
        events: the number of each event of the page, and how many values it takes.
        sessions: those that wait for something of the queue now; a stream for any other ends in an error of Gradio's.
    """

    def __init__(self, app: ASGIApp, events: Mapping[int, int], sessions: Sessions) -> None:
        self.app = app
        self._events = events
        self._sessions = sessions

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Check the body of a join, and whose stream is asked for; pass everything else on.

        `gate.Bodies` has made the body one message.
        """
        if scope["type"] == "http" and scope["path"] == STREAM:
            session = QueryParams(scope["query_string"]).get("session_hash", "")
            if session not in self._sessions:
                await problem(404)(scope, receive, send)
                return
            try:
                await self.app(scope, receive, send)
            finally:
                self._sessions.close(session)
            return
        if scope["type"] != "http" or scope["path"] != PATH:
            await self.app(scope, receive, send)
            return
        whole: Message = await receive()
        status = self._refusal(whole.get("body", b""))
        if status:
            await problem(status, path=PATH)(scope, receive, send)
            return
        await self.app(scope, sent_again(whole, receive), send)

    def _refusal(self, body: bytes) -> int:
        """The status that refuses a body; 0 lets it in. Only a text may be long, and a text comes without history."""
        try:
            join = Join.model_validate_json(body)
        except ValidationError:
            return 422
        if self._events.get(join.fn_index) != len(join.data):
            return 422
        return 413 if len(join.data) > 1 and len(body) > BODY_LIMIT else 0
