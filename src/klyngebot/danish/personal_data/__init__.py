"""Personal data that have a form of their own, taken out of a text before anything else sees it.

Names and addresses have no such form and are not found; the pages ask people not to write them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from klyngebot.danish.personal_data import contacts, cpr, payments
from klyngebot.danish.personal_data.kinds import PersonalData
from klyngebot.danish.personal_data.plain import Plain, Span
from klyngebot.danish.sentences import split_sentences

__all__ = ["PersonalData", "masked", "without_masks"]

# The first one that finds something has it: an IBAN holds what looks like other numbers
_FINDERS: tuple[tuple[PersonalData, Callable[[Plain], Iterator[Span]]], ...] = (
    (PersonalData.EMAIL, contacts.email_addresses),
    (PersonalData.IBAN, payments.ibans),
    (PersonalData.CARD, payments.cards),
    (PersonalData.ACCOUNT, payments.accounts),
    (PersonalData.PASSPORT, payments.passports),
    (PersonalData.CPR, cpr.cpr_numbers),
    (PersonalData.PHONE, contacts.phone_numbers),
)
_MASKED = re.compile("|".join(re.escape(f"[{kind}]") for kind in PersonalData))


def masked(text: str) -> tuple[str, tuple[PersonalData, ...]]:
    """The text with a word in brackets for each piece of personal data, and the kinds that were found.

    Whatever is not personal data stays as it was written, also characters that do not show.

    >>> masked("Mit CPR er 010203-1234, skriv til ole@firma.dk")[0]
    'Mit CPR er [CPR-nummer], skriv til [mailadresse]'
    """
    plain = Plain.of(text)
    taken: list[tuple[int, int, PersonalData]] = []
    for kind, find in _FINDERS:
        found = [(start, end, kind) for start, end in find(plain)]
        taken = _merged(taken, found)
    pieces: list[str] = []
    last = 0
    for start, end, kind in taken:
        pieces += (text[last:start], f"[{kind}]")
        last = end
    kinds = {kind for _, _, kind in taken}
    return "".join([*pieces, text[last:]]), tuple(kind for kind in PersonalData if kind in kinds)


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


def _merged(
    taken: list[tuple[int, int, PersonalData]], found: list[tuple[int, int, PersonalData]]
) -> list[tuple[int, int, PersonalData]]:
    """Both in reading order; what overlaps is one piece, of the kind that was there first."""
    merged: list[tuple[int, int, PersonalData]] = []
    first = {(start, end) for start, end, _ in taken}
    for start, end, kind in sorted([*taken, *found], key=lambda piece: piece[:2]):
        if merged and start < merged[-1][1]:
            before = merged[-1]
            kept = before[2] if (before[0], before[1]) in first or (start, end) not in first else kind
            merged[-1] = (before[0], max(end, before[1]), kept)
        else:
            merged.append((start, end, kind))
    return merged
