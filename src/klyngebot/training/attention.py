"""Fitting the attention of `klyngebot.checking.attention` with torch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from klyngebot.checking.attention import SUMMED, TEMPERATURE, Attention
from klyngebot.checking.tokens import FEATURES, Array, Side

BASIS = 160  # dimensions onto which word vectors are projected first
PROJECTED, FLAGS, HIDDEN = 64, 24, 80
CLASSES = 3
EPOCHS, BATCH, RATE, DECAY, SMOOTHING, DROPOUT = 24, 96, 3e-3, 0.02, 0.05, 0.3
LEARNED_FROM = 20_000  # word vectors of which the basis is taken
_FAR_BELOW = -1e9


@dataclass(frozen=True)
class Pair:
    """A claim and a sentence, what the sentence makes of the claim (its place in `VERDICTS`), and its weight."""

    claim: Side
    sentence: Side
    label: int
    weight: float


class _Network(nn.Module):  # type: ignore[misc]
    """The same computation as `Attention.probabilities`, for a batch padded with zeros."""

    def __init__(self) -> None:
        super().__init__()
        encoded = PROJECTED + FLAGS
        self.project, self.flags = nn.Linear(BASIS, PROJECTED), nn.Linear(FEATURES, FLAGS)
        self.attend = nn.Sequential(nn.Linear(encoded, HIDDEN), nn.ReLU(), nn.Linear(HIDDEN, HIDDEN))
        self.compare = nn.Sequential(
            nn.Linear(2 * encoded + 2 * PROJECTED, HIDDEN),
            nn.ReLU(),
            nn.Dropout(DROPOUT),
            nn.Linear(HIDDEN, HIDDEN),
            nn.ReLU(),
        )
        self.out = nn.Sequential(
            nn.Linear(4 * HIDDEN, HIDDEN), nn.ReLU(), nn.Dropout(DROPOUT), nn.Linear(HIDDEN, CLASSES)
        )
        self.dropped = nn.Dropout(DROPOUT)
        self.bias = nn.Parameter(torch.tensor(5.0))

    def forward(self, said: Tensor, own: Tensor, told: Tensor, there: Tensor) -> Tensor:
        own_real, there_real = own[..., 0] > 0, there[..., 0] > 0
        mine = torch.cat([self.project(self.dropped(said)), torch.relu(self.flags(own))], -1)
        theirs = torch.cat([self.project(self.dropped(told)), torch.relu(self.flags(there))], -1)
        alike = self.attend(mine) @ self.attend(theirs).transpose(1, 2) / TEMPERATURE
        alike = alike + self.bias * (said @ told.transpose(1, 2))
        to_there = torch.softmax(alike.masked_fill(~there_real[:, None, :], _FAR_BELOW), 2) @ theirs
        to_own = torch.softmax(alike.masked_fill(~own_real[:, :, None], _FAR_BELOW), 1).transpose(1, 2) @ mine
        parts = [*self._compared(mine, to_there, own_real), *self._compared(theirs, to_own, there_real)]
        return torch.as_tensor(self.out(torch.cat(parts, -1)))

    def _compared(self, words: Tensor, attended: Tensor, real: Tensor) -> list[Tensor]:
        both = [words, attended, (words - attended)[..., :PROJECTED], (words * attended)[..., :PROJECTED]]
        hidden = self.compare(torch.cat(both, -1)) * real[..., None]
        return [hidden.sum(1) / SUMMED, hidden.max(1)[0]]


def basis_of(pairs: Sequence[Pair], seed: int = 0) -> Array:
    """The directions in which the words of the pairs differ most, shape (dimension, BASIS).

    Raises:
        ValueError: the pairs have fewer words than there are directions.
    """
    words = np.concatenate([pair.sentence.vectors for pair in pairs])
    if len(words) < BASIS:
        raise ValueError(f"{len(words)} words have no {BASIS} directions")
    chosen = np.random.default_rng(seed).permutation(len(words))[:LEARNED_FROM]
    return np.asarray(np.linalg.svd(words[chosen], full_matrices=False)[2][:BASIS].T, dtype=np.float32)


def fit_attention(pairs: Sequence[Pair], basis: Array, *, seed: int = 0, epochs: int = EPOCHS) -> Attention:
    """Fit on pairs; the same pairs and seed give the same weights on the same machine."""
    torch.manual_seed(seed)
    rng, network = np.random.default_rng(seed), _Network()
    optimizer = torch.optim.AdamW(network.parameters(), lr=RATE, weight_decay=DECAY)
    tensors = _Tensors(pairs, basis)
    rounds = -(-len(pairs) // BATCH)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, RATE, total_steps=epochs * rounds)
    for _ in range(epochs):
        for batch in np.array_split(rng.permutation(len(pairs)), rounds):
            losses = functional.cross_entropy(
                network(*tensors.of(batch)), tensors.labels[batch], label_smoothing=SMOOTHING, reduction="none"
            )
            optimizer.zero_grad()
            (losses * tensors.weights[batch]).mean().backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            schedule.step()
    # Rounded as they are stored, so that what is measured is what is shipped
    weights = {name: own.detach().numpy().astype(np.float16) for name, own in network.state_dict().items()}
    stored = {name: np.asarray(own, dtype=np.float32) for name, own in weights.items()}
    return Attention(np.asarray(basis.astype(np.float16), dtype=np.float32), stored)


class _Tensors:
    """Pairs with their vectors projected; a batch is padded to its longest texts."""

    def __init__(self, pairs: Sequence[Pair], basis: Array) -> None:
        self._claims = [(pair.claim.vectors @ basis, pair.claim.features) for pair in pairs]
        self._sentences = [(pair.sentence.vectors @ basis, pair.sentence.features) for pair in pairs]
        self.labels = torch.tensor([pair.label for pair in pairs])
        self.weights = torch.tensor([pair.weight for pair in pairs], dtype=torch.float32)

    def of(self, batch: NDArray[np.intp]) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        return (*_padded([self._claims[own] for own in batch]), *_padded([self._sentences[own] for own in batch]))


def _padded(sides: Sequence[tuple[Array, Array]]) -> tuple[Tensor, Tensor]:
    longest = max(len(features) for _, features in sides)
    vectors = np.zeros((len(sides), longest, BASIS), np.float32)
    features = np.zeros((len(sides), longest, FEATURES), np.float32)
    for place, (own, flags) in enumerate(sides):
        vectors[place, : len(own)], features[place, : len(flags)] = own, flags
    return torch.from_numpy(vectors), torch.from_numpy(features)
