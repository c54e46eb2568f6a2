"""Next questions that the corpus really answers, made from the headings near the hits."""

from __future__ import annotations

import re
from collections.abc import Sequence

from klyngebot import texts
from klyngebot.answering.extractive import ExtractiveAnswerer
from klyngebot.danish.analyzer import stems
from klyngebot.danish.normalize import fold
from klyngebot.protocols import Searcher
from klyngebot.types import Answer, Chunk, Hit

WANTED = 3
TRIED = 8
_ASKS = re.compile(r"^(?:hvad|hvem|hvor\w*|hvilke\w*|hvordan|sådan)\b", re.IGNORECASE)


class Suggester:
    """Turns headings into questions and keeps those that are answered.

    Args:
        chunks: all indexed chunks.
        searcher: finds hits for a suggested question.
        answerer: tells whether it would be answered.
    """

    def __init__(self, chunks: Sequence[Chunk], searcher: Searcher, answerer: ExtractiveAnswerer) -> None:
        self._searcher = searcher
        self._answerer = answerer
        self._by_document: dict[str, list[str]] = {}
        for chunk in sorted(chunks, key=lambda item: (item.document_id, item.start)):
            if len(chunk.heading_path) > 1:
                headings = self._by_document.setdefault(chunk.document_id, [])
                if chunk.section not in headings:
                    headings.append(chunk.section)
        self._answered: dict[str, bool] = {}

    def suggest(self, question: str, hits: Sequence[Hit], answer: Answer) -> tuple[str, ...]:
        """Up to three questions near the hits, each of which gets an answer; none twice."""
        shown = {citation.section for citation in answer.citations}
        asked = set(stems(question))
        headings: dict[str, None] = {}
        for hit in hits:
            if hit.chunk.section not in shown and len(hit.chunk.heading_path) > 1:
                headings[hit.chunk.section] = None
        for hit in hits[:2]:
            for heading in self._by_document.get(hit.chunk.document_id, []):
                if heading not in shown:
                    headings[heading] = None
        questioning = [heading for heading in headings if _ASKS.match(heading)]
        others = [heading for heading in headings if not _ASKS.match(heading)]
        found: list[str] = []
        for heading in (*questioning, *others)[:TRIED]:
            suggestion = as_question(heading)
            if set(stems(suggestion)) == asked or not self._is_answered(suggestion):
                continue
            found.append(suggestion)
            if len(found) == WANTED:
                break
        return tuple(found)

    def _is_answered(self, suggestion: str) -> bool:
        if suggestion not in self._answered:
            hits = self._searcher.search(suggestion, 8)
            self._answered[suggestion] = self._answerer.answer(suggestion, hits).is_answered
        return self._answered[suggestion]


def as_question(heading: str) -> str:
    """A heading as something one can ask.

    >>> as_question("Hvem står bag Klyngestrategi 2.0")
    'Hvem står bag Klyngestrategi 2.0?'
    >>> as_question("Medlemmer i CLEAN")
    'Hvad siger kilderne om medlemmer i CLEAN?'
    """
    bare = heading.strip().rstrip("?.: ")
    if re.match(r"^sådan\b", fold(bare).replace("saadan", "sådan")):
        return f"Hvordan{bare[5:]}?"
    if _ASKS.match(bare):
        return f"{bare}?"
    first, *rest = bare.split(" ")
    lowered = first if any(char.isupper() or char.isdigit() for char in first[1:]) else first.lower()
    return texts.suggestion_about(" ".join((lowered, *rest)))
