"""`klyngebot evaluate answers`, `retrieval` and `verification`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from klyngebot.cli.opening import opened, tell
from klyngebot.errors import KlyngebotError
from klyngebot.settings import read_settings
from klyngebot.texts import operator as operator_texts

if TYPE_CHECKING:
    from klyngebot.checking.results import Verdict
    from klyngebot.evaluation.answers import Outcome
    from klyngebot.evaluation.finding import Found
    from klyngebot.evaluation.refusing import Judged
    from klyngebot.evaluation.verification import LabeledClaim


def answers(
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
        tell("--split skal være dev, test eller all.")
        raise typer.Exit(2)
    questions = read_gold(gold)
    if not questions:
        raise KlyngebotError("Der er ingen spørgsmål i guldfilerne. Angiv en fil eller mappe med .jsonl-filer.")
    if report is not None and not report.parent.is_dir():
        raise KlyngebotError(f"Rapporten {report} kan ikke skrives: mappen findes ikke. Vælg en anden fil.")
    with opened(read_settings()) as bot:
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
            f"Rapporten {report} kan ikke skrives ({operator_texts.system_reason(error)}). Vælg en anden fil."
        ) from error


def retrieval(
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
            tell(f"{collection.name}: intet spørgsmål har en relevant tekst, så der er intet at måle.")
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
            tell(f"{collection.name}: {name}")
    typer.echo(retrieval_json(rows) if as_json else retrieval_table(rows))


def verification(
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
        tell("--split skal være dev, test eller all.")
        raise typer.Exit(2)
    claims = [item for item in read_claims(file) if split in ("all", split_of(item.id))]
    if not claims:
        raise KlyngebotError(f"Der er ingen påstande at måle i {file} (--split {split}). Angiv en anden fil.")
    with opened(read_settings()) as bot:

        def judge(item: LabeledClaim) -> Verdict:
            try:
                checked = bot.check_claim(item.claim).verdict if retrieved else None
            except CheckError as error:
                raise KlyngebotError(f"Linje {item.line} i {file}: {error}") from error
            return checked or bot.check_claim_against(item.claim, item.evidence)

        measured = scores(claims, judge)
    typer.echo(verdict_json(measured) if as_json else verdict_table(measured))
