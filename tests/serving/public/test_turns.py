"""A conversation that travels with the page: what was sealed comes back, and nothing else does."""

from __future__ import annotations

import json
import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import replace
from functools import partial

from hypothesis import given
from hypothesis import strategies as st

from klyngebot.serving.bodies import HISTORY_LIMIT
from klyngebot.serving.public.documents import is_published, public_link
from klyngebot.serving.public.turns import MOST_SEALED, Seal, turn_view
from klyngebot.serving.references import permalink
from klyngebot.types import Answer, DocumentKind

_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(st.dictionaries(st.text(), _JSON))
def test_a_sealed_turn_comes_back_as_it_was(turn: dict[str, object]) -> None:
    seal = Seal()
    assert seal.open(seal.close(turn)) == turn


@given(st.text())
def test_no_other_text_opens_and_none_is_an_error(text: str) -> None:
    assert Seal().open(text) is None


@given(st.integers(0, 10_000), st.integers(1, 255))
def test_one_changed_byte_keeps_a_seal_closed(place: int, change: int) -> None:
    seal = Seal()
    raw = bytearray(urlsafe_b64decode(seal.close({"question": "Hvad er en klynge?", "answer": "Et samarbejde."})))
    raw[place % len(raw)] ^= change
    assert seal.open(urlsafe_b64encode(raw).decode()) is None


def test_the_seal_of_another_process_does_not_open() -> None:
    assert Seal().open(Seal().close({"question": "Hej"})) is None


def test_a_bomb_is_never_unpacked() -> None:
    packed = zlib.compress(json.dumps("a" * 10_000_000).encode())
    assert Seal().open(urlsafe_b64encode(b"0" * 16 + packed).decode()) is None


def test_the_latest_turns_are_kept_and_fit_into_a_form() -> None:
    seal = Seal()
    turns = [{"question": str(number)} for number in range(HISTORY_LIMIT + 5)]
    assert seal.open_all(seal.close_latest(turns)) == turns[5:]
    assert seal.open_all(map(seal.close, turns)) == turns[5:], "also where a form of somebody's brings more"
    large = [
        {"question": str(number), "answer": Seal().close({"x": "æ"}) + str(number) * 6_000} for number in range(30)
    ]
    assert sum(map(len, seal.close_latest(large))) <= MOST_SEALED


def test_a_sentence_is_cut_at_the_words_that_answer(answered: Answer) -> None:
    sentence = replace(answered.sentences[1], focus=(0, 14))
    view = turn_view(replace(answered, sentences=(sentence,)), permalink)
    assert view["sentences"][0]["parts"] == ["", sentence.text[:14], sentence.text[14:]]
    assert "".join(view["sentences"][0]["parts"]) == sentence.text


def test_a_document_that_is_not_published_is_not_linked(answered: Answer) -> None:
    def links(published: str) -> list[str]:
        view = turn_view(answered, partial(public_link, published=published))
        return [
            passage["permalink"]
            for source in view["references"]
            for document in source["documents"]
            for passage in document["passages"]
        ]

    assert all(links("corpus"))
    assert not any(links("none"))


def test_only_a_users_own_file_is_hidden_in_the_default() -> None:
    assert [kind for kind in DocumentKind if not is_published(kind, "corpus")] == [DocumentKind.FOREIGN]
    assert all(is_published(kind, "all") for kind in DocumentKind)
    assert not any(is_published(kind, "none") for kind in DocumentKind)
