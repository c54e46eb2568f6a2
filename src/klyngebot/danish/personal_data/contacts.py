"""E-mail addresses and telephone numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from klyngebot.danish.personal_data.plain import Plain, Span, digits, told
from klyngebot.danish.wordlists import lines

# Begun only where a word begins and never given back: else the time grows with the square of a long word
_ADDRESS = re.compile(r"(?<![\w.+%'-])[\w+%][\w.+%'-]*+@[\w-]++(?:\.[\w-]++)+")
_AT = r"(?: ?[(\[{] ?(?:at|a|snabela|snabel-a|@) ?[)\]}] ?| (?:snabela|snabel-a|@) )"
_DOT = r"(?:\.| ?[(\[{] ?(?:dot|punktum|\.) ?[)\]}] ?| (?:dot|punktum) )"
_SPELT_ADDRESS = re.compile(
    rf"(?<![\w.+%'-])[\w+%][\w.+%'-]{{0,63}}{_AT}(?:[\w-]{{1,63}}{_DOT}){{1,4}}[a-z]{{2,24}}(?!\w)"
)

_DANISH = re.compile(r"\(?(?:\+|(?<!\d)00)\s?\(?45\)?(?:[ .\-/]{0,2}\d){8}(?!\d)")
_FOREIGN = re.compile(r"\(?(?:\+|(?<!\d)00(?=1|3|4[4-9]|298|299))\s?[1-9](?:[ .\-/()]{0,2}\d){7,14}(?!\d)")
_WITH_45 = re.compile(r"(?<!\d)(?<!\d[.,/-])45[ -]?[2-9]\d([ .-]?)\d\d\1\d\d\1\d\d(?!\d)(?![.,]\d)")
_EIGHT = re.compile(
    r"(?<![\d/])(?<!\d[.,-])[2-9](?:\d{7}|\d([ .-])\d\d\1\d\d\1\d\d|\d{3} \d{4})(?![ .-]\d\d(?!\d))(?!\d|[.,]\d)"
)
_SAID = re.compile(r"(?<!\d)\d(?:[ .\-]?\d){7}(?!\d)")  # behind a word that tells
_CALLS = re.compile(
    r"(?:^|[^a-zæøå])(?:tlf|telefon|mobil|fastnet|fax|ring|kald|sms|phone|træffes|kontakt|mit nummer|mit nr)"
    r"[a-zæøå]*[^\w]{0,4}"
    r"(?:(?:nr|nummer|til|på|er|mig|os|nu|kan|venligst|pr)\b[^\w]{0,4}){0,4}$"
)
_AMOUNT = re.compile(r" ?(?:kr|mio|mia|mill|euro|eur|dkk|€|%)")
_OTHER_NUMBER = re.compile(rf"(?:^|[^\w])(?:kr|{'|'.join(lines('other_numbers.txt'))})[\s.:#=-]*(?:er )?$")
_YEARS = re.compile(r"(?:18|19|20|21)\d\d[ -](?:18|19|20|21)\d\d")
_DAY = r"(?:0[1-9]|[12]\d|3[01])"
_DATE = re.compile(rf"(?:19|20)\d\d(?:0[1-9]|1[0-2]){_DAY}|{_DAY}(?:0[1-9]|1[0-2])(?:19|20)\d\d")


def email_addresses(plain: Plain) -> Iterator[Span]:
    """Where e-mail addresses stand, also with a word in place of the sign."""
    if "@" in plain.text or "snabel" in plain.text or "at" in plain.text:
        for form in (_ADDRESS, _SPELT_ADDRESS):
            for match in form.finditer(plain.text):
                yield plain.span(*match.span())


def phone_numbers(plain: Plain) -> Iterator[Span]:
    """Where telephone numbers stand: with the number of a country, of eight digits, or behind a word that tells.

    Eight digits are a CVR number as often as a telephone number; the word before tells. "2025-2028" is neither.
    """
    for form in (_DANISH, _FOREIGN):
        for match in form.finditer(plain.text):
            yield plain.span(*match.span())
    for match in _SAID.finditer(plain.text):
        if not _YEARS.fullmatch(match.group()) and told(plain, match.start(), _CALLS.search):
            yield plain.span(*match.span())
    for form in (_WITH_45, _EIGHT):
        for match in form.finditer(plain.text):
            if not _is_other(plain, match):
                yield plain.span(*match.span())


def _is_other(plain: Plain, match: re.Match[str]) -> bool:
    text = match.group()
    return bool(
        _AMOUNT.match(plain.text, match.end())
        or _YEARS.fullmatch(text)
        or (text == digits(text) and _DATE.fullmatch(text))
        or told(plain, match.start(), _OTHER_NUMBER.search)
    )
