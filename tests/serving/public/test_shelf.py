"""Documents and their pages are made once for each bot, and anew for the next one."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace

import pytest

from klyngebot.errors import IndexUnavailableError
from klyngebot.serving.public.shelf import Shelf
from klyngebot.types import Document


class Bot(SimpleNamespace):
    """As much of a bot as has documents."""


def bot_with(*documents: Document) -> Bot:
    return Bot(corpus=SimpleNamespace(documents=documents))


def test_a_page_is_made_once_and_anew_for_another_bot(make_document: Callable[..., Document]) -> None:
    made, clean = (make_document(name, {"Hvad er det": ["Det er en klynge."]}) for name in ("made", "clean"))
    bots = [bot_with(made, clean)]
    shelf = Shelf(lambda: bots[-1], lambda _kind: True)  # type: ignore[arg-type,return-value]
    assert list(shelf.documents()) == ["clean", "made"]
    assert shelf.documents() is shelf.documents()
    assert [shelf.page(made, False, lambda n=n: f"page {n}") for n in (1, 2)] == ["page 1", "page 1"]
    assert shelf.page(made, True, lambda: "it is over") == "it is over"
    bots.append(bot_with(made))
    assert list(shelf.documents()) == ["made"]
    assert shelf.page(made, False, lambda: "page 3") == "page 3"


def test_while_there_is_no_bot_there_are_no_documents() -> None:
    def none() -> None:
        raise IndexUnavailableError("ikke klar")

    with pytest.raises(IndexUnavailableError):
        Shelf(none, lambda _kind: True).documents()  # type: ignore[arg-type]
