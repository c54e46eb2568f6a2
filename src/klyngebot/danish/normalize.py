"""Making text comparable: Unicode tidied for showing, spelling folded for matching.

`clean` keeps what a reader sees and removes what only misleads (zero-width, bidi and tag characters).
`fold` maps the ways to write one Danish word to one: case, æ/ae, ø/oe, å/aa, accents, dashes.
"""

from __future__ import annotations

import re
import unicodedata

from klyngebot.remembering import remembered

LONGEST_WORD, LONGEST_SENTENCE = 40, 500  # characters; folded ones are remembered, for they come again and again
_KEPT_CONTROLS = frozenset("\n\t")
_SPACES = re.compile(r"[^\S\n]+")
_VARIATION_SELECTORS = re.compile(r"[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
APOSTROPHES = "‘’‚‛′`´"  # beside the plain one
# Dashes, quotation marks and apostrophes, each with the plain one
TYPOGRAPHY = dict.fromkeys("‐‑‒–—―−", "-") | dict.fromkeys("»«„“”‟″", '"') | dict.fromkeys(APOSTROPHES, "'")
_PLAIN = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "ß": "ss", "ð": "d", "þ": "th"} | TYPOGRAPHY)


def clean(text: str) -> str:
    """Text in NFC without invisible characters; runs of blanks become one space.

    Removed are control and format characters (categories Cc, Cf, Co, Cs: zero-width, bidi, tag characters,
    soft hyphen, lone surrogates) but for newline and tab, and variation selectors; other control characters
    that part words (carriage return, form feed) become a space. Idempotent.
    """
    if text.isascii() and text.isprintable():
        return _SPACES.sub(" ", text).strip()
    composed = unicodedata.normalize("NFC", _VARIATION_SELECTORS.sub("", text.replace("\r\n", "\n")))
    if not composed.replace("\n", "").isprintable():
        composed = unicodedata.normalize("NFC", "".join(_shown(char) for char in composed))
    return _SPACES.sub(" ", composed).strip()


def _shown(char: str) -> str:
    if char in _KEPT_CONTROLS or unicodedata.category(char) not in ("Cc", "Cf", "Co", "Cs", "Cn"):
        return char
    return " " if char.isspace() else ""


def fold(text: str) -> str:
    """Text for matching only: NFKC, lower case, æøå as ae/oe/aa, accents off, one kind of dash. Idempotent."""
    if len(text) <= LONGEST_WORD:
        return _fold_word(text)
    return _fold_sentence(text) if len(text) <= LONGEST_SENTENCE else _fold(text)


@remembered(65536)
def _fold_word(text: str) -> str:
    return _fold(text)


@remembered(8192)
def _fold_sentence(text: str) -> str:
    return _fold(text)


def _fold(text: str) -> str:
    lowered = clean(text).lower().translate(_PLAIN)
    if lowered.isascii():
        return lowered
    decomposed = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", lowered).lower())
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    return clean(bare.lower().translate(_PLAIN))
