"""Reading a test collection in BEIR's format (Thakur et al. 2021): passages, queries, and which answers which.

A folder with `corpus.jsonl` (`_id`, `text`, `title` if any), `queries.jsonl` (`_id`, `text`) and the judgements in
`qrels.tsv`, `qrels/test.tsv` or another single file under `qrels/`: query id, passage id, grade, divided by tabs.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from klyngebot.errors import GoldFileError
from klyngebot.evaluation.gold import read_text

_HEAD = re.compile(r"(?:q|query)[-_ ]?(?:id)?\t", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Collection:
    """A test collection.

    `passages` and `queries` are texts by id; `relevant` gives for a query the passages judged above zero with their
    grades. A query without any is kept: nothing can be measured with it.
    """

    name: str
    passages: Mapping[str, str]
    queries: Mapping[str, str]
    relevant: Mapping[str, Mapping[str, int]]


def read_collection(folder: Path) -> Collection:
    """The collection in a folder.

    Raises:
        GoldFileError: a file is missing or a line malformed; the message names file and line.
    """
    passages = dict(_texts(folder / "corpus.jsonl", with_title=True))
    queries = dict(_texts(folder / "queries.jsonl", with_title=False))
    relevant: dict[str, dict[str, int]] = {}
    judged: dict[tuple[str, str], int] = {}
    path = _judgements(folder)
    for number, line in enumerate(read_text(path).split("\n"), start=1):
        fields = line.split("\t")
        if number == 1 and fields[0] not in queries and _HEAD.match(line):
            continue  # the head
        if not line.strip():
            continue
        if len(fields) not in (3, 4) or not _is_whole(fields[-1]):  # four: as TREC writes them
            raise GoldFileError(
                f"{path}, linje {number}: linjen skal have spørgsmåls-id, tekst-id og et helt tal, delt af tabulator."
            )
        query, passage, grade = fields[0], fields[-2], int(fields[-1])
        if passage not in passages or query not in queries:
            missing = query if query not in queries else passage
            raise GoldFileError(f"{path}, linje {number}: id »{missing}« findes ikke i samlingen.")
        if judged.setdefault((query, passage), grade) != grade:
            raise GoldFileError(f"{path}, linje {number}: »{query}« og »{passage}« har allerede fået et andet tal.")
        if grade > 0:
            relevant.setdefault(query, {})[passage] = grade
    return Collection(folder.resolve().name, passages, queries, relevant)


def _is_whole(field: str) -> bool:
    """Whether a field is a grade: a whole number, and not absurdly large."""
    return bool(re.fullmatch(r"-?\d{1,6}", field.strip()))


def _judgements(folder: Path) -> Path:
    for name in ("qrels.tsv", "qrels/test.tsv"):
        if (folder / name).is_file():
            return folder / name
    found = sorted((folder / "qrels").glob("*.tsv"))
    if len(found) > 1:
        raise GoldFileError(f"Der er flere filer i {folder / 'qrels'}. Lad kun én stå, eller kald den test.tsv.")
    if not found:
        raise GoldFileError(f"Der er ingen qrels.tsv i {folder}. Angiv en mappe i BEIR-format.")
    return found[0]


def _texts(path: Path, *, with_title: bool) -> Iterator[tuple[str, str]]:
    seen: set[str] = set()
    for number, line in enumerate(read_text(path).split("\n"), start=1):
        if not line.strip():
            continue
        try:
            plain = json.loads(line)
            own, text = str(plain["_id"]), plain["text"]
            title = (plain.get("title") or "") if with_title else ""
            if not isinstance(text, str) or not isinstance(title, str) or type(plain["_id"]) not in (str, int):
                raise TypeError
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise GoldFileError(f'{path}, linje {number}: linjen skal være JSON med "_id" og "text".') from error
        if own in seen:
            raise GoldFileError(f"{path}, linje {number}: id »{own}« er allerede brugt.")
        seen.add(own)
        yield own, f"{title}\n{text}".strip()
