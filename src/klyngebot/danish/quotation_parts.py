"""A quotation cut where its author says that it was edited: words left out "[…]", words put in "[Klyngen]"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from klyngebot.danish.personal_data import PersonalData

FARTHEST = 600  # characters that "[…]" may leave out: a paragraph
INSERTED = 80  # characters that words in brackets may stand for
_MASKS = "|".join(PersonalData)  # in brackets too, but they are ours
_EDITED = re.compile(
    r"(?P<left_out>\[\s*(?:…|\.\.\.?|\. \. \.)\s*\]|\((?:…|\.{3})\)|…|\.{3,}|\. \. \.)"
    r"|\[(?P<letter>\w)\](?=\w)"
    rf"|\[(?!(?:{_MASKS})\])[^\[\]]*\]"
)
_CLOSING = " .,;:!?"


@dataclass(frozen=True, slots=True)
class Part:
    """Words that must stand together.

    At most `gap` characters of the source stand between the part before it and this one. A bracket in the middle of a
    word leaves it `open_left` or `open_right`.
    """

    text: str
    gap: int = 0
    open_left: bool = False
    open_right: bool = False


def parts(quote: str) -> list[Part]:
    """The parts of a quotation, without the punctuation that ends them.

    >>> [part.text for part in parts("[Klyngen] blev stiftet 9. maj […] i Odense, og [d]erefter voksede den.")]
    ['blev stiftet 9. maj', 'i Odense, og', 'derefter voksede den']
    """
    found: list[Part] = []
    done, gap, letter, before = 0, 0, "", ""
    for edited in [*_EDITED.finditer(quote), None]:
        end = edited.start() if edited else len(quote)
        told = letter + quote[done:end]
        if any(char.isalnum() for char in told):
            inside = not letter and before == "]" and told[0].isalnum()
            after = edited is not None and not edited["left_out"] and not edited["letter"] and told[-1].isalnum()
            found.append(Part(told.strip().rstrip(_CLOSING), gap if found else 0, inside, after))
            gap = 0
        if edited:
            gap += FARTHEST if edited["left_out"] else (1 if edited["letter"] else INSERTED)
            done, letter, before = edited.end(), edited["letter"] or "", quote[edited.end() - 1]
    return found
