"""Answer or refuse: two calibrated judgements over signals that each say something plain.

Is the question about what the corpus is about at all? And if so, does the evidence answer it? Two judges, because a
question about something else and one about something nearby that the sources do not tell look different: the first
shares few words with the corpus, the second nearly all. `tools/calibrate_refusal.py` fits them (`calibration.json`) on
the development half of the gold questions and on the calibration questions.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from klyngebot import alignment
from klyngebot.answering.demands import degrees, unmet
from klyngebot.answering.evidence import Evidence
from klyngebot.answering.judges import judges
from klyngebot.danish.analyzer import stem
from klyngebot.danish.normalize import fold
from klyngebot.danish.questions import QuestionType
from klyngebot.danish.wordlists import words
from klyngebot.question import Question, match, words_of
from klyngebot.types import Hit

STRICT_SHAPES = frozenset(
    (
        QuestionType.WHEN,
        QuestionType.HOW_MANY,
        QuestionType.HOW_MUCH,
        QuestionType.WHO,
        QuestionType.WHERE,
        QuestionType.HOW_TO,
    )
)
# Which way each signal may speak: more of it can only help (+1), only harm (-1), or either (0). Without this the fit
# learns that a question in the corpus' own words is suspicious, because hard unanswerable questions use them.
SIGNS = {
    "coverage": 1,
    "joint_coverage": 1,
    "coverage_squared": 1,
    "sentence_cosine": 1,
    "lexical": 1,
    "cosine": 1,
    "score": 1,
    "margin": 1,
    "bank": 1,
    "bank_forward": 1,
    "bank_backward": 1,
    "bank_both": 1,
    "bank_both_squared": 1,
    "bank_meaning": 1,
    "bank_cosine": 1,
    "bank_same_kind": 1,
    "bank_best": 1,
    "bank_predicate": 1,
    "expanded": 1,
    "expanded_squared": 1,
    "predicate": 1,
    "unmatched": -1,
    "unmatched_asked": -1,
    "missing_names": -1,
    "missing_known": -1,
    "missing_unknown": -1,
    "foreign": -1,
    "missing_asked": -1,
    "asked_unknown": -1,
    "outdated": -1,
    "not_a_list": -1,
    "wrong_shape": -1,
    "wrong_year": -1,
    "wrong_number": -1,
    "gap": -1,
    "behind": -1,
    "weak": -1,
    "bank_names_lacking": -1,
    "bank_names_extra": -1,
    "bank_kinds_clash": -1,
    "bank_asked_lacking": -1,
    "bank_gap": -1,
    "short": 0,
    **{f"kind_{kind}": 0 for kind in QuestionType},
    **{f"aligned_{name}": 0 for name in alignment.SIGNALS},
}
SIGNALS = tuple(SIGNS)
# What can tell whether a question is about the corpus' subject at all
TOPIC_SIGNALS = (
    "lexical",
    "cosine",
    "sentence_cosine",
    "coverage",
    "missing_unknown",
    "weak",
    "short",
    "bank_best",
    "bank_cosine",
    "bank_meaning",
    "bank_forward",
)


@dataclass(frozen=True, slots=True)
class Judgement:
    """Probabilities, 0..1, that the question is on topic and that the evidence answers it, with the verdicts.

    `lacks` names what the best sentence must have and has not, if anything: then it answers nothing.
    """

    on_topic: float
    answered: float
    is_on_topic: bool
    is_answered: bool
    lacks: str = ""


def signals(question: Question, evidence: Sequence[Evidence], hits: Sequence[Hit]) -> dict[str, float]:
    """What speaks for and against an answer, each about 0..1, names in `SIGNALS`.

    Of the question's concepts, weighted: coverage by the best sentence and joint_coverage by the best three of its
    document; expanded by the best sentence, its headings and its stored questions together, predicate the same for
    what is asked about the names; unmatched, of the concept that they lack most, and unmatched_asked, of the role or
    property asked for; missing_names, missing_known, missing_unknown, the shares of names and numbers, of other words
    that the corpus has elsewhere, and of words that it does not have, which the best sentence lacks; foreign, of words
    that neither the corpus nor the stored question has; missing_asked, how far the sentence lacks the role or property
    asked for, asked_unknown, whether the corpus does not have that word at all.

    Of the best sentence: sentence_cosine; outdated, whether the present is asked for and it tells of the past;
    not_a_list, wrong_shape, wrong_year, wrong_number, whether it lacks what such an answer must have; score; margin,
    how far it stands out; behind, how far it falls short of one that does not meet the demands; weak, how far both it
    and its stored question fall short of 0.6 of the question; gap, how much more of the question a sentence that tells
    of a gap has.

    Of its stored question most like the one asked: bank…; bank_both, the weaker of the two ways in which it covers and
    is covered; bank_best, the best match of the whole bank; bank_gap, how much better a gap's stored question matches.

    Of the question's words and figures against the sentence's: aligned_…, see `klyngebot.alignment`.

    Of the chunks: lexical and cosine of the best. Of the question: short, whether it has at most two content words;
    kind_…, its type.
    """
    if not evidence or not question.concepts:
        return dict.fromkeys(SIGNALS, 0.0)
    return {
        **_of_words(question, evidence),
        **_of_sentence(question, evidence),
        **_of_stored(question, evidence),
        "lexical": max((hit.parts.get("lexical", 0.0) for hit in hits[:5]), default=0.0),
        "cosine": max((hit.parts.get("cosine", 0.0) for hit in hits[:5]), default=0.0),
        "short": 1.0 if len(question.concepts) <= 2 else 0.0,
        **{f"kind_{kind}": float(question.kind is kind) for kind in QuestionType},
        **{f"aligned_{name}": value for name, value in alignment.alignment(question.text, evidence[0].text).items()},
    }


def _share(question: Question, found: Sequence[float]) -> float:
    """The weighted share of a question that was found, 0..1."""
    return sum(c.weight * degree for c, degree in zip(question.concepts, found, strict=True)) / question.weight


def _of_words(question: Question, evidence: Sequence[Evidence]) -> dict[str, float]:
    """What of the question's concepts the best sentence has and lacks."""
    best = evidence[0]
    widened = degrees(question, best)
    friends = [best, *(item for item in evidence[1:6] if item.document.id == best.document.id)][:3]
    joint = [max(item.matches[i] for item in friends) for i in range(len(question.concepts))]
    missing = [
        (concept, concept.weight * (1 - degree) / question.weight)
        for concept, degree in zip(question.concepts, best.matches, strict=True)
    ]
    asked = [place for place, concept in enumerate(question.concepts) if concept.stem == question.asked][:1]
    expanded = _share(question, widened)
    return {
        "coverage": best.coverage,
        "coverage_squared": best.coverage**2,
        "joint_coverage": _share(question, joint),
        "expanded": expanded,
        "expanded_squared": expanded**2,
        "predicate": _predicate(question, widened),
        "unmatched": max(c.weight * (1 - d) for c, d in zip(question.concepts, widened, strict=True)) / question.weight,
        "unmatched_asked": sum((1 - widened[place] for place in asked), 0.0),
        "missing_names": sum(weight for concept, weight in missing if concept.is_name),
        "missing_known": sum(weight for concept, weight in missing if concept.known and not concept.is_name),
        "missing_unknown": sum(weight for concept, weight in missing if not concept.known and not concept.is_name),
        "missing_asked": sum((1 - best.matches[place] for place in asked), 0.0),
        "asked_unknown": sum((float(not question.concepts[place].known) for place in asked), 0.0),
    }


