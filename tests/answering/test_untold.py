"""What a question names and the shown sentences do not is told beside the answer."""

from __future__ import annotations

import pytest

from klyngebot import texts
from klyngebot.bot import Klyngebot
from klyngebot.types import Answer


def told_apart(answer: Answer) -> list[str]:
    return [note for note in answer.notes if note.startswith(texts.untold([""])[:20])]


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("Hvad fik Dansk Erhverv til at være med til at grundlægge Copenhagen Fintech i 2016?", "Dansk Erhverv"),
        ("Passer det, at Finansministeriet stod bag klyngestrategien fra 2013?", "Finansministeriet"),
    ],
)
def test_a_name_that_no_shown_sentence_has_is_named(bot: Klyngebot, question: str, named: str) -> None:
    answer = bot.ask(question)
    assert answer.citations
    assert named not in answer.text
    assert any(f"»{named}«" in note for note in told_apart(answer))


@pytest.mark.parametrize(
    "question",
    [
        "Hvornår blev MADE stiftet?",
        "Vi er 40 ansatte. Hvad koster MADE?",
        "Hvem prioriterede de regionale erhvervspenge før 2018?",
        "Hvilke ministerier står bag klyngestrategien fra 2013?",
        "Hvad hedder fødevareklyngen?",
    ],
)
def test_an_answer_that_tells_all_has_no_such_note(bot: Klyngebot, question: str) -> None:
    answer = bot.ask(question)
    assert answer.is_answered
    assert not told_apart(answer)


def test_a_refusal_shows_the_nearest_that_the_sources_say(bot: Klyngebot) -> None:
    answer = bot.ask("Hvorfor var det finske Tekes, der fik ledelsen af StarDust?")
    assert answer.refusal is not None
    assert answer.refusal.message == texts.REFUSED_PREMISE
    assert "VINNOVA" in answer.text
    assert answer.citations
    assert not any("»Hvorfor" in note for note in answer.notes)
    open_question = bot.ask("Hvilket ISBN har »Performanceregnskab 2016«?")
    assert open_question.refusal is not None
    assert open_question.refusal.message == texts.REFUSED_NEAREST


def test_what_has_nothing_near_is_refused_without_a_sentence(bot: Klyngebot) -> None:
    answer = bot.ask("hvor stort er stipendiet i InnoFounder?")
    assert answer.refusal is not None
    assert answer.sentences == ()
