"""Every Danish word that klyngebot itself says to people: labels, notices, refusals, small talk, errors.

Plain Danish in short sentences, "du", no exclamation marks. No logic beyond putting values into a sentence.
"""

from __future__ import annotations

import errno
import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

# --- Who is talking -------------------------------------------------------------------------------

NAME = "Klyngebot"
MACHINE_NOTICE = (
    "Du taler med en maskine, ikke et menneske. "
    "Klyngebot finder sætninger i sine dokumenter og viser kilden, så du selv kan tjekke svaret."
)
KIND_VERBATIM = "Ordret uddrag fra Klyngebots dokumenter"
KIND_GENERATED = "Formuleret af en sprogmodel ud fra kilderne"
KIND_OWN = "Klyngebots egne ord"

# --- Questions that cannot be taken ---------------------------------------------------------------

REJECTED_EMPTY = "Skriv et spørgsmål, så leder jeg i kilderne."


def rejected_too_long(limit: int) -> str:
    """Why a long question is not answered, and what to do."""
    return f"Spørgsmålet er for langt. Skriv det kortere, med højst {number(limit)} tegn."


# --- Refusals -------------------------------------------------------------------------------------

REFUSED_OFF_TOPIC = "Det ligger uden for mit emne. Jeg svarer kun på spørgsmål om klynger og klyngepolitik i Danmark."
REFUSED_NOT_IN_SOURCES = "Det kan jeg ikke finde svar på i mine kilder."
REFUSED_NOT_SUPPORTED = (
    "Kilderne nævner emnet, men de giver ikke et sikkert svar på dit spørgsmål. Derfor svarer jeg ikke."
)


YES = "Ja."
NO = "Nej."


def premise_differs(said: str, told: str) -> str:
    """Tells that the question takes something for granted that the source, quoted next, states otherwise."""
    return f"Spørgsmålet siger »{said}«. Kilden siger noget andet, nemlig »{told}«:"


def premise_not_told(said: str) -> str:
    """The same where the source has several things in its place."""
    return f"Spørgsmålet siger »{said}«. Det siger kilden ikke:"


REFUSED_NEAREST = f"{REFUSED_NOT_IN_SOURCES} Det nærmeste, de siger, er:"
REFUSED_PREMISE = "Kilderne bekræfter ikke det, som spørgsmålet går ud fra. Det nærmeste, de siger, er:"


def untold(named: Sequence[str]) -> str:
    """Tells what of the question the shown sentences do not speak of."""
    return f"De viste sætninger nævner ikke {' og '.join(f'»{name}«' for name in named)}."


def named_as_untold(note: str) -> list[str]:
    """What such a note names; nothing where it is another note.

    >>> named_as_untold(untold(["MADE", "2013"]))
    ['MADE', '2013']
    """
    named = re.findall("»([^«]+)«", note)
    return named if named and note == untold(named) else []


ASK_BUSINESS_HOUSE = "Et erhvervshus vejleder virksomheder og kan måske svare."
ASK_AGENCIES = (
    "Uddannelses- og Forskningsstyrelsen og Danmarks Erhvervsfremmebestyrelse står bag klyngeprogrammet for 2025-2028 "
    "og kan måske svare."
)


def ask_cluster(name: str) -> str:
    """Whom to ask what no source tells about a cluster."""
    return f"Spørg {name} selv."


NEARBY = "Kilderne dækker blandt andet:"


def nearby(titles: Sequence[str]) -> str:
    """What the corpus does cover. Titles hold commas of their own, so semicolons part them."""
    return f"{NEARBY} {'; '.join(titles)}." if titles else ""


# --- Small talk -----------------------------------------------------------------------------------

