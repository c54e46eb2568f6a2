"""Making a question stand alone, and recognizing small talk.

A follow-up ("og hvor ligger den?", "hvad koster det?", "og i 2016?") is completed with the subject of the turn
before it; a question that names its own subject is left as it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from klyngebot.danish.analyzer import stem, stopwords, telling_tokens, tokens
from klyngebot.danish.attributes import attribute_stems, names_its_subject
from klyngebot.danish.dates import MONTHS, years
from klyngebot.danish.follow_ups import MARKER
from klyngebot.danish.headcounts import asker_figures
from klyngebot.danish.names import names
from klyngebot.danish.normalize import clean, fold
from klyngebot.danish.pronouns import is_present_only, points_back
from klyngebot.danish.questions import QuestionType, classify
from klyngebot.danish.wordlists import lines
from klyngebot.types import Turn

_FOLLOW_UP_START = re.compile(r"^(?:og|hvad m(?:ed|de|e|d)|hvad saa|men|ogsaa|hvad nu|eller|and|what about)\b")
_POINTING = frozenset(
    "den det de dem deres dens dets der han hun hans hendes ham denne dette disse her they it their".split()  # noqa: SIM905
)
_KEPT = re.compile(r"\bhvor (?:mange|meget)\b|\d+(?:[.,]\d+)+|[^\W_][\w’'&-]*", re.IGNORECASE)
_ASKS = re.compile(r"hv(?!is\b)\w+\b", re.IGNORECASE)
_ASKS_WHAT_IT_IS = re.compile(r"(?:hvad|hvem) (?:er|var) ", re.IGNORECASE)  # all that is named is the subject
_YEARS = re.compile(rf"\b(?:(?:\d{{1,2}}\. )?(?:{'|'.join(MONTHS)}) )?(?:19|20)\d{{2}}(?:\s?[-–/]\s?\d{{2,4}})?(?!\d)")
# "Hvad kostede det, og hvem styrede det?"; "Hvad koster det at være med" does not point back
_ENDS_IN_IT = re.compile(
    r"^(?!.*\bhvad (?:er|var|betyder) det\b)[^,]*\b(?:det|den|dem)(?: (?:her|der|dengang))?\s*(?:[?,!]|$)"
)
TURNS_READ = 4
LONGEST_TURN = 500  # characters; a longer one was never answered, and reading it would cost
POLITE = 3  # things said politely before something else: "nej, mange tak, vi ses"
SHORT = 2  # a question with this many content words or fewer may be an ellipsis


class SmallTalk(StrEnum):
    """Utterances that ask nothing of the sources."""

    GREETING = "greeting"
    THANKS = "thanks"
    BYE = "bye"
    WHO = "who"
    HUMAN = "human"
    LANGUAGE = "language"
    CAN = "can"
    SURE = "sure"
    SOURCES = "sources"
    PRIVACY = "privacy"
    MODEL = "model"
    WRONG = "wrong"
    YES = "yes"
    NO = "no"


_POLITE = (SmallTalk.GREETING, SmallTalk.THANKS, SmallTalk.YES, SmallTalk.NO)


@dataclass(frozen=True, slots=True)
class Completed:
    """A question made to stand alone. `strategy_assumed`: a bare "strategien" was read as that of 2013."""

    question: str
    strategy_assumed: bool = False


@lru_cache(maxsize=1)
def _smalltalk() -> tuple[tuple[SmallTalk, re.Pattern[str]], ...]:
    pairs = (line.split(":", 1) for line in lines("smalltalk.txt"))
    return tuple((SmallTalk(kind.strip()), re.compile(rf"(?:{pattern.strip()})")) for kind, pattern in pairs)


@lru_cache(maxsize=1)
def _opening() -> re.Pattern[str]:
    """What may be said politely before something else: a greeting, thanks, a yes or a no."""
    polite = (pattern.pattern for kind, pattern in _smalltalk() if kind in _POLITE)
    return re.compile(rf"(?:{'|'.join(polite)}) (?=\w)")


def small_talk(question: str) -> SmallTalk | None:
    """Which small talk the whole utterance is, if any; of "Hej, hvad kan du?" the latter."""
    bare = " ".join(re.findall(r"\w+", fold(question)))
    for _ in range(POLITE):
        kind, polite = _kind(bare), _opening().match(bare)
        if kind or not polite:
            return kind
        bare = bare[polite.end() :]
    return _kind(bare)


def _kind(utterance: str) -> SmallTalk | None:
    return next((kind for kind, pattern in _smalltalk() if pattern.fullmatch(utterance)), None)


def complete(question: str, turns: Sequence[Turn]) -> Completed:
    """The question with what it leaves out filled in from the turns before it.

    Only questions are read, never answers, so a wrong answer cannot lead astray. The completed question keeps the
    user's words and adds the missing subject's.
    """
    recent = [clean(turn.question) for turn in turns[-TURNS_READ:] if len(turn.question) <= LONGEST_TURN]
    asked = [text for text in recent if text and not small_talk(text)]
    previous = complete(asked[-1], [Turn(text) for text in asked[:-1]]).question if asked else ""
    if previous and leans(question):
        question = _joined(question, previous)
    return _with_strategy(question, previous)


def leans(question: str) -> bool:
    """Whether the question points back: starts like a follow-up, has a bare pronoun, or is only a fragment."""
    folded = fold(question)
    if _FOLLOW_UP_START.match(folded) or points_back(question) or _ENDS_IN_IT.search(folded):
        return True
    if names_its_subject(question):
        return False
    present = tokens(question)
    if _POINTING & set(present) and "hvad er det" not in folded:
        return len(telling_tokens(question)) <= 4
    return len(telling_tokens(question)) <= SHORT


def _joined(question: str, previous: str) -> str:
    """The previous question's subject put behind the follow-up.

    Taken over are the previous question's names and numbers, or, where it has no names or the follow-up asks nothing
    of its own, its content words that are not properties; its years where the follow-up has none. Words that the
    follow-up replaces (a name for a name: "og hvad med CLEAN?") are dropped, and the previous question's property is
    kept where the follow-up brings only a new subject.
    """
    new_names = () if points_back(question) else names(question)
    own = {stem(word) for word in telling_tokens(question)}
    asks_itself = bool(own & attribute_stems()) or classify(question) is QuestionType.WHERE
    asks_itself = asks_itself or (bool(_ASKS.match(MARKER.sub("", question))) and not own <= set(new_names))
    if is_present_only(question):
        # "og i dag?": the same question for the present
        return f"{_YEARS.sub('', previous).strip(' ?')} i dag?"
    if _YEARS.search(question) and not asks_itself and not new_names:
        # "og i 2016?": the same question for another year
        return f"{_YEARS.sub('', previous).strip(' ?')} {' '.join(_YEARS.findall(question))}?"
    previous_names = set(names(previous))
    firm = asker_figures(previous)  # how large the asker's firm is matters to its price, not to the next question
    whole = _ASKS_WHAT_IT_IS.match(previous)
    kept: list[str] = []
    for match in _KEPT.finditer(previous):
        word = match.group()
        folded = fold(word)
        if " " in word:  # "hvor mange"
            kept.extend([] if asks_itself else [word])
            continue
        word_stem = stem(folded)
        if folded in stopwords() or word_stem in own:
            continue
        if new_names and word_stem in previous_names:
            continue
        if years(question) and word_stem.isdigit():
            continue
        is_name = word_stem in previous_names or word_stem[0].isdigit()
        if asks_itself and previous_names and not is_name and not whole:
            continue
        if asks_itself and (word_stem in attribute_stems() or folded in firm) and not (whole and is_name):
            continue
        kept.append(word)
    return f"{question.rstrip(' ?.!')} {' '.join(kept)}?" if kept else question


_STRATEGY = re.compile(r"\b(?:klynge)?strategien\b")
_ANY_STRATEGY = re.compile(r"\bstrategi|\w+strategi|\bloesningernes land\b")
_WHICH_STRATEGY = re.compile(
    r"\b(?:20\d\d|innovationsstrateg\w*|loesningernes|2\.0|life science|ny(?:e|este)?|erhvervsfremme\w*|esg)\b"
)


def _with_strategy(question: str, previous: str) -> Completed:
    """A bare "strategien" is the one just spoken of, else the 2013 strategy; then the answer says so."""
    folded = fold(question)
    match = _STRATEGY.search(folded)
    if match is None or _WHICH_STRATEGY.search(folded) or names(question[match.start() :]):
        return Completed(question)
    spoken_of = fold(previous)
    if _ANY_STRATEGY.search(spoken_of) and _WHICH_STRATEGY.search(spoken_of):
        assumed = "(klyngestrategien fra 2013)" in previous
        return Completed(_joined(question, previous), strategy_assumed=assumed)
    return Completed(f"{question.rstrip(' ?.!')} (klyngestrategien fra 2013)?", strategy_assumed=True)
