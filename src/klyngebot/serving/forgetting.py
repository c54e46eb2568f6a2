"""Forgets users' words in time for what the page on privacy promises: an hour."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Final

from klyngebot.remembering import forget
from klyngebot.serving.regularly import regularly

# What is found for the first time is dropped the second or the third: all within the hour
FORGET_SECONDS: Final = 15 * 60.0


def forgetting(*steps: Callable[[], None], seconds: float = FORGET_SECONDS) -> AbstractContextManager[None]:
    """Within, all that was worked out of texts is forgotten every so many seconds, whether anybody asks or not.

    Args:
        steps: what else is done then, in this order: dropping what others hold, and reading again what the next
            question needs.
        seconds: from one time to the next.
    """
    return regularly("forget", seconds, forget, *steps)
