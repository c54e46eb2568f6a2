"""One process that serves everything: the chat page and the JSON API over one bot."""

from __future__ import annotations

import logging
import signal
import socket
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

import uvicorn
from fastapi import FastAPI

from klyngebot import texts
from klyngebot.errors import IndexUnavailableError, KlyngebotError
from klyngebot.serving.api import BotSource, create_app
from klyngebot.serving.feedback import FeedbackBox
from klyngebot.serving.logs import RequestLog
from klyngebot.serving.logs import kept as kept_log
from klyngebot.serving.metrics import Metrics
from klyngebot.serving.observing import Observed, Observer, observed
from klyngebot.serving.problems import log_error
from klyngebot.settings import Settings
from klyngebot.texts import operator as operator_texts

if TYPE_CHECKING:
    from klyngebot.bot import Klyngebot

RETRY_SECONDS = 5.0
GRACE_SECONDS = 5
RETIRED_SECONDS = 60.0  # longer than any answer takes, a language model's too
LARGEST_HEADER = 16 * 1024
log = logging.getLogger(__name__)


class BotKeeper:
    """Opens the bot in the background and hands it out; opens it anew when another index is taken into use.

    Args:
        open_bot: opens one; tried again while there is no index.
        is_outdated: whether another index has been taken into use since the bot was opened.
    """

    def __init__(
        self, open_bot: Callable[[], Klyngebot], is_outdated: Callable[[Klyngebot], bool] = lambda _bot: False
    ) -> None:
        self._open = open_bot
        self._is_outdated = is_outdated
        self._bot: Klyngebot | None = None
        self._retired: list[tuple[float, Klyngebot]] = []
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._keep, name="open-bot", daemon=True)

    def start(self) -> None:
        """Begin to open the bot."""
        self._thread.start()

    def __call__(self) -> Klyngebot:
        """The bot. Raises `IndexUnavailableError` while it is not open."""
        if self._bot is None:
            raise IndexUnavailableError(texts.STATUS_STARTING)
        return self._bot

    def close(self) -> None:
        """Stop opening, and close the bot."""
        self._stopped.set()
        self._thread.join(timeout=GRACE_SECONDS)
        for bot in (*(retired for _, retired in self._retired), self._bot):
            if bot is not None:
                bot.close()

    def _keep(self) -> None:
        said = ""
        while not self._stopped.is_set():
            try:
                if self._bot is None or self._is_outdated(self._bot):
                    self._exchange(self._open())
            except KlyngebotError as error:
                if str(error) != said:
                    said = str(error)
                    log.error("%s", said)
            except Exception as error:  # noqa: BLE001 - the thread's outermost skin: the server stays up and says so
                log_error(error)
            self._close_retired()
            self._stopped.wait(RETRY_SECONDS)

    def _exchange(self, bot: Klyngebot) -> None:
        """Hand out another bot from now on; questions under way finish with the old one."""
        if self._bot is not None:
            self._retired.append((time.monotonic() + RETIRED_SECONDS, self._bot))
            log.warning("%s", operator_texts.INDEX_EXCHANGED)
        if bot.corpus.damage:
            log.error("%s", operator_texts.older_index_in_use(bot.corpus.damage))
        self._bot = bot

    def _close_retired(self) -> None:
        now = time.monotonic()
        for until, bot in self._retired:
            if until <= now:
                bot.close()
        self._retired = [(until, bot) for until, bot in self._retired if until > now]


def create_site(bot_source: BotSource, settings: Settings, observers: Sequence[Observer] = ()) -> FastAPI:
    """The JSON API with the workbench at `/chat/`; `observers` are told of every request and every answer."""
    from klyngebot.serving.gradio_ui import mount

    source = observed(bot_source, observers)
    site = mount(create_app(source, settings), source)
    site.add_middleware(Observed, routes=site.router.routes, observers=observers)
    return site


def serve(settings: Settings) -> None:
    """Serve until SIGTERM or Ctrl+C. The bot opens in the background; `/health/ready` says when it is there.

    Raises:
        KlyngebotError: the address cannot be listened on.
    """
    listener = listen(settings.host, settings.port)
    keeper = BotKeeper(lambda: _open_bot(settings), lambda bot: bot.is_outdated(settings))
    metrics = Metrics()
    metrics.watch_ready(keeper)
    observers: list[Observer] = [metrics, *([RequestLog()] if settings.log_requests else [])]
    with kept_log(settings), metrics.published(settings.metrics_host, settings.metrics_port):
        keeper.start()
        try:
            server = create_server(create_site(keeper, settings, observers))
            _log_start(_url(listener))
            # Uvicorn stops on either signal and then raises it again, which must not cut off what follows here
            signal.signal(signal.SIGTERM, lambda *_: None)
            with FeedbackBox.of(settings).kept_young(), suppress(KeyboardInterrupt):
                server.run(sockets=[listener])
        finally:
            keeper.close()
            listener.close()


def _log_start(url: str) -> None:
    message = operator_texts.server_started(url)
    log.info("%s", message, extra={"event": {"event": "started", "address": url, "message": message}})


def create_server(site: FastAPI) -> uvicorn.Server:
    """Uvicorn without access log, server name, WebSockets or trust in forwarded headers."""
    return _Server(
        site,
        uvicorn.Config(
            site,
            http="h11",
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

    def __init__(self, site: FastAPI, config: uvicorn.Config) -> None:
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
    threading.Thread(target=bot.warm, name="warm-bot", daemon=True).start()
    return bot
