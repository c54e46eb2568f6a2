"""Settings, read from the environment (`KLYNGEBOT_…`) or a `.env` file.

Only the composition root (`bot`) and the shells (`cli`, `serving`) read them; parts take plain values.
"""

from __future__ import annotations

import os
import re
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict
from pydantic_settings.exceptions import SettingsError

from klyngebot.errors import SettingsValueError

LEAST_RATE = 0.01  # questions a minute; less is no rate that anybody means
PACKAGE = Path(__file__).resolve().parent

# Thread pools of numpy's BLAS and of OpenMP fight each other under load: one thread each made a loaded
# server 40 times faster. Must be set before numpy is imported, so `klyngebot/__init__` calls `quiet_environment`.
_ENVIRONMENT = {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "TOKENIZERS_PARALLELISM": "false",
    "GRADIO_ANALYTICS_ENABLED": "False",
    "ANONYMIZED_TELEMETRY": "False",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "DO_NOT_TRACK": "1",
    "LANGSMITH_TRACING": "false",
    "LANGCHAIN_TRACING_V2": "false",
}


def quiet_environment() -> None:
    """Set thread counts and switch telemetry off, where the operator has not set them."""
    for name, value in _ENVIRONMENT.items():
        os.environ.setdefault(name, value)


def checkout() -> Path | None:
    """The source checkout that this package runs from, or None for an installed package."""
    root = PACKAGE.parent.parent
    return root if (root / "pyproject.toml").is_file() and (root / "corpus").is_dir() else None


def default_corpus() -> Path:
    """The shipped corpus: of the checkout, else the copy inside the installed package."""
    root = checkout()
    return root / "corpus" if root else PACKAGE / "_corpus"


def _default_data_dir() -> Path:
    root = checkout()
    if root:
        return root / ".klyngebot"
    base = os.environ.get("XDG_DATA_HOME", "")
    return (Path(base) if base else Path.home() / ".local" / "share") / "klyngebot"


def _writable(path: Path) -> Path:
    """Refuses a path with bytes that are no UTF-8: it could neither be told to people nor given to Chroma."""
    str(path).encode()
    return path


def _network(text: str) -> str:
    """Refuses what is no network or address."""
    ip_network(text)
    return text


def _origin(text: str) -> str:
    """Refuses what no browser sends as an origin: it would never match, and nobody would be told."""
    if text != "*" and not re.fullmatch(r"https?://(?:\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::\d{1,5})?", text):
        raise ValueError("no origin")
    return text


def _host_name(text: str) -> str:
    """Refuses what is no host name alone, such as one with a port or "https://"; it would never match."""
    if text != "*" and not re.fullmatch(r"(?:\*\.)?[A-Za-z0-9._-]+|\[?[0-9A-Fa-f:.]*::?[0-9A-Fa-f:.]*\]?", text):
        raise ValueError("no host name")
    return text


def _reachable(contact: str) -> str:
    """Refuses what is no plain address; a line break would add lines to a file of ours."""
    if contact and not re.fullmatch(r"(?:https://|mailto:)[!-~]+", contact):
        raise ValueError("neither https: nor mailto:")
    return contact


def _one_line(text: str) -> str:
    """Refuses line breaks and what else cannot be seen."""
    if not text.isprintable():
        raise ValueError("not printable")
    return text


def _meant(rate: float) -> float:
    if 0 < rate < LEAST_RATE:
        raise ValueError("so seldom that it means never")
    return rate


FolderPath = Annotated[Path, AfterValidator(_writable)]
Network = Annotated[str, AfterValidator(_network)]
Origin = Annotated[str, AfterValidator(_origin)]
Rate = Annotated[float, Field(ge=0, le=1_000_000, allow_inf_nan=False), AfterValidator(_meant)]
HostName = Annotated[str, AfterValidator(_host_name)]
Address = Annotated[str, AfterValidator(_reachable)]
Line = Annotated[str, AfterValidator(_one_line)]


