"""How much one client may ask: a bucket of questions that fills again, for each address."""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from klyngebot.serving.addresses import Addresses
from klyngebot.serving.problems import problem
from klyngebot.texts import api as api_texts

MOST_CLIENTS: Final = 100_000  # that are remembered; some 20 MB
_POLICY: Final = "questions"


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of taking from a bucket.

    Args:
        allowed: whether there was one to take.
        left: how many can be taken at once now.
        wait: seconds until one can be taken, where none is left.
        full: seconds until the bucket is full again.
    """

    allowed: bool
    left: int
    wait: float
    full: float


class Buckets:
    """Token buckets, of which each is one number: the moment when it will be full again.

    Args:
        per_minute: how fast a bucket fills.
        burst: what a full bucket holds.
        most: buckets remembered; the one that was used longest ago is forgotten, and is then full.
        clock: seconds that never go back.
    """

    def __init__(
        self, per_minute: float, burst: int, most: int = MOST_CLIENTS, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.burst = burst
        self.interval = 60.0 / per_minute
        self._most = most
        self._clock = clock
        self._full_at: OrderedDict[bytes, float] = OrderedDict()

    def take(self, key: bytes) -> Taken:
        """Take one from the bucket of a key, if there is one; a refusal takes nothing."""
        now = self._clock()
        full_at = max(self._full_at.get(key, now), now)
        wait = full_at - now - (self.burst - 1) * self.interval
        allowed = wait <= 1e-6
        if allowed:
            full_at += self.interval
            self._full_at[key] = full_at
            if len(self._full_at) > self._most:
                self._full_at.popitem(last=False)
        if key in self._full_at:
            self._full_at.move_to_end(key)
        left = int((self.burst * self.interval - (full_at - now)) / self.interval + 1e-6)
        return Taken(allowed, left, max(wait, 0.0), full_at - now)

    def __len__(self) -> int:
        return len(self._full_at)


class Limits:
    """Refuses the POSTs of a client that sends more than its bucket holds, before their bodies are read.

    Args:
        app: what is behind.
        addresses: tells whose request it is.
        buckets: one for each client; None for no limit.
    """

    def __init__(self, app: ASGIApp, addresses: Addresses, buckets: Buckets | None) -> None:
        self.app = app
        self._addresses = addresses
        self._buckets = buckets

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on with the state of the bucket in its response, or refuse it."""
        if scope["type"] != "http" or scope["method"] != "POST" or self._buckets is None:
            await self.app(scope, receive, send)
            return
        taken = self._buckets.take(self._addresses.key(scope))
        told = self._told(self._buckets, taken)
        if not taken.allowed:
            headers = {**told, "Retry-After": str(max(1, math.ceil(taken.wait)))}
            refusal = problem(
                429, title=api_texts.PROBLEM_TOO_MANY, detail=api_texts.PROBLEM_TOO_MANY_REMEDY, headers=headers
            )
            await refusal(scope, receive, send)
            return

        async def send_told(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(told)
            await send(message)

        await self.app(scope, receive, send_told)

    @staticmethod
    def _told(buckets: Buckets, taken: Taken) -> dict[str, str]:
        """The fields of the IETF's draft on rate limits: what a bucket holds, and what is left of it."""
        window = math.ceil(buckets.burst * buckets.interval)
        return {
            "RateLimit-Policy": f'"{_POLICY}";q={buckets.burst};w={window}',
            "RateLimit": f'"{_POLICY}";r={taken.left};t={math.ceil(taken.full)}',
        }
