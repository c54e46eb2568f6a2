"""Answers that a language model words from the source sentences, checked sentence by sentence.

The extractive answer is made first, and stands wherever the model adds nothing: when it refuses, when a sentence must
be shown as it is, when the model fails, and when too little of what it writes is carried by the sources.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from klyngebot import texts as words
from klyngebot.answering.grounding import Fault, Grounding, ground
from klyngebot.citations import cite
from klyngebot.danish.normalize import clean
from klyngebot.errors import ModelError
from klyngebot.llm import DEADLINE, Message, generate, model_name
from klyngebot.protocols import Answerer
from klyngebot.support import is_plain
from klyngebot.texts import NOTE_FALLBACK
from klyngebot.types import Answer, AnswerSentence, Citation, Document, Hit, Sentence, Stop, Trace

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

MOST_SOURCES = 30
MOST_SENTENCES = 6
MODE = "generative"


@dataclass(frozen=True, slots=True)
class _Source:
    """A sentence that the model may build on, with what its citation needs."""

    document: Document
    sentence: Sentence
    hit: Hit

    @property
    def place(self) -> tuple[str, int]:
        return self.document.id, self.sentence.start

    @property
    def text(self) -> str:
        return " ".join(self.document.text[self.sentence.start : self.sentence.end].split())

    @property
    def may_be_reworded(self) -> bool:
        """Not where sources disagree, lest one side is left out; not with an address, which is shown as it is."""
        return not self.sentence.disagreement and is_plain(self.text)

    def cited_as(self, number: int) -> Citation:
        chunk = self.hit.chunk
        return cite(self.document, self.sentence, chunk.section, number, page=chunk.page)


class GenerativeAnswerer:
    """Words the answer with a language model; a grounded answerer is an answerer.

    Args:
        model: any LangChain chat model.
        fallback: decides whether there is an answer, and gives it where the model's cannot be used.
        documents: by id; must hold every hit's document.
        name: the model's name as shown to people; empty: what the model calls itself.
        deadline: seconds for the model's whole answer.
    """

    def __init__(
        self,
        model: BaseChatModel,
        fallback: Answerer,
        documents: Mapping[str, Document],
        *,
        name: str = "",
        deadline: float = DEADLINE,
    ) -> None:
        self._model = model
        self._fallback = fallback
        self._documents = documents
        self._mode = f"{MODE}:{name or model_name(model)}"
        self._deadline = deadline

    def answer(self, question: str, hits: Sequence[Hit]) -> Answer:
        """The model's sentences that the sources carry, else the fallback's answer with a note that says why."""
        verbatim = self._fallback.answer(question, hits)
        if not verbatim.is_answered:
            return verbatim
        sources = self._sources(verbatim, hits)
        if not sources:
            return _with(verbatim, stops=[Stop(words.STOP_MODEL, 0.0, words.DETAIL_NOT_ASKED)])
        evidence = [source.text for source in sources]
        started = time.perf_counter()
        try:
            written = generate(self._model, build_messages(question, evidence), deadline=self._deadline)
        except ModelError:
            stop = Stop(words.STOP_MODEL, _milliseconds_since(started), words.DETAIL_FAILED)
            return _with(verbatim, NOTE_FALLBACK, stops=[stop])
        stops = [Stop(words.STOP_MODEL, _milliseconds_since(started), words.detail_sources(len(sources)))]
        started = time.perf_counter()
        grounding = ground(written, evidence)
        stops.append(Stop(words.STOP_CHECK, _milliseconds_since(started), _counts(grounding)))
        if not grounding.is_enough:
            return _with(verbatim, words.NOTE_NOT_CARRIED, stops=stops)
        sentences, citations = cited(grounding, sources)
        return _with(replace(verbatim, sentences=sentences, citations=citations, mode=self._mode), stops=stops)

    def _sources(self, verbatim: Answer, hits: Sequence[Hit]) -> list[_Source]:
        """What the model may build on, the fallback's own sentences first; empty where one must stay verbatim."""
        found: dict[tuple[str, int], _Source] = {}
        for hit in hits:
            document = self._documents[hit.chunk.document_id]
            for sentence in document.sentences:
                if hit.chunk.start <= sentence.start and sentence.end <= hit.chunk.end:
                    source = _Source(document, sentence, hit)
                    if source.may_be_reworded:
                        found.setdefault(source.place, source)
        used = [(citation.document_id, citation.start) for citation in verbatim.citations]
        if any(place not in found for place in used):
            return []
        ordered = dict.fromkeys((*used, *found))
        return [found[place] for place in ordered][:MOST_SOURCES]


def build_messages(question: str, sentences: Sequence[str]) -> list[Message]:
    """What is sent to the model: the published prompt, then source sentences and question between unguessable marks."""
    mark = f"=== {secrets.token_hex(8)}"
    data = [
        f"{mark} {prompt('sources')}",
        *(f"[{number}] {clean(sentence)}" for number, sentence in enumerate(sentences, start=1)),
        f"{mark} {prompt('question')}",
        " ".join(clean(question).split()),
        f"{mark} {prompt('end')}",
    ]
    return [("system", prompt("system").replace("{mark}", mark)), ("human", "\n".join(data))]


@cache
def prompt(name: str) -> str:
    """A text of `klyngebot/prompts`, where all of them are published; none holds anything secret."""
    return files("klyngebot").joinpath("prompts", f"{name}.txt").read_text(encoding="utf-8").strip()


def cited(grounding: Grounding, sources: Sequence[_Source]) -> tuple[tuple[AnswerSentence, ...], tuple[Citation, ...]]:
    """The sentences with their citations, numbered in the order in which they come up."""
    shown = grounding.kept[:MOST_SENTENCES]
    order = dict.fromkeys(number for sentence in shown for number in sentence.sources)
    renumbered = {number: new for new, number in enumerate(order, start=1)}
    citations = tuple(sources[number - 1].cited_as(new) for number, new in renumbered.items())
    sentences = tuple(
        AnswerSentence(sentence.text, tuple(sorted(renumbered[number] for number in sentence.sources)))
        for sentence in shown
    )
    return sentences, citations


def _with(answer: Answer, *notes: str, stops: Sequence[Stop]) -> Answer:
    trace = Trace(answer.trace.query, (*answer.trace.stops, *stops))
    return replace(answer, notes=(*answer.notes, *notes), trace=trace)


def _counts(grounding: Grounding) -> str:
    unmarked, unknown, unsupported = (grounding.faults[fault] for fault in Fault)
    return words.detail_check(len(grounding.kept), grounding.generated, unmarked, unknown, unsupported)


def _milliseconds_since(started: float) -> float:
    return (time.perf_counter() - started) * 1000
