"""Is a quotation in the documents, word for word? If not, which passage comes nearest, and which words differ?

Blanks, quotation marks, dashes and apostrophes may be set in another way; every letter, digit and comma must be there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property

from klyngebot.checking.results import QuotationCheck, QuotationStatus, WordChange
from klyngebot.citations import cite
from klyngebot.danish.quotations import Typeset, plain, typeset
from klyngebot.protocols import Searcher
from klyngebot.types import Citation, Document, Hit

HITS = 12  # chunks among which the nearest passage is looked for
NEAR = 0.7  # share of words that a passage must have in the same order to be the one that is meant
FEWEST = 3  # words of a quotation
SPARE = 2  # words at either end of a passage that may belong to it
_WORD = re.compile(r"\S+")
_STOPS = (".", "!", "?")
_AROUND = ".,;:!?\"'()-"  # marks around a word that make it no other word


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    start: int
    end: int

    @property
    def key(self) -> str:
        """What is compared: the word in lower case without marks around it."""
        return self.text.lower().strip(_AROUND) or self.text


@dataclass(frozen=True, slots=True)
class _Passage:
    """Words of a document that come near a quotation, at `start`:`end`; `share` of the quotation's words it has."""

    document: Document
    start: int
    end: int
    share: float
    changes: tuple[WordChange, ...]


class QuotationChecker:
    """Looks quotations up.

    Args:
        documents: by id.
        searcher: finds the chunks among which the nearest passage is looked for.
    """

    def __init__(self, documents: Mapping[str, Document], searcher: Searcher) -> None:
        self._documents = documents
        self._searcher = searcher

    @cached_property
    def _typeset(self) -> Mapping[str, Typeset]:
        return {own: typeset(document.text) for own, document in self._documents.items()}

    def check(self, quote: str) -> QuotationCheck:
        """Where it stands word for word, or what comes nearest."""
        wanted = plain(quote)
        if len(wanted.split()) < FEWEST:
            return QuotationCheck(quote, QuotationStatus.TOO_SHORT)
        exact = self._exact(wanted)
        if exact:
            return QuotationCheck(quote, QuotationStatus.EXACT, exact)
        nearest = max(self._near(wanted), key=lambda passage: passage.share, default=None)
        if nearest is None or nearest.share < NEAR:
            return QuotationCheck(quote, QuotationStatus.NOT_FOUND)
        citations = _cited([(nearest.document, nearest.start, nearest.end)])
        return QuotationCheck(quote, QuotationStatus.ALTERED, citations, nearest.changes)

    def _exact(self, wanted: str) -> tuple[Citation, ...]:
        """The sentences in which it stands: of each document the first place."""
        # A quotation may begin with a capital that its sentence has not, and end with a full stop of its own
        for form in dict.fromkeys((wanted, wanted.rstrip("."), wanted[:1].lower() + wanted[1:].rstrip("."))):
            spans = [
                (self._documents[own], *text.span(start, start + len(form)))
                for own, text in self._typeset.items()
                if (start := _found_whole(text.plain, form)) >= 0
            ]
            if spans:
                return _cited(spans)
        return ()

    def _near(self, wanted: str) -> Iterator[_Passage]:
        said = _words(wanted)
        for hit in self._searcher.search(wanted, HITS):
            yield self._aligned(said, hit)

    def _aligned(self, said: Sequence[_Word], hit: Hit) -> _Passage:
        """The words of a chunk that are most like a quotation's, around the longest row that they share."""
        document = self._documents[hit.chunk.document_id]
        here = typeset(document.text[hit.chunk.start : hit.chunk.end])
        told = _words(here.plain)
        said_keys, told_keys = [word.key for word in said], [word.key for word in told]
        anchor = SequenceMatcher(None, told_keys, said_keys, autojunk=False).find_longest_match()
        first = max(0, anchor.a - anchor.b - SPARE)
        window = slice(first, anchor.a - anchor.b + len(said) + SPARE)
        within = told[window]
        found = SequenceMatcher(None, told_keys[window], said_keys, autojunk=False).get_opcodes()
        codes = [_step(code, said, within) for code in found]
        codes = [code for code in codes if code.told or code.said]
        kept = sum(len(code.said) for code in codes if code.equal)
        places = [word for code in codes for word in code.told] or within[:1]
        span = here.span(places[0].start, places[-1].end)
        changes = tuple(WordChange(_joined(code.said), _joined(code.told)) for code in codes if not code.equal)
        start = hit.chunk.start
        return _Passage(document, start + span[0], start + span[1], kept / len(said), changes)


@dataclass(frozen=True, slots=True)
class _Step:
    """Words of a passage and the words of a quotation in their place; the same where `equal`."""

    told: Sequence[_Word]
    said: Sequence[_Word]
    equal: bool


def _step(code: tuple[str, int, int, int, int], said: Sequence[_Word], told: Sequence[_Word]) -> _Step:
    """One step of an alignment; at the ends of a quotation the passage goes no further than its sentence."""
    kind, told_from, told_to, said_from, said_to = code
    here, quoted = told[told_from:told_to], said[said_from:said_to]
    if kind == "equal":
        return _Step(here, quoted, equal=True)
    if said_to == len(said):  # nothing more follows: as many words as are quoted, up to the full stop
        ended = told_from > 0 and told[told_from - 1].text.endswith(_STOPS)
        here = [] if ended else here[: len(quoted)]
    elif said_from == 0:
        here = here[max(0, len(here) - len(quoted)) :]
        here = [] if any(word.text.endswith(_STOPS) for word in here) else here
    return _Step(here, quoted, equal=False)


def _words(text: str) -> list[_Word]:
    return [_Word(match.group(), match.start(), match.end()) for match in _WORD.finditer(text)]


def _joined(words: Sequence[_Word]) -> str:
    return " ".join(word.text for word in words)


def _found_whole(text: str, wanted: str) -> int:
    """Where a text has the wanted words, none of them a part of a longer one; -1 where it has not."""
    start = text.find(wanted)
    while start >= 0:
        before, after = text[start - 1 : start], text[start + len(wanted) : start + len(wanted) + 1]
        if not (before.isalnum() and wanted[0].isalnum()) and not (after.isalnum() and wanted[-1].isalnum()):
            return start
        start = text.find(wanted, start + 1)
    return -1


def _cited(spans: Sequence[tuple[Document, int, int]]) -> tuple[Citation, ...]:
    """The sentences that spans of documents touch, cited, numbered from one."""
    found: list[Citation] = []
    for document, start, end in spans:
        for sentence in document.sentences:
            if sentence.start < end and start < sentence.end:
                section = document.section_at(sentence.start)
                found.append(cite(document, sentence, section, len(found) + 1))
    return tuple(found)
