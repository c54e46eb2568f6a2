"""The same figure at another time, beside the one that answers, where a question asks how it changed."""

from __future__ import annotations

from collections.abc import Sequence

from klyngebot.answering.choosing import ABOUT, MOST
from klyngebot.answering.evidence import Evidence
from klyngebot.danish.comparisons import asks_of_change
from klyngebot.danish.dates import years
from klyngebot.danish.values import Value, ValueKind, values
from klyngebot.question import Question

OTHER_TIMES = 2  # further sentences
SAME_MATTER = 0.6  # share of the best sentence's coverage from which another tells of the same


def with_other_times(question: Question, chosen: list[Evidence], evidence: Sequence[Evidence]) -> list[Evidence]:
    """The sentences, those first that give the same figure for other years, where the question asks of a change."""
    best = chosen[0]
    told = years(best.text)
    if not asks_of_change(question.text) or not told or best.sentence.gap:
        return chosen
    others: list[Evidence] = []
    for item in evidence:
        if item is best or len(others) == OTHER_TIMES or not _of_the_same(question, item, best):
            continue
        own = years(item.text)
        if own - told:
            others.append(item)
            told |= own
    rest = [item for item in chosen[1:] if item not in others]
    return [best, *others, *rest][:MOST] if others else chosen


def _of_the_same(question: Question, item: Evidence, best: Evidence) -> bool:
    """Whether it tells of the same names, and has an amount in the same unit."""
    if item.sentence.gap or item.sentence.disagreement or item.coverage < SAME_MATTER * best.coverage:
        return False
    about = [place for place, concept in enumerate(question.concepts) if concept.is_name and not concept.stem.isdigit()]
    if any(item.matches[place] < ABOUT <= best.matches[place] for place in about):
        return False
    return bool(_units(values(item.text)) & _units(values(best.text)))


def _units(found: Sequence[Value]) -> set[str]:
    return {value.unit for value in found if value.kind is ValueKind.AMOUNT and value.unit}
