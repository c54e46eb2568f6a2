"""What kind of answer a question asks for, and whether a sentence has the look of one."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache

from klyngebot.danish.analyzer import stem, stems
from klyngebot.danish.dates import MONTHS
from klyngebot.danish.normalize import clean, fold
from klyngebot.danish.numerals import CARDINALS
from klyngebot.danish.wordlists import words


class QuestionType(StrEnum):
    """The answer's shape."""

    WHO = "who"
    WHEN = "when"
    HOW_MANY = "how_many"
    HOW_MUCH = "how_much"
    WHERE = "where"
    LIST = "list"
    WHY = "why"
    HOW_TO = "how_to"
    DEFINITION = "definition"
    YES_NO = "yes_no"
    TOPIC = "topic"


Patterns = tuple[tuple[QuestionType, re.Pattern[str]], ...]


def _compiled(*pairs: tuple[QuestionType, str]) -> Patterns:
    return tuple((kind, re.compile(pattern)) for kind, pattern in pairs)


# Patterns over folded text. "hvornar" and the like: Danish typed without æ, ø, å.
# What begins with a question word: the one that comes first counts; of two at one place, the first here.
_ASKING = _compiled(
    (QuestionType.DEFINITION, r"\bhvorn(?:aa|a)r (?:regnes|taeller|siger|kalder|kaldes) (?:man|vi|jeg|noget|et|en)\b"),
    (
        QuestionType.HOW_MUCH,
        r"\bhvor (?:meget|stort? (?:et )?(?:belo?eb|budget|bevilling|tilskud|stoette)|dyrt?|mange penge|mange "
        r"(?:mi[oa]|millioner|milliarder|kroner|kr|euro))\b"
        r"|\bhvad (?:koste(?:r|de|t)?|er (?:prisen|kontingentet|budgettet|beloebet))\b"
        r"|\bhvad (?:\w+ ){0,4}koste(?:r|de|t)?\b|\bhvilke[tn]? (?:beloeb|pris|sats|tilskud)\b|\bhow much\b",
    ),
    (QuestionType.HOW_MUCH, r"\bhvor stor[te]?\b"),
    (QuestionType.HOW_MANY, r"\bhvor mange\b|\bhow many\b"),
    (
        QuestionType.WHEN,
        r"\bhvorn(?:aa|a)r\b|\bhvilke[tn]? (?:\w+ )?(?:aar|ar|datoe?r?|dage?|maaned(?:er)?|periode)\b"
        r"|\bwhen\b|\bhvad ?(?:aa|a)r\b",
    ),
    (
        QuestionType.WHO,
        r"\bhvem\b|\bhvilken (?:minister|person|direktoer|formand)\b|\bwho\b|\bhvad hedder (?:ministeren|"
        r"direktoeren|formanden|lederen|chefen)",
    ),
    (
        QuestionType.WHERE,
        r"\bhvor (?:ligger|er|har|holder|finder|bor|henne|i landet|blev|fandt|foregaar|havde|laa|kan man finde)\b"
        r"|\bhvilken by\b|\bwhere\b",
    ),
    (
        QuestionType.WHY,
        r"\bhvorfor\b|\bhvad (?:\w+ ){0,3}(?:grund(?:en)?|aarsag(?:en)?|formaal(?:et)?|begrundelsen?|forklaringen)"
        r" (?:til|paa|med|bag|for)\b|\bhvad skyldes\b|\bwhy\b|\bhvad skal (?!der\b).* til for",
    ),
    (
        QuestionType.HOW_TO,
        r"\bhvordan\b|\bhow (?:do|can|to)\b|\bhvad (?:skal|goer) (?:jeg|vi|man|der til)\b|\bhvor starter\b",
    ),
    (QuestionType.LIST, r"\bhvilke\b|\bwhich\b"),
)
# What tells the type without a question word, tried in order where none came before
_TELLING = _compiled(
    (
        QuestionType.HOW_MUCH,
        r"\bkoste(?:r|de|t)?\b|\b(?:dyrt?|billigt?)\b|\bprise?n?\b|\bcosts?\b|\bprocentdel\b|\bandel\b",
    ),
    (QuestionType.HOW_MANY, r"\bantal(?:let)?\b|\bmedlemstal(?:let)?\b"),
    (QuestionType.WHEN, r"\bfrist(?:en)?\b|\bdeadline\b"),
    (QuestionType.WHERE, r"\badresse"),
    (QuestionType.WHY, r"\bgrunden?\b|\baarsag|\bformaal"),
    (
        QuestionType.LIST,
        r"\bn(?:ae|e|a)vn\b|\blist\b|\bopremse?\b|\bremse\b|\bhvad er de (?:to|tre|fire|fem|seks|syv|"
        r"otte|ni|ti|elleve|tolv|tretten|fjorten|\d+)\b|\bliste over\b",
    ),
    (
        QuestionType.DEFINITION,
        r"^(?:hvad|what)(?:'s)? (?:er|var|betyder|is|daekker|vil det sige)\b|\bstaar .* for\b|\bstar .* for\b"
        r"|\bbetyder\b|\bforkortelse|\bdefiner|\bdefinition|\bforklar\b",
    ),
    (
        QuestionType.YES_NO,
        r"^(?:er|var|har|havde|kan|skal|maa|findes|blev|bliver|faar|fik|goer|koster|ligger|gaelder|deltog|"
        r"deltager|passer|staar|sidder|sad|kraever|skulle|ville|vil|kunne|is|are|was|does|do|did|can|has|have)\b",
    ),
)

