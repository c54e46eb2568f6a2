"""Lines of a page made paragraphs: words and sentences that a line or a page breaks are joined."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from klyngebot.danish.dates import MONTHS
from klyngebot.danish.sentences import split_sentences
from klyngebot.danish.verbs import is_surely_finite, word_matches
from klyngebot.danish.wordlists import words

SHORT_LINE = 0.75  # a line shorter than this share of the page's width may end a paragraph
_BROKEN_WORD = re.compile(r"(?<=\w)[-\u00ad\u2010]$")
_JOINING_WORDS = frozenset(("og", "eller", "samt", "men", "til"))
_END_OF_SENTENCE = (".", "!", "?", ":", "”", "»")
_OPEN = (",", ";", "(", "–", "&", "/")  # no sentence and no heading ends so
_MARK = re.compile(r"\s*(?:[•‣◦▪■●○·✓✔]|(?:[-–*+]|\d{1,3}[.)]|[a-zæøå][.)])\s)")


def join_broken_words(lines: Sequence[str]) -> list[str]:
    """Lines in which no word is divided by a hyphen at the end.

    >>> join_broken_words(["Grundejer-", "foreninger i EU-", "Kommissionen og klynge-", "og netværk"])
    ['Grundejerforeninger', 'i EU-Kommissionen', 'og klynge-', 'og netværk']
    """
    joined: list[str] = []
    for line in lines:
        first, _, rest = line.partition(" ")
        last = joined[-1] if joined else ""
        if _BROKEN_WORD.search(last) and first[:1].isalnum() and first.lower() not in _JOINING_WORDS:
            kept = last if last[-1] != "\u00ad" and not first[0].islower() else last[:-1]
            joined[-1] = kept + first
            joined.extend(part for part in (rest,) if part)
        else:
            joined.append(line)
    return joined


def may_end(line: str) -> bool:
    """Whether a sentence, a heading or an item may end with a line; not behind "i", "har" or a comma.

    >>> may_end("CLEAN har hovedkontor i"), may_end("Om klyngerne")
    (False, True)
    """
    bare = line.rstrip()
    found = word_matches(bare)
    if not found or bare.endswith(_END_OF_SENTENCE):
        return True
    last = found[-1].group()
    is_open = last.islower() and (last in words("unfinished.txt") or is_surely_finite(last))
    return not (is_open or bare.endswith(_OPEN))


def runs_on(last: str, line: str) -> bool:
    """Whether a line that does not fill its page goes on in the next.

    >>> runs_on("Klyngestrategien udkom i april", "2013"), runs_on("Om klyngerne", "CLEAN ligger i Odense.")
    (True, False)
    """
    if last.endswith(_END_OF_SENTENCE) or _MARK.match(line):
        return False
    is_year = line[:1].isdigit() and last.lower().endswith(MONTHS)
    return line[:1].islower() or is_year or not may_end(last)


def paragraphs_of(lines: Sequence[str]) -> Iterator[list[str]]:
    """Lines that belong together: parted by empty lines, and by short lines after which something new begins."""
    width = max((len(line) for line in lines), default=0)
    gathered: list[str] = []
    for line in lines:
        last = gathered[-1] if gathered else ""
        if gathered and (not line or (len(last) < SHORT_LINE * width and not runs_on(last, line))):
            yield gathered
            gathered = []
        if line:
            gathered.append(line)
    if gathered:
        yield gathered


def join_pages(pages: Sequence[list[str]]) -> list[list[str]]:
    """The pages with each sentence whole on the page where it begins."""
    joined = [list(lines) for lines in pages]
    for upper, lower in pairwise(joined):
        if upper and lower and _goes_over(upper, lower[0]):
            _take_over(upper, lower)
    return joined


def _goes_over(upper: Sequence[str], first: str) -> bool:
    """Whether the last line of a page goes on with the first of the next: it is no sentence, heading or item."""
    last = upper[-1]
    if last.endswith(_END_OF_SENTENCE) or _MARK.match(first):
        return False
    is_full = len(last) >= SHORT_LINE * max(map(len, upper)) and len(upper) > 1
    return is_full or runs_on(last, first)


def _take_over(upper: list[str], lower: list[str]) -> None:
    """Move the rest of a sentence up from the next page."""
    begun = list(paragraphs_of(upper))[-1]
    rest = next(paragraphs_of(lower))
    text = " ".join((*begun, *rest))
    joint = len(" ".join(begun))
    end = next((end for start, end in split_sentences(text) if end > joint), len(text))
    left = end - joint - 1  # characters to move, with the blanks between the lines
    while lower and left > 0:
        line = lower.pop(0)
        moved, kept = line[:left].rstrip(), line[left:].lstrip()
        if kept:
            lower.insert(0, kept)
        upper[-1:] = join_broken_words([upper[-1], moved])
        left -= len(line) + 1
