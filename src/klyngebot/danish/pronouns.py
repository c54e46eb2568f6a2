"""Pronouns that point back to what was spoken of before, told apart from articles ("den danske klynge")."""

from __future__ import annotations

import re

from klyngebot.danish.analyzer import stopwords, words_only
from klyngebot.danish.normalize import fold

_PERSONAL = frozenset(("den", "de", "dem", "deres", "dens", "dets", "han", "hun", "ham", "hende", "hans", "hendes"))
_MAY_BE_ARTICLE = frozenset(("den", "de"))
_NUMERAL = re.compile(
    r"\d.*|to|tre|fire|fem|seks|syv|otte|ni|ti|elleve|tolv|tretten|fjorten|foerste|anden|tredje|sidste"
)
_RELATIVE = frozenset(("der", "som"))
_INTRODUCING = frozenset(("en", "et", "min", "mit", "mine", "vores", "denne", "dette", "disse"))
_PRESENT_ONLY = re.compile(r"^(?:og |men )?(?:hvad (?:med|saa) )?(?:nu|i dag|idag|i oejeblikket|for tiden)(?: saa)?$")


def points_back(question: str) -> bool:
    """Whether the question has a third-person pronoun that stands for something it does not name itself.

    "den" and "de" are articles before a numeral, before an adjective with its noun ("de nationale klynger") and before
    a noun with a relative clause ("den klynge, der …"). "det" is left out: mostly it stands for nothing. A pronoun
    behind a comma, or behind a thing named for the first time ("en virksomhed"), may stand for something in the
    question itself and is left out too.

    >>> points_back("Hvornår fik den guld?"), points_back("Hvad laver den danske klynge?")
    (True, False)
    """
    clause = re.split(r"[,;:.!]", fold(question))[0]
    words = words_only(clause)
    for position, word in enumerate(words):
        if word in _INTRODUCING:
            return False
        if word in _PERSONAL and not _is_article(words, position, clause, question):
            return True
    return False


def _is_article(words: list[str], position: int, clause: str, question: str) -> bool:
    following = words[position + 1 : position + 3]
    if words[position] not in _MAY_BE_ARTICLE or not following:
        return False
    if _NUMERAL.fullmatch(following[0]):
        return True
    behind = fold(question)[len(clause) :].lstrip(" ,")
    if len(following) == 1:
        return behind.startswith(tuple(_RELATIVE))
    if following[1] in _RELATIVE:
        return following[0] not in stopwords()
    return following[0].endswith("e") and following[0] not in stopwords() and following[1] not in stopwords()


_PAST = re.compile(
    r"\b(?:var|havde|blev|fik|kunne|skulle|ville|kom|gik|stod|sad|laa|gjorde|dengang|tidligere|foer|\w{3,}(?:ede|te))\b"
)


def speaks_of_the_present(question: str) -> bool:
    """Whether a question has no verb in the past, so that it takes what it asks about to go on.

    >>> speaks_of_the_present("Hvad laver vækstforaene?"), speaks_of_the_present("Hvad lavede vækstforaene?")
    (True, False)
    """
    return not _PAST.search(fold(question))


def is_present_only(question: str) -> bool:
    """Whether a follow-up only moves the question before it to the present: "og i dag?"."""
    return bool(_PRESENT_ONLY.match(" ".join(words_only(question))))
