"""Pairs of texts from `*.jsonl.gz` files: read, checked, deduplicated and sampled.

A line is a JSON object with `a` (the query side) and `p` (the passage side); other keys are kept
out. Nothing here writes, and no text of the pairs ends up in the repository.
"""

import gzip
import json
import unicodedata
import zlib
from collections.abc import Iterable, Iterator
from hashlib import blake2b
from pathlib import Path
from random import Random
from typing import NamedTuple

from klyngebot.errors import TrainingDataError
from klyngebot.training.recipe import Source


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


def read_corpus_pairs(corpus_dir: Path, *, paraphrases: bool) -> Iterator[Pair]:
    """Yield pairs made of the question files of the corpus, in order of file and line.

    Args:
        corpus_dir: holds `*.questions.jsonl` files (docs/corpus.md).
        paraphrases: pair each question with the next of the same sentence, instead of with the sentence.

    Raises:
        TrainingDataError: a file cannot be read, or a line is not as it should be.
    """
    for path in sorted(corpus_dir.rglob("*.questions.jsonl")):
        try:
            lines = path.read_text(encoding="utf-8").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            raise TrainingDataError(f"{path}: kan ikke læses. Hent filen igen.") from error
        for number, line in enumerate(lines, start=1):
            try:
                record = json.loads(line)
                sentence, questions = str(record["sentence"]), [str(question) for question in record["questions"]]
            except (ValueError, KeyError, TypeError) as error:
                raise TrainingDataError(f"{path}, linje {number}: {error}") from error
            others = questions[1:] + questions[:1] if paraphrases else [sentence] * len(questions)
            for anchor, positive in zip(questions, others, strict=True):
                yield Pair(anchor, positive, fingerprint(anchor), fingerprint(positive))


def load_source(source: Source, pairs_dir: Path, corpus_dir: Path, *, seed: int) -> list[Pair]:
    """Return the distinct pairs of `source`, at most `source.limit` of them, in file order.

    Raises:
        TrainingDataError: as `read_pairs`, or no usable pair is left.
    """
    path = corpus_dir if source.from_corpus else pairs_dir / source.file_name
    if source.from_corpus:
        read = read_corpus_pairs(corpus_dir, paraphrases=source.name == "corpus_paraphrases")
    else:
        read = read_pairs(path)
    pairs = deduplicate(read)
    if not pairs:
        raise TrainingDataError(f"{path}: filen har ingen par, der kan bruges.")
    if source.limit is None or len(pairs) <= source.limit:
        return pairs
    chosen = Random(f"{seed}:{source.name}").sample(range(len(pairs)), source.limit)
    return [pairs[index] for index in sorted(chosen)]
