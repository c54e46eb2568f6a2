"""Who does what in a text: its clauses with their doers.

Without a parser: each main clause has a subject before its verb or right behind it (`klyngebot.danish.subjects`), and a
passive has its doer behind "af".
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from klyngebot.danish.analyzer import stem, stopwords, words_only
from klyngebot.danish.main_clauses import main_clauses
from klyngebot.danish.meanings import stems_alike
from klyngebot.danish.normalize import clean, fold
from klyngebot.danish.subjects import head_of, subject_of
from klyngebot.danish.verbs import finite_verb
from klyngebot.remembering import remembered

REMEMBERED = 20_000
_ASIDE = re.compile(r",?\s+(?:mens|hvorimod|imens)\s+")
_PASSIVE = re.compile(r"^(?:(?:blev|bliver|er|var)$|.*[eo]s$|.*edes$)")
_PARTICIPLE = re.compile(r"\b\w{2,}(?:et|t|ede|te|ne)\b")
_DOER = re.compile(r"\b(?:af|hos) ((?:(?!\b(?:i|på|for|til|med|om|fra|ved|den|efter|under)\b)[^,.;(])+)")
_PLAIN = frozenset(
    stem(word) for word in ("er", "var", "blev", "bliver", "har", "havde", "kan", "skal", "vil", "skulle")
)
# Whoever stands on either side, it is the same
_MUTUAL = re.compile(
    r"\b(?:samarbejd|saml|fusion|slaa|slog|dele?r?|enig|aftal|forene|sammen|mellem|baade|hedder|hed|kaldes|lig)"
)


@dataclass(frozen=True, slots=True)
class Deed:
    """A clause, as stems.

    `doer` is empty where it cannot be told, `besides` all that stands there but the doer; the `subject` of a passive
    is not its doer; `head` is the stem of the noun that the subject is about.
    """

    doer: frozenset[str]
    besides: frozenset[str]
    verbs: frozenset[str]
    subject: frozenset[str]
    head: str = ""
    is_passive: bool = False


@remembered(REMEMBERED)
def deeds(text: str) -> tuple[Deed, ...]:
    """The clauses of a text that have a verb, in order.

    >>> [sorted(deed.doer) for deed in deeds("Rådet støttede netværkene, og klyngerne blev udpeget af ministeren.")]
    [['raad'], ['minist']]
    """
    found = []
    for part in _ASIDE.split(clean(text).replace(" selv ", " ")):  # "selv" begins a clause but in "selv om"
        for clause in main_clauses(part):
            own = part[clause.start : clause.end]
            deed = _deed(f"{clause.subject} {own}".strip())
            if deed is not None:
                found.append(deed)
    return tuple(found)


def _deed(clause: str) -> Deed | None:
    verb = finite_verb(clause)
    if verb is None:
        return None
    subject = head_of(subject_of(clause))
    behind = clause[verb.end() :]
    folded = fold(verb.group())
    is_passive = bool(_PASSIVE.match(folded)) and (folded.endswith("s") or bool(_PARTICIPLE.search(behind)))
    doer = subject
    if is_passive:
        told = _DOER.search(behind)
        doer = told[1] if told else ""
    stems = _stems(doer) if doer else frozenset()
    named = [verb.group(), *((match.group() for match in _PARTICIPLE.finditer(behind)) if is_passive else ())]
    verbs = frozenset().union(*({own} | stems_alike(own) for word in named if (own := stem(fold(word))) not in _PLAIN))
    return Deed(stems, _stems(clause) - stems, verbs, _stems(subject), _head(subject), is_passive)


def _head(subject: str) -> str:
    """Stem of the last word of a subject without what tells more of it; empty where it is a figure or a pronoun."""
    found = words_only(subject)
    return "" if not found or found[-1] in stopwords() or found[-1][0].isdigit() else stem(found[-1])


def is_mutual(text: str) -> bool:
    """Whether a text tells of something that is the same whoever stands on either side: "A og B samarbejder"."""
    return bool(_MUTUAL.search(fold(text)))


def _stems(text: str) -> frozenset[str]:
    """Stems of the words with content; figures are none."""
    return frozenset(stem(word) for word in words_only(text) if word not in stopwords() and not word[0].isdigit())


@remembered(REMEMBERED)
def is_passive(text: str) -> bool:
    """Whether a text has something done to its subject.

    >>> is_passive("Loven blev vedtaget."), is_passive("Antallet af klynger faldt.")
    (True, False)
    """
    return any(deed.is_passive for deed in deeds(text))
