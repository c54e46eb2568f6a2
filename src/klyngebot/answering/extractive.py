"""Answers without a language model: the sentences of the sources that answer, verbatim, most direct first."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from klyngebot import texts
from klyngebot.answering.citations import cite
from klyngebot.answering.decision import Judgement, judge
from klyngebot.answering.demands import unmet
from klyngebot.answering.evidence import Evidence, gather
from klyngebot.danish.analyzer import stem, stems
from klyngebot.danish.names import names, numbers
from klyngebot.danish.normalize import fold
from klyngebot.danish.questions import QuestionType
from klyngebot.danish.synonyms import related
from klyngebot.lexical import LexicalIndex
from klyngebot.question import Question
from klyngebot.question_bank import BankMatch, QuestionBank
from klyngebot.reading import read_question
from klyngebot.reranking import TextSimilarity
from klyngebot.types import (
    Answer,
    AnswerSentence,
    Chunk,
    Citation,
    Document,
    DocumentKind,
    Hit,
    Refusal,
    RefusalReason,
    Status,
)

HITS_READ = 6
BANK_READ = 6
MOST_SENTENCES = {QuestionType.WHEN: 3, QuestionType.WHO: 3, QuestionType.HOW_MANY: 4, QuestionType.WHERE: 3}
MOST = 5
NEARLY_BEST = 0.7  # of the best score, from which a sentence that meets the demands goes before it
NEAR_BEST = 0.72  # a further sentence is shown where its score is at least this share of the best
SAME_WORDS = 0.75  # Jaccard overlap of stems from which a sentence says what another has said
RETOLD = 0.6  # share of a sentence's stems that another must have to have said it, where it has all numbers and names
MOST_STEPS = 8
# Demands without which a sentence is about something else
ABOUT_ANOTHER = frozenset(("name", "item", "year", "event"))
_STEP = re.compile(r"Trin (\d+):")
GAP_YIELDS = 0.93  # a known gap gives way where a real answer scores at least this share of it


class ExtractiveAnswerer:
    """Picks, orders and cites sentences; refuses where none carries the answer.

    Args:
        documents: by id.
        lexical: tells which words the corpus has, and how rare they are.
        similarity: of texts, by the static model.
        salience: how much a word in lower case says in general.
        bank: stored questions.
        chunks: all indexed chunks.
        corpus_version: goes into every answer.
    """

    def __init__(
        self,
        documents: Mapping[str, Document],
        lexical: LexicalIndex,
        similarity: TextSimilarity,
        salience: Callable[[str], float],
        bank: QuestionBank,
        chunks: Sequence[Chunk],
        corpus_version: str,
    ) -> None:
        self._documents = documents
        self._lexical = lexical
        self._similarity = similarity
        self._salience = salience
        self._bank = bank
        self._chunks: dict[str, list[Chunk]] = {}
        for chunk in chunks:
            self._chunks.setdefault(chunk.document_id, []).append(chunk)
        self._version = corpus_version

    def read(self, question: str) -> Question:
        """The question with the weights of this corpus."""
        return read_question(question, self._lexical, self._salience)

    def gather(self, question: Question, hits: Sequence[Hit], *, use_bank: bool = True) -> list[Evidence]:
        """The sentences of the best hits and of the chunks that stored questions point to, best first.

        Args:
            question: what is asked.
            hits: best first.
            use_bank: false to see what there would be without stored questions, as in a user's own files.
        """
        matches = self._bank.search(question) if use_bank else []
        read = self._with_bank_chunks(hits[:HITS_READ], matches)
        if question.kind is QuestionType.HOW_TO:
            read = self._with_steps(read)
        evidence = gather(question, read, self._documents, self._similarity, matches)
        if not use_bank:
            evidence = [replace(item, sentence=replace(item.sentence, questions=())) for item in evidence]
        return promoted(question, evidence)

    def _with_bank_chunks(self, hits: Sequence[Hit], matches: Sequence[BankMatch]) -> list[Hit]:
        """The hits, and behind them the chunks of the best stored questions that are not among them."""
        joined = {hit.chunk.id: hit for hit in hits}
        last = min((hit.score for hit in hits), default=0.0)
        for item in matches[:BANK_READ]:
            sentence = self._documents[item.entry.document_id].sentences[item.entry.sentence]
            for chunk in self._chunks.get(item.entry.document_id, []):
                if chunk.start <= sentence.start and sentence.end <= chunk.end and chunk.id not in joined:
                    joined[chunk.id] = Hit(chunk, last, len(joined) + 1, "bank")
        return list(joined.values())

    def _with_steps(self, hits: Sequence[Hit]) -> list[Hit]:
        """The hits, and behind them the other chunks with steps of a document whose steps are among the best hits."""
        guides = {hit.chunk.document_id for hit in hits[:3] if _STEP.search(hit.chunk.text)}
        known = {hit.chunk.id for hit in hits}
        last = min((hit.score for hit in hits), default=0.0)
        more = [
            Hit(chunk, last, len(hits) + 1, "steps")
            for guide in sorted(guides)
            for chunk in self._chunks[guide]
            if chunk.id not in known and _STEP.search(chunk.text)
        ]
        return [*hits, *more]

    def answer(self, question: str, hits: Sequence[Hit]) -> Answer:
        """The sentences that answer, or a refusal."""
        read = self.read(question)
        evidence = self.gather(read, hits)
        judgement = judge(read, evidence, hits)
        if not evidence or not judgement.is_answered:
            return self._refuse(question, judgement, hits)
        chosen = choose(read, evidence)
        if all(item.sentence.gap for item in chosen):
            return self._known_gap(question, chosen[:1], hits)
        status = Status.PARTIAL if any(item.sentence.gap for item in chosen) else Status.ANSWERED
        sentences, citations = cited(chosen)
        return Answer(
            question,
            status,
            sentences,
            citations,
            notes=notes(chosen),
            corpus_version=self._version,
        )

    def _refuse(self, question: str, judgement: Judgement, hits: Sequence[Hit]) -> Answer:
        off_topic = not judgement.is_on_topic
        reason = RefusalReason.OFF_TOPIC if off_topic else RefusalReason.NOT_IN_SOURCES
        message = texts.REFUSED_OFF_TOPIC if off_topic else texts.REFUSED_NOT_IN_SOURCES
        nearby = () if off_topic else self._titles(hits)
        return Answer(question, Status.REFUSED, refusal=Refusal(reason, message, nearby), corpus_version=self._version)

    def _known_gap(self, question: str, chosen: Sequence[Evidence], hits: Sequence[Hit]) -> Answer:
        """The corpus itself says that the sources do not tell: a refusal that quotes it."""
        sentences, citations = cited(chosen)
        refusal = Refusal(RefusalReason.NOT_IN_SOURCES, texts.REFUSED_NOT_IN_SOURCES, self._titles(hits))
        return Answer(question, Status.REFUSED, sentences, citations, refusal, corpus_version=self._version)

    def _titles(self, hits: Sequence[Hit]) -> tuple[str, ...]:
        titles = dict.fromkeys(self._documents[hit.chunk.document_id].title for hit in hits[:4])
        return tuple(titles)[:3]


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
    said: list[_Said] = []
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
        here = _said(item.text)
        if any(here.adds_nothing_to(other) for other in said):
            continue
        chosen.append(item)
        said.append(here)
    return chosen


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
class _Said:
    """What a sentence says: its stems, what they mean nearly the same as, and its numbers and names."""

    stems: frozenset[str]
    related: frozenset[str]
    exact: frozenset[str]

    def adds_nothing_to(self, other: _Said) -> bool:
        """Whether the other has said this already: all of its numbers and names, and most of its words."""
        common = self.stems & (other.stems | other.related)
        if len(self.stems & other.stems) / max(len(self.stems | other.stems), 1) >= SAME_WORDS:
            return True
        return self.exact <= other.exact and len(common) >= RETOLD * len(self.stems)


@lru_cache(maxsize=4096)
def _said(text: str) -> _Said:
    own = stems(text)
    widened = (other for others in related(tuple(own)).values() for other in others)
    return _Said(frozenset(own), frozenset(widened), numbers(text) | frozenset(names(text)))


def _step(item: Evidence) -> int:
    """The number of a step ("Trin 3: …"), 0 for any other sentence."""
    match = _STEP.match(item.text)
    return int(match.group(1)) if match else 0


def _gap_yields(gap: Evidence, rival: Evidence) -> bool:
    return rival.score >= GAP_YIELDS * gap.score and rival.coverage >= GAP_YIELDS * gap.coverage and rival.shape > 0


def cited(chosen: Sequence[Evidence]) -> tuple[tuple[AnswerSentence, ...], tuple[Citation, ...]]:
    """The sentences, each with its own numbered citation."""
    citations = tuple(
        cite(item.document, item.sentence, item.section, number, page=item.hit.chunk.page)
        for number, item in enumerate(chosen, start=1)
    )
    return tuple(AnswerSentence(citation.quote, (citation.number,)) for citation in citations), citations


def notes(chosen: Sequence[Evidence]) -> tuple[str, ...]:
    """What a reader must know beside the sentences."""
    found: list[str] = []
    if any(item.sentence.disagreement for item in chosen[:2]):
        found.append(texts.NOTE_DISAGREEMENT)
    return tuple(found)
