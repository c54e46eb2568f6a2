"""Do the parts of a claim belong together as they do in the sentence? Roles turned round, figures of another's.

"Bestyrelsen afgør efter indstilling fra sekretariatet" has every word of its opposite. Without a parser, three things
tell the two apart: the preposition before a word, the order of names with a passive turned back, and which figure or
name a word stands nearest to.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import combinations, pairwise

from klyngebot.checking.reading import Reading, Word, read
from klyngebot.danish.normalize import clean, fold
from klyngebot.danish.quantities import Quantity, Relation
from klyngebot.danish.values import ValueKind, values

REMEMBERED = 20_000
MOST = 5.0  # beyond which a count says no more
NEIGHBORS = 2  # words on either side of a figure that it may belong to
_PREPOSITIONS = frozenset(
    ("af", "fra", "til", "hos", "for", "efter", "med", "under", "mod", "ved", "over", "uden", "end", "blandt")
)
_BETWEEN = frozenset(("den", "det", "de", "en", "et", "sin", "sit", "sine", "alle", "nye", "ny", "nyt", "samme"))
_TOKEN = re.compile(r"[^\W_][\w'’&-]*|[.,;:()]")
_PASSIVE = re.compile(r"\b\w+(?:et|t|ede|ne|s) (?:\w+ ){0,3}af\b")
_ROW = re.compile(r"(?:[^,.;:]{2,60}, ){1,20}[^,.;:]{2,60} (?:og|eller|samt) [^,.;:]{2,60}")


@lru_cache(maxsize=REMEMBERED)
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


@lru_cache(maxsize=REMEMBERED)
def _is_passive(text: str) -> bool:
    return bool(_PASSIVE.search(fold(text)))


@lru_cache(maxsize=REMEMBERED)
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
    passive = _is_passive(claim) != _is_passive(sentence)
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

    >>> place_elsewhere("CLEAN har hovedkontor i Esbjerg.", "CLEAN har hovedkontor i Odense og folk i Esbjerg.")
    True
    """
    said, told = read(claim), read(sentence)
    places = [own for own in values(sentence) if own.kind is ValueKind.PLACE]
    for place in (own for own in values(claim) if own.kind is ValueKind.PLACE):
        same = [own.start for own in places if own.key == place.key]
        others = [own.start for own in places if own.key != place.key]
        before = [word for word in said.words if word.start < place.start and not word.is_name][-1:]
        at = [word.start for word in told.words if before and word.stem == before[0].stem]
        if same and others and len(at) == 1:
            behind = [(start - at[0], start in same) for start in (*same, *others) if start > at[0]]
            if behind and not min(behind)[1]:
                return True
    return False
