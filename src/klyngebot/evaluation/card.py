"""The public card of measured quality, `docs/evaluation.md`: what it can, what it does badly, how it is known."""

from __future__ import annotations

import math
import statistics
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from klyngebot.danish.dates import format_date
from klyngebot.evaluation.answers import Outcome, scores
from klyngebot.evaluation.finding import Found, found_scores
from klyngebot.evaluation.gold import ELSEWHERE, Split
from klyngebot.evaluation.ranking import mean, share_interval
from klyngebot.evaluation.refusing import Judged, bins, calibration_error
from klyngebot.evaluation.report import explained, found_table, percent, share_with_interval, table
from klyngebot.types import Answer

WORST = 10
WEAK = 0.85  # share of right answers below which a group is named as weak
FEWEST = 5  # questions of a group that is judged at all
TYPING_COSTS = 0.05  # how much worse than the rest the questions with typing errors may do
MEDIAN_MS, SLOW_MS = 25, 60  # of an answer; of the slowest but one in twenty

ROLES = {
    "smv": "små virksomheder",
    "ministerium": "ministerier",
    "journalist": "journalister",
    "studerende": "studerende",
    "borger": "borgere",
    "offtopic": "andet end klynger",
}


@dataclass(frozen=True, slots=True)
class Bar:
    """A goal: the least share of the questions of some groups that must be right, or answered at all."""

    name: str
    least: float
    groups: frozenset[str] = frozenset()
    answered: bool = False


BARS = (
    Bar("Spørgsmål med svar: rigtige", 0.95),
    Bar("Spørgsmål med svar: besvaret", 0.95, answered=True),
    Bar("Lister: komplette", 0.95, frozenset(("list",))),
    Bar("Forkert forudsætning: imødegået", 0.95, frozenset(("premise",))),
    Bar("Samtaler: rigtige", 0.92, frozenset(("conversation",))),
    Bar("Inden for emnet, men uden svar: afvist", 0.92, frozenset(("near",))),
    Bar("Uden for emnet: afvist", 0.99, frozenset(("far",))),
)


def document(
    outcomes: Sequence[Outcome],
    found: Sequence[Found],
    decided: Sequence[Judged],
    by_hand: Sequence[tuple[str, Sequence[Outcome]]],
    stored: Collection[str],
    *,
    version: str,
    date: str,
    picture: str,
    show: Callable[[Answer], str],
) -> str:
    """The whole card as Markdown.

    Args:
        outcomes: of all gold questions, both halves.
        found: where their answers stand among what was found.
        decided: how sure the judge of answers was.
        by_hand: titled lists of questions typed by hand, shown with their answers.
        stored: the questions of the corpus' bank.
        version: hash of the corpus that was asked.
        date: of the measurement, as "2026-11-27".
        picture: file name of the reliability diagram, beside the card.
        show: an answer as plain text.
    """
    dev = [item for item in outcomes if item.gold.split is Split.DEV]
    test = [item for item in outcomes if item.gold.split is Split.TEST]
    parts = [
        "# Målt kvalitet",
        f"Skrevet af `make eval` den {format_date(date)}. Korpusversion `{version}`. Ingen sprogmodel.",
        _gold(outcomes),
        "## Kort sagt",
        "Målt på testhalvdelen, som ikke er brugt til at vælge noget. I parentes 95 %-intervallet.",
        _goals(test),
        "## Det gør den dårligst",
        _weaknesses(test),
        *explained(),
        "## Testhalvdelen",
        table(scores(test, stored)),
        "### Fundet",
        found_table(found_scores([item for item in found if item.gold.split is Split.TEST], stored)),
        "## Udviklingshalvdelen",
        table(scores(dev, stored)),
        "### Fundet",
        found_table(found_scores([item for item in found if item.gold.split is Split.DEV], stored)),
        "## Svare eller afvise",
        *_reliability([item for item in decided if item.gold.split is Split.TEST], picture),
        "## De ti værste svar",
        "Fra udviklingshalvdelen: testhalvdelens svar bliver ikke læst af dem, der skriver programmet. Først forkerte "
        "svar, de sikreste øverst, så afvisninger af det, der står i kilderne.",
        *_worst(dev, decided, show),
    ]
    for title, items in by_hand:
        parts.append(f"## {title}")
        parts.extend(_shown(number, item, show) for number, item in enumerate(items, start=1))
    return "\n\n".join(parts) + "\n"


def _gold(outcomes: Sequence[Outcome]) -> str:
    roles = Counter(item.gold.role for item in outcomes)
    told = ", ".join(f"{ROLES.get(role, role)} {count}" for role, count in roles.most_common() if role)
    halves = Counter(item.gold.split for item in outcomes)
    return (
        f"{len(outcomes)} guldspørgsmål (`tests/gold/answers`): {halves[Split.DEV]} til udvikling og "
        f"{halves[Split.TEST]} til test. Skrevet fra korpusset i rollerne {told}; testhalvdelen uden kendskab til "
        "programmet."
    )


