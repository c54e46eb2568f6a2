"""What Faktatjek says: labels, verdicts, reasons, and what it cannot do."""

from __future__ import annotations

from collections.abc import Sequence

from klyngebot.texts import NEW_WINDOW, number

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
    "Klyngestrategien fra 2013 udkom i april 2013. Ti ministerier stod bag klyngestrategien fra 2013. MADE ligger i "
    "København. Vi mener, at klyngerne bør have ro. Hvor mange medlemmer har de i dag?"
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


def read_in_document(title: str, sentence: int) -> str:
    """The text of a link to a sentence on our own page; without its number to the document."""
    # Titles have quotation marks of their own
    place = f"sætning {number(sentence)} i dokumentet" if sentence else "dokumentet"
    return f"Læs {place} {title} ({NEW_WINDOW})"


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
    if not others:
        return f"{said} tjekket."
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
