"""Forgets users' words in time for what the page on privacy promises: an hour."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Final

from klyngebot.remembering import forget
from klyngebot.serving.problems import log_error

# What was held just too short a time to be dropped is dropped the next time, and that is within the hour, too
FORGET_SECONDS: Final = 25 * 60.0


@contextmanager
def forgetting(
    others: Callable[[], Iterable[Callable[[float], None]]],
    then: Callable[[], None],
    seconds: float = FORGET_SECONDS,
) -> Iterator[None]:
    """Within, all that was worked out of texts is forgotten every so many seconds, whether anybody asks or not.

    Args:
        others: gives what drops the words it has held for so many seconds (`app.state.forgets`).
        then: is called afterwards, in the same thread, to read again what the next question needs.
        seconds: from one time to the next.
    """
    over = threading.Event()

    def work() -> None:
        while not over.wait(seconds):
            for step in (forget, *(lambda own=own: own(seconds) for own in others()), then):
                try:
                    step()
                except Exception as error:  # noqa: BLE001 - the thread's outermost skin: forgetting must go on
                    log_error(error)

    threading.Thread(target=work, name="forget", daemon=True).start()
    try:
        yield
    finally:
        over.set()  # it is not waited for: the process ends without it
