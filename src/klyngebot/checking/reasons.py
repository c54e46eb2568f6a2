"""Why a claim got its verdict, in Danish: from what was compared exactly, and no more than that."""

from __future__ import annotations

from klyngebot.checking.gathering import Compared
from klyngebot.checking.reading import read
from klyngebot.checking.results import Verdict
from klyngebot.danish.normalize import clean, fold
from klyngebot.danish.wording import wording
from klyngebot.texts import checking as check_texts

NAMED = 3  # words that a reason names


def reason(verdict: Verdict, claim: str, decisive: Compared, period: str = "", *, is_outdated: bool = False) -> str:
    """The reason of a verdict.

    Args:
        verdict: the verdict.
        claim: the claim.
        decisive: the sentence that decides, or the nearest where none does.
        period: the time of which the sentence tells, where a supported claim speaks as if it were today.
        is_outdated: whether a newer source says otherwise.
    """
    sentence = decisive.candidate.text
    if verdict is Verdict.SUPPORTED:
        if not period:
            return check_texts.REASON_SUPPORTED
        return check_texts.reason_held(period) if is_outdated else check_texts.reason_supported_in(period)
    if verdict is Verdict.REFUTED:
        conflict = next((one for one in decisive.comparison.conflicts if one.is_certain), None)
        if conflict is not None:
            return check_texts.reason_otherwise(conflict.told, conflict.said)
        return check_texts.REASON_DENIES if decisive.signals["denies_otherwise"] else check_texts.REASON_OTHERWISE
    return check_texts.reason_undecided(_lacking(claim, sentence)[:NAMED])


def _lacking(claim: str, sentence: str) -> list[str]:
    """What of a claim a sentence does not name, as written: words, then numbers and times."""
    said, told = read(claim), read(sentence)
    there = fold(sentence)
    words = [
        word.written
        for word in said.words
        if word.stem not in there and not word.meanings & told.meanings and word.quantity < 0 and word.period < 0
    ]
    values = [wording(clean(claim), own.start, own.end, own.unit) for own in said.quantities]
    values += [wording(clean(claim), own.start, own.end) for own in said.periods]
    return list(dict.fromkeys([*words, *(value for value in values if fold(value) not in there)]))
