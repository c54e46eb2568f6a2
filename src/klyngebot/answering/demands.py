"""Hard rules beside the soft judgement: what a question insists on and a sentence must have to answer it.

For what must not happen: the number of another item, the figure of another year, the doings of another body,
somebody else's name for a role, a ranking that no source makes, the bot's own opinion. Where the questions stored
with the sentence have what the sentence lacks ("fødevareklyngen" for Food & Bio Cluster Denmark), it counts.
"""

from __future__ import annotations

from collections.abc import Callable

from klyngebot.answering.evidence import Evidence
from klyngebot.danish import demands
from klyngebot.danish.analyzer import stem, words_only
from klyngebot.danish.clauses import main_clause
from klyngebot.danish.dates import years
from klyngebot.danish.questions import QuestionType, answer_shape, is_role, names_a_person, names_a_role
from klyngebot.question import Concept, Question, Words, match, words_of
from klyngebot.remembering import remembered
from klyngebot.types import DocumentKind

NAMES_LACKING = 0.25  # weight share of names from which a sentence is about somebody else
RECENT = 0.5  # the recency of what held a few years ago
MEANT = 0.4  # cosine of two questions without their names from which they may ask the same
PRESENT = 0.5  # degree from which a sentence counts as having a word
SHAPED = frozenset((QuestionType.WHEN, QuestionType.HOW_MANY, QuestionType.HOW_MUCH, QuestionType.WHY))
ASKED_LIKE = 0.7  # share of the question from which a stored question of the same type asks the same


def unmet(question: Question, best: Evidence) -> str:
    """The first demand of the question that the sentence does not meet, by name; empty where it meets all."""
    return next((name for name, is_met in DEMANDS if not is_met(question, best)), "")


def degrees(question: Question, best: Evidence) -> tuple[float, ...]:
    """How far the sentence, its headings or its stored questions have each concept of the question, 0..1."""
    words = _words_of_all(best.sentence.questions)
    return tuple(
        max(degree, match(concept, words)) for concept, degree in zip(question.concepts, best.matches, strict=True)
    )


@remembered(4096)
def _words_of_all(texts: tuple[str, ...]) -> Words:
    """What people call the things that a sentence tells: the words of its stored questions."""
    return words_of(" ".join(texts))


# --- The demands: each says whether the sentence meets it ------------------------------------------


def _asks_a_source(question: Question, _best: Evidence) -> bool:
    return not demands.is_opinion(question.text)


def _has_item(question: Question, best: Evidence) -> bool:
    told = demands.members(best.text) or demands.members(_stored(best))  # what the sentence says goes first
    return best.number >= 1 and demands.members(main_clause(question.text)) <= told


def _has_year(question: Question, best: Evidence) -> bool:
    return best.year > 0 or bool(best.stored and question.years & years(best.stored.entry.question))


def _may_hold_today(question: Question, best: Evidence) -> bool:
    """Whether it may hold now; a date to come, or who holds an office, a sentence of a few years ago cannot tell."""
    fleeting = question.kind is QuestionType.WHEN or names_a_role(question.text)
    return not question.now or best.recent > (RECENT if fleeting else 0)


def _has_names(question: Question, best: Evidence) -> bool:
    names = sum(_lack(concept, degree) for concept, degree in zip(question.concepts, best.matches, strict=True))
    return min(names / question.weight, best.stored.names_lacking if best.stored else 1.0) <= NAMES_LACKING


def _has_all_names(question: Question, best: Evidence) -> bool:
    degrees_of_names = [
        degree for concept, degree in zip(question.concepts, best.matches, strict=True) if concept.is_name
    ]
    return len(degrees_of_names) > 1 and min(degrees_of_names) >= PRESENT


def _lack(concept: Concept, degree: float) -> float:
    return concept.weight * (1 - degree) if concept.is_name else 0.0


def _has_role(question: Question, best: Evidence) -> bool:
    asks = question.kind is QuestionType.WHO and is_role(question.asked)
    return not asks or (best.shape > 0 and _has_concept(question, best, question.asked))


def _has_shape(question: Question, best: Evidence) -> bool:
    """Whether it has the date, count, amount or reason; beside the point where a stored question asks just the same."""
    if question.kind not in SHAPED or best.shape > 0 or not demands.has_question_word(question.text):
        return True
    stored = best.stored
    return bool(stored and stored.same_kind and min(stored.forward, stored.backward) >= ASKED_LIKE)


