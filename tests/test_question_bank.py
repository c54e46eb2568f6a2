"""The question bank: a stored question finds its sentence, and one that only sounds alike is told from it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from klyngebot.bot import Klyngebot, ingest_corpus
from klyngebot.loading import load_documents
from klyngebot.question_bank import BankEntry, QuestionBank, bank_entries, build_bank_index
from klyngebot.settings import Settings
from klyngebot.types import Document


@pytest.fixture(scope="module")
def bank(bot: Klyngebot) -> QuestionBank:
    return bot._extractive._bank


@pytest.fixture(scope="module")
def entries(documents: Mapping[str, Document]) -> list[BankEntry]:
    return bank_entries(list(documents.values()))


def test_every_document_has_stored_questions(entries: list[BankEntry], documents: Mapping[str, Document]) -> None:
    assert {entry.document_id for entry in entries} == set(documents)
    assert len(entries) >= 1000
    for entry in entries:
        assert 0 <= entry.sentence < len(documents[entry.document_id].sentences)
        assert entry.question.strip()


def test_entries_stand_in_one_order(documents: Mapping[str, Document], entries: list[BankEntry]) -> None:
    assert bank_entries(list(reversed(documents.values()))) == entries


def test_a_stored_question_finds_itself_first(bot: Klyngebot, bank: QuestionBank, entries: list[BankEntry]) -> None:
    assert len(bank) == len(entries)
    asked = entries[:: len(entries) // 150]
    first = [bank.search(bot._extractive.read(entry.question))[0] for entry in asked]
    same = [found.entry.question == entry.question for found, entry in zip(first, asked, strict=True)]
    assert sum(same) >= 0.95 * len(asked)


@pytest.mark.parametrize("question", ["Hvem leder Klyngeforum?", "Hvad koster mælk?", "klynge", "xyzzyq plughq 2013"])
def test_matches_come_best_first_within_their_bounds(bot: Klyngebot, bank: QuestionBank, question: str) -> None:
    read = bot._extractive.read(question)
    found = bank.search(read)
    assert [item.score for item in found] == sorted((item.score for item in found), reverse=True)
    assert found == bank.search(read)
    for item in found:
        shares = (item.forward, item.backward, item.names_lacking, item.names_extra, item.asked_lacking)
        assert all(-1e-6 <= share <= 1 + 1e-6 for share in shares), item
        assert -1.001 <= item.meaning <= 1.001
        assert -1.001 <= item.cosine <= 1.001


@pytest.mark.parametrize("k", [2, 4, 10])
def test_no_more_matches_come_back_than_asked_for(bot: Klyngebot, bank: QuestionBank, k: int) -> None:
    assert 0 < len(bank.search(bot._extractive.read("Hvem leder Klyngeforum?"), k)) <= k


def test_a_question_without_content_matches_nothing(bot: Klyngebot, bank: QuestionBank) -> None:
    assert bank.search(bot._extractive.read("Hvad er det?")) == []


def test_another_name_is_told_from_the_same_question(bot: Klyngebot, bank: QuestionBank) -> None:
    (best, *_) = bank.search(bot._extractive.read("Hvornår blev Fjordby Klynge stiftet?"))
    (own, *_) = bank.search(bot._extractive.read("Hvornår blev MADE stiftet?"))
    assert best.score < own.score
    assert own.names_lacking == 0.0


def test_a_corpus_without_stored_questions_answers_all_the_same(tiny_settings: Settings) -> None:
    ingest_corpus(tiny_settings, [tiny_settings.corpus_dir])
    with Klyngebot.open(tiny_settings) as bot:
        assert len(bot._extractive._bank) == 0
        assert "Sønderborg" in bot.ask("Hvor ligger CLEAN?").text


def test_an_empty_bank_has_an_empty_index(make_document: Callable[..., Document]) -> None:
    document = make_document("et", {"Overskrift": ["MADE er en klynge."]})
    assert bank_entries([document]) == []
    assert len(build_bank_index([document], [])) == 0


def test_stored_questions_are_of_sentences_that_are_there(corpus: Path) -> None:
    assert load_documents(corpus).skipped == ()
