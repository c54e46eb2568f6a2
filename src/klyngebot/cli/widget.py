"""`klyngebot widget`."""

from __future__ import annotations

from typing import Annotated

import typer

from klyngebot.errors import KlyngebotError
from klyngebot.settings import Settings, read_settings


def widget(
    snippet: Annotated[bool, typer.Option("--snippet", help="Skriv linjen, der sætter chatten på et websted.")] = False,
    url: Annotated[str, typer.Option(help="Klyngebots adresse, for eksempel https://klyngebot.example.dk.")] = "",
    inline: Annotated[bool, typer.Option("--inline", help="Vis chatten i siden i stedet for bag en knap.")] = False,
    sri: Annotated[bool, typer.Option("--sri", help="Skriv kun filens kontrolsum (SRI).")] = False,
    keep: Annotated[
        bool, typer.Option("--keep", help="Gem filen i KLYNGEBOT_WIDGET_FOLDER, så dens adresse også virker senere.")
    ] = False,
) -> None:
    """Skriv det, der skal til for at vise Klyngebot på et andet websted."""
    from klyngebot.serving.public import widget as widgets

    settings = read_settings()
    if keep:
        if settings.widget_folder is None:
            raise KlyngebotError("Sæt KLYNGEBOT_WIDGET_FOLDER til en mappe, som Klyngebot må skrive i, og prøv igen.")
        typer.echo(str(widgets.keep(settings.widget_folder)))
    if sri:
        typer.echo(widgets.current().integrity)
    if snippet or not (keep or sri):
        typer.echo(widgets.snippet(_origin(url, settings), inline=inline, limit=settings.max_question_length))


def _origin(url: str, settings: Settings) -> str:
    """The address in the snippet: the given one, else where `klyngebot serve` listens."""
    from klyngebot.serving.public.widget import origin_of

    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    origin = origin_of(url or f"http://{host}:{settings.port}")
    if origin is None:
        raise KlyngebotError(f"{url} er ikke en webadresse. Skriv den med https:// og uden sti.")
    return origin
