"""Finding among many chunks: `python benchmarks/scale.py [CHUNKS]`, 100,000 by default, about ten minutes.

The chunks are sentences of the shipped corpus drawn by chance, three to six at a time. So every word stands in very
many chunks: harder for the lexical index than as many real documents would be. Answers are not judged, only timed.
"""

from __future__ import annotations

import os
import platform
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

import psutil

from klyngebot.dense import dense_searcher
from klyngebot.embedding import StaticEmbedder
from klyngebot.evaluation.gold import read_gold
from klyngebot.fusion import FusedSearcher
from klyngebot.lexical import LexicalIndex, LexicalSearcher
from klyngebot.loading import load_documents
from klyngebot.reranking import MaxSim, MaxSimReranker, PassageTokens, RerankedSearcher
from klyngebot.settings import default_corpus
from klyngebot.store import VectorStore
from klyngebot.types import Chunk

ROOT = Path(__file__).resolve().parent.parent
CHUNKS = 100_000
QUESTIONS = 200
HITS = 12


def main() -> None:
    """Build, ask and print."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else CHUNKS
    chunks = made_chunks(count)
    texts, ids = [chunk.text for chunk in chunks], [chunk.id for chunk in chunks]
    static = StaticEmbedder()
    with timed("vectors"):
        vectors = static.embed_documents(texts)
    with timed("words"):
        lexical = LexicalIndex.build(ids, texts)
        tokens = PassageTokens.build(static, ids, texts)
    with tempfile.TemporaryDirectory(prefix="klyngebot-scale-") as folder:
        with timed("Chroma"):
            VectorStore.write(Path(folder) / "chroma", chunks, vectors)
        store = VectorStore(Path(folder) / "chroma")
        try:
            by_id = {chunk.id: chunk for chunk in chunks}
            dense = dense_searcher(chunks, vectors, static, store.search, prefix=static.prefix)
            maxsim = MaxSim(static, tokens.frequency(static.vocabulary_size), len(chunks))
            fused = FusedSearcher(LexicalSearcher(lexical, by_id), dense)
            searcher = RerankedSearcher(fused, MaxSimReranker(maxsim, tokens))
            questions = [item.question for item in read_gold([ROOT / "tests" / "gold" / "answers"])]
            for question in questions[:20]:
                searcher.search(question, HITS)
            times = []
            for question in questions[20 : 20 + QUESTIONS]:
                begun = time.perf_counter()
                searcher.search(question, HITS)
                times.append(1000 * (time.perf_counter() - begun))
        finally:
            store.close()
    megabytes = psutil.Process().memory_info().rss / 1e6
    print(f"{platform.processor() or platform.machine()}, {os.cpu_count()} cores, {count} chunks, {megabytes:.0f} MB")
    print(
        f"find + fuse + rerank: median {statistics.median(times):.1f} ms, least {min(times):.1f}, most {max(times):.1f}"
    )


def made_chunks(count: int) -> list[Chunk]:
    """Chunks of sentences drawn from the shipped corpus, always the same, in order of id."""
    random = Random(0)
    sentences = [
        document.text[sentence.start : sentence.end]
        for document in load_documents(default_corpus()).documents
        for sentence in document.sentences
    ]
    texts = (" ".join(random.sample(sentences, random.randint(3, 6))) for _ in range(count))
    return [Chunk(f"{place:08}", "made", (), 0, len(text), text) for place, text in enumerate(texts)]


@contextmanager
def timed(what: str) -> Iterator[None]:
    """Tell how long the block took."""
    begun = time.perf_counter()
    yield
    print(f"{what}: {time.perf_counter() - begun:.0f} s", flush=True)


if __name__ == "__main__":
    main()
