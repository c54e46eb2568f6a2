"""Scoring what is found for gold questions, before anything is answered or refused: passages and sentences."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass

from klyngebot.answering.evidence import Evidence
from klyngebot.evaluation.gold import GoldQuestion
from klyngebot.evaluation.ranking import mean
from klyngebot.question import Question
from klyngebot.types import Hit, Turn

Inspect = Callable[[str, Sequence[Turn]], tuple[Question, list[Evidence], list[Hit]]]

PASSAGES = 5
SENTENCES = 3


@dataclass(frozen=True, slots=True)
class Found:
    """Where the answer of one gold question stands among what was found.

    `passage` is the rank of the first passage with all the facts, `sentence` the number of best sentences that have all
    the facts between them; both from 1, infinite where it was not found.
    """

    gold: GoldQuestion
    passage: float
    sentence: float


@dataclass(frozen=True, slots=True)
class FoundScore:
    """Shares of a group, NaN where it is empty; `first_passage`, `first_sentence`: at rank 1."""

    group: str
    questions: int
    first_passage: float
    passages: float
    first_sentence: float
    sentences: float


def find(questions: Iterable[GoldQuestion], inspect: Inspect) -> list[Found]:
    """Look for the answer of every answerable question."""
    found = []
    for gold in questions:
        if gold.answerable:
            _, evidence, hits = inspect(gold.question, gold.history)
            found.append(Found(gold, _passage(gold, hits), _sentence(gold, evidence)))
    return found


def _passage(gold: GoldQuestion, hits: Sequence[Hit]) -> float:
    complete = (hit.rank for hit in hits if not gold.missing_facts(hit.chunk.text))
    return next(complete, math.inf)


def _sentence(gold: GoldQuestion, evidence: Sequence[Evidence]) -> float:
    texts = [item.text for item in evidence[: 2 * SENTENCES]]
    complete = (count for count in range(1, len(texts) + 1) if not gold.missing_facts(" ".join(texts[:count])))
    return next(complete, math.inf)


def found_scores(found: Sequence[Found], stored: Collection[str] = frozenset()) -> list[FoundScore]:
    """All, those that are not among the `stored` questions, then each group."""
    groups = sorted({item.gold.group for item in found})
    return [
        _score("alle", found),
        _score("– ikke i banken", [item for item in found if not item.gold.stands_in(stored)]),
        *(_score(group, [item for item in found if item.gold.group == group]) for group in groups),
    ]


def _score(group: str, found: Sequence[Found]) -> FoundScore:
    return FoundScore(
        group,
        len(found),
        mean(item.passage <= 1 for item in found),
        mean(item.passage <= PASSAGES for item in found),
        mean(item.sentence <= 1 for item in found),
        mean(item.sentence <= SENTENCES for item in found),
    )
