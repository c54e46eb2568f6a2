"""Answer or refuse: a calibrated judgement of how surely the evidence answers the question.

A logistic regression over a handful of signals that each say something plain. Its coefficients are data
(`calibration.json`), fitted by `tools/calibrate_refusal.py` on the development half of the gold questions.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from klyngebot.answering.evidence import Evidence
from klyngebot.danish.questions import QuestionType
from klyngebot.question import Question
from klyngebot.types import Hit

STRICT_SHAPES = frozenset(
    (QuestionType.WHEN, QuestionType.HOW_MANY, QuestionType.HOW_MUCH, QuestionType.WHO, QuestionType.WHERE)
)
SIGNALS = (
    "coverage",
    "joint_coverage",
    "meaning",
    "missing_names",
    "missing_known",
    "missing_unknown",
    "missing_asked",
    "asked_unknown",
    "outdated",
    "not_a_list",
    "wrong_shape",
    "wrong_year",
    "wrong_number",
    "gap",
    "lexical",
    "cosine",
    "short",
    "bank",
    "bank_forward",
    "bank_backward",
    "bank_meaning",
    "bank_names_lacking",
    "bank_names_extra",
    "bank_same_kind",
    "bank_gap",
    "banked",
)


@dataclass(frozen=True, slots=True)
class Calibration:
    """Coefficients of the judgement and the probabilities at which it turns."""

    intercept: float
    coefficients: dict[str, float]
    threshold: float
    topic_threshold: float


@lru_cache(maxsize=1)
def calibration() -> Calibration:
    """The shipped calibration."""
    content = json.loads(files("klyngebot.answering").joinpath("calibration.json").read_text(encoding="utf-8"))
    return Calibration(content["intercept"], content["coefficients"], content["threshold"], content["topic_threshold"])


def signals(question: Question, evidence: Sequence[Evidence], hits: Sequence[Hit]) -> dict[str, float]:
    """What speaks for and against an answer, each about 0..1, names in `SIGNALS`.

    coverage: of the best sentence; joint_coverage: of the best three of its document together; meaning: MaxSim of
    the best sentence; missing_names, missing_known, missing_unknown: weight share of the question's names and
    numbers, of other words that the corpus has elsewhere, and of words that it does not have, which the best
    sentence lacks; missing_asked: how far it lacks the role or property asked for; asked_unknown: whether the corpus
    does not have that word at all; outdated: whether the present is asked for and it tells of the past; not_a_list,
    wrong_shape, wrong_year, wrong_number: whether it lacks what such an answer must have; gap: how much more of the
    question a sentence that tells of a gap has; lexical and cosine of the best hit; short: whether the question has
    at most two content words; bank…: how the stored question most like the one asked matches it, among those of the
    best sentence; bank_gap: how much better a gap's stored question matches; banked: whether the best sentence has
    stored questions at all.
    """
    if not evidence or not question.concepts:
        return dict.fromkeys(SIGNALS, 0.0)
    best = evidence[0]
    friends = [best, *(item for item in evidence[1:6] if item.document.id == best.document.id)][:3]
    joint = [max(item.matches[i] for item in friends) for i in range(len(question.concepts))]
    missing = [
        (concept, concept.weight * (1 - degree) / question.weight)
        for concept, degree in zip(question.concepts, best.matches, strict=True)
    ]
    gap = max((item.coverage for item in evidence if item.sentence.gap), default=0.0)
    stored = best.stored
    answers = max((item.stored.score for item in evidence if item.stored and not item.sentence.gap), default=0.0)
    gaps = max((item.stored.score for item in evidence if item.stored and item.sentence.gap), default=0.0)
    return {
        "coverage": best.coverage,
        "joint_coverage": sum(c.weight * d for c, d in zip(question.concepts, joint, strict=True)) / question.weight,
        "meaning": best.meaning,
        "missing_names": sum(weight for concept, weight in missing if concept.is_name),
        "missing_known": sum(weight for concept, weight in missing if concept.known and not concept.is_name),
        "missing_unknown": sum(weight for concept, weight in missing if not concept.known and not concept.is_name),
        "missing_asked": next(
            (1 - degree for c, degree in zip(question.concepts, best.matches, strict=True) if c.stem == question.asked),
            0.0,
        ),
        "asked_unknown": next((float(not c.known) for c in question.concepts if c.stem == question.asked), 0.0),
        "outdated": float(question.now) * (1 - best.recent),
        "not_a_list": float(question.kind is QuestionType.LIST) * (1 - best.shape),
        "wrong_shape": float(question.kind in STRICT_SHAPES) * (1 - best.shape),
        "wrong_year": 1 - best.year,
        "wrong_number": 1 - best.number,
        "gap": max(0.0, gap - best.coverage) if not best.sentence.gap else 0.0,
        "lexical": max((hit.parts.get("lexical", 0.0) for hit in hits[:5]), default=0.0),
        "cosine": max((hit.parts.get("cosine", 0.0) for hit in hits[:5]), default=0.0),
        "short": 1.0 if len(question.concepts) <= 2 else 0.0,
        "bank": stored.score if stored else 0.0,
        "bank_forward": stored.forward if stored else 0.0,
        "bank_backward": stored.backward if stored else 0.0,
        "bank_meaning": stored.meaning if stored else 0.0,
        "bank_names_lacking": stored.names_lacking if stored else 0.0,
        "bank_names_extra": stored.names_extra if stored else 0.0,
        "bank_same_kind": float(stored.same_kind) if stored else 0.0,
        "bank_gap": max(0.0, gaps - answers),
        "banked": float(bool(best.sentence.questions)),
    }


def confidence(values: dict[str, float]) -> float:
    """Probability, 0..1, that the evidence answers the question."""
    fitted = calibration()
    z = fitted.intercept + sum(fitted.coefficients[name] * values[name] for name in SIGNALS)
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, z))))
