"""How the quantities and periods of a text stand to those of another."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from klyngebot.danish.periods import Period
from klyngebot.danish.quantities import Quantity, Relation

_Span = TypeVar("_Span", Quantity, Period)


@dataclass(frozen=True, slots=True)
class Related:
    """A quantity or period of a claim with the one of a sentence that decides on it, if there is one."""

    said: Quantity | Period
    told: Quantity | Period | None
    relation: Relation | None
    sure: bool = True


def relations(said: Sequence[_Span], told: Sequence[_Span], like: Callable[[_Span, _Span], int]) -> tuple[Related, ...]:
    """Each of a claim's with the most agreeable of the sentence's that are of the same."""
    return tuple(_relation(own, told, like) for own in said)


def _relation(own: _Span, told: Sequence[_Span], like: Callable[[_Span, _Span], int]) -> Related:
    order = {Relation.WITHIN: 0, Relation.OPEN: 1, Relation.OUTSIDE: 2}
    found = [
        (order[relation], -alike, place, Related(own, other, relation, sure=alike > 1))
        for place, other in enumerate(told)
        if (alike := like(own, other)) and (relation := own.relation(other))
    ]
    return min(found, key=lambda item: item[:3])[3] if found else Related(own, None, None)
