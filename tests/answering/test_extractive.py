"""Extractive answers: few sentences, each verbatim and cited, most direct first; a refusal where none answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from klyngebot import texts
from klyngebot.answering.choosing import MOST, choose
from klyngebot.answering.evidence import Evidence
from klyngebot.answering.extractive import cited, notes
from klyngebot.bot import Klyngebot
from klyngebot.evaluation.answers import is_verbatim
from klyngebot.evaluation.gold import GoldQuestion
from klyngebot.question import Question
from klyngebot.types import Answer, Document, Hit, Refusal, RefusalReason, Status


@pytest.fixture(scope="module")
def answers(gold_answers: list[tuple[GoldQuestion, Answer]]) -> list[Answer]:
    return [answer for _, answer in gold_answers]


def inspected(bot: Klyngebot, question: str) -> list[Evidence]:
    _, evidence, _ = bot.inspect(question)
    return evidence


def test_an_answer_has_few_sentences_with_a_citation_each(answers: list[Answer]) -> None:
    shown = [answer for answer in answers if answer.is_answered]
    assert len(shown) >= 50
    for answer in shown:
        assert answer.sentences
        steps = [sentence for sentence in answer.sentences if sentence.text.startswith("Trin ")]
        quoted = [sentence for sentence in answer.sentences if sentence.citations]
        rows = len(answer.sentences) <= MOST + 4
        assert rows or len(steps) == len(answer.sentences), "only all steps are more"
        assert [sentence.citations for sentence in quoted] == [(number,) for number in range(1, len(quoted) + 1)]
        assert [citation.number for citation in answer.citations] == list(range(1, len(quoted) + 1))
        assert answer.sentences[-1].citations, "our own words lead to a quotation"


def test_every_sentence_is_a_verbatim_span(answers: list[Answer], documents: Mapping[str, Document]) -> None:
    assert all(is_verbatim(answer, documents) for answer in answers)


def test_no_answer_says_a_sentence_twice(answers: list[Answer]) -> None:
    for answer in answers:
        said = [sentence.text for sentence in answer.sentences]
        assert len(set(said)) == len(said)


def test_citations_name_the_document_and_the_public_source(
    answers: list[Answer], documents: Mapping[str, Document]
) -> None:
    for answer in answers:
        for citation in answer.citations:
            document = documents[citation.document_id]
            assert (citation.title, citation.publisher, citation.kind) == (
                document.title,
                document.publisher,
                document.kind,
            )
            assert citation.section
            assert citation.provenance
            assert all(item.title and item.publisher for item in citation.provenance)
            assert citation.url == "" or citation.url.startswith("http")


def test_a_refusal_says_why_and_what_is_near(answers: list[Answer], documents: Mapping[str, Document]) -> None:
    titles = {document.title for document in documents.values()}
    own_texts = {value for name, value in vars(texts).items() if name.startswith("REFUSED_")}
    for answer in (item for item in answers if item.status is Status.REFUSED):
        assert answer.refusal is not None
        assert answer.refusal.message in own_texts | set(texts.ENGLISH.values())
        assert set(answer.refusal.nearby) <= titles
        assert len(answer.refusal.nearby) <= 3
        assert len(answer.sentences) <= 2, "a known gap is quoted in one sentence, what is nearest in two"


def test_an_answer_that_is_not_refused_has_no_refusal(answers: list[Answer]) -> None:
    spoken = [answer for answer in answers if answer.status is not Status.SMALLTALK]
    assert all((answer.refusal is None) == answer.is_answered for answer in spoken)


def test_without_hits_the_answer_is_a_refusal(bot: Klyngebot) -> None:
    answer = bot._extractive.answer("xyzzyq plughq", [])
    assert answer.status is Status.REFUSED
    assert isinstance(answer.refusal, Refusal)
    assert answer.sentences == ()


def test_a_question_far_from_the_corpus_is_refused_as_off_topic(bot: Klyngebot) -> None:
    answer = bot.ask("Hvordan bager man en lagkage med jordbær og flødeskum?")
    assert answer.status is Status.REFUSED
    assert answer.refusal is not None
    assert answer.refusal.reason is RefusalReason.OFF_TOPIC
    assert answer.sentences == ()


# --- Choosing, on the evidence of a real question ---------------------------------------------------


class Altered:
    """Real evidence of which some values are others."""

    def __init__(self, evidence: Any, **changes: object) -> None:
        self.__dict__.update(changes, _evidence=evidence)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._evidence, name)


def with_scores(evidence: list[Evidence], *scores: float) -> list[Any]:
    """The first pieces of evidence with other scores, none of which tells of a gap."""
    distinct = {item.text: item for item in evidence}
    return [flagged(Altered(item, score=score)) for item, score in zip(distinct.values(), scores, strict=False)]


def flagged(item: Any, *, gap: bool = False, disagreement: bool = False) -> Any:
    return Altered(item, sentence=replace(item.sentence, gap=gap, disagreement=disagreement))


@pytest.fixture
def evidence(bot: Klyngebot) -> list[Evidence]:
    return inspected(bot, "Hvad er MADE?")


@pytest.fixture
def question(bot: Klyngebot) -> Question:
    read, _, _ = bot.inspect("Hvad er MADE?")
    return read


def test_the_best_sentence_comes_first(question: Question, evidence: list[Evidence]) -> None:
    chosen = choose(question, with_scores(evidence, 2.0, 1.9, 1.8))
    assert chosen[0].score == 2.0
    assert [item.score for item in chosen] == sorted((item.score for item in chosen), reverse=True)


def test_sentences_far_behind_the_best_are_not_shown(question: Question, evidence: list[Evidence]) -> None:
    assert [item.score for item in choose(question, with_scores(evidence, 2.0, 0.2, 0.1))] == [2.0]


def test_no_more_than_five_sentences_are_shown(question: Question, evidence: list[Evidence]) -> None:
    assert len(choose(question, with_scores(evidence, *[2.0] * 12))) <= MOST


def test_a_sentence_that_repeats_another_is_left_out(question: Question, evidence: list[Evidence]) -> None:
    first, *_ = with_scores(evidence, 2.0)
    echo = Altered(first, text=first.text.replace(".", "!"), score=1.99)
    assert choose(question, [first, echo]) == [first]


def test_a_gap_stands_alone_where_nothing_rivals_it(question: Question, evidence: list[Evidence]) -> None:
    first, second, *_ = with_scores(evidence, 2.0, 0.5)
    gap = flagged(first, gap=True)
    assert choose(question, [gap]) == [gap]
    assert choose(question, [gap, Altered(second, coverage=0.0)]) == [gap]


def test_each_chosen_sentence_gets_its_own_citation(evidence: list[Evidence]) -> None:
    chosen = with_scores(evidence, 2.0, 1.9, 1.8)
    sentences, citations = cited(chosen)
    assert [sentence.text for sentence in sentences] == [item.text for item in chosen]
    assert [citation.number for citation in citations] == [1, 2, 3]
    assert [citation.section for citation in citations] == [item.section for item in chosen]


def test_nothing_chosen_is_nothing_cited() -> None:
    assert cited([]) == ((), ())
    assert notes([]) == ()


def test_a_reader_is_told_where_sources_disagree(evidence: list[Evidence]) -> None:
    calm = with_scores(evidence, 2.0, 1.9, 1.8)
    assert texts.NOTE_DISAGREEMENT not in notes(calm)
    assert texts.NOTE_DISAGREEMENT in notes([flagged(calm[0], disagreement=True), *calm[1:]])


def test_evidence_is_ordered_and_belongs_to_its_hits(bot: Klyngebot) -> None:
    for question in ("Hvem leder Klyngeforum?", "Hvad koster MADE?", "Hvilke klynger er der?"):
        _, found, _ = bot.inspect(question)
        assert [item.score for item in found] == sorted((item.score for item in found), reverse=True)
        for item in found:
            chunk = item.hit.chunk
            assert chunk.document_id == item.document.id
            assert chunk.start <= item.sentence.start < item.sentence.end <= chunk.end
            assert item.document.text[item.sentence.start : item.sentence.end] == item.text
            assert isinstance(item.hit, Hit)


# --- What a reader meets ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("Hvilke ministerier står bag klyngestrategien fra 2013?", "Udenrigsministeriet"),
        ("hvem leder klyngeforum", "Uddannelses- og Forskningsministeriet"),
        ("Hvad koster det at være medlem af MADE?", "5.000 kr."),
        ("Hvornår blev MADE stiftet?", "2014"),
        ("Hvad er Klyngeforum?", "Klyngeforum"),
        ("hvilke tre indsatsomrader har klyngestrategien fra 2013?", "internationale klynger"),
        ("Hvorfor gik MARLOG konkurs?", "partnere"),
    ],
)
def test_a_plain_question_gets_its_answer(bot: Klyngebot, question: str, wanted: str) -> None:
    answer = bot.ask(question)
    assert answer.is_answered, answer.text
    assert wanted in answer.text


def test_a_way_to_do_something_is_told_step_by_step(bot: Klyngebot) -> None:
    answer = bot.ask("Hvordan bliver min virksomhed medlem af en klynge?")
    steps = [sentence.text for sentence in answer.sentences]
    assert len(steps) >= 3
    assert steps == sorted(steps)
    assert all(step.startswith("Trin ") for step in steps)


def test_the_best_sentence_of_a_plain_question_is_shown_first(bot: Klyngebot) -> None:
    answer = bot.ask("Hvilke ministerier står bag klyngestrategien fra 2013?")
    assert "otte ministerier" in answer.sentences[0].text


@pytest.mark.parametrize(
    ("question", "foreign"),
    [
        ("Hvor mange nationale klynger er der i 2026?", "Food & Bio Cluster Denmark"),
        ("Hvordan melder vi os ud af en klynge?", "Trin 1:"),
        ("Vi er 120 ansatte. Hvad koster det at være med i MADE?", "En virksomhed med op til 100 ansatte"),
        ("Vi er et lille bryggeri på Fyn. Hvilken klynge skal vi være med i?", "WE BUILD DENMARK"),
    ],
)
def test_what_is_about_something_else_is_not_shown_beside_an_answer(
    bot: Klyngebot, question: str, foreign: str
) -> None:
    answer = bot.ask(question)
    assert answer.is_answered
    assert foreign not in answer.text


def test_a_sentence_that_only_retells_the_numbers_and_names_of_another_is_left_out(
    question: Question, evidence: list[Evidence]
) -> None:
    texts = (
        "CLEAN blev stiftet 9. maj 2014 ved fusion af Lean Energy Cluster og Copenhagen Cleantech Cluster.",
        "CLEAN blev dannet 9. maj 2014 ved en fusion af Copenhagen Cleantech Cluster og Lean Energy Cluster.",
        "CLEAN blev stiftet 9. maj 2014 ved fusion af Lean Energy Cluster og Agro Business Park.",
    )
    told = [Altered(evidence[0], text=text, score=1.0, headcount=0.5) for text in texts]
    assert [item.text for item in choose(question, told)] == [texts[0], texts[2]]


def test_a_source_that_doubts_the_very_figure_stands_beside_it(bot: Klyngebot) -> None:
    answer = bot.ask("Hvor mange klyngeprogrammer sammenlignede NGP-projektet?")
    assert any("programmer til 15" in citation.quote and "16" in citation.quote for citation in answer.citations)
    assert texts.NOTE_DISAGREEMENT in answer.notes


def test_only_what_begins_with_its_verb_gets_a_yes(bot: Klyngebot) -> None:
    assert bot.ask("Blev MADE stiftet i 2014?").text.startswith(texts.YES)
    assert texts.YES not in bot.ask("og Vision Denmark meget 2020?").text.split()
