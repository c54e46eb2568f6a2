"""A question as the answerer sees it, and how far a text has its concepts. `klyngebot.reading` reads one."""

from __future__ import annotations

from dataclasses import dataclass

from klyngebot.danish.analyzer import grams, stems
from klyngebot.danish.clauses import without_tax_terms
from klyngebot.danish.numerals import identifying
from klyngebot.danish.questions import QuestionType
from klyngebot.remembering import remembered

SYNONYM_MATCH = 0.85
GRAM_MATCH = 0.6
NAME_MATCH = 0.8


@dataclass(frozen=True, slots=True)
class Concept:
    """One content word of a question.

    `weight` is its inverse document frequency in the index, `known` whether the index has the word, `related`
    the stems that mean nearly the same, `is_name` whether it is written as a name or is a number, `is_light` whether it
    is an everyday word that says little.
    """

    stem: str
    word: str
    weight: float
    known: bool
    is_name: bool
    related: frozenset[str] = frozenset()
    is_light: bool = False

    @property
    def is_predicate(self) -> bool:
        """Whether it tells what is asked about the names, and is not one of them."""
        return not self.is_name and not self.is_light


@dataclass(frozen=True, slots=True)
class Question:
    """A question as the answerer sees it.

    `identifiers` are numbers that pick one of a row, `asked` the stem of the role, property or act asked for (may be
    empty), `firm` figures that tell how many work in the asker's firm, `now` whether the present state is asked for.
    """

    text: str
    kind: QuestionType
    concepts: tuple[Concept, ...]
    years: frozenset[int]
    identifiers: frozenset[str]
    asked: str
    firm: frozenset[str]
    now: bool

    @property
    def weight(self) -> float:
        """Sum of the concepts' weights, at least a little above zero."""
        return max(sum(concept.weight for concept in self.concepts), 1e-9)


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text in a form that concepts can be looked up in."""

    stems: frozenset[str]
    grams: frozenset[str]


@remembered(50_000)
def words_of(text: str) -> Words:
    """Stems and 4-grams of the content words of a text."""
    found = frozenset(stems(without_tax_terms(text)))
    return Words(found, frozenset(gram for own in found for gram in grams(own)))


def match(concept: Concept, text: Words) -> float:
    """How far a text has the concept, 0..1.

    1 for the word itself (any inflection), `SYNONYM_MATCH` for one that means nearly the same, and for a word that only
    looks alike the share of its 4-grams that the text has, from `GRAM_MATCH` on: compounds meet their parts, typing
    errors their word. A name must be there almost letter by letter; a number exactly.
    """
    if concept.stem in text.stems:
        return 1.0
    if concept.related & text.stems:
        return SYNONYM_MATCH
    own = grams(concept.stem)
    if len(own) < 3:
        return 0.0
    share = sum(gram in text.grams for gram in own) / len(own)
    return 0.9 * share if share >= (NAME_MATCH if concept.is_name else GRAM_MATCH) else 0.0


def has_identifiers(question: Question, text: str) -> bool:
    """Whether a text has all numbers with which a question picks one of a row, as figures, ordinals or in Roman."""
    return not question.identifiers or question.identifiers <= identifying(text)
