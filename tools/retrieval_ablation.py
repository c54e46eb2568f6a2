"""What each part of the search earns on collections in BEIR's format: two tables of docs/retrieval.md.

    python tools/retrieval_ablation.py DIR [DIR …]

Each variant is the shipped search with one thing changed. The difference is that of nDCG@10 to the shipped search,
query by query, as the mean of the collections, with 95 % of the bootstrap.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from statistics import mean, median

import numpy as np
from numpy.typing import NDArray

from klyngebot.danish.analyzer import content_tokens, grams, stem, terms
from klyngebot.embedding import StaticEmbedder
from klyngebot.evaluation.beir import Collection, read_collection
from klyngebot.evaluation.ranking import ndcg
from klyngebot.evaluation.retrieval import WARM_UP, Bm25Searcher, Systems
from klyngebot.fusion import COSINE_WEIGHT, FusedSearcher
from klyngebot.lexical import K1
from klyngebot.protocols import Searcher
from klyngebot.remembering import forget
from klyngebot.reranking import POOL, MaxSimReranker, RerankedSearcher
from klyngebot.types import Chunk, Hit

DEPTH = 10  # hits; fewer than are read again, so that as many are as when the bot asks
SAMPLES = 2000
SHORTEST_PART = 4  # letters of a part of a compound
LINKS = ("", "s", "e")

Values = NDArray[np.float64]
Part = Callable[["Workbench"], Searcher]


class Workbench:
    """The parts of the search over one collection, to nest in other ways."""

    def __init__(self, collection: Collection, static: StaticEmbedder) -> None:
        self.systems = Systems(collection, static, static)
        self.lexical, self.dense = self.systems["lexical"], self.systems["dense"]
        self.maxsim, self.tokens = self.systems.late_interaction
        self.splitter = Splitter(self.systems.texts)

    def nested(
        self,
        *,
        cosine: float = COSINE_WEIGHT,
        late: dict[str, float] | None = None,
        pool: int = POOL,
        lexical: Searcher | None = None,
    ) -> Searcher:
        """The shipped nesting with other weights or another lexical part; `late` None leaves it as shipped."""
        fused = FusedSearcher(lexical or self.lexical, self.dense, weight=cosine)
        return RerankedSearcher(fused, MaxSimReranker(self.maxsim, self.tokens, **(late or {})), pool=pool)

    def bm25(self, analyze: Callable[[str], Sequence[str]]) -> Searcher:
        """Plain BM25 over other terms, at the shipped k1."""
        return Bm25Searcher(self.systems.chunks, analyze, k1=K1)


class Splitter:
    """Splits compounds into two words of the texts that are more usual than the whole (Koehn and Knight 2003)."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._counts = Counter(word for text in texts for word in content_tokens(text))

    def terms(self, text: str) -> list[str]:
        """Stems of the words and of the parts of compounds."""
        return [stem(part) for word in content_tokens(text) for part in (word, *self._parts(word))]

    def _parts(self, word: str) -> tuple[str, ...]:
        best: tuple[float, tuple[str, ...]] = (float(self._counts[word]), ())
        for cut in range(SHORTEST_PART, len(word) - SHORTEST_PART + 1):
            for link in LINKS:
                left, right = word[:cut], word[cut:]
                if not left.endswith(link) or len(left) - len(link) < SHORTEST_PART:
                    continue
                parts = (left.removesuffix(link), right)
                usual = (self._counts[parts[0]] * self._counts[parts[1]]) ** 0.5
                if usual > best[0]:
                    best = (usual, parts)
        return best[1]


class _Silent:
    """Finds what another finds, and gives it no score."""

    def __init__(self, searcher: Searcher) -> None:
        self._searcher = searcher

    def search(self, query: str, k: int) -> list[Hit]:
        return self._searcher.search(query, k)

    def score(self, query: str, chunks: Sequence[Chunk]) -> list[float]:
        return [0.0] * len(chunks)


def _stems(text: str) -> list[str]:
    return [stem(word) for word in content_tokens(text)]


