"""The command line; a module for each group of commands.

Answers go to standard output, everything else to standard error. Exit codes: 0 done (also for a refusal), 1 an
error that the message explains or, of `check`, a claim that is contradicted (the report is there then), 2 a wrong
call.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from typer import rich_utils
from typer.core import TyperCommand, TyperGroup
from typer.exceptions import Abort, TyperException

from klyngebot import __version__
from klyngebot.cli.answering import ask, chat, find
from klyngebot.cli.checking import check
from klyngebot.cli.evaluating import answers, retrieval, verification
from klyngebot.cli.feedback import feedback
from klyngebot.cli.ingesting import ingest
from klyngebot.cli.opening import tell
from klyngebot.cli.serving import serve
from klyngebot.cli.training import train
from klyngebot.cli.widget import widget
from klyngebot.errors import KlyngebotError
from klyngebot.texts import operator as operator_texts

HELP_OPTION = "Vis denne hjælp."  # typer's own words are English


class _DanishHelp:
    def get_help_option(self, ctx: Any) -> Any:
        option = super().get_help_option(ctx)  # type: ignore[misc]
        if option is not None:
            option.help = HELP_OPTION
        return option


class DanishCommand(_DanishHelp, TyperCommand):
    """A command whose `--help` says what it does in Danish."""


class DanishGroup(_DanishHelp, TyperGroup):
    """A group of commands whose `--help` says what it does in Danish."""


app = typer.Typer(
    name="klyngebot",
    cls=DanishGroup,
    help="Svar med kildehenvisning om Danmarks klynge- og netværksindsats.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
for command in (ask, find, check, chat, ingest, serve, feedback, train, widget):
    app.command(cls=DanishCommand)(command)
evaluate_app = typer.Typer(cls=DanishGroup, help="Mål klyngebots kvalitet.", no_args_is_help=True)
for measurement in (answers, retrieval, verification):
    evaluate_app.command(cls=DanishCommand)(measurement)
app.add_typer(evaluate_app, name="evaluate")


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
        tell(_told_usage(error))
        sys.exit(2)
    except KlyngebotError as error:
        tell(str(error))
        sys.exit(1)
    except (KeyboardInterrupt, Abort):
        sys.exit(130)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(1)
    except OSError as error:
        tell(f"Der kan ikke skrives ({operator_texts.system_reason(error)}). Skaf plads, eller vælg et andet sted.")
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
