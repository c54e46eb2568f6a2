"""Questions that ask for two things: "Hvornår blev X stiftet, og hvem leder det i dag?"."""

from __future__ import annotations

import re

from klyngebot.danish.analyzer import content_words
from klyngebot.danish.names import names
from klyngebot.danish.sentences import split_sentences
from klyngebot.remembering import remembered

MOST = 3
LEAST = 2  # content words of a first part: "hvilken dag og hvad klokken lukkede fristen" is one question
_ASKS = r"(?:hv(?:ad|em|or|ornår|ordan|orfor|ilke[nt]?)|hvor (?:mange|meget|stor\w*|længe))"
_NEXT = re.compile(rf"(?:\s*[,;–])?\s+(?:og|samt|men)\s+(?:så\s+)?(?={_ASKS}\b)", re.IGNORECASE)
_COMMA = re.compile(rf",\s+(?={_ASKS}\b)", re.IGNORECASE)
_DEMANDS = re.compile(
    rf"\b{_ASKS}\b|^(?:fortæl|beskriv|nævn|sammenlign|er|var|har|havde|kan|skal|må|får|fik|blev|bliver|findes)\b",
    re.IGNORECASE,
)
_BACK = re.compile(r"\b(?:den|det|de|han|hun)\b", re.IGNORECASE)
_BEHIND_COLON = re.compile(rf"^(?P<about>[^:?]+):\s*(?P<rest>{_ASKS}\b.*)$", re.IGNORECASE)
_SUBORDINATE = re.compile(
    r"\b(?:(?:ved|vide|fortæl\w*|sig|siger|forstå\w*|præcis)\s*,?|af|om|til|på|for|med|ud)\s*$", re.IGNORECASE
)
_ASKER_TELLS = re.compile(r"\b(?:jeg|vi|min|mit|vores)\b", re.IGNORECASE)


@remembered(4096)
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
    if len(found) < 2 or not _says_enough(found[0]) or not all(map(_asks_on, found[1:])) or not _is_whole(found[0]):
        return (question,)
    if asking and telling and not _ASKER_TELLS.search(telling):
        return (question,)  # what stands before may be what it is about
    return tuple(found[:MOST])


def _within(sentence: str) -> list[str]:
    about = _BEHIND_COLON.match(sentence)
    text, before = (about["rest"], about["about"] + " ") if about else (sentence, "")
    pieces: list[str] = []
    start = 0
    for match in _NEXT.finditer(text):
        piece = text[start : match.start() + match.group().startswith(",")]
        if _SUBORDINATE.search(piece) or not piece.strip():
            continue
        pieces.append(piece)
        start = match.end()
    pieces = [*(asked for piece in pieces for asked in _row(piece)), text[start:]]
    return [f"{before}{piece.strip(' ?.,')}?" for piece in pieces]


def _row(piece: str) -> list[str]:
    """The questions of a piece that another follows: "Hvornår udkom den, hvor mange sider har den" (og …)."""
    found = [asked for asked in _COMMA.split(piece) if asked.strip()]
    whole = len(found) > 1 and _is_whole(found[0]) and not _SUBORDINATE.search(found[0]) and all(map(_asks_on, found))
    return found if whole and _says_enough(found[0]) else [piece]


def _says_enough(first: str) -> bool:
    """Whether a first part is a question of its own: two content words, or a name."""
    return _content(first) >= LEAST or bool(names(first))


def _content(part: str) -> int:
    return len(content_words(part))


def _asks_on(part: str) -> bool:
    """Whether a later part asks: it may leave all but a verb and a pronoun to the first ("hvornår kom den ud?")."""
    return _is_whole(part) or bool(_DEMANDS.match(part) and _BACK.search(part))


def _is_whole(part: str) -> bool:
    """Whether it asks or demands, and has a content word."""
    return bool(_DEMANDS.search(part)) and _content(part) > 0
