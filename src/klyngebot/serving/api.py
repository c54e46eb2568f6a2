"""The JSON API: asking, finding clusters, checking and the health of the server, behind the walls of `walls`.

`POST /api/v1/ask` (as JSON, or as a stream for who accepts `text/event-stream`), `POST /api/v1/clusters`,
`POST /api/v1/check` (also without the version: `/api/ask` …), `POST /api/v1/feedback` where it is switched on,
`GET /api/v1/openapi.json`, `GET /health/live`, `GET /health/ready`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse

from klyngebot.errors import CheckError, IndexUnavailableError
from klyngebot.serving import description, feedback, security_txt, streams, walls
from klyngebot.serving.bodies import TEXT_BODY_LIMIT, Ask, Check, Firm
from klyngebot.serving.check_rendering import claim_to_dict, draft_to_dict, rejected_to_dict
from klyngebot.serving.cluster_rendering import clusters_to_dict
from klyngebot.serving.gate import Door
from klyngebot.serving.memory import answered
from klyngebot.serving.places import Places, Work
from klyngebot.serving.problems import problem
from klyngebot.serving.public.documents import public_link
from klyngebot.serving.references import Link
from klyngebot.serving.rendering import answer_to_dict, kind_of
from klyngebot.serving.switch import ModelSwitch
from klyngebot.settings import Settings
from klyngebot.types import Turn

if TYPE_CHECKING:
    from klyngebot.bot import Klyngebot

PREFIXES: Final = ("/api/v1", "/api")  # the second one is older and stays
DOORS: Final = (
    Door.of("POST OPTIONS", "/api/(?:v1/)?(?:ask|check|clusters)"),
    Door.of("GET HEAD", "/health/(?:live|ready)"),
)
# FastAPI would otherwise export traces where the environment names a collector (older versions ignore it)
NO_TELEMETRY: Final[Any] = {"auto_configure": False, "tracing": False, "metrics": False, "logs": False}
BotSource: TypeAlias = "Callable[[], Klyngebot]"


def create_app(bot_source: BotSource, settings: Settings) -> FastAPI:
    """The application. `bot_source` gives the bot, or raises `IndexUnavailableError` while there is none."""
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None, telemetry=NO_TELEMETRY)
    walls.put_up(app, settings)
    app.state.doors.extend(DOORS)
    app.state.body_limits.update({f"{prefix}/check": TEXT_BODY_LIMIT for prefix in PREFIXES})
    app.state.question_paths.update(f"{prefix}/ask" for prefix in PREFIXES)

    @app.exception_handler(RequestValidationError)
    async def not_valid(request: Request, _error: RequestValidationError) -> Response:
        return problem(422, path=request.url.path)

    @app.exception_handler(IndexUnavailableError)
    async def not_ready(_request: Request, _error: IndexUnavailableError) -> Response:
        return problem(503, headers={"Retry-After": "2"})

    _add_views(app, ModelSwitch(bot_source, app.state.switch), settings)
    _add_health(app, bot_source)
    description.add_to(app, settings)
    security_txt.add_to(app, settings.security_contact)
    if settings.feedback:
        feedback.add_to(app, feedback.FeedbackBox.of(settings), settings.feedback_days)
    return app


def _add_views(app: FastAPI, bot_source: BotSource, settings: Settings) -> None:
    places: Places = app.state.places
    link: Link = partial(public_link, published=settings.publish_documents)
    told = {feedback.HEADER: str(settings.feedback_days)} if settings.feedback else {}
    open_streams = streams.Streams()
    app.state.before_stop.append(open_streams.end)

    async def ask(body: Ask, request: Request) -> Response:
        bot = bot_source()
        turns = [Turn(turn.question, turn.answer) for turn in body.history]
        if streams.is_asked_for(request.headers.get("accept", "")):
            streamed = await open_streams.response(lambda: answered(app.state, bot, body.question, turns), link)
            streamed.headers.update(told)
            return streamed
        answer = await answered(app.state, bot, body.question, turns)
        headers = {"Klyngebot-Answer": kind_of(answer), "Vary": "Accept", **told}
        return JSONResponse(answer_to_dict(answer, link=link), headers=headers)

    async def clusters(body: Firm) -> Response:
        found = await places.run(Work.ANSWER, bot_source().find_clusters, body.description)
        return JSONResponse(clusters_to_dict(found, link))

    async def check(body: Check) -> Response:
        bot = bot_source()
        try:
            if body.claim is not None:
                return JSONResponse(claim_to_dict(await places.run(Work.CHECK, bot.check_claim, body.claim), link))
            text = body.text or ""
            return await places.run(Work.CHECK, lambda: JSONResponse(draft_to_dict(bot.check_text(text), link)))
        except CheckError as error:
            return JSONResponse(rejected_to_dict(str(error)))

    for prefix in PREFIXES:
        for view in (ask, clusters, check):
            app.add_api_route(f"{prefix}/{view.__name__}", view, methods=["POST"])


def _add_health(app: FastAPI, bot_source: BotSource) -> None:
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
