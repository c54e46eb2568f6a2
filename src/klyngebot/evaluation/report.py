"""Writing measured quality down: tables for the terminal and for the card (`klyngebot.evaluation.card`)."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict

from klyngebot.evaluation.answers import Outcome, Score
from klyngebot.evaluation.finding import PASSAGES, SENTENCES, FoundScore
from klyngebot.evaluation.retrieval import Measured

_HEADER = "| gruppe | spørgsmål | rigtige (95 %) | afvist | citat bærer svaret | ordret | median ms |"


def percent(share: float) -> str:
    """0.934 as "93,4 %", NaN as "–"."""
    return "–" if math.isnan(share) else f"{share * 100:.1f} %".replace(".", ",")


def share_with_interval(share: float, within: tuple[float, float]) -> str:
    """0.934 of many as "93,4 % (90,1–95,7)", NaN as "–"."""
    if math.isnan(share):
        return "–"
    low, high = (f"{end * 100:.1f}".replace(".", ",") for end in within)
    return f"{percent(share)} ({low}–{high})"


def table(rows: Sequence[Score]) -> str:
    """Scores as a Markdown table."""
    lines = [_HEADER, "|---|---|---|---|---|---|---|"]
    for row in rows:
        milliseconds = "–" if math.isnan(row.median_ms) else f"{row.median_ms:.1f}".replace(".", ",")
        lines.append(
            f"| {row.group} | {row.questions} | {share_with_interval(row.right, row.within)} | "
            f"{percent(row.refused)} | {percent(row.cited)} | {percent(row.verbatim)} | {milliseconds} |"
        )
    return "\n".join(lines)


def found_table(rows: Sequence[FoundScore]) -> str:
    """What was found, as a Markdown table."""
    lines = [
        "| gruppe | spørgsmål | første afsnit | "
        f"blandt {PASSAGES} afsnit | første sætning | blandt {SENTENCES} sætninger |",
        "|---|---|---|---|---|---|",
    ]
    for row in rows:
        shares = (row.first_passage, row.passages, row.first_sentence, row.sentences)
        lines.append(f"| {row.group} | {row.questions} | {' | '.join(percent(share) for share in shares)} |")
    return "\n".join(lines)


def failures(outcomes: Sequence[Outcome]) -> str:
    """What went wrong, one block a question."""
    blocks = []
    for item in outcomes:
        if item.right:
            continue
        missing = "; ".join(" / ".join(alternatives) for alternatives in item.missing) or "skulle være afvist"
        blocks.append(
            f"[{item.gold.id} {item.gold.group}] {item.gold.question}\n"
            f"  status {item.answer.status}, mangler: {missing}\n"
            f"  {item.answer.text[:600]}"
        )
    return "\n\n".join(blocks)


def explained() -> tuple[str, ...]:
    """What the words of the tables mean."""
    return (
        "Et spørgsmål med svar er **rigtigt**, når alle de krævede oplysninger står i svaret; et uden svar, når det "
        "bliver afvist. **Citat bærer svaret**: blandt de rigtige svar, at oplysningerne står i de citerede sætninger. "
        "**Ordret**: hver vist sætning er præcis det citerede stykke af dokumentet. "
        "Delingen i udvikling og test følger en fast regel (sha256 af spørgsmålets id); kun udviklingshalvdelen og "
        "`tests/gold/calibration` er brugt til at vælge vægte og grænser.",
        "Et spørgsmål med en **forkert forudsætning** er imødegået, når den sætning, der siger det rigtige, bliver "
        "vist: i et svar, eller under en afvisning, som siger, at den ikke er et svar.",
        "**Fundet**, før der svares eller afvises: om ét af de bedste afsnit har alle oplysningerne, og om de bedste "
        "sætninger har dem tilsammen. **Ikke i banken**: uden de spørgsmål, der ordret står i korpussets "
        "spørgsmålsbank, som modellen er trænet med.",
    )


def retrieval_table(rows: Iterable[Measured]) -> str:
    """The measures as a Markdown table."""
    lines = [
        "| samling | system | spørgsmål | nDCG@10 (95 %) | recall@5 | recall@10 | recall@50 | MRR@10 | ms |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for row in rows:
        figures = " | ".join(_figure(value) for value in (row.recall_5, row.recall_10, row.recall_50, row.mrr_10))
        lines.append(
            f"| {row.collection} | {row.system} | {row.queries} | {_figure(row.ndcg_10)} ({_figure(row.low)}–"
            f"{_figure(row.high)}) | {figures} | {_figure(row.milliseconds, 2)} |"
        )
    return "\n".join(lines)


def _figure(value: float, digits: int = 3) -> str:
    return "–" if math.isnan(value) else f"{value:.{digits}f}".replace(".", ",")


def retrieval_json(rows: Iterable[Measured]) -> str:
    """One JSON object a line; an undefined measure is null."""
    return "\n".join(json.dumps(_plain(asdict(row)), ensure_ascii=False) for row in rows)


def _plain(row: Mapping[str, object]) -> dict[str, object]:
    return {key: None if isinstance(value, float) and math.isnan(value) else value for key, value in row.items()}
