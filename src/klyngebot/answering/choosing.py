"""Which sentences of the evidence are shown, and in what order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from klyngebot import texts
from klyngebot.answering.demands import unmet
from klyngebot.answering.evidence import Evidence
from klyngebot.danish.analyzer import stem, stems
from klyngebot.danish.direct import direct_answer
from klyngebot.danish.names import names, numbers
from klyngebot.danish.normalize import fold
from klyngebot.danish.pronouns import speaks_of_the_present
from klyngebot.danish.questions import QuestionType, announces, is_row, tells_end
from klyngebot.danish.synonyms import related
from klyngebot.question import Question
from klyngebot.remembering import remembered
from klyngebot.types import DocumentKind

MOST_SENTENCES = {QuestionType.WHEN: 3, QuestionType.WHO: 3, QuestionType.HOW_MANY: 4, QuestionType.WHERE: 3}
MOST = 5
NEARLY_BEST = 0.7  # of the best score, from which a sentence that meets the demands goes before it
NEAR_BEST = 0.72  # a further sentence is shown where its score is at least this share of the best
SAME_WORDS = 0.75  # Jaccard overlap of stems from which a sentence says what another has said
RETOLD = 0.6  # share of a sentence's stems that another must have to have said it, where it has all numbers and names
MOST_STEPS = 8
ABOUT = 0.6  # how far a sentence must have a name to tell of it
READ_FOR_DIFFERING = 16  # sentences among which one on differing sources is looked for
DIFFERING, DIFFERING_STORED = 0.72, 0.8  # of the best score and coverage; or how like a stored question
DOUBTING = 0.6  # of the best coverage, where it has the same figure
# Demands without which a sentence is about something else
ABOUT_ANOTHER = frozenset(("name", "item", "year", "event"))
STEP = re.compile(r"Trin (\d+):")
READ_FOR_NEAREST = 4  # sentences among which the nearest are looked for
MOST_NEAR = 2
NEAR_BY_NAME, NEAR_BY_WORDS = 0.25, 0.45  # share of the question that a sentence must have to be shown as near
GAP_YIELDS = 0.93  # a known gap gives way where a real answer scores at least this share of it


def promoted(question: Question, evidence: list[Evidence]) -> list[Evidence]:
    """The evidence, led by the first that meets the demands of the question where that is nearly as good as the best.

    "Initiativ 12" is answered by the sentence on initiative 12, not by one that is more alike in all the rest.
    """
    if not evidence or not unmet(question, evidence[0]):
        return evidence
    least = NEARLY_BEST * evidence[0].score
    first = next((i for i, item in enumerate(evidence) if item.score >= least and not unmet(question, item)), 0)
    return [evidence[first], *evidence[:first], *evidence[first + 1 :]]


def choose(question: Question, evidence: Sequence[Evidence]) -> list[Evidence]:
    """The sentences to show, most direct first: the best, and others that are nearly as good and say more.

    A question for a way to do something gets all the steps, in order, where the best sentence is one of them.
    """
    best = evidence[0]
    if question.kind is QuestionType.HOW_TO and _step(best):
        steps = sorted((item for item in evidence if item.document.id == best.document.id and _step(item)), key=_step)
        if not unmet(question, steps[0]):  # else one step answers, and the way as a whole leads elsewhere
            return steps[:MOST_STEPS]
    if best.sentence.gap:
        rival = next((item for item in evidence if not item.sentence.gap), None)
        if rival is None or not _gap_yields(best, rival):
            return [best]
    chosen: list[Evidence] = []
    before: list[Said] = []
    for item in evidence:
        if len(chosen) >= MOST_SENTENCES.get(question.kind, MOST):
            break
        if chosen and item.score < NEAR_BEST * best.score:
            break
        if best.headcount == 1 and item.headcount == 0:  # a price for firms of another size
            continue
        if chosen and (unmet(question, item) in ABOUT_ANOTHER or _gap_of_another(question, item, best)):
            continue
        if chosen and question.kind is not QuestionType.LIST and _of_another_cluster(question, item, best):
            continue
        here = said(item.text)
        if any(here.adds_nothing_to(other) for other in before):
            continue
        chosen.append(item)
        before.append(here)
    return chosen


def with_differing(question: Question, chosen: list[Evidence], evidence: Sequence[Evidence]) -> list[Evidence]:
    """The sentences, and one that sets differing sources side by side on the same matter, if there is one."""
    if any(item.sentence.disagreement or item.sentence.gap for item in chosen):
        return chosen
    best = chosen[0]
    for item in evidence[:READ_FOR_DIFFERING]:
        stored = item.stored.score if item.stored else 0.0
        near = item.score >= DIFFERING * best.score or stored >= DIFFERING_STORED
        if (
            item.sentence.disagreement
            and near
            and not unmet(question, item)
            and item.coverage >= DIFFERING * best.coverage
        ):
            return [*chosen[: MOST - 1], item]
    same = next((item for item in evidence if item.sentence.disagreement and _doubts(question, item, best)), None)
    return [best, same, *chosen[1 : MOST - 1]] if same else chosen


def _doubts(question: Question, item: Evidence, best: Evidence) -> bool:
    """Whether it sets another source beside the very figure that the best sentence answers with."""
    answer = direct_answer(question.kind, best.text, question.text)
    if answer is None or item.coverage < DOUBTING * best.coverage:
        return False
    figure = numbers(best.text[slice(*answer)])
    return bool(figure) and figure <= numbers(item.text)


def with_rows(question: Question, chosen: list[Evidence]) -> list[Evidence]:
    """The sentences, and behind one that only counts the things asked for, those that name them.

    "The strategy has four lines" answers nothing where the lines are asked for; the sentences behind it do.
    """
    best = chosen[0]
    counted = announces(best.text, question.text)
    if not counted:
        return chosen
    own = [item for item in best.document.sentences if item.start > best.sentence.start]
    section = next((s for s in best.document.sections if s.start <= best.sentence.start < s.end), None)
    rows = [
        replace(best, sentence=item, text=best.document.text[item.start : item.end])
        for item in own
        if section and item.end <= section.end and is_row(best.document.text[item.start : item.end])
    ]
    return [best, *rows[:counted]] if len(rows) >= min(counted, 2) else chosen


def nearest(question: Question, evidence: Sequence[Evidence]) -> list[Evidence]:
    """The sentences that come nearest to a question that none answers; empty where none is about the same thing."""
    near: list[Evidence] = []
    for item in evidence[:READ_FOR_NEAREST]:
        if item.sentence.gap or not _is_near(question, item) or len(near) == MOST_NEAR:
            continue
        if near and (item.score < NEAR_BEST * near[0].score or said(item.text).adds_nothing_to(said(near[0].text))):
            continue
        near.append(item)
    return near


def _is_near(question: Question, item: Evidence) -> bool:
    """Whether a sentence shares a name with the question and some of the rest, or half of it all."""
    shares_name = any(
        concept.is_name and not concept.stem[0].isdigit() and degree >= ABOUT
        for concept, degree in zip(question.concepts, item.matches, strict=True)
    )
    return item.coverage >= (NEAR_BY_NAME if shares_name else NEAR_BY_WORDS)


def _gap_of_another(question: Question, item: Evidence, best: Evidence) -> bool:
    """Whether it tells that something is not known about a thing that neither the question nor the answer names."""
    named = set(names(item.text)) - {stem(fold(texts.NAME))}
    return item.sentence.gap and not named <= {*stems(question.text), *stems(best.text)}


def _of_another_cluster(question: Question, item: Evidence, best: Evidence) -> bool:
    """Whether it stands in the profile of a cluster that neither the question nor the answer names."""
    if item.document.kind is not DocumentKind.PROFILE or item.document.id == best.document.id:
        return False
    name = fold(item.document.title.partition(" – ")[0])
    return name not in fold(question.text) and name not in fold(best.text)


@dataclass(frozen=True, slots=True)
class Said:
    """What a sentence says: its stems, what they mean nearly the same as, and its numbers and names."""

    stems: frozenset[str]
    related: frozenset[str]
    exact: frozenset[str]

    def adds_nothing_to(self, other: Said) -> bool:
        """Whether the other has said this already: all of its numbers and names, and most of its words."""
        common = self.stems & (other.stems | other.related)
        if len(self.stems & other.stems) / max(len(self.stems | other.stems), 1) >= SAME_WORDS:
            return True
        return self.exact <= other.exact and len(common) >= RETOLD * len(self.stems)


@remembered(4096)
def said(text: str) -> Said:
    """What a sentence says, to be compared with what another has said."""
    own = stems(text)
    widened = (other for others in related(tuple(own)).values() for other in others)
    return Said(frozenset(own), frozenset(widened), numbers(text) | frozenset(names(text)))


def _step(item: Evidence) -> int:
    """The number of a step ("Trin 3: …"), 0 for any other sentence."""
    match = STEP.match(item.text)
    return int(match.group(1)) if match else 0


def _gap_yields(gap: Evidence, rival: Evidence) -> bool:
    return rival.score >= GAP_YIELDS * gap.score and rival.coverage >= GAP_YIELDS * gap.coverage and rival.shape > 0


def with_newer(question: Question, chosen: list[Evidence], evidence: Sequence[Evidence]) -> list[Evidence]:
    """The sentences, and one that tells that the matter is over, where the question takes it to go on."""
    if not takes_to_go_on(question) or any(tells_end(item.text) for item in chosen) or chosen[0].recent > 0:
        return chosen
    about = [place for place, concept in enumerate(question.concepts) if not concept.is_light]
    for item in evidence:
        shared = [place for place in about if chosen[0].matches[place] >= ABOUT]
        same = bool(shared) and all(item.matches[place] >= ABOUT for place in shared)
        if same and tells_end(item.text) and not item.sentence.gap:
            return [*chosen[: MOST - 1], item]
    return chosen


def takes_to_go_on(question: Question) -> bool:
    """Whether a question takes it that what it asks about goes on."""
    return not question.years and speaks_of_the_present(question.text)
