"""Gold questions: reading them, splitting them by a fixed rule, checking an answer against one.

A line of a gold file is an object with `id`, `role`, `group`, `question`, `answerable` and, where answerable,
`facts`: a list of alternatives each, at least one of which must stand in the answer. `history` may hold the
questions asked before.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from klyngebot.danish.normalize import fold
from klyngebot.errors import GoldFileError
from klyngebot.texts import operator as operator_texts
from klyngebot.types import Answer, Document, Turn

# Groups whose questions other parts than the judge of answers decide: what they take for granted is met, they are
# completed from the turns before, or put together from answers to their parts
ELSEWHERE = frozenset(("premise", "conversation", "partial", "comparison", "tell_me"))


class Split(StrEnum):
    """Tune on dev only; report test."""

    DEV = "dev"
    TEST = "test"


def split_of(own_id: str) -> Split:
    """The half of an item by its id: dev where the first hexadecimal digit of its sha256 is even, else test."""
    return Split.DEV if int(hashlib.sha256(own_id.encode("utf-8")).hexdigest()[0], 16) % 2 == 0 else Split.TEST


@dataclass(frozen=True, slots=True)
class GoldQuestion:
    """A question with what a right answer must contain."""

    id: str
    role: str
    group: str
    question: str
    answerable: bool
    facts: tuple[tuple[str, ...], ...] = ()
    history: tuple[Turn, ...] = ()

    @property
    def split(self) -> Split:
        """Its half, by the rule."""
        return split_of(self.id)

    def missing_facts(self, text: str) -> list[tuple[str, ...]]:
        """The facts of which no alternative stands in the text."""
        comparable = _comparable(text)
        return [
            alternatives
            for alternatives in self.facts
            if not any(_stands_in(_comparable(alternative), comparable) for alternative in alternatives)
        ]

    def stands_in(self, stored: Collection[str]) -> bool:
        """Whether the question is one of those, as `stored_questions` gives them."""
        return fold(self.question) in stored


def stored_questions(documents: Iterable[Document]) -> frozenset[str]:
    """The questions of the documents' bank, folded: one that stands there word for word proves less."""
    return frozenset(
        fold(question) for document in documents for sentence in document.sentences for question in sentence.questions
    )


def _comparable(text: str) -> str:
    return re.sub(r"\s+", " ", fold(text)).strip()


def _stands_in(needle: str, text: str) -> bool:
    """Whether the text has the needle, not inside a longer number ("50" is not in "1.500")."""
    start = text.find(needle)
    while start >= 0:
        before, after = text[max(0, start - 2) : start], text[start + len(needle) : start + len(needle) + 2]
        joined_left = needle[:1].isdigit() and re.search(r"(?:\d[.,]?|\d)$", before)
        joined_right = needle[-1:].isdigit() and re.match(r"\d|[.,]\d", after)
        if not joined_left and not joined_right:
            return True
        start = text.find(needle, start + 1)
    return False


def read_gold(paths: Iterable[Path]) -> list[GoldQuestion]:
    """All questions of the files (folders: their .jsonl files), in order.

    Raises:
        GoldFileError: a line is malformed or an id is used twice; the message names file and line.
    """
    questions: list[GoldQuestion] = []
    seen: dict[str, str] = {}
    for path in (file for given in paths for file in _files(given)):
        for number, line in enumerate(read_text(path).split("\n"), start=1):
            if not line.strip():
                continue
            where = f"{path}, linje {number}"
            question = _parse(line, where)
            if question.id in seen:
                raise GoldFileError(f"{where}: id »{question.id}« er allerede brugt i {seen[question.id]}.")
            seen[question.id] = where
            questions.append(question)
    return questions


def _files(path: Path) -> Sequence[Path]:
    if path.is_dir():
        return sorted(path.glob("*.jsonl"))
    if not path.is_file():
        raise GoldFileError(f"Filen {path} findes ikke. Angiv en .jsonl-fil eller en mappe med .jsonl-filer.")
    return [path]


def read_text(path: Path) -> str:
    """The text of a file to measure with.

    Raises:
        GoldFileError: it cannot be read.
    """
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        why = operator_texts.system_reason(error)
        raise GoldFileError(f"Filen {path} kan ikke læses ({why}). Angiv en fil i UTF-8.") from error


def _parse(line: str, where: str) -> GoldQuestion:
    try:
        plain = json.loads(line)
        question = GoldQuestion(
            id=str(plain["id"]),
            role=str(plain.get("role", "")),
            group=str(plain.get("group", "")),
            question=str(plain["question"]),
            answerable=bool(plain["answerable"]),
            facts=tuple(_alternatives(fact) for fact in plain.get("facts", [])),
            history=tuple(
                Turn(str(item["question"]), str(item.get("answer", ""))) for item in plain.get("history", [])
            ),
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise GoldFileError(
            f"{where}: linjen er ikke et gyldigt spørgsmål ({error}). Den skal have id, question, answerable og facts."
        ) from error
    if not question.question.strip():
        raise GoldFileError(f"{where}: spørgsmålet er tomt.")
    if question.answerable and not question.facts:
        raise GoldFileError(f"{where}: spørgsmålet kan besvares, men har ingen facts.")
    return question


def _alternatives(fact: object) -> tuple[str, ...]:
    if not isinstance(fact, list) or not fact or not all(isinstance(item, str) and item.strip() for item in fact):
        raise ValueError("facts skal være lister af tekster")
    return tuple(fact)


def quotes(answer: Answer) -> str:
    """All quoted evidence of an answer."""
    return "\n".join(citation.quote for citation in answer.citations)
