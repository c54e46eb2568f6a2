"""One answer from those to the parts of a question that asks for more than one thing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from klyngebot import texts
from klyngebot.danish.analyzer import stems
from klyngebot.types import Answer, AnswerSentence, Citation, Refusal, Status

MOST = 6  # sentences
OF_EACH = 3  # sentences of each part, so that one does not crowd out the others


@dataclass(frozen=True, slots=True)
class _Quoted:
    """A quoted sentence, and our own words before it ("Ja.", what the question takes for granted)."""

    leads: tuple[AnswerSentence, ...]
    sentence: AnswerSentence
    citation: Citation


def composed(whole: Answer, parts: Sequence[tuple[str, Answer]]) -> Answer:
    """The answer to the whole question, with what the answers to its parts add, and what none of them tells named.

    Args:
        whole: the answer to the question as it stands.
        parts: each part as it was asked, with its answer.
    """
    answered = [answer for _, answer in parts if answer.is_answered]
    if not answered:
        return whole
    sentences: dict[str, _Quoted] = {}
    quoted = [_quoted(answer) for answer in answered]
    for place in range(OF_EACH):  # the first of each part, then the second of each
        for of_part in quoted:
            for item in of_part[place : place + 1]:
                sentences.setdefault(item.citation.quote, item)
    for item in _quoted(whole) if whole.is_answered else ():
        sentences.setdefault(item.citation.quote, item)
    chosen = list(sentences.values())[:MOST]
    untold = [part for part, answer in parts if not answer.is_answered]
    citations = tuple(replace(item.citation, number=number) for number, item in enumerate(chosen, start=1))
    shown = [
        sentence
        for number, item in enumerate(chosen, start=1)
        for sentence in (*item.leads, replace(item.sentence, citations=(number,)))
    ]
    own = dict.fromkeys(note for answer in (whole, *answered) for note in answer.notes)
    notes = tuple(kept for note in own if (kept := _still_true(note, citations)))
    if untold:
        notes = (*notes, texts.not_told(untold))
    partial = untold or any(answer.status is Status.PARTIAL for answer in answered)
    return replace(
        whole,
        status=Status.PARTIAL if partial else Status.ANSWERED,
        sentences=tuple(shown),
        citations=citations,
        refusal=None,
        notes=notes,
    )


def _still_true(note: str, citations: Sequence[Citation]) -> str:
    """A note without what the sentences of another part name after all; empty where nothing is left of it."""
    named = texts.named_as_untold(note)
    told = [frozenset(stems(citation.quote)) for citation in citations]
    left = [name for name in named if not any(frozenset(stems(name)) <= sentence for sentence in told)]
    return note if left == named else texts.untold(left) if left else ""


def tells_of_each(answer: Answer, sides: Sequence[str]) -> bool:
    """Whether the quoted sentences have what sets each side of a comparison apart from the others."""
    words = [frozenset(stems(side)) for side in sides]
    told = [frozenset(stems(citation.quote)) for citation in answer.citations]
    common = frozenset[str].intersection(*words)
    return all(any(side - common <= sentence for sentence in told) for side in words)


def framed_in_english(answer: Answer) -> Answer:
    """The answer with our own texts in English; quoted sentences stay as they are."""
    sentences = tuple(
        item if item.citations else replace(item, text=texts.in_english(item.text)) for item in answer.sentences
    )
    refusal = answer.refusal and _refusal_in_english(answer.refusal)
    notes = tuple(texts.in_english(note) for note in answer.notes)
    quoted = (texts.NOTE_ENGLISH,) if answer.citations else ()
    return replace(answer, sentences=sentences, refusal=refusal, notes=(*quoted, *notes))


def _refusal_in_english(refusal: Refusal) -> Refusal:
    contact = refusal.contact and replace(refusal.contact, text=texts.in_english(refusal.contact.text))
    return replace(refusal, message=texts.in_english(refusal.message), contact=contact)


def _quoted(answer: Answer) -> list[_Quoted]:
    """The quoted sentences of an answer, each with our own words that lead to it."""
    by_number = {citation.number: citation for citation in answer.citations}
    found: list[_Quoted] = []
    leads: list[AnswerSentence] = []
    for sentence in answer.sentences:
        if not sentence.citations:
            leads.append(sentence)
            continue
        found.append(_Quoted(tuple(leads), sentence, by_number[sentence.citations[0]]))
        leads = []
    return found
