"""Words of the workbench for staff, beside those that it has in common with the public pages."""

from __future__ import annotations

TITLE = "Arbejdsbord – Klyngebot"
HEADING = "Arbejdsbord for medarbejdere"
INTRO = "Prøv Klyngebot, se kilderne, og se vejen til et svar."
DESCRIPTION = "Klyngebots arbejdsbord: spørg, find en klynge, tjek en tekst, og se kilder og sporing."
TO_PUBLIC_PAGE = "Til Klyngebots forside"
NEEDS_JAVASCRIPT = "Arbejdsbordet kræver JavaScript. Klyngebots forside virker uden."

# --- Sources --------------------------------------------------------------------------------------

TAB_SOURCES = "Kilder"
SOURCES_HEADING = "Dokumenter, som Klyngebot svarer ud fra"
SOURCES_INTRO = "Se alle dokumenter, eller skriv et ord fra titlen, udgiveren eller datoen."
SOURCES_LABEL = "Ord at lede efter (må være tomt)"
SOURCES_BUTTON = "Vis dokumenter"


def documents_found(count: int) -> str:
    """The line above the list."""
    if not count:
        return "Ingen dokumenter passer. Prøv et andet ord."
    return "Et dokument:" if count == 1 else f"{count} dokumenter:"


# --- The way to an answer -------------------------------------------------------------------------

TAB_TRACE = "Sporing"
TRACE_HEADING = "Vejen til et svar"
TRACE_INTRO = "Se, hvad Klyngebot ledte efter, hvor lang tid det tog, og hvad der blev fundet."
TRACE_LABEL = "Spørgsmål, der skal spores"
TRACE_BUTTON = "Vis sporing"
TRACE_NONE = "Klyngebot ledte ikke i kilderne efter det, så der er ingen sporing."
TRACE_QUERY = "Det ledte Klyngebot efter"
TRACE_STOPS = "Trin"
TRACE_HITS = "Fundne afsnit"
TRACE_TOTAL = "I alt"
STOP_COLUMNS = ("Trin", "Resultat", "Tid")
HIT_COLUMNS = ("Nr.", "Dokument og afsnit", "Point", "Fundet af")
SOURCES_READY = "Listen er klar."
TRACE_READY = "Sporingen er klar."
