"""Small words that turn a claim: a denial, "kun", "stadig", what is but expected.

A word of content more or less changes how well a sentence carries a claim; one of these changes whether it does.
"""

from __future__ import annotations

from klyngebot.checking.reading import read
from klyngebot.danish.qualifiers import denials, is_expected, is_no_plain_fact, parts, says_only_or_still


def denies_otherwise(claim: str, sentence: str) -> bool:
    """Whether one of the two texts denies what the other states.

    Denials are counted in those parts of the sentence that share a word with the claim; two undo each other.

    >>> denies_otherwise("Grundlaget havde ændret sig.", "Analysen fandt ingen ændringer i grundlaget.")
    True
    >>> denies_otherwise("CLEAN fik støtte.", "CLEAN fik støtte, og ingen kilde siger hvor meget.")
    False
    """
    own = read(claim).stems
    return denials(claim) % 2 != sum(part.denials for part in parts(sentence) if own & part.stems) % 2


def adds_qualifier(claim: str, sentence: str) -> bool:
    """Whether a claim says "kun" or "stadig", and the sentence has nothing like it.

    >>> adds_qualifier("BSR Stars er kun for de nordiske lande.", "BSR Stars omfatter de ti lande.")
    True
    >>> adds_qualifier("Kun 13 klynger var tilbage.", "13 klynger var tilbage.")
    False
    """
    return says_only_or_still(claim, sentence)


def only_expected(claim: str, sentence: str) -> bool:
    """Whether a claim states as a fact what the sentence only expects, plans, proposes or guesses.

    >>> only_expected("MADE har 600 virksomheder.", "MADE venter at nå 600 virksomheder.")
    True
    """
    return not is_no_plain_fact(claim) and is_expected(sentence)


def only_intended(claim: str, sentence: str) -> bool:
    """Whether a claim states as a fact what the sentence says shall or should be.

    >>> only_intended("Klyngerne henter flere penge.", "Klyngerne skal hente flere penge.")
    True
    """
    if is_no_plain_fact(claim):
        return False
    own = read(claim).stems
    return any(part.is_intended for part in parts(sentence) if len(own & part.stems) > 1)
