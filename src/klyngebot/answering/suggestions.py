"""Next questions that the corpus really answers: stored questions of sentences near the hits, else headings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from klyngebot import texts
from klyngebot.danish.analyzer import stems
from klyngebot.danish.normalize import fold
from klyngebot.types import Answer, Document, DocumentKind, Hit, Sentence

WANTED = 3
SAME_WORDS = 0.6  # Jaccard overlap of stems from which two questions ask the same
_ASKS = re.compile(r"^(?:hvad|hvem|hvor\w*|hvilke\w*|hvordan)\b", re.IGNORECASE)
_HOW = re.compile(r"^sådan\b", re.IGNORECASE)


class Suggester:
    """Picks questions near the hits whose answer was not shown.

    Args:
        documents: by id.
    """

    def __init__(self, documents: Mapping[str, Document]) -> None:
        self._documents = documents

    def suggest(self, question: str, hits: Sequence[Hit], answer: Answer) -> tuple[str, ...]:
        """Up to three questions, at most one a section, none like the one asked or like another."""
        shown = {(citation.document_id, citation.start) for citation in answer.citations}
        taken = [frozenset(stems(question))]
        found: list[str] = []
        for suggestion in self._candidates(hits, shown):
            words = frozenset(stems(suggestion))
            if not words or any(len(words & other) / len(words | other) >= SAME_WORDS for other in taken):
                continue
            found.append(suggestion)
            taken.append(words)
            if len(found) == WANTED:
                break
        return tuple(found)

    def _candidates(self, hits: Sequence[Hit], shown: set[tuple[str, int]]) -> Iterator[str]:
        """One question for each hit: of its first sentence that was not shown and tells of no gap."""
        for hit in hits:
            document = self._documents[hit.chunk.document_id]
            inside = [
                sentence
                for sentence in document.sentences
                if hit.chunk.start <= sentence.start and sentence.end <= hit.chunk.end and not sentence.gap
            ]
            fresh = [sentence for sentence in inside if (document.id, sentence.start) not in shown]
            if not fresh:
                continue
            own = _plain_question(fresh)
            if own:
                yield own
            elif hit.chunk.page is None:  # a page number is nothing to ask about
                yield as_question(hit.chunk.section, document.title if document.kind is DocumentKind.FOREIGN else "")


def _plain_question(sentences: Sequence[Sentence]) -> str:
    """The first stored question that is written as one."""
    stored = (question for sentence in sentences for question in sentence.questions)
    return next((question for question in stored if question.endswith("?") and question[0].isupper()), "")


def as_question(heading: str, title: str = "") -> str:
    """A heading as something one can ask, with the title of its document where the heading needs it.

    >>> as_question("Hvem står bag Klyngestrategi 2.0")
    'Hvem står bag Klyngestrategi 2.0?'
    >>> as_question("Medlemmer i CLEAN")
    'Hvad siger kilderne om medlemmer i CLEAN?'
    >>> as_question("Ledelse", "Handlingsplan for Fjordby")
    'Hvad siger »Handlingsplan for Fjordby« om ledelse?'
    """
    bare = heading.strip().rstrip("?.: ")
    if _HOW.match(bare):
        return f"Hvordan{bare[5:]}?"
    if _ASKS.match(fold(bare)):
        return f"{bare}?"
    if heading == title:
        return texts.suggestion_in(title)
    first, *rest = bare.split(" ")
    lowered = first if any(char.isupper() or char.isdigit() for char in first[1:]) else first.lower()
    return texts.suggestion_about(" ".join((lowered, *rest)), title)
