"""`klyngebot check`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from klyngebot.cli.opening import given_path, opened, read_batch, tell
from klyngebot.saving import check_target, save
from klyngebot.settings import read_settings

if TYPE_CHECKING:
    from klyngebot.checking.results import DraftCheck

FORMATS = ("md", "html", "json")  # of a report on what was checked
REPORT_SUFFIXES = {".md": "md", ".markdown": "md", ".html": "html", ".htm": "html", ".json": "json"}
NOT_REPORTS = (".docx", ".doc", ".pdf", ".odt", ".rtf")  # nobody could open Markdown under these names


def check(
    file: Annotated[str | None, typer.Argument(help="Et udkast som .txt, .md, .docx, .html eller .pdf.")] = None,
    claim: Annotated[str | None, typer.Option("--claim", help="Tjek én påstand i stedet for en fil.")] = None,
    batch: Annotated[
        str | None,
        typer.Option("--batch", help='En .jsonl-fil med linjer {"id", "claim"}; én dom pr. linje ud.'),
    ] = None,
    report_format: Annotated[
        str | None, typer.Option("--format", help="md, html eller json; ellers efter endelsen af --out, eller md.")
    ] = None,
    out: Annotated[Path | None, typer.Option("--out", help="Skriv rapporten i denne fil.")] = None,
) -> None:
    """Tjek en påstand eller et helt udkast mod kilderne.

    Koden er 1, hvis kilderne modsiger en påstand. Den er også 1 med en besked på stderr, hvis filen ikke kan læses.
    """
    if sum(given is not None for given in (file, claim, batch)) != 1:
        tell('Angiv én ting, for eksempel: klyngebot check udkast.docx, eller --claim "…", eller --batch FIL.jsonl')
        raise typer.Exit(2)
    source = next((given_path(text) for text in (file, batch) if text is not None), None)
    if batch is not None and report_format not in (None, "json"):
        tell("--batch skriver altid JSON, én linje for hver påstand. Udelad --format.")
        raise typer.Exit(2)
    chosen = "json" if batch is not None else _report_format(report_format, out)
    if out is not None:
        check_target(out, [source] if source else [])
    if claim is not None:
        _check_claim(claim, chosen, out)
    elif source is not None:
        if batch is not None:
            _check_batch(source, out)
        else:
            _check_file(source, chosen, out)


def _report_format(given: str | None, out: Path | None) -> str:
    """The format that was asked for, else the one that the suffix of the report tells, else Markdown."""
    if given is not None:
        if given not in FORMATS:
            tell(f"--format skal være {', '.join(FORMATS[:-1])} eller {FORMATS[-1]}.")
            raise typer.Exit(2)
        return given
    suffix = out.suffix.lower() if out else ""
    if suffix in NOT_REPORTS:
        tell(f"En rapport kan ikke skrives som {suffix}. Vælg en fil, der ender på .md, .html eller .json.")
        raise typer.Exit(2)
    return REPORT_SUFFIXES.get(suffix, "md")


def _check_batch(path: Path, out: Path | None) -> None:
    from klyngebot.errors import CheckError
    from klyngebot.serving.check_rendering import claim_to_dict, unchecked_to_dict

    lines = read_batch(path, "claim", lambda plain: plain["claim"])
    written: list[str] = []
    with opened(read_settings()) as bot:
        for line_id, said in lines:
            try:
                record = claim_to_dict(bot.check_claim(said))
            except CheckError as error:
                record = unchecked_to_dict(said, str(error))
            line = json.dumps({"id": line_id, **record}, ensure_ascii=False)
            if out is None:
                typer.echo(line)
            else:
                written.append(f"{line}\n")
    if out is not None:
        save(out, "".join(written))


def _check_claim(claim: str, report_format: str, out: Path | None) -> None:
    from klyngebot.serving.check_rendering import alone, claim_to_dict

    with opened(read_settings()) as bot:
        checked = bot.check_claim(claim)
    _write_check(alone(checked), claim_to_dict(checked), report_format, out)


def _check_file(path: Path, report_format: str, out: Path | None) -> None:
    from klyngebot.loading import load_marked
    from klyngebot.serving.check_rendering import draft_to_dict

    text, name = load_marked(path)
    with opened(read_settings()) as bot:
        checked = bot.check_text(text, name)
    _write_check(checked, draft_to_dict(checked), report_format, out)


def _write_check(checked: DraftCheck, plain: dict[str, Any], report_format: str, out: Path | None) -> None:
    """Write a report, and end with code 1 where anything is contradicted."""
    from klyngebot.serving.check_html import draft_to_page
    from klyngebot.serving.check_rendering import draft_to_markdown

    if report_format == "json":
        text = json.dumps(plain, ensure_ascii=False, indent=2)
    else:
        text = draft_to_page(checked) if report_format == "html" else draft_to_markdown(checked)
    if out is None:
        typer.echo(text)
    else:
        save(out, f"{text.rstrip()}\n")
    if checked.is_contradicted:
        raise typer.Exit(1)
