"""Measuring verdicts: claims with labels, against their own evidence or against what the search finds."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from klyngebot.checking.results import Verdict
from klyngebot.checking.scorer import VERDICTS
from klyngebot.errors import KlyngebotError
from klyngebot.jsonl import parse, read_lines

_NAMES = {
    "supported": Verdict.SUPPORTED,
    "supports": Verdict.SUPPORTED,
    "refuted": Verdict.REFUTED,
    "refutes": Verdict.REFUTED,
    "notenoughinfo": Verdict.NOT_ENOUGH_INFO,
}


@dataclass(frozen=True, slots=True)
class LabeledClaim:
    """A claim, its label, and the texts that decide it (none, or only the nearest, where nothing does)."""

    id: str
    claim: str
    label: Verdict
    evidence: tuple[str, ...]
    line: int = 0  # of the file that it stands in


@dataclass(frozen=True, slots=True)
class VerdictScores:
    """How often verdicts are right.

    `confusion[label][verdict]` counts claims; both in the order of `VERDICTS`.
    """

    confusion: tuple[tuple[int, ...], ...]

    @property
    def claims(self) -> int:
        """How many claims were judged."""
        return sum(map(sum, self.confusion))

    @property
    def accuracy(self) -> float:
        """Share of right verdicts, 0..1; NaN without claims."""
        right = sum(row[place] for place, row in enumerate(self.confusion))
        return right / self.claims if self.claims else float("nan")

    def f1(self, place: int) -> float:
        """F1 of a verdict: the harmonic mean of precision and recall; 0 where it is neither given nor right."""
        right = self.confusion[place][place]
        given, wanted = sum(row[place] for row in self.confusion), sum(self.confusion[place])
        return 2 * right / (given + wanted) if given + wanted else 0.0

    @property
    def macro_f1(self) -> float:
        """The mean of F1 over the labels that occur."""
        present = [place for place, row in enumerate(self.confusion) if sum(row)]
        return sum(map(self.f1, present)) / len(present) if present else float("nan")

    def share(self, label: Verdict, verdict: Verdict) -> float:
        """Which share of the claims with a label got a verdict, 0..1; NaN without such claims."""
        row = self.confusion[VERDICTS.index(label)]
        return row[VERDICTS.index(verdict)] / sum(row) if sum(row) else float("nan")


def read_claims(path: Path) -> list[LabeledClaim]:
    """The claims of a JSON Lines file with `claim`, `label` and `evidence` (a list of texts) in each line.

    Raises:
        KlyngebotError: the file cannot be read, or a line is of another shape.
    """
    return [_claim(path, number, line) for number, line in read_lines(path)]


def _claim(path: Path, number: int, line: str) -> LabeledClaim:
    try:
        item = parse(line)
        label = _NAMES[item["label"].lower().replace("_", "").replace(" ", "")]
        claim, evidence = item["claim"], _evidence(item.get("evidence"))
        if not isinstance(claim, str) or not claim.strip():
            raise TypeError
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise KlyngebotError(
            f"Linje {number} i {path} er ikke en påstand. Hver linje skal se sådan ud: "
            '{"claim": "…", "label": "Supported", "evidence": ["…"]}; label er Supported, Refuted eller NotEnoughInfo.'
        ) from error
    return LabeledClaim(str(item.get("id", number)), claim, label, evidence, number)


def _evidence(given: Any) -> tuple[str, ...]:
    """The texts that are given: none, one, or a list of them."""
    if given is None or isinstance(given, str):
        return (given,) if given else ()
    if not isinstance(given, list) or not all(isinstance(text, str) for text in given):
        raise TypeError
    return tuple(text for text in given if text.strip())


def scores(claims: Sequence[LabeledClaim], judge: Callable[[LabeledClaim], Verdict]) -> VerdictScores:
    """Judge every claim and count."""
    counts = [[0] * len(VERDICTS) for _ in VERDICTS]
    for claim in claims:
        counts[VERDICTS.index(claim.label)][VERDICTS.index(judge(claim))] += 1
    return VerdictScores(tuple(map(tuple, counts)))


def verdict_table(measured: VerdictScores) -> str:
    """The figures as Markdown tables."""
    return "\n".join(_rows(measured))


def verdict_json(measured: VerdictScores) -> str:
    """The figures as one line of JSON."""
    told: dict[str, Any] = {"claims": measured.claims, "accuracy": measured.accuracy, "macro_f1": measured.macro_f1}
    told["f1"] = {verdict.value: measured.f1(place) for place, verdict in enumerate(VERDICTS)}
    told["confusion"] = {
        label.value: dict(zip((own.value for own in VERDICTS), row, strict=True))
        for label, row in zip(VERDICTS, measured.confusion, strict=True)
    }
    return json.dumps(told)


def _rows(measured: VerdictScores) -> Iterator[str]:
    yield "| claims | accuracy | macro-F1 | " + " | ".join(f"F1 {verdict}" for verdict in VERDICTS) + " |"
    yield "|" + "---|" * (3 + len(VERDICTS))
    each = " | ".join(f"{measured.f1(place):.3f}" for place in range(len(VERDICTS)))
    yield f"| {measured.claims} | {measured.accuracy:.3f} | {measured.macro_f1:.3f} | {each} |"
    yield ""
    yield "| label \\ verdict | " + " | ".join(VERDICTS) + " |"
    yield "|" + "---|" * (1 + len(VERDICTS))
    for label, row in zip(VERDICTS, measured.confusion, strict=True):
        yield f"| {label} | " + " | ".join(map(str, row)) + " |"
