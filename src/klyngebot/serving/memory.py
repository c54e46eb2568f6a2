"""Remembers the latest answers, so that what many ask is worked out once."""

from __future__ import annotations

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

LARGEST: Final = 32_000_000  # characters of all answers together, each a byte or a little less
KEPT_SECONDS: Final = 60 * 60.0
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
        kept_at, size, answer = found
        if self._clock() - kept_at > KEPT_SECONDS:
            del self._answers[key]
            self._size -= size
            return None
        self._answers.move_to_end(key)
        return answer

    def has(self, question: str) -> bool:
        """Whether an answer to the question is kept; it may be too old, or of a bot before."""
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
            self._size -= self._answers.pop(key)[1]
        size = len(key) + len(repr(answer))
        self._answers[key] = (self._clock(), size, answer)
        self._size += size
        while len(self._answers) > self._most or self._size > LARGEST:
            _, (_, dropped, _) = self._answers.popitem(last=False)
            self._size -= dropped

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
    else:
        note_remembered(bot, answer)
    return answer
