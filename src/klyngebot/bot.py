"""The composition root: what klyngebot is made of (`open`), and the path of a question (`ask`)."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from copy import copy
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self

from klyngebot import texts
from klyngebot.answering.cluster_finder import ClusterFinder, proposed
from klyngebot.answering.composing import composed, framed_in_english, tells_of_each
from klyngebot.answering.evidence import Evidence
from klyngebot.answering.extractive import ExtractiveAnswerer
from klyngebot.answering.suggestions import Suggester
from klyngebot.checking.drafts import DraftChecker
from klyngebot.checking.quotations import QuotationChecker
from klyngebot.checking.results import ClaimCheck, DraftCheck, Verdict
from klyngebot.checking.verdicts import ClaimChecker
from klyngebot.conversation import TURNS_READ, Completed, SmallTalk, complete, small_talk
from klyngebot.cross_encoder import CrossEncoderReranker, EntailmentJudge
from klyngebot.danish.analyzer import stem
from klyngebot.danish.as_written import NamesAsWritten
from klyngebot.danish.comparisons import comparison
from klyngebot.danish.foreign import Language, glossed, language_of
from klyngebot.danish.normalize import clean, fold
from klyngebot.danish.openings import plainly
from klyngebot.danish.particles import spelled_out
from klyngebot.danish.parts import parts
from klyngebot.danish.personal_data import masked, without_masks
from klyngebot.danish.profiles import Aspect, asks_to_join, seeks_cluster, tells
from klyngebot.danish.respelling import respelled
from klyngebot.danish.spelling import Speller
from klyngebot.embedding import StaticEmbedder
from klyngebot.errors import CheckError, IndexUnavailableError
from klyngebot.ingest import IngestReport, Progress, fingerprint, ingest
from klyngebot.protocols import Answerer, Embedder, Reranker, Searcher
from klyngebot.question import Question
from klyngebot.question_bank import QuestionBank, bank_entries
from klyngebot.readings import readings
from klyngebot.reranking import TextSimilarity
from klyngebot.retrieval import Index, build_maxsim, default_searcher
from klyngebot.settings import Settings, read_settings
from klyngebot.store import Generations
from klyngebot.texts import checking as check_texts
from klyngebot.types import (
    Answer,
    AnswerSentence,
    ClusterAnswer,
    Document,
    Hit,
    Refusal,
    RefusalReason,
    Status,
    Stop,
    Trace,
    Turn,
)

HITS = 12
LONGEST_CLAIM = 1_000  # characters
DOUBTS = (SmallTalk.SURE, SmallTalk.SOURCES)  # with an answer before, that is given again with its sources
PLAIN_READING = 1.05  # how much surer another reading of a follow-up must be than the plainest
FIRST_INGEST = 300.0  # seconds to wait for another process that builds the first index
_SMALL_TALK = {
    SmallTalk.GREETING: texts.SMALLTALK_GREETING,
    SmallTalk.THANKS: texts.SMALLTALK_THANKS,
    SmallTalk.BYE: texts.SMALLTALK_BYE,
    SmallTalk.WHO: texts.SMALLTALK_WHO,
    SmallTalk.HUMAN: texts.SMALLTALK_HUMAN,
    SmallTalk.LANGUAGE: texts.SMALLTALK_LANGUAGE,
    SmallTalk.CAN: texts.SMALLTALK_CAN,
    SmallTalk.SURE: texts.SMALLTALK_SURE,
    SmallTalk.SOURCES: texts.SMALLTALK_SOURCES,
    SmallTalk.PRIVACY: texts.SMALLTALK_PRIVACY,
    SmallTalk.MODEL: texts.SMALLTALK_MODEL,
    SmallTalk.WRONG: texts.SMALLTALK_WRONG,
    SmallTalk.YES: texts.SMALLTALK_YES,
    SmallTalk.NO: texts.SMALLTALK_NO,
}


@dataclass(frozen=True, slots=True)
class CorpusInfo:
    """What is indexed.

    `stale` is true where the source files changed since the ingest; `damage` says what is wrong with the index in use,
    where the one before it had to be opened.
    """

    version: str
    documents: tuple[Document, ...]
    chunks: int
    stale: bool = False
    damage: str = ""


class Klyngebot:
    """Answers questions from an index. Open one with `Klyngebot.open`; it may be used from several threads."""

    def __init__(
        self,
        index: Index,
        searcher: Searcher,
        extractive: ExtractiveAnswerer,
        answerer: Answerer,
        suggester: Suggester,
        speller: Speller,
        finder: ClusterFinder,
        claims: ClaimChecker,
        quotations: QuotationChecker,
        names: NamesAsWritten,
        *,
        max_question_length: int = 500,
    ) -> None:
        self._index = index
        self._searcher = searcher
        self._extractive = extractive
        self._answerer = answerer
        self._suggester = suggester
        self._speller = speller
        self._finder = finder
        self._claims = claims
        self._drafts = DraftChecker(claims.check, quotations.check, index.manifest.corpus_version)
        self._names = names
        self._longest = max_question_length

    @classmethod
    def open(cls, settings: Settings | None = None) -> Self:
        """Open the index in use and put the parts together.

        Raises:
            IndexUnavailableError: no index, a damaged one, or one of another model or version.
            ModelError: the embedding or language model cannot be loaded.
        """
        settings = settings or read_settings()
        static = StaticEmbedder()
        embedder, name, dimension = build_embedder(settings, static)
        index = Index.open(Generations(settings.data_dir))
        try:
            index.require_model(name, dimension)
            maxsim = build_maxsim(index, static)
            similarity = TextSimilarity(static, maxsim)
            entries = bank_entries(list(index.documents.values()))
            bank = QuestionBank(entries, index.bank, index.bank_vectors, similarity, static.salience)
            extractive = ExtractiveAnswerer(
                index.documents,
                index.lexical,
                similarity,
                static.salience,
                bank,
                index.stored.chunks,
                index.manifest.corpus_version,
            )
            searcher = default_searcher(index, embedder, maxsim, build_reranker(settings))
            return cls(
                index,
                searcher,
                extractive,
                build_answerer(settings, extractive, index),
                Suggester(index.documents),
                Speller(
                    index.lexical.surfaces,
                    lambda word: static.knows_word(word) or index.bank.knows(stem(fold(word))),
                    index.lexical.is_name,
                ),
                ClusterFinder(index.documents, static),
                ClaimChecker(index.documents, searcher, static, build_entailment(settings)),
                QuotationChecker(index.documents, searcher),
                NamesAsWritten(_headings(index.documents.values())),
                max_question_length=settings.max_question_length,
            )
        except BaseException:
            index.close()
            raise

    @property
    def corpus(self) -> CorpusInfo:
        """What this bot answers from."""
        manifest = self._index.manifest
        sources = [Path(source) for source in manifest.sources]
        return CorpusInfo(
            manifest.corpus_version,
            tuple(self._index.documents.values()),
            manifest.chunks,
            stale=fingerprint(sources) != manifest.fingerprint,
            damage=self._index.damage,
        )

    def without_model(self) -> Self:
        """The same bot without the language model, where it has one. It shares the index, so close only one of them."""
        twin = copy(self)
        twin._answerer = self._extractive
        return twin

    def is_outdated(self, settings: Settings) -> bool:
        """Whether another index has been taken into use since this bot was opened."""
        try:
            generations = Generations(settings.data_dir)
            return generations.mark(generations.current()) != self._index.in_use
        except IndexUnavailableError:  # gone, or being exchanged: keep what is open
            return False

    def ask(self, question: str, history: Sequence[Turn] = ()) -> Answer:
        """The answer to a question, given the turns before it: the path of a question, stop by stop."""
        clock = _Clock()
        asked, personal = masked(clean(question))
        history = [Turn(masked(clean(turn.question))[0], masked(clean(turn.answer))[0]) for turn in history]
        if not asked:
            return self._rejected(question, RefusalReason.EMPTY, texts.REJECTED_EMPTY)
        if len(asked) > self._longest:
            return self._rejected("", RefusalReason.TOO_LONG, texts.rejected_too_long(self._longest))
        talk = small_talk(asked)
        assure: tuple[str, ...] = ()
        if talk in DOUBTS and history and history[-1].answer:
            assure = (_SMALL_TALK[talk],)
        elif talk is not None:
            return self._small_talk(asked, talk)
        if assure:
            asked, history = clean(history[-1].question), history[:-1]

        completed, query = self._stand_alone(asked, history)
        clock.stop("forstå", query)
        hits = self._searcher.search(query, HITS)
        clock.stop("find", f"{len(hits)} afsnit")
        answer = self._answerer.answer(query, hits)
        clock.stop("svar", answer.status)
        if self._answerer is self._extractive:
            answer = self._put_together(query, answer)
            clock.stop("del", f"{len(answer.sentences)} sætninger")
        if asks_to_join(query) and not any(tells(Aspect.JOINING, item.quote) for item in answer.citations):
            answer = self._usual_way(answer)
        if not answer.is_answered and seeks_cluster(query):
            answer = proposed(answer, self._finder.find(query))
        suggestions = self._suggester.suggest(query, hits, answer)
        clock.stop("foreslå", f"{len(suggestions)} spørgsmål")
        notes = (texts.NOTE_PERIOD_STRATEGY_2013,) if completed.strategy_assumed and answer.is_answered else ()
        warned = (texts.removed(personal),) if personal else ()
        answer = replace(
            answer,
            question=asked,
            suggestions=suggestions,
            notes=(*warned, *assure, *notes, *answer.notes),
            trace=Trace(query, (*clock.stops, *answer.trace.stops)),
        )
        return framed_in_english(answer) if language_of(asked) is Language.ENGLISH else answer

    def _stand_alone(self, asked: str, history: Sequence[Turn]) -> tuple[Completed, str]:
        """The question completed from the turns before it, and what is searched for: spelled as the documents do.

        Of several readings of a follow-up, the one that the sources answer best.
        """
        turns = [Turn(self._names.written(glossed(turn.question)), turn.answer) for turn in history[-TURNS_READ:]]
        plain = plainly(respelled(glossed(without_masks(asked))))
        possible = [
            (item, self._spelled(item)) for item in readings(self._names.written(plain) if turns else plain, turns)
        ]
        if len(possible) == 1:
            return possible[0]
        sure = [self._extractive.confidence(query, self._searcher.search(query, HITS)) for _, query in possible]
        sure[0] *= PLAIN_READING
        return possible[max(range(len(possible)), key=lambda place: sure[place])]

    def _spelled(self, completed: Completed) -> str:
        return spelled_out(self._speller.correct(completed.question[: 3 * self._longest]))

    def _put_together(self, query: str, answer: Answer) -> Answer:
        """The answer, made of those to its parts where it asks for more than one thing or compares two."""
        compared = comparison(query)
        if not compared.sides:
            separate = parts(query)
            return composed(answer, self._answers_to(separate)) if len(separate) > 1 else answer
        if not answer.is_answered and compared.plain:
            answer = self._answer_alone(compared.plain)
        if answer.is_answered and tells_of_each(answer, compared.sides):
            return answer
        separate = tuple(part for side in compared.sides for part in parts(side))
        return composed(answer, [(part, self._answer_alone(part)) for part in separate])

    def _answer_alone(self, query: str) -> Answer:
        return self._answerer.answer(query, self._searcher.search(query, HITS))

    def _answers_to(self, separate: Sequence[str]) -> list[tuple[str, Answer]]:
        """Each part of a question, as asked, with its answer; a later part may leave out what the first one names."""
        answers: list[tuple[str, Answer]] = []
        for number, part in enumerate(separate):
            query = complete(part, [Turn(before) for before in separate[:number]]).question
            answer = self._answer_alone(query)
            if query != part and not any(earlier.is_answered or _knows_subject(earlier) for _, earlier in answers):
                answer = replace(answer, status=Status.REFUSED)  # it takes its subject from what is not known
            answers.append((part, answer))
        return answers

    def _usual_way(self, answer: Answer) -> Answer:
        """How to join any cluster, where no source tells how to join the one that is asked for."""
        usual = self._answer_alone(texts.FIND_GUIDE)
        return replace(usual, notes=(texts.NOTE_GENERAL_WAY,)) if usual.is_answered else answer

    def search(self, query: str, k: int = HITS) -> list[Hit]:
        """The best `k` hits for a query, without an answer."""
        return self._searcher.search(clean(query), k)

    def find_clusters(self, description: str) -> ClusterAnswer:
        """The clusters of the corpus that suit a firm, told by its owner's description of it."""
        told, _ = masked(clean(description))
        version = self._index.manifest.corpus_version
        if not told or len(told) > self._longest:
            message = texts.FIND_EMPTY if not told else texts.rejected_too_long(self._longest)
            return ClusterAnswer("" if told else description, Status.REJECTED, message, corpus_version=version)
        proposals = self._finder.find(told)
        found = texts.find_found(len(proposals)) if proposals else texts.FIND_NONE
        return ClusterAnswer(
            told,
            Status.ANSWERED if proposals else Status.REFUSED,
            found if self._finder.has_profiles else texts.FIND_NO_PROFILES,
            tuple(proposals),
            (texts.FIND_GUIDE,),
            version,
        )

    def check_claim(self, claim: str) -> ClaimCheck:
        """Whether the documents support a claim, contradict it, or decide neither.

        Raises:
            CheckError: the claim is empty, or longer than `LONGEST_CLAIM`.
        """
        told, _ = masked(clean(claim))
        if not told:
            raise CheckError(check_texts.CHECK_CLAIM_EMPTY)
        if len(told) > LONGEST_CLAIM:
            raise CheckError(check_texts.claim_too_long(LONGEST_CLAIM))
        return self._claims.check(told)

    def warm(self) -> None:
        """Answer a question and read all documents for the check of claims, so that the first who ask need not wait.

        The language model is left alone. Takes some seconds.
        """
        self.without_model().ask(texts.FIND_GUIDE)
        self._claims.warm()

    def check_claim_against(self, claim: str, evidence: Sequence[str]) -> Verdict:
        """The verdict on a claim from given texts alone, whatever the documents say: for measurement."""
        return self._claims.check_against(claim, evidence)

    def check_text(self, text: str, name: str = "") -> DraftCheck:
        """A text with every claim and every quotation checked; personal data are masked in it.

        Args:
            text: plain text or Markdown.
            name: of its file, for the report.

        Raises:
            CheckError: the text is empty or too long.
        """
        told, _ = masked(clean(text))
        return self._drafts.check(told, name)

    def inspect(
        self, question: str, history: Sequence[Turn] = (), *, use_bank: bool = True
    ) -> tuple[Question, list[Evidence], list[Hit]]:
        """What the extractive answerer sees before it decides: for calibration and measurement."""
        _, query = self._stand_alone(clean(question), history)
        hits = self._searcher.search(query, HITS)
        read = self._extractive.read(query)
        return read, self._extractive.gather(read, hits, use_bank=use_bank), hits

    def close(self) -> None:
        """Let go of the index."""
        self._index.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _rejected(self, question: str, reason: RefusalReason, message: str) -> Answer:
        return Answer(
            question,
            Status.REJECTED,
            refusal=Refusal(reason, message),
            corpus_version=self._index.manifest.corpus_version,
        )

    def _small_talk(self, question: str, talk: SmallTalk) -> Answer:
        return Answer(
            question,
            Status.SMALLTALK,
            (AnswerSentence(_SMALL_TALK[talk]),),
            suggestions=tuple(group.questions[0] for group in texts.EXAMPLES),
            corpus_version=self._index.manifest.corpus_version,
        )


