"""`klyngebot ingest`."""

from __future__ import annotations

import shlex
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from klyngebot.cli.opening import tell, whole_path
from klyngebot.errors import KlyngebotError
from klyngebot.settings import Settings, read_settings

if TYPE_CHECKING:
    from klyngebot.ingest import IngestReport

TELL_SECONDS = 10.0  # between lines on the progress of an ingest, where there is no terminal for a bar


def ingest(
    paths: Annotated[
        list[str] | None,
        typer.Argument(help="Filer eller mapper, der skal med ved siden af det medfølgende korpus."),
    ] = None,
    only: Annotated[
        bool, typer.Option("--only", help="Brug kun de angivne stier, ikke det medfølgende korpus.")
    ] = False,
    reset: Annotated[bool, typer.Option("--reset", help="Glem tidligere tilføjede stier.")] = False,
    remove: Annotated[
        list[str] | None, typer.Option("--remove", help="Glem en tidligere tilføjet sti, og tag den ud af indekset.")
    ] = None,
) -> None:
    """Byg eller opdatér indekset.

    Tidligere tilføjede stier huskes og læses igen, til de tages ud med --remove. En ny sti uden læselig tekst huskes
    ikke.
    """
    settings = read_settings()
    if only and not paths:
        tell("--only kræver mindst én sti, for eksempel: klyngebot ingest --only min-strategi.pdf")
        raise typer.Exit(2)
    given, removed = [whole_path(text) for text in paths or []], [whole_path(text) for text in remove or []]
    missing = next((path for path in given if not path.exists()), None)
    if missing is not None:
        raise KlyngebotError(f"{missing} findes ikke. Kontrollér stien til filen eller mappen.")
    both = next((path for path in given if path in removed), None)
    if both is not None:
        raise KlyngebotError(f"{both} kan ikke både tilføjes og tages ud. Vælg det ene.")
    remembered = [] if only or reset else _remembered_sources(settings)
    unknown = next((path for path in removed if path not in remembered), None)
    if unknown is not None:
        known = ", ".join(str(path) for path in remembered if path != settings.corpus_dir.resolve()) or "ingen"
        raise KlyngebotError(f"{unknown} er ikke en tilføjet sti. Tilføjede stier: {known}.")
    remembered = [path for path in remembered if path not in removed]
    base = [] if only else [settings.corpus_dir.resolve()]
    sources = list(dict.fromkeys([*base, *remembered, *given]))
    report = _ingest(settings, sources, remembered)
    tell(_report_text(report))
    if any(path in report.fruitless for path in given):
        raise typer.Exit(1)


def _remembered_sources(settings: Settings) -> list[Path]:
    """What was added before; tells of what cannot be known or is away."""
    from klyngebot.ingest import remembered_sources
    from klyngebot.store import Generations

    known = remembered_sources(Generations(settings.data_dir))
    if known is None:
        tell("Det kan ikke ses, hvilke stier der var tilføjet før. Tilføj dem igen med: klyngebot ingest STI")
    for source in known or []:
        if not source.exists():
            tell(
                f"{source} findes ikke lige nu og kommer ikke med i indekset. Stien huskes; "
                f"glem den med: klyngebot ingest --remove {shlex.quote(str(source))}"
            )
    return known or []


def _ingest(settings: Settings, sources: Sequence[Path], remembered: Sequence[Path]) -> IngestReport:
    from rich.console import Console
    from rich.progress import Progress

    from klyngebot.bot import ingest_corpus

    console = Console(stderr=True)
    told = time.monotonic()
    with Progress(console=console, transient=True, disable=not console.is_terminal) as bar:
        tasks: dict[str, Any] = {}

        def progress(stage: str, done: int, total: int) -> None:
            nonlocal told
            if not console.is_terminal and time.monotonic() - told >= TELL_SECONDS:
                told = time.monotonic()
                tell(f"Indlæsning: {stage} {done}" + (f" af {total}" if total else ""))
            task = tasks.setdefault(stage, None)
            if task is None:
                tasks[stage] = task = bar.add_task(stage, total=total or None)
            bar.update(task, completed=done, total=total or None)

        return ingest_corpus(settings, sources, progress, remembered=remembered)


def _report_text(report: IngestReport) -> str:
    lines = [f"Sprunget over: {item.reason}" for item in report.skipped]
    lines.extend(f"{source} gav intet dokument." for source in report.fruitless if source.is_dir())
    what = (
        f"{report.added} nye, {report.kept} uændrede, {report.removed} fjernede"
        if report.changed
        else "intet er ændret"
    )
    seconds = f"{report.seconds:.1f}".replace(".", ",")
    lines.append(
        f"{report.documents} dokumenter, {report.chunks} tekststykker ({what}), {len(report.skipped)} sprunget over, "
        f"{seconds} sekunder. Korpusversion {report.corpus_version}."
    )
    return "\n".join(lines)
