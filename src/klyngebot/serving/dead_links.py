"""Takes away the addresses of sentences whose document has no page, so that nobody is sent to one that is not there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from klyngebot.types import DocumentKind


def without_dead_links(plain: Any, is_published: Callable[[DocumentKind], bool]) -> Any:
    """The same JSON values; `permalink` is empty wherever it leads to a document that is not published.

    A citation tells the kind of its document; a passage has the address of a citation beside it.

    >>> cited = {"kind": "fremmed", "permalink": "/kilder/notat#s2"}
    >>> without_dead_links([cited, {"number": 1, "permalink": "/kilder/notat#s2"}], lambda kind: False)
    [{'kind': 'fremmed', 'permalink': ''}, {'number': 1, 'permalink': ''}]
    """
    hidden = {
        item["permalink"] for item in _linked(plain) if "kind" in item and not is_published(DocumentKind(item["kind"]))
    }
    return _emptied(plain, hidden) if hidden else plain


def _linked(plain: Any) -> Iterator[dict[str, Any]]:
    if isinstance(plain, dict):
        if "permalink" in plain:
            yield plain
        for value in plain.values():
            yield from _linked(value)
    elif isinstance(plain, list):
        for value in plain:
            yield from _linked(value)


def _emptied(plain: Any, hidden: set[str]) -> Any:
    if isinstance(plain, dict):
        return {
            name: "" if name == "permalink" and value in hidden else _emptied(value, hidden)
            for name, value in plain.items()
        }
    return [_emptied(value, hidden) for value in plain] if isinstance(plain, list) else plain
