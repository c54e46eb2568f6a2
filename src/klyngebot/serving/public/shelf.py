"""The documents that have a page, and their pages, each made once for as long as the same bot answers."""

from __future__ import annotations

import weakref
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from klyngebot.types import Document, DocumentKind

if TYPE_CHECKING:
    from klyngebot.bot import Klyngebot


@dataclass(frozen=True, slots=True)
class _Row:
    """What stands on the shelf of one bot; it does not keep the bot open."""

    bot: weakref.ref[Klyngebot]
    documents: Mapping[str, Document]
    pages: dict[tuple[str, bool], str] = field(default_factory=dict)


class Shelf:
    """Documents by id, in the order of their titles. May be used from several threads.

    Args:
        bot_source: gives the bot, or raises `IndexUnavailableError`.
        is_public: whether documents of a kind have a page.
    """

    def __init__(self, bot_source: Callable[[], Klyngebot], is_public: Callable[[DocumentKind], bool]) -> None:
        self._bot_source = bot_source
        self._is_public = is_public
        self._row: _Row | None = None

    def documents(self) -> Mapping[str, Document]:
        """The documents of the bot that answers now. Raises `IndexUnavailableError` while there is none."""
        return self._now().documents

    def page(self, document: Document, is_over: bool, make: Callable[[], str]) -> str:
        """The page of a document, made where it is asked for the first time."""
        pages = self._now().pages
        key = (document.id, is_over)
        if key not in pages:
            pages[key] = make()
        return pages[key]

    def _now(self) -> _Row:
        bot = self._bot_source()
        row = self._row
        if row is None or row.bot() is not bot:
            chosen = [document for document in bot.corpus.documents if self._is_public(document.kind)]
            chosen.sort(key=lambda document: document.title.casefold())
            self._row = row = _Row(weakref.ref(bot), {document.id: document for document in chosen})
        return row
