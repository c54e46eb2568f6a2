"""The subject of a clause, and what a pronoun in its place stands for."""

from __future__ import annotations

import re
from collections.abc import Sequence

from klyngebot.danish.dates import MONTHS
from klyngebot.danish.normalize import fold
from klyngebot.danish.verbs import finite_verb, is_finite, main_words, word_matches
from klyngebot.danish.wordlists import words

LONGEST = 10  # words of a subject that may stand again in a clause after it
_PRONOUNS = frozenset(("den", "det", "de", "han", "hun"))
_PERSONS = frozenset(("han", "hun"))
_OWNERS = {"dens": "den", "dets": "det", "deres": "de", "hans": "han", "hendes": "hun"}
# Another thing in the clause that the pronoun may stand for as well
_RIVALS = {"den": re.compile(r"\b[a-zæøå]{3,}en\b"), "det": re.compile(r"\b[a-zæøå]{3,}et\b")}
_RIVALS |= {"de": re.compile(r"\b[a-zæøå]{3,}(?:rne|ene)\b")}
_PARTICIPLE = re.compile(r"\b(?:er|var|blev|bliver|har|havde|blevet|været)(?: \w+)? \w+(?:et|en)\b")
_ALSO_CALLED = {"klyngen": "cluster"}  # in a name
_NO_ANTECEDENT = _PRONOUNS | frozenset(
    ("der", "man", "vi", "jeg", "du", "i", "dette", "disse", "denne", "hvem", "hvad")
)
_DATE = re.compile(rf"(?:den )?\d{{1,2}}\. (?:{'|'.join(MONTHS)})\b|(?:19|20)\d\d\b(?! \w+ne\b)", re.IGNORECASE)
_HEAD_ENDS = re.compile(r",| (?:for|fra|i|af|på|om|til|mellem|under|hos|med|ved|som|der)\b")
_PERSON = re.compile(r"[A-ZÆØÅ][\w.'-]*(?: [A-ZÆØÅ][\w.'-]*){1,3}")
_NAMES = re.compile(r"(?:(?:Den|den|Det|det|De|de) )?[A-ZÆØÅ][\w&.-]*(?:(?: (?:&|og|for|of))? [A-ZÆØÅ][\w&.-]*)*")
_NAMED = re.compile(rf"\s*(?:er|var|blev|hedder|hed) (?P<name>{_PERSON.pattern})\W*")
_DEFINITE = re.compile(r"\w{3,}(?:en|et|ne)")
_ENDINGS = ("en", "et", "n", "t")
_IS = r"\b(?:er|var|blev|bliver)\b"
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
    named = _NAMES.match(after)
    if named:
        return named.group()
    first = word_matches(after)[:1]
    return first[0].group() if first and _DEFINITE.fullmatch(first[0].group()) else ""


def head_of(subject: str) -> str:
    """A subject without what tells more of it: "Klyngestrategien" of "Klyngestrategien fra 2013"."""
    return _HEAD_ENDS.split(subject, maxsplit=1)[0].strip()


def resolved(clause: str, before: Sequence[str]) -> str:
    """The clause with the thing in place of the pronoun, or of the bare noun, that points back to it.

    Args:
        clause: a main clause.
        before: the clauses of the paragraph before it, the latest last, themselves resolved.

    >>> resolved("Den har 200 medlemmer.", ["CLEAN er en klynge."])
    'CLEAN har 200 medlemmer.'
    """
    verb = finite_verb(clause)
    found = main_words(clause)
    if verb is None or not found or not before or found[0].end() >= verb.start() + 1:
        return clause
    word = found[0].group()
    owner = _OWNERS.get(word.lower())
    if owner:
        antecedent = _owning(_stands_for(owner, before[-1]))
    elif clause[found[0].end() : verb.start()].strip():
        return clause  # more than the one word stands before the verb: an article, or a subject of its own
    else:
        antecedent = _stands_for(word.lower(), before[-1]) if word.lower() in _PRONOUNS else _meant_by(word, before)
    return f"{clause[: found[0].start()]}{antecedent}{clause[found[0].end() :]}" if antecedent else clause


def _owning(name: str) -> str:
    """A name in the genitive; empty for what is more than a name."""
    if not name or head_of(name) != name:
        return ""
    return f"{name}'" if name.endswith(("s", "x", "z")) else f"{name}s"


