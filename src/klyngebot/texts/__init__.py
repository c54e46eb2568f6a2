"""Every Danish word that klyngebot itself says to people: labels, notices, refusals, small talk, errors.

Plain Danish in short sentences, "du", no exclamation marks. No logic beyond putting values into a sentence.
"""

from __future__ import annotations

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
SMALLTALK_HUMAN = (
    "Jeg er et computerprogram og kan ikke stille om til nogen. "
    "Brug »Kontakt et menneske« på siden, eller spørg et erhvervshus. Det vejleder din virksomhed gratis."
)
SMALLTALK_LANGUAGE = (
    "Du kan spørge på dansk eller engelsk. Svarene er sætninger fra mine dokumenter, og de er på dansk."
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
    "Jeg bruger ikke cookies. Jeg skriver ikke spørgsmål og svar ned, medmindre du selv sender dem som tilbagemelding. "
    "Samtalen forsvinder, når du lukker siden. "
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
        "Klyngebot svarer ikke lige nu. Vent lidt, og prøv igen."
    ),
    "Warning": "Advarsel",
}
CLOSE = "Luk"

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