SMALLTALK_GREETING = "Hej. Hvad vil du vide om danske klynger?"
SMALLTALK_THANKS = "Selv tak. Du er velkommen til at spørge igen."
SMALLTALK_WHO = (
    "Jeg er Klyngebot, et computerprogram og ikke et menneske. "
    "Jeg svarer på spørgsmål om klynger og klyngepolitik i Danmark med sætninger fra mine dokumenter."
)
SMALLTALK_CAN = (
    "Jeg kan svare på spørgsmål om danske klynger: strategier, programmer, penge, aktører og de enkelte klynger. "
    "Ved hver sætning står kilden. "
    "Når kilderne ikke giver et svar, siger jeg det."
)
SMALLTALK_SURE = (
    "Jeg viser kun sætninger, der står i mine dokumenter, men jeg kan have fundet de forkerte. "
    "Åbn kilden ved sætningen, og se selv efter, før du bruger svaret."
)
SMALLTALK_SOURCES = (
    "Jeg svarer kun ud fra mine dokumenter om danske klynger. De bygger på offentlige kilder. "
    "Ved hver sætning står kilden med dato. Nyere ændringer kender jeg ikke, så se på datoen, før du bruger svaret."
)
SMALLTALK_PRIVACY = (
    "Jeg skriver ikke spørgsmål og svar ned. Samtalen forsvinder, når du lukker siden. "
    "Er der koblet en sprogmodel på, får den også spørgsmålet. Skriv derfor ikke personoplysninger."
)
SMALLTALK_MODEL = (
    "Jeg leder i mine dokumenter og viser deres sætninger ordret, så jeg kan ikke finde på noget selv. "
    "Har en sprogmodel formuleret et svar, står det ved svaret."
)
SMALLTALK_WRONG = (
    "Åbn kilden ved sætningen, og se, hvad der står. "
    "Prøv også at spørge med andre ord, for eksempel med et navn og et årstal."
)
SMALLTALK_YES = "Skriv et helt spørgsmål, så leder jeg i kilderne."
SMALLTALK_NO = "Det er i orden. Du kan spørge igen, når du vil."
SMALLTALK_BYE = "Farvel, og tak for samtalen."

# --- Notes beside an answer -----------------------------------------------------------------------

NOTE_PERIOD_STRATEGY_2013 = (
    "Jeg har forstået »strategien« som klyngestrategien fra 2013. Skriv navn eller årstal, hvis du mener en anden."
)


def not_told(parts: Sequence[str]) -> str:
    """Names what of a question the sources do not tell."""
    return f"Det står der ikke noget om i kilderne: {'; '.join(f'»{part}«' for part in parts)}"


NOTE_DISAGREEMENT = "Kilderne er ikke enige her. Svaret viser, hvad de hver især siger."
UNDERSTOOD = "Sådan forstod jeg spørgsmålet"
NOTE_GENERAL_WAY = "Kilderne siger ikke, hvordan man melder sig ind netop dér. Her er den almindelige vej."
NOTE_ENGLISH = "The sources are in Danish. The sentences are quoted word for word."
NOTE_SUPERSEDED = "Svaret bygger på en kilde, hvis periode er slut. Se årstallet ved kilden."
NOTE_FALLBACK = "Sprogmodellen svarede ikke. Du får i stedet ordrette uddrag fra kilderne."

# --- Find din klynge ------------------------------------------------------------------------------

TAB_CHAT = "Spørg"
TAB_FIND = "Find din klynge"
FIND_HEADING = "Find din klynge"
FIND_INTRO = (
    "Beskriv din virksomhed med et par ord, så foreslår jeg de klynger, hvis fagområde ligger nærmest. "
    "Jeg gætter ikke på andet end fagområdet."
)
FIND_LABEL = "Hvad laver din virksomhed?"
FIND_PLACEHOLDER = "For eksempel: vi bygger batterisystemer i Vejle"
FIND_BUTTON = "Find klynger"
FIND_EMPTY = "Skriv, hvad virksomheden laver, for eksempel: vi bygger batterisystemer i Vejle."
FIND_NONE = (
    "Jeg kan ikke se en klynge, hvis fagområde passer til beskrivelsen. Skriv gerne, hvilke varer, materialer eller "
    "teknologier I arbejder med. Et erhvervshus kan også vejlede uden beregning."
)
FIND_NO_PROFILES = "Der er ingen profiler af klynger blandt dokumenterne, så jeg kan ikke foreslå en."
FIND_GUIDE = "Hvordan bliver min virksomhed medlem af en klynge?"
FIND_CLOSED = "Klyngen findes ikke længere."
FIND_BECAUSE = "Foreslået på grund af"
FIND_WEBSITE = "Hjemmeside"
FIND_ASPECTS: dict[str, str] = {
    "field": "Fagområde",
    "status": "Status",
    "gains": "Det får medlemmer",
    "cost": "Pris",
    "joining": "Sådan bliver I medlem",
}


def find_found(count: int) -> str:
    """The line above the proposals."""
    if count == 1:
        return "Den klynge, hvis fagområde ligger nærmest:"
    return f"De {count} klynger, hvis fagområde ligger nærmest, den nærmeste først:"