def _has_ranking(question: Question, best: Evidence) -> bool:
    asked = demands.superlatives(question.text)
    if not asked or (demands.offers_choice(question.text) and _has_all_names(question, best)):
        return True  # who of two has more can be seen where the sentence tells of both
    if demands.ranks_low(question.text) and not demands.ranks_low(f"{best.text} {_stored(best)}"):
        return False
    return bool(demands.superlatives(best.text) or asked & demands.superlatives(_stored(best)))


def _has_event(question: Question, best: Evidence) -> bool:
    return demands.tells_event(question.text, f"{best.text} {_stored(best)}")


def _has_compared(question: Question, best: Evidence) -> bool:
    """Whether it speaks of both things whose difference is asked for; a heading that names many does not count."""
    told = {stem(word) for word in (*words_only(best.text), *words_only(_stored(best)))}
    things = [stem(part) for word in demands.compared(question.text) for part in words_only(word)]
    return all(any(one.startswith(thing) for one in told) for thing in things)


def _has_name_asked(question: Question, best: Evidence) -> bool:
    """Whether it has a name that the question has not: a person's where the question speaks of a role."""
    if not demands.asks_name(question.text):
        return True
    if names_a_role(question.text):
        return names_a_person(best.text, question.text)
    return answer_shape(QuestionType.WHO, best.text, question.text) > 0


def _has_way(question: Question, best: Evidence) -> bool:
    """Whether it has by what means something came about: that it did is what such a question takes for granted."""
    asks = demands.asks_how_it_came(question.text)
    return not asks or answer_shape(QuestionType.HOW_TO, best.text, question.text) > 0


def _has_list(question: Question, best: Evidence) -> bool:
    """Whether it names as many things as are asked for, not only their number."""
    number = 0 if question.kind is QuestionType.WHEN else demands.listed(question.text)  # "hvilke to dage"
    return not number or demands.enumerates(best.text, number)


def _has_meaning(question: Question, best: Evidence) -> bool:
    word = demands.explained(question.text)
    return not word or demands.explains(best.text, word)


def _has_form(question: Question, best: Evidence) -> bool:
    return demands.has_form(question.text, best.text)


def _has_age(question: Question, best: Evidence) -> bool:
    return not demands.asks_age(question.text) or demands.tells_age(best.text)


def _has_predicate(question: Question, best: Evidence) -> bool:
    """Whether it has something of what is asked about the names, in words or, by a stored question, in meaning.

    All of a profile is about one cluster: its name alone must not answer. A document without stored questions has only
    the words ("the secretariat of X" against "the boats of X").
    """
    words = words_only(demands.question_itself(question.text))
    asked = [i for i, concept in enumerate(question.concepts) if concept.is_predicate and concept.word in words]
    if not asked or question.kind is QuestionType.DEFINITION:
        return True
    found = degrees(question, best)
    if max(found[i] for i in asked) >= PRESENT:
        return True
    if best.document.kind is DocumentKind.FOREIGN:
        return False
    return not best.stored or best.stored.predicate >= MEANT


def _has_subject(question: Question, best: Evidence) -> bool:
    subject = demands.about(question.text)
    return not subject or any(_has_concept(question, best, stem(word)) for word in subject)


def _stored(best: Evidence) -> str:
    return best.stored.entry.question if best.stored else ""


def _has_concept(question: Question, best: Evidence, own: str) -> bool:
    """Whether it has the concept with this stem; a word that is none counts."""
    found = next((i for i, concept in enumerate(question.concepts) if concept.stem == own), None)
    return found is None or degrees(question, best)[found] >= PRESENT


DEMANDS: tuple[tuple[str, Callable[[Question, Evidence], bool]], ...] = (
    ("opinion", _asks_a_source),
    ("item", _has_item),
    ("year", _has_year),
    ("present", _may_hold_today),
    ("name", _has_names),
    ("role", _has_role),
    ("shape", _has_shape),
    ("ranking", _has_ranking),
    ("event", _has_event),
    ("compared", _has_compared),
    ("name asked", _has_name_asked),
    ("way", _has_way),
    ("list", _has_list),
    ("meaning", _has_meaning),
    ("form", _has_form),
    ("age", _has_age),
    ("predicate", _has_predicate),
    ("subject", _has_subject),
)