def _of_sentence(question: Question, evidence: Sequence[Evidence]) -> dict[str, float]:
    """Whether the best sentence has what such an answer must have, and how far it stands out."""
    best = evidence[0]
    gap = max((item.coverage for item in evidence if item.sentence.gap), default=0.0)
    return {
        "sentence_cosine": best.cosine,
        "outdated": float(question.now) * (1 - best.recent),
        "not_a_list": float(question.kind is QuestionType.LIST) * (1 - best.shape),
        "wrong_shape": float(question.kind in STRICT_SHAPES) * (1 - best.shape),
        "wrong_year": 1 - best.year,
        "wrong_number": 1 - best.number,
        "gap": max(0.0, gap - best.coverage) if not best.sentence.gap else 0.0,
        "score": best.score,
        "behind": 1 - best.score / max(item.score for item in evidence),
        "margin": (best.score - evidence[min(5, len(evidence) - 1)].score) / max(best.score, 1e-9),
    }


def _of_stored(question: Question, evidence: Sequence[Evidence]) -> dict[str, float]:
    """How like the question the stored questions of the sentences are."""
    best, stored = evidence[0], evidence[0].stored
    stored_words = words_of(stored.entry.question) if stored else words_of("")
    foreign = sum(
        concept.weight * (1 - max(degree, match(concept, stored_words)))
        for concept, degree in zip(question.concepts, best.matches, strict=True)
        if not concept.known and not concept.is_name
    )
    both = min(stored.forward, stored.backward) if stored else 0.0
    answers = max((item.stored.score for item in evidence if item.stored and not item.sentence.gap), default=0.0)
    gaps = max((item.stored.score for item in evidence if item.stored and item.sentence.gap), default=0.0)
    return {
        "foreign": foreign / question.weight,
        "weak": max(0.0, 0.6 - max(best.coverage, stored.forward if stored else 0.0)),
        "bank": stored.score if stored else 0.0,
        "bank_forward": stored.forward if stored else 0.0,
        "bank_backward": stored.backward if stored else 0.0,
        "bank_both": both,
        "bank_both_squared": both**2,
        "bank_meaning": stored.meaning if stored else 0.0,
        "bank_cosine": stored.cosine if stored else 0.0,
        "bank_names_lacking": stored.names_lacking if stored else 0.0,
        "bank_names_extra": stored.names_extra if stored else 0.0,
        "bank_same_kind": float(stored.same_kind) if stored else 0.0,
        "bank_kinds_clash": float(stored.kinds_clash) if stored else 0.0,
        "bank_asked_lacking": stored.asked_lacking if stored else 0.0,
        "bank_predicate": stored.predicate if stored else 0.0,
        "bank_best": max(answers, gaps),
        "bank_gap": max(0.0, gaps - answers) if not best.sentence.gap else 0.0,
    }


