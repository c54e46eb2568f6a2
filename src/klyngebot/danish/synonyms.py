"""Widening a question with words that mean nearly the same, or that the documents use instead."""

from __future__ import annotations

from functools import lru_cache

from klyngebot.danish.analyzer import stems
from klyngebot.danish.wordlists import lines

Phrase = tuple[str, ...]


def _phrases(entries: str) -> list[Phrase]:
    """The stems of each entry; a hyphen divides words, so that they stand next to each other as in a question."""
    return [tuple(stems(entry.replace("-", " "))) for entry in entries.split(",")]


def _rules(line: str) -> list[tuple[Phrase, frozenset[str]]]:
    """Each phrase of a line that widens, with the stems it widens by and does not have itself."""
    left, arrow, right = line.partition(">")
    phrases = _phrases(left)
    targets = _phrases(right) if arrow else phrases
    return [(own, frozenset(s for other in targets if other != own for s in other) - set(own)) for own in phrases]


@lru_cache(maxsize=1)
def _by_first_stem() -> dict[str, tuple[tuple[Phrase, frozenset[str]], ...]]:
    table: dict[str, list[tuple[Phrase, frozenset[str]]]] = {}
    for line in lines("synonyms.txt"):
        for phrase, others in _rules(line):
            table.setdefault(phrase[0], []).append((phrase, others))
    return {first: tuple(rules) for first, rules in table.items()}


def related(question_stems: tuple[str, ...]) -> dict[str, frozenset[str]]:
    """For each stem of a question that stands in a line of the list: the stems that it is widened by.

    A line "a, b" widens both ways, a line "a > b" only from left to right. A phrase of several words counts
    where its stems stand next to each other; all of its stems then get the line's words.
    """
    found: dict[str, set[str]] = {}
    for position, first in enumerate(question_stems):
        for phrase, others in _by_first_stem().get(first, ()):
            if question_stems[position : position + len(phrase)] == phrase:
                for own in phrase:
                    found.setdefault(own, set()).update(others)
    return {own: frozenset(others) for own, others in found.items()}
