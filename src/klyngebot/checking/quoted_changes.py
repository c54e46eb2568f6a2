"""Which words of a passage a quotation has, and which it has changed, put in or left out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from klyngebot.checking.results import WordChange

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
class Alignment:
    """A passage beside a quotation: the spans of the passage's words, and what share of the quotation's it has."""

    spans: tuple[tuple[int, int], ...]
    share: float
    changes: tuple[WordChange, ...]


def align_parts(parts: Sequence[str], passage: str, *, cased: bool = True) -> Alignment:
    """The words of a passage that are most like the parts of a quotation, each part behind the one before it.

    Args:
        parts: of the quotation, none without a word.
        passage: of a document.
        cased: whether another capital is a change; it is none where a whole quotation is set in capitals.

    >>> align_parts(["Den ligger i Aarhus"], "Den ligger i Odense.").changes
    (WordChange(quoted='Aarhus', source='Odense.'),)
    """
    told = _words(passage)
    spans: list[tuple[int, int]] = []
    changes: list[WordChange] = []
    kept = 0
    for part in parts:
        said = _words(part)
        steps = _steps(said, told)
        here = [word for step in steps for word in step.told]
        if here:
            spans.append((here[0].start, here[-1].end))
            told = [word for word in told if word.start >= here[-1].end]
        kept += sum(len(step.said) for step in steps if step.equal)
        changes.extend(_changes(steps, cased=cased))
    return Alignment(tuple(spans), kept / sum(len(_words(part)) for part in parts), tuple(changes))


@dataclass(frozen=True, slots=True)
class _Step:
    """Words of a passage and the words of a quotation in their place; the same where `equal`."""

    told: Sequence[_Word]
    said: Sequence[_Word]
    equal: bool


def _steps(said: Sequence[_Word], told: Sequence[_Word]) -> list[_Step]:
    """The alignment around the longest row of words that both share."""
    said_keys, told_keys = [word.key for word in said], [word.key for word in told]
    anchor = SequenceMatcher(None, told_keys, said_keys, autojunk=False).find_longest_match()
    if not anchor.size:
        return [_Step((), said, equal=False)]
    window = slice(max(0, anchor.a - anchor.b - SPARE), anchor.a - anchor.b + len(said) + SPARE)
    codes = SequenceMatcher(None, told_keys[window], said_keys, autojunk=False).get_opcodes()
    steps = [_step(code, said, told[window]) for code in codes]
    return [step for step in steps if step.told or step.said]


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


def _changes(steps: Sequence[_Step], *, cased: bool) -> Iterator[WordChange]:
    """What differs, words that differ in their marks or capitals only among it."""
    for number, step in enumerate(steps):
        if not step.equal:
            yield WordChange(_joined(step.said), _joined(step.told))
            continue
        for place, (said, told) in enumerate(zip(step.said, step.told, strict=True)):
            first = number == 0 and place == 0
            last = number == len(steps) - 1 and place == len(step.said) - 1
            if _form(said.text, first=first, last=last, cased=cased) != _form(
                told.text, first=first, last=last, cased=cased
            ):
                yield WordChange(said.text, told.text)


def _form(word: str, *, first: bool, last: bool, cased: bool) -> str:
    """A word as it must stand in both: how a quotation begins and what ends it is its author's own.

    Quotation marks within it may be set in another way, or turn into another kind.
    """
    word = word.replace('"', "") or word
    if first:
        word = word.lstrip(_AROUND)
        word = word[:1].lower() + word[1:]
    if last:
        word = word.rstrip(_AROUND)
    return word if cased else word.lower()


def _words(text: str) -> list[_Word]:
    return [_Word(match.group(), match.start(), match.end()) for match in _WORD.finditer(text)]


def _joined(words: Sequence[_Word]) -> str:
    return " ".join(word.text for word in words)
