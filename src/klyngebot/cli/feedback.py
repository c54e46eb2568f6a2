"""`klyngebot feedback`."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Annotated

import typer

from klyngebot.cli.opening import tell
from klyngebot.settings import read_settings


def feedback(
    delete_all: Annotated[bool, typer.Option("--delete-all", help="Slet alle tilbagemeldinger med det samme.")] = False,
) -> None:
    """Skriv brugernes tilbagemeldinger ud som JSON, én pr. linje, eller slet dem."""
    from klyngebot.serving.feedback import FeedbackBox

    box = FeedbackBox.of(read_settings())
    if delete_all:
        days = box.delete_all()
        tell(f"Slettet: {days} {'dag' if days == 1 else 'dage'} med tilbagemeldinger.")
        return
    judgments = list(box.judgments())
    for judgment in judgments:
        typer.echo(json.dumps(asdict(judgment), ensure_ascii=False))
    if not judgments:
        tell("Der er ingen tilbagemeldinger.")
