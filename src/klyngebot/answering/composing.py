"""One answer from those to the parts of a question that asks for more than one thing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from klyngebot import texts
from klyngebot.types import Answer, AnswerSentence, Citation, Status

MOST = 6  # sentences
OF_EACH = 3  # sentences of each part, so that one does not crowd out the others


def composed(whole: Answer, parts: Sequence[tuple[str, Answer]]) -> Answer:
    """The answer to the whole question, with what the answers to its parts add, and what none of them tells named.

    Args:
        whole: the answer to the question as it stands.
        parts: each part as it was asked, with its answer.
    """
    answered = [answer for _, answer in parts if answer.is_answered]
    if not answered:
        return whole
    sentences: dict[str, tuple[AnswerSentence, Citation]] = {}
    for place in range(OF_EACH):  # the first of each part, then the second of each
        for answer in answered:
            if place < len(answer.sentences):
                _add(sentences, answer, answer.sentences[place])
    if whole.is_answered:
        for sentence in whole.sentences:
            _add(sentences, whole, sentence)
    chosen = list(sentences.values())[:MOST]
    untold = [part for part, answer in parts if not answer.is_answered]
    citations = tuple(replace(citation, number=number) for number, (_, citation) in enumerate(chosen, start=1))
    shown = tuple(AnswerSentence(citation.quote, (citation.number,)) for citation in citations)
    notes = tuple(dict.fromkeys(note for answer in (whole, *answered) for note in answer.notes))
    if untold:
        notes = (*notes, texts.not_told(untold))
    partial = untold or any(answer.status is Status.PARTIAL for answer in answered)
    return replace(
        whole,
        status=Status.PARTIAL if partial else Status.ANSWERED,
        sentences=shown,
        citations=citations,
        refusal=None,
        notes=notes,
    )


def framed_in_english(answer: Answer) -> Answer:
    """The answer with our own texts in English; quoted sentences stay as they are."""
    sentences = tuple(
        item if item.citations else replace(item, text=texts.in_english(item.text)) for item in answer.sentences
    )
    refusal = answer.refusal and replace(answer.refusal, message=texts.in_english(answer.refusal.message))
    notes = tuple(texts.in_english(note) for note in answer.notes)
    quoted = (texts.NOTE_ENGLISH,) if answer.citations else ()
    return replace(answer, sentences=sentences, refusal=refusal, notes=(*quoted, *notes))


def _add(sentences: dict[str, tuple[AnswerSentence, Citation]], answer: Answer, sentence: AnswerSentence) -> None:
    if not sentence.citations:
        return
    citation = next(item for item in answer.citations if item.number == sentence.citations[0])
    sentences.setdefault(citation.quote, (sentence, citation))
