"""The command line: `klyngebot ask`, `find`, `check`, `chat`, `ingest`, `serve`, `evaluate`, `train`.

Answers go to standard output, everything else to standard error. Exit codes: 0 done (also for a refusal), 1 an
error that the message explains or, of `check`, a claim that is contradicted (the report is there then), 2 a wrong
call.
"""

from __future__ import annotations

import json
import os
import shlex
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer
from typer import rich_utils
from typer.exceptions import Abort, TyperException

from klyngebot import __version__, cli_feedback, texts
from klyngebot.errors import KlyngebotError
from klyngebot.jsonl import parse, read_lines
from klyngebot.saving import check_target, save
from klyngebot.settings import Settings, read_settings
from klyngebot.types import Turn

if TYPE_CHECKING:
    from klyngebot.bot import Klyngebot
    from klyngebot.checking.results import DraftCheck, Verdict
    from klyngebot.evaluation.answers import Outcome
    from klyngebot.evaluation.finding import Found
    from klyngebot.evaluation.refusing import Judged
    from klyngebot.evaluation.verification import LabeledClaim
    from klyngebot.ingest import IngestReport

_Read = TypeVar("_Read")

app = typer.Typer(
    name="klyngebot",
    help="Svar med kildehenvisning om Danmarks klynge- og netværksindsats.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
evaluate_app = typer.Typer(help="Mål klyngebots kvalitet.", no_args_is_help=True)
app.add_typer(evaluate_app, name="evaluate")
cli_feedback.register(app)

TURNS_KEPT = 6
FORMATS = ("md", "html", "json")  # of a report on what was checked
REPORT_SUFFIXES = {".md": "md", ".markdown": "md", ".html": "html", ".htm": "html", ".json": "json"}
NOT_REPORTS = (".docx", ".doc", ".pdf", ".odt", ".rtf")  # nobody could open Markdown under these names
LARGEST_PORT = 65_535
TELL_SECONDS = 10.0  # between lines on the progress of an ingest, where there is no terminal for a bar


def main() -> None:
    """Run the command line; a `KlyngebotError` becomes its message and exit code 1, a wrong call code 2."""
    _open_closed_streams()
    _name_panels()
    try:
        try:
            code = app(standalone_mode=False)
        finally:
            sys.stdout.flush()
        sys.exit(code if isinstance(code, int) else 0)
    except TyperException as error:
        _tell(_told_usage(error))
        sys.exit(2)
    except KlyngebotError as error:
        _tell(str(error))
        sys.exit(1)
    except (KeyboardInterrupt, Abort):
        sys.exit(130)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(1)
    except OSError as error:
        _tell(f"Der kan ikke skrives ({texts.system_reason(error)}). Skaf plads, eller vælg et andet sted.")
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # what is left would fail again at exit
        sys.exit(1)


def _open_closed_streams() -> None:
    """Python has None for a standard stream that the caller closed (`>&-`); reading it is at its end then."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115 - open to the end


def _name_panels() -> None:
    """The panels of `--help` in Danish; typer has their names as module constants."""
    rich_utils.ARGUMENTS_PANEL_TITLE, rich_utils.OPTIONS_PANEL_TITLE = "Argumenter", "Tilvalg"
    rich_utils.COMMANDS_PANEL_TITLE, rich_utils.DEFAULT_STRING = "Kommandoer", "[ellers: {}]"
    rich_utils.REQUIRED_LONG_STRING = "[skal med]"


def _told_usage(error: TyperException) -> str:
    """What is wrong with a call, in Danish (typer's own words are English), and where the right one is described."""
    kind = type(error).__name__  # the classes themselves are typer's private matter
    context: Any = getattr(error, "ctx", None)
    parameter: Any = getattr(error, "param", None)
    option = getattr(error, "option_name", None) or (parameter.opts[0] if parameter and parameter.opts else "")
    if kind == "NoArgsIsHelpError":
        return error.message
    if kind == "NoSuchOption":
        problem = f"{option} findes ikke"
    elif kind == "MissingParameter":
        problem = f"Der mangler noget i kaldet: {option}"
    elif option:
        problem = f"{option} mangler en værdi eller har en, der ikke kan bruges"
    elif hasattr(getattr(context, "command", None), "commands"):
        problem = "Kommandoen findes ikke"
    else:
        problem = 'Der står for meget i kaldet. Sæt et spørgsmål i anførselstegn: klyngebot ask "Hvad er en klynge?"'
    command = context.command_path if context else "klyngebot"
    return f"{problem.removesuffix('.')}. Se, hvad der kan skrives, med: {command} --help"


def _tell(text: str) -> None:
    typer.echo(text, err=True)


def _version(value: bool) -> None:
    if value:
        typer.echo(f"klyngebot {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Vis versionen.")
    ] = False,
) -> None:
    pass