def _headings(documents: Iterable[Document]) -> Iterator[str]:
    for document in documents:
        yield document.title
        yield from (section.heading_path[-1] for section in document.sections if section.heading_path)


def _knows_subject(answer: Answer) -> bool:
    """Whether a refusal quotes that the sources do not tell this of a thing that they know."""
    refusal = answer.refusal
    return bool(answer.citations and refusal and refusal.message == texts.REFUSED_NOT_IN_SOURCES)


class _Clock:
    """Times the stops of a path."""

    def __init__(self) -> None:
        self.stops: list[Stop] = []
        self._last = time.perf_counter()

    def stop(self, name: str, detail: str = "") -> None:
        now = time.perf_counter()
        self.stops.append(Stop(name, (now - self._last) * 1000, detail))
        self._last = now


def build_embedder(settings: Settings, static: StaticEmbedder) -> tuple[Embedder, str, int]:
    """The embedder that the settings name, with its name and dimension."""
    if not settings.embedding_model:
        return static, static.name, static.dimension
    from klyngebot.embedding.sentence_transformer import SentenceTransformerEmbedder

    other = SentenceTransformerEmbedder(
        settings.embedding_model, query_prefix=settings.query_prefix, passage_prefix=settings.passage_prefix
    )
    return other, other.name, other.dimension


