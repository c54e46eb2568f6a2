"""Late interaction: each query word looks for its best partner in the passage."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from klyngebot.embedding import StaticEmbedder
from klyngebot.reranking import MaxSim, MaxSimReranker, PassageTokens
from klyngebot.types import Chunk, Hit

TEXTS = {
    "a": "Klyngeforum ledes af ministeriet.",
    "b": "Kontingentet er 5.000 kr. om året.",
    "c": "Klynger samler virksomheder.",
    "d": "",
}


@pytest.fixture(scope="module")
def tokens(static: StaticEmbedder) -> PassageTokens:
    return PassageTokens.build(static, list(TEXTS), list(TEXTS.values()))


@pytest.fixture(scope="module")
def maxsim(static: StaticEmbedder, tokens: PassageTokens) -> MaxSim:
    return MaxSim(static, tokens.frequency(static.vocabulary_size), len(TEXTS))


def hits(*ids: str, score: float = 0.5) -> list[Hit]:
    return [
        Hit(Chunk(chunk_id, "d", (), 0, 1, TEXTS[chunk_id]), score, rank, "test", {"lexical": 0.1})
        for rank, chunk_id in enumerate(ids, start=1)
    ]


def test_a_text_is_most_like_itself(maxsim: MaxSim, tokens: PassageTokens) -> None:
    passages = [tokens.by_id[chunk_id] for chunk_id in TEXTS]
    for position, text in enumerate(list(TEXTS.values())[:3]):
        similarities = maxsim.similarities(text, passages)
        assert int(np.argmax(similarities)) == position
        assert similarities[position] == pytest.approx(1.0, abs=1e-5)


def test_similarities_lie_between_minus_one_and_one(maxsim: MaxSim, tokens: PassageTokens) -> None:
    for query in ("Hvem leder Klyngeforum?", "xyzzyq", "pris", "5.000"):
        values = maxsim.similarities(query, list(tokens.by_id.values()))
        assert all(-1.00001 <= value <= 1.00001 for value in values)


def test_nothing_is_like_nothing(maxsim: MaxSim, tokens: PassageTokens) -> None:
    assert maxsim.similarities("", [tokens.by_id["a"]]) == [0.0]
    assert maxsim.similarities("klynge", [tokens.by_id["d"]]) == [0.0]
    assert maxsim.similarities("klynge", []) == []


def test_a_passage_is_judged_the_same_alone_and_among_others(maxsim: MaxSim, tokens: PassageTokens) -> None:
    passages = list(tokens.by_id.values())
    together = maxsim.similarities("Hvem leder Klyngeforum?", passages)
    alone = [maxsim.similarities("Hvem leder Klyngeforum?", [passage])[0] for passage in passages]
    assert together == pytest.approx(alone, abs=1e-6)


def test_reranking_keeps_the_hits_and_orders_them_anew(maxsim: MaxSim, tokens: PassageTokens) -> None:
    given = hits("b", "c", "a")
    found = MaxSimReranker(maxsim, tokens).rerank("Hvem leder Klyngeforum?", given)
    assert found[0].chunk.id == "a"
    assert {hit.chunk.id for hit in found} == {"a", "b", "c"}
    assert [hit.rank for hit in found] == [1, 2, 3]
    assert all({"lexical", "maxsim"} <= hit.parts.keys() for hit in found)
    assert all(first.score >= second.score for first, second in pairwise(found))


def test_a_reranker_without_weight_keeps_the_scores(maxsim: MaxSim, tokens: PassageTokens) -> None:
    found = MaxSimReranker(maxsim, tokens, weight=0.0, length_weight=0.0).rerank("Klyngeforum", hits("c", "b", "a"))
    assert [(hit.chunk.id, hit.score) for hit in found] == [("a", 0.5), ("b", 0.5), ("c", 0.5)]


def test_a_longer_passage_has_to_be_nearer(static: StaticEmbedder) -> None:
    short = "Klyngeforum ledes af ministeriet."
    texts = {"kort": short, "lang": short + " Om vejret er der intet at sige." * 20}
    tokens = PassageTokens.build(static, list(texts), list(texts.values()))
    maxsim = MaxSim(static, tokens.frequency(static.vocabulary_size), len(texts))
    given = [Hit(Chunk(own, "d", (), 0, 1, text), 0.5, 1, "fused") for own, text in texts.items()]
    found = MaxSimReranker(maxsim, tokens).rerank("Hvem leder Klyngeforum?", given)
    assert [hit.chunk.id for hit in found] == ["kort", "lang"]
    assert found[1].parts["maxsim"] >= found[0].parts["maxsim"]
    blind = MaxSimReranker(maxsim, tokens, length_weight=0.0).rerank("Hvem leder Klyngeforum?", given)
    assert blind[1].score - blind[0].score == pytest.approx(0.0, abs=0.05)


def test_the_bonus_is_what_reranking_adds(maxsim: MaxSim, tokens: PassageTokens) -> None:
    reranker = MaxSimReranker(maxsim, tokens)
    given = hits("a", "b", "c")
    bonus = dict(zip("abc", reranker.bonus("Klyngeforum", [hit.chunk for hit in given]), strict=True))
    for hit in reranker.rerank("Klyngeforum", given):
        assert hit.score == pytest.approx(0.5 + bonus[hit.chunk.id])


def test_nothing_is_reranked_to_nothing(maxsim: MaxSim, tokens: PassageTokens) -> None:
    assert MaxSimReranker(maxsim, tokens).rerank("Klyngeforum", []) == []


def test_saved_tokens_come_back_the_same(tokens: PassageTokens, tmp_path: Path) -> None:
    tokens.save(tmp_path)
    loaded = PassageTokens.load(tmp_path, list(TEXTS))
    assert loaded.by_id.keys() == tokens.by_id.keys()
    assert all((loaded.by_id[chunk_id] == tokens.by_id[chunk_id]).all() for chunk_id in TEXTS)


def test_no_passages_are_saved_and_loaded(static: StaticEmbedder, tmp_path: Path) -> None:
    PassageTokens.build(static, [], []).save(tmp_path)
    loaded = PassageTokens.load(tmp_path, [])
    assert loaded.by_id == {}
    assert not loaded.frequency(static.vocabulary_size).any()


def test_frequency_counts_passages_and_not_words(static: StaticEmbedder) -> None:
    tokens = PassageTokens.build(static, ["x", "y"], ["klynge klynge klynge", "klynge"])
    (token,) = set(tokens.by_id["y"])
    assert tokens.frequency(static.vocabulary_size)[token] == 2
