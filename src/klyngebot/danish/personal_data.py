"""CPR numbers, e-mail addresses and telephone numbers, taken out of a text before anything else sees it."""

from __future__ import annotations

import re
from enum import StrEnum

from klyngebot.danish.sentences import split_sentences


class PersonalData(StrEnum):
    """A kind of personal data, with the word that stands in its place."""

    CPR = "CPR-nummer"
    EMAIL = "mailadresse"
    PHONE = "telefonnummer"


_DAY = r"(?:0[1-9]|[12]\d|3[01])"
_MONTH = r"(?:0[1-9]|1[0-2])"
# An eight-digit number is a CVR number as often as a telephone number; what stands before it tells.
_NOT_A_PHONE = (
    r"(?<![\d,./-])(?<!cvr )(?<!cvr: )(?<!cvr-nummer )(?<!cvr-nummer: )(?<!cvr-nr\. )(?<!cvr nr\. )(?<!cvr-nr )"
)
_EIGHT_DIGITS = r"[2-9]\d(?:\d{6}|(?: \d{2}){3}|(?:-\d{2}){3})"  # "2025-2028" is no telephone number
_NO_AMOUNT = r"(?![\d.,]\d|\d| ?(?:kr|mio|mia|euro))"
_KINDS = (
    # Begun only where a word begins and never given back: else its time grows with the square of a long word
    (PersonalData.EMAIL, re.compile(r"(?<![\w.+%-])[\w.+%-]++@[\w-]++(?:\.[\w-]++)+")),
    (PersonalData.CPR, re.compile(rf"(?<!\d){_DAY}[ ./-]?{_MONTH}[ ./-]?\d{{2}}(?: ?[-–/] ?| )?\d{{4}}(?!\d)")),
    (PersonalData.PHONE, re.compile(r"(?<![\w+])(?:\+|00) ?45[ -]?\d{2}[ -]?\d{2}[ -]?\d{2}[ -]?\d{2}(?!\d)")),
    (PersonalData.PHONE, re.compile(_NOT_A_PHONE + _EIGHT_DIGITS + _NO_AMOUNT, re.IGNORECASE)),
)
_MASK = "[{}]"
_MASKED = re.compile(r"\[(?:CPR-nummer|mailadresse|telefonnummer)\]")


def masked(text: str) -> tuple[str, tuple[PersonalData, ...]]:
    """The text with a word in brackets for each piece of personal data, and the kinds that were found.

    >>> masked("Mit CPR er 010203-1234, skriv til ole@firma.dk")[0]
    'Mit CPR er [CPR-nummer], skriv til [mailadresse]'
    """
    found: dict[PersonalData, None] = {}
    for kind, pattern in _KINDS:
        text, count = pattern.subn(_MASK.format(kind.value), text)
        if count:
            found[kind] = None
    return text, tuple(found)


def without_masks(text: str) -> str:
    """What is left to search for: without the sentences that tell personal data, where others ask.

    >>> without_masks("Mit CPR er [CPR-nummer]. Hvad koster MADE?")
    'Hvad koster MADE?'
    """
    if not _MASKED.search(text):
        return text
    sentences = [text[start:end] for start, end in split_sentences(text)]
    kept = [sentence for sentence in sentences if not _MASKED.search(sentence)]
    return " ".join(kept) if kept else _MASKED.sub("", text).strip()
