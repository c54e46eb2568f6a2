"""The subject of a clause, and what sort of thing it is."""

from __future__ import annotations

import re

from klyngebot.danish.dates import MONTHS
from klyngebot.danish.normalize import fold
from klyngebot.danish.verbs import finite_verb, is_infinitive, word_matches
from klyngebot.danish.wordlists import words

LONGEST = 10  # words of a subject that may stand again in a clause after it
_DATE = re.compile(rf"(?:den )?\d{{1,2}}\. (?:{'|'.join(MONTHS)})\b|(?:19|20)\d\d\b(?! \w+ne\b)", re.IGNORECASE)
_HEAD_ENDS = re.compile(r",| (?:for|fra|i|af|på|om|til|mellem|under|hos|med|ved|som|der)\b")
PERSON = re.compile(r"[A-ZÆØÅ][\w.'-]*(?: [A-ZÆØÅ][\w.'-]*){1,3}")
NAMES = re.compile(r"(?:(?:Den|den|Det|det|De|de) )?[A-ZÆØÅ][\w&.-]*(?:(?: (?:&|og|for|of))? [A-ZÆØÅ][\w&.-]*)*")
DEFINITE = re.compile(r"\w{3,}(?:en|et|ne)")
_MORE = re.compile(r" \(|, (?:som|der|hvis|hvor|herunder|kaldet)\b")
_NUMERAL = re.compile(r"\d[\d.]*|to|tre|fire|fem|seks|syv|otte|ni|ti|elleve|tolv|tretten|fjorten|mange|flere|alle")


def subject_of(clause: str) -> str:
    """The subject of a main clause as it stands there; empty where it cannot be told.

    >>> subject_of("CLEAN blev stiftet i 2014"), subject_of("I 2014 blev CLEAN stiftet")
    ('CLEAN', 'CLEAN')
    """
    verb = finite_verb(clause)
    if verb is None:
        return ""
    before = clause[: verb.start()].strip()
    if is_fronted(before):
        return _behind(clause[verb.end() :].strip())
    return before.strip(" ,") if "," not in before.strip(" ,") else before


def is_fronted(before: str) -> bool:
    """Whether what stands before the verb is no subject: nothing, a place, a time, a clause.

    >>> is_fronted("Ifølge DFiR"), is_fronted("Den 24. maj 2018"), is_fronted("Klyngen")
    (True, True, False)
    """
    found = word_matches(before)
    first = found[0].group().lower() if found else ""
    return (
        not first or first in words("fronted.txt") or first in words("subordinators.txt") or bool(_DATE.match(before))
    )


def _behind(after: str) -> str:
    """The subject behind the verb: a name, or one word in the definite form."""
    named = NAMES.match(after)
    if named:
        return named.group()
    first = word_matches(after)[:1]
    word = first[0].group() if first else ""
    # "I alt 14 klynger blev udpeget": a participle looks like a noun
    is_participle = word.endswith("et") and is_infinitive(word[:-1])
    return word if DEFINITE.fullmatch(word) and not is_participle else ""


def without_relative(subject: str) -> str:
    """A name without the clause that tells more of it: "CLEAN" of "CLEAN, som er fra 2014,".

    >>> without_relative("CLEAN, som er fra 2014,"), without_relative("De klynger, der er nye")
    ('CLEAN', 'De klynger, der er nye')
    """
    name = NAMES.match(subject)
    return name.group() if name and _MORE.match(subject[name.end() :]) else subject


def head_of(subject: str) -> str:
    """A subject without what tells more of it: "Klyngestrategien" of "Klyngestrategien fra 2013"."""
    return _HEAD_ENDS.split(subject, maxsplit=1)[0].strip()


def is_plural(head: str) -> bool:
    """Whether a subject is more than one thing.

    >>> is_plural("Klyngerne"), is_plural("CLEAN og MADE"), is_plural("Erhvervs- og Vækstministeriet")
    (True, True, False)
    """
    if re.search(r"(?<!-) og ", head):
        return True
    first, last = word_matches(head)[0].group().lower(), word_matches(head)[-1].group()
    return first == "de" or bool(_NUMERAL.fullmatch(first)) or (last.endswith(("rne", "ene")) and len(last) > 5)


def is_person(head: str) -> bool:
    """Whether a subject is the name of a person, or somebody by role.

    >>> is_person("Morten Østergaard"), is_person("Energy Cluster Denmark"), is_person("Ministeren")
    (True, False, True)
    """
    names = [fold(part) for match in word_matches(head) for part in match.group().split("-")]
    organized = frozenset(fold(word) for word in words("organization_words.txt"))
    looks_so = bool(PERSON.fullmatch(head)) and not any(word.isupper() and len(word) > 2 for word in head.split())
    return is_role(head) or (looks_so and not organized.intersection(names))


def is_role(head: str) -> bool:
    """Whether a subject is somebody by role: "Ministeren"."""
    last = word_matches(head)[-1].group().lower() if word_matches(head) else ""
    return any(last.removesuffix("en").removesuffix("n").endswith(role) for role in words("roles.txt"))
