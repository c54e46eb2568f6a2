"""Reading the word lists of `danish/data`."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def lines(name: str) -> tuple[str, ...]:
    """The entries of a word list, without comments and empty lines."""
    text = files("klyngebot.danish").joinpath("data", name).read_text(encoding="utf-8")
    stripped = (line.split("#", 1)[0].strip() for line in text.splitlines())
    return tuple(line for line in stripped if line)


@cache
def words(name: str) -> frozenset[str]:
    """All words of a list, several a line allowed."""
    return frozenset(word for line in lines(name) for word in line.split())
