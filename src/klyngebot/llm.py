"""The only door to language models: LangChain chat models by name, and one guarded call.

The guards are ours, because providers differ: some ignore a token limit, some retry, some never time out.
"""

from __future__ import annotations

import math
import os
import queue
import re
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import urlsplit

from klyngebot.errors import ModelError, OptionalDependencyError

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

Message = tuple[Literal["system", "human"], str]

MAX_TOKENS = 800  # asked of the provider
MAX_CHARACTERS = 4000  # enforced here; five short sentences need a quarter of it
DEADLINE = 30.0  # seconds for a whole answer; a provider's timeout counts anew with every byte
_MODEL = re.compile(r"[\w.:/@+-]{1,200}", re.ASCII)


@dataclass(frozen=True, slots=True)
class _Provider:
    """A provider that may be named: its module, what pip installs it, and its own names for our limits."""

    module: str
    requirement: str
    arguments: Callable[[float], dict[str, Any]]


def _openai(timeout: float) -> dict[str, Any]:
    client = import_module("openai").DefaultHttpxClient(follow_redirects=False)
    return {"timeout": timeout, "max_retries": 1, "max_tokens": MAX_TOKENS, "http_client": client}


def _ollama(timeout: float) -> dict[str, Any]:
    return {"num_predict": MAX_TOKENS, "client_kwargs": {"timeout": timeout, "follow_redirects": False}}


def _anthropic(timeout: float) -> dict[str, Any]:
    return {"timeout": timeout, "max_retries": 1, "max_tokens": MAX_TOKENS}


def _mistral(timeout: float) -> dict[str, Any]:
    return {"timeout": math.ceil(timeout), "max_retries": 1, "max_tokens": MAX_TOKENS}


PROVIDERS = {
    "ollama": _Provider("langchain_ollama", "langchain-ollama>=1.1,<2", _ollama),
    "openai": _Provider("langchain_openai", "langchain-openai>=1.1.14,<2", _openai),
    "anthropic": _Provider("langchain_anthropic", "langchain-anthropic>=1.7,<2", _anthropic),
    "mistralai": _Provider("langchain_mistralai", "langchain-mistralai>=1.1,<2", _mistral),
}


def load_chat_model(name: str, *, base_url: str = "", timeout: float) -> BaseChatModel:
    """Open the chat model that an operator named. Nothing is sent yet.

    Args:
        name: provider and model, "ollama:gemma3".
        base_url: the server's address where it is not the provider's own: https, or http on this machine.
        timeout: seconds to wait for the server's next byte.

    Raises:
        ModelError: an unknown provider, a bad name or address, or a provider that refuses its settings.
        OptionalDependencyError: the provider's package is not installed.
    """
    provider_name, _, model = name.partition(":")
    provider = PROVIDERS.get(provider_name)
    if provider is None or not _MODEL.fullmatch(model):
        raise ModelError(
            "Sprogmodellen skal skrives som udbyder og model, for eksempel ollama:gemma3. "
            f"Ret KLYNGEBOT_LLM. Udbyderen skal være en af: {', '.join(PROVIDERS)}."
        )
    address: dict[str, Any] = {"base_url": _checked_address(base_url)} if base_url else {}
    if base_url.startswith("http:") and provider_name == "openai" and not os.environ.get("OPENAI_API_KEY"):
        address["api_key"] = "none"  # the class insists on a key, a server on this machine does not
    if find_spec(provider.module) is None:
        raise _missing(provider)
    try:
        from langchain.chat_models import init_chat_model

        arguments = provider.arguments(timeout)
        return init_chat_model(model, model_provider=provider_name, temperature=0, **arguments, **address)
    except ImportError:  # a package that the provider's package needs
        raise _missing(provider) from None
    except Exception as error:  # noqa: BLE001 - each provider has its own; its text may hold the key
        raise ModelError(
            f"Sprogmodellen kan ikke åbnes ({type(error).__name__}). "
            "Tjek modellens navn, adressen og udbyderens nøgle, for eksempel OPENAI_API_KEY."
        ) from None


def _missing(provider: _Provider) -> OptionalDependencyError:
    return OptionalDependencyError(
        f'Sprogmodellen kræver en pakke, som ikke er installeret. Kør: pip install "{provider.requirement}"'
    )


def _checked_address(url: str) -> str:
    if not _is_safe(url):
        raise ModelError(
            "Sprogmodellens adresse kan ikke bruges. Ret KLYNGEBOT_LLM_BASE_URL til en https-adresse, "
            "eller til en http-adresse på denne maskine, uden brugernavn, spørgetegn og mellemrum."
        )
    return url


def _is_safe(url: str) -> bool:
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return False
    plain = url.isascii() and url.isprintable() and " " not in url and "\\" not in url
    bare = "@" not in parts.netloc and not parts.query and not parts.fragment
    guarded = parts.scheme == "https" or (parts.scheme == "http" and _is_loopback(host))
    return plain and bare and guarded and bool(host)


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def model_name(model: BaseChatModel) -> str:
    """The model's name as it may be shown."""
    names = (getattr(model, attribute, None) for attribute in ("model_name", "model"))
    name = next((name for name in names if isinstance(name, str) and name), str(model._llm_type))
    return re.sub(r"[^\w.:/@+-]", "", name, flags=re.ASCII)[:80]


def generate(
    model: BaseChatModel, messages: Sequence[Message], *, deadline: float = DEADLINE, longest: int = MAX_CHARACTERS
) -> str:
    """What the model writes, cut after `longest` characters.

    The model runs in a thread of its own, so that one that hangs costs `deadline` seconds and no more; the thread
    ends with the provider's own timeout. Tracing is off whatever the environment says.

    Raises:
        ModelError: the model failed, or was not done within `deadline` seconds.
    """
    pieces: queue.SimpleQueue[str | Exception | None] = queue.SimpleQueue()
    stop = threading.Event()
    threading.Thread(target=_produce, args=(model, list(messages), pieces, stop), daemon=True).start()
    until = time.monotonic() + deadline
    text = ""
    try:
        while len(text) < longest:
            piece = pieces.get(timeout=max(until - time.monotonic(), 0))
            if piece is None:
                break
            if isinstance(piece, Exception):
                raise ModelError(
                    f"Sprogmodellen fejlede ({type(piece).__name__}). "
                    "Tjek, at den kører, og at navn, adresse og nøgle er rigtige."
                )
            text += piece
    except queue.Empty:
        raise ModelError(
            "Sprogmodellen svarede ikke i tide. Prøv igen, eller giv den længere tid med KLYNGEBOT_LLM_TIMEOUT."
        ) from None
    finally:
        stop.set()
    return text[:longest]


def _produce(
    model: BaseChatModel,
    messages: list[Message],
    pieces: queue.SimpleQueue[str | Exception | None],
    stop: threading.Event,
) -> None:
    """Put the model's text into the queue, piece by piece, then None; or the exception that ended it."""
    from langsmith import tracing_context

    try:
        with tracing_context(enabled=False), closing(model.stream(messages)) as stream:
            for chunk in stream:
                if stop.is_set():
                    return
                if piece := str(chunk.text):  # a flood of empty pieces must not keep the reader busy
                    pieces.put(piece)
        pieces.put(None)
    except Exception as error:  # noqa: BLE001 - each provider has its own
        pieces.put(error)
