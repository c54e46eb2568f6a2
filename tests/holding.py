"""What living objects refer to: for tests that nothing of a user's words is left."""

from __future__ import annotations

import gc
import re
from collections.abc import Iterable
from typing import Any


def held(pattern: str) -> list[str]:
    """Texts that match and that any living object refers to, each behind the type of its holder.

    Local variables are left out. What C and Rust code remembers is not seen.
    """
    gc.unfreeze()
    gc.collect()
    wanted = re.compile(pattern, re.IGNORECASE)
    seen: set[int] = set()
    found: list[str] = []

    def look(holder: Any, things: Iterable[Any]) -> None:
        for thing in things:
            kind = type(thing)  # `isinstance` would ask what only stands in for a class, and some warn then
            if kind in (str, bytes, bytearray):
                if wanted.search(ascii(thing)):
                    found.append(f"{type(holder).__name__}: {ascii(thing)[:120]}")
            elif kind in (tuple, dict, frozenset) and not gc.is_tracked(thing) and id(thing) not in seen:
                seen.add(id(thing))
                look(thing, gc.get_referents(thing))

    for thing in gc.get_objects():
        if thing is not found and type(thing).__name__ != "frame":
            look(thing, gc.get_referents(thing))
    return found
