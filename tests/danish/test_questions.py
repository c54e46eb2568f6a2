"""Each question is of the type that its asker means, also where it is typed without æ, ø and å."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klyngebot.danish.questions import QuestionType, answer_shape, classify

BY_TYPE: dict[QuestionType, tuple[str, ...]] = {
    QuestionType.WHO: (
        "Hvem leder Klyngeforum?",
        "hvem er direktør i MADE",
        "Hvem står bag klyngestrategien fra 2013?",
        "Hvilken minister lavede strategien?",
        "Hvad hedder ministeren?",
        "hvad hedder direktoeren for CLEAN",
        "Ved du, hvem der udpeger klyngerne?",
        "Af hvem blev rapporten skrevet?",
        "Who leads the forum?",
    ),
    QuestionType.WHEN: (
        "Hvornår udkom klyngestrategien?",
        "hvornar blev made stiftet",
        "hvornaar lukkede MARLOG",
        "Hvilket år blev CLEAN oprettet?",
        "hvilket ar kom løsningernes land",
        "Hvilken dato er fristen?",
        "Hvad er fristen for at søge?",
        "Hvad år blev det vedtaget?",
        "hvad er deadline",
        "CenSec oprettet hvornår",
        "When was it founded?",
    ),
    QuestionType.HOW_MANY: (
        "Hvor mange klynger er der i Danmark?",
        "hvor mange medlemmer har made",
        "Hvad er antallet af klynger?",
        "Antal klynger i 2020?",
        "Hvad er medlemstallet i CLEAN?",
        "Hvor mange virksomheder deltog i 2016?",
        "How many clusters are there?",
    ),
    QuestionType.HOW_MUCH: (
        "Hvor meget koster det at være medlem?",
        "Hvad koster MADE?",
        "hvad koster det",
        "Hvor mange penge er der i klyngeprogrammet?",
        "Hvor mange mio. kr. fik klyngerne?",
        "Hvor stort er tilskuddet? Hvor stort et beløb gives der?",
        "hvor stort budget har programmet",
        "Hvad er prisen for et medlemskab?",
        "Hvad er kontingentet i CLEAN?",
        "hvor dyrt er det",
        "Hvad kostede et medlemskab før 2020?",
        "What does it cost?",
        "How much is it?",
    ),
    QuestionType.WHERE: (
        "Hvor ligger MADE?",
        "hvor har CLEAN kontor",
        "Hvor holder Energy Cluster Denmark til?",
        "Hvor er hovedkontoret?",
        "Hvor i landet ligger klyngen?",
        "Hvilken by ligger Odense Robotics i?",
        "Hvad er adressen på DigitalLead?",
        "Hvor finder jeg rapporten?",
        "hvor foregar mødet? hvor foregaar det",
        "Where is MADE?",
    ),
    QuestionType.LIST: (
        "Hvilke ministerier står bag klyngestrategien?",
        "hvilke klynger findes der",
        "Nævn de tre indsatsområder",
        "naevn klyngerne",
        "Nevn tre klynger",
        "Hvad er de tre indsatsområder i strategien?",
        "List alle klynger",
        "Oprems klyngerne i Danmark",
        "Which clusters exist?",
    ),
    QuestionType.WHY: (
        "Hvorfor gik MARLOG konkurs?",
        "Hvad er grunden til reformen?",
        "Hvad var årsagen til lukningen?",
        "MARLOG konkurs aarsag",
        "Hvad er formålet med Klyngeforum?",
        "Hvad skyldes faldet?",
        "Hvad skal en klynge være til for?",
        "Why did it close?",
    ),
    QuestionType.HOW_TO: (
        "Hvordan bliver min virksomhed medlem af en klynge?",
        "hvordan melder jeg mig ind",
        "Hvad skal jeg gøre for at blive medlem?",
        "Hvad gør man, hvis man vil ud?",
        "Hvor starter jeg?",
        "How do I join?",
    ),
    QuestionType.DEFINITION: (
        "Hvad er en klynge?",
        "hvad er MADE",
        "Hvad betyder ECEI?",
        "Hvad står BSR for?",
        "hvad star rti for",
        "Forklar begrebet klynge",
        "Hvad dækker ordet triple helix?",
        "Hvad vil det sige at være guldcertificeret?",
        "Hvad er forkortelsen for Rådet for Teknologi og Innovation?",
        "What is a cluster?",
    ),
    QuestionType.YES_NO: (
        "Er MADE en klynge?",
        "Findes MARLOG stadig?",
        "Har CenSec guld?",
        "Kan en lille virksomhed blive medlem?",
        "Skal jeg betale?",
        "Gælder strategien stadig?",
        "Blev CLEAN lagt sammen med andre?",
        "Får klyngerne støtte fra EU?",
        "Var DTU med?",
        "Er der klynger i Jylland?",
        "Deltog KL i forummet?",
        "Is MADE a cluster?",
    ),
    QuestionType.TOPIC: (
        "fortæl om MADE",
        "klyngeforum medlemmer",
        "DFiR rapporten",
        "noget om robotter",
        "MADE",
        "",
    ),
}
CASES = [(question, kind) for kind, questions in BY_TYPE.items() for question in questions]


@pytest.mark.parametrize(("question", "kind"), CASES)
def test_a_question_is_of_the_type_that_is_meant(question: str, kind: QuestionType) -> None:
    assert classify(question) is kind


def test_there_are_enough_questions_of_every_type() -> None:
    assert len(CASES) >= 80
    assert set(BY_TYPE) == set(QuestionType)


@given(st.text(max_size=200))
def test_any_text_has_a_type(text: str) -> None:
    assert classify(text) in QuestionType


@pytest.mark.parametrize(
    ("kind", "sentence", "question", "has_it"),
    [
        (QuestionType.WHEN, "MADE blev stiftet i 2013.", "Hvornår blev MADE stiftet?", True),
        (QuestionType.WHEN, "Fristen er den 1. marts.", "Hvornår er fristen?", True),
        (QuestionType.WHEN, "MADE blev stiftet af industrien.", "Hvornår blev MADE stiftet?", False),
        (QuestionType.HOW_MANY, "CenSec har cirka 200 medlemmer.", "Hvor mange?", True),
        (QuestionType.HOW_MANY, "Målet er 1.000 virksomheder.", "Hvor mange?", True),
        (QuestionType.HOW_MANY, "Otte ministerier står bag.", "Hvor mange?", True),
        (QuestionType.HOW_MANY, "Det var i 2013.", "Hvor mange?", False),
        (QuestionType.HOW_MANY, "Det var den 30. april.", "Hvor mange?", False),
        (QuestionType.HOW_MUCH, "Det koster 5.000 kr.", "Hvad koster det?", True),
        (QuestionType.HOW_MUCH, "Medlemskabet er gratis.", "Hvad koster det?", True),
        (QuestionType.HOW_MUCH, "Der er 14 klynger.", "Hvad koster det?", False),
        (QuestionType.WHO, "Direktør er Nigel Edmondson.", "Hvem er direktør?", True),
        (QuestionType.WHO, "Forummet ledes af ministeriet.", "Hvem leder?", False),
        (QuestionType.WHERE, "MADE har hovedkontor i København.", "Hvor ligger MADE?", True),
        (QuestionType.WHERE, "Klyngen er i København.", "Hvor i København er klyngen?", False),
        (QuestionType.LIST, "Med er DTU, SDU, AAU og AU.", "Hvilke?", True),
        (QuestionType.LIST, "Med er DTU.", "Hvilke?", False),
        (QuestionType.WHY, "Den lukkede, fordi der var for få partnere.", "Hvorfor?", True),
        (QuestionType.WHY, "Den lukkede i 2021.", "Hvorfor?", False),
        (QuestionType.DEFINITION, "En klynge er et netværk.", "Hvad er en klynge?", True),
        (QuestionType.HOW_TO, "Kontakt klyngens sekretariat.", "Hvordan?", True),
    ],
)
def test_a_sentence_has_the_shape_of_an_answer_or_not(
    kind: QuestionType, sentence: str, question: str, has_it: bool
) -> None:
    shape = answer_shape(kind, sentence, question)
    assert shape >= 0.5 if has_it else shape < 0.5


@given(st.sampled_from(QuestionType), st.text(max_size=100), st.text(max_size=100))
def test_a_shape_lies_between_nothing_and_one(kind: QuestionType, sentence: str, question: str) -> None:
    assert 0.0 <= answer_shape(kind, sentence, question) <= 1.0


def test_an_amount_for_firms_of_a_size_is_no_count_of_people() -> None:
    price = "Et medlemskab kostede 3.000 kr. (1-49 ansatte) om året."
    assert answer_shape(QuestionType.HOW_MANY, price, "Hvor mange ansatte har CLEAN?") == 0
    assert answer_shape(QuestionType.HOW_MANY, "Sekretariatet har 13 ansatte.", "Hvor mange ansatte har MADE?") == 1
