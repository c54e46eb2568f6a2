"""The piece of a sentence that is the answer itself: the date, the number, the amount, the name, the place."""

from __future__ import annotations

import re
from collections.abc import Iterable

from klyngebot.danish.analyzer import stems
from klyngebot.danish.dates import MONTHS
from klyngebot.danish.questions import QuestionType, asked_count
from klyngebot.danish.values import MEASURES, Value, ValueKind, values

_DATE = re.compile(
    rf"\b(?:\d{{1,2}}\. (?:{'|'.join(MONTHS)})(?: (?:19|20)\d{{2}})?"
    rf"|(?:(?:starten|begyndelsen|slutningen|midten|udgangen) af )?"
    rf"(?:{'|'.join(MONTHS)}|foråret|sommeren|efteråret|vinteren)"
    rf"(?: (?:19|20)\d{{2}})"
    rf"|(?:19|20)\d{{2}}(?:\s?[-–]\s?(?:19|20)?\d{{2}})?)(?!\d)",
    re.IGNORECASE,
)
_NAME = re.compile(r"(?<![\w.-])[A-ZÆØÅ][\wæøåé.-]+(?: (?:van|von|de|og|&))?(?: [A-ZÆØÅ&][\wæøåé.-]*)+")


def direct_answer(kind: QuestionType, sentence: str, question: str) -> tuple[int, int] | None:
    """Where in the sentence the answer itself stands, as offsets; None where it cannot be told.

    What the question says itself is never the answer.
    """
    known = set(stems(question))
    match kind:
        case QuestionType.WHEN:
            return _first(found.span() for found in _DATE.finditer(sentence) if not set(stems(found.group())) <= known)
        case QuestionType.HOW_MANY:
            return _counted(sentence, question)
        case QuestionType.HOW_MUCH:
            return _first(_span(value) for value in _new(sentence, question) if value.unit in MEASURES)
        case QuestionType.WHO:
            persons = [_span(value) for value in values(sentence) if value.kind is ValueKind.PERSON]
            named = (found.span() for found in _NAME.finditer(sentence))
            return _first(span for span in (*persons, *named) if not set(stems(sentence[slice(*span)])) & known)
        case QuestionType.WHERE:
            return _first(_span(value) for value in _new(sentence, question, ValueKind.PLACE))
        case _:
            return None


def _counted(sentence: str, question: str) -> tuple[int, int] | None:
    """The count of what is asked for, else the only count."""
    counts = list(_new(sentence, question))
    noun = asked_count(question)
    exact = [value for value in counts if value.unit and noun and value.unit == noun]
    if exact:
        return _span(exact[0])
    return _span(counts[0]) if len(counts) == 1 else None


def _new(sentence: str, question: str, kind: ValueKind = ValueKind.AMOUNT) -> list[Value]:
    said = {(value.key, value.unit) for value in values(question)}
    return [value for value in values(sentence) if value.kind is kind and (value.key, value.unit) not in said]


def _span(value: Value) -> tuple[int, int]:
    return value.start, value.end


def _first(spans: Iterable[tuple[int, int]]) -> tuple[int, int] | None:
    return next(iter(spans), None)
