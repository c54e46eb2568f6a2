"""The words of the public pages: labels, headings, hints and errors. Longer prose stands in the pages' templates."""

from __future__ import annotations

from klyngebot.texts import number

# --- Around every page ----------------------------------------------------------------------------

SKIP = "Gå til indholdet"
NAVIGATION = "Sider"
ABOUT_SITE = "Om siden"
NAV_ASK = "Spørg"
NAV_CHECK = "Faktatjek"
NAV_FIND = "Find din klynge"
NAV_SOURCES = "Kilder"
NAV_HOW = "Sådan virker det"
NAV_PRIVACY = "Privatliv"
NAV_ACCESSIBILITY = "Tilgængelighed"
NAV_EMBED = "Sæt Klyngebot på dit websted"
HUMAN = "Kontakt et menneske"
HUMAN_OPERATOR = "Skriv til os:"
HUMAN_BUSINESS_HOUSE = "Et erhvervshus vejleder din virksomhed gratis. Der er seks af dem i landet."
ERROR_TITLE = "Fejl"

# --- The page that answers ------------------------------------------------------------------------

PAGE_HEADING = "Spørg om danske klynger"
PAGE_INTRO = "Få svar om klynger, strategier og programmer i Danmark. Hver sætning har sin kilde."
PAGE_DESCRIPTION = "Klyngebot svarer på dansk om klynger og klyngepolitik i Danmark og viser kilden til hver sætning."
ANSWER_TITLE = "Svar"
MACHINE = "Du taler med en maskine, ikke et menneske."
MACHINE_MORE = (
    "Klyngebot finder sætninger i sine dokumenter. Kilden står ved hver sætning, så du selv kan tjekke svaret."
)
TURNS_LOST = "Den tidligere samtale kunne ikke læses og er væk. Dit nye spørgsmål er besvaret alene."
CHECK_HINT = "For eksempel: Klyngestrategien udkom i april 2013. Skriv ikke personoplysninger."
CHECK_EXAMPLE = "Prøv et eksempel"
FIND_HINT = "For eksempel: vi bygger batterisystemer i Vejle. Skriv ikke personoplysninger."
FOUND = "Klynger, der passer"
READ_SENTENCE = "Læs sætningen i dokumentet"

# --- Whether an answer was useful -----------------------------------------------------------------

FEEDBACK_QUESTION = "Var svaret nyttigt?"
FEEDBACK_YES = "Ja"
FEEDBACK_NO = "Nej"
FEEDBACK_TEXT = "Hvad var godt eller skidt? (valgfrit)"
FEEDBACK_HINT = "Skriv ikke personoplysninger. Højst 1.000 tegn."
FEEDBACK_ALONG = "Send spørgsmålet og svaret med"
FEEDBACK_ABOUT = (
    "Vi får dit ja eller nej og det, du skriver. Spørgsmålet og svaret kommer kun med, hvis du sætter flueben."
)
FEEDBACK_KEPT_ONE = "Vi sletter det efter 1 dag."
FEEDBACK_KEPT = "Vi sletter det efter {} dage."
FEEDBACK_SEND = "Send"
FEEDBACK_THANKS = "Tak. Vi har modtaget det."
FEEDBACK_BACK = "Gå tilbage i din browser, hvis du vil fortsætte samtalen."
FEEDBACK_NO_THUMB = "Vælg ja eller nej."
FEEDBACK_TOO_LONG = "Teksten er for lang. Skriv den kortere, med højst 1.000 tegn."
FEEDBACK_LOST = "Spørgsmålet og svaret kan ikke læses mere. Send din mening uden dem, eller stil spørgsmålet igen."


def feedback_kept(days: int) -> str:
    """When feedback is deleted."""
    return FEEDBACK_KEPT_ONE if days == 1 else FEEDBACK_KEPT.format(number(days))


# --- Sources --------------------------------------------------------------------------------------

SOURCES_INTRO = (
    "Her er alle dokumenter, som Klyngebot svarer ud fra. Vi har skrevet dem ud fra offentlige kilder. "
    "Åbn et dokument for at se kilden til hver sætning."
)
KINDS: dict[str, str] = {
    "strategi": "Strategier",
    "program": "Programmer, reformer og rapporter",
    "vejledning": "Vejledninger og overblik",
    "profil": "Profiler af klynger",
    "artikel": "Artikler",
    "ordliste": "Ordlister",
    "fremmed": "Egne dokumenter",
}
KIND = "Type"
PUBLISHER = "Udgiver"
PUBLISHED = "Dato"
PERIOD = "Gælder for"
OPEN_PERIOD = "frem til nu"
ORIGINAL = "Original"
RENDITION = "Teksten er Klyngebots gengivelse. Brug originalen, når ordlyden betyder noget."
PERIOD_OVER = "Perioden er slut, så noget kan være ændret siden."
SENTENCES_HERE = "Link til hver sætning i afsnittet"
SENTENCE = "Sætning"
NOTES = "Kilder til dokumentet"
NOTES_INTRO = "Tallene i teksten peger på denne liste."
NO_NOTES = "Dokumentet har ingen kildeliste."
BACK_LABEL = "Tilbage"
BACK_TO_SOURCES = "Alle kilder"


def period(start: str, end: str) -> str:
    """The time that a document is about; either end may be open."""
    if start and end:
        return f"{start} til {end}"
    return f"{start} og {OPEN_PERIOD}" if start else f"til og med {end}"


def sizes(sentences: int, sources: int) -> str:
    """How much a document holds."""
    told = "1 sætning" if sentences == 1 else f"{number(sentences)} sætninger"
    return f"{told}, 1 kilde" if sources == 1 else f"{told}, {number(sources)} kilder"


# --- Errors ---------------------------------------------------------------------------------------

REFERENCE = "Reference"
ERROR_BACK = "Gå til forsiden"
STILL_TYPED = "Gå tilbage i din browser, hvis du vil have din tekst igen."
# For people, by status: what is wrong, and what to do. Others are told as the API tells them.
PROBLEMS: dict[int, tuple[str, str]] = {
    400: ("Siden kunne ikke læse det, du sendte", "Gå tilbage, og prøv igen."),
    403: ("Det er ikke tilladt herfra", "Formularen lå på et andet websted. Brug siden her i stedet."),
    404: ("Siden findes ikke", "Adressen kan være skrevet forkert, eller siden er fjernet."),
    405: ("Siden kan ikke bruges på den måde", "Gå til forsiden, og begynd forfra."),
    413: ("Teksten er for lang", "Gør den kortere, eller del den i flere, og prøv igen."),
    415: ("Siden kunne ikke læse det, du sendte", "Gå tilbage, og brug formularen på siden."),
    429: ("Du har spurgt mange gange på kort tid", "Vent lidt, og prøv så igen."),
    500: ("Noget gik galt hos os", "Prøv igen om lidt. Sker det igen, så skriv til os, og oplys referencen."),
}


def retry_after(seconds: int) -> str:
    """When to try again."""
    return "Prøv igen om 1 sekund." if seconds == 1 else f"Prøv igen om {number(seconds)} sekunder."
