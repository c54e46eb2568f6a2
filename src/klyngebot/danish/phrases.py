"""Phrases of a text as written: names of several words, lists of things, words that point at one of a list."""

from __future__ import annotations

import re

from klyngebot.danish.analyzer import stopwords
from klyngebot.danish.normalize import clean, fold
from klyngebot.danish.numerals import CARDINALS
from klyngebot.danish.sentences import split_sentences

_QUOTED = re.compile(r"»([^»«]+)«|\"([^\"]+)\"")
_PHRASE = re.compile(
    r"(?<![\w-])[A-ZÆØÅ](?:[\w.&-]|:(?=\w))*(?:['’]s)?(?: (?:&|(?:(?:of|van|von) )?[A-ZÆØÅ0-9](?:[\w.-]|:(?=\w))*))*"
)
_SPLIT = re.compile(r", |(?<!-) og (?!lager)| samt | eller ")
_NAMED = r"[A-ZÆØÅ][\w.&-]*(?: (?:&|(?:(?:of|van|von) )?[A-ZÆØÅ0-9][\w.-]*))*(?: \([^()]*\))?"
_NAMES_IN_ROW = re.compile(rf"(?<![\w-]){_NAMED}(?:, {_NAMED})+ (?:og|samt) {_NAMED}")
_ORDINALS = {
    "foerste": 0, "1": 0, "en": 0, "et": 0, "anden": 1, "andet": 1, "andre": 1, "to": 1, "2": 1, "tredje": 2, "tre": 2,
    "3": 2, "fjerde": 3, "fire": 3, "4": 3, "femte": 4, "fem": 4, "5": 4, "sjette": 5, "seks": 5, "6": 5, "syvende": 6,
    "syv": 6, "7": 6, "ottende": 7, "otte": 7, "8": 7, "sidste": -1, "sidstnaevnte": -1, "naestsidste": -2,
    "foerstnaevnte": 0,
}  # fmt: skip
_POINTS = re.compile(
    r"\b(?:(?:den|det|de) (?P<ordinal>foerste|anden|andet|andre|tredje|fjerde|femte|sjette|syvende|ottende|sidste"
    r"|naestsidste|midterste)|(?:nummer|nr\.?) (?P<number>\w+)|(?P<latter>sidstnaevnte|foerstnaevnte))"
    r"(?: (?:af dem|paa listen|en))?\b"
)


def name_phrases(text: str) -> list[str]:
    """Names as written, in reading order, each once: "Food & Bio Cluster Denmark", »Danmark – Løsningernes land«.

    >>> name_phrases("Hvor ligger Food & Bio Cluster Denmark i dag?")
    ['Food & Bio Cluster Denmark']
    """
    cleaned = clean(text)
    found: dict[str, None] = {}
    for quoted in _QUOTED.finditer(cleaned):
        found[next(part for part in quoted.groups() if part)] = None
    for start, end in split_sentences(cleaned, lines=True):
        for match in _PHRASE.finditer(cleaned, start, end):
            phrase = match.group().rstrip(".:")
            if match.start() == start:
                first, _, rest = phrase.partition(" ")
                if fold(first) in stopwords() or not (rest or any(char.isupper() for char in first[1:])):
                    phrase = rest
            if len(phrase) > 1 and fold(phrase) not in stopwords() and not any(phrase in known for known in found):
                found[phrase] = None
    return list(found)


def listed_things(sentence: str) -> list[str]:
    """The things in the row of a sentence, names before other things; none where it has no row of three.

    >>> listed_things("De tre er vand, jord og luft."), listed_things("Guld gik til Ada (Norge), Bo og Cy (Spanien).")
    (['vand', 'jord', 'luft'], ['Ada (Norge)', 'Bo', 'Cy (Spanien)'])
    """
    text = clean(sentence).rstrip(".")
    names = _NAMES_IN_ROW.search(text)
    start = text.rfind(":")
    if start < 0 and names:
        text = names.group()
    elif start < 0:
        found = re.search(r"\b(?:er|var|hedder|hed|nemlig|og) (?=[^,]+, )", text)
        start = found.end() - 1 if found else -1
    things = [part.strip(" »«") for part in _SPLIT.split(text[start + 1 :]) if part.strip()]
    are_numbers = all(fold(thing) in CARDINALS or thing[0].isdigit() for thing in things[1:])
    return things if len(things) >= 3 and not are_numbers else []


def pointed_at(question: str, count: int) -> tuple[int, str] | None:
    """Which of `count` things a question points at, and the words that do; None where it points at none.

    >>> pointed_at("Fortæl mere om den sidste", 3)
    (2, 'den sidste')
    """
    folded = fold(question)
    match = _POINTS.search(folded)
    if not match or not count:
        return None
    word = match["ordinal"] or match["number"] or match["latter"]
    place = count // 2 if word == "midterste" else _ORDINALS.get(word)
    if place is None or not -count <= place < count:
        return None
    return place % count, match.group()
