"""Saving a report: whole or not at all, and never over what it was made from."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from klyngebot.errors import KlyngebotError
from klyngebot.texts import operator as operator_texts


def check_target(path: Path, sources: Iterable[Path] = ()) -> None:
    """Find out before the work whether a report can be saved.

    Raises:
        KlyngebotError: `path` is one of the sources, a folder, or in a folder that is not there or cannot be written.
    """
    if path.is_dir():
        raise KlyngebotError(operator_texts.report_unwritable(str(path), operator_texts.TARGET_IS_FOLDER))
    if any(source.exists() and path.exists() and path.samefile(source) for source in sources):
        raise KlyngebotError(operator_texts.report_over_source(str(path)))
    folder = path.resolve().parent
    if not folder.is_dir():
        raise KlyngebotError(operator_texts.report_unwritable(str(path), operator_texts.TARGET_HAS_NO_FOLDER))
    if not os.access(path if path.exists() else folder, os.W_OK):
        raise KlyngebotError(operator_texts.report_unwritable(str(path), operator_texts.TARGET_IS_LOCKED))


def save(path: Path, text: str) -> None:
    """Write a text beside its place and move it there, so that an older file is replaced whole.

    Raises:
        KlyngebotError: it cannot be written.
    """
    place = path.resolve()
    try:
        if place.exists() and not place.is_file():  # a pipe or a device
            place.write_text(text, encoding="utf-8")
            return
        beside = place.with_name(f".{place.name}.{os.getpid()}.tmp")
        try:
            beside.write_text(text, encoding="utf-8")
            beside.replace(place)
        finally:
            beside.unlink(missing_ok=True)
    except OSError as error:
        raise KlyngebotError(
            operator_texts.report_unwritable(str(path), operator_texts.system_reason(error))
        ) from error
