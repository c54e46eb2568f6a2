"""What a question takes for granted and the sources state otherwise.

»Hvorfor udkom strategien først i 2015?« must not be answered as if it had, nor refused without a word: a sentence that
tells of the same with another year is shown, and the answer says what it has instead of the question's year.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from klyngebot.answering.demands import degrees
from klyngebot.answering.evidence import Evidence
from klyngebot.danish.analyzer import stem
from klyngebot.danish.clauses import asks_where, clause_around, tells_head_office, tells_home, tells_office
from klyngebot.danish.dates import years
from klyngebot.danish.normalize import fold
from klyngebot.danish.pronouns import speaks_of_the_present
from klyngebot.danish.questions import QuestionType
from klyngebot.danish.values import (
    CHANGING,
    MEASURES,
    STAFF,
    Value,
    ValueKind,
    has_value,
    is_minister,
    of_others,
    same_sort,
    says_same,
    values,
)
from klyngebot.danish.wordlists import lines
from klyngebot.question import Concept, Question

COVERED = 0.75  # weighted share of the clause's words that a sentence must have to tell of the same
CLEARLY = 0.1  # by how much more of it a sentence must have than one that says the same as the question
PRESENT = 0.5
READ = 24  # sentences
_GOES_WITH = {ValueKind.PERSON: {ValueKind.PERSON, ValueKind.ROLE}}  # another person may hold another office
_COUNTING = frozenset((QuestionType.HOW_MANY, QuestionType.HOW_MUCH))


@dataclass(frozen=True, slots=True)
class Premise:
    """Something that a question takes for granted, and what a sentence states instead.

    `certain` is whether the sentence must be telling of the very same; else it is the nearest there is. `rivals` is how
    many other values of the sort the sentence has.
    """

    said: Value
    told: Value
    evidence: Evidence
    covered: float
    certain: bool
    rivals: int

    @property
    def is_row(self) -> bool:
        """Whether the sentence has a row of such things, none of which stands in the place of the one that is said."""
        return self.rivals > 0 and self.said.kind in (ValueKind.PERSON, ValueKind.PLACE)


def contradicted(question: Question, evidence: Sequence[Evidence]) -> Premise | None:
    """The premise that the sources state otherwise, with the sentence that does; None where there is none.

    Args:
        question: what is asked.
        evidence: sentences about it, best first.
    """
    given = list({(value.kind, value.key, value.unit): value for value in of_others(question.text)}.values())
    if not given:
        return None
    read = [(item, values(item.text)) for item in evidence[:READ] if not item.sentence.gap]
    unknown = max((item.coverage for item in evidence[:READ] if item.sentence.gap), default=0.0)
    found: list[Premise] = []
    for said in given:
        instead = list(_instead(question, said, given, read))
        beside = [value for value in given if value is not said and value.kind is ValueKind.YEAR]
        agreed = max(
            (
                _covered(question, item, said)
                for item, _ in read
                if all(has_value(item.text, value) for value in (said, *beside))
                and _tells_the_same(question, item, said)
            ),
            default=0.0,
        )
        stated = said.unit in MEASURES and any(
            item.coverage >= PRESENT and all(has_value(item.text, value) for value in (said, *beside))
            for item, _ in read
        )
        for premise in instead:
            if premise.covered > agreed + CLEARLY * (agreed > 0):
                # Not where some source states it, too, or where the sources are known not to tell
                doubtful = stated or unknown > premise.evidence.coverage
                found.append(replace(premise, certain=premise.certain and not doubtful))
    return max(found, key=lambda one: (one.certain, one.covered, -one.rivals, one.evidence.coverage), default=None)


def _tells_the_same(question: Question, item: Evidence, said: Value) -> bool:
    if said.kind is ValueKind.YEAR and _event_kinds(question, said) and not _same_event(question, said, item):
        return False
    return _covered(question, item, said) >= COVERED


def _instead(
    question: Question, said: Value, given: Sequence[Value], read: Sequence[tuple[Evidence, tuple[Value, ...]]]
) -> Iterator[Premise]:
    """What sentences that tell of the same have in a value's place."""
    for item, told in read:
        if has_value(item.text, said):
            continue
        others = [value for value in given if value is not said and not has_value(item.text, value)]
        if any(value.kind not in _GOES_WITH.get(said.kind, {said.kind}) for value in others):
            continue
        instead = [own for own in told if same_sort(said, own) and not _named(own, given)]
        covered = _covered(question, item, said) if instead else 0.0
        if instead and covered >= COVERED:
            rivals = len({own.key for own in instead}) - 1
            certain = _is_certain(question, said, instead[0], item) and not _may_be_both(question, said, item)
            yield Premise(said, instead[0], item, covered, certain, rivals)


