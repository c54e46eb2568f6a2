"""Widening a question with words of the field that mean nearly the same."""

from __future__ import annotations

from functools import lru_cache

from klyngebot.danish.analyzer import stems
from klyngebot.danish.wordlists import lines

Phrase = tuple[str, ...]


@lru_cache(maxsize=1)
def _groups() -> tuple[tuple[Phrase, ...], ...]:
    return tuple(tuple(tuple(stems(entry)) for entry in line.split(",")) for line in lines("synonyms.txt"))


@lru_cache(maxsize=1)
def _by_first_stem() -> dict[str, tuple[tuple[Phrase, int], ...]]:
    table: dict[str, list[tuple[Phrase, int]]] = {}
    for number, group in enumerate(_groups()):
        for phrase in group:
            table.setdefault(phrase[0], []).append((phrase, number))
    return {first: tuple(entries) for first, entries in table.items()}


def related(question_stems: tuple[str, ...]) -> dict[str, frozenset[str]]:
    """For each stem of a question that stands in a group: the stems of the group's other entries.

    A phrase of several words counts where its stems stand next to each other; all of its stems then
    get the group's words.
    """
    found: dict[str, set[str]] = {}
    for position, first in enumerate(question_stems):
        for phrase, number in _by_first_stem().get(first, ()):
            if question_stems[position : position + len(phrase)] != phrase:
                continue
            others = {s for other in _groups()[number] if other != phrase for s in other}
            for own in phrase:
                found.setdefault(own, set()).update(others - set(phrase))
    return {own: frozenset(others) for own, others in found.items()}
