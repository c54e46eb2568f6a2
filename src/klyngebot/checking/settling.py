"""What settles a claim, or bars a verdict, whatever the scorer makes of the signals; and the conflicts behind it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from klyngebot.checking.bindings import (
    figures_swapped,
    paired_otherwise,
    place_elsewhere,
    row_otherwise,
    time_elsewhere,
)
from klyngebot.checking.qualifiers import adds_qualifier, denies_otherwise, only_expected, only_intended
from klyngebot.checking.ranking import ranked_otherwise, widens
from klyngebot.checking.reading import read
from klyngebot.checking.relations import Related
from klyngebot.checking.roles import (
    by_unnamed,
    converse,
    done_by_another,
    is_of_sibling,
    lacks_subject,
    roles_exchanged,
)
from klyngebot.danish.analyzer import words_only
from klyngebot.danish.deeds import deeds
from klyngebot.danish.normalize import clean, fold
from klyngebot.danish.periods import Period
from klyngebot.danish.qualifiers import denials, ends_clause
from klyngebot.danish.quantities import Quantity, Relation
from klyngebot.danish.quotations import quotations
from klyngebot.danish.senses import DENIALS, says_it_happened, sense
from klyngebot.danish.values import MEASURES, ValueKind, has_value, same_sort, values
from klyngebot.danish.wording import wording
from klyngebot.remembering import remembered

FEWEST_LITERAL = 4  # words of a claim that may stand in a sentence by chance
REMEMBERED = 20_000
_BARS = (  # signals
    "lacking_names",
    "quantity_outside",
    "period_outside",
    "replaced_name",
    "turned",
    "adds_qualifier",
    "only_expected",
    "only_intended",
    "named_otherwise",
    "measured_otherwise",
    "ranked_otherwise",
    "widens",
    "roles_exchanged",
    "is_of_sibling",
    "by_unnamed",
    "converse",
    "done_by_another",
    "time_elsewhere",
    "place_elsewhere",
    "paired_otherwise",
    "figures_swapped",
    "row_otherwise",
    "quotes_otherwise",
)
_TURNS = (  # signals that a sentence on the same says it the other way round, or of another
    "roles_exchanged",
    "done_by_another",
    "by_unnamed",
    "converse",
    "is_of_sibling",
    "ranked_otherwise",
    "widens",
    "figures_swapped",
    "paired_otherwise",
    "measured_otherwise",
)
_NAMED_VALUES = frozenset((ValueKind.PERSON, ValueKind.PLACE, ValueKind.ROLE))


@dataclass(frozen=True, slots=True)
class Conflict:
    """What a claim says and what the sentence has in its place, both as written.

    Where it is not `is_certain`, the sentence has several that might stand in that place.
    """

    said: str
    told: str
    is_person: bool = False
    is_certain: bool = True


def oppositions(
    claim: str, sentence: str, opposites: Sequence[tuple[str, str]], converses: Sequence[tuple[str, str]]
) -> Iterator[tuple[str, float]]:
    """Signals, by name, of what a claim says otherwise than a sentence, besides quantities and times.

    Args:
        claim: the claim.
        sentence: the sentence.
        opposites: words of the one that exclude words of the other.
        converses: words that differ without excluding each other: what one gives, another gets.
    """
    opposed = any(not DENIALS & {fold(word) for word in pair} for pair in opposites)
    yield "opposed", float(opposed)
    yield "denies_otherwise", float(denies_otherwise(claim, sentence))
    yield "turned", float(opposed != denies_otherwise(claim, sentence))  # an opposite and a denial undo each other
    yield "adds_qualifier", float(adds_qualifier(claim, sentence))
    yield "only_expected", float(only_expected(claim, sentence))
    yield "only_intended", float(only_intended(claim, sentence))
    yield "named_otherwise", float(any(of_values(claim, sentence)))
    yield "ranked_otherwise", float(ranked_otherwise(claim, sentence))
    yield "widens", float(widens(claim, sentence))
    yield "roles_exchanged", float(roles_exchanged(claim, sentence))
    yield "is_of_sibling", float(is_of_sibling(claim, sentence))
    yield "by_unnamed", float(by_unnamed(claim, sentence))
    yield "converse", float(converse(claim, sentence, converses))
    yield "done_by_another", float(done_by_another(claim, sentence))
    yield "measured_otherwise", float(any(True for _ in of_measures(claim, sentence)))
    yield "time_elsewhere", float(time_elsewhere(claim, sentence))
    yield "place_elsewhere", float(place_elsewhere(claim, sentence))
    yield "paired_otherwise", float(paired_otherwise(claim, sentence))
    yield "figures_swapped", float(figures_swapped(claim, sentence))
    yield "row_otherwise", float(row_otherwise(claim, sentence))
    yield "quotes_otherwise", float(_quotes_otherwise(claim, sentence))


def cannot_support(signals: Mapping[str, float]) -> bool:
    """Whether a sentence cannot carry a claim, whatever else it has of it.

    It lacks a name of the claim, has another number, time, place, office or title, a denial or an opposite, or only
    expects what the claim states; or the claim has a "kun" or "stadig" of its own.
    """
    return any(signals[name] for name in _BARS)


def turns(signals: Mapping[str, float]) -> bool:
    """Whether a sentence says what a claim says the other way round, of another, or with another rank or measure."""
    return any(signals[name] for name in _TURNS)


def cannot_refute(claim: str, sentence: str, signals: Mapping[str, float]) -> bool:
    """Whether a sentence cannot contradict a claim, whatever it has of it otherwise.

    It does not name the subject of the claim, and no person in its place; or the claim denies what the sentence has
    otherwise, which may well agree: "ligger ikke i Odense", "ligger i Sønderborg".
    """
    others = signals["quantity_outside"] or signals["period_outside"] or signals["named_otherwise"]
    if signals["denies_otherwise"] and denials(claim) and others:
        return True
    there = read(sentence).all_stems
    replaced = (
        signals["by_unnamed"] or signals["is_of_sibling"] or any(own.is_person for own in of_values(claim, sentence))
    )
    return not replaced and (_lacks(_subject_names(claim), there) or lacks_subject(claim, there))


def _lacks(names: frozenset[str], there: frozenset[str]) -> bool:
    """Whether a name is not there, also without the s of its genitive."""
    return any(name not in there and name.removesuffix("s") not in there for name in names)


@remembered(REMEMBERED)
def _subject_names(claim: str) -> frozenset[str]:
    """Stems of the names in the subject of a claim's first clause."""
    first = next(iter(deeds(claim)), None)
    names = frozenset(word.stem for word in read(claim).all if word.is_name)
    return first.subject & names if first else frozenset()


