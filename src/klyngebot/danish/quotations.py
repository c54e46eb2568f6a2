"""Text in quotation marks, and texts made alike where only their typography differs."""

from __future__ import annotations

import re
from dataclasses import dataclass

from klyngebot.danish.normalize import TYPOGRAPHY, clean

FEWEST_WORDS = 3  # a title or a word that is mentioned is no quotation
_MARKS = re.compile(r"»([^»«]+)«|«([^»«]+)»|„([^„“”]+)[“”]|“([^“”]+)”|”([^“”]+)”|\"([^\"]+)\"")
_ALIKE = str.maketrans(TYPOGRAPHY)


@dataclass(frozen=True, slots=True)
class Quoted:
    """What stands between quotation marks, at `start`:`end` of the text."""

    text: str
    start: int
    end: int


def quotations(text: str) -> list[Quoted]:
    """The quotations of at least three words, in reading order.

    >>> [item.text for item in quotations("Hun kalder det »et stort skridt frem« og en »sejr«.")]
    ['et stort skridt frem']
    """
    found = []
    for match in _MARKS.finditer(text):
        group = match.lastindex or 0
        if len(match.group(group).split()) >= FEWEST_WORDS:
            found.append(Quoted(match.group(group), match.start(group), match.end(group)))
    return found


def without_quotations(text: str) -> str:
    """The text with what stands between quotation marks hidden, as long as before.

    >>> without_quotations("Hun kalder det »stort« i dag")
    'Hun kalder det »QQQQQ« i dag'
    """
    return _MARKS.sub(lambda match: "".join("Q" if char.isalnum() else char for char in match.group()), text)


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


def plain(quote: str) -> str:
    """A quotation as it is looked up: without typography, blanks at the ends and marks around it."""
    bare = typeset(clean(quote)).plain.strip()
    return bare.strip('"').strip() if bare[:1] == bare[-1:] == '"' else bare
