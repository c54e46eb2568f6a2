"""Questions that ask for two things: "Hvornår blev X stiftet, og hvem leder det i dag?"."""

from __future__ import annotations

import re
from functools import lru_cache

from klyngebot.danish.analyzer import content_words
from klyngebot.danish.sentences import split_sentences

MOST = 3
LEAST = 2  # content words of a first part: "hvilken dag og hvad klokken lukkede fristen" is one question
_ASKS = r"(?:hv(?:ad|em|or|ornår|ordan|orfor|ilke[nt]?)|hvor (?:mange|meget|stor\w*|længe))"
_NEXT = re.compile(rf"(?:\s*[,;–])?\s+(?:og|samt|men)\s+(?:så\s+)?(?={_ASKS}\b)", re.IGNORECASE)
_DEMANDS = re.compile(
    rf"\b{_ASKS}\b|^(?:fortæl|beskriv|nævn|sammenlign|er|var|har|havde|kan|skal|må|får|fik|blev|bliver|findes)\b",
    re.IGNORECASE,
)
_BACK = re.compile(r"\b(?:den|det|de|han|hun)\b", re.IGNORECASE)
_BEHIND_COLON = re.compile(rf"^(?P<about>[^:?]+):\s*(?P<rest>{_ASKS}\b.*)$", re.IGNORECASE)
_SUBORDINATE = re.compile(
    r"\b(?:ved|vide|fortæl\w*|sig|siger|forstå\w*|af|om|til|på|for|med|ud|præcis)\s*,?\s*$", re.IGNORECASE
)
_ASKER_TELLS = re.compile(r"\b(?:jeg|vi|min|mit|vores)\b", re.IGNORECASE)


@lru_cache(maxsize=4096)
def parts(question: str) -> tuple[str, ...]:
    """The questions within a question, in order; one where it is a single one.

    >>> parts("Hvornår blev Copenhagen Fintech grundlagt, og hvad hedder direktøren?")
    ('Hvornår blev Copenhagen Fintech grundlagt?', 'hvad hedder direktøren?')
    """
    sentences = [question[start:end] for start, end in split_sentences(question)]
    asking = [sentence for sentence in sentences if sentence.endswith("?")]
    telling = " ".join(sentence for sentence in sentences if not sentence.endswith("?"))
    if len(asking) > 1 and all(_is_whole(sentence) for sentence in asking):
        found = [part for sentence in asking for part in _within(sentence)]
    else:
        found = _within(question if not asking or not telling else asking[-1])
    if len(found) < 2 or _content(found[0]) < LEAST or not all(map(_asks_on, found[1:])) or not _is_whole(found[0]):
        return (question,)
    if asking and telling and not _ASKER_TELLS.search(telling):
        return (question,)  # what stands before may be what it is about
    return tuple(found[:MOST])


_VERSUS = re.compile(
    r"^(?P<before>.*\s)(?P<one>[\w&.:-]+) "
    r"(?:sammenlignet med|i sammenligning med|i forhold til|modsat|frem for|versus|kontra) "
    r"(?P<other>(?:et |en |den |det |de )?[\w&.: -]+?)(?P<after>[?.,:].*)?$",
    re.IGNORECASE,
)
_ARTICLE = re.compile(r"^(?:et|en|den|det|de) ", re.IGNORECASE)
_DIFFERENCE = re.compile(
    r"\bforskel\w* (?:på|mellem|er der på) (?P<one>[\w&.:»« -]+?) og (?P<other>[\w&.:»« -]+?)(?=[?.,:]|$)",
    re.IGNORECASE,
)
_TWO_YEARS = re.compile(
    r"\b(?P<word>i|for|fra) (?P<one>(?:19|20)\d{2}),? (?:og|med|mod|eller) (?:i |for |fra )?"
    r"(?P<other>(?:19|20)\d{2})\b"
)
_COMPARES = re.compile(r"\b(?:sammenlign\w*|forskel\w*|udvikl\w*|ændr\w*|større|mindre|flere|færre)\b", re.IGNORECASE)


@lru_cache(maxsize=4096)
def sides(question: str) -> tuple[str, ...]:
    """A question for each side of a comparison; none where nothing is compared.

    >>> sides("Hvad kræver et bronzemærke sammenlignet med et guldmærke?")
    ('Hvad kræver et bronzemærke?', 'Hvad kræver et guldmærke?')
    """
    years = _TWO_YEARS.search(question)
    if years and _COMPARES.search(question):
        halves = (f"{years['word']} {years[side]}" for side in ("one", "other"))
        bare = re.sub(r"^sammenlign(?:e)?\s+", "", question, flags=re.IGNORECASE)
        whole = years.group()
        return tuple(bare.replace(whole, half) for half in halves)
    difference = _DIFFERENCE.search(question)
    if difference:
        return tuple(f"Hvad er {difference[side].strip()}?" for side in ("one", "other"))
    versus = _VERSUS.match(question)
    if versus:
        before, other = versus["before"], versus["other"].strip()
        if _ARTICLE.match(other):
            other = _ARTICLE.sub("", other)
        return f"{before}{versus['one']}?", f"{before}{other}?"
    return ()


def _within(sentence: str) -> list[str]:
    about = _BEHIND_COLON.match(sentence)
    text, before = (about["rest"], about["about"] + " ") if about else (sentence, "")
    pieces: list[str] = []
    start = 0
    for match in _NEXT.finditer(text):
        piece = text[start : match.start()]
        if _SUBORDINATE.search(piece) or not piece.strip():
            continue
        pieces.append(piece)
        start = match.end()
    pieces.append(text[start:])
    return [f"{before}{piece.strip(' ?.,')}?" for piece in pieces]


def _content(part: str) -> int:
    return len(content_words(part))


def _asks_on(part: str) -> bool:
    """Whether a later part asks: it may leave all but a verb and a pronoun to the first ("hvornår kom den ud?")."""
    return _is_whole(part) or bool(_DEMANDS.match(part) and _BACK.search(part))


def _is_whole(part: str) -> bool:
    """Whether it asks or demands, and has a content word."""
    return bool(_DEMANDS.search(part)) and _content(part) > 0
