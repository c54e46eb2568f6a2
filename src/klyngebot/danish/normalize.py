"""Making text comparable: Unicode tidied for showing, spelling folded for matching.

`clean` keeps what a reader sees and removes what only misleads (zero-width, bidi and tag characters).
`fold` maps the ways to write one Danish word to one: case, æ/ae, ø/oe, å/aa, accents, dashes.
"""

from __future__ import annotations

import re
import unicodedata

_KEPT_CONTROLS = frozenset("\n\t")
_SPACES = re.compile(r"[^\S\n]+")
_DANISH = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "ß": "ss", "ð": "d", "þ": "th"})
_DASHES = re.compile(r"[‐-―−]")
_QUOTES = re.compile(r"[»«„“”‟″]")
_APOSTROPHES = re.compile(r"[‘’‚‛′`´]")
_VARIATION_SELECTORS = re.compile(r"[︀-️\U000e0100-\U000e01ef]")


def clean(text: str) -> str:
    """Text in NFC without invisible characters; runs of blanks become one space.

    Removed are control and format characters (categories Cc, Cf, Co, Cs: zero-width, bidi, tag characters,
    soft hyphen, lone surrogates) but for newline and tab, and variation selectors. Idempotent.
    """
    if text.isascii() and text.isprintable():
        return _SPACES.sub(" ", text).strip()
    composed = unicodedata.normalize("NFC", _VARIATION_SELECTORS.sub("", text))
    kept = "".join(
        char
        for char in composed
        if char in _KEPT_CONTROLS or unicodedata.category(char) not in ("Cc", "Cf", "Co", "Cs", "Cn")
    )
    return _SPACES.sub(" ", unicodedata.normalize("NFC", kept)).strip()


def fold(text: str) -> str:
    """Text for matching only: NFKC, lower case, æøå as ae/oe/aa, accents off, one kind of dash."""
    lowered = unicodedata.normalize("NFKC", clean(text)).lower().translate(_DANISH)
    if not lowered.isascii():
        lowered = _DASHES.sub("-", lowered)
        lowered = _QUOTES.sub('"', lowered)
        lowered = _APOSTROPHES.sub("'", lowered)
        decomposed = unicodedata.normalize("NFD", lowered)
        lowered = "".join(char for char in decomposed if not unicodedata.combining(char))
    return lowered
