"""Splitting Danish into sentences: the traps one by one, and the whole shipped corpus."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klyngebot.danish.sentences import split_sentences
from klyngebot.types import Document

# Each case is a text with ¦ where a sentence ends and the next begins.
CASES = """
Klynger virker.¦ Det viser tallene.
Virker klynger?¦ Ja.¦ Det viser tallene!¦ Godt.
Klynger virker
Bl.a. MADE og CLEAN deltog.¦ Det gjorde DAMRC også.
Medlemmerne er bl.a. virksomheder og kommuner.¦ De betaler kontingent.
Klynger, f.eks. MADE, får støtte.¦ Andre gør ikke.
Der er f.eks. Aarhus og Odense.
Rammen var 50 mio. kr. om året.¦ Den blev brugt.
Rammen var 50 mio. kr.¦ Den blev brugt.
Rammen var 1,2 mia. kr. i 2019.¦ Den steg til 1.500 mio. kr. i 2021.
Det koster 5.000 kr. (op til 100 ansatte), 20.000 kr. (101-250) og 30.000 kr. (251-500).
Det koster 500 kr. ekskl. moms.¦ Prisen gælder pr. år.
Kontingentet er 3.000 kr. pr. ansat, dog maks. 50.000 kr. i alt.
Strategien udkom den 30. april 2013.¦ Den gjaldt til 2015.
Fristen er 1. marts.¦ Den kan ikke forlænges.
Den 3. december 2012 kom innovationsstrategien.
Den 22. Maj 2013 kom artiklen.
Aftalen gælder fra 1. januar til 31. december.¦ Derefter ophører den.
I 2. kvartal steg antallet.¦ I 3. kvartal faldt det.
Det var 1. runde.¦ Den 2. runde kom i 2014.
Klyngen fik 3. pladsen.
Det var i 20. århundrede.
Der er 14 klynger i 2020.¦ I 2025 er der 11.
Der var 14.¦ Nu er der 11.
Strategien er fra 2013.¦ Den gælder ikke længere.
Se nr. 8 i rækken.¦ Den er god.
Initiativ nr. 22 står i kap. 3 på s. 14.¦ Det handler om klynger.
Jf. § 4, stk. 2, i loven kan rådet give tilskud.
Se jf. Bilag 3.
Minister F. Jensen åbnede mødet.¦ Han talte længe.
Professor M. E. Porter skrev om klynger i 1990.
Artiklen er skrevet af J. Andersen og K. B. Hansen.¦ De er journalister.
Dr. Nielsen og prof. Hansen deltog.¦ Hr. Olsen kom ikke.
»Klynger virker,« siger ministeren.¦ »De skaber vækst.«
»Klynger virker.« Det sagde ministeren.
»Klynger virker.«¦ Sådan lød det.
»Hvad er en klynge?« spurgte journalisten.¦ Ingen svarede.
»Hvad er en klynge?«¦ Ingen svarede.
"Hvad er en klynge?" spurgte hun.
“Det er godt!” sagde han.¦ Så gik han.
Strategien hedder »Danmark – Løsningernes land«.¦ Den er fra 2012.
Klyngestrategi 2.0 udkom i 2016.¦ Den afløste den første.
Klyngestrategi 2.0.¦ Den er fra 2016.
Læs mere på https://ufm.dk/klynger?id=3.¦ Der står alt.
Læs mere på www.clusterexcellencedenmark.dk.¦ Der står alt.
Adressen er info@made.dk.¦ Skriv dertil.
Se https://example.org/a.b.c/d og https://example.org/e.
Kl. 14.19 begyndte mødet.¦ Det sluttede kl. 16.
Der er 1.000 virksomheder.¦ Målet var 1.500.
Antallet steg 3,5 pct. om året.¦ Det var flot.
Væksten var 3,5 pct.¦ Det var flot.
Forum (jf. kap. 2) ledes af ministeriet.¦ Det mødes tit.
Det er sandt (se s. 3).¦ Det er også nyt.
(Se også afsnit 3.)¦ Derefter følger tallene.
Novo Nordisk A/S og Danfoss A/S er med.¦ Det er LEGO ikke.
Klyngen fik støtte m.m.¦ Det hjalp.
Universiteter, GTS-institutter m.fl. deltager.¦ De er partnere.
Virksomheder, kommuner osv. kan blive medlem.¦ Kontakt klyngen.
Virksomheder, kommuner osv.¦ Kontakt klyngen.
Ifølge bl.a. Erhvervsstyrelsen virker det.
Dvs. at klyngen lukkede.
Klyngen lukkede, dvs. den gik konkurs.
Hvorfor? Fordi pengene slap op.
Hvorfor?¦ Fordi pengene slap op.
Vent …¦ Så skete det.
Den kostede ... og kostede.¦ Så var det slut.
Den kostede … og kostede.
Nej!!!¦ Jo?!¦ Måske.
Klyngen hed før INBIOM.¦ CLEAN hed før Copenhagen Cleantech Cluster.
Ca. 200 medlemmer, heraf mindst 50 pct. små firmaer, er med.¦ Det er mange.
Støtten er min. 1 mio. kr. og maks. 3 mio. kr. pr. projekt.
Centret ligger på Skt. Annæ Plads.¦ Det er i København.
EU's midler rækker langt.¦ EU's programmer er mange.
Mødet var d. 4. maj.¦ Alle kom.
Prisen er ekskl. moms.¦ Husk det.
Analysen er fra nov. 2014.¦ Den er udført af DAMVAD.
Loven er nr. 1097 af 18. december 2002.¦ Den er ophævet.
""".strip().splitlines()
# Where a sentence may end in two ways, the reading that this splitter takes is the other line's.
TWO_READINGS = {"»Klynger virker.« Det sagde ministeren.", "Hvorfor? Fordi pengene slap op."}
CLEAR = [case for case in CASES if case not in TWO_READINGS]


@pytest.mark.parametrize("case", CLEAR)
def test_a_sentence_ends_where_its_author_ended_it(case: str) -> None:
    wanted = [part.strip() for part in case.split("¦")]
    text = " ".join(wanted)
    assert [text[start:end] for start, end in split_sentences(text)] == wanted


def test_there_are_enough_tricky_cases() -> None:
    assert len(CLEAR) >= 60


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Første afsnit\n\nandet afsnit", ["Første afsnit", "andet afsnit"]),
        ("En linje\nsom fortsætter. Ny sætning.", ["En linje\nsom fortsætter.", "Ny sætning."]),
        ("  \n\n Alene. \n\n ", ["Alene."]),
        ("", []),
        (" \n ", []),
        ("...", ["..."]),
    ],
)
def test_a_blank_line_ends_a_sentence_and_a_line_break_does_not(text: str, wanted: list[str]) -> None:
    assert [text[start:end] for start, end in split_sentences(text)] == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("- MADE\n- CLEAN\n- DigitalLead", ["- MADE", "- CLEAN", "- DigitalLead"]),
        ("1. Find klyngen\n2. Kontakt den", ["1. Find klyngen", "2. Kontakt den"]),
        (
            "Tre klynger:\nMADE, CLEAN\nog DigitalLead. Slut.",
            ["Tre klynger:", "MADE, CLEAN", "og DigitalLead.", "Slut."],
        ),
    ],
)
def test_in_line_mode_every_line_break_ends_a_sentence(text: str, wanted: list[str]) -> None:
    assert [text[start:end] for start, end in split_sentences(text, lines=True)] == wanted


@given(
    st.text(
        st.one_of(st.sampled_from('aÅ1 .!?…»«"()\n,k'), st.characters(categories=["L", "N", "P", "Z"])), max_size=200
    )
)
def test_sentences_cover_all_that_is_not_blank_and_never_overlap(text: str) -> None:
    for lines in (False, True):
        position = 0
        for start, end in split_sentences(text, lines=lines):
            assert position <= start < end <= len(text)
            assert not text[position:start].strip()
            assert text[start:end] == text[start:end].strip()
            position = end
        assert not text[position:].strip()


def test_every_line_of_the_shipped_corpus_is_one_sentence(documents: Mapping[str, Document]) -> None:
    divided = [
        (document.id, quoted)
        for document in documents.values()
        for quoted in (document.text[s.start : s.end] for s in document.sentences)
        if split_sentences(quoted) != [(0, len(quoted))]
    ]
    assert not divided


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("De er SMV'er. 99 pct. er små.", ["De er SMV'er.", "99 pct. er små."]),
        ("Den ligger i Odense. 14 klynger fik støtte.", ["Den ligger i Odense.", "14 klynger fik støtte."]),
        ("Den hedder MADE. 14 klynger fik støtte.", ["Den hedder MADE.", "14 klynger fik støtte."]),
        ("Se pkt. 3 og NR. 5 i den.", ["Se pkt. 3 og NR. 5 i den."]),
    ],
)
def test_a_number_may_begin_a_sentence(text: str, wanted: list[str]) -> None:
    assert [text[start:end] for start, end in split_sentences(text)] == wanted
