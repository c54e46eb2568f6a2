"""What a question insists on beyond its type: a subject of a statement, a ranking, an age, one of a set, an opinion.

Looks at texts alone; whether a sentence meets the demand is judged in `klyngebot.answering.demands`.
"""

from __future__ import annotations

import re
from functools import lru_cache

from klyngebot.danish.analyzer import stem, stopwords, words_only
from klyngebot.danish.normalize import clean, fold
from klyngebot.danish.numerals import CARDINALS
from klyngebot.danish.sentences import split_sentences
from klyngebot.danish.wordlists import lines
from klyngebot.remembering import remembered

REMEMBERED = 4096  # texts; a question is asked the same for each of its sentences, and sentences come back
# "Hvad siger strategien om skat?", "Er der aftalt noget om barsel?", "strategien om skat"
_SAYS = (
    r"\b(?:sige[rs]?|sagde|staar|stod|skrive[rs]?|skrev|mene[rs]?|mente|aftal\w+|naevn\w+|foreskriv\w+|bestem\w+"
    r"|fortael\w+|oplys\w+|noget|konkluder\w+|anbefal\w+|lover?|lovede|afsnit\w*|kapit\w+|\w*strategi\w*|aftale\w*"
    r"|rapport\w*|program\w*)\b"
)
_ABOUT = re.compile(rf"{_SAYS}.*?\bom (?P<subject>.*)")
_MENTIONED = re.compile(r"^(?:er|bliver|blev) (?P<subject>.*?) (?:overhovedet |ogsaa )?naevnt\b")
_SUBJECT_ENDS = re.compile(
    r"\b(?:i|fra|for|paa|ved|til|af|som|der|at|efter|under|mellem|hos|med|ifoelge|blev|er|var)\b|[,.;:?!\"]"
)
_NOT_A_SUBJECT = re.compile(r"^(?:aaret|maaneden|ugen|dagen|hvor\w*|hvem|hvad|hvilke\w*)\b")

_SUPERLATIVE = re.compile(
    r"\b(?:flest|faerrest|mest|(?:stoer|mind|bed|vaer|aeld|yng|laeng)(?:st)?e?ste?|(?:daarlig|hoej|lav|dyr|billig|kort"
    r"|hurtig|dygtig|rig|staerk|svag|smart|klog|sjov|let|svaer|populaer|aktiv)e?ste?)\b"
)
# "mindst 50" and "højst hente" are bounds, "den dyreste sats" is an end of a range
_NO_SUPERLATIVE = re.compile(
    r"\b(?:mindst|hoejst|i det mindste|de fleste|mest muligt|mest om|mest (?:\w+ )?til|bedste maade)\b"
    r"|\b(?:\w+ste og )?\w+ste (?:beloe?[bp]|antal|sats|pris|tilskud|stoette|kontingent|krav|procent)\b"
)
_LOW = re.compile(r"\b(?:faerrest|(?:mind|daarlig|lav|billig|kort|langsom|svag|yng)e?ste?)\b")
_OPINION = re.compile(
    r"\b(?:synes|mener|tror|foretraekker) du\b|\b(?:din|jeres) (?:egen )?(?:mening|holdning|vurdering|smag)\b"
    r"|\bspild af\b|\bhvis du skal vaere aerlig\b|\bhelt aerligt\b|\banbefaler du\b"
    r"|\b(?:kan|vil) du (?:anbefale|lide)\b"
    r"|\b(?:burde|boer) (?!(?:man|vi|jeg) (?:goere|vaere))\w+"
    r"|^(?:goer|gjorde) .*\bdet (?:godt|daarligt)\b"
    r"|^(?:hvilke[nt]?|hvem) (?:\w+ ){0,2}(?:er|var) (?:(?:den|det|de) )?(?:bedste?|vaerste?|daarligste?)\b"
    r"|^(?:er|var|bliver) .*\b(?:god|gode|daarlig\w*|rimelig\w*|retfaerdig\w*|kedelig\w*|bedre|vaerre|overvurder\w*"
    r"|dum\w*|for (?:haard|langsom|dyr|slap|stor|lille|mange|meget|lidt|faa)\w*|(?:pengene|besvaeret|det) vaerd)\b"
)
# What has a form of its own: the question that asks for it, and how it looks
_ASKS_FOR = r"^(?:hvad (?:er|var|lyder) |har (?:du|i) |find |giv mig |(?:hvilket|hvilken) )?(?:\w+ )?"
_FORMS = tuple(
    (re.compile(_ASKS_FOR + asks), re.compile(tells))
    for asks, tells in (
        (r"(?:telefon|tlf)\w*", r"\d{2} ?\d{2} ?\d{2} ?\d{2}"),
        (r"cvr\w*", r"\b\d{8}\b"),
        (r"aabningstid\w*", r"\bkl\.|\d{1,2}[.:]\d{2}"),
        (r"(?:e-?mail|mail)\w*", r"@"),
        (r"(?:hjemmeside|webside|webadresse|netadresse)\w*", r"www\.|https?:|\.(?:dk|com|eu|org|net)\b"),
        (r"postnummer\w*", r"\b\d{4} [A-ZÆØÅ]"),
    )
)
_DIFFERENCE = re.compile(r"\bforskel\w* (?:paa|mellem) (?:en |et )?([\w-]+) og (?:en |et )?([\w-]+)")
_QUESTION_WORD = re.compile(r"\b(?:hv\w+|how|when|why|what)\b")
_ASKS_NAME = re.compile(r"\bhvad (?:hedder|hed) (?:den|ham|hende|han|hun|vedkommende)\b|\bnavnet? paa\b")
_WHICH_OF_NUMBER = re.compile(rf"\bhvilke (?:de )?(?P<number>{'|'.join(CARDINALS)}|\d{{1,2}})\b(?! (?:er|var|blev)\b)")
_BETWEEN_THINGS = re.compile(r", | (?:og|samt|eller) ")
_HOW_IT_CAME = re.compile(
    r"\bhvordan (?:blev|bar|regnede|naaede|gik det til"
    r"|(?:er|har|var) (?:\w+ ){1,3}?(?:naaet|kommet|regnet|fundet))\b"
)
_MEANING_OF = re.compile(
    r"\b(?:hvad betyder|forkortelse[nr]? for|hvad staar|hvad daekker) "
    r"(?:(?:forkortelsen|bogstaverne|ordet|begrebet)(?: i)? )?(?P<word>[\w.+-]*\w)"
)
_FULL_FORM_WORDS = re.compile(r"\bforkort|\bpaa engelsk|\bengelske navn")
_ASKS_AGE = re.compile(r"\bhvor (?:gammel|gammelt|gamle)\b|\balder\b")
_TELLS_AGE = re.compile(
    r"\b\d+ aar\b|\baar gammel|\b\w*aarig\w*\b|\bfoedt\b|\balder\b|\bfra (?:19|20)\d\d\b"
    r"|\b(?:stiftet|oprettet|grundlagt|dannet)\b"
)


