"""Roles: whether a claim has the doer of a sentence as the one done to, or as the doer of something else."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from klyngebot.danish.deeds import deeds, is_mutual
from klyngebot.danish.meanings import stems_alike
from klyngebot.danish.verbs import MODALS, is_finite

SHORTEST_HEAD, SHORTEST_MODIFIER = 4, 3  # letters of the stems of compounds
MOST_OF_IT = 0.7  # share of a clause's words by which another clause is about the same
FEWEST_SHARED = 2  # words by which a clause is the one that a claim is about


def roles_exchanged(claim: str, sentence: str) -> bool:
    """Whether the doer of a claim is done to in the sentence, and the other way round.

    >>> roles_exchanged("Sekretariatet afgør sager for bestyrelsen.", "Bestyrelsen afgør sager fra sekretariatet.")
    True
    >>> roles_exchanged("Sager afgøres af bestyrelsen.", "Bestyrelsen afgør sager.")
    False
    """
    if is_mutual(claim):
        return False
    return any(
        mine.doer - theirs.doer
        and theirs.doer - mine.doer
        and mine.verbs & theirs.verbs
        and mine.doer - theirs.doer <= theirs.besides
        and theirs.doer - mine.doer <= mine.besides
        for mine in deeds(claim)
        for theirs in deeds(sentence)
    )


def done_by_another(claim: str, sentence: str) -> bool:
    """Whether what a claim says of somebody, the sentence says of another, and of that somebody something else.

    >>> done_by_another("Klyngerne vejleder alle.", "Husene vejleder alle, mens klyngerne har viden om et fag.")
    True
    """
    told = deeds(sentence)
    if len(told) < 2:
        return False
    for mine in deeds(claim):
        predicate = mine.besides - mine.doer
        shared = [len(predicate & theirs.besides) for theirs in told]
        best = max(range(len(told)), key=lambda place: shared[place])
        own = [place for place, theirs in enumerate(told) if mine.doer and mine.doer <= theirs.doer]
        other = told[best].doer
        is_of_another = own and other and not other & mine.doer and all(shared[at] < shared[best] for at in own)
        if is_of_another and shared[best] >= min(FEWEST_SHARED, len(predicate) or 1):
            return True
    return False


def by_unnamed(claim: str, sentence: str) -> bool:
    """Whether somebody the sentence does not name does in a claim what another does in the sentence."""
    told = deeds(sentence)
    there = frozenset().union(*(deed.doer | deed.besides for deed in told)) if told else frozenset()
    for mine in deeds(claim):
        rest = mine.besides
        alike = [
            one for one in told if one.doer and mine.verbs & one.verbs and len(rest & one.besides) >= 0.7 * len(rest)
        ]
        if (
            mine.doer
            and alike
            and not mine.doer & there
            and not any(_shares_part(mine.doer, one.doer) for one in alike)
        ):
            return True
    return False


def converse(claim: str, sentence: str, pairs: Sequence[tuple[str, str]]) -> bool:
    """Whether a claim and a sentence have the same subject, and one gives what the other gets.

    Args:
        claim: the claim.
        sentence: the sentence.
        pairs: words of the claim and the sentence that are converse: "fik", "gav".
    """
    said, told = deeds(claim), deeds(sentence)
    same = bool(said and told and said[0].subject and said[0].subject <= told[0].subject | told[0].doer)
    return same and any(is_finite(one) and is_finite(other) and not MODALS & {one, other} for one, other in pairs)


def _shares_part(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether a stem of the one is part of a stem of the other: "minister", "erhvervsminister"."""
    return any(mine in theirs or theirs in mine for mine in one for theirs in other if len(theirs) >= SHORTEST_HEAD)


def lacks_subject(claim: str, there: frozenset[str]) -> bool:
    """Whether stems of a sentence have nothing of the noun that a claim is about.

    >>> lacks_subject("Danmarks største bryggeri ligger i Valby.", frozenset(("danmark", "klyng")))
    True
    """
    head = next((deed.head for deed in deeds(claim)), "")
    alike = stems_alike(head) | {head}
    return bool(head) and not alike & there and not any(head in one or one in head for one in there if len(one) > 3)


def is_of_sibling(claim: str, sentence: str) -> bool:
    """Whether the subject of a claim is a compound that the sentence lacks, and that of the sentence its sibling.

    >>> is_of_sibling("Bronzemærket kræver et besøg.", "Guldmærket kræver et besøg.")
    True
    """
    said, told = deeds(claim), deeds(sentence)
    if not said or not told:
        return False
    there = frozenset().union(*(deed.subject | deed.besides for deed in told))
    mine = said[0].subject - there
    others = frozenset().union(*(deed.subject for deed in told)) - said[0].subject - said[0].besides
    return any(_are_siblings(one, other) for one in mine for other in others)


def _are_siblings(one: str, other: str) -> bool:
    """Whether two stems end alike and begin otherwise: both are compounds of the same word."""
    shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one[::-1], other[::-1], strict=False)))
    return shared >= SHORTEST_HEAD and min(len(one), len(other)) - shared >= SHORTEST_MODIFIER
