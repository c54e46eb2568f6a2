"""Index generations on disk: build aside, swap in atomically, keep the newest two."""

from __future__ import annotations

import fcntl
import os
import secrets
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from klyngebot.errors import IndexBusyError, IndexDamagedError, IndexUnavailableError
from klyngebot.store.manifest import REBUILD, Manifest
from klyngebot.texts import operator as operator_texts

KEPT = 2
LOCK_INTERVAL = 0.1  # seconds
LOCK = ".lock"
_LOCKS: dict[Path, TextIO] = {}  # of the copies that this process uses


class Generations:
    """The generations under a data folder.

    Layout: `generations/gen-000007/` is complete and never changes; `generations/tmp-…/` is being built;
    `current` is a small file with the name of the one in use; `run/<pid>-…/` are private copies of readers,
    `run/<pid>-….lock` are locked while they are used.
    """

    def __init__(self, data_dir: Path) -> None:
        self._root = data_dir
        self._folder = data_dir / "generations"
        self._pointer = data_dir / "current"

    @property
    def root(self) -> Path:
        """The data folder."""
        return self._root

    @property
    def exists(self) -> bool:
        """Whether a generation was ever published."""
        return self._pointer.is_file() or bool(self._numbers())

    def current(self) -> Path:
        """The folder of the generation in use.

        Raises:
            IndexUnavailableError: there is none.
            IndexDamagedError: the pointer or what it points to is damaged.
        """
        if not self.exists:
            raise IndexUnavailableError(f"Der er ikke noget indeks i {self._root}. {REBUILD}")
        try:
            name = self._pointer.read_text(encoding="utf-8").strip()
        except (OSError, ValueError) as error:  # missing, or not text
            raise IndexDamagedError(f"Det står ikke, hvilket indeks i {self._root} der er i brug. {REBUILD}") from error
        folder = self._folder / name
        if not name.startswith("gen-") or not folder.is_dir():
            raise IndexDamagedError(f"Indekset i {self._root} mangler. {REBUILD}")
        return folder

    @staticmethod
    def mark(folder: Path) -> str:
        """What tells a generation from every other, also from one of the same name in a folder that was made anew.

        Raises:
            IndexUnavailableError: it is gone.
        """
        try:
            return f"{folder.name} {folder.stat().st_mtime_ns}"
        except OSError as error:
            raise IndexUnavailableError(f"Indekset i {folder.parent} mangler. {REBUILD}") from error

    def kept(self) -> list[Path]:
        """The folders of the complete generations, newest first."""
        return [self._folder / f"gen-{number:06d}" for number in reversed(self._numbers())]

    @contextmanager
    def writing(self, *, patience: float = 0.0) -> Iterator[None]:
        """Hold the lock of the data folder: one ingest at a time. What a killed ingest left behind is removed.

        Args:
            patience: seconds to wait for another process that holds it.

        Raises:
            IndexBusyError: another process holds it.
        """
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with (self._root / "lock").open("w") as lock:
            deadline = time.monotonic() + patience
            while not _locked(lock):
                if time.monotonic() >= deadline:
                    raise IndexBusyError(
                        "Et andet klyngebot ingest er i gang i samme mappe. Vent, til det er færdigt, og prøv igen."
                    )
                time.sleep(LOCK_INTERVAL)
            self._remove_leftovers()
            yield

    def build(self, write: Callable[[Path], Manifest], check: Callable[[Path], None]) -> Path:
        """Build a generation and publish it; must run inside `writing`.

        Args:
            write: fills an empty folder and says what it wrote.
            check: opens the finished folder as a reader would and raises if it does not answer.

        Returns:
            The folder of the new generation. If anything raises, the generation in use stays in use.
        """
        temporary = Path(tempfile.mkdtemp(prefix="tmp-", dir=self._folder))
        try:
            manifest = write(temporary)
            manifest.write(temporary)
            check(temporary)
            _sync_tree(temporary)
            final = self._folder / f"gen-{self._next_number():06d}"
            temporary.rename(final)
            _sync_folder(self._folder)
        except BaseException:
            shutil.rmtree(temporary, ignore_errors=True)
            raise
        self._point_to(final.name)
        self._remove_old(final.name)
        return final

    @contextmanager
    def private_copy(self, folder: Path) -> Iterator[Path]:
        """A copy of a folder that only this process uses, removed at the end.

        Opening a Chroma may change its files, and two processes must not share one.
        """
        copy = self._copy(folder)
        try:
            yield copy
        finally:
            shutil.rmtree(copy, ignore_errors=True)
            _let_go(copy)

    def _copy(self, folder: Path) -> Path:
        run = self._root / "run"
        try:
            run.mkdir(parents=True, exist_ok=True, mode=0o700)
            _remove_dead(run)
            return _copied(folder, _held(run))
        except OSError:  # a read-only or full data folder: copy elsewhere
            pass
        try:
            return _copied(folder, Path(tempfile.mkdtemp(prefix="klyngebot-")))
        except OSError as error:
            raise IndexUnavailableError(
                f"Der er ikke plads til en arbejdskopi af indekset ({operator_texts.system_reason(error)}). "
                "Skaf plads på disken, og prøv igen."
            ) from error

    def _point_to(self, name: str) -> None:
        temporary = self._pointer.with_suffix(".new")
        temporary.write_text(name + "\n", encoding="utf-8")
        with temporary.open("rb") as file:
            os.fsync(file.fileno())
        temporary.replace(self._pointer)
        _sync_folder(self._root)

    def _numbers(self) -> list[int]:
        return sorted(int(path.name[4:]) for path in self._folder.glob("gen-*") if path.name[4:].isdigit())

    def _next_number(self) -> int:
        return max(self._numbers(), default=0) + 1

    def _remove_leftovers(self) -> None:
        for path in self._folder.glob("tmp-*"):
            shutil.rmtree(path, ignore_errors=True)

    def _remove_old(self, in_use: str) -> None:
        names = [f"gen-{number:06d}" for number in self._numbers()]
        for name in names[:-KEPT]:
            if name != in_use:
                shutil.rmtree(self._folder / name, ignore_errors=True)


