"""Cosines of tokens: of the rows as they are, in 1..-1, the same both ways."""

from __future__ import annotations

import numpy as np
import pytest

from klyngebot.embedding import StaticEmbedder


def test_a_token_is_like_itself_and_cosines_are_symmetric(static: StaticEmbedder) -> None:
    ids = static.token_ids("Hvor mange medlemmer har klyngen i Odense?")
    cosines = static.token_cosines(ids, ids)
    assert np.diag(cosines) == pytest.approx(1.0, abs=1e-5)
    assert cosines == pytest.approx(cosines.T, abs=1e-5)
    assert np.abs(cosines).max() <= 1 + 1e-5


def test_they_are_the_cosines_of_the_exported_rows(static: StaticEmbedder) -> None:
    left, right = static.token_ids("klynge"), static.token_ids("netværk og virksomheder")
    rows = static.rows()
    unit = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    assert static.token_cosines(left, right) == pytest.approx(unit[left] @ unit[right].T, abs=1e-4)


def test_no_tokens_give_an_empty_matrix(static: StaticEmbedder) -> None:
    assert static.token_cosines(static.token_ids(""), static.token_ids("klynge")).shape[0] == 0
