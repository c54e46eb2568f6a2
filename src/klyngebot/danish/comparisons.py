"""Questions that compare: "Hvem har flest medlemmer, MADE eller CLEAN?" asks the same of MADE and of CLEAN."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from klyngebot.danish.normalize import clean, fold
from klyngebot.danish.sentences import split_sentences
from klyngebot.danish.wordlists import lines
from klyngebot.remembering import remembered

MOST = 3  # sides
LONGEST = 300  # characters; a longer question compares nothing in so many words
_VERSUS = (
    r"(?:sammenlignet med|sammenholdt med|i sammenligning med|i forhold til|i modsætning til|modsat"
    r"|frem for|versus|vs\.?|kontra)"
)
_WORDS = r"[^,;:?()]+?"
_NAME = r"(?-i:[A-ZÆØÅ])[\w&.+'-]*(?: (?:&|(?-i:[A-ZÆØÅ])[\w.+'-]*))*"
_SPAN = r"(?:19|20)\d{2}(?:-(?:19|20)\d{2})?"
# What stands for what in the list of patterns
_PLACEHOLDERS = {
    "or": rf"(?: ?[,:;–-] (?:enten )?| (?=(?-i:[A-ZÆØÅ])))(?P<one>[^;:?()]+?),? eller (?P<other>{_WORDS})",
    "one": r"(?P<one>[^;:?()]+?)",
    "other": rf"(?P<other>{_WORDS})",
    "One": rf"(?P<one>(?-i:[A-ZÆØÅ]){_WORDS})",
    "Other": rf"(?P<other>(?-i:[A-ZÆØÅ]){_WORDS})",
    "Owner": rf"(?P<one>{_NAME}s)",
    "OtherOwner": rf"(?P<other>{_NAME}s)",
    "years": rf"(?P<one>{_SPAN}) til (?:omkring )?(?P<other>{_SPAN})",
    "what": rf"(?P<what>{_WORDS})",
    "rest": r"(?P<rest>(?: [^,;:?()]+?)?)",
    "v": r"(?P<v>\w+)",
    "versus": _VERSUS,
}
_YEAR = r"(?:(?:i|for|fra|omkring)\s+)?(?:19|20)\d{2}"
_YEARS = re.compile(
    rf"\b(?P<word>i|for|fra|omkring) (?P<first>(?:19|20)\d{{2}})(?P<middle>(?:, {_YEAR})*)"
    rf",? (?:og|med|mod|eller|end|{_VERSUS}) (?P<last>{_YEAR})(?![\d–/-])",
    re.IGNORECASE,
)
_COMPARES = re.compile(
    r"\b(?:sammenlign\w*|forskel\w*|udvikl\w*|aendr\w*|vokse\w*|steg|faldt|stoerre|mindre|flere|faerre|flest|faerrest"
    r"|hvor (?:mange|meget|stor\w*)|antal\w*)\b"
)
_POINTS_BACK = re.compile(
    r"(?:den|det|de|dem|disse|hinanden|(?:den|det) (?:første|anden|andet|ene|sidste)|første)", re.IGNORECASE
)
_RANKS = re.compile(
    r"^(?P<v>er|var|har|havde|fik|fandtes) (?P<who>[^,;:]+?) "
    r"(?:flest|færrest|flere(?: eller færre)?|færre) (?P<what>\w.+)",
    re.IGNORECASE,
)
# "MADE og CLEAN er begge klynger. Hvor mange medlemmer har de hver især?"
_BOTH = re.compile(rf"(?P<one>{_NAME}) og (?P<other>{_NAME})")
_SEVERALLY = re.compile(
    r"(?<!mellem )\b(?:de to|de hver især|hver især|de begge|hver af (?:de to|dem)|de|dem|hver)\b", re.IGNORECASE
)
_EITHER = re.compile(
    r"\b(?P<one>(?:et|en) [\w-]+) (?:eller|og|frem for) (?:til |fra |med |på )?(?P<other>(?:et|en) [\w-]+)",
    re.IGNORECASE,
)
_ONE_AND_OTHER = re.compile(
    r"\bden? ene\b.*\bden anden\b|\bdet ene\b.*\bdet andet\b|\b(?:de to|dem)\b.*\bforskel|\bforskel\w* på dem\b",
    re.IGNORECASE,
)
_WHAT_IT_IS = "hvad er {who}"
_ASKS_WHY = re.compile(r"hvorfor\b", re.IGNORECASE)  # the reason for a difference is one thing
_CHANGE = re.compile(
    r"\b(?:voks(?:e|ede|er|et)|steg|stige[rt]?|steget|fald(?:et|t|er)|gaaet (?:op|ned|frem|tilbage)"
    r"|(?:udvikle\w*|aendre\w*)(?: \w+){0,4} sig|op eller ned|blevet (?:flere|faerre|stoerre|mindre))\b"
)
_SAYS_SO = re.compile(r"^sammenlign\w*\s+", re.IGNORECASE)


@lru_cache(maxsize=1)
def _rules() -> tuple[tuple[re.Pattern[str], str], ...]:
    pairs = (line.rsplit(" > ", 1) for line in lines("comparisons.txt"))
    return tuple((re.compile(_expanded(pattern), re.IGNORECASE), plain.strip()) for pattern, plain in pairs)


def _expanded(pattern: str) -> str:
    return re.sub(r"@(\w+)", lambda found: _PLACEHOLDERS[found.group(1)], pattern.strip())


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a question compares.

    `sides` is a question for each of the two or three sides, and `plain` the plainest way to ask for the difference of
    two things; empty where something else than what they are is compared.
    """

    sides: tuple[str, ...] = ()
    plain: str = ""


