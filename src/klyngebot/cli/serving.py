"""`klyngebot serve`."""

from __future__ import annotations

from typing import Annotated

import typer

from klyngebot.errors import KlyngebotError
from klyngebot.settings import read_settings

LARGEST_PORT = 65_535


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
