"""Properties of something ("kontingent", "direktør", "overtog"), which alone do not name what a question is about."""

from __future__ import annotations

import re
from functools import lru_cache

from klyngebot.danish.analyzer import stem, telling_tokens
from klyngebot.danish.names import names
from klyngebot.danish.normalize import fold
from klyngebot.danish.wordlists import words

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


@lru_cache(maxsize=4096)
def is_attribute(word: str) -> bool:
    """Whether a folded word tells a property of something else. The office of a minister stands for itself.

    >>> is_attribute("ansoegningsfrist"), is_attribute("vaekstforum"), is_attribute("statsministeren")
    (True, False, False)
    """
    own = stem(word)
    if _OFFICE.fullmatch(own):
        return False
    return bool({own, stem(own)} & attribute_stems()) or own.endswith(_tails())


def names_its_subject(question: str) -> bool:
    """Whether a question names what it asks about: a name, or a content word that is more than a property.

    >>> names_its_subject("Hvem er formand for bestyrelsen?"), names_its_subject("Hvem er formand for vækstforaene?")
    (False, True)
    """
    if not attribute_stems().issuperset(names(question)):
        return True
    telling = (word for word in telling_tokens(question) if not word[0].isdigit())
    return any(not is_attribute(word) and word not in _saying_little() for word in telling)