# --- Faktatjek ------------------------------------------------------------------------------------

TAB_CHECK = "Faktatjek"
CHECK_HEADING = "Faktatjek"
CHECK_INTRO = (
    "Indsæt en påstand, et citat eller et helt udkast. Hver påstand bliver holdt op mod kilderne, og du ser den "
    "sætning, der afgør den."
)
CHECK_LABEL = "Tekst, der skal tjekkes"
CHECK_PLACEHOLDER = "For eksempel: Klyngestrategien udkom i april 2013."
CHECK_BUTTON = "Tjek"
CHECK_EXAMPLE_BUTTON = "Indsæt et eksempel"
CHECK_EXAMPLE = (
    "Klyngestrategien udkom i april 2013, og ti ministerier stod bag den. MADE ligger i København. "
    "Vi mener, at klyngerne bør have ro. Hvor mange medlemmer har de i dag?"
)
STATUS_CHECKING = "Tjekker …"
CHECK_READY = "Tjekket er færdigt."
CHECK_CLAIM_EMPTY = "Skriv en påstand, for eksempel: Klyngestrategien udkom i april 2013."
CHECK_EMPTY = "Der er ingen tekst at tjekke. Skriv eller indsæt en tekst."
CHECK_SUMMARY = "Resultat"
CHECK_TEXT = "Teksten"
CHECK_CLAIMS = "Påstand for påstand"
CHECK_QUOTATIONS = "Citatkontrol"
CHECK_ABOUT = "Hvad tjekket kan, og hvad det ikke kan"
CHECK_LIMITS: tuple[str, ...] = (
    "Understøttet: en sætning i kilderne siger det samme. Modsagt: en sætning i kilderne siger noget andet.",
    "Ikke fundet betyder, at kilderne hverken bekræfter eller afviser påstanden. Den kan godt være rigtig.",
    "En kilde kan tage fejl eller være forældet. Se på datoen, og åbn kilden, før du bruger resultatet.",
    "Kilderne handler om danske klynger og slutter i 2026. Andre emner kan ikke tjekkes.",
    "Meninger, spørgsmål, overskrifter og hilsener er ikke påstande og bliver ikke tjekket.",
    "Tabeller, kode, billeder og fodnoter i Word-filer bliver ikke læst, og heller ikke sætninger, der peger på noget, "
    "som ikke kan findes i teksten (»Hun …«, »Året efter …«).",
    "Et computerprogram har lavet tjekket uden sprogmodel. Kontrollér det, før du retter en tekst.",
)
REASON_SUPPORTED = "Kilden siger det samme."
REASON_DENIES = "Kilden siger det modsatte."
REASON_OTHERWISE = "Kilden siger noget andet om det samme."
REASON_CUT_OFF = "Sætningen er ikke hel. Skriv den færdig, så kan den tjekkes."
REASON_NOTHING_FOUND = "Der er ingen sætning i kilderne om det."
CHECK_CLAIM_AS_READ = "Læst som"
CHECK_REASON = "Begrundelse"
CHECK_EVIDENCE = "Det siger kilderne"
CHECK_NEAREST = "Det nærmeste i kilderne"
CHECK_FURTHER = "Flere sætninger fra kilderne"
CHECK_NEWER = "Nyere oplysning"
CHECK_NO_EVIDENCE = "Der er ingen sætning i kilderne at vise."
CHECK_NO_CLAIMS = "Der er ingen påstande i teksten."
CHECK_QUOTED = "I teksten"
CHECK_SOURCE_HAS = "I kilden"
CHECK_ADDED = "ikke i kilden"
CHECK_LEFT_OUT = "mangler i citatet"
VERDICTS: dict[str, str] = {
    "supported": "Understøttet",
    "refuted": "Modsagt",
    "not_enough_info": "Ikke fundet",
}
VERDICT_SIGNS: dict[str, str] = {"supported": "✓", "refuted": "✗", "not_enough_info": "?"}
STATEMENT_KINDS: dict[str, str] = {
    "claim": "Påstand",
    "question": "Spørgsmål",
    "opinion": "Mening",
    "heading": "Overskrift",
    "other": "Andet",
    "unread": "Ikke læst",
}
QUOTATION_STATUSES: dict[str, str] = {
    "exact": "Ordret i kilden",
    "altered": "Ændret i forhold til kilden",
    "not_found": "Ikke fundet i kilderne",
    "too_short": "For kort til at slå op",
    "unclosed": "Et anførselstegn mangler, så citatet er ikke slået op",
}
QUOTATION_SIGNS: dict[str, str] = {"exact": "✓", "altered": "✗", "not_found": "?", "too_short": "–", "unclosed": "!"}


