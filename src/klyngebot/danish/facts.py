"""Facts that are no sentence, below the name of what they are about: "Stiftet: 2014", "250 medlemmer"."""

from __future__ import annotations

import re
from functools import cache

from klyngebot.danish.dates import MONTHS
from klyngebot.danish.subjects import NAMES, subject_of
from klyngebot.danish.verbs import finite_verb, is_finite, is_noun_too, word_matches
from klyngebot.danish.wordlists import lines

_NO_VERB = "ved"  # "34 medlemmer ved starten": mostly no form of "vide"
_LEADS = re.compile(r"(?:(?:kort |lidt |mere )?(?:fakta|om|profil|portræt|baggrund|fakta om|om klyngen)\b:? ?)+", re.I)
_FACT = re.compile(r"(?P<label>[^:]+):\s+(?P<value>\S.*)", re.DOTALL)
_DATE = re.compile(rf"\d{{1,2}}\. (?:{'|'.join(MONTHS)})\b", re.IGNORECASE)
_ABOUT = r"(?:(?:over|omkring|cirka|ca\.|knap|godt|mere end|mindst|næsten) )?"
_COUNT = re.compile(rf"{_ABOUT}\d[\d.,]* (?!pct|procent|%)[a-zæøå]")
_BARE_COUNT = re.compile(rf"{_ABOUT}\d[\d.]*$")


def named_by(heading: str) -> str:
    """The thing that a heading names and nothing more; empty where it says anything else.

    >>> named_by("Fakta om MADE"), named_by("Energy Cluster Denmark:"), named_by("Baggrund"), named_by("Hvad er MADE?")
    ('MADE', 'Energy Cluster Denmark', '', '')
    """
    told = heading.strip(" :*_#")
    lead = _LEADS.match(told)
    bare = told[lead.end() :] if lead else told
    if not NAMES.fullmatch(bare):
        return ""
    # A capital alone may be that of any heading: "Baggrund"
    is_sure = bool(lead) or " " in bare or any(char.isupper() or char.isdigit() for char in bare[1:])
    return bare if is_sure else ""


def told_of(subject: str, fact: str) -> str:
    """The sentence that a fact without a subject makes about what it stands under; empty where it makes none.

    >>> told_of("MADE", "Stiftet: 2014"), told_of("MADE", "250 medlemmer"), told_of("MADE", "blev dannet i 2014.")
    ('MADE blev stiftet i 2014', 'MADE har 250 medlemmer', 'MADE blev dannet i 2014.')
    """
    first = word_matches(fact)[:1]
    word = first[0].group() if first and not first[0].start() else ""
    if word and is_finite(word) and not is_noun_too(word):
        return f"{subject} {word.lower()}{fact[len(word) :]}"
    if labeled := _FACT.fullmatch(fact):
        return _labeled(subject, labeled["label"].strip(), labeled["value"].strip())
    if not lacks_verb(fact):
        return ""
    if _COUNT.match(fact):
        return f"{subject} har {fact}"
    if word and _is_participle(word):
        return f"{subject} blev {word.lower()}{fact[len(word) :]}"
    return ""


def lacks_verb(sentence: str) -> bool:
    """Whether nothing in a sentence carries it.

    >>> lacks_verb("34 medlemmer ved starten"), lacks_verb("Alle ved det.")
    (True, False)
    """
    verb = finite_verb(sentence)
    return verb is None or (verb.group() == _NO_VERB and sentence[:1].isdigit())


def is_without_subject(sentence: str) -> bool:
    """Whether a sentence begins with its verb, or a participle, and leaves its subject to what stands above it.

    >>> is_without_subject("Lukkede den 1. juli 2014."), is_without_subject("Lukkede klyngen i 2014, var det dyrt.")
    (True, False)
    """
    first = word_matches(sentence)[:1]
    if not first or first[0].start() or sentence.endswith("?"):
        return False
    word = first[0].group()
    if _is_participle(word):
        return _FACT.fullmatch(sentence) is None and finite_verb(sentence) is None
    if not is_finite(word) or is_noun_too(word) or subject_of(sentence):
        return False
    return not any(is_finite(opening.group()) for opening in _openings(sentence))


def _openings(sentence: str) -> list[re.Match[str]]:
    """The first word of each stretch behind a comma."""
    return [found[0] for part in sentence.split(", ")[1:] if (found := word_matches(part))]


@cache
def _labels() -> tuple[tuple[re.Pattern[str], str], ...]:
    pairs = (line.split("=", 1) for line in lines("fact_labels.txt"))
    return tuple((re.compile(pattern.strip()), form.strip()) for pattern, form in pairs)


def _labeled(subject: str, label: str, value: str) -> str:
    for pattern, form in _labels():
        if not pattern.fullmatch(label.lower()):
            continue
        if "{antal}" in form and not _BARE_COUNT.fullmatch(value.rstrip(".")):
            return ""
        time = f"den {value}" if _DATE.match(value) else value if value.startswith(("den ", "i ")) else f"i {value}"
        told = form.format(navn=label.lower(), antal=value, tid=time, sted=value)
        return f"{subject} {told}"
    return ""


def _is_participle(word: str) -> bool:
    return any(pattern.fullmatch(word.lower()) and "{tid}" in form for pattern, form in _labels())
