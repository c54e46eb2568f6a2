"""Hard rules beside the soft judgement: what a question insists on and a sentence must have to answer it.

For what must not happen: the number of another item, the figure of another year, the doings of another body,
somebody else's name for a role, a ranking that no source makes, the bot's own opinion. Where the questions stored
with the sentence have what the sentence lacks ("fødevareklyngen" for Food & Bio Cluster Denmark), it counts.
"""

from __future__ import annotations

from functools import lru_cache

from klyngebot.answering.evidence import Evidence
from klyngebot.danish import demands
from klyngebot.danish.analyzer import stem
from klyngebot.danish.dates import years
from klyngebot.danish.questions import QuestionType, answer_shape, is_role
from klyngebot.question import Concept, Question, Words, match, words_of
from klyngebot.types import DocumentKind

NAMES_LACKING = 0.25  # weight share of names from which a sentence is about somebody else
PRESENT = 0.5  # degree from which a sentence counts as having a word
SHAPED = frozenset((QuestionType.WHEN, QuestionType.HOW_MANY, QuestionType.HOW_MUCH, QuestionType.WHY))
ASKED_LIKE = 0.7  # share of the question from which a stored question of the same type asks the same


def unmet(question: Question, best: Evidence) -> str:
    """The first demand of the question that the sentence does not meet, by name; empty where it meets all."""
    if demands.is_opinion(question.text):
        return "opinion"
    if best.number < 1 or demands.members(question.text) - demands.members(best.text):
        return "item"
    if best.year <= 0 and not (best.stored and question.years & years(best.stored.entry.question)):
        return "year"
    if question.now and best.recent <= 0:
        return "present"
    if _names_lacking(question, best) > NAMES_LACKING:
        return "name"
    if question.kind is QuestionType.WHO and is_role(question.asked) and not _has(question, best, question.asked):
        return "role"
    if (
        question.kind in SHAPED
        and demands.has_question_word(question.text)
        and best.shape <= 0
        and not _asked_like(best)
    ):
        return "shape"
    if demands.is_superlative(question.text) and not any(map(demands.is_superlative, _texts(best))):
        return "ranking"
    if demands.asks_name(question.text) and answer_shape(QuestionType.WHO, best.text, question.text) <= 0:
        return "name"
    if demands.asks_age(question.text) and not demands.tells_age(best.text):
        return "age"
    if best.document.kind is DocumentKind.FOREIGN and not _has_predicate(question, best):
        return "predicate"
    subject = demands.about(question.text)
    if subject and not any(_has(question, best, stem(word)) for word in subject):
        return "subject"
    return ""


def expanded(best: Evidence) -> Words:
    """The words of a sentence's stored questions: what people call the things that it tells."""
    return _words_of_all(best.sentence.questions)


@lru_cache(maxsize=4096)
def _words_of_all(texts: tuple[str, ...]) -> Words:
    return words_of(" ".join(texts))


def degrees(question: Question, best: Evidence) -> tuple[float, ...]:
    """How far the sentence, its headings or its stored questions have each concept of the question, 0..1."""
    words = expanded(best)
    return tuple(
        max(degree, match(concept, words)) for concept, degree in zip(question.concepts, best.matches, strict=True)
    )


def _has(question: Question, best: Evidence, own: str) -> bool:
    """Whether sentence, headings or stored questions have the concept with this stem; a word that is none counts."""
    found = next((i for i, concept in enumerate(question.concepts) if concept.stem == own), None)
    return found is None or degrees(question, best)[found] >= PRESENT


def _has_predicate(question: Question, best: Evidence) -> bool:
    """Whether it has something of what is asked about the names.

    Without stored questions nothing else tells "the secretariat of X" from "the boats of X", where all of a document
    is about X.
    """
    asked = [i for i, concept in enumerate(question.concepts) if concept.is_predicate]
    found = degrees(question, best)
    return not asked or max(found[i] for i in asked) >= PRESENT


def _asked_like(best: Evidence) -> bool:
    """Whether a stored question of the sentence asks the same in the same way: then its shape is beside the point."""
    stored = best.stored
    return bool(stored and stored.same_kind and min(stored.forward, stored.backward) >= ASKED_LIKE)


def _names_lacking(question: Question, best: Evidence) -> float:
    names = sum(_lack(concept, degree) for concept, degree in zip(question.concepts, best.matches, strict=True))
    return min(names / question.weight, best.stored.names_lacking if best.stored else 1.0)


def _lack(concept: Concept, degree: float) -> float:
    return concept.weight * (1 - degree) if concept.is_name else 0.0


def _texts(best: Evidence) -> tuple[str, ...]:
    return (best.text, *((best.stored.entry.question,) if best.stored else ()))
