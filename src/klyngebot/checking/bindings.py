"""Do the parts of a claim belong together as they do in the sentence? Roles turned round, figures of another's.

"Bestyrelsen afgør efter indstilling fra sekretariatet" has every word of its opposite. Without a parser, three things
tell the two apart: the preposition before a word, the order of names with a passive turned back, and which figure or
name a word stands nearest to.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, pairwise

from klyngebot.checking.reading import Reading, Word, read
from klyngebot.danish.deeds import is_passive
from klyngebot.danish.normalize import clean, fold
from klyngebot.danish.quantities import Quantity, Relation
from klyngebot.danish.values import ValueKind, values
from klyngebot.remembering import remembered

REMEMBERED = 20_000
MOST = 5.0  # beyond which a count says no more
NEIGHBORS = 2  # words on either side of a figure that it may belong to
LONGEST_ITEM = 3  # words of one of a row
NEAR = 6  # characters between a word and its time: "oprettet i", "stiftet den"
_PREPOSITIONS = frozenset(
    ("af", "fra", "til", "hos", "for", "efter", "med", "under", "mod", "ved", "over", "uden", "end", "blandt")
)
_BETWEEN = frozenset(("den", "det", "de", "en", "et", "sin", "sit", "sine", "alle", "nye", "ny", "nyt", "samme"))
_BETWEEN_ITEMS = re.compile(r",| og | eller | samt ")
_ROW_WORDS = frozenset(("og", "samt", "i", "ved"))
_TOKEN = re.compile(r"[^\W_][\w'’&-]*|[.,;:()]")
_BRACKETED = re.compile(r"((?:[A-ZÆØÅ][\w-]+ ?)+)\(([^\W\d_][^()]{1,40})\)")
_ROW = re.compile(r"(?:[^,.;:]{2,60}, ){1,20}[^,.;:]{2,60} (?:og|eller|samt) [^,.;:]{2,60}")


@remembered(REMEMBERED)
def _marked(text: str) -> Mapping[str, str]:
    """The preposition that stands before each content word of a text, empty where none does; by stem."""
    reading, cleaned = read(text), clean(text)
    tokens = [(match.start(), fold(match.group())) for match in _TOKEN.finditer(cleaned)]
    at = {start: place for place, (start, _) in enumerate(tokens)}
    found: dict[str, str] = {}
    for word in reading.words:
        place = at.get(word.start, 0) - 1
        while place >= 0 and tokens[place][1] in _BETWEEN:
            place -= 1
        before = tokens[place][1] if place >= 0 else ""
        found.setdefault(word.stem, before if before in _PREPOSITIONS else "")
    return found


@remembered(REMEMBERED)
def _longest_row(text: str) -> int:
    """How many items the longest row of a text has; 0 where it has none."""
    rows = [match.group().count(",") + 2 for match in _ROW.finditer(clean(text))]
    return max(rows, default=0)


def bindings(claim: str, sentence: str) -> Iterator[tuple[str, float]]:
    """Signals, by name, of parts that belong together otherwise in a claim than in a sentence."""
    said, told = read(claim), read(sentence)
    own, there = _marked(claim), _marked(sentence)
    shared = [stem for stem in own if stem in there]
    differ = [stem for stem in shared if own[stem] != there[stem]]
    crossed = sum(
        own[one] == there[other] and own[other] == there[one]
        for one, other in combinations(differ, 2)
        if own[one] != own[other]
    )
    yield "marked_otherwise", min(len(differ), MOST)
    yield "marked_crossed", min(crossed, MOST)
    turned = _turned([word.stem for word in said.words if word.is_name], [w.stem for w in told.words if w.is_name])
    passive = is_passive(claim) != is_passive(sentence)
    yield "voice_differs", float(passive)
    yield "names_turned", float(turned > 0)
    yield "roles_turned", float(turned >= 0 and (turned > 0) != passive)
    yield "words_turned", max(0, _turned([w.stem for w in said.words], [w.stem for w in told.words]))
    checked, elsewhere = _nearest(said, told)
    yield "figures_bound", min(checked - elsewhere, MOST)
    yield "figures_misbound", min(elsewhere, MOST)
    yield "row_said", min(_longest_row(claim), MOST)
    yield "row_told", min(_longest_row(sentence), 2 * MOST)


def _turned(said: Sequence[str], told: Sequence[str]) -> int:
    """How many neighbors among the shared words stand in the other order; -1 where fewer than two are shared."""
    places = [told.index(stem) for stem in dict.fromkeys(said) if stem in told]
    return sum(one > other for one, other in pairwise(places)) if len(places) > 1 else -1


def _nearest(said: Reading, told: Reading) -> tuple[int, int]:
    """How many words beside a figure of the claim are told of, and how many of them stand nearer to another figure."""
    checked = elsewhere = 0
    anchors = [(own.start, own) for own in told.quantities]
    if len(anchors) < 2:
        return 0, 0
    for figure in said.quantities:
        same = [start for start, own in anchors if figure.relation(own) is Relation.WITHIN]
        others = [start for start, own in anchors if start not in same]
        if not same or not others:
            continue
        for word in _beside(said, figure):
            places = [own.start for own in told.words if own.stem == word.stem]
            if len(places) == 1:
                checked += 1
                distance = min(abs(places[0] - start) for start in same)
                elsewhere += min(abs(places[0] - start) for start in others) < distance
    return checked, elsewhere


def _beside(said: Reading, figure: Quantity) -> list[Word]:
    """The words nearest to a figure of a claim that stand nearer to it than to its other figures."""

    def distance(word: Word, other: Quantity) -> int:
        return abs(word.start - other.start)

    own = [word for word in said.words if min(said.quantities, key=lambda one: distance(word, one)) == figure]
    return sorted(own, key=lambda word: distance(word, figure))[: 2 * NEIGHBORS]


def place_elsewhere(claim: str, sentence: str) -> bool:
    """Whether a place of the claim is told of something else: what stands before it stands nearer to another place.

    In a row of places none is nearer than another.

    >>> place_elsewhere("CLEAN har hovedkontor i Esbjerg.", "CLEAN har hovedkontor i Odense og folk i Esbjerg.")
    True
    >>> place_elsewhere("CLEAN har kontor i Esbjerg.", "CLEAN har kontor i Odense og Esbjerg.")
    False
    """
    said, told = read(claim), read(sentence)
    places = [own for own in values(sentence) if own.kind is ValueKind.PLACE]
    for place in (own for own in values(claim) if own.kind is ValueKind.PLACE):
        same = [own.start for own in places if own.key == place.key]
        others = [own.start for own in places if own.key != place.key]
        before = [word for word in said.words if word.start < place.start and not word.is_name][-1:]
        at = [word.start for word in told.words if before and word.stem == before[0].stem]
        if same and others and len(at) == 1:
            behind = [(start - at[0], start) for start in (*same, *others) if start > at[0]]
            first = min(behind)[1] if behind else -1
            if behind and first not in same and not any(_in_one_row(sentence, first, start) for start in same):
                return True
    return False


def _in_one_row(text: str, first: int, last: int) -> bool:
    """Whether between two places of a text stand but names, commas and "og"."""
    between = clean(text)[first:last]
    return first < last and all(
        token[0].isupper() or token in _ROW_WORDS for token in re.findall(r"[^\W_][\w'’&-]*|[.;:()]", between)
    )


def time_elsewhere(claim: str, sentence: str) -> bool:
    """Whether what stands right before a time of the claim has another time right behind it in the sentence.

    >>> time_elsewhere("CenSec blev oprettet i 2014.", "CenSec blev oprettet i 2004 og er en forening fra 2007.")
    True
    """
    said, told = read(claim), read(sentence)
    for time in said.periods:
        before = [word for word in said.words if word.start < time.start and not word.is_name][-1:]
        if not before or time.start - _end(before[0]) > NEAR:
            continue
        at = [word for word in told.words if word.stem == before[0].stem]
        behind = [own for own in told.periods if len(at) == 1 and own.start > at[0].start]
        if behind and behind[0].start - _end(at[0]) <= NEAR and time.relation(behind[0]) is Relation.OUTSIDE:
            return True
    return False


def paired_otherwise(claim: str, sentence: str) -> bool:
    """Whether a name of the claim stands beside what the sentence puts in brackets behind another name.

    >>> paired_otherwise("Bent Hansen var fra Nordjylland.", "Ulla Astman (Nordjylland) og Bent Hansen (Midtjylland)")
    True
    """
    said = fold(claim)
    pairs = [(fold(match[1]).strip(), fold(match[2])) for match in _BRACKETED.finditer(clean(sentence))]
    named = [(name, label) for name, label in pairs if name in said]
    others = [label for name, label in pairs if name not in said]
    return bool(named) and all(label not in said for _, label in named) and any(label in said for label in others)


def figures_swapped(claim: str, sentence: str) -> bool:
    """Whether a figure of the claim is told with what the sentence tells behind another one of its unit.

    >>> figures_swapped("Der kom 9 mio. kr. fra EU.", "5 mio. kr. fra EU, 9 mio. kr. fra staten")
    True
    >>> figures_swapped("Der kom 9 mio. kr. fra staten.", "5 mio. kr. fra EU, 9 mio. kr. fra staten")
    False
    """
    said, told = read(claim), read(sentence)
    if len(told.quantities) < 2:
        return False
    own, there = _labels(said), _labels(told)
    for place, figure in enumerate(said.quantities):
        same = [at for at, other in enumerate(told.quantities) if _is_same(figure, other)]
        if len(same) != 1:
            continue
        alike = [at for at, other in enumerate(told.quantities) if at not in same and other.unit == figure.unit]
        others = frozenset().union(*(there[at][1] for at in alike))
        before, behind = own[place]
        mine = there[same[0]][1]
        if mine and behind & others - mine and not (before | behind) & mine:
            return True
    return False


def _is_same(one: Quantity, other: Quantity) -> bool:
    return (one.low, one.high) == (other.low, other.high)


def _labels(reading: Reading) -> list[tuple[frozenset[str], frozenset[str]]]:
    """The stems between each figure of a text and the one before it, and between it and the one behind it.

    Words that stand beside several figures tell none of them apart and are left out.
    """
    figures = reading.quantities
    ends = [0, *(own.end for own in figures)]
    starts = [*(own.start for own in figures), sum(len(word.written) + 1 for word in reading.all) * 2]
    between = [
        frozenset(word.stem for word in reading.words if end <= word.start < start)
        for end, start in zip(ends, starts, strict=True)
    ]
    often = {stem for stem in frozenset().union(*between) if sum(stem in part for part in between) > 1}
    return [(between[place] - often, between[place + 1] - often) for place in range(len(figures))]


def row_otherwise(claim: str, sentence: str) -> bool:
    """Whether a row of the claim has items of a row of the sentence, and one that the sentence does not have.

    >>> row_otherwise("Med er Norge, Rusland og Polen.", "De ti lande er Norge, Polen, Sverige og Tyskland.")
    True
    """
    there = read(sentence).all_stems
    if not _longest_row(sentence):
        return False
    for match in _ROW.finditer(clean(claim)):
        items = [read(item).stems for item in _BETWEEN_ITEMS.split(match.group())]
        last = [item for item in items[1:] if 0 < len(item) <= LONGEST_ITEM]  # the first may begin with the sentence
        found = [bool(item & there) for item in last]
        if sum(found) and not all(found) and sum(found) >= len(found) - 1:
            return True
    return False


def _end(word: Word) -> int:
    return word.start + len(word.written)
