"""The walls around an application, put up in their order, and what may pass them."""

from __future__ import annotations

from fastapi import FastAPI
from starlette.middleware.cors import CORSMiddleware

from klyngebot.serving.bodies import BODY_LIMIT
from klyngebot.serving.gate import Bodies, Doors, Headers, Hosts, Problems
from klyngebot.settings import Settings


def put_up(app: FastAPI, settings: Settings) -> None:
    """Put the walls around an application that has no others yet.

    Whoever mounts more adds to what may pass: `app.state.doors` (what may be reached), `app.state.body_limits` (bytes,
    of paths that take longer bodies), `app.state.form_paths` (that take a form of a page instead of JSON) and
    `app.state.before_stop` (what ends long streams when the server stops).
    """
    app.state.doors = []
    app.state.body_limits = {}
    app.state.form_paths = set()
    app.state.before_stop = []
    # The last one added is the outermost
    app.add_middleware(
        Bodies,
        limit=BODY_LIMIT,
        origins=settings.allowed_origins,
        limits=app.state.body_limits,
        forms=app.state.form_paths,
    )
    app.add_middleware(
        CORSMiddleware, allow_origins=settings.allowed_origins, allow_methods=["POST"], allow_headers=["Content-Type"]
    )
    app.add_middleware(Doors, doors=app.state.doors)
    app.add_middleware(Hosts, allowed=settings.allowed_hosts)
    app.add_middleware(Problems)
    app.add_middleware(Headers)
