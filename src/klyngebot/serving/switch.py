"""The kill switch: everything, the answering, or only the language model, switched off by a file without a restart."""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Callable
from contextlib import suppress
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Final
from weakref import WeakKeyDictionary

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from klyngebot.serving.problems import problem
from klyngebot.settings import Settings
from klyngebot.texts import api as api_texts
from klyngebot.texts import operator as operator_texts

if TYPE_CHECKING:
    from klyngebot.bot import Klyngebot

HEADER: Final = "Klyngebot-Off"
OFF_FILE: Final = "OFF"
POLL_SECONDS: Final = 1.0
RETRY_AFTER: Final = "300"
ALWAYS_OPEN: Final = "/health/live"
_LONGEST: Final = 64  # bytes read of the file
log = logging.getLogger(__name__)


class Off(StrEnum):
    """What is switched off. Each more than the one before."""

    NOTHING = ""
    MODEL = "model"
    CHAT = "chat"
    ALL = "alt"


_ORDER: Final = tuple(Off)
_WORDS: Final = {"alt": Off.ALL, "all": Off.ALL, "chat": Off.CHAT, "model": Off.MODEL}


class Switch:
    """What is switched off now: by the settings, or, where that is more, by the file.

    Args:
        settings: `off`, `off_file` and `contact`.
        clock: seconds that never go back; the file is looked at once a second at most.
    """

    def __init__(self, settings: Settings, clock: Callable[[], float] = time.monotonic) -> None:
        self.contact = settings.contact
        self._fixed = Off(settings.off)
        self._file = settings.off_file or settings.data_dir / OFF_FILE
        self._clock = clock
        self._look_at = float("-inf")
        self._off = self._fixed

    @property
    def off(self) -> Off:
        """What is switched off."""
        now = self._clock()
        if now >= self._look_at:
            self._look_at = now + POLL_SECONDS
            off = max(self._fixed, _said_by(self._file), key=_ORDER.index)
            if off is not self._off:
                log.warning("%s", operator_texts.switched(off.value))
            self._off = off
        return self._off


def _said_by(file: Path) -> Off:
    """What a file switches off. One that is empty, cannot be read or says something else: everything."""
    try:
        opened = os.open(file, os.O_RDONLY | os.O_NONBLOCK)  # a pipe in its place must not hold up the server
        try:
            said = os.read(opened, _LONGEST)
        finally:
            os.close(opened)
    except FileNotFoundError:
        return Off.NOTHING
    except OSError:
        return Off.ALL
    with suppress(UnicodeDecodeError):
        return _WORDS.get(said.decode("utf-8-sig").strip().lower(), Off.ALL)
    return Off.ALL


class Switched:
    """Answers 503 in place of what is switched off, and says in a header of every response what that is.

    With everything off only `/health/live` answers; with the chat off every POST is refused and pages stay readable.
    """

    def __init__(self, app: ASGIApp, switch: Switch) -> None:
        self.app = app
        self._switch = switch

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, unless what it asks for is off."""
        off = self._switch.off if scope["type"] == "http" else Off.NOTHING
        if off is Off.NOTHING:
            await self.app(scope, receive, send)
            return

        async def send_with_header(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)[HEADER] = off.value
            await send(message)

        refused = off is Off.ALL or (off is Off.CHAT and scope["method"] == "POST")
        if not refused or scope["path"] == ALWAYS_OPEN:
            await self.app(scope, receive, send_with_header)
            return
        await problem(
            503,
            title=api_texts.PROBLEM_OFF,
            detail=api_texts.problem_off_remedy(self._switch.contact),
            headers={"Retry-After": RETRY_AFTER},
        )(scope, receive, send_with_header)


class ModelSwitch:
    """Hands out the bot, and, while the language model is off, the same one without it."""

    def __init__(self, bot_source: Callable[[], Klyngebot], switch: Switch) -> None:
        self._bot_source = bot_source
        self._switch = switch
        self._twins: WeakKeyDictionary[Klyngebot, Klyngebot] = WeakKeyDictionary()

    def __call__(self) -> Klyngebot:
        """The bot. Raises `IndexUnavailableError` while there is none."""
        bot = self._bot_source()
        if self._switch.off is not Off.MODEL:
            return bot
        if bot not in self._twins:
            self._twins[bot] = bot.without_model()
        return self._twins[bot]
