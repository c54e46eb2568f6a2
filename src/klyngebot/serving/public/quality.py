"""The measured quality that the pages tell, as docs/evaluation.md has it; a test compares the two.

All figures are of the questions that were held back for testing. An interval is that of 95 %.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Figure:
    """A measure by its name in docs/evaluation.md, its value there, and its interval where it has one."""

    measure: str
    value: str
    interval: str = ""


QUESTIONS: Final = 950
MEASURED: Final = "2026-11-28"
RIGHT: Final = Figure("Spørgsmål med svar: rigtige", "87,5 %", "85,0–89,6")
NEAR: Final = Figure("Inden for emnet, men uden svar: afvist", "85,2 %", "76,3–91,2")
FAR: Final = Figure("Uden for emnet: afvist", "95,7 %", "88,1–98,5")
PREMISE: Final = Figure("Forkert forudsætning: imødegået", "84,6 %", "77,0–90,0")
CONVERSATION: Final = Figure("Samtaler: rigtige", "81,0 %", "72,4–87,3")
VERBATIM: Final = Figure("Ordret citeret", "100,0 %")
FIGURES: Final = (RIGHT, NEAR, FAR, PREMISE, CONVERSATION, VERBATIM)
