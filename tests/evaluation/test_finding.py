"""Where the answers of gold questions stand among what is found."""

from __future__ import annotations

import math

import pytest

from klyngebot.bot import Klyngebot
from klyngebot.evaluation.finding import PASSAGES, SENTENCES, Found, find, found_scores
from klyngebot.evaluation.gold import GoldQuestion
from klyngebot.evaluation.report import found_table


def gold(own: str = "g", *facts: str, group: str = "fact", question: str = "Hvem leder?") -> GoldQuestion:
    return GoldQuestion(own, "smv", group, question, bool(facts), tuple((fact,) for fact in facts))


def test_an_answer_is_found_where_it_stands(bot: Klyngebot) -> None:
    question = "Hvilke ministerier står bag klyngestrategien fra 2013?"
    _, evidence, hits = bot.inspect(question, ())
    third = gold("tredje", evidence[2].text, question=question)
    passage = gold("afsnit", hits[3].chunk.text, question=question)
    nowhere = gold("ingen", "det her står ingen steder", question=question)
    by_id = {item.gold.id: item for item in find([third, passage, nowhere], bot.inspect)}
    assert by_id["tredje"].sentence == 3
    assert by_id["afsnit"].passage == 4
    assert (by_id["ingen"].passage, by_id["ingen"].sentence) == (math.inf, math.inf)


def test_facts_of_two_sentences_are_found_when_both_are(bot: Klyngebot) -> None:
    question = "Hvilke ministerier står bag klyngestrategien fra 2013?"
    _, evidence, _ = bot.inspect(question, ())
    first = evidence[0].text
    place, other = next((i, item.text) for i, item in enumerate(evidence, start=1) if item.text != first)
    assert find([gold("begge", first, other, question=question)], bot.inspect)[0].sentence == place


def test_what_has_no_answer_is_not_looked_for(bot: Klyngebot) -> None:
    assert find([gold("u")], bot.inspect) == []


def test_shares_are_counted_at_the_first_and_within_reach() -> None:
    found = [
        Found(gold("a", "x", group="typo"), 1, SENTENCES),
        Found(gold("b", "x", group="typo"), PASSAGES, SENTENCES + 1),
        Found(gold("c", "x"), PASSAGES + 1, 1),
        Found(gold("d", "x"), math.inf, math.inf),
    ]
    every, unknown, fact, typo = found_scores(found, {"hvem leder?"})
    assert (unknown.group, unknown.questions) == ("– ikke i banken", 0)
    assert (every.group, every.questions, fact.group, typo.group) == ("alle", 4, "fact", "typo")
    assert (every.first_passage, every.passages) == (0.25, 0.5)
    assert (every.first_sentence, every.sentences) == (0.25, 0.5)
    assert (typo.passages, typo.sentences) == (1.0, 0.5)
    assert "| typo | 2 | 50,0 % | 100,0 % | 0,0 % | 50,0 % |" in found_table([typo])


def test_shares_of_nothing_are_undefined() -> None:
    nothing, _ = found_scores([])
    assert nothing.passages == pytest.approx(math.nan, nan_ok=True)
    assert "–" in found_table([nothing])
