"""The word that goes before a quoted answer: "Ja." where the first sentence says all that a yes-no question asks."""

from __future__ import annotations

import re
from collections.abc import Sequence

from klyngebot import texts
from klyngebot.answering.evidence import Evidence
from klyngebot.danish import demands
from klyngebot.danish.normalize import fold
from klyngebot.danish.questions import QuestionType
from klyngebot.question import Question
from klyngebot.support import assess
from klyngebot.types import AnswerSentence

LEAST = 3  # concepts of a question that can be affirmed
_DENIES = re.compile(r"\b(?:ikke|ingen|intet|aldrig|hverken|uden|kun|undtagen|medmindre|dog)\b")
_ALTERNATIVE = re.compile(r"\beller\b")
_NO_QUESTION_OF_FACT = re.compile(r"\b(?:kan|maa|boer|skal) (?:vi|jeg|man)\b|\b(?:vi|jeg|min|vores|mon|vel)\b")


def is_polar(question: Question) -> bool:
    """Whether it wants a yes or a no."""
    asked = demands.question_itself(question.text)
    if demands.has_question_word(asked) or not asked.rstrip().endswith("?"):
        return False
    return question.kind in (QuestionType.YES_NO, QuestionType.TOPIC) and not _ALTERNATIVE.search(fold(asked))


def lead(question: Question, chosen: Sequence[Evidence]) -> tuple[AnswerSentence, ...]:
    """A yes where the first sentence alone carries every word of the question as a statement, else nothing.

    A no is never concluded from what a sentence lacks; see `klyngebot.answering.premises`.
    """
    if not is_polar(question) or len(question.concepts) < LEAST or chosen[0].sentence.gap:
        return ()
    asked, told = fold(demands.question_itself(question.text)), fold(chosen[0].text)
    if _DENIES.search(asked) or _DENIES.search(told) or _NO_QUESTION_OF_FACT.search(asked):
        return ()
    claim = demands.question_itself(question.text).rstrip(" ?") + "."
    return (AnswerSentence(texts.YES),) if assess(claim, chosen[0].text).carried else ()