def _is_certain(question: Question, said: Value, told: Value, item: Evidence) -> bool:
    """Whether it tells of the very thing that the question takes for granted, not of the like at another time."""
    match said.kind:
        case ValueKind.YEAR:
            return _same_event(question, said, item)
        case ValueKind.AMOUNT:
            counts = said.unit not in MEASURES
            asked = question.kind in _COUNTING or (counts and question.kind is QuestionType.LIST)
            return said.unit != STAFF and not asked
        case ValueKind.PERSON:
            roles = [value for value in values(question.text) if value.kind is ValueKind.ROLE]
            return bool(roles) and any(value.kind is ValueKind.ROLE for value in values(item.text))
        case ValueKind.PLACE:
            stated = {own for value in values(question.text) for own in value.stems}
            named = any(concept.is_name and concept.stem not in stated for concept in question.concepts)
            return named and question.kind not in _COUNTING and not asks_where(question.text)
        case ValueKind.ROLE:
            return question.kind is not QuestionType.WHO and is_minister(said) and is_minister(told)
    return False


def _may_be_both(question: Question, said: Value, item: Evidence) -> bool:
    """Whether both may hold: a body has many offices, and a count of one year is none of another."""
    if said.kind is ValueKind.PLACE:
        return tells_office(_clause(question, said)) and not tells_head_office(_clause(question, said))
    if said.kind is ValueKind.AMOUNT and said.unit in CHANGING and not question.years:
        return bool(years(item.text)) and speaks_of_the_present(question.text)
    return False


@lru_cache(maxsize=1)
def _events() -> tuple[frozenset[str], ...]:
    return tuple(frozenset(stem(fold(word)) for word in line.split()) for line in lines("single_events.txt"))


def _event_kinds(question: Question, said: Value) -> list[frozenset[str]]:
    """The kinds of single events that the clause around a value tells of."""
    clause = _clause(question, said)
    told = {concept.stem for concept in question.concepts if _stands_in(concept, clause)}
    told |= {stem(word) for word in re.findall(r"\w+", fold(clause))}
    return [kind for kind in _events() if kind & told]


def _same_event(question: Question, said: Value, item: Evidence) -> bool:
    """Whether the clause around a year tells of something that happens once, and the sentence does, too."""
    words = {stem(word) for word in re.findall(r"\w+", fold(item.text))}
    return any(kind & words for kind in _event_kinds(question, said))


def _named(value: Value, given: Sequence[Value]) -> bool:
    """Whether the question names that value itself."""
    return any(says_same(value, own) for own in given)


def _covered(question: Question, item: Evidence, said: Value, within: str = "") -> float:
    """The weighted share of the clause around a value, without it, that a sentence has; 0 where it lacks a name."""
    if not within and _tells_of_holder(question, item, said):
        return 1.0
    clause = within or _clause(question, said)
    stated = {own for value in values(question.text) for own in value.stems}
    rest = [
        (concept, degree)
        for concept, degree in zip(question.concepts, degrees(question, item), strict=True)
        if concept.stem not in stated and not concept.is_light and (concept.is_name or _stands_in(concept, clause))
    ]
    if not rest and clause != question.text:
        return _covered(question, item, said, question.text)
    if not rest or any(concept.is_name and degree < PRESENT for concept, degree in rest):
        return 0.0
    return sum(concept.weight * degree for concept, degree in rest) / max(sum(c.weight for c, _ in rest), 1e-9)


def _tells_of_holder(question: Question, item: Evidence, said: Value) -> bool:
    """Whether a sentence tells who held the office that stands beside a person's name, or where a body is at home."""
    if said.kind is ValueKind.PERSON:
        beside = [v for v in values(question.text) if v.kind is ValueKind.ROLE and v.end + 1 == said.start]
        when = [value for value in values(question.text) if value.kind is ValueKind.YEAR]
        return bool(beside and when) and all(has_value(item.text, value) for value in (*beside, *when))
    if said.kind is ValueKind.PLACE and tells_home(item.text) and tells_home(_clause(question, said)):
        found = zip(question.concepts, degrees(question, item), strict=True)
        names = [degree for concept, degree in found if concept.is_name and concept.stem not in said.stems]
        return bool(names) and min(names) >= PRESENT
    return False


def _clause(question: Question, value: Value) -> str:
    return clause_around(question.text, value.start, value.end)


def _stands_in(concept: Concept, clause: str) -> bool:
    return bool(re.search(rf"\b{re.escape(concept.word)}", fold(clause)))
