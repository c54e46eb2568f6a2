"""Mending a mistyped question against the words of the indexed corpus; a known word is never changed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from rapidfuzz import process
from rapidfuzz.distance import OSA

from klyngebot.danish.analyzer import stem, stopwords
from klyngebot.danish.normalize import fold
from klyngebot.danish.values import is_place

_WORD = re.compile(r"[^\W\d_]+")
SHORTEST = 5
SHORTEST_BASE = 3
_ENDINGS = ("ede", "ende", "te", "et", "er", "erne", "ene", "en", "s", "t")
LONG = 9
_DOUBLED = frozenset("bdfgklmnprst")
_DOTLESS = {"a": ("aa", "ae"), "o": ("oe",), "e": ("ae",)}


class Speller:
    """Knows the corpus' words.

    Args:
        surfaces: folded word -> how the corpus spells it, in lower case ("stoette" -> "støtte").
        is_danish: whether a word is a common Danish word outside the corpus too; such a word is not a typing
            error and stays ("vejret" must not become "været").
        is_name: whether the corpus writes a stem as a name. A word that is written as a name only becomes another
            name ("Skive" must not become "Skibe"), and only by a slip of the fingers: a letter too many, too few, or
            two in the wrong order ("Rønde" must not become "Rønne").

    Danish places stay as they are, whether the corpus has them or not.
    """

    def __init__(
        self,
        surfaces: Mapping[str, str],
        is_danish: Callable[[str], bool],
        is_name: Callable[[str], bool] = lambda _stem: True,
    ) -> None:
        self._surfaces = surfaces
        self._is_danish = is_danish
        self._is_name = is_name
        self._stems = {stem(word) for word in surfaces}
        self._by_first: dict[str, list[str]] = {}
        for word in sorted(surfaces):
            if len(word) >= SHORTEST - 1:
                self._by_first.setdefault(word[0], []).append(word)

    def knows(self, word: str) -> bool:
        """Whether the corpus has this word or another form of it."""
        folded = fold(word)
        return folded in self._surfaces or stem(folded) in self._stems

    def correct(self, question: str) -> str:
        """The question with unknown words replaced by the nearest known word, where one is near enough.

        Near enough is one edit (insert, delete, replace, swap) for words of five letters, two from nine on.
        Spellings like "stoette" become the corpus' own.
        """
        return _WORD.sub(
            lambda match: self._corrected(match.group(), as_name=match.group()[0].isupper() and match.start() > 0),
            question,
        )

    def _corrected(self, word: str, *, as_name: bool) -> str:
        folded = fold(word)
        if folded in stopwords() or (len(word) > 1 and word.isupper()):
            return word
        if folded in self._surfaces:
            spelled = self._surfaces[folded]
            return word if fold(spelled) == folded and word.lower() == spelled else _like(word, spelled)
        if self.knows(word) or self._is_danish(word.lower()) or is_place(word):
            return word
        restored = self._restored(folded)
        if restored:
            return _like(word, restored)
        if any(self._is_danish(form) for form in _forms(word.lower())):
            return word
        if len(folded) < SHORTEST:
            return word
        allowed = 2 if len(folded) >= LONG else 1
        best = process.extract(
            folded, self._by_first.get(folded[0], []), scorer=OSA.distance, score_cutoff=allowed, limit=3
        )
        if not best:
            return word
        nearest = min(best, key=lambda item: (item[1], item[0]))[0]
        if as_name and not (self._is_name(stem(nearest)) and _is_slip(folded, nearest)):
            return word
        return _like(word, self._surfaces[nearest])

    def _restored(self, folded: str) -> str:
        """The known word that only lacks æ, ø or å ("abne") or the double of a consonant ("lukede") in one place."""
        for position, letter in enumerate(folded):
            doubled = (letter * 2,) if letter in _DOUBLED and len(folded) >= SHORTEST else ()
            for full in (*_DOTLESS.get(letter, ()), *doubled):
                candidate = folded[:position] + full + folded[position + 1 :]
                if candidate in self._surfaces:
                    return self._surfaces[candidate]
        return ""


def _is_slip(typed: str, meant: str) -> bool:
    """Whether one letter is too many or too few, or two stand in the wrong order."""
    return OSA.distance(typed, meant) == 1 and (len(typed) != len(meant) or sorted(typed) == sorted(meant))


def _forms(word: str) -> Iterator[str]:
    """The word, and what it may be an inflection of: "sparede" of "spare"."""
    yield word
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST_BASE:
            base = word.removesuffix(ending)
            yield from (base, base + "e", base + "er")


def _like(word: str, replacement: str) -> str:
    return replacement.capitalize() if word[0].isupper() else replacement
