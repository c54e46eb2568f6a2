"""Finite verbs: which word of a clause carries it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from klyngebot.danish.quotations import without_quotations
from klyngebot.danish.wordlists import lines, words
from klyngebot.remembering import remembered

_WORD = re.compile(r"[^\W_]+(?:[-'’.&][^\W_]+)*")
_JOINING = re.compile(r"^(?:(?:og|men|så|altså|jamen|hej|okay|ok)\b[ ,]*)+", re.IGNORECASE)
_PARTICIPLE = ("ede", "te")
_CHUNK = re.compile(r"[^,;]+(?:,(?=\S)[^,;]*)*")  # up to a comma or semicolon; a decimal comma parts nothing
MODALS = frozenset(("skal", "skulle", "kan", "kunne", "vil", "ville", "må", "måtte", "bør", "burde"))
_CONJUNCTIONS = frozenset(("og", "men", "eller", "samt", "for"))
_EXPLETIVE = "der"
_INFINITIVE_MARK = "at"
_WHETHER_OR_ABOUT = "om"


@cache
def _forms() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """Infinitives, present forms and past forms, each with its passive."""
    triples = [entry.split() for line in lines("verbs.txt") for entry in line.split(",")]
    infinitives = {infinitive for infinitive, _, _ in triples}
    present = {form for _, form, _ in triples}
    past = {form for _, _, form in triples}
    present |= {f"{infinitive}s" for infinitive in infinitives}  # "stiftes"
    past |= {f"{form}s" for form in past if form.endswith("e")}  # "stiftedes"
    return frozenset(infinitives), frozenset(present), frozenset(past)


@remembered(16384)
def _is_form(word: str, forms: frozenset[str]) -> bool:
    """Whether a word is one of the forms, or one of them with a prefix: "udkom", "genåbnede"."""
    return word in forms or any(
        word.startswith(prefix) and word.removeprefix(prefix) in forms for prefix in words("verb_prefixes.txt")
    )


def is_finite(word: str) -> bool:
    """Whether a word may be a verb in the present or past.

    >>> is_finite("blev"), is_finite("udkom"), is_finite("klynge")
    (True, True, False)
    """
    lowered = word.lower()
    return _is_form(lowered, _forms()[1]) or is_past(lowered)


def begins_with_verb(question: str) -> bool:
    """Whether a question begins with its verb, small words that join it to what was said before aside.

    >>> begins_with_verb("Og er MADE en klynge?"), begins_with_verb("og MADE i 2020?")
    (True, False)
    """
    rest = _JOINING.sub("", question.strip())
    return bool(rest) and is_finite(rest.split()[0].strip("?,."))


def is_past(word: str) -> bool:
    """Whether a word may be a verb in the past."""
    return _is_form(word.lower(), _forms()[2])


def is_infinitive(word: str) -> bool:
    """Whether a word may be an infinitive."""
    return _is_form(word.lower(), _forms()[0])


def is_surely_finite(word: str) -> bool:
    """Whether a word is a finite verb and hardly anything else: no noun ("leder"), no adjective ("støttede").

    >>> is_surely_finite("har"), is_surely_finite("leder"), is_surely_finite("støttede")
    (True, False, False)
    """
    lowered = word.lower()
    if not is_finite(lowered) or is_noun_too(lowered):
        return False
    return not lowered.endswith(_PARTICIPLE)


def is_noun_too(word: str) -> bool:
    """Whether a form of a verb is a noun or an adjective as often.

    >>> is_noun_too("leder"), is_noun_too("indsatser"), is_noun_too("har")
    (True, True, False)
    """
    lowered = word.lower()
    if lowered in _forms()[1] or lowered in _forms()[2]:
        return lowered in words("nouns_like_verbs.txt")
    return lowered.endswith("er") or _is_form(lowered, words("nouns_like_verbs.txt"))  # found by its prefix only


def chunks(text: str) -> Iterator[re.Match[str]]:
    """The stretches of a text between commas and semicolons."""
    return _CHUNK.finditer(text)


def word_matches(text: str) -> list[re.Match[str]]:
    """The words of a text with their places."""
    return list(_WORD.finditer(text))


def opens_clause(found: list[re.Match[str]], place: int) -> bool:
    """Whether the word at a place begins a subordinate clause: "at …", "der …", but not "at styrke", "er der"."""
    word = found[place].group().lower()
    if word not in words("subordinators.txt"):
        return False
    behind = [match.group() for match in found[place + 1 : place + 8]]
    if word == _INFINITIVE_MARK and behind and is_infinitive(behind[0]):
        return False
    above = found[place - 1].group() if place else ""
    if word == _EXPLETIVE and above and is_finite(above):
        return False
    if word == _WHETHER_OR_ABOUT and above and not (is_finite(above) or is_infinitive(above)):
        return False  # "Lovforslaget om erhvervsfremme var …"
    return any(map(is_finite, behind))


def main_words(text: str) -> list[re.Match[str]]:
    """The words of a clause that stand in no clause within it."""
    kept: list[re.Match[str]] = []
    hidden = without_quotations(text)
    for chunk in chunks(hidden):
        found = list(_WORD.finditer(hidden, chunk.start(), chunk.end()))
        first = 1 if found and found[0].group().lower() in _CONJUNCTIONS else 0
        for place in range(len(found)):
            is_expletive = place == first == 0 and found[place].group().lower() == _EXPLETIVE and not kept
            if place >= first and opens_clause(found, place) and not is_expletive:
                break
            kept.append(found[place])
    return kept


def finite_verb(text: str) -> re.Match[str] | None:
    """The finite verb of a main clause; None where there is none.

    >>> finite_verb("Klyngens leder, der bor i Aarhus, hedder Anna").group()
    'hedder'
    """
    found = main_words(text)
    sure = next((match for match in found if is_surely_finite(match.group())), None)
    maybe = next((match for match in found if is_finite(match.group())), None)
    if sure is None or maybe is None or maybe.start() == sure.start():
        return sure or maybe
    between = [match.group().lower() for match in found if maybe.end() <= match.start() < sure.start()]
    carries = not is_noun_too(maybe.group())
    # "Ministeren udpegede klynger og har …", but "Klyngens leder hedder …"
    return maybe if carries or _CONJUNCTIONS.intersection(between) else sure
