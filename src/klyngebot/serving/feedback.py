"""What users say of answers: kept on this machine for some days, only where the operator has switched it on.

One file a day in `<data folder>/feedback`, a JSON object a line: `{"date", "thumb", "text", "question", "answer"}`.
Personal data is masked before anything is written; the question and the answer are there only where the user ticked
to send them along. Nothing tells who it was.
"""

from __future__ import annotations

import json
import logging
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, suppress
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final

from fastapi import FastAPI
from fastapi.responses import JSONResponse
from starlette.responses import Response

from klyngebot.danish.normalize import clean
from klyngebot.danish.personal_data import masked
from klyngebot.serving.bodies import Feedback
from klyngebot.serving.gate import Door
from klyngebot.serving.problems import problem
from klyngebot.serving.regularly import regularly
from klyngebot.settings import Settings
from klyngebot.texts import api as api_texts
from klyngebot.texts import operator as operator_texts

PATH: Final = "/api/v1/feedback"
DOOR: Final = Door.of("POST OPTIONS", PATH)
HEADER: Final = "Klyngebot-Feedback"  # of an answer: days that feedback on it would be kept
LARGEST: Final = 20 * 1024**2  # bytes of all files together: a flood must not fill the disk
DELETE_SECONDS: Final = 600.0  # between looks for what has become too old
DAY_SECONDS: Final = 86_400
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Judgment:
    """What a user said of an answer, on which day (UTC); `thumb` is "up" or "down", other parts may be empty."""

    date: str
    thumb: str
    text: str = ""
    question: str = ""
    answer: str = ""


class FeedbackFullError(Exception):
    """There is no more room for feedback."""


class FeedbackBox:
    """The files of feedback in a folder; may be used from several threads, and by the command line beside a server.

    Args:
        folder: made, for its owner alone, when the first judgment comes.
        days: how old a judgment may become.
        largest: bytes of all files together.
        today: the day it is, in UTC.
    """

    def __init__(
        self,
        folder: Path,
        days: int,
        largest: int = LARGEST,
        today: Callable[[], date] = lambda: datetime.now(UTC).date(),
    ) -> None:
        self._folder = folder
        self._days = days
        self._largest = largest
        self._today = today
        self._lock = threading.Lock()
        self._told_full = False  # once for each time that it becomes full

    @classmethod
    def of(cls, settings: Settings) -> FeedbackBox:
        """The box of the settings' data folder."""
        return cls(settings.data_dir / "feedback", settings.feedback_days)

    def keep(self, given: Feedback) -> None:
        """Write a judgment down, with its personal data masked.

        Raises:
            FeedbackFullError: all files together are as large as they may become, or it cannot be written.
        """
        today = self._today()
        said = given.exchange
        parts = (given.text, said.question if said else "", said.answer if said else "")
        judgment = Judgment(today.isoformat(), given.thumb, *(masked(clean(part))[0] for part in parts))
        line = json.dumps(asdict(judgment), ensure_ascii=False).encode() + b"\n"
        try:
            with self._lock:
                self._write(self._folder / f"{today.isoformat()}.jsonl", line)
        except (OSError, FeedbackFullError) as error:
            if not self._told_full:
                log.warning("%s", operator_texts.FEEDBACK_FULL)
            self._told_full = True
            raise FeedbackFullError from error
        self._told_full = False

    def _write(self, path: Path, line: bytes) -> None:
        self.delete_expired()
        if sum(kept.stat().st_size for kept in self._files()) + len(line) > self._largest:
            raise FeedbackFullError
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._folder.chmod(0o700)
        _append(path, line)

    def judgments(self) -> Iterator[Judgment]:
        """Everything that is kept and not too old, oldest day first."""
        self.delete_expired()
        for path in self._files():
            for line in path.read_text(encoding="utf-8").split("\n"):
                with suppress(ValueError, TypeError):  # a line that was cut off, or put there by others
                    yield Judgment(**json.loads(line))

    def delete_expired(self) -> None:
        """Delete the days whose first judgment may have become too old."""
        for path in self._files():
            if (self._today() - date.fromisoformat(path.stem)).days >= self._days:
                path.unlink(missing_ok=True)

    def delete_all(self) -> int:
        """Delete everything; returns the number of days that had feedback."""
        files = self._files()
        for path in files:
            path.unlink(missing_ok=True)
        return len(files)

    def kept_young(self, seconds: float = DELETE_SECONDS) -> AbstractContextManager[None]:
        """Within, what becomes too old is deleted: at once, and again every so many seconds."""
        return regularly("delete-feedback", seconds, self.delete_expired, at_once=True)

    def _files(self) -> list[Path]:
        """The files of days, oldest first; whatever else lies there is not ours."""
        return sorted(path for path in self._folder.glob("*.jsonl") if _is_day(path.stem))


def add_to(app: FastAPI, box: FeedbackBox, days: int) -> None:
    """Let users send feedback to `POST /api/v1/feedback`."""
    app.state.doors.append(DOOR)
    app.state.feedback_box = box  # the page without script fills the same one

    @app.post(PATH)
    def feedback(body: Feedback) -> Response:
        try:
            box.keep(body)
        except FeedbackFullError:
            return problem(
                503,
                title=api_texts.PROBLEM_FEEDBACK_FULL,
                detail=api_texts.PROBLEM_FEEDBACK_FULL_REMEDY,
                headers={"Retry-After": str(DAY_SECONDS)},
            )
        return JSONResponse({"status": "saved", "message": api_texts.feedback_kept(days), "days": days}, 201)


def _append(path: Path, line: bytes) -> None:
    """Add a line to a file that only its owner reads; a link in its place is not followed."""
    flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW
    descriptor = os.open(path, flags, 0o600)
    try:
        size = os.fstat(descriptor).st_size
        if os.write(descriptor, line) < len(line):
            os.ftruncate(descriptor, size)
            raise OSError("the disk is full")
    finally:
        os.close(descriptor)


def _is_day(name: str) -> bool:
    try:
        return date.fromisoformat(name).isoformat() == name
    except ValueError:
        return False
