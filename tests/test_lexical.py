"""The lexical index: relative BM25 over stems and 4-grams."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from klyngebot.lexical import LexicalIndex, best, query_weights

TEXTS = {
    "a": "Klyngeforum ledes af Uddannelses- og Forskningsministeriet.",
    "b": "MADE er en klynge for avanceret produktion. MADE ligger i København.",
    "c": "CLEAN er en klynge for miljøteknologi i Sønderborg.",
    "d": "Kontingentet er 5.000 kr. om året for små virksomheder.",
}


@pytest.fixture(scope="module")
def lexical() -> LexicalIndex:
    return LexicalIndex.build(list(TEXTS), list(TEXTS.values()))


def first(lexical: LexicalIndex, query: str) -> str:
    return lexical.ids[int(np.argmax(lexical.scores(query)))]


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("Hvem leder Klyngeforum?", "a"),
        ("made", "b"),
        ("miljoeteknologi", "c"),
        ("SOENDERBORG", "c"),
        ("Koebenhavn", "b"),
        ("5000 kr", "d"),
        ("små firmaer", "d"),
        ("forskningsministeriets", "a"),
        ("klyngefroum", "a"),
        ("teknologi for miljø", "c"),
    ],
)
def test_a_query_finds_the_text_that_has_its_words(lexical: LexicalIndex, query: str, wanted: str) -> None:
    assert first(lexical, query) == wanted


@given(st.text(max_size=200))
@settings(deadline=None)
def test_scores_lie_between_nothing_and_one(query: str) -> None:
    scores = LexicalIndex.build(list(TEXTS), list(TEXTS.values())).scores(query)
    assert scores.shape == (len(TEXTS),)
    assert ((scores >= 0) & (scores <= 1)).all()


def test_scores_shrink_where_words_are_unknown(lexical: LexicalIndex) -> None:
    alone = lexical.scores("Klyngeforum").max()
    among_strangers = lexical.scores("Klyngeforum xyzzyq plughq frobnitz").max()
    assert among_strangers < alone / 2


@pytest.mark.parametrize("query", ["", "?", "xyzzyq"])
def test_a_query_without_known_words_scores_nothing(lexical: LexicalIndex, query: str) -> None:
    assert not lexical.scores(query).any()


def test_words_that_mean_nearly_the_same_weigh_less_than_the_querys_own() -> None:
    weights = query_weights("firma")
    assert weights["=firma"] == 1.0
    assert 0 < weights["=virksom"] < 1.0


def test_a_saved_index_scores_as_before(lexical: LexicalIndex, tmp_path: Path) -> None:
    lexical.save(tmp_path)
    loaded = LexicalIndex.load(tmp_path)
    assert loaded.ids == lexical.ids
    assert loaded.surfaces == lexical.surfaces
    for query in ("Hvem leder Klyngeforum?", "made", "små firmaer", "xyzzyq"):
        assert (loaded.scores(query) == lexical.scores(query)).all()
    for stem in ("clean", "klyngeforum", "virksom"):
        assert (loaded.knows(stem), loaded.is_name(stem), loaded.idf("=" + stem)) == (
            lexical.knows(stem),
            lexical.is_name(stem),
            lexical.idf("=" + stem),
        )


@pytest.mark.parametrize("texts", [[], [""], ["", "  "], ["…"]])
def test_an_index_of_nothing_finds_nothing(texts: list[str], tmp_path: Path) -> None:
    index = LexicalIndex.build([str(number) for number in range(len(texts))], texts)
    assert len(index) == len(texts)
    assert not index.scores("klynge").any()
    index.save(tmp_path)
    assert not LexicalIndex.load(tmp_path).scores("klynge").any()


def test_rare_words_weigh_more(lexical: LexicalIndex) -> None:
    assert lexical.idf("=xyzzyq") > lexical.idf("=clean") > lexical.idf("=klyng")


def test_a_stem_is_a_name_where_the_texts_write_it_as_one(lexical: LexicalIndex) -> None:
    assert lexical.is_name("clean")
    assert not lexical.is_name("klyng")
    assert not lexical.is_name("xyzzyq")


def test_surfaces_give_the_corpus_own_spelling(lexical: LexicalIndex) -> None:
    assert lexical.surfaces["miljoeteknologi"] == "miljøteknologi"
    assert lexical.surfaces["soenderborg"] == "sønderborg"


def test_the_best_are_in_order_with_ties_by_place_whatever_the_depth() -> None:
    scores = np.array([0.5, 1.0, 0.5, 0.5, 0.0], dtype=np.float32)
    for depth in range(6):
        assert best(scores, depth) == [1, 0, 2, 3, 4][:depth]
    assert best(scores, 9, above=0.0) == [1, 0, 2, 3]
    assert best(np.zeros(0, dtype=np.float32), 3) == []
