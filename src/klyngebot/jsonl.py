"""Reading JSON Lines that others wrote: every line a value, or a reason why it is none."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from klyngebot.errors import KlyngebotError
from klyngebot.texts import operator as operator_texts


def read_lines(path: Path) -> Iterator[tuple[int, str]]:
    r"""The lines of a file that are not blank, counted from one.

    A line ends with a newline only: JSON may have any other line break of Unicode inside a text.

    Raises:
        KlyngebotError: there is no such file, or it is none of text in UTF-8.
    """
    if path.is_dir():
        raise KlyngebotError(operator_texts.jsonl_is_folder(str(path)))
    if not path.exists():
        raise KlyngebotError(operator_texts.jsonl_is_missing(str(path)))
    try:
        content = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise KlyngebotError(
            operator_texts.jsonl_is_unreadable(str(path), operator_texts.system_reason(error))
        ) from error
    yield from ((number, line) for number, line in enumerate(content.split("\n"), start=1) if line.strip())


def parse(line: str) -> Any:
    """The value of a line, which can be written as JSON again.

    Raises:
        ValueError: the line is not JSON, nests too deep, or has a number or a character that cannot be written.
    """
    try:
        value = json.loads(line, parse_constant=_refuse, parse_float=_finite)
        json.dumps(value, ensure_ascii=False).encode()  # half a character (a lone surrogate) cannot be written
    except RecursionError as error:
        raise ValueError("nests too deep") from error
    return value


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is not JSON")


def _finite(digits: str) -> float:
    value = float(digits)
    if not math.isfinite(value):
        raise ValueError(f"{digits} is too large")
    return value
