"""The walls around an application, put up in their order, and what may pass them."""

from __future__ import annotations

from fastapi import FastAPI, Request, Response

from klyngebot.serving.addresses import Addresses
from klyngebot.serving.bodies import BODY_LIMIT
from klyngebot.serving.departures import Departures
from klyngebot.serving.gate import Bodies, Doors, Framing, Headers, Hosts, Origins, Problems
from klyngebot.serving.limits import Buckets, Limits
from klyngebot.serving.memory import Memory
from klyngebot.serving.places import BusyError, Places, Work
from klyngebot.serving.shedding import Shedding, refusal
from klyngebot.serving.switch import Switch, Switched
from klyngebot.settings import Settings

CHECK_PATIENCE = 8  # times as long may a check wait for its place as a question
TOLD_TO_ORIGINS = ("Klyngebot-Answer", "Klyngebot-Feedback", "RateLimit", "RateLimit-Policy", "Retry-After")


def put_up(app: FastAPI, settings: Settings) -> None:
    """Put the walls around an application that has no others yet.

    Whoever mounts more adds to what may pass: `app.state.doors` (what may be reached), `app.state.body_limits` (bytes,
    of paths that take longer bodies), `app.state.form_paths` (that take a form of a page instead of JSON),
    `app.state.question_paths` (that take a question as JSON, refused early under load), `app.state.before_stop`
    (what ends long streams when the server stops) and `app.state.forgets` (what drops the words of users that were
    there when it was called before, on the event loop). Whoever answers works at `app.state.places`
    and remembers in `app.state.memory`; `app.state.switch` tells what is off.
    """
    app.state.doors = []
    app.state.body_limits = {}
    app.state.form_paths = set()
    app.state.question_paths = set()
    app.state.before_stop = []
    app.state.forgets = []
    app.state.switch = Switch(settings)
    app.state.places = _places(settings)
    # What a language model writes differs from time to time, and its failures must not last
    app.state.memory = Memory(0 if settings.llm else settings.remembered_answers)
    app.add_exception_handler(BusyError, _busy)
    addresses = Addresses(settings.trusted_proxies)
    buckets = Buckets(settings.rate_per_minute, settings.rate_burst) if settings.rate_per_minute else None
    # The last one added is the outermost
    app.add_middleware(Departures)
    app.add_middleware(Shedding, paths=app.state.question_paths, places=app.state.places, memory=app.state.memory)
    app.add_middleware(
        Bodies,
        limit=BODY_LIMIT,
        origins=settings.allowed_origins,
        limits=app.state.body_limits,
        forms=app.state.form_paths,
    )
    app.add_middleware(Limits, addresses=addresses, buckets=buckets)
    app.add_middleware(Switched, switch=app.state.switch)
    app.add_middleware(Problems)  # once more, so that a website that may ask can read what went wrong
    app.add_middleware(
        Origins,
        allow_origins=settings.allowed_origins,
        allow_methods=["GET", "POST"],
        allow_headers=["Content-Type"],
        expose_headers=TOLD_TO_ORIGINS,
    )
    app.add_middleware(Doors, doors=app.state.doors)
    app.add_middleware(Hosts, allowed=settings.allowed_hosts)
    app.add_middleware(Framing)
    app.add_middleware(Problems)
    app.add_middleware(Headers, is_encrypted=addresses.is_encrypted)


def _places(settings: Settings) -> Places:
    return Places(
        {Work.ANSWER: settings.answer_places, Work.CHECK: 1},
        settings.queue_length,
        {Work.ANSWER: settings.longest_wait, Work.CHECK: CHECK_PATIENCE * settings.longest_wait},
    )


async def _busy(_request: Request, error: Exception) -> Response:
    assert isinstance(error, BusyError)
    return refusal(error)
