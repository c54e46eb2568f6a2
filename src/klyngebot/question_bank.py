"""The question bank: finding sentences by the questions that they answer.

Document expansion by questions (Nogueira et al. 2019, "Document Expansion by Query Prediction"), with questions
written by the editors of the corpus instead of a model. Matching a question with a question is far easier than
matching it with an answer, and tells better when there is none: the two must cover each other both ways.
A document without questions is simply not in the bank.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from klyngebot.danish.analyzer import stem
from klyngebot.danish.normalize import fold
from klyngebot.danish.questions import QuestionType
from klyngebot.lexical import LexicalIndex, best
from klyngebot.question import Question, Words, match, words_of
from klyngebot.reading import read_question
from klyngebot.reranking import TextSimilarity
from klyngebot.types import Document

CANDIDATES = 16  # by words and by meaning each
READ = 12
REMEMBERED = 4096  # stored questions as read, some 9 kB each; reading one takes half a millisecond
_WORD = re.compile(r"[^\W\d_]+")
# The nearest are found by the first dimensions alone: the model is trained to be whole in 128 and in 256 of them, too
FIRST, LIKELIEST = 128, 1024  # dimensions of all questions, and how many go on: 99.9 % of the nearest by 256 are there
SECOND = 256
DEFINITE_KINDS = frozenset(
    (
        QuestionType.WHO,
        QuestionType.WHEN,
        QuestionType.WHERE,
        QuestionType.HOW_MANY,
        QuestionType.HOW_MUCH,
        QuestionType.WHY,
        QuestionType.LIST,
    )
)


@dataclass(frozen=True, slots=True)
class BankEntry:
    """A question and the sentence that answers it; `sentence` counts from zero in its document."""

    question: str
    document_id: str
    sentence: int


@dataclass(frozen=True, slots=True)
class BankMatch:
    """How a stored question matches the one asked.

    `forward`: how much of the asked question the stored one has, `backward`: how much of the stored one the asked
    question has, 0..1; `meaning`: MaxSim, `cosine`: of the vectors, -1..1; `names_lacking`, `names_extra`: weight
    share of names and numbers that only the asked, only the stored question has; `same_kind`: whether both ask for
    the same shape of answer, `kinds_clash`: whether they ask for shapes that exclude each other (who, when);
    `asked_lacking`: how far the stored question lacks the role or property asked for; `predicate`: cosine of both
    without their names and numbers, so that what is asked about a name counts, and not the name.
    """

    entry: BankEntry
    forward: float
    backward: float
    meaning: float
    cosine: float
    names_lacking: float
    names_extra: float
    same_kind: bool
    kinds_clash: bool
    asked_lacking: float
    predicate: float

    @property
    def score(self) -> float:
        """Both ways together; high only where both are."""
        alike = 0.3 * self.forward + 0.2 * self.backward + 0.2 * max(self.meaning, 0.0) + 0.5 * max(self.cosine, 0.0)
        return alike - 0.3 * (self.names_lacking + self.names_extra) + 0.05 * (self.same_kind - self.kinds_clash)


def bank_entries(documents: Sequence[Document]) -> list[BankEntry]:
    """All questions of all sentences, in order of document and place."""
    return [
        BankEntry(question, document.id, number)
        for document in sorted(documents, key=lambda item: item.id)
        for number, sentence in enumerate(document.sentences)
        for question in sentence.questions
    ]


def build_bank_index(documents: Sequence[Document], names: Sequence[str]) -> LexicalIndex:
    """The lexical index over the stored questions, in the order of `bank_entries`.

    `names` are the stems that the documents write as names: questions are often typed without capitals.
    """
    entries = bank_entries(documents)
    ids = [f"{number:06d}" for number in range(len(entries))]
    return LexicalIndex.build(ids, [entry.question for entry in entries], names=names)


@dataclass(frozen=True, slots=True)
class _Prepared:
    """A question as it is compared; `predicate`: the unit vector of it without its names and numbers."""

    question: Question
    words: Words
    predicate: NDArray[np.float32]


class QuestionBank:
    """Searches the stored questions.

    Args:
        entries: in the order of `index`.
        index: from `build_bank_index`.
        vectors: unit vectors of the stored questions by the static model, shape (len(entries), dimension), float16.
        similarity: of texts, by the static model.
        salience: how much a word says in general.
    """

    def __init__(
        self,
        entries: Sequence[BankEntry],
        index: LexicalIndex,
        vectors: NDArray[np.float16],
        similarity: TextSimilarity,
        salience: Callable[[str], float],
    ) -> None:
        self._entries = entries
        self._index = index
        self._vectors = vectors
        # A column for each question: reading them from memory in order is what the search takes its time for
        first = vectors[:, :FIRST].T.astype(np.float32, order="C")
        self._first = first / np.maximum(np.linalg.norm(first, axis=0), 1e-9)
        second = np.linalg.norm(vectors[:, :SECOND].astype(np.float32), axis=1)
        self._second = np.maximum(second, 1e-9)
        self._similarity = similarity
        self._salience = salience
        self._read = lru_cache(REMEMBERED)(self._read_stored)  # the documents' words, never a user's

    def __len__(self) -> int:
        return len(self._entries)

    def search(self, question: Question, k: int = READ) -> list[BankMatch]:
        """The best `k` stored questions for a question, best first; ties in order of the bank."""
        if not self._entries or not question.concepts:
            return []
        words = self._index.scores(question.text)
        vector = self._similarity.vector(question.text)
        numbers = sorted({*best(words, CANDIDATES, above=0.0), *self._nearest(vector)})
        exact = self._vectors[numbers].astype(np.float32) @ vector
        cosines = dict(zip(numbers, exact.tolist(), strict=True))
        meanings = dict(
            zip(
                numbers,
                self._similarity.maxsim(question.text, [self._entries[i].question for i in numbers]),
                strict=True,
            )
        )
        # Reading a stored question costs the most, so only the likeliest are read
        likely = sorted(numbers, key=lambda i: (-(cosines[i] + words[i] + meanings[i]), i))[:k]
        asked = self._prepared(question)
        matches = [self._match(asked, number, meanings[number], cosines[number]) for number in sorted(likely)]
        return sorted(matches, key=lambda item: -item.score)

    def _nearest(self, vector: NDArray[np.float32]) -> list[int]:
        """The `CANDIDATES` nearest to a vector by the first dimensions, by position."""
        likely = best(vector[:FIRST] @ self._first, LIKELIEST)
        cosines = self._vectors[likely, :SECOND].astype(np.float32) @ vector[:SECOND] / self._second[likely]
        return [likely[place] for place in best(cosines, CANDIDATES, above=0.0)]

    def _match(self, asked: _Prepared, number: int, meaning: float, cosine: float) -> BankMatch:
        stored = self._read(number)
        question, other = asked.question, stored.question
        lacking = (1 - match(concept, stored.words) for concept in question.concepts if concept.stem == question.asked)
        return BankMatch(
            entry=self._entries[number],
            forward=covered(question, stored.words),
            backward=covered(other, asked.words),
            meaning=meaning,
            cosine=cosine,
            names_lacking=names_missing(question, stored.words),
            names_extra=names_missing(other, asked.words),
            same_kind=question.kind is other.kind,
            kinds_clash=question.kind is not other.kind and {question.kind, other.kind} <= DEFINITE_KINDS,
            asked_lacking=next(lacking, 0.0),
            predicate=float(asked.predicate @ stored.predicate),
        )

    def _read_stored(self, number: int) -> _Prepared:
        return self._prepared(read_question(self._entries[number].question, self._index, self._salience))

    def _prepared(self, question: Question) -> _Prepared:
        return _Prepared(question, words_of(question.text), self._similarity.vector(without_names(question)))


def without_names(question: Question) -> str:
    """The words of a question without its names and numbers: what it asks, of whatever it asks it."""
    names = {concept.stem for concept in question.concepts if concept.is_name}
    return " ".join(word for word in _WORD.findall(question.text) if stem(fold(word)) not in names)


def covered(question: Question, text: Words) -> float:
    """The weighted share of a question's concepts that a text has, 0..1."""
    return sum(concept.weight * match(concept, text) for concept in question.concepts) / question.weight


def names_missing(question: Question, text: Words) -> float:
    """The weighted share of a question's concepts that are names or numbers and that a text lacks, 0..1."""
    missing = sum(c.weight * (1 - match(c, text)) for c in question.concepts if c.is_name)
    return missing / question.weight
