"""Dividing a sentence into its main clauses, each with the subject that it leaves to the one before."""

from __future__ import annotations

import re
from dataclasses import dataclass

from klyngebot.danish.quotations import without_quotations
from klyngebot.danish.subjects import DEFINITE, LONGEST, NAMES, subject_of, without_relative
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

_JOINTS = re.compile(r"\s*;\s+|\s+[–—-]\s+(?:og|men)\s+|,?\s+(?:og|men)\s+|,\s+")
_PARENTHESES = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_NEXT_CLAUSE = re.compile(r"[,;]\s+(?:og|men)\s+|;\s+")
_ROW_ENDS = re.compile(r"[^,;]*(?:, [^,;]*)*?,? og (?P<next>\w+)")
_EXPLETIVE = re.compile(r"der (?:er|var|blev|bliver|findes|skal|skulle|kan|kunne|kom|vil|ville|har|havde)\b")
# "…, og fødevareklyngen fik den næststørste": the noun stands in the clause before
_LEANS = re.compile(r"\b(?:den|det|de) (?:\w{2,}ste|første|anden|andet|andre|tredje|samme)\W*$")
_DASH = re.compile(r"\s+[–—-]")
_AT = re.compile(r"(?:,|,?\s+og|,?\s+men) (?=at )")
_POINTS_BACK = re.compile(r"\b(?:dem|han|hun|ham|hende|dens|dets|deres|hans|hendes)\b")
_RELATIVE = re.compile(rf"(?P<name>{NAMES.pattern}), (?:som|der) (?P<told>[^,;]+), (?=(?P<verb>\w+))")
_PREPOSITION = re.compile(r" (?P<word>i|på|til|af|fra|ved|med|for|hos) ")
_ADVERBS = re.compile(r"\s*(?:(?:ikke|kun|også|aldrig|altid|endnu|heller|stadig)\s+)*")


@dataclass(frozen=True, slots=True)
class Clause:
    """A main clause at `start`:`end` of its sentence.

    `subject` is what it leaves to the clause before, or empty; `said` what it says where it leaves its verb, too.
    """

    start: int
    end: int
    subject: str = ""
    said: str = ""


def main_clauses(sentence: str) -> list[Clause]:
    """The main clauses of a sentence in order, without the words that join them; one where it is a single one.

    >>> [(item.subject, item.end) for item in main_clauses("CLEAN er ny og har 200 medlemmer.")]
    [('', 11), ('CLEAN', 33)]
    """
    shown = _PARENTHESES.sub(lambda match: "Q" * len(match.group()), without_quotations(sentence))
    return _with_relative(sentence, shown) or _reported(sentence, shown) or _parted(sentence, shown)


def _with_relative(sentence: str, shown: str) -> list[Clause]:
    """The clauses of "CLEAN, som er fra 2014, har 200 medlemmer": what tells more of a name is one of its own."""
    match = _RELATIVE.match(shown)
    told = sentence[match.start("told") : match.end("told")] if match else ""
    first = word_matches(told)[:1]
    if not match or not first or not (is_finite(first[0].group()) and is_surely_finite(match["verb"])):
        return []
    name = sentence[: match.end("name")]
    rest = _parted(f"{name} {sentence[match.end() :]}", f"{name} {shown[match.end() :]}")
    away = match.end() - len(name) - 1
    moved = [Clause(item.start + away, item.end + away, item.subject, item.said) for item in rest[1:]]
    return [
        Clause(0, match.end("told"), said=f"{name} {told}"),
        Clause(match.end(), rest[0].end + away, name),
        *moved,
    ]


def _reported(sentence: str, shown: str) -> list[Clause]:
    """The clauses of "Ministeriet oplyste, at …, at …, og at …": each is what was said."""
    first = shown.find(", at ") + 1
    if not first or finite_verb(shown[:first]) is None:
        return []
    found: list[Clause] = []
    start, told = 0, first + 1
    for joint in _AT.finditer(shown, told):
        if _POINTS_BACK.search(shown, joint.end()):
            break  # it needs what stands before it
        if not all(_says_that(part) for part in (shown[told : joint.start()], shown[joint.end() :])):
            continue
        found.append(Clause(start, joint.start(), sentence[:first] if start else ""))
        start = told = joint.end()
    return [*found, Clause(start, len(sentence), sentence[:first])] if found else []


