"""One answer to a question that asks for more than one thing."""

from __future__ import annotations

from klyngebot import texts
from klyngebot.bot import Klyngebot
from klyngebot.types import Status


def test_both_parts_are_answered(bot: Klyngebot) -> None:
    answer = bot.ask("Hvornår blev Copenhagen Fintech grundlagt, og hvornår blev MADE stiftet?")
    assert answer.status is Status.ANSWERED
    assert "2016" in answer.text
    assert "2014" in answer.text
    assert [citation.number for citation in answer.citations] == list(range(1, len(answer.citations) + 1))


def test_what_the_sources_do_not_tell_is_named(bot: Klyngebot) -> None:
    answer = bot.ask("Hvilket år blev Copenhagen Fintech grundlagt, og hvad hedder direktøren i dag?")
    assert answer.status is Status.PARTIAL
    assert "2016" in answer.text
    assert texts.not_told(["hvad hedder direktøren i dag?"]) in answer.notes


def test_our_own_words_stay_before_the_sentence_that_they_lead_to(bot: Klyngebot) -> None:
    answer = bot.ask("Hvorfor blev CenSec først oprettet i 2014, og hvor mange medlemmer har CenSec?")
    led = next(place for place, sentence in enumerate(answer.sentences) if not sentence.citations)
    assert answer.sentences[led].text == texts.premise_differs("2014", "2004")
    assert "2004" in answer.sentences[led + 1].text
    assert any(sentence.focus for sentence in answer.sentences)


def test_a_later_part_does_not_answer_for_an_unknown_subject(bot: Klyngebot) -> None:
    answer = bot.ask("Hvem har formandskabet i Klyngerådet, og hvor tit mødes rådet?")
    assert answer.status is Status.REFUSED


def test_an_english_question_gets_an_english_frame_around_danish_sentences(bot: Klyngebot) -> None:
    answer = bot.ask("How many members does MADE have?")
    assert answer.is_answered
    assert "250" in answer.text
    assert texts.NOTE_ENGLISH in answer.notes
    refused = bot.ask("What is the recipe for a chocolate cake with cream?")
    assert refused.refusal is not None
    assert refused.refusal.message == texts.ENGLISH[texts.REFUSED_OFF_TOPIC]


def test_personal_data_never_reach_the_answer(bot: Klyngebot) -> None:
    answer = bot.ask("Mit CPR er 010203-1234. Hvad koster MADE?")
    assert answer.is_answered
    assert "010203" not in repr(answer)
    assert answer.notes[0].startswith("Jeg fjernede personoplysninger")


def test_the_sides_of_a_comparison_stand_next_to_each_other(bot: Klyngebot) -> None:
    answer = bot.ask("Hvem har flest medlemmer, Energy Cluster Denmark eller Vision Denmark?")
    assert answer.is_answered
    first, second = answer.citations[:2]
    assert "Energy Cluster Denmark" in first.quote
    assert "Vision Denmark" in second.quote


def test_a_comparison_that_one_sentence_makes_is_left_to_it(bot: Klyngebot) -> None:
    answer = bot.ask("Hvor mange ministerier stod bag klyngestrategien i 2013 sammenlignet med 2016?")
    assert "mens seks ministerier" in answer.citations[0].quote


def test_the_one_and_the_other_get_the_answer_of_the_plainest_question(bot: Klyngebot) -> None:
    told = bot.ask("Skal jeg ringe til et erhvervshus eller til en klynge? Hvad kan den ene, som den anden ikke kan?")
    plain = bot.ask("Hvad er forskellen på et erhvervshus og en klynge?")
    assert told.citations[0].quote == plain.citations[0].quote


def test_a_note_on_what_is_not_named_falls_where_another_part_names_it(bot: Klyngebot) -> None:
    answer = bot.ask("Har MADE flere medlemmer end Energy Cluster Denmark?")
    assert {"MADE", "Energy"} <= set(" ".join(citation.quote for citation in answer.citations).split())
    assert not any(texts.named_as_untold(note) for note in answer.notes)
