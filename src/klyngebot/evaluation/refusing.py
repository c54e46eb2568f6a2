"""Whether the judgement "answered" means what it says: of the questions judged 0.8, do eight in ten have an answer?

The reliability diagram of Niculescu-Mizil and Caruana (2005), and the expected calibration error of Naeini et al.
(2015), over the questions that the judge sees: those that a demand stops, and those that other parts answer, are left
out.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from klyngebot.answering.decision import judge
from klyngebot.evaluation.finding import Inspect
from klyngebot.evaluation.gold import ELSEWHERE, GoldQuestion
from klyngebot.evaluation.ranking import mean

BINS = 10
_WIDTH, _HEIGHT, _MARGIN = 320, 320, 44


@dataclass(frozen=True, slots=True)
class Judged:
    """A gold question with the probability, 0..1, that the evidence answers it."""

    gold: GoldQuestion
    probability: float


@dataclass(frozen=True, slots=True)
class Bin:
    """Questions whose probabilities are near each other: how many, their mean probability, the share with an answer."""

    questions: int
    probability: float
    answerable: float


def judged(questions: Iterable[GoldQuestion], inspect: Inspect) -> list[Judged]:
    """The judge's probability for each question that it decides."""
    found = []
    for gold in questions:
        if gold.group in ELSEWHERE:
            continue
        question, evidence, hits = inspect(gold.question, gold.history)
        judgement = judge(question, evidence, hits)
        if not judgement.lacks:
            found.append(Judged(gold, judgement.answered))
    return found


def bins(items: Sequence[Judged]) -> list[Bin]:
    """Ten bins of equal width, the empty ones left out."""
    sorted_in: list[list[Judged]] = [[] for _ in range(BINS)]
    for item in items:
        sorted_in[min(BINS - 1, int(item.probability * BINS))].append(item)
    return [
        Bin(len(own), mean(item.probability for item in own), mean(item.gold.answerable for item in own))
        for own in sorted_in
        if own
    ]


def calibration_error(items: Sequence[Judged]) -> float:
    """The mean distance of the two, weighted by how many questions a bin has, 0..1; NaN of nothing."""
    return mean(distance for own in bins(items) for distance in [abs(own.probability - own.answerable)] * own.questions)


def diagram(items: Sequence[Judged], *, title: str, across: str, up: str) -> str:
    """The reliability diagram as an SVG: a dot a bin, its area by how many questions, and the diagonal.

    Args:
        items: what was judged.
        title: of the picture, read aloud.
        across: name of the horizontal axis.
        up: name of the vertical axis.
    """
    largest = max((own.questions for own in bins(items)), default=1)

    def x(share: float) -> float:
        return _MARGIN + share * (_WIDTH - 2 * _MARGIN)

    def y(share: float) -> float:
        return _HEIGHT - _MARGIN - share * (_HEIGHT - 2 * _MARGIN)

    ticks = "".join(
        f'<text x="{x(share):.0f}" y="{_HEIGHT - _MARGIN + 16}" text-anchor="middle">{share * 100:.0f}</text>'
        f'<text x="{_MARGIN - 6}" y="{y(share) + 4:.0f}" text-anchor="end">{share * 100:.0f}</text>'
        for share in (0.0, 0.5, 1.0)
    )
    dots = "".join(
        f'<circle cx="{x(own.probability):.1f}" cy="{y(own.answerable):.1f}" '
        f'r="{2 + 8 * (own.questions / largest) ** 0.5:.1f}"/>'
        for own in bins(items)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" width="{_WIDTH}" '
        f'height="{_HEIGHT}" role="img" font-family="sans-serif" font-size="12">'
        f"<title>{title}</title>"
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#ffffff"/>'
        f'<g stroke="#595959" fill="none"><path d="M{x(0):.0f} {y(1):.0f}V{y(0):.0f}H{x(1):.0f}"/>'
        f'<path stroke-dasharray="4 4" d="M{x(0):.0f} {y(0):.0f}L{x(1):.0f} {y(1):.0f}"/></g>'
        f'<g fill="#1b4f8f" fill-opacity="0.8">{dots}</g>'
        f'<g fill="#1a1a1a">{ticks}<text x="{_WIDTH / 2:.0f}" y="{_HEIGHT - 6}" text-anchor="middle">{across}</text>'
        f'<text transform="translate(12 {_HEIGHT / 2:.0f}) rotate(-90)" text-anchor="middle">{up}</text></g></svg>\n'
    )