def _says_that(part: str) -> bool:
    """Whether a part is a clause "at …", not an infinitive."""
    found = word_matches(part)
    return bool(found) and opens_clause(found, 0)


def _parted(sentence: str, shown: str) -> list[Clause]:
    found: list[Clause] = []
    start, shared = 0, ""
    for joint in _JOINTS.finditer(shown):
        before, behind = shown[start : joint.start()], shown[joint.end() :]
        if joint.start() < start or _LEANS.search(_own(behind)):
            continue
        verb = finite_verb(before)
        subject = shared or without_relative(subject_of(sentence[start : joint.start()]))
        if ";" in joint.group() and _is_short(shown[: found[0].end] if found else before, _own(behind)):
            subject = ""
        elif verb is None:
            continue
        elif _begins_anew(before, joint.group(), behind, verb.group()):
            subject = ""
        elif not _goes_on(before, joint.group(), behind, verb.group()) or not _may_be_shared(subject):
            continue
        found.append(Clause(start, joint.start(), shared, _told_short(sentence, found, start, joint.start())))
        start, shared = joint.end(), subject
    return [*found, Clause(start, len(sentence), shared, _told_short(sentence, found, start, len(sentence)))]


def _is_short(first: str, own: str) -> bool:
    """Whether a clause leaves its verb to the first: "(CLEAN ligger i Odense); MADE i København"."""
    verb, name = finite_verb(first), NAMES.match(own)
    if verb is None or name is None or finite_verb(own) is not None:
        return False
    place, same = _PREPOSITION.match(own[name.end() :]), _PREPOSITION.match(first[verb.end() :])
    return bool(place and same and place["word"] == same["word"])


def _told_short(sentence: str, found: list[Clause], start: int, end: int) -> str:
    """What a clause says that leaves its verb to the first one; empty for any other."""
    own = sentence[start:end]
    first = sentence[: found[0].end] if found else ""
    verb, name = finite_verb(first), NAMES.match(own)
    if verb is None or name is None or not _is_short(first, own):
        return ""
    return f"{name.group()} {verb.group()}{own[name.end() :]}"


def _own(behind: str) -> str:
    """What belongs to the clause that begins here."""
    return _NEXT_CLAUSE.split(behind, maxsplit=1)[0]


def _begins_anew(before: str, joint: str, behind: str, verb_before: str) -> bool:
    """Whether a main clause with a subject of its own begins behind a comma and "og", or in a row that ends so."""
    own = _own(behind)
    if not joint.startswith((",", ";")) and ";" not in joint and not _DASH.match(joint):
        return _is_named_anew(before, own)  # "Aarhus og Odense": else only a comma tells that a clause ends
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
        if not in_row or not found or opens_clause(found, 0):
            return False
    verb = finite_verb(own)
    # "…, som er en styrkeposition, men ikke fik en klynge": an adverb before the verb, so it is no main clause
    if verb is None or _ADVERBS.fullmatch(own[: verb.start()]):
        return False
    return _carries(verb.group(), verb_before) or bool(own[verb.end() :].strip(" ."))


def _is_named_anew(before: str, own: str) -> bool:
    """Whether a name or a thing, and its verb right behind it, begin a clause without a comma before "og"."""
    found = word_matches(list(chunks(before))[-1].group())
    if any(match.group().lower() in words("subordinators.txt") for match in found):
        return False  # "Vi spurgte, om CLEAN og MADE har …"
    subject = NAMES.match(own)
    first = word_matches(own)[:1]
    if subject is None and first and DEFINITE.fullmatch(first[0].group()):
        subject = first[0]
    behind = own[subject.end() :].split(maxsplit=1)[:1] if subject else []
    return bool(behind) and is_surely_finite(behind[0])


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
