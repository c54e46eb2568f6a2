"""Why a claim got its verdict, in Danish: from what was compared exactly, and no more than that."""

from __future__ import annotations

from klyngebot import texts
from klyngebot.checking.gathering import Compared
from klyngebot.checking.reading import read
from klyngebot.checking.results import Verdict
from klyngebot.danish.senses import sense

NAMED = 3  # words that a reason names


def reason(verdict: Verdict, claim: str, decisive: Compared, outdated: str = "") -> str:
    """The reason of a verdict.

    Args:
        verdict: the verdict.
        claim: the claim.
        decisive: the sentence that decides, or the nearest where none does.
        outdated: the period in which a supported claim held, where a newer source says otherwise.
    """
    sentence = decisive.candidate.text
    if verdict is Verdict.SUPPORTED:
        return texts.reason_held(outdated) if outdated else texts.REASON_SUPPORTED
    if verdict is Verdict.REFUTED:
        conflict = next(iter(decisive.comparison.conflicts), None)
        if conflict is not None:
            return texts.reason_otherwise(conflict.told, conflict.said)
        if sense(claim).denies != sense(sentence).denies:
            return texts.REASON_DENIES
        return texts.REASON_OTHERWISE
    told = read(sentence)
    there = {word.stem for word in told.all}
    lacking = [
        word.written
        for word in read(claim).all
        if not word.is_stop and word.stem not in there and not word.meanings & told.meanings
    ]
    lacking += [own.written for own in read(claim).quantities if own.written not in sentence]
    return texts.reason_undecided(list(dict.fromkeys(lacking))[:NAMED])
