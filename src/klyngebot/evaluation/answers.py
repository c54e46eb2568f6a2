"""Scoring answers: are the facts there, do the citations carry them, is what is not there refused."""

from __future__ import annotations

import math
import statistics
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from klyngebot.evaluation.gold import GoldQuestion, quotes
from klyngebot.evaluation.ranking import mean, share_interval
from klyngebot.types import Answer, Document, Status, Turn

PREMISE = "premise"  # the group of questions that take something wrong for granted
Ask = Callable[[str, Sequence[Turn]], Answer]


@dataclass(frozen=True, slots=True)
class Outcome:
    """One gold question with the answer it got. `milliseconds` is the answer's own trace."""

    gold: GoldQuestion
    answer: Answer
    missing: tuple[tuple[str, ...], ...]
    missing_in_quotes: tuple[tuple[str, ...], ...]
    verbatim: bool

    @property
    def refused(self) -> bool:
        """Whether the bot said that it has no answer."""
        return self.answer.status not in (Status.ANSWERED, Status.PARTIAL)

    @property
    def right(self) -> bool:
        """Answered with all facts, or refused where there is no answer.

        A false premise is met, too, where the refusal shows the sentence that states otherwise.
        """
        if not self.gold.answerable:
            return self.refused
        return not self.missing_in_quotes if self.gold.group == PREMISE else not self.refused and not self.missing


@dataclass(frozen=True, slots=True)
class Score:
    """Shares of a group, NaN where undefined; `within` is the 95 % interval of `right`."""

    group: str
    questions: int
    right: float
    within: tuple[float, float]
    refused: float
    cited: float
    verbatim: float
    median_ms: float


def evaluate(questions: Iterable[GoldQuestion], ask: Ask, documents: Mapping[str, Document]) -> list[Outcome]:
    """Ask every question and compare."""
    outcomes = []
    for gold in questions:
        answer = ask(gold.question, conversed(gold.history, ask))
        outcomes.append(
            Outcome(
                gold,
                answer,
                tuple(gold.missing_facts(answer.text)),
                tuple(gold.missing_facts(quotes(answer))),
                is_verbatim(answer, documents),
            )
        )
    return outcomes


def conversed(history: Sequence[Turn], ask: Ask) -> list[Turn]:
    """The turns before, with the answers that they get where none are given."""
    turns: list[Turn] = []
    for turn in history:
        turns.append(turn if turn.answer else Turn(turn.question, ask(turn.question, turns).text))
    return turns


def is_verbatim(answer: Answer, documents: Mapping[str, Document]) -> bool:
    """Whether every cited sentence is exactly its quote, and every quote exactly that span of its document."""
    by_number = {citation.number: citation for citation in answer.citations}
    spans_hold = all(
        documents[c.document_id].text[c.start : c.end] == c.quote and bool(c.quote) for c in answer.citations
    )
    return spans_hold and all(
        sentence.text == by_number[sentence.citations[0]].quote for sentence in answer.sentences if sentence.citations
    )


def score(group: str, outcomes: Sequence[Outcome]) -> Score:
    """The shares of one group of outcomes."""
    answered = [item for item in outcomes if not item.refused]
    answered_right = [item for item in answered if item.gold.answerable and not item.missing]
    return Score(
        group,
        len(outcomes),
        mean(item.right for item in outcomes),
        share_interval(sum(item.right for item in outcomes), len(outcomes)),
        mean(item.refused for item in outcomes),
        mean(not item.missing_in_quotes for item in answered_right),
        mean(item.verbatim for item in outcomes),
        statistics.median(item.answer.trace.milliseconds for item in outcomes) if outcomes else math.nan,
    )


def scores(outcomes: Sequence[Outcome], stored: Collection[str] = frozenset()) -> list[Score]:
    """All answerable, those of them that are not among the `stored` questions, all unanswerable, then each group."""
    groups = sorted({item.gold.group for item in outcomes})
    answerable = [item for item in outcomes if item.gold.answerable]
    return [
        score("alle med svar", answerable),
        score("– ikke i banken", [item for item in answerable if not item.gold.stands_in(stored)]),
        score("alle uden svar", [item for item in outcomes if not item.gold.answerable]),
        *(score(group, [item for item in outcomes if item.gold.group == group]) for group in groups),
    ]
