"""Pairs into training batches: one source each, and no text twice.

The loss takes every other passage of a batch as wrong for a question. Pairs of one source are
hard to tell apart, which is what the model should learn from; telling a statute from a chat
question would be free. A text that occurs twice in a batch would be right and wrong at once.
"""

from collections import deque
from collections.abc import Sequence
from random import Random
from typing import NamedTuple

from klyngebot.training.data import Pair
from klyngebot.training.recipe import Recipe, Source


class Batch(NamedTuple):
    """Pairs of one source; all anchors and positives differ from each other."""

    source: str
    pairs: tuple[Pair, ...]

    @property
    def anchors(self) -> list[str]:
        """The query sides, in order."""
        return [pair.anchor for pair in self.pairs]

    @property
    def positives(self) -> list[str]:
        """The passage sides, in the same order."""
        return [pair.positive for pair in self.pairs]


def plan_batches(sources: Sequence[tuple[Source, Sequence[Pair]]], recipe: Recipe, *, seed: int) -> list[Batch]:
    """Return one epoch: the batches of all sources in random order."""
    batches: list[Batch] = []
    for source, pairs in sources:
        # A generator for each source: dropping one source leaves the batches of the others alone.
        random = Random(f"{seed}:batches:{source.name}")
        order: list[Pair] = []
        for _ in range(source.repeat):
            order.extend(random.sample(pairs, len(pairs)))
        batches.extend(
            Batch(source.name, tuple(members))
            for members in _fill(order, size=recipe.batch, smallest=recipe.smallest_batch)
        )
    Random(f"{seed}:order").shuffle(batches)
    return batches


def _fill(order: Sequence[Pair], *, size: int, smallest: int) -> list[list[Pair]]:
    """Fill batches from the front; a pair that clashes waits for the next batch.

    Ends when a batch stays below `smallest`: by then only pairs that share a text are waiting
    (hundreds of sections repeal an act in the same words), and those are left out.
    """
    waiting = deque(order)
    batches: list[list[Pair]] = []
    while waiting:
        members: list[Pair] = []
        used: set[int] = set()
        clashing: list[Pair] = []
        while waiting and len(members) < size:
            pair = waiting.popleft()
            if pair.anchor_key in used or pair.positive_key in used:
                clashing.append(pair)
                continue
            members.append(pair)
            used.update((pair.anchor_key, pair.positive_key))
        if len(members) < min(smallest, size):
            break
        batches.append(members)
        waiting.extendleft(reversed(clashing))
    return batches
