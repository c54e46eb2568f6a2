"""The training loop: one row of numbers per token, such that the mean of a text lies near its pair.

Module and losses are those of sentence-transformers; the loop is ours. Its Trainer needs two packages
that an install of sentence-transformers leaves out (`accelerate` and `datasets`) and brings
checkpoints, callbacks and a data loader to an epoch of 500 steps of a second.

Imports torch: only `klyngebot.training.train` loads this module, and only when called.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.losses import (
    MatryoshkaLoss,
    MultipleNegativesRankingLoss,
)
from sentence_transformers.sentence_transformer.modules import StaticEmbedding
from tokenizers import Tokenizer
from torch.nn.functional import cross_entropy

from klyngebot.training.batches import Batch
from klyngebot.training.late_interaction import inverse_frequencies, late_interaction, shortened, tokens_of
from klyngebot.training.recipe import Recipe

REPORT_EVERY = 50


class Fit(NamedTuple):
    """Token vectors, float32 [vocabulary, dimension], and the loss of each step."""

    vectors: NDArray[np.float32]
    losses: tuple[float, ...]


def fit_embedding(
    tokenizer: Tokenizer,
    batches: Sequence[Batch],
    recipe: Recipe,
    *,
    seed: int,
    report: Callable[[str], None] = print,
) -> Fit:
    """Train token vectors on `batches`, in their order, each once.

    Method: mean pooling (StaticEmbedding), InfoNCE in both directions over the batch (van den Oord
    et al., 2018; symmetric as in Günther et al., 2023), summed over the Matryoshka prefixes
    (Kusupati et al., 2022); added to it the same loss by late interaction over a part of the batch
    (`klyngebot.training.late_interaction`). The same arguments give the same bits on the same machine, with one
    thread or two. torch's global random state is neither read nor changed.
    """
    # A copy, because cutting long texts must not end up in the tokenizer that ships.
    cutting = Tokenizer.from_str(tokenizer.to_str())
    cutting.enable_truncation(recipe.longest_text)
    embedding = StaticEmbedding(cutting, embedding_weights=_initial_vectors(cutting, recipe, seed))
    model = SentenceTransformer(modules=[embedding], device="cpu")
    ranking = MultipleNegativesRankingLoss(
        model,
        scale=recipe.scale,
        directions=("query_to_doc", "doc_to_query"),
        partition_mode="per_direction",
    )
    loss = MatryoshkaLoss(model, ranking, recipe.dimensions)
    # Dense Adam on purpose: its moments let a row move on after the batch that held its token.
    optimizer = torch.optim.Adam(embedding.parameters(), lr=recipe.learning_rate, fused=True)
    no_labels = torch.empty(0)
    weights = inverse_frequencies(_distinct_texts(batches), cutting)
    random = np.random.default_rng(seed)

    losses: list[float] = []
    for step, batch in enumerate(batches):
        for group in optimizer.param_groups:
            group["lr"] = recipe.learning_rate * rate_at(step, len(batches), recipe.warm_up)
        features = [embedding.preprocess(batch.anchors), embedding.preprocess(batch.positives)]
        optimizer.zero_grad()
        value = loss(features, no_labels)
        if recipe.late_weight:
            value = value + recipe.late_weight * _late_loss(
                embedding.embedding.weight, features, weights, recipe, random
            )
        value.backward()
        optimizer.step()
        losses.append(float(value.detach()))
        if (step + 1) % REPORT_EVERY == 0 or step + 1 == len(batches):
            recent = losses[-REPORT_EVERY:]
            report(f"step {step + 1}/{len(batches)}: mean loss {sum(recent) / len(recent):.3f}")
    return Fit(embedding.embedding.weight.detach().numpy().copy(), tuple(losses))


def _late_loss(
    rows: torch.Tensor,
    features: Sequence[dict[str, torch.Tensor]],
    weights: torch.Tensor,
    recipe: Recipe,
    random: np.random.Generator,
) -> torch.Tensor:
    """Return InfoNCE in both directions, by late interaction, over pairs of the batch chosen by chance."""
    queries, passages = (tokens_of(side) for side in features)
    usable = [place for place in range(len(queries)) if len(queries[place]) and len(passages[place])]
    chosen = random.permutation(usable)[: recipe.late_batch]
    scores = recipe.scale * late_interaction(
        rows,
        [queries[place][: recipe.late_query] for place in chosen],
        [shortened(passages[place], recipe.late_passage, random) for place in chosen],
        weights,
    )
    right = torch.arange(len(chosen))
    return (cross_entropy(scores, right) + cross_entropy(scores.T, right)) / 2


def _distinct_texts(batches: Sequence[Batch]) -> list[str]:
    """Return every text of the batches once."""
    texts: dict[int, str] = {}
    for batch in batches:
        for pair in batch.pairs:
            texts.setdefault(pair.anchor_key, pair.anchor)
            texts.setdefault(pair.positive_key, pair.positive)
    return list(texts.values())


def rate_at(step: int, steps: int, warm_up: float) -> float:
    """Return the share of the full learning rate at `step` (from 0): linear up, linear down.

    >>> [round(rate_at(step, 10, 0.2), 2) for step in range(10)]
    [0.5, 1.0, 1.0, 0.88, 0.75, 0.62, 0.5, 0.38, 0.25, 0.12]
    """
    rising = max(1, round(steps * warm_up))
    if step < rising:
        return (step + 1) / rising
    return (steps - step) / (steps - rising)


def _initial_vectors(tokenizer: Tokenizer, recipe: Recipe, seed: int) -> torch.Tensor:
    """Return normal random rows, float32 [vocabulary, dimension]."""
    generator = torch.Generator().manual_seed(seed)
    shape = (tokenizer.get_vocab_size(), recipe.dimension)
    return torch.normal(0.0, recipe.initial_deviation, shape, generator=generator)