def check_too_long(limit: int) -> str:
    """Why a long text is not checked, and what to do."""
    return f"Teksten er for lang. Del den, så hver del har højst {number(limit)} tegn."


def check_too_much(limit: int) -> str:
    """The same of a text with too many claims."""
    return f"Teksten har for meget at tjekke. Del den, så hver del har højst {number(limit)} påstande og citater."


def check_too_many(limit: int) -> str:
    """The same of a text with too many sentences, items and lines, be they claims or not."""
    return f"Teksten har for mange sætninger og punkter. Del den, så hver del har højst {number(limit)}."


def claim_too_long(limit: int) -> str:
    """The same of one claim."""
    return f"Påstanden er for lang. Skriv den kortere, med højst {number(limit)} tegn, eller tjek den som tekst."


def check_report_title(name: str) -> str:
    """The title of a report on a file, or on a text without a name."""
    return f"Faktatjek af {name}" if name else "Faktatjek"


def verdict_label(verdict: str, as_of: str = "") -> str:
    """The word for a verdict, with the period in which it holds: "Understøttet (2013)"."""
    return f"{VERDICTS[verdict]} ({as_of})" if as_of else VERDICTS[verdict]


def reason_otherwise(told: str, said: str) -> str:
    """Why a claim is contradicted, where the source has something else in one place."""
    return f"Kilden siger »{told}«, ikke »{said}«."


def reason_no_claim(kind: str) -> str:
    """Why something is not checked that is no claim."""
    return f"{STATEMENT_KINDS[kind]}, ikke en påstand, der kan tjekkes."


def reason_points(word: str) -> str:
    """Why a claim is not checked that does not name what it is about."""
    return f"Skriv navnet i stedet for »{word}«, så kan påstanden tjekkes."


def reason_supported_in(period: str) -> str:
    """Why a claim is supported of which the source tells for another time than today."""
    return f"Kilden siger det samme om {period}."


def reason_held(period: str) -> str:
    """Why a claim is supported only for a time that is over."""
    return f"Det gjaldt i {period}; en nyere kilde siger noget andet."


def reason_undecided(lacking: Sequence[str]) -> str:
    """Why nothing decides a claim; `lacking` is what the nearest sentence does not have."""
    if not lacking:
        return "Kilderne afgør det ikke. Den nærmeste sætning ligner, men siger ikke det samme."
    named = ", ".join(f"»{word}«" for word in lacking)
    return f"Kilderne afgør det ikke. Den nærmeste sætning nævner ikke {named}."


def check_counts(claims: int, others: int) -> str:
    """How many claims a text has, and how much else."""
    said = "1 påstand" if claims == 1 else f"{number(claims)} påstande"
    rest = "1 stykke er ikke en påstand" if others == 1 else f"{number(others)} stykker er ikke påstande"
    return f"{said} tjekket. {rest}."


def check_quotation_counts(count: int) -> str:
    """How many quotations a text has."""
    return "1 citat fundet i teksten." if count == 1 else f"{number(count)} citater fundet i teksten."


def is_no_claim(kind: str) -> str:
    """Names what a piece is that is not checked."""
    if kind == "unread":
        return "Ikke tjekket: kan ikke læses alene"
    return f"{STATEMENT_KINDS[kind]}, ikke en påstand"


# --- English frame --------------------------------------------------------------------------------