def _stands_for(pronoun: str, clause: str) -> str:
    """The subject of the clause before, where it agrees with the pronoun."""
    subject = subject_of(clause)
    head = head_of(subject)
    first = word_matches(head)
    rest = clause.replace(subject, " ", 1)
    if pronoun in _PERSONS and _is_role(head) and (named := _names_it(rest)):
        return named
    if not first or len(word_matches(subject)) > LONGEST or _has_rival(pronoun, rest):
        return ""
    if first[0].group().lower() in _NO_ANTECEDENT and not _is_article(subject):
        return ""
    return _agreeing(pronoun, subject, head)


def _names_it(rest: str) -> str:
    """The person that a clause says to be its subject: "(Formanden) er Jakob Riis."; empty where it names nobody."""
    named = _NAMED.fullmatch(rest)
    name = named["name"].rstrip(".") if named else ""
    return name if is_person(name) else ""


def _has_rival(pronoun: str, rest: str) -> bool:
    """Whether the rest of the clause names another thing that the pronoun may stand for."""
    if pronoun in _PERSONS:
        return any(is_person(match.group()) for match in _PERSON.finditer(rest))
    # "blev stiftet" and "har indgået" have the ending of a neuter, but are no thing
    things = _PARTICIPLE.sub("", rest)
    return bool(_RIVALS[pronoun].search(things) or re.search(rf"\b{pronoun}\b", things))


def _agreeing(pronoun: str, subject: str, head: str) -> str:
    if pronoun in _PERSONS:
        return head if is_person(head) else ""
    if is_person(head) and not _is_role(head):
        return ""
    if is_plural(head):
        return subject if pronoun == "de" else ""
    if pronoun == "de":
        return ""
    neuter = word_matches(head)[-1].group().endswith("et")
    # "det" mostly stands for nothing, so it needs a neuter; a name may be of either gender
    if pronoun == "det":
        return subject if neuter else ""
    return "" if neuter and word_matches(head)[-1].group().islower() else subject


def _is_article(subject: str) -> bool:
    """Whether a subject begins with an article: "De 14 klynger", "Den nationale støttefunktion"."""
    found = word_matches(subject)
    return len(found) > 1 and found[0].group().lower() in ("den", "det", "de")


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
    looks_so = bool(_PERSON.fullmatch(head)) and not any(word.isupper() and len(word) > 2 for word in head.split())
    return _is_role(head) or (looks_so and not organized.intersection(names))


def _is_role(head: str) -> bool:
    last = word_matches(head)[-1].group().lower() if word_matches(head) else ""
    return any(last.removesuffix("en").removesuffix("n").endswith(role) for role in words("roles.txt"))


def _meant_by(noun: str, before: Sequence[str]) -> str:
    """What a bare noun in the definite form stands for: "Strategien" for "Klyngestrategien fra 2013"."""
    if not _DEFINITE.fullmatch(noun):
        return ""
    definite = noun.lower()
    bare = next((definite.removesuffix(ending) for ending in _ENDINGS if definite.endswith(ending)), definite)
    forms = {definite, bare, definite.removesuffix("n"), bare[:-1] if bare[-1:] == bare[-2:-1] else bare}
    for clause in reversed(before):
        subject = subject_of(clause)
        if head_of(subject).lower() == definite:
            return ""  # it was called so before, and nothing told what it is
        told = [match.group() for match in word_matches(clause)]
        compounds = {word for word in told if _is_compound_of(word.lower(), forms)}
        if len(compounds) > 1:
            return ""
        if compounds:
            word = compounds.pop()
            if word in head_of(subject).split():
                return subject
            return word[:1].upper() + word[1:] if word.lower().endswith(definite) else ""
        if _is_called(clause, subject, forms) or _ALSO_CALLED.get(definite, "\0") in subject.lower().split():
            return subject
    return ""


def _is_compound_of(word: str, forms: set[str]) -> bool:
    return any(word.endswith(form) and len(word) >= len(form) + 3 for form in forms if len(form) > 3)


def _is_called(clause: str, subject: str, forms: set[str]) -> bool:
    """Whether the clause says of its subject that it is such a thing: "MADE er Danmarks klynge for …"."""
    verb = finite_verb(clause)
    if not subject or verb is None or not re.fullmatch(_IS, verb.group().lower()):
        return False
    behind = [match.group().lower() for match in word_matches(clause[verb.end() :])[:6]]
    return any(word in forms and not is_finite(word) for word in behind)
