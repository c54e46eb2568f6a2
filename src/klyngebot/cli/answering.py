"""`klyngebot ask`, `find` and `chat`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from klyngebot import texts
from klyngebot.cli.opening import opened, read_batch, tell
from klyngebot.settings import read_settings
from klyngebot.types import Turn

TURNS_KEPT = 6


def ask(
    question: Annotated[str | None, typer.Argument(help="Spørgsmålet.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Skriv hele svaret som JSON.")] = False,
    batch: Annotated[
        Path | None,
        typer.Option("--batch", help='En .jsonl-fil med linjer {"id", "question", "history"?}; ét svar pr. linje ud.'),
    ] = None,
) -> None:
    """Stil et spørgsmål, eller svar på en hel fil."""
    from klyngebot.serving.rendering import answer_to_dict, answer_to_plain

    settings = read_settings()
    if (question is None) == (batch is None):
        tell('Skriv ét spørgsmål, for eksempel: klyngebot ask "Hvad er en klynge?", eller brug --batch FIL.jsonl')
        raise typer.Exit(2)
    if batch is not None:
        lines = _batch_lines(batch)
        with opened(settings) as bot:
            for line_id, asked, history in lines:
                answer = bot.ask(asked, history)
                record = {"id": line_id, **answer_to_dict(answer, timings=False)}
                typer.echo(json.dumps({**record, "answer": answer.text}, ensure_ascii=False))
        return
    with opened(settings) as bot:
        answer = bot.ask(question or "")
    typer.echo(json.dumps(answer_to_dict(answer), ensure_ascii=False, indent=2) if as_json else answer_to_plain(answer))


def _batch_lines(path: Path) -> list[tuple[Any, str, list[Turn]]]:
    """The questions of a batch file, with what was asked before each."""

    def read(plain: Any) -> tuple[str, list[Turn]]:
        history = [Turn(str(t["question"]), str(t.get("answer", ""))) for t in plain.get("history") or []]
        return plain["question"], history

    return [(line_id, asked, history) for line_id, (asked, history) in read_batch(path, "question", read)]


def find(
    description: Annotated[str, typer.Argument(help="Hvad virksomheden laver, med egne ord.")],
    as_json: Annotated[bool, typer.Option("--json", help="Skriv hele svaret som JSON.")] = False,
) -> None:
    """Find de klynger, hvis fagområde passer til en virksomhed."""
    from klyngebot.serving.cluster_rendering import clusters_to_dict, clusters_to_plain

    with opened(read_settings()) as bot:
        found = bot.find_clusters(description)
    typer.echo(
        json.dumps(clusters_to_dict(found), ensure_ascii=False, indent=2) if as_json else clusters_to_plain(found)
    )


def chat() -> None:
    """Tal med klyngebot i terminalen."""
    from klyngebot.serving.rendering import answer_to_plain

    turns: list[Turn] = []
    with opened(read_settings()) as bot:
        typer.echo(texts.MACHINE_NOTICE)
        typer.echo("Skriv dit spørgsmål. En tom linje slutter.")
        while True:
            try:
                question = input("\n> ").strip()
            except EOFError:
                break
            if not question:
                break
            answer = bot.ask(question, turns)
            typer.echo(answer_to_plain(answer))
            turns = [*turns, Turn(question, answer.text)][-TURNS_KEPT:]
