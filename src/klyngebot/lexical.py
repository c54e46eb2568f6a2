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
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from klyngebot.danish.analyzer import stems, terms
from klyngebot.danish.names import names
from klyngebot.danish.normalize import clean, fold
from klyngebot.danish.synonyms import related
from klyngebot.remembering import remembered
from klyngebot.types import Chunk, Hit

K1 = 0.9
B = 0.75
SYNONYM_WEIGHT = 0.35
BLOCKS = 512

_WORD = re.compile(r"[^\W\d_]+")

Scores = NDArray[np.float32]


def query_weights(query: str) -> dict[str, float]:
    """Terms of a query with their weights: 1 for its own, less for words that mean nearly the same."""
    weights = dict.fromkeys(terms(query), 1.0)
    for others in related(tuple(stems(query))).values():
        for other in sorted(others):  # in the same order in every process: sums of floats depend on it
            weights.setdefault("=" + other, SYNONYM_WEIGHT)
    return weights


@dataclass(frozen=True, slots=True)
class Postings:
    """For each term the texts that have it, and its BM25 score there: the columns of a sparse matrix."""

    numbers: dict[str, int]
    scores: Scores
    rows: NDArray[np.integer[Any]]
    starts: NDArray[np.integer[Any]]

    @classmethod
    def build(cls, token_lists: Sequence[Sequence[str]], *, k1: float = K1, b: float = B) -> Postings:
        """BM25 in Lucene's form of texts given as terms (Robertson and Zaragoza 2009)."""
        import bm25s  # 0.2 s that only an ingest needs

        retriever = bm25s.BM25(method="lucene", k1=k1, b=b)
        retriever.index([list(tokens) for tokens in token_lists] or [["="]], show_progress=False)
        scores = retriever.scores
        return cls(retriever.vocab_dict, scores["data"], scores["indices"], scores["indptr"])

    def of(self, term: str) -> tuple[NDArray[np.integer[Any]], Scores]:
        """Rows of the texts that have the term, and its scores there; nothing for an unknown one."""
        number = self.numbers.get(term)
        span = slice(0, 0) if number is None else slice(int(self.starts[number]), int(self.starts[number + 1]))
        return self.rows[span], self.scores[span]

    def save(self, folder: Path) -> None:
        """Write into an existing folder."""
        for name in ("scores", "rows", "starts"):
            np.save(folder / f"{name}.npy", getattr(self, name))
        (folder / "numbers.json").write_text(json.dumps(self.numbers, ensure_ascii=False), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> Postings:
        """Read what `save` wrote."""
        numbers = json.loads((folder / "numbers.json").read_text(encoding="utf-8"))
        return cls(numbers, *(np.load(folder / f"{name}.npy") for name in ("scores", "rows", "starts")))


class LexicalIndex:
    """BM25 over chunks, built once for each index generation and stored with it.

    `surfaces` maps each folded word of the texts to the way they spell it.
    """

    def __init__(
        self,
        postings: Postings,
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
        self._postings = postings
        self._remembered = remembered(64)(self._compute_scores)

    @classmethod
    def build(cls, ids: Sequence[str], texts: Iterable[str], *, names: Sequence[str] | None = None) -> LexicalIndex:
        """Index the texts; `ids` name them. An empty index is allowed and finds nothing.

        Args:
            ids: in the order of `texts`; sorted, because ties are in order of place.
            texts: what is indexed.
            names: stems that count as names; None to see for oneself how the texts write them.
        """
        texts = list(texts)
        token_lists = [terms(text) or ["="] for text in texts]
        frequency: dict[str, int] = {}
        for tokens in token_lists:
            for term in set(tokens):
                frequency[term] = frequency.get(term, 0) + 1
        postings = Postings.build(token_lists)
        if names is None:
            return cls(postings, frequency, _surfaces(texts), _usual_names(texts), ids)
        return cls(postings, frequency, {}, names, ids)

    def save(self, folder: Path) -> None:
        """Write the index into a folder."""
        self._postings.save(folder)
        payload = {
            "ids": self._ids,
            "document_frequency": self._df,
            "surfaces": self.surfaces,
            "names": self.names,
        }
        (folder / "terms.json").write_text(json.dumps(payload, ensure_ascii=False), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> LexicalIndex:
        """Read an index that `save` wrote."""
        postings = Postings.load(folder)
        payload = json.loads((folder / "terms.json").read_text(encoding="utf-8"))
        return cls(postings, payload["document_frequency"], payload["surfaces"], payload["names"], payload["ids"])

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

    @property
    def names(self) -> Sequence[str]:
        """The stems that the texts mostly write as names, sorted."""
        return sorted(self._names)

    def is_name(self, stem: str) -> bool:
        """Whether the texts mostly write the stem as a name."""
        return stem in self._names

    def scores(self, query: str) -> Scores:
        """Relative BM25 of every text, shape (len(self),), each 0..1; read only, the latest queries are remembered."""
        return self._remembered(query)

    def _compute_scores(self, query: str) -> Scores:
        totals = np.zeros(max(self._n, 1), dtype=np.float32)
        weights = query_weights(query)
        maximum = sum(self.idf(term) for term, weight in weights.items() if weight == 1.0)
        if maximum <= 0 or not self._n:
            return totals[: self._n]
        for term, weight in weights.items():
            rows, scores = self._postings.of(term)
            # A third of the time of `totals[rows] += …`
            np.add.at(totals, rows, scores if weight == 1.0 else weight * scores)
        relative: Scores = np.minimum(totals[: self._n] / np.float32(maximum), np.float32(1.0))
        relative.flags.writeable = False
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


def _near_best(scores: NDArray[np.floating[Any]], k: int) -> Any:
    """A bound that at least `k` scores reach, and few more.

    For few of many, the k-th of the highest scores of blocks: a quarter of the time of finding the k-th of all, and a
    thirtieth where most scores are the same.
    """
    size = len(scores) // BLOCKS
    if size > 1 and 8 * k <= BLOCKS:
        highest = scores[: size * BLOCKS].reshape(BLOCKS, size).max(axis=1)
        return np.partition(highest, BLOCKS - k)[BLOCKS - k]
    return np.partition(scores, len(scores) - k)[len(scores) - k]


def best(scores: NDArray[np.floating[Any]], k: int, *, above: float = -math.inf) -> list[int]:
    """Positions of the `k` highest scores above a bound, best first; ties in order of position."""
    size = min(k, len(scores))
    if not size:
        return []
    least = _near_best(scores, size)
    found = np.flatnonzero((scores >= least) & (scores > above))  # with all that tie for the last place
    positions: list[int] = found[np.argsort(-scores[found], kind="stable")][:size].tolist()
    return positions


class LexicalSearcher:
    """Searches chunks by words. `chunks` are those of the index, by id."""

    def __init__(self, index: LexicalIndex, chunks: dict[str, Chunk]) -> None:
        self._index = index
        self._chunks = chunks
        self._position = {chunk_id: position for position, chunk_id in enumerate(index.ids)}

    def search(self, query: str, k: int) -> list[Hit]:
        """At most `k` chunks that share a term with the query, best first."""
        scores = self._index.scores(query)
        return [
            Hit(self._chunks[self._index.ids[i]], float(scores[i]), rank, "lexical")
            for rank, i in enumerate(best(scores, k, above=0.0), start=1)
        ]

    def score(self, query: str, chunks: Sequence[Chunk]) -> list[float]:
        """Relative BM25 of the given chunks."""
        scores = self._index.scores(query)
        found: list[float] = scores[[self._position[chunk.id] for chunk in chunks]].tolist()
        return found
