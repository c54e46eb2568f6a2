"""Numbers of bank accounts, payment cards and passports."""

from __future__ import annotations

import re
from collections.abc import Iterator

from klyngebot.danish.personal_data.plain import Plain, Span, digits, told
from klyngebot.danish.wordlists import lines

_IBAN = re.compile(r"(?<![^\W_])[a-z]{2}\d\d(?:[ -]?[a-z0-9]){11,30}")
_CALLED_IBAN = re.compile(r"iban[^\w]{0,4}(?:(?:nr|nummer|er)[^\w]{0,4}){0,2}$")
_CARD = re.compile(r"(?<!\d)[2-6](?:[ .-]?\d){12,18}(?!\d)(?![ -]\d)")
_CARD_BEGINS = {13: "4", 14: "3", 15: "3", 16: "23456", 17: "456", 18: "456", 19: "456"}  # else: an article, a case
_MORE_DIGITS = r"(?:[ .-]?\d){5,9}(?!\d)"
_ACCOUNTS = (
    re.compile(
        r"(?<!\d)\d{4}[^\w]{0,3}(?:og |, )?konto[a-zæøå]*[^\w]{0,4}(?:(?:nr|nummer|er)[^\w]{0,4}){0,2}"
        rf"\d{_MORE_DIGITS}"
    ),
    re.compile(r"(?<!\d)(?<!\d[.,/-])\d{4}[ -]\d{10}(?!\d)"),
)
_AFTER_WORD = re.compile(rf"(?<!\d)(?:\d{{4}}[ .\-/+]{{1,3}})?\d{_MORE_DIGITS}")
_CALLED_ACCOUNT = re.compile(
    r"(?:konto|reg|bank|overfør|indbetal|udbetal|girokort|giro)[a-zæøå]*[^\w]{0,4}"
    r"(?:(?:nr|nummer|er|konto|til|på|min|mit|reg|lyder)\b[^\w]{0,4}){0,4}$"
)
_PASSPORT = re.compile(r"(?<!\w)(?:[a-z]{1,2} ?\d{7,8}|\d{3} ?\d{3} ?\d{3})(?!\w)")
_CALLED_PASSPORT = re.compile(
    r"(?:^|[^\w])(?:pas|passet|passport|rejsepas|pasn(?:r|ummer)(?:et)?)[^\w]{0,4}"
    r"(?:(?:nr|nummer|number|no|er|med|har|is|hedder)\b[^\w]{0,4}){0,3}$"
)


def ibans(plain: Plain) -> Iterator[Span]:
    """Where account numbers of the form of ISO 13616 stand, with the right check digits, or called so."""
    for match in _IBAN.finditer(plain.text):
        length = _lengths().get(match.group()[:2])
        end = _end_of(plain.text, match.start(), length) if length else 0
        if end and _is_iban(plain.text[match.start() : end]):
            yield plain.span(match.start(), end)
        elif told(plain, match.start(), _CALLED_IBAN.search):
            yield plain.span(*match.span())


def cards(plain: Plain) -> Iterator[Span]:
    """Where numbers of payment cards stand: 13 to 19 digits that fulfil the formula of Luhn."""
    for match in _CARD.finditer(plain.text):
        number = digits(match.group())
        if number[0] in _CARD_BEGINS[len(number)] and _fulfils_luhn(number):
            yield plain.span(*match.span())


def accounts(plain: Plain) -> Iterator[Span]:
    """Where numbers of Danish bank accounts stand: four digits of the branch, and the account's own."""
    for form in _ACCOUNTS:
        for match in form.finditer(plain.text):
            yield plain.span(*match.span())
    for match in _AFTER_WORD.finditer(plain.text):
        if told(plain, match.start(), _CALLED_ACCOUNT.search):
            yield plain.span(*match.span())


def passports(plain: Plain) -> Iterator[Span]:
    """Where numbers of passports stand, behind a word that says so."""
    for match in _PASSPORT.finditer(plain.text):
        if told(plain, match.start(), _CALLED_PASSPORT.search):
            yield plain.span(*match.span())


def _lengths() -> dict[str, int]:
    return {country: int(length) for country, length in (line.split() for line in lines("iban_lengths.txt"))}


def _end_of(text: str, start: int, length: int) -> int:
    """Where so many letters and digits end; 0 where there are not so many, or more follow at once."""
    place, counted = start, 0
    while place < len(text) and counted < length:
        if text[place].isalnum():
            counted += 1
        elif text[place] not in " -":
            return 0
        place += 1
    follows = text[place : place + 1]
    return place if counted == length and not follows.isalnum() else 0


def _is_iban(text: str) -> bool:
    plain = "".join(char for char in text if char.isascii() and char.isalnum())
    moved = plain[4:] + plain[:4]
    return int("".join(str(int(char, 36)) for char in moved)) % 97 == 1


def _fulfils_luhn(number: str) -> bool:
    doubled = [int(char) * (2 if place % 2 else 1) for place, char in enumerate(reversed(number))]
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0
