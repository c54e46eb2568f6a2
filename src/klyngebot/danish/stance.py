"""What a sentence claims beside its writer's stance: "Desværre gik MARLOG konkurs" claims that it went bankrupt."""

from __future__ import annotations

import re
from functools import cache

from klyngebot.danish.subjects import subject_of
from klyngebot.danish.verbs import finite_verb
from klyngebot.danish.wordlists import lines, words

_SMALL = re.compile(r"(?:der|det|man|vi|han|hun)\b", re.IGNORECASE)


@cache
def _frames() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(rf"{line}\s+(?=\S)", re.IGNORECASE) for line in lines("stance_frames.txt"))


@cache
def _adverbs() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(sorted(words('stance_adverbs.txt')))})\b,?\s+", re.IGNORECASE)


def without_stance(sentence: str) -> str:
    """The sentence without the words by which its writer is glad or sorry of it, or points at it.

    >>> without_stance("Desværre gik MARLOG konkurs i 2022.")
    'MARLOG gik konkurs i 2022.'
    >>> without_stance("Det er vigtigt at bemærke, at CLEAN ligger i Odense.")
    'CLEAN ligger i Odense.'
    """
    for frame in _frames():
        if match := frame.match(sentence):
            return without_stance(_begun(sentence[match.end() :]))
    match = _adverbs().search(sentence)
    if not match:
        return sentence
    rest = sentence[: match.start()] + sentence[match.end() :]
    if match.start():
        return rest
    return _begun(_in_order(rest)) or sentence


def _in_order(clause: str) -> str:
    """A clause that begins with its verb, with the subject first; empty where the subject cannot be told."""
    verb = finite_verb(clause)
    if verb is None:
        return ""
    if verb.start():
        return clause
    behind = clause[verb.end() :].lstrip()
    small = _SMALL.match(behind)
    subject = small.group() if small else subject_of(clause)
    if not subject or not behind.startswith(subject):
        return ""
    return f"{subject} {verb.group().lower()}{behind[len(subject) :]}"


def _begun(clause: str) -> str:
    return clause[:1].upper() + clause[1:]