def build_reranker(settings: Settings) -> Reranker | None:
    """The cross-encoder that the settings name, if any."""
    if not settings.reranker_model:
        return None
    return CrossEncoderReranker(settings.reranker_model)


def build_entailment(settings: Settings) -> EntailmentJudge | None:
    """The judge of claims that the settings name, if any."""
    if not settings.nli_model:
        return None
    return EntailmentJudge(settings.nli_model)


def build_answerer(settings: Settings, extractive: ExtractiveAnswerer, index: Index) -> Answerer:
    """The extractive answerer, wrapped by the generative one where a language model is configured."""
    if not settings.llm:
        return extractive
    from klyngebot.answering.generative import GenerativeAnswerer
    from klyngebot.llm import load_chat_model

    model = load_chat_model(settings.llm, base_url=settings.llm_base_url, timeout=settings.llm_timeout)
    return GenerativeAnswerer(model, extractive, index.documents, name=settings.llm, deadline=settings.llm_timeout)


def ensure_index(settings: Settings, tell: Callable[[], None]) -> None:
    """Index the shipped corpus where there is no index at all; `tell` is called before.

    Where another process is doing it already, wait for that.
    """
    if Generations(settings.data_dir).exists:
        return
    tell()
    ingest_corpus(settings, [settings.corpus_dir], patience=FIRST_INGEST)


def ingest_corpus(
    settings: Settings,
    sources: Sequence[Path],
    progress: Progress = lambda _stage, _done, _total: None,
    *,
    patience: float = 0.0,
    remembered: Sequence[Path] = (),
) -> IngestReport:
    """Build or refresh the index of the settings' data folder from files and folders."""
    static = StaticEmbedder()
    embedder, name, _ = build_embedder(settings, static)
    return ingest(
        sources,
        Generations(settings.data_dir),
        embedder,
        name,
        static,
        progress=progress,
        patience=patience,
        remembered=remembered,
    )
