"""Which of several sources of a sentence is named first."""

from __future__ import annotations

from klyngebot.citations import cite
from klyngebot.types import Document, DocumentKind, Provenance, Sentence


def source(key: str, published: str, nature: str = "sekundær") -> Provenance:
    return Provenance(key, f"Kilde {key}", "Udgiver", published, f"https://example.org/{key}", nature)


def order(text: str, *sources: Provenance) -> list[str]:
    sentence = Sentence(0, len(text), tuple(item.key for item in sources))
    document = Document(
        id="d",
        title="D",
        publisher="U",
        published="2026",
        kind=DocumentKind.GUIDE,
        text=text,
        sections=(),
        sentences=(sentence,),
        provenance=sources,
    )
    return [item.key for item in cite(document, sentence, "", 1).provenance]


def test_a_source_older_than_what_is_told_goes_behind_a_younger_one() -> None:
    old, new = source("a", "1. oktober 2020", "original"), source("b", "september 2025")
    assert order("Antallet var 14 fra 2021, 13 fra 2022 og 11 for 2025-2028.", old, new) == ["b", "a"]


def test_of_sources_that_can_tell_it_the_nearest_to_the_matter_goes_first() -> None:
    retold, own = source("a", "2014"), source("b", "april 2013", "original")
    assert order("Strategien udkom i april 2013.", retold, own) == ["b", "a"]
    assert order("Klynger er netværk.", retold, own) == ["b", "a"]


def test_equals_stay_in_the_order_of_the_document() -> None:
    assert order("Klynger er netværk.", source("b", "2013"), source("a", "2014")) == ["b", "a"]
