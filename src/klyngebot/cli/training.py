"""`klyngebot train`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from klyngebot.cli.opening import tell
from klyngebot.errors import KlyngebotError


def train(
    pairs: Annotated[Path, typer.Argument(help="Mappe med træningspar (.jsonl.gz); se modelkortet.")],
    output: Annotated[Path, typer.Option(help="Mappe, som modellen skrives i.")] = Path("model"),
    seed: Annotated[int, typer.Option(help="Tilfældighedsfrø.", min=0, max=2**32 - 1)] = 0,
    full_precision: Annotated[
        Path | None, typer.Option(help="Gem også vektorerne uafrundede i denne fil (.npy).")
    ] = None,
) -> None:
    """Træn den danske embeddingmodel forfra (kræver træningsdata, som ikke følger med)."""
    from klyngebot.training import train as run

    if not pairs.is_dir():
        raise KlyngebotError(f"{pairs} er ikke en mappe. Angiv mappen med træningspar (.jsonl.gz).")
    report = run(pairs, output, seed=seed, report=tell, full_precision=full_precision)
    tell(
        f"Modellen er skrevet i {report.output_dir}: {report.vocabulary} ordstykker, {report.dimension} dimensioner, "
        f"{report.pairs} par i {report.batches} bundter, {report.total_seconds / 60:.0f} minutter."
    )
