"""Klyngebot inside LangChain: the search as a retriever, the bot as a Runnable that loses nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from langchain_core.documents import Document as LangChainDocument
from langchain_core.runnables import RunnableLambda, RunnablePassthrough
from pydantic import ValidationError

from klyngebot.bot import Klyngebot
from klyngebot.serving.langchain_retriever import KlyngebotRetriever, KlyngebotRunnable
from klyngebot.types import (
    Answer,
    AnswerSentence,
    Chunk,
    Document,
    Hit,
    Refusal,
    RefusalReason,
    Status,
    Turn,
)

HIT = Hit(Chunk("c1", "made", ("MADE", "Medlemmer"), 10, 26, "MADE er en klynge"), 0.75, 1, "test")
ANSWER = Answer("q", Status.ANSWERED, (AnswerSentence("Et.", (1,)), AnswerSentence("To.", (1,))), notes=("Læg mærke.",))
REFUSAL = Answer("q", Status.REFUSED, refusal=Refusal(RefusalReason.OFF_TOPIC, "Nej."))


class Double:
    """A bot that remembers what it was asked."""

    def __init__(self, answer: Answer = ANSWER) -> None:
        self.given = answer
        self.asked: list[tuple[str, tuple[Turn, ...]]] = []
        self.searched: list[tuple[str, int]] = []

    def ask(self, question: str, history: Sequence[Turn] = ()) -> Answer:
        self.asked.append((question, tuple(history)))
        return self.given

    def search(self, query: str, k: int) -> list[Hit]:
        self.searched.append((query, k))
        return [HIT]


# --- Retriever --------------------------------------------------------------------------------------


def test_a_hit_becomes_a_document_with_its_place() -> None:
    double = Double()
    found = KlyngebotRetriever(bot=double, k=3).invoke("Hvad er MADE?")
    assert double.searched == [("Hvad er MADE?", 3)]
    metadata = {"id": "c1", "document_id": "made", "section": "Medlemmer", "start": 10, "end": 26, "score": 0.75}
    assert found == [LangChainDocument(id="c1", page_content="MADE er en klynge", metadata=metadata)]


def test_the_retriever_works_asynchronously_and_in_batches() -> None:
    retriever = KlyngebotRetriever(bot=Double())
    assert asyncio.run(retriever.ainvoke("a")) == retriever.invoke("a")
    assert [len(found) for found in retriever.batch(["a", "b"])] == [1, 1]


def test_the_retriever_stands_in_a_chain() -> None:
    joined = RunnableLambda(lambda found: "\n".join(item.page_content for item in found))
    chain = {"context": KlyngebotRetriever(bot=Double()) | joined, "question": RunnablePassthrough()}
    assert (chain | RunnablePassthrough()).invoke("a") == {"context": "MADE er en klynge", "question": "a"}


@pytest.mark.parametrize("k", [0, -1])
def test_a_retriever_of_nothing_is_refused(k: int) -> None:
    with pytest.raises(ValidationError):
        KlyngebotRetriever(bot=Double(), k=k)


def test_over_the_shipped_corpus_a_document_is_the_span_that_its_metadata_names(
    bot: Klyngebot, documents: Mapping[str, Document]
) -> None:
    found = KlyngebotRetriever(bot=bot, k=4).invoke("Hvem leder Klyngeforum?")
    assert len(found) == 4
    for item in found:
        source = documents[item.metadata["document_id"]]
        assert source.text[item.metadata["start"] : item.metadata["end"]] == item.page_content


# --- Runnable ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "asked"),
    [
        ("Hvad er MADE?", ("Hvad er MADE?", ())),
        ({"question": "a"}, ("a", ())),
        ({"question": "a", "history": []}, ("a", ())),
        ({"question": "a", "history": None}, ("a", ())),
        ({"question": "a", "history": [Turn("b", "c")]}, ("a", (Turn("b", "c"),))),
        ({"question": "a", "history": [("b", "c")]}, ("a", (Turn("b", "c"),))),
        ({"question": "a", "history": [{"question": "b", "answer": "c"}]}, ("a", (Turn("b", "c"),))),
        ({"question": "a", "history": [{"question": "b"}]}, ("a", (Turn("b", ""),))),
    ],
)
def test_every_form_of_input_asks_the_same(given: Any, asked: tuple[str, tuple[Turn, ...]]) -> None:
    double = Double()
    assert KlyngebotRunnable(double).invoke(given) is ANSWER
    assert double.asked == [asked]


@pytest.mark.parametrize("given", [{}, {"question": None}, {"question": 3}, {"history": []}])
def test_an_input_without_a_question_is_a_type_error(given: Any) -> None:
    with pytest.raises(TypeError, match="question"):
        KlyngebotRunnable(Double()).invoke(given)


@pytest.mark.parametrize("answer", [ANSWER, REFUSAL])
def test_a_stream_is_the_sentences_and_then_the_whole_answer(answer: Answer) -> None:
    runnable = KlyngebotRunnable(Double(answer))
    expected = [*answer.sentences, answer]
    assert list(runnable.stream("a")) == expected

    async def collect() -> list[AnswerSentence | Answer]:
        return [item async for item in runnable.astream("a")]

    assert asyncio.run(collect()) == expected


def test_one_stream_asks_once() -> None:
    double = Double()
    list(KlyngebotRunnable(double).stream("a"))
    assert len(double.asked) == 1


def test_the_runnable_works_asynchronously_and_in_batches() -> None:
    runnable = KlyngebotRunnable(Double())
    assert asyncio.run(runnable.ainvoke("a")) is ANSWER
    assert asyncio.run(runnable.abatch(["a", "b"])) == [ANSWER, ANSWER]
    assert runnable.batch(["a", {"question": "b"}]) == [ANSWER, ANSWER]


def test_the_next_step_of_a_chain_is_given_the_whole_answer() -> None:
    chain = RunnableLambda(lambda text: {"question": text}) | KlyngebotRunnable(Double()) | RunnableLambda(_notes)
    assert chain.invoke("a") == ANSWER.notes
    assert list(chain.stream("a")) == [ANSWER.notes]

    async def collect() -> list[object]:
        return [item async for item in chain.astream("a")]

    assert asyncio.run(collect()) == [ANSWER.notes]


def _notes(answer: Answer) -> tuple[str, ...]:
    return answer.notes


def test_configuration_and_callbacks_are_langchains_own() -> None:
    runnable = KlyngebotRunnable(Double()).with_config(run_name="klyngebot", tags=["dansk"])
    assert runnable.invoke("a") is ANSWER
    with pytest.raises(TypeError):
        runnable.invoke({})
    assert runnable.with_fallbacks([RunnableLambda(lambda _: REFUSAL)]).invoke({}) is REFUSAL


def test_the_real_bot_answers_and_refuses_through_langchain(bot: Klyngebot) -> None:
    runnable = KlyngebotRunnable(bot)
    answer = runnable.invoke({"question": "Hvem leder Klyngeforum?", "history": []})
    assert answer.text == bot.ask("Hvem leder Klyngeforum?").text
    assert runnable.invoke("Hvem vandt VM i fodbold i 1998?").status is Status.REFUSED