def _grams(text: str) -> list[str]:
    return [gram for word in content_tokens(text) for gram in (grams(word) or (word,))]


SEARCHES: Mapping[str, Part] = {
    "shipped": lambda bench: bench.nested(),
    "without words": lambda bench: bench.nested(lexical=_Silent(bench.lexical)),
    "without cosine": lambda bench: bench.nested(cosine=0.0),
    "without late interaction": lambda bench: bench.systems["fused"],
    "without what length gives": lambda bench: bench.nested(late={"length_weight": 0.0}),
    "50 read again": lambda bench: bench.nested(pool=50),
    "cosine × 0.25": lambda bench: bench.nested(cosine=0.25),
    "cosine × 1": lambda bench: bench.nested(cosine=1.0),
    "late interaction × 0.3": lambda bench: bench.nested(late={"weight": 0.3}),
    "late interaction × 1.2": lambda bench: bench.nested(late={"weight": 1.2}),
}
ANALYZERS: Mapping[str, Part] = {
    "stems and 4-grams": lambda bench: bench.bm25(terms),
    "words": lambda bench: bench.bm25(content_tokens),
    "stems": lambda bench: bench.bm25(_stems),
    "stems and parts of compounds": lambda bench: bench.bm25(bench.splitter.terms),
    "4-grams": lambda bench: bench.bm25(_grams),
    "stems, parts of compounds and 4-grams": lambda bench: bench.bm25(
        lambda text: [*bench.splitter.terms(text), *_grams(text)]
    ),
}


def main() -> None:
    """Print both tables."""
    folders = [Path(argument) for argument in sys.argv[1:]]
    if not folders:
        sys.exit(__doc__)
    static = StaticEmbedder()
    collections = [read_collection(folder) for folder in folders]
    if without := [item.name for item in collections if not any(item.relevant.values())]:
        sys.exit(f"No query with a relevant passage in {', '.join(without)}.")
    benches = [Workbench(collection, static) for collection in collections]
    for title, variants in (("search", SEARCHES), ("BM25 over", ANALYZERS)):
        print(f"\n| {title} | {' | '.join(item.name for item in collections)} | mean | difference (95 %) | ms |")
        print(f"|{'---|' * (len(collections) + 4)}")
        base: list[Values] = []
        for name, make in variants.items():
            measured = [_measure(bench, make(bench), item) for bench, item in zip(benches, collections, strict=True)]
            values = [found for found, _ in measured]
            base = base or values
            means = [float(found.mean()) for found in values]
            figures = " | ".join(f"{figure:.3f}" for figure in (*means, mean(means)))
            difference = "" if values is base else _difference(values, base)
            print(f"| {name} | {figures} | {difference} | {median(ms for _, ms in measured):.1f} |", flush=True)


def _measure(bench: Workbench, searcher: Searcher, collection: Collection) -> tuple[Values, float]:
    """nDCG@10 of every judged query, and the median milliseconds of one."""
    values, times = [], []
    for text in list(collection.queries.values())[:WARM_UP]:
        searcher.search(text, DEPTH)
    forget()  # no search is timed with what another has computed
    for own, text in collection.queries.items():
        if grades := collection.relevant.get(own):
            begun = time.perf_counter()
            hits = searcher.search(text, DEPTH)
            times.append(1000 * (time.perf_counter() - begun))
            values.append(ndcg([hit.chunk.id for hit in hits], grades))
    return np.array(values), median(times)


def _difference(values: Sequence[Values], base: Sequence[Values]) -> str:
    """The mean over collections of the mean difference, and its interval; queries are drawn within collections."""
    random = np.random.default_rng(0)
    differences = [own - other for own, other in zip(values, base, strict=True)]
    drawn = np.mean(
        [own[random.integers(0, len(own), (SAMPLES, len(own)))].mean(axis=1) for own in differences], axis=0
    )
    low, high = np.quantile(drawn, (0.025, 0.975))
    return f"{mean(float(own.mean()) for own in differences):+.3f} ({low:+.3f} to {high:+.3f})"


if __name__ == "__main__":
    main()