@contextmanager
def _opened(settings: Settings) -> Iterator[Klyngebot]:
    """A bot over the index; where there is no index at all, the shipped corpus is indexed first."""
    from klyngebot.bot import Klyngebot, ensure_index

    ensure_index(settings, lambda: _tell(texts.INDEXING_FIRST))
    with Klyngebot.open(settings) as bot:
        if bot.corpus.damage:
            _tell(texts.older_index_in_use(bot.corpus.damage))
        if bot.corpus.stale:
            _tell("Dokumenterne er ændret, siden indekset blev bygget. Kør: klyngebot ingest")
        yield bot


@app.command()
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
        _tell('Skriv ét spørgsmål, for eksempel: klyngebot ask "Hvad er en klynge?", eller brug --batch FIL.jsonl')
        raise typer.Exit(2)
    if batch is not None:
        lines = _batch_lines(batch)
        with _opened(settings) as bot:
            for line_id, asked, history in lines:
                answer = bot.ask(asked, history)
                record = {"id": line_id, **answer_to_dict(answer, timings=False)}
                typer.echo(json.dumps({**record, "answer": answer.text}, ensure_ascii=False))
        return
    with _opened(settings) as bot:
        answer = bot.ask(question or "")
    typer.echo(json.dumps(answer_to_dict(answer), ensure_ascii=False, indent=2) if as_json else answer_to_plain(answer))


def _batch_lines(path: Path) -> list[tuple[Any, str, list[Turn]]]:
    """The questions of a batch file, with what was asked before each."""

    def read(plain: Any) -> tuple[str, list[Turn]]:
        history = [Turn(str(t["question"]), str(t.get("answer", ""))) for t in plain.get("history") or []]
        return plain["question"], history

    return [(line_id, asked, history) for line_id, (asked, history) in _read_batch(path, "question", read)]


def _read_batch(path: Path, field: str, read: Callable[[Any], _Read]) -> list[tuple[Any, _Read]]:
    """Read a batch file wholly before the first answer, so that a bad line stops nothing halfway.

    Args:
        path: a file with a JSON object a line, with "id" and `field`, a text.
        field: what every line must have.
        read: makes of the object of a line what is needed of it.
    """
    lines: list[tuple[Any, _Read]] = []
    for number, line in read_lines(path):
        try:
            plain = parse(line)
            made = read(plain)
            if not isinstance(plain[field], str):
                raise TypeError(field)
            lines.append((plain.get("id", number), made))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise KlyngebotError(
                f'{path}, linje {number}: linjen kan ikke bruges. Den skal være JSON med "id" og "{field}".'
            ) from error
    return lines


@app.command()
def find(
    description: Annotated[str, typer.Argument(help="Hvad virksomheden laver, med egne ord.")],
    as_json: Annotated[bool, typer.Option("--json", help="Skriv hele svaret som JSON.")] = False,
) -> None:
    """Find de klynger, hvis fagområde passer til en virksomhed."""
    from klyngebot.serving.cluster_rendering import clusters_to_dict, clusters_to_plain

    with _opened(read_settings()) as bot:
        found = bot.find_clusters(description)
    typer.echo(
        json.dumps(clusters_to_dict(found), ensure_ascii=False, indent=2) if as_json else clusters_to_plain(found)
    )


