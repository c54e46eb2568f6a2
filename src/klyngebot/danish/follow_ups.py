"""How follow-ups are worded: what leads them in, pronouns, and the few that can mean one thing only."""

from __future__ import annotations

import re

AFTER = "efter"
MARKER = re.compile(
    r"^(?:og|men|så|okay|ok|ja|nå)?[ ,]*(?:så )?(?:hvad (?:med|så|så med)|(?:i )?forhold til)?[ ,]*", re.IGNORECASE
)
PRONOUN = re.compile(
    r"\b(?P<own>deres|dens|dets|hans|hendes)\b|\b(?P<it>den|det|de|dem|han|hun|ham|hende)\b", re.IGNORECASE
)
VERB_FIRST = re.compile(
    r"^(?:er|var|har|havde|kan|skal|må|får|fik|blev|bliver|findes|fortæl|sig|beskriv)\b", re.IGNORECASE
)
PREPOSITION = re.compile(r"^(?P<word>i|på|fra|for|til|hos|om|af|med|under|ved)\s+(?P<rest>.+)$", re.IGNORECASE)
YEAR = re.compile(r"\b(?:19|20)\d{2}\b")
NEIGHBOUR_YEAR = re.compile(r"\b(?:året|aaret) (?P<which>efter|før|foer)\b", re.IGNORECASE)
WHY_ONLY = re.compile(r"^(?:og |men )?hvorfor(?: ikke| det| så| det så)?$", re.IGNORECASE)
MORE_ONLY = re.compile(
    r"^(?:(?:kan|vil) du )?(?:uddyb(?:e)?(?: det| lidt| venligst)?|fortæl(?:le)?(?: lidt)? mere(?: om det)?|sig mere"
    r"|mere(?: om det)?|forklar(?: det)?(?: nærmere)?)$",
    re.IGNORECASE,
)
SMALL_NUMBER = re.compile(r"(?<![\d.,])\d{1,2}(?![\d.,]\d|\d)")
NUMBERED = re.compile(r"\b(?:nummer|nr\.?)\s*(?P<number>\d+)\b|^(?P<bare>\d+)$", re.IGNORECASE)
_WORDS = r"[\w»«.:&–-]+(?:\s+[\w»«.:&–-]+){0,5}?"
_PHRASE_ENDS = r"(?=\s(?:om|i|på|fra|for|til|hos|af|med|under|ved|der|som|og)\b|$)"


def phrase_with(preposition: str, text: str) -> re.Match[str] | None:
    """The first phrase of a text that begins with a preposition.

    >>> phrase_with("fra", "Hvor meget kom fra SMV:Digital i 2020").group()
    'fra SMV:Digital'
    """
    return re.search(rf"\b{preposition}\s+{_WORDS}{_PHRASE_ENDS}", text)


def why(question: str) -> str:
    """The question for the reason of what another takes for granted."""
    return f"Hvorfor {question[:1].lower()}{question[1:].rstrip(' ?')}?"


def tell_of(thing: str) -> str:
    """The wish to be told of something."""
    return f"Fortæl om {thing}"
