"""Danish texts of the optional language model, until they move into `klyngebot.texts`."""

from __future__ import annotations

# --- Notes beside an answer -----------------------------------------------------------------------

NOTE_NOT_CARRIED = "Sprogmodellen gav ikke et svar, som kilderne bærer. Du får i stedet ordrette uddrag fra kilderne."

# --- Stops of the trace ---------------------------------------------------------------------------

STOP_MODEL = "sprogmodel"
STOP_CHECK = "kontrol"
DETAIL_NOT_ASKED = "ikke spurgt, fordi en kildesætning skal vises ordret"
DETAIL_FAILED = "intet svar"


def detail_sources(count: int) -> str:
    """How many source sentences the language model was given."""
    return f"{count} kildesætninger"


def detail_check(kept: int, generated: int, unmarked: int, unknown: int, unsupported: int) -> str:
    """What the check of a generated answer kept and dropped."""
    return (
        f"beholdt {kept} af {generated} sætninger; droppet: {unmarked} uden kilde, "
        f"{unknown} med ukendt kilde, {unsupported} uden dækning i kilden"
    )
