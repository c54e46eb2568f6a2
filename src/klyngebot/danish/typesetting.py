"""Texts made alike where only their typography differs: marks, dashes, blanks, Markdown, and divided words."""

from __future__ import annotations

import re
from dataclasses import dataclass

from klyngebot.danish.normalize import TYPOGRAPHY, clean

_ALIKE = str.maketrans(TYPOGRAPHY)
_FOOTNOTE = re.compile(r"\[\^[^\]\s]+\]")
_LINK = re.compile(r"!?\[([^\[\]]+)\]\([^()\s]*(?:\s+\"[^\"]*\")?\)")
_EMPHASIS = re.compile(r"(\*{1,3}|~~|(?<!\w)_{1,3}|`)(?=[^\s*~_`])([^*~`\n]*[^\s*~`])\1(?!_*\w)|(\*\*)(\w+)\3")
_QUOTE_LINE = re.compile(r"\n[^\S\n]*>[^\S\n]?")
_DIVIDED = re.compile(r"(?<=[^\W\d_])-[^\S\n]*\n\s*(?=[^\W\d_])")


@dataclass(frozen=True, slots=True)
class Typeset:
    """A text without typography: `plain`, and for each of its characters the place in the original, `places`."""

    plain: str
    places: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The span of the original that a span of the plain text came from."""
        return self.places[start], self.places[end - 1] + 1


def typeset(text: str) -> Typeset:
    """The text with plain quotation marks, hyphens, apostrophes and single blanks.

    >>> typeset("»Ja –  nej«").plain
    '"Ja - nej"'
    """
    plain: list[str] = []
    places: list[int] = []
    for place, char in enumerate(text.translate(_ALIKE)):
        if char.isspace():
            if plain and plain[-1] != " ":
                plain.append(" ")
                places.append(place)
        else:
            plain.append(char)
            places.append(place)
    return Typeset("".join(plain), tuple(places))


def lowered(text: str) -> str:
    """Lower case that is as long as the text."""
    return "".join(small if len(small := char.lower()) == 1 else char for char in text)


def without_markup(text: str) -> str:
    """A text without the signs that Markdown puts around words.

    >>> without_markup("**Klyngen** i [Odense](https://x.dk) _åbnede_[^1]")
    'Klyngen i Odense åbnede'
    """
    bare = _QUOTE_LINE.sub("\n", _LINK.sub(r"\1", _FOOTNOTE.sub("", text)))
    return _EMPHASIS.sub(lambda found: found[2] or found[4], bare)


def readings(quote: str) -> tuple[str, ...]:
    r"""A quotation as it is looked up: without typography, Markdown, blanks at the ends and marks around it.

    A hyphen at the end of a line has three readings: it divides a word, or it belongs to one, or it leaves out a part.

    >>> readings("stif-\ntet i »2013«")
    ('stiftet i "2013"', 'stif-tet i "2013"', 'stif- tet i "2013"')
    """
    bare = without_markup(clean(quote))
    return tuple(dict.fromkeys(_plain(_DIVIDED.sub(joint, bare)) for joint in ("", "-", "- ")))


def _plain(quote: str) -> str:
    bare = typeset(quote).plain.strip()
    return bare[1:-1].strip() if len(bare) > 1 and bare[0] == bare[-1] == '"' and '"' not in bare[1:-1] else bare