_NUMBER_WORDS = (
    "to|tre|fire|fem|seks|syv|otte|ni|ti|elleve|tolv|tretten|fjorten|femten|seksten|sytten|atten|nitten|tyve|"
    "tredive|fyrre|halvtreds|tres|firs|hundrede|tusind|hver|halvdelen|knap|over|mindst|én|ét|begge|ingen"
)
_COUNT = re.compile(
    rf"(?<![\d.])\d{{1,3}}(?:\.\d{{3}})+(?!\d)|(?<![\d.,-])\d{{1,3}}(?![\d.,-]|\. (?:{'|'.join(MONTHS)}))|"
    rf"\b(?:{_NUMBER_WORDS})\b",
    re.IGNORECASE,
)
_MONEY = re.compile(
    r"\b(?:kr|kroner|euro|mio|mia|millioner|milliarder|procent|procentpoint|gratis|halvdelen|tredjedele?|fjerdedele?"
    r"|ud af)\b",
    re.IGNORECASE,
)
# An amount, with the firms it is for in brackets behind it: no count of anything else
_AMOUNT = re.compile(
    r"(?<![\d.,-])\d[\d.,-]*+ ?"
    r"(?:kr\b\.?|kroner|euro|mi[oa]\b\.?(?: kr\.?)?|millioner|milliarder|procent\w*)"
    r"(?:[^().]{0,30}\([^()]*\))?",
    re.IGNORECASE,
)
_MEANS = re.compile(
    r"\b(?:ved (?:at|en|et)|gennem|på baggrund af|på grundlag af|efter (?:en|et|antallet|indstilling)|via|ved hjælp af"
    r"|beregn\w*|bygge[rt]|udpeg\w*|godkend\w*|afgør\w*|afgjor\w*|fordel\w*|kræve\w*)\b",
    re.IGNORECASE,
)
_SIZE = re.compile(r"\bhvor stor[te]?\b|\bandel\b")
_WHEN = re.compile(rf"\b(?:19|20)\d{{2}}\b|\b(?:{'|'.join(MONTHS)})\b", re.IGNORECASE)
_DAY = re.compile(rf"\b\d{{1,2}}\. (?:{'|'.join(MONTHS)})\b", re.IGNORECASE)
_NAME = re.compile(r"(?<![\w.-])[A-ZÆØÅ][\wæøåé.-]+(?: (?:van|von|de|og) ?)?(?: [A-ZÆØÅ][\wæøåé.-]+)+")
_PERSON = re.compile(r"\b[A-ZÆØÅ][a-zæøåé]+(?: [A-ZÆØÅ][a-zæøåé]+)*(?: (?:van|von|de))?(?: [A-ZÆØÅ][a-zæøåé-]+)+")
_FULL_FORM = re.compile(r"(?<=[A-ZÆØÅ]{2})[\w'-]{0,40} \([^()]*\)")  # of an abbreviation, behind it in brackets
_CAPITAL_INSIDE = re.compile(r"(?<=[a-zæøå,»] )»?[A-ZÆØÅ][\w-]+")
_PLACE = re.compile(r"\b(?:i|på|ved|hos|til) »?([A-ZÆØÅ][\wæøå-]+)")
# a reason, or a denial of what the question takes for granted
_WHY = re.compile(
    r"\b(?:(?:fordi|for at|formål|skyldes|derfor|årsag|begrund|forklar|skal|så)\w*|gik på|på grund af|bygger på"
    r"|blev ikke|var ikke|er ikke)\b",
    re.IGNORECASE,
)
_DEFINES = re.compile(r"\b(?:er|står for|betyder|kaldes|forkort\w+|dækker|hedder|består)\b", re.IGNORECASE)
_STEP = re.compile(r"\b(?:trin|kan|skal|kontakt|meld|find|søg|tjek|spørg|afklar|husk)\w*", re.IGNORECASE)