def _goals(test: Sequence[Outcome]) -> str:
    rows = ["| mål | krav | målt | nået |", "|---|---|---|---|"]
    for bar in BARS:
        own = [item for item in test if (item.gold.group in bar.groups if bar.groups else item.gold.answerable)]
        hits = sum((not item.refused) if bar.answered else item.right for item in own)
        share = hits / len(own) if own else math.nan
        measured = share_with_interval(share, share_interval(hits, len(own)))
        rows.append(f"| {bar.name} | {percent(bar.least)} | {measured} | {_reached(share >= bar.least)} |")
    typed, clean = _typing(test)
    rows.append(
        f"| Med tastefejl i forhold til resten | højst {percent(TYPING_COSTS)} lavere | {percent(typed)} mod "
        f"{percent(clean)} | {_reached(typed >= clean - TYPING_COSTS)} |"
    )
    verbatim = mean(item.verbatim for item in test)
    rows.append(f"| Ordret citeret | {percent(1.0)} | {percent(verbatim)} | {_reached(verbatim == 1)} |")
    times = sorted(item.answer.trace.milliseconds for item in test)
    if times:
        median, slow = statistics.median(times), times[math.ceil(0.95 * len(times)) - 1]
        rows.append(f"| Svartid, median | {MEDIAN_MS} ms | {_ms(median)} | {_reached(median <= MEDIAN_MS)} |")
        rows.append(f"| Svartid, 95 % er hurtigere | {SLOW_MS} ms | {_ms(slow)} | {_reached(slow <= SLOW_MS)} |")
    return "\n".join(rows)


def _typing(test: Sequence[Outcome]) -> tuple[float, float]:
    """Share right with typing errors, and of other single questions with an answer."""
    others = [item for item in test if item.gold.answerable and item.gold.group not in {*ELSEWHERE, "typo"}]
    return mean(item.right for item in test if item.gold.group == "typo"), mean(item.right for item in others)


def _reached(reached: bool) -> str:
    return "ja" if reached else "nej"


def _ms(value: float) -> str:
    return f"{value:.1f} ms".replace(".", ",")


def _weaknesses(test: Sequence[Outcome]) -> str:
    rows = [row for row in scores(test)[3:] if row.questions >= FEWEST and row.right < WEAK]
    if not rows:
        return f"Ingen gruppe på mindst {FEWEST} spørgsmål ligger under {percent(WEAK)} rigtige."
    rows.sort(key=lambda row: row.right)
    return "\n".join(
        f"- {row.group}: {percent(row.right)} af {row.questions} rigtige, {percent(row.refused)} afvist."
        for row in rows
    )


def _reliability(decided: Sequence[Judged], picture: str) -> Iterator[str]:
    yield (
        "Om de bedste sætninger giver et svar, bliver bedømt med et tal mellem 0 og 100 %. Passer tallet, ligger "
        "punkterne på linjen. Testhalvdelen, uden de spørgsmål, som faste regler eller andre dele afgør. "
        f"Gennemsnitlig afstand fra linjen: {percent(calibration_error(decided))}."
    )
    yield f"![Bedømt sandsynlighed og andel med svar]({picture})"
    rows = ["| bedømt | spørgsmål | har svar |", "|---|---|---|"]
    rows.extend(
        f"| {percent(own.probability)} | {own.questions} | {percent(own.answerable)} |" for own in bins(decided)
    )
    yield "\n".join(rows)


def _worst(outcomes: Sequence[Outcome], decided: Sequence[Judged], show: Callable[[Answer], str]) -> Iterator[str]:
    sure: Mapping[str, float] = {item.gold.id: item.probability for item in decided}
    wrong = [item for item in outcomes if not item.right]
    wrong.sort(key=lambda item: (item.refused, -sure.get(item.gold.id, 0.0), item.gold.id))
    for number, item in enumerate(wrong[:WORST], start=1):
        yield _shown(number, item, show)
        lacking = "; ".join(" / ".join(alternatives) for alternatives in item.missing)
        yield f"Mangler: {lacking}" if item.gold.answerable else "Burde være afvist: det står ikke i kilderne."


def _shown(number: int, item: Outcome, show: Callable[[Answer], str]) -> str:
    before = "".join(f"*{turn.question}* → " for turn in item.gold.history)
    quoted = "\n".join(f"> {line}" if line else ">" for line in show(item.answer).splitlines())
    return f"**{number}. {before}{item.gold.question}**\n\n{quoted}"
