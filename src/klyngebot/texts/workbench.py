"""Words of the workbench for staff, beside those that it has in common with the public pages."""

from __future__ import annotations

TITLE = "Arbejdsbord – Klyngebot"
HEADING = "Arbejdsbord for medarbejdere"
INTRO = "Prøv Klyngebot, se kilderne, og se vejen til et svar."
DESCRIPTION = "Klyngebots arbejdsbord: spørg, find en klynge, tjek en tekst, og se kilder og sporing."
TO_PUBLIC_PAGE = "Til Klyngebots forside"
NEEDS_JAVASCRIPT = "Arbejdsbordet kræver JavaScript. Klyngebots forside virker uden."
