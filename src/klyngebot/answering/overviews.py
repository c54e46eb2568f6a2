"""What is told of a thing, where somebody only wants to be told of it: "Fortæl om MADE", or its bare name."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from klyngebot.answering.choosing import ABOUT, said
from klyngebot.answering.evidence import Evidence
from klyngebot.danish.analyzer import content_words, stem, stems
from klyngebot.danish.normalize import fold
from klyngebot.danish.questions import QuestionType, answer_shape
from klyngebot.danish.tellings import asks_in_earnest, asks_of_the_past, asks_to_be_told, thing_asked_of
from klyngebot.question import Question
from klyngebot.types import Document, DocumentKind

SENTENCES = 8  # of a whole document, one a section
ABOUT_A_THING = 6  # sentences on a thing without a document of its own
EVERYWHERE = {stem("dansk"), stem("klynge")}  # what many titles have, and no thing is told by
MAINLY = 0.6  # share of a title that must be what is asked for
ALL_OF_IT = 0.75  # share of a thing that has no name that a sentence must have to be about it
TOLD_OF = 0.5  # share of what a thing is beside its names that the sentences must have
NEW = 0.1  # worth of a number or name that no sentence before has, as a share of the best score
MOST_NEW = 3  # numbers and names of one sentence that count


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


def overview(question: Question, evidence: Sequence[Evidence], about: Document | None, *, sure: bool) -> list[Evidence]:
    """Sentences that tell of a thing, one of each section where a whole document is about it; else none.

    Args:
        question: what is asked.
        evidence: best first; of the document that it is about, all sentences.
        about: that document.
        sure: whether the evidence is judged to answer the question as it stands.
    """
    of_the_past = asks_of_the_past(question.text)
    if about is not None and not of_the_past:
        return _of_each_section(evidence, about)
    if not asks_to_be_told(question.text) or (of_the_past if sure else asks_in_earnest(question.text)):
        return []
    return _of_many_sides(question, evidence)


def _of_each_section(evidence: Sequence[Evidence], about: Document) -> list[Evidence]:
    """The first sentence about the thing of each of the first sections: what matters most stands first."""
    first: dict[tuple[str, ...], Evidence] = {}
    for item in sorted(evidence, key=lambda item: item.sentence.start):
        fits = item.document.id == about.id and not item.sentence.gap and not item.sentence.disagreement
        if fits and item.coverage >= ABOUT:
            first.setdefault(item.hit.chunk.heading_path[:2], item)
    return list(first.values())[:SENTENCES]


def _is_about(document: Document, asked: set[str]) -> bool:
    """Whether a document is about that, and not about much else."""
    named = {own for own in stems(_name(document)) if own.isalpha()} - EVERYWHERE
    return asked <= _subject(document) and len(asked & named) >= MAINLY * len(named)


def _is_profile_of(document: Document, thing: str) -> bool:
    return document.kind is DocumentKind.PROFILE and fold(thing) == fold(_name(document))


def _name(document: Document) -> str:
    """What a document is about, as far as its title names it before a dash, a colon or a bracket."""
    return re.split(r" – | \(|: ", document.title, maxsplit=1)[0]


def _subject(document: Document) -> set[str]:
    """Stems of the title and of the first heading below it."""
    headings = [section.heading_path[-1] for section in document.sections[:2]]
    return set(stems(" ".join((document.title, *headings))))


def _of_many_sides(question: Question, evidence: Sequence[Evidence]) -> list[Evidence]:
    """Sentences about the thing: first what it is, then those that add most to what is told before.

    Empty where fewer than two are about it.
    """
    about = _about(question, evidence)
    if asks_of_the_past(question.text):
        return _each_once(sorted(about, key=lambda item: not asks_of_the_past(item.section)))
    if len(about) < 2 or not _is_told_of(question, about):
        return []
    first = next((item for item in about if _says_what_it_is(question, item)), about[0])
    shown = [first]
    while len(shown) < ABOUT_A_THING:
        rest = [item for item in about if not any(said(item.text).adds_nothing_to(said(own.text)) for own in shown)]
        if not rest:
            break
        shown.append(max(rest, key=lambda item: _worth(item, about[0], _told(shown))))
    return shown if len(shown) > 1 else []


def _each_once(about: Sequence[Evidence]) -> list[Evidence]:
    """The first sentences, without those that say again what one before has said."""
    shown: list[Evidence] = []
    for item in about:
        if not any(said(item.text).adds_nothing_to(said(other.text)) for other in shown):
            shown.append(item)
    return shown[:SENTENCES] if len(shown) > 1 else []


def _is_told_of(question: Question, about: Sequence[Evidence]) -> bool:
    """Whether the sentences have most of what the thing is beside its names: not of "the boats of CLEAN"."""
    asked = [(place, concept.weight) for place, concept in enumerate(question.concepts) if concept.is_predicate]
    told = sum(weight * max(item.matches[place] for item in about) for place, weight in asked)
    return not asked or told >= TOLD_OF * sum(weight for _, weight in asked)


def _about(question: Question, evidence: Sequence[Evidence]) -> list[Evidence]:
    """The sentences that have all names of the thing, or most of it where it has none; best first."""
    thing = {stem(word) for word in content_words(thing_asked_of(question.text))}
    named = [
        place
        for place, concept in enumerate(question.concepts)
        if concept.is_name and not concept.stem[0].isdigit() and concept.stem in thing
    ]
    counted = [
        place for place, concept in enumerate(question.concepts) if concept.stem[0].isdigit() and concept.stem in thing
    ]
    if any(not question.concepts[place].known for place in named):
        return []
    found = [
        item
        for item in evidence
        if (all(item.matches[place] >= ABOUT for place in named) if named else item.coverage >= ALL_OF_IT)
        and not item.sentence.gap
        and not item.sentence.disagreement
    ]
    # A number tells one of several: somewhere it must be told of, or there is no such thing
    return found if not counted or any(_has_all(item, counted) for item in found) else []


def _has_all(item: Evidence, places: Sequence[int]) -> bool:
    return all(item.matches[place] >= ABOUT for place in places)


def _says_what_it_is(question: Question, item: Evidence) -> bool:
    """Whether a sentence begins with the thing and says what it is."""
    thing = stems(thing_asked_of(question.text))
    opening = stems(" ".join(item.text.split()[: len(thing_asked_of(question.text).split()) + 2]))
    return set(thing) <= set(opening) and answer_shape(QuestionType.DEFINITION, item.text, question.text) > 0


def _told(shown: Sequence[Evidence]) -> frozenset[str]:
    """The numbers and names of the sentences."""
    return frozenset[str]().union(*(said(item.text).exact for item in shown))


def _worth(item: Evidence, best: Evidence, known: frozenset[str]) -> float:
    """How well a sentence answers, as a share of the best, and how much it adds to what is known."""
    return item.score / max(best.score, 1e-9) + NEW * min(len(said(item.text).exact - known), MOST_NEW)
