"""What each part earns: the tables of docs/retrieval.md, on the development half and the calibration questions.

    python tools/ablation.py

The test half of the gold questions is never looked at. Needs an index of the shipped corpus (`klyngebot ingest`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import mean

import numpy as np

from klyngebot.answering import evidence as judging
from klyngebot.answering.choosing import choose
from klyngebot.bot import Klyngebot
from klyngebot.danish.normalize import fold
from klyngebot.embedding import StaticEmbedder
from klyngebot.evaluation.gold import GoldQuestion, Split, read_gold
from klyngebot.fusion import FusedSearcher
from klyngebot.lexical import LexicalSearcher
from klyngebot.protocols import Searcher
from klyngebot.retrieval import Index, build_maxsim, default_searcher, index_dense_searcher
from klyngebot.settings import read_settings
from klyngebot.store import Generations

GOLD = Path(__file__).resolve().parent.parent / "tests" / "gold"
DEPTHS = (1, 5, 8)
VARIANTS: tuple[tuple[str, dict[str, float]], ...] = (
    ("all signals", {}),
    ("without the question bank", {"bank": 0.0}),
    ("without sentence cosine", {"cosine": 0.0}),
    ("without word coverage", {"coverage": 0.0}),
    ("without chunk rank", {"chunk": 0.0}),
    ("without the shape of the answer", {"shape": 0.0, "definite_shape": 0.0}),
    ("without year, number and headcount", {"year": 0.0, "number": 0.0, "headcount": 0.0}),
    ("words only (no bank, cosine, chunk rank)", {"bank": 0.0, "cosine": 0.0, "chunk": 0.0}),
)

Sets = Mapping[str, Sequence[GoldQuestion]]


def main() -> None:
    """Print the three tables."""
    answers = read_gold([GOLD / "answers"])
    held_out = {fold(item.question) for item in answers if item.split is Split.TEST}
    sets: Sets = {
        "development": [item for item in answers if item.split is Split.DEV and item.answerable],
        "calibration": [
            item
            for item in read_gold([GOLD / "calibration"])
            if item.answerable and fold(item.question) not in held_out
        ],
    }
    head = " | ".join(f"{name} ({len(items)})" for name, items in sets.items())
    with Index.open(Generations(read_settings().data_dir)) as index:
        static = StaticEmbedder()
        print(f"Facts in the best {' / '.join(map(str, DEPTHS))} chunks\n\n| searcher | {head} |\n|---|---|---|")
        for name, searcher in searchers(index, static).items():
            print(f"| {name} | {' | '.join(chunks_right(searcher, items) for items in sets.values())} |")
        print(f"\nFacts in the nearest / one of the five nearest by cosine\n\n| of | {head} |\n|---|---|---|")
        for name, rows in nearest(index, static, sets).items():
            print(f"| {name} | {' | '.join(rows)} |")
    with Klyngebot.open() as bot:
        print(f"\nFacts in the sentences shown / in the first / sentences shown\n\n| variant | {head} |\n|---|---|---|")
        for name, changed in VARIANTS:
            with weights(changed):
                print(f"| {name} | {' | '.join(sentences_right(bot, items) for items in sets.values())} |", flush=True)


def searchers(index: Index, static: StaticEmbedder) -> dict[str, Searcher]:
    """The nestings that are compared."""
    lexical, dense = LexicalSearcher(index.lexical, index.stored.by_id), index_dense_searcher(index, static)
    return {
        "lexical": lexical,
        "dense": dense,
        "fused": FusedSearcher(lexical, dense),
        "fused + MaxSim": default_searcher(index, static, build_maxsim(index, static)),
    }


def chunks_right(searcher: Searcher, items: Sequence[GoldQuestion]) -> str:
    """Shares of questions whose facts all stand in the best chunks."""
    found = [[hit.chunk.text for hit in searcher.search(item.question, max(DEPTHS))] for item in items]
    return " / ".join(
        f"{mean(not item.missing_facts(' '.join(texts[:depth])) for item, texts in zip(items, found, strict=True)):.3f}"
        for depth in DEPTHS
    )


def nearest(index: Index, static: StaticEmbedder, sets: Sets) -> dict[str, list[str]]:
    """For stored questions and for sentences: is what carries the facts the nearest, or among five?"""
    sentences = [
        (document.text[sentence.start : sentence.end], sentence.questions)
        for document in sorted(index.documents.values(), key=lambda item: item.id)
        for sentence in document.sentences
    ]
    banked = [text for text, questions in sentences for _ in questions]
    texts = [text for text, _ in sentences]
    table: dict[str, list[str]] = {}
    for name, carriers, vectors in (
        ("stored questions", banked, index.bank_vectors.astype(np.float32)),
        ("sentences", texts, static.embed_documents(texts)),
    ):
        for items in sets.values():
            ranks = [
                next(
                    (
                        r
                        for r, i in enumerate(np.argsort(-(vectors @ static.embed_query(item.question)))[:5])
                        if not item.missing_facts(carriers[i])
                    ),
                    5,
                )
                for item in items
            ]
            table.setdefault(name, []).append(f"{mean(r == 0 for r in ranks):.3f} / {mean(r < 5 for r in ranks):.3f}")
    return table


@contextmanager
def weights(changed: Mapping[str, float]) -> Iterator[None]:
    """Other weights of the score of a sentence, for as long as the block lasts."""
    before = dict(judging.WEIGHTS)
    judging.WEIGHTS.update(changed)
    try:
        yield
    finally:
        judging.WEIGHTS.update(before)


def sentences_right(bot: Klyngebot, items: Sequence[GoldQuestion]) -> str:
    """Shares of questions whose facts stand in the sentences shown, in the first; and how many are shown."""
    shown, first, counts = [], [], []
    use_bank = judging.WEIGHTS["bank"] > 0
    for item in items:
        question, evidence, _ = bot.inspect(item.question, item.history, use_bank=use_bank)
        chosen = [entry.text for entry in choose(question, evidence)] if evidence else []
        shown.append(not item.missing_facts(" ".join(chosen)))
        first.append(bool(chosen) and not item.missing_facts(chosen[0]))
        counts.append(len(chosen))
    return f"{mean(shown):.3f} / {mean(first):.3f} / {mean(counts):.1f}"


if __name__ == "__main__":
    main()
