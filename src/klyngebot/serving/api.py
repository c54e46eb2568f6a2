"""The JSON API: asking, finding clusters, checking and the health of the server, behind the walls of `gate`.

`POST /api/ask`, `POST /api/clusters`, `POST /api/check`, `GET /health/live`, `GET /health/ready`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any, Final, Self, TypeAlias

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator
from starlette.middleware.cors import CORSMiddleware

from klyngebot.checking.drafts import LONGEST_TEXT
from klyngebot.errors import CheckError, IndexUnavailableError
from klyngebot.serving.check_rendering import claim_to_dict, draft_to_dict, rejected_to_dict
from klyngebot.serving.cluster_rendering import clusters_to_dict
from klyngebot.serving.gate import Bodies, Door, Doors, Headers, Hosts, Problems
from klyngebot.serving.problems import problem
from klyngebot.serving.rendering import answer_to_dict, kind_of
from klyngebot.settings import Settings
from klyngebot.types import Turn

if TYPE_CHECKING:
    from klyngebot.bot import Klyngebot

BODY_LIMIT: Final = 64 * 1024
# Of a text to check: as long as it may be, in the longest way that JSON has to write a character ("\\ud83d\\ude00")
TEXT_BODY_LIMIT: Final = 12 * LONGEST_TEXT + 1024
HISTORY_LIMIT: Final = 20
DOORS: Final = (
    Door.of("POST OPTIONS", "/api/(?:ask|check|clusters)"),
    Door.of("GET HEAD", "/health/(?:live|ready)"),
)
# FastAPI would otherwise export traces where the environment names a collector (older versions ignore it)
NO_TELEMETRY: Final[Any] = {"auto_configure": False, "tracing": False, "metrics": False, "logs": False}
BotSource: TypeAlias = "Callable[[], Klyngebot]"


def _is_text(text: str) -> str:
    text.encode()  # half a surrogate pair is no text; UnicodeEncodeError is a ValueError
    return text


Text = Annotated[str, AfterValidator(_is_text)]


class PastTurn(BaseModel):
    """A turn of the conversation so far, as the client remembers it."""

    model_config = ConfigDict(extra="forbid", strict=True)

    question: Text
    answer: Text = ""


class Ask(BaseModel):
    """The body of `POST /api/ask`."""

    model_config = ConfigDict(extra="forbid", strict=True)

    question: Text
    history: list[PastTurn] = Field(default_factory=list, max_length=HISTORY_LIMIT)


class Firm(BaseModel):
    """The body of `POST /api/clusters`: what a firm does, in its owner's words."""

    model_config = ConfigDict(extra="forbid", strict=True)

    description: Text


class Check(BaseModel):
    """The body of `POST /api/check`: one claim, or a whole text."""

    model_config = ConfigDict(extra="forbid", strict=True)

    claim: Text | None = None
    text: Text | None = None

    @model_validator(mode="after")
    def _is_one(self) -> Self:
        if (self.claim is None) == (self.text is None):
            raise ValueError("either claim or text")
        return self


def create_app(bot_source: BotSource, settings: Settings) -> FastAPI:
    """The application. `bot_source` gives the bot, or raises `IndexUnavailableError` while there is none.

    `app.state.doors` lists what may be reached, `app.state.body_limits` the paths that take longer bodies, and
    `app.state.before_stop` what ends long streams when the server stops; whoever mounts more adds to them.
    """
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None, telemetry=NO_TELEMETRY)
    app.state.doors = list(DOORS)
    app.state.body_limits = {"/api/check": TEXT_BODY_LIMIT}
    app.state.before_stop = []
    # The last one added is the outermost
    limits = app.state.body_limits
    app.add_middleware(Bodies, limit=BODY_LIMIT, origins=settings.allowed_origins, limits=limits)
    app.add_middleware(
        CORSMiddleware, allow_origins=settings.allowed_origins, allow_methods=["POST"], allow_headers=["Content-Type"]
    )
    app.add_middleware(Doors, doors=app.state.doors)
    app.add_middleware(Hosts, allowed=settings.allowed_hosts)
    app.add_middleware(Problems)
    app.add_middleware(Headers)

    @app.exception_handler(RequestValidationError)
    async def not_valid(request: Request, _error: RequestValidationError) -> Response:
        return problem(422, path=request.url.path)

    @app.exception_handler(IndexUnavailableError)
    async def not_ready(_request: Request, _error: IndexUnavailableError) -> Response:
        return problem(503, headers={"Retry-After": "2"})

    @app.post("/api/ask")
    def ask(body: Ask) -> Response:
        turns = [Turn(turn.question, turn.answer) for turn in body.history]
        answer = bot_source().ask(body.question, turns)
        return JSONResponse(answer_to_dict(answer), headers={"Klyngebot-Answer": kind_of(answer)})

    @app.post("/api/clusters")
    def clusters(body: Firm) -> Response:
        return JSONResponse(clusters_to_dict(bot_source().find_clusters(body.description)))

    @app.post("/api/check")
    def check(body: Check) -> Response:
        bot = bot_source()
        try:
            if body.claim is not None:
                return JSONResponse(claim_to_dict(bot.check_claim(body.claim)))
            return JSONResponse(draft_to_dict(bot.check_text(body.text or "")))
        except CheckError as error:
            return JSONResponse(rejected_to_dict(str(error)))

    @app.api_route("/health/live", methods=["GET", "HEAD"])
    async def live() -> Response:
        return JSONResponse({"status": "live"})

    @app.api_route("/health/ready", methods=["GET", "HEAD"])
    def ready() -> Response:
        corpus = bot_source().corpus
        return JSONResponse(
            {
                "status": "degraded" if corpus.damage else "ready",
                "corpus_version": corpus.version,
                "documents": len(corpus.documents),
                "chunks": corpus.chunks,
            }
        )

    return app