# What is said around an answer to an English question; the sources stay in Danish.
ENGLISH: dict[str, str] = {
    REFUSED_OFF_TOPIC: "That is outside my subject. I only answer questions about business clusters in Denmark.",
    REFUSED_NOT_IN_SOURCES: "I cannot find an answer to that in my sources.",
    REFUSED_NEAREST: "I cannot find an answer to that in my sources. The nearest that they say is:",
    REFUSED_PREMISE: "The sources do not confirm what the question takes for granted. The nearest that they say is:",
    REFUSED_NOT_SUPPORTED: "The sources mention the subject but give no certain answer to your question.",
    YES: "Yes.",
    NO: "No.",
    NOTE_GENERAL_WAY: "The sources do not tell how to join that very cluster. Here is the usual way.",
    NOTE_DISAGREEMENT: "The sources disagree here. The answer shows what each of them says.",
    NOTE_SUPERSEDED: "The answer rests on a source whose period is over. See the year at the source.",
    ASK_BUSINESS_HOUSE: "A business house (erhvervshus) advises firms and may know.",
    ASK_AGENCIES: "The agencies behind the cluster programme of 2025-2028 may know: Uddannelses- og "
    "Forskningsstyrelsen and Danmarks Erhvervsfremmebestyrelse.",
    NOTE_PERIOD_STRATEGY_2013: "I took the strategy to be the cluster strategy of 2013. Give a name or a year if not.",
}


# The same for texts with values in them, in the order in which the function takes them
ENGLISH_WITH_VALUES: tuple[tuple[Callable[..., str], str], ...] = (
    (premise_differs, "The question says »{}«. The source says something else, namely »{}«:"),
    (premise_not_told, "The question says »{}«. The source does not say so:"),
    (ask_cluster, "Ask {} directly."),
)


def in_english(text: str) -> str:
    """The English for one of our own texts; the text itself where there is none."""
    for said, english in ENGLISH_WITH_VALUES:
        values = _values_in(text, said, english.count("{}"))
        if values:
            return english.format(*values)
    return ENGLISH.get(text, text)


def _values_in(text: str, said: Callable[..., str], count: int) -> Sequence[str]:
    """The values with which a function of this module said a text; empty where it did not say it."""
    marks = [f"{chr(0)}{place}{chr(0)}" for place in range(count)]
    pattern = re.escape(said(*marks))
    for mark in marks:
        pattern = pattern.replace(re.escape(mark), "(.+?)")
    found = re.fullmatch(pattern, text)
    return found.groups() if found else ()


# --- Personal data --------------------------------------------------------------------------------


def removed(kinds: Sequence[str]) -> str:
    """Tells which personal data were taken out of a question."""
    return f"Jeg fjernede personoplysninger ({', '.join(kinds)}) fra spørgsmålet, før jeg ledte. Skriv dem ikke."


# --- Examples: three kinds of users ---------------------------------------------------------------


class ExampleGroup(NamedTuple):
    """A kind of user and questions that such a user would ask."""

    label: str
    questions: tuple[str, str, str]


EXAMPLES: tuple[ExampleGroup, ExampleGroup, ExampleGroup] = (
    ExampleGroup(
        "Til din virksomhed",
        (
            "Hvordan bliver min virksomhed medlem af en klynge?",
            "Hvad får en lille virksomhed ud af at være med i en klynge?",
            "Hvilken klynge passer til robotter og automation?",
        ),
    ),
    ExampleGroup(
        "Til dit fagområde",
        (
            "Hvilke ministerier står bag klyngestrategien fra 2013?",
            "Hvor mange penge er der i klyngeprogrammet 2025-2028?",
            "Hvem udpeger klyngerne for 2025-2028?",
        ),
    ),
    ExampleGroup(
        "Til dig, der er nysgerrig",
        (
            "Hvad er en klynge?",
            "Hvor mange klynger er der i Danmark?",
            "Hvad er forskellen på en klynge og et erhvervshus?",
        ),
    ),
)

# --- An answer as people read it ------------------------------------------------------------------

SOURCES = "Kilder"
NOTES = "Bemærk"
SUGGESTIONS = "Du kan også spørge"
SOURCE_NUMBER = "kilde"  # a screen reader says it before the number of a citation mark
NEW_WINDOW = "åbner i nyt vindue"
NO_LINK = "Kilden har ingen offentlig adresse."


def number(value: int) -> str:
    """A whole number with Danish thousand points: 1000 as "1.000"."""
    return f"{value:,}".replace(",", ".")


def rendition_of(title: str) -> str:
    """Names the document of ours that renders the source."""
    return f"gengivet i Klyngebots dokument: {title}"


def in_document(title: str) -> str:
    """Names the document in which the sentence stands."""
    return f"i: {title}"


def in_section(section: str) -> str:
    """Names the section of a document."""
    return f"afsnit: {section}"


def on_page(page: int) -> str:
    """Names the page of a document."""
    return f"side {page}"


