"""What a follow-up may refer to among the things that were spoken of: persons, things of a kind, names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from klyngebot.danish.analyzer import words_only
from klyngebot.danish.attributes import is_attribute
from klyngebot.danish.follow_ups import PRONOUN
from klyngebot.danish.normalize import clean, fold
from klyngebot.danish.phrases import name_phrases
from klyngebot.danish.wordlists import words
from klyngebot.remembering import remembered

_ITSELF = "Klyngebot"  # of which gap sentences speak, and nobody asks
MOST = 3
LONGEST_THING = 6  # words
_OF_MANY = re.compile(r"\b(?:dem|deres)\b", re.IGNORECASE)
_ROW = re.compile(r"\b(?:hvilke|hvor mange) (?:af )?(?:de )?(?P<row>(?:\w+e )?\w+er(?:ne)?)\b", re.IGNORECASE)
_ASKS_WHO = re.compile(r"\bhvem\b|\bhvilken (?:person|minister)\b", re.IGNORECASE)
_ASKS_WHO_IS = re.compile(r"\b[Hh]vem (?:er|var) [A-ZÆØÅ]")
_WHOLE = re.compile(
    r"^(?:hvad (?:er|var)|fortæl (?:mig )?(?:lidt |mere )*om) (?:en |et )?(?P<thing>.+)$", re.IGNORECASE
)
_OF_PERSON = re.compile(r"\b(?:han|hun|ham|hende|hans|hendes|vedkommende)\b", re.IGNORECASE)
_PERSON = re.compile(
    r"\b[A-ZÆØÅ][a-zæøåé-]{1,11}(?: (?:(?:van|von|de) )?[A-ZÆØÅ][a-zæøåé]+(?:-[A-ZÆØÅ][a-zæøåé]+)?){1,3}"
)
# "rapporten", "udvalget", "forummet": a noun that is spoken of as known, without its ending
_KNOWN_NOUN = re.compile(r"(?<![\w-])(?P<noun>[a-zæøå]{3,}?)[mnt]?(?:en|et)(?![\w-])")
_WORD = re.compile(r"[^\W\d_][\w&-]*")
_HEAD = r"(?:\w{4,}|\w{2,}-)"  # what a compound has before the noun of whose kind it is; "for-mål" is no kind of "mål"


def referents(question: str, asked: Sequence[str], told: Sequence[str]) -> list[str]:
    """What a pronoun or a noun of the question may stand for, the likeliest first, at most `MOST`.

    Args:
        question: the follow-up.
        asked: the questions before it, the last one first.
        told: sentences of the last answer.
    """
    if refers_to_person(question):
        brings_one = _ASKS_WHO.search(asked[0]) and not _ASKS_WHO_IS.search(asked[0])
        return persons([*told, *asked] if brings_one else [*asked, *told])[:MOST]
    named = list(filter(None, map(_named, asked)))
    if _OF_MANY.search(question):
        row = next((found["row"] for text in asked[:1] if (found := _ROW.search(text))), "")
        pair = list(dict.fromkeys(phrases[-1] for phrases in named[:2]))
        if row or len(pair) > 1:
            return [row or f"{pair[1]} og {pair[0]}"]
    spoken_of = named[0] if named else []
    brought = [name for sentence in told[:1] for name in name_phrases(sentence) if name not in (*spoken_of, _ITSELF)]
    by_name = [*spoken_of[-1:], *brought[:1]] if spoken_of else brought[-2:]
    return list(dict.fromkeys([*of_kind(question, [*asked, *told]), *by_name]))[:MOST]


def _named(question: str) -> list[str]:
    """The names of a question; where it asks what something is, that whole thing: "pejlemærke 2 i planen"."""
    phrases = name_phrases(question)
    whole = _WHOLE.match(clean(question).rstrip(" ?."))
    if not phrases or not whole or len(whole["thing"].split()) > LONGEST_THING:
        return phrases
    head = words_only(whole["thing"])[0]
    is_property = is_attribute(head) or head in words("shape_words.txt")
    return phrases if is_property or "," in whole["thing"] else [whole["thing"]]


def refers_to_person(question: str) -> bool:
    """Whether it has a pronoun that stands for a single person: "Hvornår holdt han op?"."""
    return bool(_OF_PERSON.search(question))


def persons(texts: Sequence[str]) -> list[str]:
    """What looks like the name of a person, in reading order.

    >>> persons(["Direktørerne var Bolette van Ingen Bro og Merete Daniel Nielsen."])
    ['Bolette van Ingen Bro', 'Merete Daniel Nielsen']
    """
    found = (_without_role(name) for text in texts for name in _PERSON.findall(clean(text)))
    return list(dict.fromkeys(name for name in found if " " in name and not _names_a_body(name)))


def _without_role(name: str) -> str:
    """The name without the role in front of it: "Uddannelsesminister Morten Østergaard"."""
    first, _, rest = name.partition(" ")
    return rest if fold(first).endswith(_roles()) else name


@lru_cache(maxsize=1)
def _roles() -> tuple[str, ...]:
    return tuple(fold(role) for role in words("roles.txt"))


def _names_a_body(name: str) -> bool:
    return any(word in words("organization_words.txt") for word in words_only(name))


def of_kind(question: str, texts: Sequence[str]) -> list[str]:
    """The words of the texts that name a thing of the kind of which the question speaks as known.

    >>> of_kind("Findes forummet stadig?", ["Hvem leder Klyngeforum?"])
    ['Klyngeforum']
    """
    kinds = [_kind(noun["noun"]) for noun in _KNOWN_NOUN.finditer(clean(question))]
    found = (word for text in texts for word in _WORD.findall(clean(text)))
    return list(dict.fromkeys(word for word in found if any(kind.fullmatch(word) for kind in kinds)))


def with_referent(question: str, referent: str) -> str:
    """The question with a thing in place of the noun or the first pronoun that stands for it, else behind it.

    >>> with_referent("Findes forummet stadig?", "Klyngeforum")
    'Findes Klyngeforum stadig?'
    >>> with_referent("Hvem leder den?", "MADE"), with_referent("Hvem er direktør?", "MADE")
    ('Hvem leder MADE?', 'Hvem er direktør MADE?')
    """
    bare = clean(question)
    for noun in _KNOWN_NOUN.finditer(bare):
        if _kind(noun["noun"]).fullmatch(referent):
            return f"{bare[: noun.start()]}{referent}{bare[noun.end() :]}"
    pronoun = PRONOUN.search(bare)
    if not pronoun:
        return f"{bare.strip(' ?.!')} {referent}?"
    ending = ("'" if referent.endswith("s") else "s") if pronoun["own"] else ""
    return f"{bare[: pronoun.start()]}{referent}{ending}{bare[pronoun.end() :]}"


@remembered(1024)
def _kind(noun: str) -> re.Pattern[str]:
    """What a compound of the noun looks like, with or without an ending."""
    return re.compile(rf"{_HEAD}{noun}(?:[mnt]?(?:en|et)|er|s)?", re.IGNORECASE)