class Settings(BaseSettings):
    """Everything an operator can set; each field is an environment variable `KLYNGEBOT_<NAME>`."""

    model_config = SettingsConfigDict(
        env_prefix="KLYNGEBOT_", env_file=".env", env_file_encoding="utf-8", env_ignore_empty=True, extra="ignore"
    )

    data_dir: FolderPath = Field(
        default_factory=_default_data_dir,
        description="Where index generations live.",
    )
    corpus_dir: FolderPath = Field(
        default_factory=default_corpus,
        description="The corpus that `klyngebot ingest` reads without an argument.",
    )
    embedding_model: str = Field(
        default="",
        description="Local path or hub name of a sentence-transformers model; empty: the shipped one.",
    )
    query_prefix: str = Field(
        default="", description='Prefix for queries, for e5-like models "query: "; empty: the model\'s own, if any.'
    )
    passage_prefix: str = Field(
        default="", description='Prefix for passages, for e5-like models "passage: "; empty: the model\'s own, if any.'
    )
    reranker_model: str = Field(
        default="",
        description="Local path or hub name of a cross-encoder that reads the best passages again; empty: none.",
    )
    nli_model: str = Field(
        default="",
        description="Local path or hub name of a cross-encoder trained on NLI that judges claims, too; empty: none.",
    )
    llm: str = Field(
        default="",
        description='Chat model for LangChain\'s init_chat_model, e.g. "ollama:gemma3"; empty: none.',
    )
    llm_base_url: str = Field(default="", description="Address of an OpenAI-compatible server, if any.")
    llm_timeout: float = Field(default=30.0, gt=0, description="Seconds to wait for the language model.")
    max_question_length: int = Field(default=500, ge=50, description="Longer questions are rejected, not cut.")
    host: str = Field(default="127.0.0.1", description="Address to listen on.")
    port: int = Field(default=7860, ge=0, le=65535, description="Port to listen on.")
    allowed_hosts: list[HostName] = Field(
        default_factory=lambda: ["127.0.0.1", "localhost", "[::1]", "::1"],
        description="Host names the server answers to.",
    )
    allowed_origins: list[Origin] = Field(
        default_factory=list,
        description="Web origins (no slash at the end) that may call the JSON API from a browser.",
    )
    widget_folder: FolderPath | None = Field(
        default=None,
        description="Where earlier versions of the widget's script are kept (`klyngebot widget --keep`); empty: none.",
    )
    operator: Line = Field(default="", description="Who runs this Klyngebot and answers for personal data.")
    contact: Line = Field(
        default="", description="Whom to turn to: a mail address, a web address or a sentence in Danish."
    )
    publish_documents: Literal["corpus", "all", "none"] = Field(
        default="corpus",
        description="Documents with a page of their own: those in the corpus form, also users' own files, or none.",
    )
    security_contact: Address = Field(
        default="",
        description='Where to report a weakness (security.txt): "https://…" or "mailto:…"; empty: nowhere.',
    )
    feedback: bool = Field(default=False, description="Whether users may send a thumb up or down with a word.")
    feedback_days: int = Field(default=30, ge=1, le=30, description="Days until feedback is deleted.")
    log_requests: bool = Field(default=True, description="Whether the log has a line for every request.")
    log_format: Literal["auto", "json", "plain"] = Field(
        default="auto", description='"json", "plain", or "auto": plain lines in a terminal, JSON elsewhere.'
    )
    metrics_host: str = Field(default="127.0.0.1", description="Address on which Prometheus finds the metrics.")
    metrics_port: int = Field(default=9464, ge=0, le=65535, description="Port of the metrics; 0: none.")

    # Walls against overload
    trusted_proxies: list[Network] = Field(
        default_factory=list,
        description='Networks of reverse proxies whose X-Forwarded-For is believed, e.g. ["10.0.0.0/8"].',
    )
    rate_per_minute: Rate = Field(default=30.0, description="Questions a minute of one address; 0: no limit.")
    rate_burst: int = Field(default=20, ge=1, description="Questions of one address at once, before the rate counts.")
    answer_places: int = Field(default=1, ge=1, le=64, description="Questions worked out at once.")
    queue_length: int = Field(default=64, ge=0, description="Questions that may wait for a place; more are refused.")
    longest_wait: float = Field(
        default=2.5, gt=0, description="Seconds a question may wait for a place; where it would be more, it is refused."
    )
    remembered_answers: int = Field(
        default=5000, ge=0, description="Recent answers kept in memory, of questions without history; 0: none."
    )
    receive_seconds: float = Field(default=5.0, gt=0, description="Seconds in which a request must have come whole.")
    write_seconds: float = Field(default=5.0, gt=0, description="Seconds until a client that does not read is dropped.")
    connections_per_address: int = Field(
        default=50, ge=0, description="Open connections of one address; 0: no limit. None where proxies are trusted."
    )

    # The kill switch
    off: Literal["", "alt", "chat", "model"] = Field(
        default="", description="What is switched off: alt (everything), chat (answers) or model (language model)."
    )
    off_file: FolderPath | None = Field(
        default=None, description="A file that switches off what it says, while it is there; empty: OFF in data_dir."
    )

    @property
    def contact_link(self) -> str:
        """`contact` as an address to follow; empty where it is a sentence or nothing."""
        if re.fullmatch(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", self.contact, re.ASCII):
            return f"mailto:{self.contact}"
        return self.contact if re.fullmatch(r"https?://[!-~]+", self.contact) else ""


_EXAMPLES = {
    "allowed_hosts": '["klyngebot.example.dk"]',
    "allowed_origins": '["https://www.kommune.example"]',
    "trusted_proxies": '["10.0.0.0/8"]',
}


def read_settings() -> Settings:
    """The settings of this environment.

    Raises:
        SettingsValueError: a variable has a value that it cannot have.
    """
    try:
        return Settings()
    except ValidationError as error:
        names = [str(item["loc"][0]) for item in error.errors() if item["loc"]]
    except SettingsError as error:
        names = re.findall(r'field "(\w+)"', str(error))
    except UnicodeError as error:
        raise SettingsValueError("Filen .env er ikke i UTF-8. Gem den igen som UTF-8.") from error
    variables = ", ".join(f"KLYNGEBOT_{name.upper()}" for name in dict.fromkeys(names))
    examples = "".join(f" Skriv den som {_EXAMPLES[name]}." for name in dict.fromkeys(names) if name in _EXAMPLES)
    raise SettingsValueError(
        f"Indstillingen {variables} har en ugyldig værdi. Ret den i miljøet eller i filen .env.{examples}"
    )