@remembered(4096)
def comparison(question: str) -> Comparison:
    """What a question compares; without sides where it compares nothing.

    >>> comparison("Hvem har flest medlemmer, MADE eller CLEAN?").sides
    ('Hvor mange medlemmer har MADE?', 'Hvor mange medlemmer har CLEAN?')
    """
    sentences = [question[start:end] for start, end in split_sentences(question)]
    bare = clean(sentences[-1]).strip(" ?.!") if sentences else ""
    if not bare or len(bare) > LONGEST or _ASKS_WHY.match(bare):
        return Comparison()
    years = _YEARS.search(bare)
    if years and _COMPARES.search(fold(bare)):
        return Comparison(_as_questions(_of_years(bare, years)))
    before = " ".join(sentences[:-1])
    either = _EITHER.search(before)
    if either and _ONE_AND_OTHER.search(bare):
        return _told_apart(either.group("one", "other"))
    both = _BOTH.search(before)
    if both and _SEVERALLY.search(bare):
        things = _things(*both.group("one", "other"))
        return Comparison(_as_questions(_SEVERALLY.sub(thing, bare, count=1) for thing in things))
    return next((found for pattern, plain in _rules() if (found := _by_rule(pattern, plain, bare))), Comparison())


def _by_rule(pattern: re.Pattern[str], plain: str, bare: str) -> Comparison | None:
    found = pattern.fullmatch(bare)
    if not found:
        return None
    things = _things(*found.group("one", "other"))
    if any(_POINTS_BACK.fullmatch(thing) for thing in things):
        return Comparison()
    if plain == _WHAT_IT_IS:
        return _told_apart(things)
    given = {name: _inside(text or "", found.start(name)) for name, text in found.groupdict().items()}
    return Comparison(_as_questions(plain.format(who=thing, **given) for thing in things))


def _told_apart(things: Sequence[str]) -> Comparison:
    """The comparison of what two or three things are."""
    whole = f"Hvad er forskellen på {things[0]} og {things[1]}?" if len(things) == 2 else ""
    return Comparison(_as_questions(_WHAT_IT_IS.format(who=thing) for thing in things), whole)


def asks_of_change(question: str) -> bool:
    """Whether it asks how something went from one time to another ("Er medlemstallet steget?")."""
    return bool(_CHANGE.search(fold(question)))


def _of_years(bare: str, found: re.Match[str]) -> list[str]:
    """The question of each year."""
    years = re.findall(r"(?:19|20)\d{2}", found.group())
    asked = _SAYS_SO.sub("", bare)
    each = [asked.replace(found.group(), f"{found['word']} {year}") for year in years]
    return [
        f"hvor mange {found['what']} {found['v'].lower()} {found['who']}" if found else one
        for one, found in ((one, _RANKS.match(one)) for one in each)
    ]


def _inside(text: str, start: int) -> str:
    """A piece of the question as it is written inside a sentence."""
    return text if start > 0 or text[:2].isupper() else f"{text[:1].lower()}{text[1:]}"


def _things(one: str, other: str) -> list[str]:
    """What is compared; the first of them may be a row ("bronze-, sølv- og guldmærket")."""
    return [thing.strip(" »«\"'.-") for thing in (*one.split(", "), other)]


def _as_questions(asked: Iterable[str]) -> tuple[str, ...]:
    found = [re.sub(r"\s+", " ", one).strip() for one in asked]
    return tuple(f"{one[:1].upper()}{one[1:]}?" for one in found[:MOST])