def _locked(file: TextIO) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _copied(folder: Path, copy: Path) -> Path:
    try:
        shutil.copytree(folder, copy, dirs_exist_ok=True)
    except OSError:
        shutil.rmtree(copy, ignore_errors=True)
        _let_go(copy)
        raise
    return copy


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _sync_tree(folder: Path) -> None:
    for path in folder.rglob("*"):
        if path.is_dir():
            path.chmod(0o700)
            _sync_folder(path)
        else:
            path.chmod(0o600)
            with path.open("rb") as file:
                os.fsync(file.fileno())
    _sync_folder(folder)


def _remove_dead(run: Path) -> None:
    """Remove the copies of readers that were killed."""
    for path in run.iterdir():
        pid = path.name.split("-", 1)[0]
        if not pid.isdigit() or path.suffix == LOCK:
            continue
        lock = path.with_name(path.name + LOCK)
        if _is_left(lock) if lock.exists() else not _is_alive(int(pid)):
            shutil.rmtree(path, ignore_errors=True)
            lock.unlink(missing_ok=True)


def _held(run: Path) -> Path:
    """A new folder for a copy, with a lock beside it for as long as this process uses it.

    The number of the process tells too little: in a container it is the same after every start.
    """
    made = run / f"{os.getpid()}-{secrets.token_hex(4)}"
    lock = made.with_name(made.name + LOCK).open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        made.mkdir(mode=0o700)
    except OSError:
        lock.close()
        raise
    _LOCKS[made] = lock
    return made


def _let_go(copy: Path) -> None:
    lock = _LOCKS.pop(copy, None)
    if lock is not None:
        copy.with_name(copy.name + LOCK).unlink(missing_ok=True)
        lock.close()


def _is_left(lock: Path) -> bool:
    """Whether nobody holds a lock any more."""
    try:
        with lock.open("r") as file:
            return _locked(file)
    except OSError:
        return False


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
