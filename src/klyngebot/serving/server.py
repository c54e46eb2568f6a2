"""One process that serves everything: the chat page and the JSON API over one bot."""

from __future__ import annotations

import logging
import signal
import socket
import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any, cast

import uvicorn
from fastapi import FastAPI

from klyngebot.errors import IndexUnavailableError, KlyngebotError
from klyngebot.serving.api import BotSource, create_app
from klyngebot.serving.deadlines import DeadlineProtocol, Deadlines
from klyngebot.serving.feedback import FeedbackBox
from klyngebot.serving.forgetting import forgetting
from klyngebot.serving.gate import LARGEST_HEADER
from klyngebot.serving.keeper import BotKeeper, settle
from klyngebot.serving.logs import RequestLog
from klyngebot.serving.logs import kept as kept_log
from klyngebot.serving.metrics import Metrics
from klyngebot.serving.observing import Observed, Observer, observed
from klyngebot.serving.opening import Opening
from klyngebot.serving.places import Work
from klyngebot.serving.public.pages import add_pages
from klyngebot.serving.public.widget import add_widget
from klyngebot.settings import Settings
from klyngebot.texts import operator as operator_texts

if TYPE_CHECKING:
    from klyngebot.bot import Klyngebot

GRACE_SECONDS = 12  # for answers under way when the server stops
# The event loop waits this long for a thread that works out an answer, several times for each request; Python's 5 ms
# would make a refusal take longer than an answer
SWITCH_SECONDS = 0.0005
log = logging.getLogger(__name__)


def create_site(bot_source: BotSource, settings: Settings, observers: Sequence[Observer] = ()) -> FastAPI:
    """The JSON API, the public pages, the widget, and the workbench at `/chat/`.

    `observers` are told of every request and of every answer.
    """
    from klyngebot.serving.gradio_ui import mount

    source = observed(bot_source, observers)
    app = create_app(source, settings)
    add_pages(app, source, settings)  # before the workbench, so that they win
    add_widget(app, settings.widget_folder)
    mount(app, source, settings.publish_documents)
    app.add_middleware(Observed, routes=app.router.routes, observers=observers)
    return app


def serve(settings: Settings) -> None:
    """Serve until SIGTERM or Ctrl+C.

    The bot and the site are opened in the background: `/health/live` answers at once, the page after some seconds, and
    `/health/ready` says when the bot is there, too.

    Raises:
        KlyngebotError: the address cannot be listened on.
    """
    sys.setswitchinterval(SWITCH_SECONDS)
    listener = listen(settings.host, settings.port)
    url = _url(listener)
    keeper = BotKeeper(lambda: _open_bot(settings), lambda bot: bot.is_outdated(settings))
    metrics = Metrics()
    metrics.watch_ready(keeper)
    observers: list[Observer] = [metrics, *([RequestLog()] if settings.log_requests else [])]
    with kept_log(settings), metrics.published(settings.metrics_host, settings.metrics_port):
        keeper.start()
        try:
            opening = Opening(
                lambda: _watched(create_site(keeper, settings, observers), metrics),
                when_open=lambda: _log_start(url),
                when_failed=lambda: setattr(server, "should_exit", True),
            )
            server = create_server(opening, settings)
            # Uvicorn stops on either signal and then raises it again, which must not cut off what follows here
            signal.signal(signal.SIGTERM, lambda *_: None)
            feedback = FeedbackBox.of(settings).kept_young()
            words = forgetting(opening.forget, lambda: _warm(keeper))
            with feedback, words, suppress(KeyboardInterrupt):
                server.run(sockets=[listener])
            if opening.error is not None:
                raise opening.error
        finally:
            keeper.close()
            listener.close()


def _watched(site: FastAPI, metrics: Metrics) -> FastAPI:
    """The site, whose queues the metrics tell from now on."""
    metrics.watch_waiting(lambda: sum(map(site.state.places.waiting, Work)))
    return site


def _log_start(url: str) -> None:
    message = operator_texts.server_started(url)
    log.info("%s", message, extra={"event": {"event": "started", "address": url, "message": message}})


def create_server(site: FastAPI | Opening, settings: Settings | None = None) -> uvicorn.Server:
    """Uvicorn with deadlines, and without access log, server name, WebSockets or trust in forwarded headers."""
    return _Server(
        site,
        uvicorn.Config(
            site,
            http=cast(Any, partial(DeadlineProtocol, deadlines=Deadlines.of(settings or Settings()))),
            ws="none",
            log_config=None,  # its records go where all others go
            log_level="error",
            access_log=False,
            server_header=False,
            proxy_headers=False,
            h11_max_incomplete_event_size=LARGEST_HEADER,
            timeout_graceful_shutdown=GRACE_SECONDS,
        ),
    )


class _Server(uvicorn.Server):
    """Ends the streams of open pages first; they would hold up the stop until it is forced."""

    def __init__(self, site: FastAPI | Opening, config: uvicorn.Config) -> None:
        super().__init__(config)
        self._site = site

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        for end_streams in self._site.state.before_stop:
            end_streams()
        await super().shutdown(sockets)


def listen(host: str, port: int) -> socket.socket:
    """A listening socket; port 0 takes any free one."""
    listener = None
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listener = socket.socket(family, kind, protocol)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(128)
    except (OSError, UnicodeError, OverflowError) as error:  # UnicodeError: no host name can look like that
        if listener is not None:
            listener.close()
        raise KlyngebotError(operator_texts.cannot_listen(host, port)) from error
    return listener


def _url(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _open_bot(settings: Settings) -> Klyngebot:
    """The bot over the settings' index; where there is none at all, the shipped corpus is indexed first."""
    from klyngebot.bot import Klyngebot, ensure_index

    ensure_index(settings, lambda: log.warning("%s", operator_texts.INDEXING_FIRST))
    bot = Klyngebot.open(settings)
    threading.Thread(target=lambda: _warm(lambda: bot), name="warm-bot", daemon=True).start()
    return bot


def _warm(bot_source: Callable[[], Klyngebot]) -> None:
    """Let the bot read what questions need, where there is one."""
    try:
        with suppress(IndexUnavailableError):
            bot_source().warm()
    finally:
        settle()
