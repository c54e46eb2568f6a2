"""What the commands share: opening the bot, telling on standard error, and reading paths and batch files."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import typer

from klyngebot.errors import KlyngebotError
from klyngebot.jsonl import parse, read_lines
from klyngebot.settings import Settings
from klyngebot.texts import operator as operator_texts

if TYPE_CHECKING:
    from klyngebot.bot import Klyngebot

_Read = TypeVar("_Read")


def tell(text: str) -> None:
    """Say something beside the result: on standard error."""
    typer.echo(text, err=True)


@contextmanager
def opened(settings: Settings) -> Iterator[Klyngebot]:
    """A bot over the index; where there is no index at all, the shipped corpus is indexed first."""
    from klyngebot.bot import Klyngebot, ensure_index

    ensure_index(settings, lambda: tell(operator_texts.INDEXING_FIRST))
    with Klyngebot.open(settings) as bot:
        if bot.corpus.damage:
            tell(operator_texts.older_index_in_use(bot.corpus.damage))
        if bot.corpus.stale:
            tell("Dokumenterne er ændret, siden indekset blev bygget. Kør: klyngebot ingest")
        yield bot


def whole_path(text: str) -> Path:
    """A path as given; an empty one is not the current folder, but a variable that is not set."""
    return given_path(text).resolve()


def given_path(text: str) -> Path:
    """A path as given.

    Raises:
        KlyngebotError: it is empty, or no path.
    """
    if not text.strip():
        raise KlyngebotError("Stien er tom. Angiv en fil eller en mappe; den mappe, du står i, hedder: .")
    if "\0" in text:
        raise KlyngebotError("Stien er ikke en sti: den har et nultegn i sig. Kontrollér den.")
    return Path(text)


def read_batch(path: Path, field: str, read: Callable[[Any], _Read]) -> list[tuple[Any, _Read]]:
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
