"""What is told of a thing, where somebody only wants to be told of it: "Fortæl om MADE", or its bare name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from klyngebot.answering.choosing import ABOUT, said
from klyngebot.answering.evidence import Evidence
from klyngebot.danish.analyzer import stems
from klyngebot.danish.normalize import fold
from klyngebot.danish.questions import asks_of_the_past, asks_to_be_told, thing_asked_of
from klyngebot.question import Question
from klyngebot.types import Document, DocumentKind

SENTENCES = 8
MAINLY = 0.4  # share of a title that must be what is asked for


def document_asked_of(question: str, documents: Mapping[str, Document]) -> Document | None:
    """The document that is about the very thing that somebody wants to be told of, if there is one.

    A bare name asks to be told of a cluster.
    """
    thing = thing_asked_of(question)
    asked = set(stems(thing))
    if not asked:
        return None
    told = asks_to_be_told(question)
    found = [
        document
        for document in documents.values()
        if (_is_about(document, asked) if told else _is_profile_of(document, thing))
    ]
    return min(found, key=lambda document: (len(_subject(document)), document.id), default=None)


def overview(question: Question, evidence: Sequence[Evidence], about: Document | None) -> list[Evidence]:
    """Sentences that tell of a thing, one of each section where a whole document is about it; else none.

    Args:
        question: what is asked.
        evidence: best first; of the document that it is about, all sentences.
        about: that document.
    """
    if about is not None and not asks_of_the_past(question.text):
        return _of_each_section(evidence, about)
    return _named_in(question, evidence) if asks_to_be_told(question.text) and evidence else []


def _of_each_section(evidence: Sequence[Evidence], about: Document) -> list[Evidence]:
    """A sentence of each section that has one about the thing, in the order of the document.

    In a profile the first of each, since profiles are written so; elsewhere the best.
    """
    if about.kind is DocumentKind.PROFILE:
        evidence = sorted(evidence, key=lambda item: item.sentence.start)
    best: dict[str, Evidence] = {}
    for item in evidence:
        fits = item.document.id == about.id and not item.sentence.gap and not item.sentence.disagreement
        if fits and item.coverage >= ABOUT:
            best.setdefault(item.section, item)
    return sorted(list(best.values())[:SENTENCES], key=lambda item: item.sentence.start)


def _is_about(document: Document, asked: set[str]) -> bool:
    """Whether a document is about that, and not about much else."""
    named = {own for own in stems(_name(document)) if own.isalpha()}
    return asked <= _subject(document) and len(asked & named) >= MAINLY * len(named)


def _is_profile_of(document: Document, thing: str) -> bool:
    return document.kind is DocumentKind.PROFILE and fold(thing) == fold(_name(document))


def _name(document: Document) -> str:
    """What a document is about, as far as its title names it before a dash."""
    return document.title.partition(" – ")[0]


def _subject(document: Document) -> set[str]:
    """Stems of the title and of the first heading below it."""
    headings = [section.heading_path[-1] for section in document.sections[:2]]
    return set(stems(" ".join((document.title, *headings))))


def _named_in(question: Question, evidence: Sequence[Evidence]) -> list[Evidence]:
    """Sentences of the evidence that have all names of a question; empty where it has none that is known."""
    named = [
        place for place, concept in enumerate(question.concepts) if concept.is_name and not concept.stem[0].isdigit()
    ]
    if not named or any(not question.concepts[place].known for place in named):
        return []
    about = [
        item
        for item in evidence
        if all(item.matches[place] >= ABOUT for place in named)
        and not item.sentence.gap
        and not item.sentence.disagreement
    ]
    if asks_of_the_past(question.text):
        about.sort(key=lambda item: not asks_of_the_past(item.section))
    shown: list[Evidence] = []
    for item in about:
        here = said(item.text)
        if not any(here.adds_nothing_to(said(other.text)) for other in shown):
            shown.append(item)
    return shown[:SENTENCES] if len(shown) > 1 else []
