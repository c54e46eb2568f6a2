"""Work that comes round again while the server runs."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from klyngebot.serving.problems import log_error


@contextmanager
def regularly(name: str, seconds: float, *steps: Callable[[], None], at_once: bool = False) -> Iterator[None]:
    """Within, the steps are done every so many seconds, in this order, in a thread; one that fails is logged.

    Args:
        name: of the thread.
        seconds: from the end of one time to the next.
        steps: what is done; it may still be under way afterwards, and the process ends without it.
        at_once: whether the first time is at the beginning.
    """
    over = threading.Event()

    def work() -> None:
        waited = at_once
        while waited or not over.wait(seconds):
            waited = False
            for step in steps:
                try:
                    step()
                except Exception as error:  # noqa: BLE001 - the thread's outermost skin: the next time must come
                    log_error(error)

    threading.Thread(target=work, name=name, daemon=True).start()
    try:
        yield
    finally:
        over.set()
