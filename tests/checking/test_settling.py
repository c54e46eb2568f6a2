"""What bars a verdict, each rule by a claim that must not pass and one that must."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from klyngebot.checking.comparison import Comparer
from klyngebot.embedding import StaticEmbedder


@pytest.fixture(scope="module")
def comparer() -> Iterator[Comparer]:
    return Comparer(StaticEmbedder())


BARRED = [
    ("another number", "Klyngen har 300 medlemmer.", "Klyngen har 200 medlemmer."),
    ("another upper bound", "Der kan gives op til 140 mio. kr.", "Der kan gives op til 100 mio. kr."),
    ("another measure", "Væksten er 3,6 procent.", "Væksten er 3,6 procentpoint."),
    (
        "another time right behind the verb",
        "CenSec blev oprettet i 2014.",
        "CenSec blev oprettet i 2004 og er fra 2007.",
    ),
    ("a denial", "Grundlaget havde ændret sig.", "Analysen fandt ingen ændringer i grundlaget."),
    ("an opposite", "Medlemstallet steg i 2014.", "Medlemstallet faldt i 2014."),
    ("only", "Ordningen er kun for nordiske lande.", "Ordningen er for nordiske lande."),
    ("still", "CLEAN er stadig klynge for energi.", "CLEAN var klynge for energi."),
    ("what is but expected", "MADE har 600 virksomheder.", "MADE venter at nå 600 virksomheder."),
    ("what shall be", "Klyngerne henter flere penge.", "Klyngerne skal hente flere penge."),
    ("another office", "Bo Lund var finansminister.", "Bo Lund var erhvervsminister."),
    ("a name that is lacking", "Udbuddet blev vundet af Netmatch.", "Danish Clusters vandt udbuddet."),
    ("roles", "Væksthusene afløste erhvervshusene.", "Erhvervshusene afløste de tidligere væksthuse."),
    ("another doer", "Klyngerne vejleder alle.", "Husene vejleder alle, mens klyngerne har viden om et fag."),
    ("a sibling", "Bronzemærket kræver et besøg.", "Guldmærket kræver et besøg."),
    ("another rank", "Strategiens andet mål er vækst.", "Strategiens tredje mål er vækst."),
    ("a wider superlative", "Den var den første danske klynge.", "Den var den første regionale danske klynge."),
    ("a row with another item", "Med er Norge, Rusland og Polen.", "Med er landene Norge, Polen, Sverige og Finland."),
    (
        "brackets",
        "Bent Hansen stod for Nordjylland.",
        "Formændene var Ulla Astman (Nordjylland) og Bent Hansen (Midtjylland).",
    ),
    (
        "figures of each other",
        "Der kom 9 mio. kr. fra EU og 5 mio. kr. fra staten.",
        "Der kom 5 mio. kr. fra EU og 9 mio. kr. fra staten.",
    ),
]
HELD = [
    ("the same number", "Klyngen har over 100 medlemmer.", "Klyngen har 200 medlemmer."),
    (
        "some of more",
        "To af de fem lande er Norge og Polen.",
        "De fem lande er Norge, Polen, Sverige, Finland og Island.",
    ),
    ("a row of places", "CLEAN har kontor i Esbjerg og Odense.", "CLEAN har kontor i Odense, Vejle og Esbjerg."),
    ("two denials", "Ingen medlemmer var utilfredse.", "Alle medlemmer var tilfredse."),
    ("a denial of something else", "CLEAN fik støtte.", "CLEAN fik støtte, og ingen kilde siger hvor meget."),
    ("what one gives, another gets", "Staten gav CLEAN 9 mio. kr.", "CLEAN fik 9 mio. kr. fra staten."),
    ("passive and active", "Sagerne afgøres af bestyrelsen.", "Bestyrelsen afgør sagerne."),
    ("kun before a number", "Kun 13 klynger var tilbage.", "13 klynger var tilbage."),
]


@pytest.mark.parametrize(("claim", "sentence"), [item[1:] for item in BARRED], ids=[item[0] for item in BARRED])
def test_a_sentence_that_says_it_otherwise_cannot_support(comparer: Comparer, claim: str, sentence: str) -> None:
    assert comparer.compare(claim, sentence).cannot_support


@pytest.mark.parametrize(("claim", "sentence"), [item[1:] for item in HELD], ids=[item[0] for item in HELD])
def test_a_sentence_that_says_the_same_can_support(comparer: Comparer, claim: str, sentence: str) -> None:
    compared = comparer.compare(claim, sentence)
    assert not compared.cannot_support, [name for name, value in compared.signals.items() if value]


@pytest.mark.parametrize(
    ("claim", "sentence", "cannot"),
    [
        ("Danish Sound Cluster har guld.", "Danish Life Science Cluster har guld.", True),
        ("CLEAN ligger ikke i Odense.", "CLEAN ligger i Sønderborg.", True),
        ("CLEAN ligger i Odense.", "CLEAN ligger i Sønderborg.", False),
        ("Jakob Riis var formand i 2022.", "Christian Motzfeldt var formand i 2022.", False),
    ],
)
def test_a_sentence_about_another_cannot_refute(comparer: Comparer, claim: str, sentence: str, cannot: bool) -> None:
    assert comparer.compare(claim, sentence).cannot_refute is cannot


@pytest.mark.parametrize(
    ("claim", "is_literal"),
    [
        ("CLEAN blev stiftet 9. maj 2014.", True),
        ("CLEAN blev stiftet 9.", False),
        ("blev stiftet 9. maj 2014", True),
        ("CLEAN har 200 medlemmer i dag", False),
        ("klyngen får nye medlemmer", False),
    ],
)
def test_word_for_word_is_only_a_whole_clause_that_is_stated_as_a_fact(
    comparer: Comparer, claim: str, is_literal: bool
) -> None:
    sentence = "CLEAN blev stiftet 9. maj 2014, og bestyrelsen håbede, at klyngen får nye medlemmer."
    assert comparer.compare(claim, sentence).is_literal is is_literal


def test_a_clause_that_a_condition_limits_is_not_said_word_for_word(comparer: Comparer) -> None:
    sentence = "Nye aktører kunne søge programmet, hvis de samtidig søgte om at blive udpeget."
    assert not comparer.compare("Nye aktører kunne søge programmet.", sentence).is_literal
