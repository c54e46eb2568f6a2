"""Dividing a sentence into its main clauses, each with the subject that it leaves to the one before."""

from __future__ import annotations

import re
from dataclasses import dataclass

from klyngebot.danish.quotations import without_quotations
from klyngebot.danish.subjects import LONGEST, subject_of
from klyngebot.danish.verbs import (
    chunks,
    finite_verb,
    is_finite,
    is_noun_too,
    is_past,
    is_surely_finite,
    opens_clause,
    word_matches,
)
from klyngebot.danish.wordlists import words

_JOINTS = re.compile(r"\s*;\s+|,?\s+(?:og|men)\s+|,\s+")
_PARENTHESES = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_NEXT_CLAUSE = re.compile(r"[,;]\s+(?:og|men)\s+|;\s+")
_ROW_ENDS = re.compile(r"[^,;]*(?:, [^,;]*)*?,? og (?P<next>\w+)")
_EXPLETIVE = re.compile(r"der (?:er|var|blev|bliver|findes|skal|skulle|kan|kunne|kom|vil|ville|har|havde)\b")
# "…, og fødevareklyngen fik den næststørste": the noun stands in the clause before
_LEANS = re.compile(r"\b(?:den|det|de) (?:\w{2,}ste|første|anden|andet|andre|tredje|samme)\W*$")
_ADVERBS = re.compile(r"\s*(?:(?:ikke|kun|også|aldrig|altid|endnu|heller|stadig)\s+)*")


@dataclass(frozen=True, slots=True)
class Clause:
    """A main clause at `start`:`end` of its sentence; `subject` is what it leaves to the clause before, or empty."""

    start: int
    end: int
    subject: str = ""


def main_clauses(sentence: str) -> list[Clause]:
    """The main clauses of a sentence in order, without the words that join them; one where it is a single one.

    >>> [(item.subject, item.end) for item in main_clauses("CLEAN er ny og har 200 medlemmer.")]
    [('', 11), ('CLEAN', 33)]
    """
    shown = _PARENTHESES.sub(lambda match: "Q" * len(match.group()), without_quotations(sentence))
    found: list[Clause] = []
    start, shared = 0, ""
    for joint in _JOINTS.finditer(shown):
        before, behind = shown[start : joint.start()], shown[joint.end() :]
        verb = finite_verb(before)
        if verb is None or joint.start() < start or _LEANS.search(_own(behind)):
            continue
        subject = shared or subject_of(sentence[start : joint.start()])
        if _begins_anew(before, joint.group(), behind, verb.group()):
            subject = ""
        elif not _goes_on(before, joint.group(), behind, verb.group()) or not _may_be_shared(subject):
            continue
        found.append(Clause(start, joint.start(), shared))
        start, shared = joint.end(), subject
    return [*found, Clause(start, len(sentence), shared)]


def _own(behind: str) -> str:
    """What belongs to the clause that begins here."""
    return _NEXT_CLAUSE.split(behind, maxsplit=1)[0]


def _begins_anew(before: str, joint: str, behind: str, verb_before: str) -> bool:
    """Whether a main clause with a subject of its own begins behind a comma and "og", or in a row that ends so."""
    if not joint.startswith((",", ";")) and ";" not in joint:
        return False  # "Aarhus og Odense": only a comma tells that a clause ends
    own = _own(behind)
    found = word_matches(own)
    first = found[0].group().lower() if found else ""
    if first in words("subordinators.txt") and not _EXPLETIVE.match(own):
        return False
    if joint.strip() == ",":
        following = _NEXT_CLAUSE.search(behind)
        # "Jeg synes, det er godt": what follows the verb is what is said
        ends = word_matches(before)[-1:]
        if ends and is_finite(ends[0].group()):
            return False
        in_row = following and _begins_anew(before, following.group(), behind[following.end() :], verb_before)
        own = next((chunk.group() for chunk in chunks(own)), "")
        if not in_row or opens_clause(found, 0):
            return False
    verb = finite_verb(own)
    # "…, som er en styrkeposition, men ikke fik en klynge": an adverb before the verb, so it is no main clause
    if verb is None or _ADVERBS.fullmatch(own[: verb.start()]):
        return False
    return _carries(verb.group(), verb_before) or bool(own[verb.end() :].strip(" ."))


def _goes_on(before: str, joint: str, behind: str, verb_before: str) -> bool:
    """Whether the clause behind "og" goes on with the subject before it, or in a row that ends so."""
    first = word_matches(behind)[:1]
    if ";" in joint or not first or first[0].start() or not is_finite(first[0].group()):
        return False
    found = word_matches(list(chunks(before))[-1].group())
    is_within = any(opens_clause(found, place) for place in range(len(found)))
    if joint.strip() == ",":
        following = _ROW_ENDS.match(behind)
        if is_within or not following or not is_finite(following["next"]):
            return False
    elif "," not in joint and is_within:
        return False  # "der er medlemmer og betaler kontingent"
    return _carries(first[0].group(), verb_before)


def _carries(verb: str, verb_before: str) -> bool:
    """Whether a form carries a clause: surely, or it may be a participle and the clause before is in the past."""
    if is_surely_finite(verb):
        return True
    return not is_noun_too(verb) and is_past(verb) and is_past(verb_before)


def _may_be_shared(subject: str) -> bool:
    return bool(subject) and len(word_matches(subject)) <= LONGEST
