"""Keeps a bot open: opens it in the background, and anew when another index is taken into use."""

from __future__ import annotations

import gc
import logging
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from klyngebot import texts
from klyngebot.errors import IndexUnavailableError, KlyngebotError
from klyngebot.serving.problems import log_error
from klyngebot.texts import operator as operator_texts

if TYPE_CHECKING:
    from klyngebot.bot import Klyngebot

RETRY_SECONDS = 5.0
LONGEST_RETRY: Final = 60.0  # opening costs seconds of work, and what fails again and again is not in a hurry
CLOSE_SECONDS: Final = 5.0
FULL_COLLECTION: Final = 200  # of the collections of the middle generation one is full; Python's own is 10
RETIRED_SECONDS = 60.0  # longer than any answer takes, a language model's too
log = logging.getLogger(__name__)


class BotKeeper:
    """Opens the bot in the background and hands it out; opens it anew when another index is taken into use.

    Args:
        open_bot: opens one; tried again while it cannot, more and more seldom where something is wrong.
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
        self._thread.join(timeout=CLOSE_SECONDS)
        for bot in (*(retired for _, retired in self._retired), self._bot):
            if bot is not None:
                bot.close()

    def _keep(self) -> None:
        said = ""
        wait = RETRY_SECONDS
        while not self._stopped.is_set():
            try:
                if self._bot is None or self._is_outdated(self._bot):
                    self._exchange(self._open())
                wait = RETRY_SECONDS
            except KlyngebotError as error:
                if str(error) != said:
                    said = str(error)
                    log.error("%s", said)
                # That there is none yet is cheap to see, and it may come any moment
                wait = RETRY_SECONDS if type(error) is IndexUnavailableError else min(2 * wait, LONGEST_RETRY)
            except Exception as error:  # noqa: BLE001 - the thread's outermost skin: the server stays up and says so
                log_error(error)
                wait = min(2 * wait, LONGEST_RETRY)
            self._close_retired()
            self._stopped.wait(wait)

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
        over = [bot for until, bot in self._retired if until <= now]
        if not over:
            return
        self._retired = [(until, bot) for until, bot in self._retired if until > now]
        while over:
            over.pop().close()
        settle()


def settle() -> None:
    """Collect garbage once, and leave all that is alive out of later collections until this is called again.

    What a bot has read is a quarter of a million objects that live as long as it does. Each full collection walks over
    them, and nobody is answered in that quarter of a second. Call it when a bot has been opened, and when one was
    closed, so that its objects are freed. What is remembered of questions grows to as many, so full collections become
    seldom, too; young garbage is collected as before.
    """
    gc.unfreeze()
    gc.collect()
    gc.freeze()
    gc.set_threshold(*gc.get_threshold()[:2], FULL_COLLECTION)
