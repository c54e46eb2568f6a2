"""The kinds of personal data that are found."""

from __future__ import annotations

from enum import StrEnum


class PersonalData(StrEnum):
    """A kind of personal data, with the word that stands in its place."""

    CPR = "CPR-nummer"
    EMAIL = "mailadresse"
    PHONE = "telefonnummer"
    ACCOUNT = "kontonummer"
    IBAN = "IBAN-nummer"
    CARD = "kortnummer"
    PASSPORT = "pasnummer"