@app.command()
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
        _tell('Angiv én ting, for eksempel: klyngebot check udkast.docx, eller --claim "…", eller --batch FIL.jsonl')
        raise typer.Exit(2)
    source = next((_given(text) for text in (file, batch) if text is not None), None)
    if batch is not None and report_format not in (None, "json"):
        _tell("--batch skriver altid JSON, én linje for hver påstand. Udelad --format.")
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
            _tell(f"--format skal være {', '.join(FORMATS[:-1])} eller {FORMATS[-1]}.")
            raise typer.Exit(2)
        return given
    suffix = out.suffix.lower() if out else ""
    if suffix in NOT_REPORTS:
        _tell(f"En rapport kan ikke skrives som {suffix}. Vælg en fil, der ender på .md, .html eller .json.")
        raise typer.Exit(2)
    return REPORT_SUFFIXES.get(suffix, "md")


def _check_batch(path: Path, out: Path | None) -> None:
    from klyngebot.errors import CheckError
    from klyngebot.serving.check_rendering import claim_to_dict, unchecked_to_dict

    lines = _read_batch(path, "claim", lambda plain: plain["claim"])
    written: list[str] = []
    with _opened(read_settings()) as bot:
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

    with _opened(read_settings()) as bot:
        checked = bot.check_claim(claim)
    _write_check(alone(checked), claim_to_dict(checked), report_format, out)


def _check_file(path: Path, report_format: str, out: Path | None) -> None:
    from klyngebot.loading import load_marked
    from klyngebot.serving.check_rendering import draft_to_dict

    text, name = load_marked(path)
    with _opened(read_settings()) as bot:
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


@app.command()
def chat() -> None:
    """Tal med klyngebot i terminalen."""
    from klyngebot.serving.rendering import answer_to_plain

    turns: list[Turn] = []
    with _opened(read_settings()) as bot:
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


@app.command()
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
        _tell("--only kræver mindst én sti, for eksempel: klyngebot ingest --only min-strategi.pdf")
        raise typer.Exit(2)
    given, removed = [_path(text) for text in paths or []], [_path(text) for text in remove or []]
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
    _tell(_report_text(report))
    if any(path in report.fruitless for path in given):
        raise typer.Exit(1)


def _path(text: str) -> Path:
    """A path as given; an empty one is not the current folder, but a variable that is not set."""
    return _given(text).resolve()


def _given(text: str) -> Path:
    if not text.strip():
        raise KlyngebotError("Stien er tom. Angiv en fil eller en mappe; den mappe, du står i, hedder: .")
    if "\0" in text:
        raise KlyngebotError("Stien er ikke en sti: den har et nultegn i sig. Kontrollér den.")
    return Path(text)


