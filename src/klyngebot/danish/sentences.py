"""Splitting Danish text into sentences, as spans.

A rule-based splitter: a full stop, question mark or exclamation mark ends a sentence when white space and a
likely beginning follow, unless the stop belongs to an abbreviation, an initial or an ordinal ("30. april",
"nr. 8"). A line break that separates blocks (two newlines, or one where `lines` is true) always ends one.
"""

from __future__ import annotations

import re

from klyngebot.danish.dates import MONTHS
from klyngebot.danish.wordlists import words

_END = re.compile(r"(?<![.!?…])[.!?…]++[\"'»«”“)\]]*+(?=\s|$)")  # possessive: linear on "........"
_WINDOW = 80  # characters around a full stop that can tell whether it ends the sentence
_BLOCK = re.compile(r"\n\s*\n")
_LINE = re.compile(r"\n")
_LAST_WORD = re.compile(r"([^\s(»«\"“”]+)$")
_VOWEL = re.compile(r"[aeiouyæøå\d]")
ORDINAL_FOLLOWERS = frozenset(MONTHS) | frozenset(
    ("kvartal", "halvår", "runde", "plads", "udgave", "division", "række", "århundrede", "december")
)


def _is_abbreviation(before: str, after: str) -> bool:
    """Whether the single full stop between `before` and `after` does not end the sentence."""
    match = _LAST_WORD.search(before)
    if not match:
        return False
    written = match.group(1).lstrip("(»«\"'[")
    word = written.lower()
    if before.strip().isdigit() and len(word) <= 2:  # the number of a list item: "1. Find klyngen"
        return True
    next_word = after.split(maxsplit=1)[0] if after.strip() else ""
    starts_low = bool(next_word) and (next_word[0].islower() or next_word[0].isdigit())
    if len(written) > 1 and written.isupper():  # "… og KL. De otte …": the organization, not "kl. 10"
        return starts_low and (next_word[0].islower() or word in words("leading_abbreviations.txt"))
    if word.isdigit() and len(word) <= 3:
        return next_word.strip(".,;:").lower() in ORDINAL_FOLLOWERS or next_word[:1].islower()
    if re.fullmatch(r"[a-zæøå]", word):  # an initial: "F. Jensen"
        return True
    if word in words("leading_abbreviations.txt"):  # "f.eks. MADE"
        return True
    if word in words("abbreviations.txt"):
        # "… 50 mio. kr. Klyngen …": an abbreviation may also end its sentence; "… 50 kr. (op til 100)" does not
        return starts_low or next_word.startswith("(")
    # "… SMV'er. 99 pct. af …": a number may begin a sentence; only a word without a vowel is short for another
    return starts_low and (next_word[0].islower() or not _VOWEL.search(word))


def _block_spans(text: str, lines: bool) -> list[tuple[int, int]]:
    separator = _LINE if lines else _BLOCK
    spans, start = [], 0
    for match in separator.finditer(text):
        spans.append((start, match.start()))
        start = match.end()
    spans.append((start, len(text)))
    return spans


def split_sentences(text: str, *, lines: bool = False) -> list[tuple[int, int]]:
    """Spans `(start, end)` of the sentences of `text`, in order, without white space at their ends.

    Args:
        text: plain text.
        lines: whether every line break ends a sentence (lists, headings, one-sentence-a-line text).
    """
    spans: list[tuple[int, int]] = []
    for block_start, block_end in _block_spans(text, lines):
        block = text[block_start:block_end]
        start = 0
        for match in _END.finditer(block):
            stop = match.group()
            if stop[0] == "." and len(stop.rstrip("\"'»«”“)]")) == 1:
                before = block[max(start, match.start() - _WINDOW) : match.start()]
                if _is_abbreviation(before, block[match.end() : match.end() + _WINDOW]):
                    continue
            elif stop[-1] in "\"'»«”“)]…." and block[match.end() : match.end() + _WINDOW].lstrip()[:1].islower():
                continue  # a quotation or a pause inside a sentence: »Hvad er en klynge?« spurgte … og svarede
            spans.append((block_start + start, block_start + match.end()))
            start = match.end()
        if block[start:].strip():
            spans.append((block_start + start, block_end))
    return [span for span in (_trim(text, *span) for span in spans) if span[0] < span[1]]


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
