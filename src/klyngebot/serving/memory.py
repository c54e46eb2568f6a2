"""Remembers the latest answers, so that what many ask is worked out once."""

from __future__ import annotations

import asyncio
import contextvars
import time
import weakref
from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

from starlette.datastructures import State

from klyngebot.danish.normalize import clean
from klyngebot.danish.personal_data import masked
from klyngebot.serving.observing import note_remembered
from klyngebot.serving.places import Places, Work
from klyngebot.types import Answer, Status, Turn

if TYPE_CHECKING:
    from klyngebot.bot import Klyngebot

LARGEST: Final = 32_000_000  # characters of all answers together, each about a byte
KEPT_SECONDS: Final = 60 * 60.0  # at most: that is what the page on privacy promises
SWEEP_SECONDS: Final = 60.0  # between looks for what would become too old before the next one
LONGEST_QUESTION: Final = 2_000  # characters; longer ones are refused anyway


class Memory:
    """The latest answers of one bot to questions without history, in this process only.

    A question in which personal data were found is never kept, nor its answer. All is forgotten when another bot
    answers, which is when another index is taken into use. For one event loop.

    Args:
        most: answers kept; 0 for none.
        clock: seconds that never go back.
    """

    def __init__(self, most: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._most = most
        self._clock = clock
        self._bot: weakref.ref[Klyngebot] | None = None
        self._answers: OrderedDict[str, tuple[float, int, Answer]] = OrderedDict()
        self._size = 0
        self._sweeping: asyncio.TimerHandle | None = None

    def recall(self, bot: Klyngebot, question: str) -> Answer | None:
        """The answer that this bot gave to the question within the last hour, if it is kept."""
        if self._bot is None or self._bot() is not bot:
            self._answers.clear()
            self._size = 0
            self._bot = weakref.ref(bot)
        if not self._answers or len(question) > LONGEST_QUESTION:
            return None
        key = clean(question)
        found = self._answers.get(key)
        if found is None:
            return None
        kept_at, _, answer = found
        if self._clock() - kept_at > KEPT_SECONDS:
            self._drop(key)
            return None
        self._answers.move_to_end(key)
        return answer

    def has(self, question: str) -> bool:
        """Whether an answer to the question is kept; it may be of a bot before."""
        return len(question) <= LONGEST_QUESTION and clean(question) in self._answers

    def keep(self, bot: Klyngebot, question: str, answer: Answer) -> None:
        """Keep an answer that this bot gave, unless another one answers by now."""
        if self._bot is None or self._bot() is not bot:
            return
        if not self._most or len(question) > LONGEST_QUESTION or answer.status is Status.REJECTED:
            return
        key = clean(question)
        if masked(key)[1]:
            return
        if key in self._answers:
            self._drop(key)
        size = len(key) + len(repr(answer))
        self._answers[key] = (self._clock(), size, answer)
        self._size += size
        while len(self._answers) > self._most or self._size > LARGEST:
            self._drop(next(iter(self._answers)))

    def keep_young(self) -> None:
        """Forget in time, on the running event loop, until nothing is kept; nobody need ask for that."""
        if self._answers and self._sweeping is None:
            # In a context of its own: that of the request would hold the request for as long as this goes on
            loop = asyncio.get_running_loop()
            self._sweeping = loop.call_later(SWEEP_SECONDS, self._sweep, context=contextvars.Context())

    def _sweep(self) -> None:
        oldest = self._clock() - KEPT_SECONDS + SWEEP_SECONDS
        for key in [key for key, (kept_at, _, _) in self._answers.items() if kept_at < oldest]:
            self._drop(key)
        self._sweeping = None
        self.keep_young()

    def _drop(self, key: str) -> None:
        self._size -= self._answers.pop(key)[1]

    def __len__(self) -> int:
        return len(self._answers)


async def answered(state: State, bot: Klyngebot, question: str, turns: Sequence[Turn] = ()) -> Answer:
    """The answer to a question: a remembered one, or one worked out at a place.

    Args:
        state: of an application with its walls up: its `memory` and `places`.
        bot: answers.
        question: as it was asked.
        turns: of the conversation before it.

    Raises:
        BusyError: too many are asking.
    """
    places: Places = state.places
    if turns:
        return await places.run(Work.ANSWER, bot.ask, question, turns)
    memory: Memory = state.memory
    answer = memory.recall(bot, question)
    if answer is None:
        answer = await places.run(Work.ANSWER, bot.ask, question, ())
        memory.keep(bot, question, answer)
        memory.keep_young()
    else:
        note_remembered(bot, answer)
    return answer