def _remembered_sources(settings: Settings) -> list[Path]:
    """What was added before; tells of what cannot be known or is away."""
    from klyngebot.ingest import remembered_sources
    from klyngebot.store import Generations

    known = remembered_sources(Generations(settings.data_dir))
    if known is None:
        _tell("Det kan ikke ses, hvilke stier der var tilføjet før. Tilføj dem igen med: klyngebot ingest STI")
    for source in known or []:
        if not source.exists():
            _tell(
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
                _tell(f"Indlæsning: {stage} {done}" + (f" af {total}" if total else ""))
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


@app.command()
def serve(
    host: Annotated[str | None, typer.Option(help="Adresse at lytte på.")] = None,
    port: Annotated[int | None, typer.Option(help="Port at lytte på.")] = None,
) -> None:
    """Start chatsiden og JSON-API'et."""
    from klyngebot.serving.server import serve as run

    settings = read_settings()
    if port is not None and not 0 <= port <= LARGEST_PORT:
        raise KlyngebotError(f"Port {port} findes ikke. Vælg en fra 0 til {LARGEST_PORT}, for eksempel 7860.")
    run(settings.model_copy(update={k: v for k, v in (("host", host), ("port", port)) if v is not None}))


@app.command()
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
    report = run(pairs, output, seed=seed, report=_tell, full_precision=full_precision)
    _tell(
        f"Modellen er skrevet i {report.output_dir}: {report.vocabulary} ordstykker, {report.dimension} dimensioner, "
        f"{report.pairs} par i {report.batches} bundter, {report.total_seconds / 60:.0f} minutter."
    )


@evaluate_app.command("answers")
def evaluate_answers(
    gold: Annotated[list[Path], typer.Argument(help="Guldfiler (.jsonl) eller mapper med dem.")],
    split: Annotated[str, typer.Option(help="dev, test eller all.")] = "all",
    show_failures: Annotated[bool, typer.Option("--failures", help="Vis, hvad der gik galt.")] = False,
    report: Annotated[
        Path | None, typer.Option(help="Skriv hele rapporten som Markdown i denne fil, med et billede ved siden af.")
    ] = None,
    by_hand: Annotated[
        Path | None, typer.Option(help="Spørgsmål skrevet i hånden; vises med svar i rapporten.")
    ] = None,
) -> None:
    """Mål svarene på guldspørgsmål, gruppe for gruppe."""
    from klyngebot.evaluation.answers import evaluate, scores
    from klyngebot.evaluation.finding import find, found_scores
    from klyngebot.evaluation.gold import read_gold, stored_questions
    from klyngebot.evaluation.refusing import judged
    from klyngebot.evaluation.report import failures, found_table, table

    if split not in ("dev", "test", "all"):
        _tell("--split skal være dev, test eller all.")
        raise typer.Exit(2)
    questions = read_gold(gold)
    if not questions:
        raise KlyngebotError("Der er ingen spørgsmål i guldfilerne. Angiv en fil eller mappe med .jsonl-filer.")
    if report is not None and not report.parent.is_dir():
        raise KlyngebotError(f"Rapporten {report} kan ikke skrives: mappen findes ikke. Vælg en anden fil.")
    with _opened(read_settings()) as bot:
        documents = {item.id: item for item in bot.corpus.documents}
        outcomes = evaluate(questions, bot.ask, documents)
        found = find(questions, bot.inspect)
        decided = judged(questions, bot.inspect) if report is not None else []
        stored = stored_questions(documents.values())
        hand = evaluate(read_gold([by_hand]), bot.ask, documents) if by_hand else []
        version = bot.corpus.version
    chosen = [item for item in outcomes if split in ("all", item.gold.split)]
    typer.echo(table(scores(chosen, stored)))
    within = [item for item in found if split in ("all", item.gold.split)]
    if within:
        typer.echo("\n" + found_table(found_scores(within, stored)))
    if show_failures:
        typer.echo("\n" + failures(chosen))
    if report is not None:
        _write_card(report, outcomes, found, decided, hand, stored, version)


def _write_card(
    report: Path,
    outcomes: Sequence[Outcome],
    found: Sequence[Found],
    decided: Sequence[Judged],
    hand: Sequence[Outcome],
    stored: frozenset[str],
    version: str,
) -> None:
    """The public card of quality as Markdown, and beside it the diagram."""
    from klyngebot.evaluation.card import document
    from klyngebot.evaluation.gold import Split
    from klyngebot.evaluation.refusing import diagram
    from klyngebot.serving.rendering import answer_to_plain

    picture = report.with_suffix(".svg")
    text = document(
        outcomes,
        found,
        decided,
        [("Skrevet i hånden", hand)] if hand else [],
        stored,
        version=version,
        date=date.today().isoformat(),
        picture=picture.name,
        show=answer_to_plain,
    )
    drawn = diagram(
        [item for item in decided if item.gold.split is Split.TEST],
        title="Bedømt sandsynlighed for et svar og andel af spørgsmål, der har et",
        across="bedømt (%)",
        up="har svar (%)",
    )
    try:
        report.write_text(text, encoding="utf-8")
        picture.write_text(drawn, encoding="utf-8")
    except OSError as error:
        raise KlyngebotError(
            f"Rapporten {report} kan ikke skrives ({texts.system_reason(error)}). Vælg en anden fil."
        ) from error


@evaluate_app.command("retrieval")
def evaluate_retrieval(
    beir: Annotated[list[Path], typer.Option("--beir", help="En samling i BEIR-format; kan gentages.")],
    system: Annotated[
        list[str] | None, typer.Option("--system", help="Kun dette system; kan gentages. Ellers alle.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Skriv målingerne som JSON, én linje hver.")] = False,
) -> None:
    """Mål, hvor godt tekster findes, på egne samlinger i BEIR-format."""
    from klyngebot.bot import build_embedder, build_reranker
    from klyngebot.embedding import StaticEmbedder
    from klyngebot.evaluation.beir import read_collection
    from klyngebot.evaluation.report import retrieval_json, retrieval_table
    from klyngebot.evaluation.retrieval import Systems, measure

    collections = [read_collection(folder) for folder in dict.fromkeys(beir)]
    for collection in collections:
        if not any(collection.relevant.values()):
            _tell(f"{collection.name}: intet spørgsmål har en relevant tekst, så der er intet at måle.")
    static = StaticEmbedder()
    settings = read_settings()
    embedder, _, _ = build_embedder(settings, static)
    last_reader = build_reranker(settings)
    rows = []
    for collection in collections:
        systems = Systems(collection, embedder, static, last_reader)
        unknown = next((name for name in system or () if name not in systems.names), None)
        if unknown is not None:
            raise KlyngebotError(
                f"Systemet {unknown} findes ikke. Vælg blandt: {', '.join(systems.names)}; med en model i "
                "KLYNGEBOT_RERANKER_MODEL også fused+rerank+cross."
            )
        for name in dict.fromkeys(system or systems.names):
            rows.append(measure(collection, systems, name))
            _tell(f"{collection.name}: {name}")
    typer.echo(retrieval_json(rows) if as_json else retrieval_table(rows))


@evaluate_app.command("verification")
def evaluate_verification(
    file: Annotated[Path, typer.Argument(help='En .jsonl-fil med linjer {"claim", "label", "evidence"}.')],
    retrieved: Annotated[
        bool, typer.Option("--retrieved", help="Find selv sætningerne i dokumenterne i stedet for at få dem.")
    ] = False,
    split: Annotated[str, typer.Option(help="dev, test eller all: halvdelen efter påstandens id.")] = "all",
    as_json: Annotated[bool, typer.Option("--json", help="Skriv målingen som JSON.")] = False,
) -> None:
    """Mål dommene over påstande med kendt svar."""
    from klyngebot.errors import CheckError
    from klyngebot.evaluation.gold import split_of
    from klyngebot.evaluation.verification import read_claims, scores, verdict_json, verdict_table

    if split not in ("dev", "test", "all"):
        _tell("--split skal være dev, test eller all.")
        raise typer.Exit(2)
    claims = [item for item in read_claims(file) if split in ("all", split_of(item.id))]
    if not claims:
        raise KlyngebotError(f"Der er ingen påstande at måle i {file} (--split {split}). Angiv en anden fil.")
    with _opened(read_settings()) as bot:

        def judge(item: LabeledClaim) -> Verdict:
            try:
                checked = bot.check_claim(item.claim).verdict if retrieved else None
            except CheckError as error:
                raise KlyngebotError(f"Linje {item.line} i {file}: {error}") from error
            return checked or bot.check_claim_against(item.claim, item.evidence)

        measured = scores(claims, judge)
    typer.echo(verdict_json(measured) if as_json else verdict_table(measured))


if __name__ == "__main__":
    main()
