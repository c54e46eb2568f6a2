"""The second task of training: find the passage by late interaction, as the search reads its best hits again.

A mean of vectors says little of which single words mean the same; late interaction (MaxSim; Khattab and Zaharia, 2020)
is nothing else. Trained together, the rows serve both.

Imports torch: only `klyngebot.training.fitting` loads this module.
"""

from collections.abc import Iterable, Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch.nn.functional import normalize

TokenIds = NDArray[np.int64]

ENCODED_AT_ONCE = 10_000  # texts


def inverse_frequencies(texts: Iterable[str], tokenizer: Tokenizer) -> torch.Tensor:
    """Return ln(1 + N / (df + 1)) of every token, float32 [vocabulary]: in how few of the N texts it stands."""
    counts = np.zeros(tokenizer.get_vocab_size(), dtype=np.int64)
    listed = list(texts)
    for start in range(0, len(listed), ENCODED_AT_ONCE):
        part = listed[start : start + ENCODED_AT_ONCE]
        for encoding in tokenizer.encode_batch_fast(part, add_special_tokens=False):
            counts[np.unique(encoding.ids)] += 1 if encoding.ids else 0
    return torch.from_numpy(np.log1p(len(listed) / (counts + 1.0)).astype(np.float32))


def tokens_of(features: dict[str, torch.Tensor]) -> list[TokenIds]:
    """Return the token ids of each text of what `StaticEmbedding.preprocess` gives."""
    ids, starts = features["input_ids"].numpy(), features["offsets"].numpy()
    return np.split(ids, starts[1:])


def shortened(tokens: TokenIds, longest: int, random: np.random.Generator) -> TokenIds:
    """Return the distinct tokens of a passage, sorted, or `longest` of them by chance."""
    distinct = np.unique(tokens)
    return distinct if len(distinct) <= longest else np.sort(random.choice(distinct, longest, replace=False))


def late_interaction(
    rows: torch.Tensor, queries: Sequence[TokenIds], passages: Sequence[TokenIds], weights: torch.Tensor
) -> torch.Tensor:
    """Return the MaxSim of every query with every passage, float32 [queries, passages], each -1 to 1.

    Of each token of a query the highest cosine with a token of the passage, and of these the mean, weighted.

    Args:
        rows: one for each token, [vocabulary, dimension].
        queries: their tokens; none is empty.
        passages: their distinct tokens; none is empty.
        weights: of the tokens of queries, [vocabulary].
    """
    asked, asked_place = np.unique(np.concatenate(queries), return_inverse=True)
    held, held_place = np.unique(np.concatenate(passages), return_inverse=True)
    left = normalize(rows[torch.from_numpy(asked)], dim=1)
    right = normalize(rows[torch.from_numpy(held)], dim=1)
    cosines = right @ left.T  # [held, asked]: a passage's tokens are whole rows, so its maximum is quick
    with torch.no_grad():
        fixed = cosines.detach()
        ends = np.cumsum([len(passage) for passage in passages])
        spans = [torch.from_numpy(part) for part in np.split(held_place, ends[:-1])]
        partners = torch.stack([span[fixed[span].max(0).indices] for span in spans])  # [passages, asked]
    best = cosines.gather(0, partners).T  # [asked, passages]
    lengths = [len(query) for query in queries]
    of_query = torch.from_numpy(np.repeat(np.arange(len(queries)), lengths))
    share = weights[torch.from_numpy(np.concatenate(queries))]
    share = share / torch.zeros(len(queries)).index_add(0, of_query, share)[of_query]
    found = share[:, None] * best[torch.from_numpy(asked_place)]
    return torch.zeros(len(queries), len(passages)).index_add(0, of_query, found)
