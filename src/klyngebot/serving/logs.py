"""The log of a server: one JSON object a line on standard error, or plain lines in a terminal; never a user's words.

Our own modules log fixed texts of ours, or fields in `extra={"event": {...}}`. What others log, warn or print may carry
a question, so of theirs only who, what type and where is told. Control characters, and those that turn or hide text,
are escaped.
"""

from __future__ import annotations

import io
import json
import logging
import sys
import threading
import traceback
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Final

from pydantic.warnings import UnsupportedFieldAttributeWarning
from pythonjsonlogger.json import JsonFormatter

from klyngebot.serving.observing import Served, Told
from klyngebot.serving.problems import log_error
from klyngebot.settings import Settings
from klyngebot.texts import operator as operator_texts

OURS: Final = "klyngebot"
MOST_PLACES: Final = 100  # of what prints, to remember that they have been told of
# FastAPI silences it while it builds its fields, but for the whole process: another thread that silences something of
# its own at the same time makes it heard again
SILENCED_BY_OTHERS: Final = (UnsupportedFieldAttributeWarning,)
log = logging.getLogger(__name__)


def escaped(text: str) -> str:
    r"""The text with whatever does not print, or turns or hides what does, as JSON would write it.

    >>> escaped('Hej\u202e\x1b[31m\n')
    'Hej\\u202e\\u001b[31m\\n'
    """
    return text if text.isprintable() else "".join(map(_escaped_char, text))


def _escaped_char(char: str) -> str:
    return char if char.isprintable() else json.dumps(char)[1:-1]


def fields_of(record: logging.LogRecord) -> dict[str, Any]:
    """What a record tells; of one that is not ours nothing that could be a user's."""
    told: dict[str, Any] = {
        "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
        "level": record.levelname.lower(),
    }
    if not _is_ours(record):
        error = record.exc_info[1] if record.exc_info else None
        told |= {"event": "foreign", "logger": record.name, "place": f"{record.pathname}:{record.lineno}"}
        return told | ({"type": type(error).__name__, "error_place": _place(error.__traceback__)} if error else {})
    event: Mapping[str, Any] | None = getattr(record, "event", None)
    return told | (dict(event) if event else {"event": "message", "message": record.getMessage()})


def _is_ours(record: logging.LogRecord) -> bool:
    return record.name.partition(".")[0] == OURS


def _is_told(record: logging.LogRecord) -> bool:
    """Whether a record comes out at all; of others only warnings, for some set their own loggers to DEBUG."""
    return record.levelno >= logging.WARNING or _is_ours(record)


class JsonLines(JsonFormatter):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        """The line of a record, without its end."""
        return self.serialize_log_record(fields_of(record))

    def jsonify_log_record(self, log_data: dict[str, Any]) -> str:
        """The object in UTF-8, all of it printable."""
        return escaped(super().jsonify_log_record(log_data))


class PlainLines(logging.Formatter):
    """For who sits at a terminal: our own texts as they are, requests and foreign records in short."""

    def format(self, record: logging.LogRecord) -> str:
        """The line of a record, without its end."""
        told = fields_of(record)
        event = told["event"]
        if event == "request":
            return operator_texts.request_line(datetime.fromtimestamp(record.created).strftime("%H:%M:%S"), told)
        if event in ("foreign", "printed", "warning"):
            return escaped(operator_texts.foreign_line(told))
        return "\n".join(escaped(line) for line in record.getMessage().splitlines())


class RequestLog:
    """An observer that logs a line for every request that is over."""

    def begun(self) -> None:
        """A request has come in: nothing to tell yet."""

    def told(self, told: Told) -> None:
        """The bot has given an answer: the line of its request tells."""

    def served(self, served: Served) -> None:
        """A request is over."""
        told = served.told
        answer = {"task": told.task, "kind": told.kind, "answer": told.status} if told else {}
        version = {"corpus_version": told.corpus_version} if told and told.corpus_version else {}
        event = {
            "event": "request",
            "route": served.route,
            "method": served.method,
            "status": served.status,
            "milliseconds": round(served.seconds * 1000, 1),
            **answer,
            **version,
        }
        log.info("request", extra={"event": event})


@contextmanager
def kept(settings: Settings) -> Iterator[None]:
    """Within, everything that anybody logs, warns or prints in this process comes out as lines of ours."""
    stream = sys.stderr
    plain = settings.log_format == "plain" or (settings.log_format == "auto" and stream.isatty())
    handler = logging.StreamHandler(stream)
    handler.setFormatter(PlainLines() if plain else JsonLines(json_ensure_ascii=False))
    handler.addFilter(_is_told)
    root, ours = logging.getLogger(), logging.getLogger(OURS)
    before = (root.handlers[:], root.level, ours.level, logging.raiseExceptions, warnings.showwarning)
    hooks = (threading.excepthook, sys.unraisablehook)
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    ours.setLevel(logging.INFO)
    logging.raiseExceptions = False  # would print the record that cannot be written
    warnings.showwarning = _log_warning  # type: ignore[assignment]
    threading.excepthook = _log_uncaught
    sys.unraisablehook = _log_uncaught
    try:
        with redirect_stdout(_Printed()), redirect_stderr(_Printed()):
            yield
    finally:
        root.handlers[:], level, our_level, logging.raiseExceptions, warnings.showwarning = before
        root.setLevel(level)
        ours.setLevel(our_level)
        threading.excepthook, sys.unraisablehook = hooks


class _Printed(io.TextIOBase):
    """In place of a standard stream: what is printed is not passed on, but where from is told once."""

    def __init__(self) -> None:
        self._told: set[str] = set()

    def write(self, text: str) -> int:
        caller = sys._getframe(1)
        place = f"{caller.f_code.co_filename}:{caller.f_lineno}"
        if text.strip() and place not in self._told and len(self._told) < MOST_PLACES:
            self._told.add(place)
            log.warning("printed", extra={"event": {"event": "printed", "place": place}})
        return len(text)


def _log_warning(
    _message: Warning | str, category: type[Warning], filename: str, lineno: int, *_file_and_line: object
) -> None:
    if issubclass(category, SILENCED_BY_OTHERS):
        return
    event = {"event": "warning", "type": category.__name__, "place": f"{filename}:{lineno}"}
    log.warning("warning", extra={"event": event})


def _log_uncaught(uncaught: Any) -> None:
    """An error that ended a thread, or came where none can be raised."""
    if isinstance(uncaught.exc_value, Exception):
        log_error(uncaught.exc_value)


def _place(trace: TracebackType | None) -> str:
    """Where an error was raised."""
    frames = traceback.extract_tb(trace)[-1:]
    return ", ".join(f"{frame.filename}:{frame.lineno}" for frame in frames)
