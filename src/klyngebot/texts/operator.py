"""What is told to who runs klyngebot: the server, files that cannot be read or written, and why."""

from __future__ import annotations

import errno
from collections.abc import Mapping
from typing import Any

INDEXING_FIRST = "Der er ikke noget indeks endnu. Klyngebot bygger det nu."
FEEDBACK_FULL = (
    "Der er ikke plads til flere tilbagemeldinger, eller de kan ikke skrives. Læs dem med klyngebot feedback, "
    "og slet dem med klyngebot feedback --delete-all."
)
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


def cannot_publish_metrics(host: str, port: int) -> str:
    """Why there are no metrics, and what to do."""
    return (
        f"Målingerne kan ikke vises på {host}:{port}; Klyngebot kører videre uden. "
        "Er porten optaget, så vælg en anden med KLYNGEBOT_METRICS_PORT, eller skriv 0 for ingen."
    )


def widget_folder_unusable(folder: str) -> str:
    """Why the widget's file is not kept, and what to do."""
    return (
        f"Filen kan ikke gemmes i {folder}. "
        "Sæt KLYNGEBOT_WIDGET_FOLDER til en mappe, der findes, og som Klyngebot må skrive i."
    )


def request_line(clock: str, told: Mapping[str, Any]) -> str:
    """A request that is over, in short, for who sits at a terminal."""
    answer = f" {told['kind']} {told['answer']}" if "answer" in told else ""
    return f"{clock} {told['method']} {told['route']} {told['status']} {told['milliseconds']:.0f} ms{answer}"


def foreign_line(told: Mapping[str, Any]) -> str:
    """Tells that somebody else's program wrote something, without what; it could hold a user's words."""
    who = told.get("logger") or told.get("type") or "print"
    what = f", {told['type']}" if "logger" in told and "type" in told else ""
    return f"Meddelelse fra {who}{what} ({told['place']}). Indholdet er udeladt."


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
        return _REASONS.get(error.errno or 0, f"systemfejl {error.errno}" if error.errno else "ukendt systemfejl")
    return "ugyldigt indhold"
