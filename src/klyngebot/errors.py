"""The closed tree of errors that klyngebot raises on purpose.

Every error carries a Danish message that says what went wrong *and what to do*, because the message
may reach a user (command line, ingest report). Refusing to answer is never an error: see
`klyngebot.types.Refusal`.
"""

from __future__ import annotations


class KlyngebotError(Exception):
    """Base of all errors of klyngebot. `str(error)` is a Danish sentence fit for a user."""


class SettingsValueError(KlyngebotError):
    """A setting has a value that it cannot have; the message names the environment variable."""


class DocumentError(KlyngebotError):
    """A document cannot be read; ingest reports and skips it.

    Args:
        path: the file as the user named it.
        problem: what is wrong, in Danish, without a full stop.
        remedy: what to do about it, in Danish, without a full stop.
        line: one-based line number in the file, where one is known.
    """

    def __init__(self, path: str, problem: str, remedy: str, line: int | None = None) -> None:
        self.path = path
        self.problem = problem
        self.remedy = remedy
        self.line = line
        where = path if line is None else f"{path}, linje {line}"
        super().__init__(f"{where}: {problem}. {remedy}.")


class CheckError(KlyngebotError):
    """A claim or a text is empty or too long to be checked."""


class IndexUnavailableError(KlyngebotError):
    """There is no usable index; the message names the command that builds one."""


class IndexDamagedError(IndexUnavailableError):
    """An index generation fails the check of its manifest; it must not be opened."""


class IndexMismatchError(IndexUnavailableError):
    """The index was built with another model, dimension or format version."""


class IndexWriteError(KlyngebotError):
    """A new index cannot be written (disk full, no permission); the one in use stays."""


class IndexBusyError(KlyngebotError):
    """Another ingest holds the lock of the data folder."""


class ModelError(KlyngebotError):
    """An embedding or language model cannot be loaded or does not behave as promised."""


class OptionalDependencyError(KlyngebotError):
    """A part needs a package that is not installed; the message says how to install it."""


class TrainingDataError(KlyngebotError):
    """A file of training pairs is missing or damaged; the message names the file and the line."""


class GoldFileError(KlyngebotError):
    """A file of gold questions or claims is malformed."""
