"""Whether a claim points at something that it does not name, so that it says nothing certain when it stands alone."""

from __future__ import annotations

import re
from functools import cache

from klyngebot.danish.analyzer import stopwords
from klyngebot.danish.normalize import fold
from klyngebot.danish.subjects import DEFINITE, is_fronted
from klyngebot.danish.verbs import finite_verb, is_finite, word_matches
from klyngebot.danish.wordlists import lines

_PERSONAL = frozenset(("den", "de", "han", "hun", "det"))
_SURELY = frozenset(("han", "hun"))
_OWNERS = frozenset(("dens", "dets", "deres", "hans", "hendes"))
# "Det lykkedes at …", "Det var CLEAN, der …": it stands for nothing
_EMPTY_DET = re.compile(r"\b(?:at|der|som|hvis|hvor|om)\b|,")


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(line) for line in lines("pointing_back.txt"))


def is_unresolved(claim: str) -> bool:
    """Whether a main clause says "she", "the same year" or the like of what stands before it, where nothing told what.

    >>> is_unresolved("Hun blev minister i 2019."), is_unresolved("Den danske klynge ligger i Odense.")
    (True, False)
    """
    folded = fold(claim)
    if any(pattern.search(folded) for pattern in _patterns()):
        return True
    verb = finite_verb(claim)
    if verb is None:
        return False
    before = [match.group() for match in word_matches(claim[: verb.start()])]
    if len(before) == 1 and before[0].lower() in _PERSONAL:
        return before[0].lower() != "det" or not _EMPTY_DET.search(folded)
    if before and before[0].lower() in _OWNERS:
        return True
    return is_fronted(claim[: verb.start()]) and not _is_named(before) and _is_pronoun_behind(claim[verb.end() :])


def _is_named(before: list[str]) -> bool:
    """Whether what stands before the verb names a thing that a pronoun behind it may stand for."""
    return any(word[:1].isupper() for word in before[1:]) or any(map(DEFINITE.fullmatch, before))


def _is_pronoun_behind(after: str) -> bool:
    """Whether the subject behind the verb is a pronoun, not an article: "I 2014 lukkede den igen"."""
    found = [match.group().lower() for match in word_matches(after)[:2]]
    if not found or found[0] not in _PERSONAL or found[0] == "det":
        return False
    following = found[1] if len(found) > 1 else ""
    return found[0] in _SURELY or not following or following in stopwords() or is_finite(following)
