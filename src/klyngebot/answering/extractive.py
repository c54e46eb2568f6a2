"""Answers without a language model: the sentences of the sources that answer, verbatim, most direct first."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from klyngebot import texts
from klyngebot.answering.choosing import (
    MOST,
    STEP,
    choose,
    nearest,
    promoted,
    takes_to_go_on,
    with_differing,
    with_newer,
    with_rows,
)
from klyngebot.answering.contacts import Contacts
from klyngebot.answering.decision import Judgement, judge
from klyngebot.answering.developments import with_other_times
from klyngebot.answering.evidence import Evidence, gather
from klyngebot.answering.leads import is_polar, lead
from klyngebot.answering.overviews import document_asked_of, overview
from klyngebot.answering.premises import Premise, contradicted
from klyngebot.answering.untold import untold
from klyngebot.citations import cite
from klyngebot.danish.assumptions import takes_for_granted
from klyngebot.danish.direct import direct_answer
from klyngebot.danish.questions import QuestionType
from klyngebot.lexical import LexicalIndex
from klyngebot.question import Question
from klyngebot.question_bank import BankMatch, QuestionBank
from klyngebot.reading import read_question
from klyngebot.remembering import remembered
from klyngebot.reranking import TextSimilarity
from klyngebot.types import (
    Answer,
    AnswerSentence,
    Chunk,
    Citation,
    Document,
    Hit,
    Refusal,
    RefusalReason,
    Status,
)

HITS_READ = 6
LATEST = 8  # questions whose evidence is remembered
BANK_READ = 6


@dataclass(frozen=True, slots=True)
class _Sought:
    """What evidence is gathered for: the same where the text and the chunks found for it are."""

    text: str
    chunks: tuple[str, ...]
    question: Question = field(compare=False)
    hits: Sequence[Hit] = field(compare=False)


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
        self._contacts = Contacts(documents)
        self._latest = remembered(LATEST)(self._gather_sought)

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
        if not use_bank:
            return self._gather(question, hits, use_bank=False)
        # A reading of a follow-up is weighed first and answered then
        chunks = tuple(hit.chunk.id for hit in hits)
        return list(self._latest(_Sought(question.text, chunks, question, hits)))

    def _gather_sought(self, sought: _Sought) -> list[Evidence]:
        return self._gather(sought.question, sought.hits, use_bank=True)

    def _gather(self, question: Question, hits: Sequence[Hit], *, use_bank: bool) -> list[Evidence]:
        matches = self._bank.search(question) if use_bank else []
        read = self._with_bank_chunks(hits[:HITS_READ], matches)
        if question.kind is QuestionType.HOW_TO:
            read = self._with_steps(read)
        about = document_asked_of(question.text, self._documents)
        if about is not None:
            read = self._with_whole(read, about.id)
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

    def _with_whole(self, hits: Sequence[Hit], document: str) -> list[Hit]:
        """The hits, and behind them the other chunks of a document."""
        known = {hit.chunk.id for hit in hits}
        last = min((hit.score for hit in hits), default=0.0)
        others = (chunk for chunk in self._chunks[document] if chunk.id not in known)
        return [*hits, *(Hit(chunk, last, len(hits) + 1, "whole") for chunk in others)]

    def _with_steps(self, hits: Sequence[Hit]) -> list[Hit]:
        """The hits, and behind them the other chunks with steps of a document whose steps are among the best hits."""
        guides = {hit.chunk.document_id for hit in hits[:3] if STEP.search(hit.chunk.text)}
        known = {hit.chunk.id for hit in hits}
        last = min((hit.score for hit in hits), default=0.0)
        more = [
            Hit(chunk, last, len(hits) + 1, "steps")
            for guide in sorted(guides)
            for chunk in self._chunks[guide]
            if chunk.id not in known and STEP.search(chunk.text)
        ]
        return [*hits, *more]

    def confidence(self, question: str, hits: Sequence[Hit]) -> float:
        """How sure it is that the sentences under the hits answer, 0..1; 0 where they lack what is insisted on."""
        read = self.read(question)
        judgement = judge(read, self.gather(read, hits), hits)
        return 0.0 if judgement.lacks else judgement.answered

    def answer(self, question: str, hits: Sequence[Hit]) -> Answer:
        """The sentences that answer, or a refusal."""
        read = self.read(question)
        evidence = self.gather(read, hits)
        judgement = judge(read, evidence, hits)
        premise = contradicted(read, evidence)
        if premise and premise.certain and (judgement.is_on_topic or judgement.is_answered):
            return self._corrected(read, premise, hits)
        about = document_asked_of(question, self._documents)
        told = overview(read, evidence, about, sure=judgement.is_answered)
        if not told and (not evidence or not judgement.is_answered):
            return self._refuse(read, evidence, judgement, hits)
        chosen = told or _chosen(read, evidence)
        if all(item.sentence.gap for item in chosen):
            return self._known_gap(question, chosen[:1], hits)
        status = Status.PARTIAL if any(item.sentence.gap for item in chosen) else Status.ANSWERED
        shown = with_newer(read, chosen, evidence)
        sentences, citations = cited(shown)
        return Answer(
            question,
            status,
            (*lead(read, chosen), *focused(read, sentences)),
            citations,
            notes=(*_lacking(read, shown), *notes(chosen, read)),
            corpus_version=self._version,
        )

    def _corrected(self, question: Question, premise: Premise, hits: Sequence[Hit]) -> Answer:
        """What the sources state in place of what the question takes for granted, and what answers it then."""
        chosen = [premise.evidence]
        mended = self.read(question.text.replace(premise.said.written, premise.told.written))
        evidence = self.gather(mended, hits)
        if evidence and judge(mended, evidence, hits).is_answered:
            chosen.extend(item for item in choose(mended, evidence) if item.place != premise.evidence.place)
        sentences, citations = cited(chosen[:MOST])
        said, other = premise.said.written, premise.told.written
        told = texts.premise_not_told(said) if premise.is_row else texts.premise_differs(said, other)
        no = (AnswerSentence(texts.NO),) if is_polar(question) else ()
        return Answer(
            question.text,
            Status.ANSWERED,
            (*no, AnswerSentence(told), *sentences),
            citations,
            notes=notes(chosen),
            corpus_version=self._version,
        )

    def _refuse(
        self, question: Question, evidence: Sequence[Evidence], judgement: Judgement, hits: Sequence[Hit]
    ) -> Answer:
        """A refusal with what the sources come nearest with."""
        if not judgement.is_on_topic:
            refusal = Refusal(RefusalReason.OFF_TOPIC, texts.REFUSED_OFF_TOPIC)
            return Answer(question.text, Status.REFUSED, refusal=refusal, corpus_version=self._version)
        near = nearest(question, evidence)
        sentences, citations = cited(near)
        message = texts.REFUSED_NOT_IN_SOURCES
        if near:
            message = texts.REFUSED_PREMISE if takes_for_granted(question.text) else texts.REFUSED_NEAREST
        return Answer(
            question.text,
            Status.REFUSED,
            sentences,
            citations,
            self._refusal(question.text, message, hits),
            notes=_lacking(question, near),
            corpus_version=self._version,
        )

    def _known_gap(self, question: str, chosen: Sequence[Evidence], hits: Sequence[Hit]) -> Answer:
        """The corpus itself says that the sources do not tell: a refusal that quotes it."""
        sentences, citations = cited(chosen)
        refusal = self._refusal(question, texts.REFUSED_NOT_IN_SOURCES, hits)
        return Answer(question, Status.REFUSED, sentences, citations, refusal, corpus_version=self._version)

    def _refusal(self, question: str, message: str, hits: Sequence[Hit]) -> Refusal:
        return Refusal(RefusalReason.NOT_IN_SOURCES, message, self._titles(hits), self._contacts.whom(question))

    def _titles(self, hits: Sequence[Hit]) -> tuple[str, ...]:
        titles = dict.fromkeys(self._documents[hit.chunk.document_id].title for hit in hits[:4])
        return tuple(titles)[:3]


def _chosen(question: Question, evidence: Sequence[Evidence]) -> list[Evidence]:
    """The sentences that answer, and what must stand beside them: other sources, other times, the things of a row."""
    chosen = with_differing(question, choose(question, evidence), evidence)
    return with_rows(question, with_other_times(question, chosen, evidence))


def _lacking(question: Question, shown: Sequence[Evidence]) -> tuple[str, ...]:
    lacking = untold(question, shown) if shown else ()
    return (texts.untold(lacking),) if lacking else ()


def cited(chosen: Sequence[Evidence]) -> tuple[tuple[AnswerSentence, ...], tuple[Citation, ...]]:
    """The sentences, each once and with its own numbered citation."""
    once: dict[str, Evidence] = {}
    for item in chosen:
        once.setdefault(item.text, item)
    citations = tuple(
        cite(item.document, item.sentence, item.section, number, page=item.hit.chunk.page)
        for number, item in enumerate(once.values(), start=1)
    )
    return tuple(AnswerSentence(citation.quote, (citation.number,)) for citation in citations), citations


def focused(question: Question, sentences: Sequence[AnswerSentence]) -> tuple[AnswerSentence, ...]:
    """The sentences, with the place of the answer itself marked in the first."""
    first, *rest = sentences
    return replace(first, focus=direct_answer(question.kind, first.text, question.text)), *rest


def notes(chosen: Sequence[Evidence], question: Question | None = None) -> tuple[str, ...]:
    """What a reader must know beside the sentences."""
    found: list[str] = []
    if question and chosen[0].document.valid_to and takes_to_go_on(question):
        found.append(texts.NOTE_SUPERSEDED)
    if any(item.sentence.disagreement for item in chosen[:2]):
        found.append(texts.NOTE_DISAGREEMENT)
    return tuple(found)
