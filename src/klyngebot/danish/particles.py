"""Verbs whose meaning is in a small word behind them: "melde sig ud" is to resign, "melde sig ind" to join.

The small words are stop words everywhere else, so such a verb gets a plain word for its meaning behind the question.
"""

from __future__ import annotations

import re
from functools import lru_cache

from klyngebot.danish.normalize import fold
from klyngebot.danish.wordlists import lines


@lru_cache(maxsize=1)
def _rules() -> tuple[tuple[re.Pattern[str], str], ...]:
    pairs = (line.split(">", 1) for line in lines("particles.txt"))
    return tuple((re.compile(rf"\b(?:{pattern.strip()})\b"), meaning.strip()) for pattern, meaning in pairs)


def spelled_out(question: str) -> str:
    """The question with the meanings of its particle verbs in brackets behind it.

    >>> spelled_out("Hvordan melder jeg mig ud af en klynge?")
    'Hvordan melder jeg mig ud af en klynge (opsige medlemskabet)?'
    """
    folded = fold(question)
    meanings = [meaning for pattern, meaning in _rules() if pattern.search(folded)]
    if not meanings:
        return question
    return f"{question.rstrip(' ?.!')} ({', '.join(dict.fromkeys(meanings))})?"
