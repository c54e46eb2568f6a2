"""How much is worked out at once: a few places, a short queue before each kind of work, and an early refusal."""

from __future__ import annotations

import asyncio
import contextvars
import math
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from contextlib import suppress
from enum import StrEnum
from queue import SimpleQueue
from typing import Any, Final, TypeVar

NEWEST: Final = 0.05  # how much the latest run counts in what a run is expected to take
FIRST: Final = 0.03  # seconds that one is expected to take before there was any
# Of the longest wait: from what is expected to last so long nobody is let in, for runs grow longer when many wait, and
# a refusal at once is worth more than one after the longest wait
CAUTION: Final = 0.5
FEW: Final = 16  # who wait; with so few, runs stay as long as they are, and no caution is needed
_T = TypeVar("_T")


class Work(StrEnum):
    """Kinds of work, each with its own places, so that long ones do not hold up short ones."""

    ANSWER = "answer"
    CHECK = "check"


class BusyError(Exception):
    """No place will be free soon enough.

    Args:
        seconds: after which it is worth while to try again.
    """

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds)
        self.retry_after = str(max(1, math.ceil(seconds)))  # the value of the header of that name


class Places:
    """Runs functions in threads, as many at once as there are places. For one event loop.

    Args:
        counts: places for each kind of work.
        queue_length: how many may wait for a place of a kind.
        longest_wait: seconds that one may wait, for each kind; where it would be more, it is refused at once.
    """

    def __init__(self, counts: Mapping[Work, int], queue_length: int, longest_wait: Mapping[Work, float]) -> None:
        self._lanes = {kind: _Lane(kind, counts[kind], queue_length, longest_wait[kind]) for kind in counts}

    async def run(self, kind: Work, function: Callable[..., _T], *args: Any) -> _T:
        """What the function gives, worked out in a thread.

        Who is cancelled while waiting leaves the queue. A thread cannot be stopped: it finishes, keeps its place until
        then, and what it gives is dropped.

        Raises:
            BusyError: too many wait, or one has waited too long.
        """
        return await self._lanes[kind].run(function, *args)

    def refusal(self, kind: Work) -> BusyError | None:
        """What `run` would raise at once; None where one that comes now is let in."""
        return self._lanes[kind].refusal()

    def waiting(self, kind: Work) -> int:
        """How many wait for a place."""
        return len(self._lanes[kind].queue)

    def busy(self, kind: Work) -> int:
        """How many places are taken."""
        return self._lanes[kind].busy


class _Lane:
    """The places of one kind of work."""

    def __init__(self, name: str, places: int, queue_length: int, longest_wait: float) -> None:
        self.queue: deque[asyncio.Future[None]] = deque()
        self.busy = 0
        self._places = places
        self._queue_length = queue_length
        self._longest_wait = longest_wait
        self._seconds = FIRST
        self._crew = _Crew(name)

    async def run(self, function: Callable[..., _T], *args: Any) -> _T:
        await self._enter()
        loop = asyncio.get_running_loop()
        begun = time.monotonic()

        def leave(_done: Future[_T]) -> None:
            with suppress(RuntimeError):  # the loop is closed: the server has stopped
                loop.call_soon_threadsafe(self._leave, begun)

        try:
            result = self._crew.start(function, *args, when_done=leave)
        except BaseException:
            self._next()
            raise
        return await asyncio.wrap_future(result)

    async def _enter(self) -> None:
        if self._is_free():
            self.busy += 1
            return
        refused = self.refusal()
        if refused is not None:
            raise refused
        turn = asyncio.get_running_loop().create_future()
        self.queue.append(turn)
        try:
            async with asyncio.timeout(self._longest_wait):
                await turn
        except BaseException as error:
            if turn.done() and not turn.cancelled():
                self._next()  # it was given a place in the moment when it gave up
            else:
                with suppress(ValueError):
                    self.queue.remove(turn)
            if isinstance(error, TimeoutError):
                raise BusyError(self._expected()) from None
            raise

    def refusal(self) -> BusyError | None:
        if self._is_free():
            return None
        expected = self._expected()
        longest = self._longest_wait * (CAUTION if len(self.queue) >= FEW else 1.0)
        full = len(self.queue) >= self._queue_length or expected > longest
        return BusyError(expected) if full else None

    def _is_free(self) -> bool:
        return self.busy < self._places and not self.queue

    def _expected(self) -> float:
        """Seconds until one that comes now would have a place."""
        return (len(self.queue) + 1) * self._seconds / self._places

    def _leave(self, begun: float) -> None:
        self._seconds += NEWEST * (time.monotonic() - begun - self._seconds)
        self._next()

    def _next(self) -> None:
        """Hand a place to the one that has waited longest, or leave it empty."""
        while self.queue:
            turn = self.queue.popleft()
            if not turn.done():
                turn.set_result(None)
                return
        self.busy -= 1


class _Crew:
    """Threads that never hold up the end of the process, as those of `ThreadPoolExecutor` do; as many as needed."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._jobs: SimpleQueue[Callable[[], None]] = SimpleQueue()
        self._idle = threading.Semaphore(0)

    def start(self, function: Callable[..., _T], *args: Any, when_done: Callable[[Future[_T]], None]) -> Future[_T]:
        future: Future[_T] = Future()
        future.add_done_callback(when_done)
        context = contextvars.copy_context()

        def job() -> None:
            if not future.set_running_or_notify_cancel():
                return
            try:
                result = context.run(function, *args)
            except BaseException as error:  # noqa: BLE001 - it is raised where the result is awaited
                future.set_exception(error)
            else:
                future.set_result(result)

        if not self._idle.acquire(blocking=False):
            # First the thread: where the system gives none, nothing may be left that another one would do later
            threading.Thread(target=self._work, name=f"place-{self._name}", daemon=True).start()
        self._jobs.put(job)
        return future

    def _work(self) -> None:
        while True:
            self._jobs.get()()
            self._idle.release()
