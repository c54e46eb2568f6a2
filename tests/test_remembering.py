"""What was worked out of a user's words is remembered, and nothing of them is left once it is forgotten."""

from __future__ import annotations

import gc
from typing import Any

from klyngebot.bot import Klyngebot
from klyngebot.remembering import forget, remembered
from klyngebot.types import Turn
from tests.holding import held

WORD = "qvorn" + "drop"  # of no language; folded and stemmed it stays as it is, and no line of this file has it
SENTENCE = f"Klyngen {WORD.capitalize()} havde 250 medlemmer i 2013, siger {WORD.capitalize()}s direktør Kaj Murkel."


def use(bot: Klyngebot) -> None:
    bot.ask(f"Hvor mange medlemmer har {WORD.capitalize()}, og hvem er direktør?")
    bot.ask("Og hvornår blev den stiftet?", [Turn(f"Hvad er {WORD.capitalize()}?", SENTENCE)])
    bot.ask(f"{WORD}p klyngestrategi vækstfoorum {WORD}strategi")
    bot.ask(f"How do I join the cluster {WORD.capitalize()} in Denmark?")
    bot.check_claim(SENTENCE)
    bot.check_text(f"{SENTENCE} »{WORD.capitalize()} er bedst«, skriver ministeriet. {SENTENCE} Den voksede i 2014.")
    bot.find_clusters(f"Vi laver {WORD} af træ og er 12 ansatte i Vejle")


def test_nothing_of_what_was_asked_is_held_once_it_is_forgotten(bot: Klyngebot) -> None:
    own = len(held(WORD))  # the texts of this module
    use(bot)
    assert len(held(WORD)) > own, "else this test would see nothing"
    forget()
    assert len(held(WORD)) == own


def test_answers_are_the_same_before_and_after(bot: Klyngebot) -> None:
    question = "Hvilke ministerier står bag klyngestrategien fra 2013?"
    before = bot.ask(question)
    forget()
    after = bot.ask(question)
    assert (after.sentences, after.citations) == (before.sentences, before.citations)


def test_a_store_works_things_out_once_until_it_is_told_to_forget() -> None:
    seen: list[str] = []

    @remembered(2)
    def length(text: str) -> int:
        seen.append(text)
        return len(text)

    assert [length(text) for text in ("a", "a", "bb", "a", "ccc", "bb")] == [1, 1, 2, 1, 3, 2]
    assert seen == ["a", "bb", "ccc", "bb"]
    forget()
    assert length("bb") == 2
    assert seen[-2:] == ["bb", "bb"]


def test_a_store_of_something_that_is_gone_is_gone() -> None:
    class Thing:
        def __init__(self) -> None:
            self.store: Any = remembered(4)(self.work)

        def work(self, text: str) -> str:
            return text

    Thing().store("x")
    gc.collect()
    assert not any(type(thing) is Thing for thing in gc.get_objects())
