"""Properties of something ("kontingent", "direktør", "overtog"), which alone do not name what a question is about."""

from __future__ import annotations

import re
from functools import lru_cache

from klyngebot.danish.analyzer import stem, telling_tokens
from klyngebot.danish.names import names
from klyngebot.danish.normalize import fold
from klyngebot.danish.wordlists import words
from klyngebot.remembering import remembered

_OFFICE = re.compile(r"\w{3,}minist\w*")
_TAIL = 4  # letters of a stem from which on a compound that ends in it is a property, too: "ansøgningsfrist"


@lru_cache(maxsize=1)
def attribute_stems() -> frozenset[str]:
    """The stems of the words for properties, roles among them."""
    return frozenset(stem(fold(word)) for name in ("attributes.txt", "roles.txt") for word in words(name))


@lru_cache(maxsize=1)
def _saying_little() -> frozenset[str]:
    return frozenset(fold(word) for name in ("light_words.txt", "shape_words.txt") for word in words(name))


@lru_cache(maxsize=1)
def _tails() -> tuple[str, ...]:
    return tuple(own for own in attribute_stems() if len(own) >= _TAIL)


@remembered(4096)
def is_attribute(word: str) -> bool:
    """Whether a folded word tells a property of something else. The office of a minister stands for itself.

    >>> is_attribute("ansoegningsfrist"), is_attribute("vaekstforum"), is_attribute("statsministeren")
    (True, False, False)
    """
    own = stem(word)
    if _OFFICE.fullmatch(own):
        return False
    return bool({own, stem(own)} & attribute_stems()) or own.endswith(_tails())


_TERM = r"(?: (?:ordet|begrebet|forkortelsen))? (?!(?:det|den|de|dette|denne|disse|der|her)\b)\w+"
# "Hvad er en SMV?", "Hvad betyder SMV?", "Hvad står SMV for?"
_EXPLAINS = re.compile(
    rf"\W*hvad (?:(?:er en|er et|betyder|menes med|forstaas ved){_TERM}|daekker{_TERM} over|staar{_TERM} for)\W*"
)


def names_its_subject(question: str) -> bool:
    """Whether a question names what it asks about: a name, a word to explain, or more than a property.

    >>> names_its_subject("Hvem er formand for bestyrelsen?"), names_its_subject("Hvem er formand for vækstforaene?")
    (False, True)
    >>> names_its_subject("Hvad betyder SMV?"), names_its_subject("Hvor mange SMV'er?")
    (True, False)
    """
    if _EXPLAINS.fullmatch(fold(question)):
        return True
    if not attribute_stems().issuperset(names(question)):
        return True
    telling = (word for word in telling_tokens(question) if not word[0].isdigit())
    return any(not is_attribute(word) and word not in _saying_little() for word in telling)
