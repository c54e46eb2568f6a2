"""Pairs of texts from `*.jsonl.gz` files: read, checked, deduplicated and sampled.

A line is a JSON object with `a` (the query side) and `p` (the passage side); other keys are kept
out. Nothing here writes, and no text of the pairs ends up in the repository.
"""

import gzip
import json
import unicodedata
import zlib
from collections.abc import Iterable, Iterator, Mapping
from hashlib import blake2b
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from klyngebot.errors import TrainingDataError
from klyngebot.training.recipe import Origin, Sides, Source

WRITTEN_DIR = Path(__file__).resolve().parent / "written"


class Pair(NamedTuple):
    """Two texts that should lie close to each other, and fingerprints of both."""

    anchor: str
    positive: str
    anchor_key: int
    positive_key: int


def fingerprint(text: str) -> int:
    """Return a 64-bit number equal for texts that the tokenizer cannot tell apart.

    >>> fingerprint("Ærø  Kommune") == fingerprint("ærø kommune")
    True
    """
    plain = " ".join(unicodedata.normalize("NFKC", text).lower().split())
    # Not hash(): that one is salted per process, and a run must not depend on the process.
    return int.from_bytes(blake2b(plain.encode(), digest_size=8).digest())


def read_pairs(path: Path) -> Iterator[Pair]:
    """Yield the pairs of one file in file order.

    Raises:
        TrainingDataError: the file is missing, is not gzip or UTF-8, is cut short, or a line is
            not an object with two non-empty strings `a` and `p`.
    """
    number = 0
    try:
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                number += 1
                yield _parse(line)
    except FileNotFoundError as error:
        raise TrainingDataError(f"{path}: filen findes ikke. Angiv mappen med træningspar (.jsonl.gz).") from error
    except _LineError as error:
        raise TrainingDataError(f"{path}, linje {number}: {error}") from error
    except (OSError, EOFError, zlib.error, UnicodeDecodeError) as error:
        # Decompression runs ahead of the lines, so this is where reading stopped, not more.
        raise TrainingDataError(f"{path}, efter linje {number}: kan ikke læses. Hent filen igen.") from error


class _LineError(Exception):
    """What is wrong with a line; `read_pairs` adds where it stands."""


def _parse(line: str) -> Pair:
    try:
        record = json.loads(line)
    except (json.JSONDecodeError, RecursionError) as error:
        raise _LineError("linjen er ikke JSON") from error
    if not isinstance(record, dict):
        raise _LineError("linjen er ikke et JSON-objekt")
    for key in ("a", "p"):
        value = record.get(key)
        if not isinstance(value, str) or not value.strip():
            raise _LineError(f"{key!r} er ikke en tekst")
        try:
            value.encode()
        except UnicodeEncodeError as error:
            # JSON can escape half a character; the tokenizer would fail on it far from here.
            raise _LineError(f"{key!r} har et halvt tegn") from error
    anchor, positive = record["a"], record["p"]
    return Pair(anchor, positive, fingerprint(anchor), fingerprint(positive))


def deduplicate(pairs: Iterable[Pair]) -> list[Pair]:
    """Keep the first of equal pairs, and none whose two sides are equal (nothing to learn)."""
    seen: set[tuple[int, int]] = set()
    kept: list[Pair] = []
    for pair in pairs:
        keys = (pair.anchor_key, pair.positive_key)
        if keys in seen or pair.anchor_key == pair.positive_key:
            continue
        seen.add(keys)
        kept.append(pair)
    return kept


class QuestionSet(NamedTuple):
    """Questions in Danish and in English, and the passage that answers them; without one, they all ask the same."""

    passage: str
    questions: tuple[str, ...]
    english: tuple[str, ...]


def read_question_sets(folder: Path, pattern: str) -> Iterator[QuestionSet]:
    """Yield the sets of all files below `folder` that match `pattern`, in order of file and line.

    A line is a JSON object with `questions`, and maybe `passage` (in the corpus: `sentence`) and `english`.

    Raises:
        TrainingDataError: a file cannot be read, or a line is not as it should be.
    """
    for path in sorted(folder.rglob(pattern)):
        try:
            lines = path.read_text(encoding="utf-8").split("\n")
        except (OSError, UnicodeDecodeError) as error:
            raise TrainingDataError(f"{path}: kan ikke læses. Hent filen igen.") from error
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                yield _question_set(json.loads(line))
            except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
                raise TrainingDataError(
                    f'{path}, linje {number}: linjen skal være JSON med "questions", en liste af tekster, og eventuelt '
                    '"passage" og "english".'
                ) from error


def _question_set(record: Mapping[str, Any]) -> QuestionSet:
    passage = record.get("passage") or record.get("sentence") or ""
    questions, english = record["questions"], record.get("english", [])
    texts = [passage or "–", *questions, *english]
    sound = isinstance(questions, list) and isinstance(english, list) and questions
    if not sound or not all(isinstance(text, str) and text.strip() for text in texts):
        raise TypeError
    return QuestionSet(passage, tuple(questions), tuple(english))


def pairs_of(questions: QuestionSet, sides: Sides) -> Iterator[Pair]:
    """Yield the pairs of one set.

    As paraphrases each question stands before the next; without a passage to hold them together, before the one
    after that, too.
    """
    asked = questions.questions
    steps = (1,) if questions.passage else (1, 2)
    made: Iterable[tuple[str, str]]
    if sides is Sides.PARAPHRASE:
        made = ((own, asked[(place + step) % len(asked)]) for step in steps for place, own in enumerate(asked))
    elif sides is Sides.ENGLISH_QUESTION:
        made = ((own, asked[place % len(asked)]) for place, own in enumerate(questions.english))
    elif questions.passage:
        anchors = questions.english if sides is Sides.ENGLISH_PASSAGE else asked
        made = ((own, questions.passage) for own in anchors)
    else:
        made = ()
    for anchor, positive in made:
        yield Pair(anchor, positive, fingerprint(anchor), fingerprint(positive))


def load_source(source: Source, pairs_dir: Path, corpus_dir: Path, *, seed: int) -> list[Pair]:
    """Return the distinct pairs of `source`, at most `source.limit` of them, in file order.

    Raises:
        TrainingDataError: as `read_pairs`, or no usable pair is left.
    """
    read: Iterable[Pair]
    if source.origin is Origin.PAIRS:
        path = pairs_dir / source.file_name
        read = read_pairs(path)
    else:
        path, pattern = (
            (corpus_dir, "*.questions.jsonl") if source.origin is Origin.CORPUS else (WRITTEN_DIR, "*.jsonl")
        )
        sets = read_question_sets(path, pattern)
        if source.origin is Origin.WRITTEN and source.sides in (Sides.PARAPHRASE, Sides.ENGLISH_QUESTION):
            # The questions of a passage ask for different things that it tells; only those of an intent ask the same.
            sets = (item for item in sets if not item.passage)
        read = (pair for item in sets for pair in pairs_of(item, source.sides))
    pairs = deduplicate(read)
    if not pairs:
        raise TrainingDataError(f"{path}: filen har ingen par, der kan bruges.")
    if source.limit is None or len(pairs) <= source.limit:
        return pairs
    chosen = Random(f"{seed}:{source.name}").sample(range(len(pairs)), source.limit)
    return [pairs[index] for index in sorted(chosen)]
