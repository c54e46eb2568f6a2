"""What a pronoun, or a bare noun in the definite form, stands for: the subject of a clause before."""

from __future__ import annotations

import re
from collections.abc import Sequence

from klyngebot.danish.subjects import (
    DEFINITE,
    LONGEST,
    PERSON,
    head_of,
    is_person,
    is_plural,
    is_role,
    subject_of,
    without_relative,
)
from klyngebot.danish.verbs import finite_verb, is_finite, main_words, word_matches

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
_NAMED = re.compile(rf"\s*(?:er|var|blev|hedder|hed) (?P<name>{PERSON.pattern})\W*")
_ENDINGS = ("en", "et", "n", "t")
_IS = r"\b(?:er|var|blev|bliver)\b"


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
    subject = without_relative(subject_of(clause))
    head = head_of(subject)
    first = word_matches(head)
    rest = clause.replace(subject, " ", 1)
    if pronoun in _PERSONS and is_role(head) and (named := _names_it(rest)):
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
        return any(is_person(match.group()) for match in PERSON.finditer(rest))
    # "blev stiftet" and "har indgået" have the ending of a neuter, but are no thing
    things = _PARTICIPLE.sub("", rest)
    return bool(_RIVALS[pronoun].search(things) or re.search(rf"\b{pronoun}\b", things))


def _agreeing(pronoun: str, subject: str, head: str) -> str:
    if pronoun in _PERSONS:
        return head if is_person(head) else ""
    if is_person(head):
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


def _meant_by(noun: str, before: Sequence[str]) -> str:
    """What a bare noun in the definite form stands for: "Strategien" for "Klyngestrategien fra 2013"."""
    if not DEFINITE.fullmatch(noun):
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