_WHICH = re.compile(r"\bhvilke[nt]? (\w+)(?: (\w+))?")


@lru_cache(maxsize=1)
def _roles() -> frozenset[str]:
    return frozenset(stem(fold(word)) for word in words("roles.txt"))


@lru_cache(maxsize=1)
def _long_roles() -> tuple[str, ...]:
    return tuple(sorted(role for role in _roles() if len(role) > 3))


@lru_cache(maxsize=1)
def _bodies() -> frozenset[str]:
    return frozenset(stem(fold(word)) for word in words("bodies.txt"))


def is_role(word_stem: str) -> bool:
    """Whether a stem is a word for a person in a role."""
    return word_stem in _roles()


def names_a_role(question: str) -> bool:
    """Whether it speaks of a person in a role, also in a compound ("forskningsdirektøren")."""
    return any(own.endswith(_long_roles()) for own in stems(question))


def names_a_person(sentence: str, question: str) -> bool:
    """Whether a sentence has what looks like a person's name that the question does not have already."""
    known = set(stems(question))
    told = _FULL_FORM.sub(" ", clean(sentence))
    return any(not set(stems(name)) & known for name in _PERSON.findall(told))


def classify(question: str) -> QuestionType:
    """The type of the first question word, else of what tells it; `TOPIC` where nothing does ("fortæl om MADE")."""
    folded = fold(question)
    which = _WHICH.search(folded)
    who = _roles() | _bodies()
    if which and "hvilke " not in folded and any(word and stem(word) in who for word in which.groups()):
        return QuestionType.WHO
    asking = [(found.start(), kind) for kind, pattern in _ASKING if (found := pattern.search(folded))]
    if asking:
        return min(asking, key=lambda item: item[0])[1]
    return next((kind for kind, pattern in _TELLING if pattern.search(folded)), QuestionType.TOPIC)


