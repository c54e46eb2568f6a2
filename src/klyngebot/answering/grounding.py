"""Checking what a language model wrote: a sentence stays where the source that it names carries it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from klyngebot.danish.normalize import clean
from klyngebot.danish.sentences import split_sentences
from klyngebot.support import assess

LONGEST_SENTENCE = 400
_MARKS = r"(?:\[\d{1,3}(?:[ \t]*,[ \t]*\d{1,3})*\][ \t]*)+"
_MARK_RUN = re.compile(rf"[ \t]*{_MARKS}")
_MARKS_AFTER_STOP = re.compile(rf"([.!?…]{{1,3}}[\"'»”)]{{0,2}})[ \t]*({_MARKS})")
_BULLET = re.compile(r"^[ \t]*(?:[-*•–][ \t]+|\d{1,2}[.)][ \t]+(?=[A-ZÆØÅ»]))", re.MULTILINE)
_HUGE_WORD = re.compile(r"\S{80,}")
_NOT_TEXT = "\ufffc"  # stands in for what cannot be a word; a sentence with it is never carried


class Fault(StrEnum):
    """Why a sentence was dropped."""

    UNMARKED = "unmarked"
    UNKNOWN = "unknown"
    UNSUPPORTED = "unsupported"


@dataclass(frozen=True, slots=True)
class GroundedSentence:
    """A generated sentence without its marks, and the numbers of the sources that each carry it alone."""

    text: str
    sources: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Grounding:
    """The sentences that stay, and how many were dropped for which fault."""

    kept: tuple[GroundedSentence, ...]
    faults: Counter[Fault]

    @property
    def generated(self) -> int:
        """How many different sentences the model wrote."""
        return len(self.kept) + self.faults.total()

    @property
    def is_enough(self) -> bool:
        """Whether at least half of the sentences stay, and at least one."""
        return bool(self.kept) and 2 * len(self.kept) >= self.generated


def ground(text: str, sources: Sequence[str]) -> Grounding:
    """Keep the sentences of a generated text that carry the mark of a source which carries them.

    Args:
        text: what the model wrote; marks are "[2]" or "[1, 3]", before or after the full stop.
        sources: source n is `sources[n - 1]`.
    """
    kept: dict[str, GroundedSentence] = {}
    faults: Counter[Fault] = Counter()
    for sentence, marks in dict.fromkeys(_marked_sentences(text)):
        judged = _judge(sentence, marks, sources)
        if isinstance(judged, Fault):
            faults[judged] += 1
        else:
            kept.setdefault(sentence, judged)
    return Grounding(tuple(kept.values()), faults)


def _judge(sentence: str, marks: tuple[int, ...], sources: Sequence[str]) -> GroundedSentence | Fault:
    if not marks:
        return Fault.UNMARKED
    if not all(1 <= mark <= len(sources) for mark in marks):
        return Fault.UNKNOWN
    if len(sentence) > LONGEST_SENTENCE:
        return Fault.UNSUPPORTED
    carrying = tuple(mark for mark in marks if assess(sentence, sources[mark - 1]).carried)
    return GroundedSentence(sentence, carrying) if carrying else Fault.UNSUPPORTED


def _marked_sentences(text: str) -> Iterator[tuple[str, tuple[int, ...]]]:
    """The sentences of a generated text, each without its marks and with their numbers in order."""
    readable = _BULLET.sub("", _HUGE_WORD.sub(_NOT_TEXT, clean(text)))
    joined = _MARKS_AFTER_STOP.sub(lambda match: f" {match.group(2).rstrip()}{match.group(1)} ", readable)
    for start, end in split_sentences(joined, lines=True):
        marked = joined[start:end]
        numbers = (int(number) for run in _MARK_RUN.findall(marked) for number in re.findall(r"\d+", run))
        sentence = " ".join(_MARK_RUN.sub(" ", marked).split())
        yield re.sub(r" ([.!?…,;:])", r"\1", sentence), tuple(dict.fromkeys(numbers))
