"""How a question or a statement lies on a sentence: what of it the sentence has, what it lacks or says otherwise.

Deterministic signals, without a model; what they are worth, a fitted judge says (`klyngebot.answering.decision`).
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from klyngebot.danish.analyzer import content_words, grams, stem
from klyngebot.danish.names import names, numbers
from klyngebot.danish.normalize import fold
from klyngebot.danish.numerals import CARDINALS
from klyngebot.danish.senses import say_opposites, sense
from klyngebot.danish.synonyms import related
from klyngebot.danish.values import ValueKind, has_value, same_sort, values
from klyngebot.remembering import remembered
from klyngebot.support import assess

REMEMBERED = 20_000
PRESENT = 0.5  # degree from which a word counts as present
ALIKE = 0.6  # share of 4-grams from which a word is like another
PART = 0.8  # degree of a word that is a part of a longer one
SHORTEST_PART = 5  # letters
MOST = 10.0  # beyond which a count says no more
_KINDS = {kind.value: kind for kind in ValueKind}
SIGNALS = (
    *("words", "words_had", "lacking", "names_lacking", "figures_lacking", "others_lacking", "names_had", "names_new"),
    *("numbers_lacking", "numbers_new", "numbers_clash"),
    *(f"{kind}_{what}" for kind in _KINDS for what in ("lacking", "clash", "had", "told")),
    *("denied", "denies", "denial_differs", "only_said", "only_told", "some_said", "some_told", "first", "last"),
    *("bound_said", "bound_told", "bounds_clash", "opposites"),
    *("carried", "support", "sense_kept", "support_numbers", "support_names", "out_of_order", "told_words", "told_had"),
)


def alignment(said: str, told: str) -> dict[str, float]:
    """Signals of what is said against a sentence that tells, names in `SIGNALS`.

    Args:
        said: a question or a statement.
        told: a sentence of a document.
    """
    return dict(zip(SIGNALS, _aligned(said, told), strict=True))


@remembered(REMEMBERED)
def _aligned(said: str, told: str) -> tuple[float, ...]:
    parts = (_words, _values, _senses, _support)
    return tuple(float(value) for part in parts for value in part(said, told))


@remembered(REMEMBERED)
def _content(text: str) -> tuple[str, ...]:
    return tuple(content_words(text))


def _words(said: str, told: str) -> Iterator[float]:
    own, there = _content(said), frozenset(map(stem, _content(told)))
    widened = related(tuple(map(stem, own)))
    named, named_there = set(names(said)), set(names(told))
    degrees = [(word, degree(stem(word), widened.get(stem(word), frozenset()), there)) for word in own]
    lacking = [word for word, degree in degrees if degree < PRESENT]
    figures = [word for word in lacking if word[0].isdigit() or word in CARDINALS]
    name_like = [word for word in lacking if stem(word) in named and word not in figures]
    yield min(len(own), 2 * MOST)
    yield sum(degree for _, degree in degrees) / max(len(degrees), 1)
    yield len(lacking)
    yield len(name_like)
    yield len(figures)
    yield len(lacking) - len(name_like) - len(figures)
    yield sum(degree for word, degree in degrees if stem(word) in named) / len(named) if named else 1.0
    yield min(len(named_there - named), MOST)
    mine, theirs = numbers(said), numbers(told)
    yield len(mine - theirs)
    yield min(len(theirs - mine), MOST)
    yield bool(mine - theirs) and bool(theirs - mine)


def degree(own: str, widened: frozenset[str], there: frozenset[str]) -> float:
    """How far a word is there, 0..1.

    Args:
        own: its stem.
        widened: stems that mean the same.
        there: stems of the other text.
    """
    if own in there or widened & there:
        return 1.0
    if len(own) < SHORTEST_PART or own[0].isdigit():
        return 0.0
    if any((own in other or other in own) and len(other) >= SHORTEST_PART for other in there):
        return PART
    mine = set(grams(own))
    like = max((len(mine & set(grams(other))) / len(mine) for other in there), default=0.0)
    return ALIKE * like + 1 - PART if like >= ALIKE else 0.0


def _values(said: str, told: str) -> Iterator[float]:
    given, there = values(said), values(told)
    for kind in _KINDS.values():
        own = [value for value in given if value.kind is kind]
        lacking = [value for value in own if not has_value(told, value)]
        yield len(lacking)
        yield any(same_sort(value, other) for value in lacking for other in there)
        yield len(own) - len(lacking)
        yield min(sum(value.kind is kind for value in there), MOST / 2)


def _senses(said: str, told: str) -> Iterator[float]:
    own, there = sense(said), sense(told)
    yield from (own.denies, there.denies, own.denies != there.denies)
    yield from (own.only, there.only, own.some, there.some)
    yield from (own.first - there.first, own.last - there.last)
    yield from (own.over or own.under, there.over or there.under)
    yield (own.over and there.under and not there.over) or (own.under and there.over and not there.under)
    yield say_opposites(said, told)


def _support(said: str, told: str) -> Iterator[float]:
    support = assess(said, told)
    yield from (support.carried, support.score, support.sense_kept)
    yield from (len(support.missing_numbers), len(support.missing_names))
    text = fold(told)
    places = [text.find(word) for word in _content(said) if word in text]
    turned = sum(one > other for one, other in pairwise(places))
    yield turned / max(len(places) - 1, 1)
    there, own = _content(told), frozenset(map(stem, _content(said)))
    yield min(len(there), 10 * MOST)
    yield sum(stem(word) in own for word in there) / max(len(there), 1)