_WANTS_ROW = re.compile(
    r"\b(?:hvilke|hvad er de|hvad gaar de|hvad var de|naevn|oprems\w*|remse|list|hvad bestaar|gaar .* ud paa"
    r"|(?:fortael om|beskriv|gennemgaa) de)\b"
)
_ANNOUNCES = re.compile(
    r"\b(?:har|havde|opstiller|opstillede|peger paa|rummer|rummede|bestaar af|indeholder|saetter|satte|er der)\b.*?"
    r"\b(?P<number>to|tre|fire|fem|seks|syv|otte|ni|ti|\d{1,2}) \w+"
)
_ROW = re.compile(
    r"\b(?:foerste|anden|andet|tredje|fjerde|femte|sjette|syvende|ottende|niende|tiende|sidste)\b"
    r"|\b(?:nr\.|nummer|initiativ|pejlemaerke|indsatsomraade|maal|krav|trin|sigtelinje|spor) \d"
)


def announces(sentence: str, question: str) -> int:
    """How many things a sentence counts without naming them, where the question wants them named; else 0."""
    if not _WANTS_ROW.search(fold(question)) or sentence.count(",") > 1 or ":" in sentence:
        return 0
    found = _ANNOUNCES.search(fold(sentence))
    if not found:
        return 0
    number = found["number"]
    return int(number) if number.isdigit() else CARDINALS[number]


_END = re.compile(
    r"\b(?:nedlagt\w*|nedlagde|ophoert\w*|ophoerte|afskaffe\w*|ikke laengere)\b"
    r"|\b(?:afloeste?s?|afloest|erstatte\w*|konkurs\w*|overtog opgaverne)\b"
)


def tells_end(sentence: str) -> bool:
    """Whether a sentence tells that something is over, or what came in its place."""
    return bool(_END.search(fold(sentence)))


def is_row(sentence: str) -> bool:
    """Whether a sentence tells of one of a row: the first, the second, initiative 3."""
    return bool(_ROW.search(fold(sentence)))


_HOW_MANY_OF = re.compile(r"\b(?:hvor mange|how many|antallet af|antal) (?:\w+ ){0,2}?(\w+)")


def asked_count(question: str) -> str:
    """The stem of what a question wants counted; empty where it counts nothing.

    >>> asked_count("Hvor mange medlemmer har CLEAN?")
    'medlem'
    """
    found = _HOW_MANY_OF.search(fold(question))
    return stem(found.group(1)) if found else ""


def answer_shape(kind: QuestionType, sentence: str, question: str) -> float:
    """How well the sentence has the shape of an answer of this kind, 0 to 1.

    A deterministic look at the sentence alone (is there a date, a count, an amount, a name that the question
    does not have already?); whether it is about the right thing, other signals tell.
    """
    text = clean(sentence)
    match kind:
        case QuestionType.WHEN:
            if _DAY.search(text):
                return 1.0
            return 0.8 if _WHEN.search(text) else 0.0
        case QuestionType.HOW_MANY:
            return 1.0 if _COUNT.search(text if _MONEY.search(question) else _AMOUNT.sub(" ", text)) else 0.0
        case QuestionType.HOW_MUCH:
            return 1.0 if _MONEY.search(text) else 0.5 if _SIZE.search(fold(question)) and _COUNT.search(text) else 0.0
        case QuestionType.WHO:
            known = set(stems(question))
            return (
                1.0
                if any(not set(stems(name)) & known for name in _NAME.findall(text))
                else (0.5 if any(not set(stems(name)) & known for name in _CAPITAL_INSIDE.findall(text)) else 0.0)
            )
        case QuestionType.WHERE:
            known = set(stems(question))
            return 1.0 if any(not set(stems(place)) & known for place in _PLACE.findall(text)) else 0.0
        case QuestionType.LIST:
            return min(1.0, (text.count(",") + text.count(" og ")) / 3)
        case QuestionType.WHY:
            return 1.0 if _WHY.search(text) else 0.0
        case QuestionType.DEFINITION:
            return 1.0 if _DEFINES.search(text) else 0.0
        case QuestionType.HOW_TO:
            return 1.0 if _STEP.search(text) else 0.8 if _MEANS.search(text) else 0.0
        case _:
            return 0.0
