"""Small words that turn what a text says: denials, "kun", "stadig", and what is but expected, planned or told."""

from __future__ import annotations

import re
from dataclasses import dataclass

from klyngebot.danish.analyzer import content_words, stem
from klyngebot.danish.normalize import clean, fold
from klyngebot.remembering import remembered

REMEMBERED = 20_000
# Over folded text. What denies nothing is taken out first: bounds ("ikke over"), "ikke kun", "uden for", "uden moms"
_NO_DENIAL = re.compile(
    r"\b(?:ikke (?:blot|bare|kun|alene|mindst|faerre|flere|mere|mindre|under|over|laengere|hoejere|lavere)"
    r"|uden (?:for|om|over|paa|(?:synlig |naermere )?(?:moms|dato|aarstal|aar|angivelse))|ikke mindst"
    r"|hvis ikke)\b"
)
_DENIAL = re.compile(
    r"\b(?:ikke|ingen|intet|aldrig|hverken|uden|nej|undlod|undlader|undgik|undgaar|afviste|afviser|forkastede"
    r"|slip\w* for|fri for|fritag\w* for|gik glip|umulig\w*)\b"
)
_ONLY = re.compile(
    r"\b(?:kun(?! (?:\d+|en|et|to|tre|fire|fem|seks|syv|otte|ni|ti|elleve|tolv)\b)|udelukkende|eneste|forbeholdt)\b"
)
_AS_ONLY = re.compile(r"\b(?:kun|udelukkende|alene|eneste|forbeholdt|hverken|ren|rent|af to|nummer|ene)\b")
_STILL = re.compile(r"\b(?:stadig\w*|fortsat|fortsatte|fortsaetter|forblev|forbliver|uaendret|uaendrede|uforandret)\b")
_AS_STILL = re.compile(
    r"\b(?:stadig\w*|fortsat\w*|fortsaet\w*|forbliv\w*|forblev|uaendre\w*|uforandre\w*|endnu|indtil videre|videre\w*"
    r"|dengang|ikke aendre\w*|ingen aendring\w*|behold\w*|bevar\w*|fast\w*|samme|igen|siden)\b"
)
_EXPECTED = re.compile(
    r"\b(?:vente[rs]?|ventede[s]?|forvent\w*|regne(?:r|de) med|haabe\w*|oenskede|foreslog|foreslaar|planlag\w*"
    r"|planlaegger|som maal at|maalet er at|efter alt at doemme|formentlig|formodentlig|sandsynligvis|muligvis"
    r"|maaske|udledes)\b"
)
_INTENDED = re.compile(r"\b(?:skal|skulle|vil|ville|boer|burde)\b")
_AS_EXPECTED = re.compile(
    r"\b(?:vent\w*|forvent\w*|regne\w* med|haab\w*|oensk\w*|foresl\w*|forslag\w*|plan\w*|maal\w*|ambition\w*"
    r"|skal|skulle|vil|ville|boer|burde|maa|maatte|kan|kunne|sigte\w*|tanken|hensigt\w*|formaal\w*|krav\w*"
    r"|kraev\w*|opgave\w*|formentlig|formodentlig|sandsynlig\w*|muligvis|maaske|efter alt at doemme|formod\w*"
    r"|antag\w*|tyder|udled\w*|regnes|tilsyneladende|mente|mener|anbefal\w*|lagt op|har til|tror|tro|ligner"
    r"|anslaa\w*|skoen\w*|stile\w*|prognose\w*|loefte\w*|lov\w*)\b"
)
_OF_SOURCES = re.compile(
    r"\b(?:kilde\w*|fremgaa\w*|oplys\w*|opgiv\w*|opgoer\w*|angiv\w*|u?enig\w*|modstrid\w*|stemme\w*|skriv\w*"
    r"|skrev\w*|ifoelge|kend\w*|vide[sn]?|ved|naevn\w*|siger|sagde|sige|forskel\w*|tvivl\w*|uklar\w*|uvis\w*"
    r"|passer|afgoer\w*|svar\w*|omtal\w*|klyngebot\w*|udled\w*|formentlig|blandt|mindst|enten|eller|baade"
    r"|tal\w*|beskriv\w*|udateret|uden dato)\b"
)
_CLAUSE_ENDS = re.compile(r"^\W*$|^[;:!?)]|^,?\s+(?:og|men|mens)\b")
_WHEN_OR_WHERE = re.compile(
    r"^\s+(?:i|fra|siden|efter|under|ved|den|ifoelge) \w"
)  # tells more of a clause that is whole
_LIMITS = re.compile(r"\b(?:hvis|medmindre|bortset|undtagen|dog|forudsat|saafremt|ifald|ikke|kun|uden|aldrig)\b")
_PART = re.compile(r"[,;:]|\b(?:mens|men)\b")


@remembered(REMEMBERED)
def denials(text: str) -> int:
    """How often a text denies; "ikke kun", "uden for" and bounds such as "ikke over" deny nothing.

    >>> denials("Klyngen fik ikke støtte."), denials("Ikke færre end ti klynger uden for byen.")
    (1, 0)
    """
    return len(_DENIAL.findall(_NO_DENIAL.sub(" ", fold(text))))


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a text: stems of its words with content, how often it denies, whether it tells what shall be."""

    stems: frozenset[str]
    denials: int
    is_intended: bool


@remembered(REMEMBERED)
def parts(text: str) -> tuple[Part, ...]:
    """A text divided at commas, colons, semicolons, "mens" and "men"."""
    return tuple(
        Part(frozenset(map(stem, content_words(part))), denials(part), bool(_INTENDED.search(fold(part))))
        for part in _PART.split(clean(text))
    )


def says_only_or_still(text: str, other: str) -> bool:
    """Whether a text says "kun" or "stadig", and the other has nothing like it."""
    said, told = fold(text), fold(other)
    return any(own.search(said) and not same.search(told) for own, same in ((_ONLY, _AS_ONLY), (_STILL, _AS_STILL)))


def is_expected(text: str) -> bool:
    """Whether a text says of something that it is expected, planned, proposed or guessed."""
    return bool(_EXPECTED.search(fold(text)))


def is_no_plain_fact(text: str) -> bool:
    """Whether a text says of something in any way that it may, shall, should or might be."""
    return bool(_AS_EXPECTED.search(fold(text)))


def is_of_sources(text: str) -> bool:
    """Whether a text says something of what sources tell.

    >>> is_of_sources("Kilderne er uenige om antallet."), is_of_sources("MADE har guld.")
    (True, False)
    """
    return bool(_OF_SOURCES.search(fold(text)))


def ends_clause(behind: str) -> bool:
    """Whether the folded rest of a sentence leaves what stands before it whole: it ends, or tells when or where.

    >>> [ends_clause(behind) for behind in (", og det var alt.", " i 2021.", " medlemmer.", ", hvis de kan.")]
    [True, True, False, False]
    """
    ends = _CLAUSE_ENDS.search(behind) or _WHEN_OR_WHERE.search(behind)
    return bool(ends) and not _LIMITS.search(behind)
