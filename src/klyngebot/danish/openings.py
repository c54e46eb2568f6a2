"""Questions without the words that lead up to them: "Jeg vil gerne vide, hvem der …" is "Hvem …"."""

from __future__ import annotations

import re
from functools import lru_cache

from klyngebot.danish.tellings import told_plainly
from klyngebot.danish.wordlists import lines

_WHO_THERE = re.compile(r"^(hvem|hvad|hvilke[nt]? \w+) der (?=\w)", re.IGNORECASE)


@lru_cache(maxsize=1)
def _rules() -> tuple[tuple[re.Pattern[str], str], ...]:
    pairs = (line.rpartition(">") for line in lines("openings.txt"))
    return tuple((re.compile(f"^{pattern.strip()}", re.IGNORECASE), plain.strip()) for pattern, _, plain in pairs)


def plainly(question: str) -> str:
    """The question as it begins once what leads up to it is gone.

    >>> plainly("Kan du fortælle mig, hvem der leder CLEAN?")
    'Hvem leder CLEAN?'
    """
    text = question
    for pattern, plain in _rules():
        found = pattern.match(text)
        if found:
            text = f"{plain} {text[found.end() :].lstrip()}".strip()
    text = told_plainly(text)
    if text == question:
        return question
    text = _WHO_THERE.sub(r"\1 ", text)
    return text[:1].upper() + text[1:]
