"""What a sentence is: a claim, a question, an opinion, a heading, or nothing that could be so or not."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import cache

from klyngebot.danish.main_clauses import main_clauses
from klyngebot.danish.normalize import fold
from klyngebot.danish.quotations import without_quotations
from klyngebot.danish.verbs import finite_verb, word_matches
from klyngebot.danish.wordlists import lines, words

FEWEST_WORDS = 3  # of a sentence whose verb is not known
HEADING_WORDS = 14  # the most of a line without a full stop that is a heading
_STOPS = re.compile(r"[.!?…:][\"'»«”“)\]*_]*$")
_REPORTED = re.compile(r"\bifoelge (?!os\b|mig\b|vores\b|vor\b|min\b|mine\b)\w")
_WRITERS = frozenset(("vi", "jeg", "man", "mange", "du"))


class StatementKind(StrEnum):
    """What a piece of a text is; only a claim can be checked."""

    CLAIM = "claim"
    QUESTION = "question"
    OPINION = "opinion"
    HEADING = "heading"
    OTHER = "other"  # greetings, addresses, single words
    UNREAD = "unread"  # may be a claim, but cannot be read alone: table rows, code, "året efter lukkede hun"


def kind_of(sentence: str, *, alone: bool, item: bool) -> StatementKind:
    """What a sentence is; `alone` where it is its paragraph, `item` where that is an item of a list."""
    if sentence.rstrip("\"'»«”“)").endswith("?"):
        return StatementKind.QUESTION
    if is_no_statement(sentence):
        return StatementKind.OTHER
    if is_opinion(sentence) and len(main_clauses(sentence)) == 1:
        return StatementKind.OPINION
    found = word_matches(sentence)
    if not _STOPS.search(sentence):
        if alone and not item and _is_heading(sentence):
            return StatementKind.HEADING
        return StatementKind.CLAIM if len(found) > 1 and finite_verb(sentence) else StatementKind.OTHER
    return StatementKind.CLAIM if len(found) >= FEWEST_WORDS or finite_verb(sentence) else StatementKind.OTHER


def _is_heading(line: str) -> bool:
    found = word_matches(line)
    asks = bool(found) and found[0].group().lower().startswith("hv")
    return len(found) <= HEADING_WORDS and (asks or finite_verb(line) is None)


def is_opinion(sentence: str) -> bool:
    """Whether a sentence is an opinion, a wish or an exhortation of its writer, not what another is said to hold.

    >>> is_opinion("Klyngerne bør have flere penge."), is_opinion("DFiR mener, at klyngerne bør have flere penge.")
    (True, False)
    """
    own = without_quotations(sentence)
    folded = fold(own)
    if not any(pattern.search(folded) for pattern in _patterns("opinions.txt")):
        return False
    return not (_REPORTED.search(folded) or _reports(own))


def _reports(sentence: str) -> bool:
    """Whether somebody else says it: "DFiR mener, at …", "…, sagde ministeren"."""
    found = [match.group().lower() for match in word_matches(sentence)]
    verb = finite_verb(sentence)
    for place, word in enumerate(found):
        if word not in words("reporters.txt"):
            continue
        neighbors = {*found[max(0, place - 2) : place], *found[place + 1 : place + 2]}
        is_main = verb is not None and verb.group().lower() == word
        if is_main and not neighbors & _WRITERS:
            return True
    return False


def is_no_statement(line: str) -> bool:
    """Whether a line is a greeting, an address, a source, a date: nothing that could be so or not.

    >>> is_no_statement("Med venlig hilsen Anna"), is_no_statement("Klyngen ligger i Aarhus.")
    (True, False)
    """
    folded = fold(line)
    return not word_matches(folded) or any(pattern.fullmatch(folded) for pattern in _patterns("not_statements.txt"))


@cache
def _patterns(name: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(line) for line in lines(name))
