"""One contract, every searcher: a new one joins by standing in `SEARCHERS`."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from klyngebot.bot import ingest_corpus
from klyngebot.dense import dense_searcher
from klyngebot.embedding import StaticEmbedder
from klyngebot.fusion import FusedSearcher
from klyngebot.lexical import LexicalSearcher
from klyngebot.protocols import Searcher
from klyngebot.reranking import MaxSimReranker, RerankedSearcher
from klyngebot.retrieval import Index, build_maxsim, default_searcher, index_dense_searcher
from klyngebot.settings import Settings
from klyngebot.store import Generations

Build = Callable[[Index, StaticEmbedder], Searcher]


def lexical(index: Index, _static: StaticEmbedder) -> Searcher:
    return LexicalSearcher(index.lexical, index.stored.by_id)


def dense(index: Index, static: StaticEmbedder) -> Searcher:
    return index_dense_searcher(index, static)


def graph(index: Index, static: StaticEmbedder) -> Searcher:
    stored = index.stored
    return dense_searcher(stored.chunks, stored.vectors, static, index.store.search, exact_up_to=0)


def by_prefix(index: Index, static: StaticEmbedder) -> Searcher:
    stored = index.stored
    return dense_searcher(stored.chunks, stored.vectors, static, refused, prefix=static.prefix, exact_up_to=0)


def refused(_vector: object, _k: int) -> list[tuple[str, float]]:
    raise AssertionError("the graph must not be asked")


def fused(index: Index, static: StaticEmbedder) -> Searcher:
    return FusedSearcher(lexical(index, static), dense(index, static))


def reranked(index: Index, static: StaticEmbedder) -> Searcher:
    reranker = MaxSimReranker(build_maxsim(index, static), index.tokens)
    return RerankedSearcher(fused(index, static), reranker)


def shipped(index: Index, static: StaticEmbedder) -> Searcher:
    return default_searcher(index, static, build_maxsim(index, static))


SEARCHERS: tuple[Build, ...] = (lexical, dense, graph, by_prefix, fused, reranked, shipped)
QUERIES = (
    "Hvem leder Klyngeforum?",
    "hvad koster et medlemskab af MADE",
    "klyngestrategien 2013",
    "Hvilken klynge arbejder med robotter i Odense?",
    "What is a business cluster?",
)
UNKNOWN = "xyzzyq plughq"
EMPTY_LIKE = ("", " ", "?", "…!?", "\u200b", "\n")


@pytest.fixture(params=SEARCHERS, ids=lambda build: build.__name__)
def build(request: pytest.FixtureRequest) -> Build:
    chosen: Build = request.param
    return chosen


@pytest.fixture
def searcher(build: Build, index: Index, static: StaticEmbedder) -> Searcher:
    return build(index, static)


@pytest.fixture(scope="module")
def twins(
    tmp_path_factory: pytest.TempPathFactory, corpus_document: Callable[..., object], static: StaticEmbedder
) -> Iterator[Index]:
    """An index of six documents that say the same, so that their chunks tie."""
    folder = tmp_path_factory.mktemp("twins")
    same = {"Klynger": ["Klynger samler virksomheder og universiteter om innovation."]}
    for number in range(6):
        corpus_document(folder / "corpus", f"tvilling-{number}", same, title="Tvilling")
    chosen = Settings(data_dir=folder / "data")
    ingest_corpus(chosen, [folder / "corpus"])
    with Index.open(Generations(chosen.data_dir)) as opened:
        yield opened


@pytest.mark.parametrize("k", [1, 3, 10, 60, 10_000])
@pytest.mark.parametrize("query", QUERIES)
def test_no_more_hits_come_back_than_asked_for(searcher: Searcher, query: str, k: int, index: Index) -> None:
    hits = searcher.search(query, k)
    assert len(hits) <= min(k, len(index.stored.chunks))
    assert hits


@pytest.mark.parametrize("query", QUERIES)
def test_hits_come_best_first_with_ranks_from_one(searcher: Searcher, query: str) -> None:
    hits = searcher.search(query, 30)
    assert [hit.rank for hit in hits] == list(range(1, len(hits) + 1))
    assert all(earlier.score >= later.score for earlier, later in pairwise(hits))
    assert all(hit.found_by for hit in hits)


@pytest.mark.parametrize("query", QUERIES)
def test_no_chunk_comes_back_twice(searcher: Searcher, query: str) -> None:
    ids = [hit.chunk.id for hit in searcher.search(query, 100)]
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize("query", QUERIES)
def test_the_best_hits_do_not_depend_on_how_many_are_asked_for(searcher: Searcher, query: str) -> None:
    ten = [hit.chunk.id for hit in searcher.search(query, 10)]
    assert [hit.chunk.id for hit in searcher.search(query, 3)] == ten[:3]


@pytest.mark.parametrize("query", [*QUERIES, UNKNOWN, ""])
def test_the_same_query_gives_the_same_hits(searcher: Searcher, query: str) -> None:
    first, second = searcher.search(query, 20), searcher.search(query, 20)
    assert [dataclasses.astuple(hit) for hit in first] == [dataclasses.astuple(hit) for hit in second]


def test_ties_stand_in_order_of_chunk_id(build: Build, twins: Index, static: StaticEmbedder) -> None:
    searcher = build(twins, static)
    hits = searcher.search("Hvad samler klynger?", 10)
    assert len(hits) == 6
    assert max(hit.score for hit in hits) - min(hit.score for hit in hits) < 1e-6
    assert [hit.chunk.id for hit in hits] == sorted(hit.chunk.id for hit in hits)


def test_unknown_words_do_no_harm(searcher: Searcher) -> None:
    known = searcher.search("Klyngeforum", 1)[0].score
    hits = searcher.search(UNKNOWN, 5)
    assert len(hits) <= 5
    assert all(hit.score < known for hit in hits)


@pytest.mark.parametrize("query", EMPTY_LIKE)
def test_a_query_without_a_word_is_taken(searcher: Searcher, query: str) -> None:
    hits = searcher.search(query, 5)
    assert len(hits) <= 5


@pytest.mark.parametrize("k", [0, 1])
def test_few_hits_can_be_asked_for(searcher: Searcher, k: int) -> None:
    assert len(searcher.search("Klyngeforum", k)) == k


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hvem støtter innovationsnetværk på Ærø?", "HVEM STØTTER INNOVATIONSNETVÆRK PÅ ÆRØ?"),
        ("støtte til små virksomheder", "støtte til sma\u030a virksomheder"),
        ("støtte til små virksomheder", "støtte\u00a0til  små virksom\u00adheder"),
    ],
)
def test_case_and_composition_of_letters_do_not_matter(searcher: Searcher, one: str, other: str) -> None:
    assert [hit.chunk.id for hit in searcher.search(one, 10)] == [hit.chunk.id for hit in searcher.search(other, 10)]


@pytest.mark.parametrize("build", [lexical])
@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Århus Kommune støtte", "Aarhus Kommune stoette"),
        ("væksthuse på Sjælland", "vaeksthuse paa Sjaelland"),
        ("start-up", "start‐up"),
    ],
)
def test_spellings_do_not_matter_to_the_lexical_searcher(searcher: Searcher, one: str, other: str) -> None:
    assert [hit.chunk.id for hit in searcher.search(one, 10)] == [hit.chunk.id for hit in searcher.search(other, 10)]


@pytest.mark.parametrize("build", [fused, reranked, shipped])
def test_spelled_out_letters_find_the_same_best_chunk(searcher: Searcher) -> None:
    asked = ("Hvilke vækstfora støttede klyngestrategien?", "Hvilke vaekstfora stoettede klyngestrategien?")
    best = [{hit.chunk.id for hit in searcher.search(query, 5)} for query in asked]
    assert best[0] & best[1]


@pytest.mark.parametrize("query", [*QUERIES, UNKNOWN])
def test_score_agrees_with_search(searcher: Searcher, query: str) -> None:
    hits = searcher.search(query, 40)
    scores = searcher.score(query, [hit.chunk for hit in hits])
    assert scores == pytest.approx([hit.score for hit in hits], abs=2e-5)


def test_chunks_that_were_not_found_have_a_score_too(searcher: Searcher, index: Index) -> None:
    query = QUERIES[0]
    found = searcher.search(query, 5)
    ids = {hit.chunk.id for hit in found}
    others = [chunk for chunk in index.stored.chunks if chunk.id not in ids]
    assert max(searcher.score(query, others)) <= found[0].score + 2e-5
    assert searcher.score(query, []) == []


def test_hits_are_chunks_of_the_index(searcher: Searcher, index: Index) -> None:
    for hit in searcher.search("klynge", 20):
        assert index.stored.by_id[hit.chunk.id] == hit.chunk
        document = index.documents[hit.chunk.document_id]
        assert document.text[hit.chunk.start : hit.chunk.end] == hit.chunk.text


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(query=st.text(max_size=120), k=st.integers(0, 80))
def test_any_text_can_be_searched(searcher: Searcher, query: str, k: int) -> None:
    hits = searcher.search(query, k)
    assert len(hits) <= k
    assert len({hit.chunk.id for hit in hits}) == len(hits)


@pytest.mark.parametrize("shortcut", [graph, by_prefix])
@pytest.mark.parametrize("query", QUERIES)
def test_a_shortcut_finds_what_comparing_with_all_finds(
    query: str, shortcut: Build, index: Index, static: StaticEmbedder
) -> None:
    exact, walked = dense(index, static).search(query, 20), shortcut(index, static).search(query, 20)
    assert [hit.chunk.id for hit in walked] == [hit.chunk.id for hit in exact]
    assert [hit.score for hit in walked] == pytest.approx([hit.score for hit in exact], abs=1e-5)
