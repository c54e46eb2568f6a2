"""Which clusters suit a firm: the gold descriptions, and what is said of the proposals."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from klyngebot import texts
from klyngebot.answering.cluster_finder import MOST, ClusterFinder
from klyngebot.answering.fields import NONE, FieldJudge, field_weights
from klyngebot.answering.trades import Trades, trade_words
from klyngebot.bot import Klyngebot
from klyngebot.danish.normalize import fold
from klyngebot.embedding import StaticEmbedder
from klyngebot.types import Document, DocumentKind, Status


@pytest.fixture(scope="module")
def finder(documents: Mapping[str, Document], static: StaticEmbedder) -> ClusterFinder:
    return ClusterFinder(documents, static)


def names(finder: ClusterFinder, description: str) -> list[str]:
    return [proposal.document_id for proposal in finder.find(description)]


@pytest.mark.parametrize(
    ("description", "cluster"),
    [
        ("vi bygger batterisystemer i Vejle", "energy-cluster-denmark"),
        ("smedeværksted med 40 ansatte", "made"),
        ("Vi bygger droner på Fyn", "odense-robotics"),
        ("kartoffelchips", "food-bio-cluster-denmark"),
        ("korestole og rolatorer", "danish-life-science-cluster"),
        ("højttalere", "danish-sound-cluster"),
        ("We make hearing aids", "danish-life-science-cluster"),
    ],
)
def test_everyday_words_lead_to_a_cluster(finder: ClusterFinder, description: str, cluster: str) -> None:
    assert cluster in names(finder, description)


@pytest.mark.parametrize(
    "description",
    ["bedemand i Hobro", "frisør", "asdf qwer zxcv", "ææææ", "vi laver xqxqxq", "", "12345", "og til på i"],
)
def test_where_none_fits_none_is_proposed(finder: ClusterFinder, description: str) -> None:
    assert names(finder, description) == []


def test_gold_descriptions_find_their_cluster(finder: ClusterFinder, root: Path) -> None:
    files = (root / "tests" / "gold" / "firms").glob("*.jsonl")
    firms = [json.loads(line) for path in files for line in path.read_text(encoding="utf-8").splitlines()]
    fitting = [(item, names(finder, item["question"])) for item in firms if item["first"]]
    assert sum(bool(found) and found[0] in item["first"] for item, found in fitting) / len(fitting) >= 0.8
    assert sum(not names(finder, item["question"]) for item in firms if not item["first"]) >= 12


def test_what_is_told_of_a_cluster_is_verbatim_and_numbered(
    finder: ClusterFinder, documents: Mapping[str, Document]
) -> None:
    proposals = finder.find("robotter til fødevareproduktion og mejerier")
    assert 1 <= len(proposals) <= MOST
    told = [statement for proposal in proposals for statement in proposal.statements]
    assert [statement.citation.number for statement in told] == list(range(1, len(told) + 1))
    for statement in told:
        citation = statement.citation
        assert documents[citation.document_id].text[citation.start : citation.end] == citation.quote
    assert {statement.aspect for statement in proposals[0].statements} <= set(texts.FIND_ASPECTS)
    assert proposals[0].statements[0].aspect == "field"


def test_every_cluster_tells_its_field_and_its_status(finder: ClusterFinder, documents: Mapping[str, Document]) -> None:
    for profile in (item for item in documents.values() if item.kind is DocumentKind.PROFILE):
        found = [p for p in finder.find(_trade_of(profile.id)) if p.document_id == profile.id]
        assert found, profile.id
        assert {"field", "status"} <= {statement.aspect for statement in found[0].statements}
        assert found[0].closed is bool(profile.valid_to)


def _trade_of(field: str) -> str:
    return ", ".join([term for own, term in trade_words() if own == field][:4])


def test_the_price_is_that_for_the_size_of_the_firm(finder: ClusterFinder) -> None:
    (made,) = [p for p in finder.find("smedeværksted med 40 ansatte") if p.document_id == "made"]
    assert "op til 100 ansatte" in next(s.citation.quote for s in made.statements if s.aspect == "cost")


def test_without_profiles_there_is_nothing_to_propose(static: StaticEmbedder) -> None:
    finder = ClusterFinder({}, static)
    assert not finder.has_profiles
    assert finder.find("smed") == []


def test_the_trades_of_no_cluster_are_always_known(static: StaticEmbedder) -> None:
    assert {fit.field for fit in FieldJudge(static, []).fits("frisør")} == {NONE}


def test_the_judge_knows_the_fields_of_the_trade_words_and_the_model(static: StaticEmbedder) -> None:
    judge = field_weights()
    assert judge.fields == Trades(static).fields
    assert judge.of_trades.shape == (len(judge.fields), len(judge.fields))
    assert judge.of_meaning.shape == (len(judge.fields), static.dimension)


def test_no_gold_description_was_learned_from(root: Path) -> None:
    learned = (root / "src" / "klyngebot" / "training" / "firms.tsv").read_text(encoding="utf-8").splitlines()
    known = {fold(line.split("\t")[1]) for line in learned}
    files = (root / "tests" / "gold" / "firms").glob("*.jsonl")
    gold = {fold(json.loads(line)["question"]) for path in files for line in path.read_text("utf-8").splitlines()}
    assert len(known) > 1900
    assert not known & gold


def test_no_trade_word_stands_twice_for_a_cluster() -> None:
    assert len(set(trade_words())) == len(trade_words()) > 2000


@pytest.mark.parametrize(
    ("description", "status"),
    [
        ("vi er smede", Status.ANSWERED),
        ("frisør", Status.REFUSED),
        ("  ", Status.REJECTED),
        ("smed " * 200, Status.REJECTED),
    ],
)
def test_the_bot_says_how_it_went(bot: Klyngebot, description: str, status: Status) -> None:
    found = bot.find_clusters(description)
    assert found.status is status
    assert bool(found.proposals) is (status is Status.ANSWERED)
    assert found.message


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("Vi bygger droner på Fyn, hvor skal vi henvende os?", "Odense Robotics"),
        ("Hvilken klynge er der til mit firma, der laver kartoffelchips?", "Food & Bio Cluster"),
        ("Findes der en klynge til os, der syr gardiner?", "Lifestyle & Design Cluster"),
    ],
)
def test_the_chat_answers_with_the_field_of_the_cluster(bot: Klyngebot, question: str, name: str) -> None:
    answer = bot.ask(question)
    assert answer.status is Status.ANSWERED
    assert name in answer.text


def test_the_chat_proposes_no_cluster_where_none_fits_or_none_is_sought(bot: Klyngebot) -> None:
    assert bot.ask("Findes der en klynge til os, der er bedemænd?").status is Status.REFUSED
    assert bot.ask("Hvem vasker trapper hos os, der laver kartoffelchips?").status is Status.REFUSED


def test_how_to_join_a_cluster_that_no_source_tells_of_is_answered_with_the_usual_way(bot: Klyngebot) -> None:
    answer = bot.ask("Hvordan melder jeg mig ind i CLEAN?")
    assert answer.status is Status.ANSWERED
    assert "Trin 1" in answer.text
    assert answer.notes == (texts.NOTE_GENERAL_WAY,)


@pytest.mark.parametrize("signs", ["?", "!", "...", "( )", ".,;:!?()"])
def test_signs_that_stand_alone_are_no_words(bot: Klyngebot, signs: str) -> None:
    plain = bot.find_clusters("Smedeværksted med 40 ansatte")
    found = bot.find_clusters(f"Smedeværksted med 40 ansatte {signs}")
    assert [item.document_id for item in found.proposals] == [item.document_id for item in plain.proposals]
    assert bot.find_clusters(signs).status in (Status.REFUSED, Status.REJECTED)
