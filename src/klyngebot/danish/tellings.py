"""Questions that only want to be told of something: "Fortæl om MADE", "Giv mig et overblik over Innobooster"."""

from __future__ import annotations

import re
from functools import lru_cache

from klyngebot.danish.normalize import clean, fold
from klyngebot.danish.numerals import CARDINALS
from klyngebot.danish.wordlists import lines
from klyngebot.remembering import remembered

_OF_THE_PAST = re.compile(
    r"\b(?:histori\w*|baggrund\w*|udvikling\w*|forhistori\w*|oprindel\w*|liv|opstod|stiftelse|begyndelse)\b"
)
_IN_EARNEST = re.compile(r"hv(?!ad (?:ved|kan|(?:er|var) (?:historien|baggrunden|forhistorien|historikken)|er op))")
# Not "de fire mål": then each of them is wanted; nor "forskellen på …", which compares
_THING = rf"(?P<thing>(?!.*\bforskel)(?!hv)(?!(?:de|disse) (?:{'|'.join(CARDINALS)}|\d+) )[^;:?]+?)"


@lru_cache(maxsize=1)
def _rules() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(line.replace("@thing", _THING), re.IGNORECASE) for line in lines("tellings.txt"))


@remembered(4096)
def _told_of(question: str) -> str:
    """What somebody wants to be told of, as written; empty where the question asks for something else."""
    bare = clean(question).strip(" ?.!")
    found = next((found for rule in _rules() if (found := rule.fullmatch(bare))), None)
    return found["thing"] if found else ""


def asks_to_be_told(question: str) -> bool:
    """Whether somebody only wants to be told of something ("Fortæl om MADE")."""
    return bool(_told_of(question))


def asks_in_earnest(question: str) -> bool:
    """Whether it is a question that the sources may fail to answer, and no mere demand: "Hvad gik kritikken ud på?"."""
    return bool(_IN_EARNEST.match(fold(question)))


def told_plainly(question: str) -> str:
    """A demand to be told of something in the plainest words, so that all its words are about that.

    What begins as a question, and what is about how something came to be, is left as it is.

    >>> told_plainly("Giv mig et kort overblik over MADE.")
    'Fortæl om MADE'
    """
    thing = _told_of(question)
    kept = fold(question).startswith("hv") or asks_of_the_past(question)
    return f"Fortæl om {thing}" if thing and not kept else question


def thing_asked_of(question: str) -> str:
    """What somebody wants to be told of, without the words that say so.

    >>> thing_asked_of("Fortæl om MADE.")
    'MADE'
    """
    return _told_of(question) or clean(question).strip(" ?.!")


def asks_of_the_past(text: str) -> bool:
    """Whether a question or a heading is about how something came to be."""
    return bool(_OF_THE_PAST.search(fold(text)) or "oprette" in fold(text))
