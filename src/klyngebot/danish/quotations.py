"""Text in quotation marks."""

from __future__ import annotations

import re
from dataclasses import dataclass

from klyngebot.danish.quotation_marks import Alone, pair_marks

FEWEST_WORDS = 3  # a title or a word that is mentioned is no quotation
EXCERPT = 60  # characters at a mark that stands alone, enough to find it by
_WORD = re.compile(r"\S*\w\S*")
_BREAK = re.compile(r"\n[^\S\n]*\n")


@dataclass(frozen=True, slots=True)
class Quoted:
    """What stands between quotation marks, at `start`:`end` of the text."""

    text: str
    start: int
    end: int


def quotations(text: str) -> list[Quoted]:
    """The quotations of at least three words, in reading order; one within another comes after it.

    >>> [item.text for item in quotations("Hun kalder det »et stort skridt frem« og en »sejr«.")]
    ['et stort skridt frem']
    """
    found = []
    for pair in pair_marks(text)[0]:
        start, end = pair.opening.end, pair.closing.start
        quote = text[start:end].strip()
        if count_words(quote) >= FEWEST_WORDS:
            start += len(text[start:end]) - len(text[start:end].lstrip())
            found.append(Quoted(quote, start, start + len(quote)))
    return found


def count_words(text: str) -> int:
    """How many words a text has; marks and signs are none.

    >>> count_words("§ 3 – […] om klynger")
    3
    """
    return len(_WORD.findall(text))


def unclosed(text: str) -> list[str]:
    """The beginning or end of every quotation of which the other mark is missing.

    >>> unclosed("Hun sagde »det er godt.")
    ['»det er godt.']
    """
    return [_excerpt(text, item) for item in pair_marks(text)[1]]


def _excerpt(text: str, item: Alone) -> str:
    if item.opens:
        told = " ".join(_BREAK.split(text[item.mark.start : item.mark.start + EXCERPT + 1])[0].split())
        return told if len(told) <= EXCERPT else f"{told.rpartition(' ')[0] or told} …"
    told = " ".join(_BREAK.split(text[max(0, item.mark.end - EXCERPT - 1) : item.mark.end])[-1].split())
    return told if len(told) <= EXCERPT else f"… {told.partition(' ')[2] or told}"


def without_quotations(text: str) -> str:
    """The text with what stands between quotation marks hidden, as long as before.

    >>> without_quotations("Hun kalder det »stort« i dag")
    'Hun kalder det »QQQQQ« i dag'
    """
    hidden = list(text)
    for pair in pair_marks(text)[0]:
        for place in range(pair.opening.end, pair.closing.start):
            if text[place].isalnum():
                hidden[place] = "Q"
    return "".join(hidden)