@remembered(REMEMBERED)
def has_question_word(question: str) -> bool:
    """Whether it asks with a question word, and not only by its order or by naming a property."""
    return bool(_QUESTION_WORD.search(fold(question)))


@remembered(REMEMBERED)
def about(question: str) -> tuple[str, ...]:
    """The content words (folded) of what a source is asked to say something about; empty for other questions.

    >>> about("Hvad siger strategien fra 2013 om skat på boliger?")
    ('skat',)
    """
    folded = fold(question_itself(question))
    found = _ABOUT.search(folded) or _MENTIONED.search(folded)
    if not found or _NOT_A_SUBJECT.match(found["subject"]):
        return ()
    subject = _SUBJECT_ENDS.split(found["subject"], maxsplit=1)[0]
    return tuple(word for word in words_only(subject) if word not in stopwords())


@remembered(REMEMBERED)
def question_itself(question: str) -> str:
    """The question itself, without what the asker tells before it."""
    return question[split_sentences(question)[-1][0] :] if question.strip() else question


@remembered(REMEMBERED)
def superlatives(text: str) -> frozenset[str]:
    """The words (stems) with which a text ranks: the most, the largest ("mindst 50" is a bound, not a ranking)."""
    found = _SUPERLATIVE.finditer(_NO_SUPERLATIVE.sub(" ", fold(text)))
    return frozenset(stem(word.group().removesuffix("e")) for word in found)


@remembered(REMEMBERED)
def asks_how_it_came(question: str) -> bool:
    """Whether it asks by what way something came about ("Hvordan regnede man sig frem til …"), not how to do it."""
    return bool(_HOW_IT_CAME.search(fold(question)))


@remembered(REMEMBERED)
def listed(question: str) -> int:
    """How many things it wants named ("hvilke fem universiteter"); 0 where it gives no number.

    >>> listed("Hvilke fem universiteter var med?"), listed("Hvilke klynger er der?")
    (5, 0)
    """
    found = _WHICH_OF_NUMBER.search(fold(question))
    if not found:
        return 0
    number = found["number"]
    return int(number) if number.isdigit() else CARDINALS[number]


