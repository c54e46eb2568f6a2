"""What the JSON API says when something is wrong: problems (RFC 9457), each with what to do."""

from __future__ import annotations

PROBLEM_BAD_REQUEST = "Forespørgslen kan ikke læses."
PROBLEM_BAD_REQUEST_REMEDY = "Ret forespørgslen. Det, den sender med, skal være i UTF-8."
PROBLEM_UNKNOWN_HOST = "Serveren svarer ikke på det værtsnavn."
PROBLEM_UNKNOWN_HOST_REMEDY = "Brug et af de værtsnavne, som er sat op i KLYNGEBOT_ALLOWED_HOSTS."
PROBLEM_NOT_FOUND = "Adressen findes ikke."
PROBLEM_NOT_FOUND_REMEDY = (
    "Gå til forsiden på /. Programmer kan bruge POST /api/v1/ask, /api/v1/clusters og /api/v1/check, "
    "som er beskrevet på /api/v1/openapi.json."
)
PROBLEM_METHOD = "Metoden er ikke tilladt på denne adresse."
PROBLEM_METHOD_REMEDY = "Brug den metode, som er beskrevet i vejledningen."
PROBLEM_FORBIDDEN = "Forespørgslen kommer fra et fremmed websted."
PROBLEM_FORBIDDEN_REMEDY = "Stil spørgsmålet på Klyngebots egen side."
PROBLEM_PREFLIGHT = "Webstedet må ikke sende den forespørgsel."
PROBLEM_PREFLIGHT_REMEDY = (
    "Et websted må sende POST med JSON, når dets adresse står i KLYNGEBOT_ALLOWED_ORIGINS på serveren."
)
PROBLEM_TIMEOUT = "Forespørgslen kom ikke frem i tide."
PROBLEM_TIMEOUT_REMEDY = "Send den igen på en gang, når forbindelsen er bedre."
PROBLEM_TOO_LARGE = "Forespørgslen er for stor."
PROBLEM_TOO_LARGE_REMEDY = "Send højst 64 kB: et spørgsmål og de seneste svar."
PROBLEM_TOO_LARGE_CHECK = "Send en påstand på højst 1.000 tegn eller en tekst på højst 200.000 tegn."
PROBLEM_TOO_LARGE_CLUSTERS = "Send højst 64 kB: en kort beskrivelse af virksomheden."
PROBLEM_TOO_LARGE_PAGE = "Teksten er for lang. Del den, og send en del ad gangen."
PROBLEM_MEDIA_TYPE = "Den slags indhold kan ikke modtages."
PROBLEM_MEDIA_TYPE_REMEDY = "Send JSON, som ikke er pakket, og sæt Content-Type til application/json."
PROBLEM_HEADERS = "Forespørgslens hoved er for langt."
PROBLEM_HEADERS_REMEDY = "Send højst 16 kB. I en browser: slet cookies for webstedet."
PROBLEM_SCHEMA = "Forespørgslen har ikke den rette form."
PROBLEM_SCHEMA_REMEDY = 'Send {"question": "…", "history": [{"question": "…", "answer": "…"}]} og intet andet.'
PROBLEM_SCHEMA_CHECK = 'Send enten {"claim": "…"} eller {"text": "…"} og intet andet.'
PROBLEM_SCHEMA_CLUSTERS = 'Send {"description": "…"} og intet andet.'
PROBLEM_SCHEMA_FEEDBACK = (
    'Send {"thumb": "up"} eller {"thumb": "down"}, og hvis du vil, "text" på højst 1.000 tegn og "exchange" med '
    "spørgsmål og svar."
)
PROBLEM_FEEDBACK_FULL = "Der er ikke plads til flere tilbagemeldinger lige nu."
PROBLEM_FEEDBACK_FULL_REMEDY = "Den er ikke gemt. Skriv til den, der driver Klyngebot."
PROBLEM_NOT_READY = "Klyngebot er ikke klar endnu."
PROBLEM_NOT_READY_REMEDY = "Prøv igen om et øjeblik."
PROBLEM_TOO_MANY = "Der er kommet for mange spørgsmål fra din adresse."
PROBLEM_TOO_MANY_REMEDY = "Vent lidt, og prøv igen."
PROBLEM_BUSY = "Der er mange, der spørger lige nu."
PROBLEM_BUSY_REMEDY = "Vent lidt, og prøv igen."
PROBLEM_OFF = "Klyngebot er slukket lige nu."
PROBLEM_INTERNAL = "Der skete en fejl på serveren."
PROBLEM_INTERNAL_REMEDY = "Prøv igen. Hjælper det ikke, så oplys referencen til den, der driver Klyngebot."


def feedback_kept(days: int) -> str:
    """What a user is told who has sent feedback."""
    return f"Tak. Din tilbagemelding er gemt og bliver slettet inden for {days} {'dag' if days == 1 else 'dage'}."


def problem_off_remedy(contact: str) -> str:
    """What to do while klyngebot is switched off; `contact` may be an address, a sentence or empty."""
    if not contact:
        return "Prøv igen senere."
    return f"Prøv igen senere. {contact}" if " " in contact else f"Prøv igen senere, eller kontakt {contact}."
