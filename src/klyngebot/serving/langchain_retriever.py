"""Klyngebot inside a LangChain program: its search as a retriever, the whole bot as a Runnable.

`KlyngebotRetriever(bot=bot) | format_documents | prompt | model` builds on the search alone, and whoever writes
the chain answers for what the model says. `KlyngebotRunnable(bot)` gives klyngebot's own checked answers.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from typing import Any, Protocol

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from langchain_core.runnables import Runnable, RunnableConfig
from pydantic import Field

from klyngebot.types import Answer, AnswerSentence, Hit, Turn

Question = str | Mapping[str, Any]


class Asked(Protocol):
    """What can be asked: `klyngebot.Klyngebot`, or anything of its shape."""

    def ask(self, question: str, history: Sequence[Turn] = ()) -> Answer:
        """The answer to a question, given the turns before it."""


class KlyngebotRetriever(BaseRetriever):  # type: ignore[misc]
    """A LangChain retriever over anything with `search(query, k)`.

    The documents are chunks: `page_content` is the chunk's text, `id` its content hash, and `metadata` holds `id`,
    `document_id`, `section`, `start`, `end` (offsets into the source document) and `score`.
    """

    bot: Any
    k: int = Field(default=6, ge=1)

    def _get_relevant_documents(self, query: str, *, run_manager: CallbackManagerForRetrieverRun) -> list[Document]:
        return [_as_document(hit) for hit in self.bot.search(query, self.k)]


def _as_document(hit: Hit) -> Document:
    chunk = hit.chunk
    metadata = {
        "id": chunk.id,
        "document_id": chunk.document_id,
        "section": chunk.section,
        "start": chunk.start,
        "end": chunk.end,
        "score": hit.score,
    }
    return Document(page_content=chunk.text, id=chunk.id, metadata=metadata)


class KlyngebotRunnable(Runnable[Question, Answer]):  # type: ignore[misc]
    """The bot as a LangChain Runnable. It keeps no state: the turns before the question come with it.

    Input is the question, or `{"question": …, "history": …}` where each turn is a `Turn`, a pair (question, answer)
    or a mapping with these two keys. `invoke` and `ainvoke` return the `Answer`.

    `stream` and `astream` yield each `AnswerSentence` in order and then, last and always, the whole `Answer`, which
    alone has citations, notes and refusal. Sentences come when all of them are checked, because an answer may still
    be refused until then. In a chain, the next step is given the `Answer`: LangChain adds chunks up, and keeps the
    last one of those that cannot be added.
    """

    def __init__(self, bot: Asked) -> None:
        self._bot = bot

    def invoke(self, input: Question, config: RunnableConfig | None = None, **_: Any) -> Answer:  # noqa: A002
        """The answer."""
        answer: Answer = self._call_with_config(self._ask, input, config)
        return answer

    def stream(
        self,
        input: Question,  # noqa: A002
        config: RunnableConfig | None = None,
        **_: Any,
    ) -> Iterator[AnswerSentence | Answer]:
        """The sentences of the answer, then the answer."""
        answer = self.invoke(input, config)
        yield from answer.sentences
        yield answer

    async def astream(
        self,
        input: Question,  # noqa: A002
        config: RunnableConfig | None = None,
        **_: Any,
    ) -> AsyncIterator[AnswerSentence | Answer]:
        """The same, with the bot in a thread of its own."""
        answer = await self.ainvoke(input, config)
        for sentence in answer.sentences:
            yield sentence
        yield answer

    def _ask(self, asked: Question) -> Answer:
        if isinstance(asked, str):
            return self._bot.ask(asked, ())
        question = asked.get("question")
        if not isinstance(question, str):
            raise TypeError('KlyngebotRunnable takes a question, or a mapping with "question" and "history"')
        return self._bot.ask(question, tuple(_as_turn(turn) for turn in asked.get("history") or ()))


def _as_turn(turn: Turn | Mapping[str, str] | Sequence[str]) -> Turn:
    if isinstance(turn, Turn):
        return turn
    if isinstance(turn, Mapping):
        return Turn(turn["question"], turn.get("answer", ""))
    question, answer = turn
    return Turn(question, answer)
