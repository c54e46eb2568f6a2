"""Danish texts of the optional language model, until they move into `klyngebot.texts`."""

from __future__ import annotations

from collections.abc import Sequence

# --- Notes beside an answer -----------------------------------------------------------------------

NOTE_MODEL_FAILED = "Sprogmodellen svarede ikke. Du får i stedet ordrette uddrag fra kilderne."
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


# --- Errors of the language model -----------------------------------------------------------------

LLM_TIMEOUT = "Sprogmodellen svarede ikke i tide. Prøv igen, eller giv den længere tid med KLYNGEBOT_LLM_TIMEOUT."


def llm_bad_name(providers: Sequence[str]) -> str:
    """The setting does not name a provider and a model."""
    return (
        "Sprogmodellen skal skrives som udbyder og model, for eksempel ollama:gemma3. "
        f"Ret KLYNGEBOT_LLM. Udbyderen skal være en af: {', '.join(providers)}."
    )


LLM_BAD_ADDRESS = (
    "Sprogmodellens adresse kan ikke bruges. Ret KLYNGEBOT_LLM_BASE_URL til en https-adresse, "
    "eller til en http-adresse på denne maskine, uden brugernavn, spørgetegn og mellemrum."
)


def llm_missing_package(requirement: str) -> str:
    """The provider's LangChain package is not installed."""
    return f'Sprogmodellen kræver en pakke, som ikke er installeret. Kør: pip install "{requirement}"'


def llm_not_opened(kind: str) -> str:
    """The provider's class cannot be set up; `kind` is the name of the exception."""
    return (
        f"Sprogmodellen kan ikke åbnes ({kind}). "
        "Tjek modellens navn, adressen og udbyderens nøgle, for eksempel OPENAI_API_KEY."
    )


def llm_failed(kind: str) -> str:
    """The call failed; `kind` is the name of the exception, because its text may hold the question or a key."""
    return f"Sprogmodellen fejlede ({kind}). Tjek, at den kører, og at navn, adresse og nøgle er rigtige."
