"""What was worked out of a text is remembered, and forgotten together with everything like it.

The same words and sentences come back question after question, so much is kept in stores that hold the latest. Left
alone, such a store (`functools.lru_cache`) holds what a user wrote until newer texts push it out: on a quiet server for
weeks. So every store whose keys may be a user's words is made here, and `forget` empties them all. What is read once
from the files of the project, such as a list of words, needs no forgetting and uses `lru_cache` itself.
"""

from __future__ import annotations

import re
import threading
import urllib.parse
import weakref
from collections.abc import Callable
from functools import _lru_cache_wrapper, lru_cache
from typing import Any, TypeVar

_T = TypeVar("_T")
_stores: weakref.WeakSet[_lru_cache_wrapper[Any]] = weakref.WeakSet()
_lock = threading.Lock()


def remembered(most: int) -> Callable[[Callable[..., _T]], _lru_cache_wrapper[_T]]:
    """A decorator: the results of the function for the latest `most` arguments are remembered, until `forget`."""

    def decorate(function: Callable[..., _T]) -> _lru_cache_wrapper[_T]:
        store = lru_cache(maxsize=most)(function)
        with _lock:  # bots are opened in threads
            _stores.add(store)
        return store

    return decorate


def forget() -> None:
    """Empty all stores, and Python's own of patterns and addresses; may be called while others work."""
    with _lock:
        stores = list(_stores)
    for store in stores:
        store.cache_clear()
    re.purge()
    urllib.parse.clear_cache()  # type: ignore[attr-defined]  # public, though not documented