def enumerates(sentence: str, number: int) -> bool:
    """Whether a sentence has at least so many things in a row."""
    return len(_BETWEEN_THINGS.findall(sentence)) >= number - 1


@remembered(REMEMBERED)
def explained(question: str) -> str:
    """The word (folded) whose meaning or full form is asked for; empty for other questions.

    >>> explained("Hvad betyder WTSH, som REG X arbejdede sammen med?")
    'wtsh'
    """
    found = _MEANING_OF.search(fold(question))
    return found["word"] if found and found["word"] not in stopwords() else ""


def explains(sentence: str, word: str) -> bool:
    """Whether a sentence says what a word means or stands for, in words or in brackets."""
    told = fold(sentence)
    own = re.escape(word)
    return bool(
        re.search(rf"\b{own}[\w-]*\W*\(|\([^()]*\b{own}\b[^()]*\)", told)
        or re.search(rf"\b{own}\w*\W+(?:\w+\W+){{0,3}}?(?:er|var|betyder|staar for|daekker|kalde\w*|hedder)\b", told)
        or _FULL_FORM_WORDS.search(told)
    )


@remembered(REMEMBERED)
def ranks_low(text: str) -> bool:
    """Whether it ranks from below: the fewest, the least, the cheapest."""
    return bool(_LOW.search(_NO_SUPERLATIVE.sub(" ", fold(text))))


_CHOICE = re.compile(r"\beller\b")


@lru_cache(maxsize=1)
def _events() -> tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]:
    """For each kind of event what asks for it, and what tells of it."""
    kinds = []
    for line in lines("events.txt"):
        asking, _, telling = line.partition(">")
        kinds.append((_any_of(asking), _any_of(f"{asking} {telling}")))
    return tuple(kinds)


def _any_of(patterns: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(patterns.split())})\b")


def tells_event(question: str, told: str) -> bool:
    """Whether a text tells of what is said to have happened (bankruptcy, sale, marriage); true where nothing is.

    >>> tells_event("Hvornår gik CLEAN konkurs?", "CLEAN blev stiftet i 2014.")
    False
    """
    kinds = _events_asked(question)
    return not kinds or all(telling.search(fold(told)) for telling in kinds)


@remembered(REMEMBERED)
def _events_asked(question: str) -> tuple[re.Pattern[str], ...]:
    """What tells of the events that a question takes to have happened."""
    asked = fold(question_itself(question))
    return tuple(telling for asking, telling in _events() if asking.search(asked))


@remembered(REMEMBERED)
def is_opinion(question: str) -> bool:
    """Whether the bot's own judgement or advice is asked for, not what a source tells."""
    return bool(_OPINION.search(fold(question)))


@remembered(REMEMBERED)
def compared(question: str) -> tuple[str, ...]:
    """The words (folded) for the two things whose difference is asked for; empty for other questions.

    >>> compared("Hvad er forskellen på en klynge og et erhvervshus?")
    ('klynge', 'erhvervshus')
    """
    found = _DIFFERENCE.search(fold(question))
    return found.groups() if found else ()


def offers_choice(question: str) -> bool:
    """Whether a question offers two answers: "…, MADE eller CLEAN?".

    >>> offers_choice("Hvem er størst, MADE eller CLEAN?")
    True
    """
    return bool(_CHOICE.search(fold(question)))


def has_form(question: str, sentence: str) -> bool:
    """Whether a sentence has the number or address of the kind that is asked for; true where none is."""
    asked = fold(question)
    told = clean(sentence)
    return all(tells.search(told) for asks, tells in _FORMS if asks.search(asked))


@remembered(REMEMBERED)
def asks_name(question: str) -> bool:
    """Whether it asks what somebody or something already described is called."""
    return bool(_ASKS_NAME.search(fold(question)))


@remembered(REMEMBERED)
def asks_age(question: str) -> bool:
    """Whether it asks how old somebody or something is."""
    return bool(_ASKS_AGE.search(fold(question)))


def tells_age(sentence: str) -> bool:
    """Whether it has an age, or the year from which one can be told."""
    return bool(_TELLS_AGE.search(fold(sentence)))


@lru_cache(maxsize=1)
def _sets() -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(fold(word) for word in line.split()) for line in lines("exclusive.txt"))


@remembered(50_000)
def members(text: str) -> frozenset[str]:
    """Which words of the exclusive sets (bronze, sølv, guld) a text has, alone or as the first part of a compound."""
    words = words_only(text)
    return frozenset(own for group in _sets() for own in group if any(word.startswith(own) for word in words))
