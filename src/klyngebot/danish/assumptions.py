"""How a question shows that it takes something for granted: it asks why, adds "ikke?", or wants to be told yes."""

from __future__ import annotations

import re

from klyngebot.danish.normalize import fold
from klyngebot.remembering import remembered

REMEMBERED = 20_000
# Over folded text
_ASSUMES = re.compile(
    r"\b(?:hvorfor|hvordan kan|hvordan kunne|hvordan gik det til|hvad (?:skyldes|fik|begrundede)"
    r"|hvad (?:er|var) (?:grunden|aarsagen|baggrunden|forklaringen))\b"
    r"|, (?:ikke|vel|ikke sandt|er det ikke|er det (?:ikke )?rigtigt|stemmer det|passer det)\b[^?]{0,12}\?"
    r"|^(?:passer|stemmer) det\b|\ber det (?:rigtigt|sandt|korrekt|ikke)\b|\b(?:jo|hoert|laest), at\b|\bjo\b"
)


@remembered(REMEMBERED)
def takes_for_granted(question: str) -> bool:
    """Whether a question takes something for granted, or wants it confirmed, rather than asks openly.

    >>> takes_for_granted("Hvorfor lukkede MADE?"), takes_for_granted("Hvornår lukkede REG X?")
    (True, False)
    """
    return bool(_ASSUMES.search(fold(question)))
