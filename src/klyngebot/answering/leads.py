"""The word that goes before a quoted answer: "Ja." where the first sentence says all that a yes-no question asks."""

from __future__ import annotations

import re
from collections.abc import Sequence

from klyngebot import texts
from klyngebot.answering.choosing import takes_to_go_on
from klyngebot.answering.evidence import Evidence
from klyngebot.danish import demands
from klyngebot.danish.analyzer import content_words, stem, stopwords, words_only
from klyngebot.danish.clauses import first_clause
from klyngebot.danish.normalize import fold
from klyngebot.danish.questions import QuestionType
from klyngebot.danish.senses import sense
from klyngebot.danish.verbs import begins_with_verb
from klyngebot.question import Question
from klyngebot.support import assess
from klyngebot.types import AnswerSentence

LEAST = 3  # concepts of a question that can be affirmed
_LIMITS = re.compile(r"\b(?:kun|medmindre|dog)\b")
_ABOUT = re.compile(r"\b(?:cirka|ca|omkring|knap|godt|omtrent|naesten|omtrentlig)\b")
_BY = re.compile(r"\w+t af\b")  # "afløst af"
_ALTERNATIVE = re.compile(r"\beller\b")
_NO_QUESTION_OF_FACT = re.compile(r"\b(?:kan|maa|boer|skal) (?:vi|jeg|man)\b|\b(?:vi|jeg|min|vores|mon|vel)\b")


def is_polar(question: Question) -> bool:
    """Whether it wants a yes or a no: then it begins with its verb."""
    asked = demands.question_itself(question.text)
    if demands.has_question_word(asked) or not asked.rstrip().endswith("?"):
        return False
    if not begins_with_verb(asked):
        return False
    return question.kind in (QuestionType.YES_NO, QuestionType.TOPIC) and not _ALTERNATIVE.search(fold(asked))


def lead(question: Question, chosen: Sequence[Evidence]) -> tuple[AnswerSentence, ...]:
    """A yes where the first sentence says all that a yes-no question asks, of the same subject, in one clause.

    A no is never concluded from what a sentence lacks; see `klyngebot.answering.premises`.
    """
    if not is_polar(question) or len(question.concepts) < LEAST or chosen[0].sentence.gap:
        return ()
    asked, told = fold(demands.question_itself(question.text)), fold(chosen[0].text)
    if any(sense(text).denies or _LIMITS.search(text) for text in (asked, told)) or _NO_QUESTION_OF_FACT.search(asked):
        return ()
    if _ABOUT.search(told) and not _ABOUT.search(asked):
        return ()  # "cirka 500" is no yes to 500
    if takes_to_go_on(question) and chosen[0].recent == 0:
        return ()
    claim = demands.question_itself(question.text).rstrip(" ?") + "."
    clause = first_clause(chosen[0].text)
    same = _subject(claim, verb_first=True) == _subject(clause, verb_first=False) and _in_order(claim, clause)
    return (AnswerSentence(texts.YES),) if same and assess(claim, clause).carried else ()


def _in_order(claim: str, clause: str) -> bool:
    """Whether a clause says the words of a claim, its verb aside, in the same order: who did it to whom."""
    if _BY.search(fold(claim)) and not _BY.search(fold(clause)):
        return False
    told = iter(_content(clause))
    return all(any(own == other for other in told) for own in _content(claim)[1:] if own in _content(clause))


def _content(text: str) -> list[str]:
    return [stem(word) for word in content_words(text)]


def _subject(text: str, *, verb_first: bool) -> str:
    """The stem of the first word that says something, behind the verb where that comes first."""
    words = words_only(text)[1 if verb_first else 0 :]
    return next((stem(word) for word in words if word not in stopwords()), "")
