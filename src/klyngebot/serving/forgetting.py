"""Forgets users' words in time for what the page on privacy promises: an hour."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

from klyngebot.remembering import forget
from klyngebot.serving.problems import log_error

# What is found for the first time is dropped the second or the third: all within the hour
FORGET_SECONDS: Final = 15 * 60.0


@contextmanager
def forgetting(*steps: Callable[[], None], seconds: float = FORGET_SECONDS) -> Iterator[None]:
    """Within, all that was worked out of texts is forgotten every so many seconds, whether anybody asks or not.

    Args:
        steps: what else is done then, in a thread, in this order: dropping what others hold, and reading again what the
            next question needs.
        seconds: from one time to the next.
    """
    over = threading.Event()

    def work() -> None:
        while not over.wait(seconds):
            for step in (forget, *steps):
                try:
                    step()
                except Exception as error:  # noqa: BLE001 - the thread's outermost skin: forgetting must go on
                    log_error(error)

    threading.Thread(target=work, name="forget", daemon=True).start()
    try:
        yield
    finally:
        over.set()  # it is not waited for: the process ends without it
