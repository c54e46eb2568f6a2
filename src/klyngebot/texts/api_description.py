"""What the API's own description (OpenAPI) says: of each call, of each field, and in its examples."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

TITLE = "Klyngebots API"
SUMMARY = "Danske svar med kildehenvisning om Danmarks klynge- og netværksindsats"
ABOUT = (
    "Klyngebot er en maskine. Den svarer med sætninger fra sine dokumenter og viser kilden ved hver sætning. "
    "Når dokumenterne ikke giver et svar, siger den det; det er også et svar med status 200.\n\n"
    "Alle svar er JSON i UTF-8. Der kan komme nye felter til, så spring felter over, som du ikke kender. "
    "Fejl er »problem details« (RFC 9457) på dansk med en reference, som den, der driver Klyngebot, kan slå op.\n\n"
    "Spørgsmål og svar bliver ikke gemt. Send ikke personoplysninger."
)
CONTACT = "Den, der driver denne Klyngebot"
TAG_ASK = "Spørg og tjek"
TAG_RUN = "Drift"

ASK = "Stil et spørgsmål"
ASK_ABOUT = (
    "Svarer på ét spørgsmål. Send de tidligere spørgsmål og svar med i `history`, så opfølgende spørgsmål kan forstås; "
    "serveren husker ingen samtale.\n\n"
    "Et tomt spørgsmål, eller et, der er længere end {longest} tegn, bliver afvist, ikke klippet: svaret har status "
    "200, `status` er `rejected`, og `refusal` siger hvorfor.\n\n"
    "Med `Accept: text/event-stream` kommer svaret som en strøm af hændelser: `status` med en tekst, mens der ledes, "
    "`sentence` for hver sætning, og til sidst `answer` med hele svaret. Går noget galt undervejs, kommer `problem` i "
    "stedet for `answer`, og dens `status` er den, som et svar uden strøm ville have haft."
)
FIND = "Find klynger, der passer til en virksomhed"
FIND_ABOUT = (
    "Foreslår op til tre klynger ud fra en kort beskrivelse af, hvad virksomheden laver. Passer ingen, er `status` "
    "`refused`. En tom beskrivelse, eller en på over {longest} tegn, får `rejected`."
)
CHECK = "Tjek en påstand eller en tekst"
CHECK_ABOUT = (
    "Holder én påstand (`claim`, højst 1.000 tegn) eller en hel tekst (`text`, højst 200.000 tegn) op mod "
    "dokumenterne. Send det ene af de to. Det, der er tomt eller for langt, får `status` `rejected`."
)
FEEDBACK = "Giv en tilbagemelding på et svar"
FEEDBACK_ABOUT = (
    "Gemmer en tommel op eller ned og eventuelt et par ord. Spørgsmål og svar må kun sendes med i `exchange`, når "
    "brugeren selv har valgt det. Personnumre, mailadresser og telefonnumre bliver skjult, og alt bliver slettet inden "
    "for {days} dage."
)
DESCRIPTION = "Denne beskrivelse"
LIVE = "Er serveren oppe"
READY = "Er Klyngebot klar til at svare"
READY_ABOUT = "Er `status` `degraded`, svarer Klyngebot ud fra et ældre indeks, fordi det nyeste er beskadiget."

REPLY_ANSWER = "Svaret, også når det er et nej eller spørgsmålet bliver afvist."
REPLY_STREAM = "Det samme som server-sent events: `status`, `sentence`, `answer` eller `problem`, JSON på én linje."
REPLY_CLUSTERS = "Forslagene, eller hvorfor der ingen er."
REPLY_CHECK = "Dommen over påstanden eller teksten, eller hvorfor den ikke kan tjekkes."
REPLY_FEEDBACK = "Tilbagemeldingen er gemt."
REPLY_DESCRIPTION = "Beskrivelsen som OpenAPI 3.1."
REPLY_LIVE = "Serveren er oppe."
REPLY_READY = "Klyngebot kan svare."
HEADER_KIND = "Hvad teksten er: `verbatim`, `generated` eller `fixed`; det samme som feltet `kind`."
HEADER_FEEDBACK = "Hvor mange dage en tilbagemelding på svaret bliver gemt, hvis den sendes."
HEADER_RETRY = "Hvor mange sekunder der skal gå, før det kan hjælpe at prøve igen."


def body_limit(size: int) -> str:
    """How large a body may be; `size` in bytes."""
    return f"JSON i UTF-8, højst {size // 1024} kB."


_AI = "Altid sand: svaret kommer fra en maskine."
_STATUS = "Hvordan det endte: answered (besvaret), partial (delvis), refused (kilderne giver ikke et svar), smalltalk, "
_CORPUS = "Hvilken udgave af dokumenterne der er svaret ud fra."
_URL = "Adressen på nettet; tom, hvis der ingen er."
_PERMALINK = "Sætningens blivende adresse på denne Klyngebot; tom, hvis dokumentet ikke er offentligt."

# Of each object of the API, what every field is
FIELDS: Final[Mapping[str, Mapping[str, str]]] = {
    "Ask": {
        "question": "Spørgsmålet, på dansk eller engelsk.",
        "history": "Samtalen indtil nu, ældste først.",
    },
    "PastTurn": {"question": "Hvad der blev spurgt om.", "answer": "Hvad Klyngebot svarede, som tekst."},
    "Firm": {"description": "Hvad virksomheden laver, med egne ord."},
    "Check": {"claim": "Én påstand.", "text": "En hel tekst; dens påstande bliver tjekket hver for sig."},
    "Feedback": {
        "thumb": "Tommel op eller ned.",
        "text": "Et par ord om svaret.",
        "exchange": "Spørgsmål og svar, når brugeren har valgt at sende dem med.",
    },
    "Exchange": {"question": "Hvad der blev spurgt om.", "answer": "Hvad Klyngebot svarede."},
    "Answer": {
        "ai": _AI,
        "kind": "Hvad teksten er: verbatim (ordret fra dokumenterne), generated (formuleret af en sprogmodel) eller "
        "fixed (Klyngebots egne faste ord).",
        "kind_notice": "Det samme på dansk, til at vise ved svaret.",
        "question": "Spørgsmålet, som det blev læst, med personoplysninger skjult.",
        "status": _STATUS + "rejected (spørgsmålet kan ikke tages).",
        "answer": "Svaret som tekst uden kildetal.",
        "sentences": "Svarets sætninger med tallene på deres kilder.",
        "paragraphs": "Svarets afsnit: for hvert afsnit pladserne i `sentences`.",
        "citations": "De steder, som sætningerne står, hvert med sit tal.",
        "references": "De samme steder samlet efter kilde, til at vise under svaret.",
        "refusal": "Hvorfor der ikke er et svar; null, når der er et.",
        "suggestions": "Spørgsmål, som også kan stilles.",
        "notes": "Forbehold og bemærkninger, som skal vises ved svaret.",
        "mode": "Hvordan svaret er lavet: extractive, eller generative: og navnet på sprogmodellen.",
        "corpus_version": _CORPUS,
        "trace": "Hvordan spørgsmålet blev forstået, og hvad der skete undervejs.",
    },
    "Sentence": {
        "text": "Sætningen.",
        "citations": "Tallene på dens kilder i `citations`; tom ved Klyngebots egne ord.",
        "direct": "De ord i sætningen, som er selve svaret, hvis det kan siges; ellers null.",
    },
    "Citation": {
        "number": "Kildens tal.",
        "document_id": "Dokumentets id.",
        "title": "Dokumentets titel.",
        "publisher": "Dokumentets udgiver.",
        "published": "Hvornår det udkom, så nøje som det vides: 2013, 2013-04 eller 2013-04-30.",
        "section": "Overskriften over sætningen.",
        "quote": "Sætningen, ordret som den står i dokumentet.",
        "start": "Hvor den begynder i dokumentets tekst, i tegn fra 0.",
        "end": "Hvor den ender.",
        "rendition": "Om dokumentet er Klyngebots egen gengivelse af kilderne.",
        "kind": "Dokumentets slags.",
        "provenance": "De offentlige kilder, som sætningen bygger på.",
        "valid_to": "Hvor længe indholdet gælder; tom, hvis det stadig gælder.",
        "page": "Sidetallet i en PDF; ellers null.",
        "document_url": "Dokumentets adresse på nettet; tom, hvis der ingen er.",
        "sentence": "Sætningens nummer i dokumentet, fra 1; 0, hvis det ikke kendes.",
        "url": "Adressen på sætningens kilde; tom, hvis der ingen er.",
        "permalink": _PERMALINK,
        "source": "Den kilde, der nævnes først, som den vises under et svar.",
    },
    "CitedSource": {
        "title": "Kildens titel.",
        "imprint": "Udgiver og dato på dansk.",
        "place": "Hvilket dokument, afsnit og side sætningen står i.",
    },
    "Provenance": {
        "key": "Kildens nøgle i dokumentet.",
        "title": "Kildens titel.",
        "publisher": "Kildens udgiver.",
        "published": "Datoen, som kilden selv skriver den.",
        "url": _URL,
        "nature": "Hvor tæt kilden er på sagen, for eksempel original eller sekundær.",
    },
    "Reference": {
        "numbers": "Tallene på de steder, som kilden bærer.",
        "title": "Kildens titel.",
        "imprint": "Udgiver og dato på dansk.",
        "nature": "Hvor tæt kilden er på sagen; tom, hvis det ikke vides.",
        "url": "En adresse, der trygt kan linkes til; tom, hvis der ingen er.",
        "documents": "De dokumenter, som citerer kilden.",
    },
    "ReferenceDocument": {"place": "Hvilket dokument det er.", "passages": "Stederne i det."},
    "Passage": {
        "number": "Stedets tal.",
        "quote": "Sætningen, ordret.",
        "notes": "Hvor den står, og hvilke andre kilder der siger det samme.",
        "permalink": _PERMALINK,
    },
    "Refusal": {
        "reason": "Hvorfor: off_topic, not_in_sources, not_supported, empty eller too_long.",
        "message": "Det samme på dansk, til at vise.",
        "nearby": "Hvad dokumenterne dækker i nærheden.",
        "contact": "Hvem der kan spørges i stedet; ellers null.",
    },
    "Contact": {"text": "Hvem der kan spørges.", "url": _URL},
    "Trace": {
        "query": "Hvad der blev ledt efter.",
        "stops": "Hvad der skete, i rækkefølge.",
        "milliseconds": "Hvor lang tid det tog.",
    },
    "Stop": {"name": "Trinnets navn.", "detail": "Hvad det gav.", "milliseconds": "Hvor lang tid det tog."},
    "Clusters": {
        "ai": _AI,
        "description": "Beskrivelsen, som den blev læst.",
        "status": "Hvordan det endte: answered (der er forslag), refused (ingen passer) eller rejected (afvist).",
        "message": "Det samme på dansk, til at vise.",
        "clusters": "Forslagene, bedste først, højst tre.",
        "suggestions": "Spørgsmål, som også kan stilles.",
        "corpus_version": _CORPUS,
    },
    "Cluster": {
        "id": "Id på dokumentet om klyngen.",
        "name": "Klyngens navn.",
        "closed": "Om klyngen er nedlagt.",
        "words": "De ord i beskrivelsen, som peger på den.",
        "url": _URL,
        "statements": "Hvad dokumenterne siger om den.",
    },
    "ClusterStatement": {"about": "Hvad sætningen handler om: field, status, gains, cost eller joining."},
    "CheckedClaim": {"ai": _AI, "status": "checked: påstanden er tjekket."},
    "Claim": {
        "claim": "Påstanden, som den blev læst.",
        "verdict": "Dommen: supported, refuted eller not_enough_info.",
        "label": "Dommen på dansk, til at vise.",
        "reason": "Hvorfor, på dansk; tom, når kilden taler for sig selv.",
        "evidence": "Op til tre sætninger, den afgørende først.",
        "probability": "Hvor sikker dommen er, fra 0 til 1.",
        "as_of": "Hvornår en bekræftet påstand gælder, hvis en nyere kilde siger noget andet; ellers tom.",
        "newer": "Hvad den nyere kilde siger; ellers null.",
    },
    "CheckedText": {
        "ai": _AI,
        "status": "checked: teksten er tjekket.",
        "name": "Filens navn; tom her.",
        "text": "Teksten, som pladserne nedenfor gælder.",
        "contradicted": "Om dokumenterne modsiger mindst én påstand.",
        "summary": "Hvor mange påstande og citater der fik hvilken dom.",
        "statements": "Tekstens sætninger i rækkefølge.",
        "claims": "Påstandene med dom, hver én gang.",
        "quotations": "Tekstens citater, og hvordan de står i dokumenterne.",
        "notes": "Hvad tjekket ikke kan.",
        "corpus_version": _CORPUS,
    },
    "Summary": {
        "supported": "Bekræftede påstande.",
        "refuted": "Modsagte påstande.",
        "not_enough_info": "Påstande, som dokumenterne ikke afgør.",
        "not_claims": "Sætninger, der ikke er påstande.",
        "quotations": "Citater efter, hvordan de står i dokumenterne.",
    },
    "QuotationCounts": {
        "exact": "Ordret.",
        "altered": "Ændret.",
        "not_found": "Ikke fundet.",
        "too_short": "For korte til at slå op.",
        "unclosed": "Uden slutning.",
    },
    "Statement": {
        "text": "Sætningen.",
        "start": "Hvor den begynder i `text`, i tegn fra 0.",
        "end": "Hvor den ender.",
        "kind": "Hvad den er; claim er en påstand.",
        "claim": "Hvad der blev tjekket; tom, hvis det ikke er en påstand.",
        "check": "Pladsen i `claims`; null, hvis det ikke er en påstand.",
    },
    "Quotation": {
        "quote": "Citatet.",
        "status": "Hvordan det står i dokumenterne.",
        "label": "Det samme på dansk, til at vise.",
        "evidence": "Sætningerne, det står i, eller de nærmeste.",
        "changes": "Ordene, der er ændret.",
    },
    "WordChange": {"quoted": "Hvad citatet siger.", "source": "Hvad kilden siger."},
    "CheckRejected": {
        "ai": _AI,
        "status": "rejected: kan ikke tjekkes.",
        "message": "Hvorfor, og hvad du kan gøre.",
    },
    "FeedbackKept": {
        "status": "saved: tilbagemeldingen er gemt.",
        "message": "Det samme på dansk, til at vise.",
        "days": "Inden for hvor mange dage den bliver slettet.",
    },
    "Live": {"status": "live: serveren er oppe."},
    "Ready": {
        "status": "ready eller degraded.",
        "corpus_version": _CORPUS,
        "documents": "Antal dokumenter.",
        "chunks": "Antal tekststykker.",
    },
    "Problem": {
        "type": "Altid about:blank.",
        "title": "Hvad der er galt, på dansk.",
        "status": "Statuskoden.",
        "detail": "Hvad du kan gøre.",
        "reference": "Fejlens navn i loggen; oplys det til den, der driver Klyngebot.",
    },
}

EXAMPLE_QUESTION = "Hvem ledede Klyngeforum?"
EXAMPLE_FOLLOW_UP = "Hvor ofte mødtes det?"
EXAMPLE_QUOTE = "Klyngeforum blev ledet af Uddannelses- og Forskningsministeriet, oplyste ministeriet i marts 2019."
EXAMPLE_DIRECT = "Uddannelses- og Forskningsministeriet"
EXAMPLE_TITLE = "Klyngeforum (Forum for klynge- og netværksindsatsen)"
EXAMPLE_SECTION = "Hvem ledede Klyngeforum"
EXAMPLE_SOURCE = "Klyngeforum"
EXAMPLE_SOURCE_DATE = "opdateret 26. marts 2019"
EXAMPLE_SOURCE_URL = (
    "https://ufm.dk/forskning-og-innovation/samspil-mellem-viden-og-innovation/"
    "viden-klynger-og-kommercialisering/klynger-og-innovationsnetvaerk/forum"
)
EXAMPLE_FIRM = "Smedeværksted med 40 ansatte, der vil have robotter"
EXAMPLE_WORD = "robotter"
EXAMPLE_CLUSTER = "Odense Robotics"
EXAMPLE_CLUSTER_TITLE = "Odense Robotics – profil af den nationale klynge for robotter, automation og droner"
EXAMPLE_CLUSTER_SECTION = "Fagområde for Odense Robotics"
EXAMPLE_CLUSTER_QUOTE = "Odense Robotics arbejder med robotter, automation og droner."
EXAMPLE_CLUSTER_SOURCE = "Ny national klynge skal styrke innovation og vækst"
EXAMPLE_CLAIM = "Klyngeforum blev ledet af Erhvervsministeriet."
EXAMPLE_REASON = "Kilden siger noget andet om det samme."
EXAMPLE_TEXT = f"{EXAMPLE_CLAIM} Hvorfor?"
EXAMPLE_FEEDBACK = "Svaret passer, men jeg ledte efter et nyere tal."
EXAMPLE_NAMES = {
    "answered": "Et svar",
    "refused": "Et nej",
    "question": "Et spørgsmål",
    "follow_up": "Et opfølgende spørgsmål",
    "claim": "En påstand",
    "text": "En tekst",
    "stream": "En strøm",
}
