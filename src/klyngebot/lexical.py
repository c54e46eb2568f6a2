"""The lexical index: BM25 over stems and character 4-grams in one index.

Scores are divided by the query's theoretical maximum (every term with full weight), so they lie in 0..1 and
shrink by themselves when the query's words are not in the corpus: an English question then follows the
vectors without any language detection. Settings k1 0.9, b 0.75 and this normalization: docs/retrieval.md.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

import bm25s
import numpy as np
from numpy.typing import NDArray

from klyngebot.danish.analyzer import stems, terms
from klyngebot.danish.names import names
from klyngebot.danish.normalize import clean, fold
from klyngebot.danish.synonyms import related
from klyngebot.types import Chunk, Hit

K1 = 0.9
B = 0.75
SYNONYM_WEIGHT = 0.35

_WORD = re.compile(r"[^\W\d_]+")

Scores = NDArray[np.float32]


def query_weights(query: str) -> dict[str, float]:
    """Terms of a query with their weights: 1 for its own, less for words that mean nearly the same."""
    weights = dict.fromkeys(terms(query), 1.0)
    for others in related(tuple(stems(query))).values():
        for other in others:
            weights.setdefault("=" + other, SYNONYM_WEIGHT)
    return weights


class LexicalIndex:
    """BM25 over chunks, built once for each index generation and stored with it.

    `surfaces` maps each folded word of the texts to the way they spell it.
    """

    def __init__(
        self,
        retriever: bm25s.BM25,
        document_frequency: dict[str, int],
        surfaces: dict[str, str],
        names: Sequence[str],
        ids: Sequence[str],
    ) -> None:
        self.surfaces = surfaces
        self._names = frozenset(names)
        self._df = document_frequency
        self._n = len(ids)
        self._ids = list(ids)
        self._vocabulary: dict[str, int] = retriever.vocab_dict
        scores = retriever.scores
        self._data, self._rows, self._starts = scores["data"], scores["indices"], scores["indptr"]
        self._retriever = retriever

    @classmethod
    def build(cls, ids: Sequence[str], texts: Iterable[str]) -> LexicalIndex:
        """Index the texts; `ids` name them. An empty index is allowed and finds nothing."""
        texts = list(texts)
        token_lists = [terms(text) or ["="] for text in texts]
        retriever = bm25s.BM25(method="lucene", k1=K1, b=B)
        retriever.index(token_lists or [["="]], show_progress=False)
        frequency: dict[str, int] = {}
        for tokens in token_lists:
            for term in set(tokens):
                frequency[term] = frequency.get(term, 0) + 1
        return cls(retriever, frequency, _surfaces(texts), _usual_names(texts), ids)

    def save(self, folder: Path) -> None:
        """Write the index into a folder."""
        self._retriever.save(str(folder), corpus=None, show_progress=False)
        payload = {
            "ids": self._ids,
            "document_frequency": self._df,
            "surfaces": self.surfaces,
            "names": sorted(self._names),
        }
        (folder / "terms.json").write_text(json.dumps(payload, ensure_ascii=False), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> LexicalIndex:
        """Read an index that `save` wrote."""
        retriever = bm25s.BM25.load(str(folder), load_corpus=False, show_progress=False)
        payload = json.loads((folder / "terms.json").read_text(encoding="utf-8"))
        return cls(retriever, payload["document_frequency"], payload["surfaces"], payload["names"], payload["ids"])

    def __len__(self) -> int:
        return self._n

    @property
    def ids(self) -> list[str]:
        """The names of the indexed texts, in the order of `scores`."""
        return self._ids

    def idf(self, term: str) -> float:
        """Lucene's inverse document frequency; a term that no text has counts as the rarest."""
        frequency = self._df.get(term, 0)
        return math.log(1 + (self._n - frequency + 0.5) / (frequency + 0.5))

    def knows(self, stem: str) -> bool:
        """Whether a stem occurs in the indexed texts."""
        return "=" + stem in self._df

    def is_name(self, stem: str) -> bool:
        """Whether the texts mostly write the stem as a name."""
        return stem in self._names

    def scores(self, query: str) -> Scores:
        """Relative BM25 of every text, shape (len(self),), each 0..1."""
        totals = np.zeros(max(self._n, 1), dtype=np.float32)
        weights = query_weights(query)
        maximum = sum(self.idf(term) for term, weight in weights.items() if weight == 1.0)
        if maximum <= 0 or not self._n:
            return totals[: self._n]
        for term, weight in weights.items():
            number = self._vocabulary.get(term)
            if number is not None:
                span = slice(self._starts[number], self._starts[number + 1])
                totals[self._rows[span]] += weight * self._data[span]
        relative: Scores = np.minimum(totals[: self._n] / np.float32(maximum), np.float32(1.0))
        return relative


def _surfaces(texts: Iterable[str]) -> dict[str, str]:
    """Folded word -> its most frequent spelling in lower case, for mending typing errors."""
    counts: dict[str, dict[str, int]] = {}
    for text in texts:
        for word in _WORD.findall(clean(text).lower()):
            spellings = counts.setdefault(fold(word), {})
            spellings[word] = spellings.get(word, 0) + 1
    return {folded: min(spellings, key=lambda word: (-spellings[word], word)) for folded, spellings in counts.items()}


def _usual_names(texts: Iterable[str]) -> list[str]:
    """Stems that are written as names in at least two thirds of the texts that have them."""
    as_name: dict[str, int] = {}
    anyhow: dict[str, int] = {}
    for text in texts:
        for stem in set(stems(text)):
            anyhow[stem] = anyhow.get(stem, 0) + 1
        for stem in names(text):
            as_name[stem] = as_name.get(stem, 0) + 1
    return sorted(stem for stem, count in as_name.items() if 3 * count >= 2 * anyhow.get(stem, count))


class LexicalSearcher:
    """Searches chunks by words. `chunks` are those of the index, by id."""

    def __init__(self, index: LexicalIndex, chunks: dict[str, Chunk]) -> None:
        self._index = index
        self._chunks = chunks
        self._position = {chunk_id: position for position, chunk_id in enumerate(index.ids)}

    def search(self, query: str, k: int) -> list[Hit]:
        """At most `k` chunks that share a term with the query, best first."""
        scores = self._index.scores(query)
        found = [int(i) for i in np.flatnonzero(scores > 0)]
        found.sort(key=lambda i: (-float(scores[i]), self._index.ids[i]))
        return [
            Hit(self._chunks[self._index.ids[i]], float(scores[i]), rank, "lexical")
            for rank, i in enumerate(found[:k], start=1)
        ]

    def score(self, query: str, chunks: Sequence[Chunk]) -> list[float]:
        """Relative BM25 of the given chunks."""
        scores = self._index.scores(query)
        return [float(scores[self._position[chunk.id]]) for chunk in chunks]
