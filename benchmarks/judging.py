"""Whether retrieved passages hold the facts of gold questions, and the table that sets systems side by side."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import mean

from klyngebot.evaluation.gold import GoldQuestion

DEPTHS = (1, 4, 5)  # passages
LENGTHS = (2000, 4000)  # characters

Passages = Sequence[str]
Judge = Callable[[GoldQuestion, Passages], float]


@dataclass(frozen=True, slots=True)
class Measure:
    """One line of the table: its values by system, ours first; `form` is a format of one value."""

    what: str
    values: Mapping[str, float]
    form: str
    more_is_better: bool


def holds_facts(item: GoldQuestion, passages: Iterable[str]) -> bool:
    """Whether each fact stands whole in one of the passages."""
    missing = set(item.facts)
    for passage in passages:
        missing.intersection_update(item.missing_facts(passage))
    return not missing


def first_characters(passages: Passages, characters: int) -> list[str]:
    """The passages as far as they fit into so many characters; the last is cut at a blank, never inside a word."""
    kept, left = [], characters
    for passage in passages:
        if len(passage) <= left:
            kept.append(passage)
            left -= len(passage)
            continue
        if head := passage[: left + 1].rpartition(" ")[0]:
            kept.append(head)
        break
    return kept


def reciprocal_rank(item: GoldQuestion, passages: Passages) -> float:
    """One over the rank of the first passage that holds all facts, 0 where none does."""
    return next((1 / rank for rank, text in enumerate(passages, start=1) if holds_facts(item, [text])), 0.0)


def quality(
    items: Sequence[GoldQuestion], ranked: Mapping[str, Sequence[Passages]], filling: Mapping[str, Sequence[Passages]]
) -> list[Measure]:
    """Shares of questions, by system.

    Args:
        items: the questions.
        ranked: by system, for each question the passages that are judged one by one.
        filling: the same, of passages enough to fill the longest text.
    """

    def share(what: str, judge: Judge, found: Mapping[str, Sequence[Passages]]) -> Measure:
        values = {
            name: mean(judge(item, texts) for item, texts in zip(items, passages, strict=True))
            for name, passages in found.items()
        }
        return Measure(what, values, "{:.3f}", more_is_better=True)

    return [
        *(share(_passages(depth), _within_passages(depth), ranked) for depth in DEPTHS),
        *(share(f"in the first {length:,} characters", _within_characters(length), filling) for length in LENGTHS),
        share("MRR of the first passage with all of them, of 10", reciprocal_rank, ranked),
    ]


def _passages(depth: int) -> str:
    return f"in the first {depth} passages" if depth > 1 else "in the first passage"


def _within_passages(depth: int) -> Judge:
    return lambda item, passages: holds_facts(item, passages[:depth])


def _within_characters(length: int) -> Judge:
    return lambda item, passages: holds_facts(item, first_characters(passages, length))


def table(measures: Sequence[Measure]) -> str:
    """Markdown: a line a measure, a column a system; peers with their ratio to the first system."""
    names = list(measures[0].values)
    head = f"| | {' | '.join(names)} |\n|---|{'---|' * len(names)}"
    return "\n".join((head, *(_line(measure) for measure in measures)))


def _line(measure: Measure) -> str:
    ours, *peers = measure.values.values()
    cells = [measure.form.format(ours)]
    cells += [f"{measure.form.format(value)} ({_ratio(value, ours)})" for value in peers]
    return f"| {measure.what} {'↑' if measure.more_is_better else '↓'} | {' | '.join(cells)} |"


def _ratio(value: float, ours: float) -> str:
    """Value over ours in two significant digits: "×0.52", "×9.4", "×120"."""
    if not ours:
        return "–"
    ratio = float(f"{value / ours:.2g}")
    return f"×{ratio:.0f}" if ratio >= 10 else f"×{ratio:#.2g}"
