"""Tells JSON that every reader reads alike: UTF-8, no name twice, no NaN, and not deep."""

from __future__ import annotations

import json
from typing import Any, Final, NoReturn

DEEPEST: Final = 5  # a question has four: body, history, turn, text


def is_strict(body: bytes | bytearray) -> bool:
    """Whether a body is such JSON.

    >>> is_strict(b'{"question": "a"}'), is_strict(b'{"a": 1, "a": 2}'), is_strict(b"[[[[[[1]]]]]]"), is_strict(b"NaN")
    (True, False, False, False)
    """
    try:
        read = _DECODER.decode(body.decode("utf-8"))
    except (ValueError, RecursionError):  # of which one is raised for bytes that are no UTF-8
        return False
    return _is_shallow(read, DEEPEST)


def _is_shallow(value: Any, levels: int) -> bool:
    if not isinstance(value, dict | list):
        return True
    inner = value.values() if isinstance(value, dict) else value
    return levels > 0 and all(_is_shallow(item, levels - 1) for item in inner)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    read = dict(pairs)
    if len(read) < len(pairs):
        raise ValueError("a name twice")
    return read


def _refused(constant: str) -> NoReturn:
    raise ValueError(constant)


_DECODER: Final = json.JSONDecoder(object_pairs_hook=_object, parse_constant=_refused)