def valid_until(date: str) -> str:
    """Says how long the matter of a document applies."""
    return f"gælder til og med {date}"


def source_nature(nature: str) -> str:
    """How near the source is to the matter, in the corpus' own words."""
    return f"Kildens art: {nature}"


def also_from(names: Sequence[str]) -> str:
    """Names further public sources that the same sentence rests on."""
    return f"bygger også på: {'; '.join(names)}"


def open_source(title: str) -> str:
    """The text of a link to a source; unique on the page, and it warns of the new window."""
    return f"Åbn »{title}« ({NEW_WINDOW})"


# --- The chat page --------------------------------------------------------------------------------

PAGE_TITLE = "Klyngebot – spørg om danske klynger"
PAGE_HEADING = "Spørg om danske klynger"
PAGE_INTRO = "Få svar om klynger, strategier og programmer i Danmark. Hver sætning har sin kilde."
PAGE_DESCRIPTION = "Klyngebot svarer på dansk om klynger og klyngepolitik i Danmark og viser kilden til hver sætning."
QUESTION_LABEL = "Stil et spørgsmål"
QUESTION_HINT = "Skriv ikke personoplysninger, for eksempel navn eller CPR-nummer."
QUESTION_PLACEHOLDER = "Skriv dit spørgsmål her"
SEND = "Send spørgsmål"
NEW_CONVERSATION = "Ny samtale"
EXAMPLES_HEADING = "Prøv for eksempel"
CONVERSATION = "Samtale"
YOU_SAID = "Du spurgte"
BOT_SAID = "Klyngebot svarede"
STATUS_SEARCHING = "Leder i kilderne …"
STATUS_READY = "Svaret er klar."
STATUS_STARTING = "Klyngebot er ved at starte. Prøv igen om et øjeblik."
STATUS_BUSY = "Der er mange, der spørger lige nu. Vent lidt, og prøv igen."
NEEDS_JAVASCRIPT = "Siden kræver JavaScript. Du kan også bruge Klyngebot fra kommandolinjen."


def something_went_wrong(reference: str) -> str:
    """An error nobody foresaw; the reference finds it in the log."""
    return f"Noget gik galt, og du fik ikke et svar. Prøv igen om lidt. Reference: {reference}."


# Words of Gradio's own that a visitor may meet, under Gradio's flat keys.
GRADIO_WORDS: dict[str, str] = {
    "blocks.connection_can_break": "Forbindelsen kan blive afbrudt, hvis du forlader siden.",
    "blocks.long_requests_queue": "Der er mange, der spørger lige nu. Vent et øjeblik.",
    "blocks.lost_connection": "Forbindelsen blev afbrudt. Vi prøver igen.",
    "blocks.waiting_for_inputs": "Vent et øjeblik, og prøv igen.",
    "common.error": "Fejl",
    "common.loading": "Henter siden",
    "status.queue_position": "Nummer {position} af {size} i køen",
}

# Messages that Gradio has no key for, by their English words
GRADIO_MESSAGES: dict[str, str] = {
    "An Unexpected Error Occurred!": "Noget gik galt. Prøv igen.",
    "Connection Lost": "Ingen forbindelse",
    "Connection errored out.": "Forbindelsen blev afbrudt. Prøv igen.",
    "Connection to the server was lost. Attempting reconnection...": (
        "Forbindelsen til Klyngebot er afbrudt. Siden hentes igen, når den er tilbage."
    ),
    "Error": "Fejl",
    "Info": "Bemærk",
    "This application is currently busy. Please try again.": (
        "Der er mange, der spørger lige nu. Vent lidt, og prøv igen."
    ),
    "Warning": "Advarsel",
}
CLOSE = "Luk"

# --- The server -----------------------------------------------------------------------------------

INDEXING_FIRST = "Der er ikke noget indeks endnu. Klyngebot bygger det nu."
INDEX_EXCHANGED = "Et nyt indeks er taget i brug."
PROXY_NOT_TRUSTED = (
    "En proxy sender X-Forwarded-For, men står ikke i KLYNGEBOT_TRUSTED_PROXIES. "
    "Så længe tæller alle dens besøgende som én. Skriv dens adresse i indstillingen."
)


def older_index_in_use(damage: str) -> str:
    """Tells the operator that the newest index cannot be used."""
    return f"{damage}\nIndtil da svarer Klyngebot ud fra det forrige indeks."


