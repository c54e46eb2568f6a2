"""What settles a claim, or bars a verdict, whatever the scorer makes of the signals; and the conflicts behind it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from klyngebot.checking.bindings import place_elsewhere
from klyngebot.checking.reading import read
from klyngebot.checking.relations import Related
from klyngebot.danish.analyzer import words_only
from klyngebot.danish.normalize import fold
from klyngebot.danish.quantities import Relation
from klyngebot.danish.quotations import quotations
from klyngebot.danish.senses import says_it_happened, sense
from klyngebot.danish.values import ValueKind, has_value, same_sort, values

FEWEST_LITERAL = 4  # words of a claim that may stand in a sentence by chance
SHORTEST_TOLD = 4  # letters of a word, small words included, that what says the same must have
_NAMED_VALUES = frozenset((ValueKind.PERSON, ValueKind.PLACE, ValueKind.ROLE))


@dataclass(frozen=True, slots=True)
class Conflict:
    """What a claim says and what the sentence has in its place, both as written."""

    said: str
    told: str


def is_contrary(claim: str, sentence: str, signals: Mapping[str, float]) -> bool:
    """Another number, time, place or title, or a name or an opposite in a word's place: it may mean anything else."""
    outside = signals["quantity_outside"] or signals["period_outside"]
    replaced = signals["replaced_name"] or signals["contrasts_free"]
    return bool(outside or replaced) or place_elsewhere(claim, sentence) or _quotes_otherwise(claim, sentence)


def is_literal(claim: str, sentence: str) -> bool:
    """Whether a sentence has all words of a claim next to each other, and states them as a fact."""
    words = words_only(claim)
    said, told = f" {' '.join(words)} ", f" {' '.join(words_only(sentence))} "
    if len(words) < FEWEST_LITERAL or said not in told or sense(claim).denies != sense(sentence).denies:
        return False
    return says_it_happened(told.partition(said)[0])


def says_the_same(claim: str, sentence: str, signals: Mapping[str, float]) -> bool:
    """Whether a sentence carries a claim, small words included, and has its parts in the same order and voice.

    Of 3,010 claims to learn from it holds for twelve, all of them supported.
    """
    otherwise = (
        "words_turned",
        "marked_crossed",
        "voice_differs",
        "roles_turned",
        "denial_differs",
        "figures_misbound",
    )
    inexact = ("quantity_lacking", "quantity_open", "period_lacking", "period_open")
    there = read(sentence).all_stems
    has_all = all(word.stem in there for word in read(claim).all if len(word.folded) >= SHORTEST_TOLD)
    return has_all and bool(signals["carried"]) and not any(signals[name] for name in (*otherwise, *inexact))


def _quotes_otherwise(claim: str, sentence: str) -> bool:
    """Whether a claim quotes a title that the sentence has not, where the sentence quotes another."""
    told = " ".join(fold(own.text) for own in quotations(sentence))
    return bool(told) and any(fold(own.text) not in told for own in quotations(claim))


def of_values(claim: str, sentence: str) -> Iterator[Conflict]:
    """Persons, places and offices that a claim names, where the sentence names others and not them."""
    told = values(sentence)
    for own in values(claim):
        if own.kind in _NAMED_VALUES and not has_value(sentence, own):
            other = next((one for one in told if same_sort(own, one) and not has_value(claim, one)), None)
            if other is not None:
                yield Conflict(own.written, other.written)


def of_relations(found: Sequence[Related]) -> Iterator[Conflict]:
    """Quantities and periods that cannot both be, the surest first."""
    for item in sorted(found, key=lambda one: not one.sure):
        if item.relation is Relation.OUTSIDE and item.told is not None:
            yield Conflict(item.said.written, item.told.written)
