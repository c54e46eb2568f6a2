"""Klyngebot: Danish answers, with citations, about Denmark's policy for business clusters and networks.

The way in is `Klyngebot`:

    bot = Klyngebot.open()
    answer = bot.ask("Hvilke ministerier står bag klyngestrategien fra 2013?")

The path of a question stands in `klyngebot.bot`; what comes back is `klyngebot.types.Answer`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from klyngebot.settings import quiet_environment

quiet_environment()

if TYPE_CHECKING:
    from klyngebot.bot import Klyngebot

__version__ = "0.1.0"
__all__ = ["Klyngebot", "__version__"]


def __getattr__(name: str) -> object:
    """Import `Klyngebot` only when it is asked for, so that `import klyngebot` stays light."""
    if name == "Klyngebot":
        from klyngebot.bot import Klyngebot

        return Klyngebot
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