def switched(off: str) -> str:
    """Tells the operator what the kill switch has switched off now; "" is nothing."""
    what = {"": "Alt er tændt.", "model": "Sprogmodellen er slukket.", "chat": "Spørgsmål er slukket."}
    return what.get(off, "Klyngebot er slukket.")


def server_started(url: str) -> str:
    """Tells the operator where the page is."""
    return f"Klyngebot svarer på {url} (stop med Ctrl+C)."


def cannot_listen(host: str, port: int) -> str:
    """Why the server does not start, and what to do."""
    return f"Klyngebot kan ikke lytte på {host} port {port}. Vælg en anden med KLYNGEBOT_HOST eller KLYNGEBOT_PORT."


# --- Why the operating system refuses -----------------------------------------------------------

_REASONS = {
    errno.ENOENT: "findes ikke",
    errno.EACCES: "ingen adgang",
    errno.EPERM: "ingen adgang",
    errno.EROFS: "der kan kun læses",
    errno.ENOSPC: "disken er fuld",
    errno.EDQUOT: "kvoten er brugt op",
    errno.EFBIG: "filen bliver for stor",
    errno.ENOTDIR: "en del af stien er ikke en mappe",
    errno.EISDIR: "det er en mappe",
    errno.ENAMETOOLONG: "stien er for lang",
    errno.EMFILE: "for mange åbne filer",
    errno.EEXIST: "findes allerede som fil",
}


TARGET_IS_FOLDER = "det er en mappe"
TARGET_HAS_NO_FOLDER = "mappen findes ikke"
TARGET_IS_LOCKED = "der må ikke skrives der"


def report_unwritable(path: str, reason: str) -> str:
    """Why a report cannot be saved, and what to do."""
    return f"Rapporten {path} kan ikke skrives ({reason}). Vælg en anden fil."


def report_over_source(path: str) -> str:
    """The same where the report would replace what it is about."""
    return f"Rapporten kan ikke skrives oven i {path}, for det er filen, der tjekkes. Vælg en anden fil."


def jsonl_is_folder(path: str) -> str:
    """Why a file of JSON lines cannot be read, and what to do."""
    return f"{path} er en mappe. Angiv en .jsonl-fil."


def jsonl_is_missing(path: str) -> str:
    """The same where there is none."""
    return f"Filen {path} findes ikke. Kontrollér stien til .jsonl-filen."


def jsonl_is_unreadable(path: str, reason: str) -> str:
    """The same where the system or its encoding refuses."""
    return f"Filen {path} kan ikke læses ({reason}). Angiv en .jsonl-fil i UTF-8."


def system_reason(error: OSError | ValueError) -> str:
    """Why the operating system or a decoder refused, in Danish, for the middle of a sentence."""
    if isinstance(error, UnicodeError):
        return "teksten er ikke i UTF-8"
    if isinstance(error, OSError):
        return _REASONS.get(error.errno or 0, f"systemfejl {error.errno}")
    return "ugyldigt indhold"


# --- Suggestions ----------------------------------------------------------------------------------


def suggestion_about(topic: str, title: str = "") -> str:
    """A question about a heading that is no question itself, in the document of that title where one is given."""
    return f"Hvad siger {f'»{title}«' if title else 'kilderne'} om {topic}?"


def suggestion_in(title: str) -> str:
    """A question about a whole document."""
    return f"Hvad handler »{title}« om?"


# --- The optional language model -----------------------------------------------------------------

NOTE_NOT_CARRIED = "Sprogmodellen gav ikke et svar, som kilderne bærer. Du får i stedet ordrette uddrag fra kilderne."

# --- Stops of the trace ---------------------------------------------------------------------------

STOP_MODEL = "sprogmodel"
STOP_CHECK = "kontrol"
DETAIL_NOT_ASKED = "ikke spurgt, fordi en kildesætning skal vises ordret"
DETAIL_FAILED = "intet svar"


def detail_sources(count: int) -> str:
    """How many source sentences the language model was given."""
    return f"{count} kildesætninger"


def detail_check(kept: int, generated: int, unmarked: int, unknown: int, unsupported: int) -> str:
    """What the check of a generated answer kept and dropped."""
    return (
        f"beholdt {kept} af {generated} sætninger; droppet: {unmarked} uden kilde, "
        f"{unknown} med ukendt kilde, {unsupported} uden dækning i kilden"
    )