@lru_cache(maxsize=1)
def _field() -> frozenset[str]:
    return frozenset(stem(fold(word)) for word in words("subject_words.txt"))


def _names_the_field(question: Question) -> bool:
    return any(concept.stem in _field() for concept in question.concepts)


def _predicate(question: Question, found: Sequence[float]) -> float:
    """The weighted share of what is asked about the names that was found, 0..1; 1 where only names are asked for."""
    asked = [(c.weight, degree) for c, degree in zip(question.concepts, found, strict=True) if c.is_predicate]
    return sum(w * d for w, d in asked) / sum(w for w, _ in asked) if asked else 1.0


def judge(question: Question, evidence: Sequence[Evidence], hits: Sequence[Hit]) -> Judgement:
    """Both judgements and the hard rules."""
    values = signals(question, evidence, hits)
    # "Hvad er 17 gange 23?" asks nothing of the sources
    has_words = any(not concept.stem[0].isdigit() and not concept.is_light for concept in question.concepts)
    by = judges(bool(evidence and evidence[0].sentence.questions))
    on_topic, answered = by.topic.probability(values), by.answer.probability(values)
    is_on_topic = _names_the_field(question) or (has_words and on_topic >= by.topic.threshold)
    lacks = unmet(question, evidence[0]) if evidence and has_words else "evidence"
    is_answered = not lacks and answered >= by.answer.threshold
    return Judgement(on_topic, answered, is_on_topic, is_answered, lacks)