def is_literal(claim: str, sentence: str) -> bool:
    """Whether a sentence has all words of a claim next to each other as a clause, and states them as a fact."""
    words = words_only(claim)
    if len(words) < FEWEST_LITERAL or sense(claim).denies != sense(sentence).denies:
        return False
    folded = fold(clean(sentence))
    found = re.search(r"\b" + r"[\W_]+".join(map(re.escape, words)) + r"\b", folded)
    if not found or not deeds(claim):
        return False
    return says_it_happened(folded[: found.start()]) and ends_clause(folded[found.end() :])


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
                yield Conflict(own.written, other.written, own.kind is ValueKind.PERSON)


def of_measures(claim: str, sentence: str) -> Iterator[Conflict]:
    """Numbers that a claim gives in another measure than the sentence: "3,6 procent", "3,6 procentpoint"."""
    told = read(sentence).quantities
    for own in read(claim).quantities:
        same = [other for other in told if (other.low, other.high) == (own.low, own.high)]
        if own.unit in MEASURES and same and all(other.unit in MEASURES - {own.unit} for other in same):
            other = same[0]
            yield Conflict(
                wording(clean(claim), own.start, own.end, own.unit),
                wording(clean(sentence), other.start, other.end, other.unit),
            )


def of_relations(claim: str, sentence: str, found: Sequence[Related]) -> Iterator[Conflict]:
    """Quantities and periods that cannot both be: the surest first, then those beside the same word.

    A conflict is `certain` where the sentence has no other such value, or both stand beside the same word.
    """
    values_told: list[Quantity | Period] = [*read(sentence).quantities, *read(sentence).periods]
    pairs = [
        (item.sure, bool(_before(claim, item.said.start) & _before(sentence, item.told.start)), item.said, item.told)
        for item in found
        if item.relation is Relation.OUTSIDE and item.told is not None
    ]
    for sure, beside, own, other in sorted(pairs, key=lambda pair: (not pair[0], not pair[1])):
        alone = sum(_unit(one) == _unit(other) for one in values_told) == 1
        mine = wording(clean(claim), own.start, own.end, _unit(own))
        theirs = wording(clean(sentence), other.start, other.end, _unit(other))
        if mine != theirs:
            yield Conflict(mine, theirs, is_certain=sure and (alone or beside))


def _unit(own: Quantity | Period) -> str:
    return own.unit if isinstance(own, Quantity) else ""


def _before(text: str, start: int) -> frozenset[str]:
    """Stem of the word with content before a place of a text."""
    return frozenset(word.stem for word in [own for own in read(text).words if own.start < start][-1:])
