"""What a question names and the shown sentences do not: told beside the answer, so that nobody reads it into them."""

from __future__ import annotations

from collections.abc import Sequence

from klyngebot.answering.evidence import Evidence
from klyngebot.danish.analyzer import stem, stems
from klyngebot.danish.clauses import is_bound
from klyngebot.danish.normalize import fold
from klyngebot.danish.phrases import name_phrases
from klyngebot.danish.values import STAFF, Value, ValueKind, has_value, of_others, same_sort, values
from klyngebot.question import Question

EVERYWHERE = {stem("danmark")}  # what all sentences are about, and few say
HAS = 0.5  # how far a sentence must have a name


def untold(question: Question, chosen: Sequence[Evidence]) -> tuple[str, ...]:
    """Names, years and amounts of a question that none of the sentences has, as written, in reading order.

    Args:
        question: what is asked.
        chosen: the sentences that are shown.
    """
    found: dict[int, str] = {}
    told = [(item.text, item.matches) for item in chosen]
    for phrase in name_phrases(question.text):
        own = set(stems(phrase))
        places = [place for place, concept in enumerate(question.concepts) if concept.is_name and concept.stem in own]
        if (
            places
            and own != EVERYWHERE
            and not any(fold(phrase) in fold(text) or _has_all(places, degree) for text, degree in told)
        ):
            lacking = _lacking(phrase, question, told)
            if lacking:
                found[question.text.find(lacking)] = lacking
    for value in of_others(question.text):
        if any(value.written in lacking for lacking in found.values()):
            continue
        if _is_told_apart(value, question.text, chosen) and not any(has_value(text, value) for text, _ in told):
            found[value.start] = value.written
    return tuple(found[start] for start in sorted(found))


def _lacking(phrase: str, question: Question, told: Sequence[tuple[str, Sequence[float]]]) -> str:
    """A phrase without a verb before it ("Stod Finansministeriet"), and without another name that a sentence has."""
    is_name = {concept.stem: concept.is_name for concept in question.concepts}
    best = {
        concept.stem: max((degree[place] for _, degree in told), default=0.0)
        for place, concept in enumerate(question.concepts)
    }
    some_lack = any(best[own] < HAS for own in stems(phrase) if is_name.get(own))

    def says_nothing(word: str) -> bool:
        own = [part for part in stems(word) if is_name.get(part)]
        return not own or (some_lack and all(best[part] >= HAS for part in own))

    words = phrase.split(" ")
    while words and says_nothing(words[0]):
        words.pop(0)
    while words and says_nothing(words[-1]):
        words.pop()
    return " ".join(words)


def _is_told_apart(value: Value, asked: str, chosen: Sequence[Evidence]) -> bool:
    """Whether a sentence without it tells of something else: a year, or an amount beside another of the same thing."""
    if value.kind is ValueKind.YEAR:
        return not is_bound(asked, value.start)
    rivals = (own for item in chosen for own in values(item.text))
    told = value.kind is ValueKind.AMOUNT and value.written[0].isdigit() and value.unit != STAFF
    return told and any(same_sort(value, own) for own in rivals)


def _has_all(places: Sequence[int], degree: Sequence[float]) -> bool:
    return all(degree[place] >= HAS for place in places)
