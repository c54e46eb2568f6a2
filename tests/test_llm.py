"""The door to language models: what may be named, what is refused, and limits that hold whatever a provider does."""

from __future__ import annotations

import json
import threading
import time
import tomllib
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel
from langchain_core.language_models.fake_chat_models import FakeListChatModel, GenericFakeChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
from langchain_core.outputs import ChatGenerationChunk, ChatResult

from klyngebot import llm
from klyngebot.errors import ModelError, OptionalDependencyError
from klyngebot.llm import MAX_CHARACTERS, MAX_TOKENS, PROVIDERS, Message, generate, load_chat_model, model_name

MESSAGES: list[Message] = [("system", "Svar på dansk."), ("human", "Hvad er MADE? {x} {{y}} %s")]


class Scripted(BaseChatModel):
    """Yields what `pieces` yields, given the messages."""

    pieces: Any

    @property
    def _llm_type(self) -> str:
        return "scripted"

    def _generate(self, messages: list[BaseMessage], *_: Any, **__: Any) -> ChatResult:
        raise NotImplementedError  # LangChain wants the method; this model only streams

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> Iterator[ChatGenerationChunk]:
        for piece in self.pieces(messages):
            yield ChatGenerationChunk(message=AIMessageChunk(content=piece))


# --- Naming a model ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        "",
        "gemma3",
        "ollama",
        "ollama:",
        ":gemma3",
        "ollama:gemma 3",
        "ollama:gemma3\n",
        "ollama:" + "a" * 201,
        "Ollama:gemma3",
        "os:system",
        "langchain_openai.ChatOpenAI:gpt",
        "../ollama:gemma3",
        "huggingface:gpt2",
        "openai:{x}",
    ],
)
def test_a_name_that_is_not_a_known_provider_and_a_model_is_refused_in_danish(name: str) -> None:
    with pytest.raises(ModelError, match=r"KLYNGEBOT_LLM.* en af: ollama, openai"):
        load_chat_model(name, timeout=1)


@pytest.mark.parametrize(
    "address",
    [
        "http://example.com/v1",
        "http://10.0.0.5:8000",
        "http://169.254.169.254/latest",
        "http://127.0.0.1@ondt.example",
        "https://bruger:kode@example.com",
        "ftp://127.0.0.1",
        "file:///etc/passwd",
        "//example.com",
        "example.com",
        "https://",
        "https:///sti",
        "http://localhost.ondt.example",
        "http://127.0.0.1.ondt.example",
        "http://127.0.0.1:99999",
        "http://[::1",
        "https://ex ample.com",
        "https://example.com\\@ondt",
        "https://example.com/?a=b",
        "https://example.com/#a",
        "https://exåmple.com",
        "https://example.com/\n",
        " https://example.com",
        "HTTP://example.com",
    ],
)
def test_an_address_that_is_neither_https_nor_this_machine_is_refused(address: str) -> None:
    with pytest.raises(ModelError, match="KLYNGEBOT_LLM_BASE_URL"):
        load_chat_model("ollama:gemma3", base_url=address, timeout=1)


@pytest.mark.parametrize(
    "address",
    [
        "https://llm.example.dk/v1",
        "http://127.0.0.1:11434",
        "http://localhost:8000/v1",
        "http://[::1]:8000",
        "http://127.5.5.5",
    ],
)
def test_https_and_this_machine_are_accepted(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(llm, "find_spec", lambda _: None)
    with pytest.raises(OptionalDependencyError):  # the address came through, the package is what is missing
        load_chat_model("ollama:gemma3", base_url=address, timeout=1)


@pytest.mark.parametrize("provider", PROVIDERS)
def test_a_missing_package_is_named_with_the_command_that_installs_it(
    provider: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(llm, "find_spec", lambda _: None)
    with pytest.raises(OptionalDependencyError) as caught:
        load_chat_model(f"{provider}:model", timeout=1)
    assert f'pip install "{PROVIDERS[provider].requirement}"' in str(caught.value)


def test_the_packages_are_the_extras_of_the_project(root: Path) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    for extra in ("ollama", "openai"):
        assert project["optional-dependencies"][extra] == [PROVIDERS[extra].requirement]


def test_a_provider_that_refuses_its_settings_is_reported_without_its_words(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise ValueError("nøglen sk-hemmelig er forkert")

    monkeypatch.setattr(llm, "find_spec", lambda _: object())
    monkeypatch.setattr("langchain.chat_models.init_chat_model", refuse)
    with pytest.raises(ModelError, match=r"kan ikke åbnes \(ValueError\)") as caught:
        load_chat_model("anthropic:model", timeout=1)
    assert "hemmelig" not in str(caught.value)
    assert caught.value.__suppress_context__


@pytest.mark.parametrize("provider", PROVIDERS)
def test_every_provider_is_given_our_limits(provider: str, monkeypatch: pytest.MonkeyPatch) -> None:
    made: dict[str, Any] = {}
    fake = type("openai", (), {"DefaultHttpxClient": staticmethod(lambda **options: options)})
    monkeypatch.setattr(llm, "import_module", lambda _: fake)
    monkeypatch.setattr(llm, "find_spec", lambda _: object())
    monkeypatch.setattr("langchain.chat_models.init_chat_model", lambda model, **given: made.update(given, model=model))
    load_chat_model(f"{provider}:a/b:c", base_url="https://llm.example.dk", timeout=2.5)
    assert made["model"] == "a/b:c"
    assert made["model_provider"] == provider
    assert made["temperature"] == 0
    assert made["base_url"] == "https://llm.example.dk"
    assert MAX_TOKENS in (made.get("max_tokens"), made.get("num_predict"))
    assert "timeout" in made or "timeout" in made["client_kwargs"]
    assert made.get("max_retries", 1) == 1
    assert "api_key" not in made


# --- One guarded call -------------------------------------------------------------------------------


def test_what_the_model_writes_comes_back_whole() -> None:
    text = "MADE er en klynge [1].\n\nDen ligger i Odense [2]."
    assert generate(GenericFakeChatModel(messages=iter([AIMessage(content=text)])), MESSAGES) == text
    assert generate(FakeListChatModel(responses=[text]), MESSAGES) == text


def test_messages_reach_the_model_as_they_are() -> None:
    seen: list[BaseMessage] = []

    def pieces(messages: list[BaseMessage]) -> list[str]:
        seen.extend(messages)
        return ["a"]

    generate(Scripted(pieces=pieces), MESSAGES)
    assert [(message.type, message.content) for message in seen] == MESSAGES


def test_only_the_text_of_content_blocks_is_taken() -> None:
    blocks = [{"type": "text", "text": "MADE"}, {"type": "reasoning", "reasoning": "hm"}, {"type": "image", "url": "x"}]
    assert generate(Scripted(pieces=lambda _: [blocks]), MESSAGES) == "MADE"


@pytest.mark.parametrize("piece", ["a", "a" * 1_000_000])
def test_a_flood_is_cut(piece: str) -> None:
    def endless(_: object) -> Iterator[str]:
        while True:
            yield piece

    started = time.monotonic()
    assert generate(Scripted(pieces=endless), MESSAGES) == "a" * MAX_CHARACTERS
    assert generate(Scripted(pieces=endless), MESSAGES, longest=7) == "a" * 7
    assert time.monotonic() - started < 5


def test_a_model_is_stopped_when_nobody_listens_any_more() -> None:
    ended = threading.Event()

    def endless(_: object) -> Iterator[str]:
        try:
            while True:
                yield "a"
        finally:
            ended.set()

    generate(Scripted(pieces=endless), MESSAGES)
    assert ended.wait(5)


@pytest.mark.parametrize(("pause", "piece"), [(5.0, "a"), (0.02, "a"), (0.02, ""), (0.0, "")])
def test_a_model_that_hangs_or_drips_costs_the_deadline_and_no_more(pause: float, piece: str) -> None:
    over = threading.Event()

    def slow(_: object) -> Iterator[str]:
        while not over.wait(pause):
            yield piece

    started = time.monotonic()
    with pytest.raises(ModelError, match="i tide"):
        generate(Scripted(pieces=slow), MESSAGES, deadline=0.3)
    over.set()
    assert time.monotonic() - started < 4.5


@pytest.mark.parametrize(
    "error", [ValueError, TimeoutError, ConnectionResetError, StopIteration, KeyError, RuntimeError]
)
def test_an_error_of_the_provider_becomes_ours_without_its_words(error: type[Exception]) -> None:
    def fail(_: object) -> Iterator[str]:
        yield "MADE er"
        raise error("sk-hemmelig: Hvad er MADE?")

    with pytest.raises(ModelError, match="Sprogmodellen fejlede") as caught:
        generate(Scripted(pieces=fail), MESSAGES)
    assert "hemmelig" not in str(caught.value)
    assert caught.value.__cause__ is None


def test_a_model_that_has_nothing_left_to_say_is_an_error() -> None:
    with pytest.raises(ModelError):
        generate(GenericFakeChatModel(messages=iter([])), MESSAGES)


def test_tracing_is_off_whatever_the_environment_says(monkeypatch: pytest.MonkeyPatch) -> None:
    from langsmith.utils import get_env_var, tracing_is_enabled

    for name in ("LANGSMITH_TRACING", "LANGSMITH_TRACING_V2", "LANGCHAIN_TRACING_V2"):
        monkeypatch.setenv(name, "true")
    get_env_var.cache_clear()
    try:
        assert tracing_is_enabled()
        traced: list[object] = []
        generate(Scripted(pieces=lambda _: [traced.append(tracing_is_enabled()) or "a"]), MESSAGES)
        assert traced == [False]
    finally:
        monkeypatch.undo()
        get_env_var.cache_clear()


@pytest.mark.parametrize(
    ("attributes", "name"),
    [
        ({"model_name": "gpt-x"}, "gpt-x"),
        ({"model": "gemma3:4b"}, "gemma3:4b"),
        ({"model_name": "", "model": "m"}, "m"),
        ({"model_name": "<b>x</b>\n" + "y" * 200}, ("bx/b" + "y" * 200)[:80]),
        ({}, "tavs"),
    ],
)
def test_a_models_name_is_fit_to_be_shown(attributes: dict[str, str], name: str) -> None:
    model = type("Model", (), {"_llm_type": "tavs", **attributes})()
    assert model_name(model) == name


# --- A real client against a server on this machine ---------------------------------------------------


class Stub(BaseHTTPRequestHandler):
    """An OpenAI-compatible server that behaves as `server.mode` says and keeps what it was sent."""

    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        """Stay silent."""

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.requests.append((self.path, dict(self.headers), body))
        self.close_connection = True
        match self.server.mode:
            case "answer":
                self._stream([_delta("MADE er "), _delta("en klynge [1]."), "[DONE]"])
            case "flood":
                self._stream([_delta("MADE er god. " * 80)] * 1000)
            case "hang":
                self.server.over.wait(10)
            case "drip":
                self._headers("text/event-stream")
                while not self.server.over.wait(0.05):
                    self._write(f"data: {_delta('a')}\n\n")
            case "cut":
                self._headers("text/event-stream")
                self._write('data: {"id": "x", "cho')
            case "500":
                self._headers("application/json", 500)
                self._write('{"error": {"message": "nede"}}')
            case "401":
                self._headers("application/json", 401)
                self._write('{"error": {"message": "Incorrect API key provided: sk-hemmelig"}}')
            case "garbage":
                self._headers("text/html")
                self._write("<html>Velkommen</html>")
            case "redirect":
                self.send_response(307)
                self.send_header("Location", f"http://127.0.0.1:{self.server.server_port}/fanget")
                self.send_header("Content-Length", "0")
                self.end_headers()

    def _headers(self, kind: str, status: int = 200) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Connection", "close")
        self.end_headers()

    def _write(self, text: str) -> None:
        self.wfile.write(text.encode())
        self.wfile.flush()

    def _stream(self, events: list[str]) -> None:
        self._headers("text/event-stream")
        for event in events:
            self._write(f"data: {event}\n\n")


def _delta(text: str) -> str:
    choice = {"index": 0, "delta": {"role": "assistant", "content": text}, "finish_reason": None}
    return json.dumps({"id": "x", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": [choice]})


class StubServer(ThreadingHTTPServer):
    """Forgives a client that hangs up."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Stub)
        self.mode = "answer"
        self.requests: list[tuple[str, dict[str, str], dict[str, Any]]] = []
        self.over = threading.Event()

    def handle_error(self, *_: object) -> None:
        """Stay silent."""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/v1"


@pytest.fixture
def server() -> Iterator[StubServer]:
    with StubServer() as made:
        thread = threading.Thread(target=made.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        yield made
        made.over.set()
        made.shutdown()
        thread.join()


@pytest.fixture
def openai_model(server: StubServer, monkeypatch: pytest.MonkeyPatch) -> BaseChatModel:
    pytest.importorskip("langchain_openai")
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    return load_chat_model("openai:lokal", base_url=server.url, timeout=1)


def test_a_compatible_server_is_asked_once_with_our_limits(openai_model: BaseChatModel, server: StubServer) -> None:
    assert generate(openai_model, MESSAGES) == "MADE er en klynge [1]."
    assert model_name(openai_model) == "lokal"
    ((path, headers, body),) = server.requests
    assert path == "/v1/chat/completions"
    assert body["temperature"] == 0
    assert MAX_TOKENS in (body.get("max_tokens"), body.get("max_completion_tokens"))
    assert [(message["role"], message["content"]) for message in body["messages"]] == [
        ("system", MESSAGES[0][1]),
        ("user", MESSAGES[1][1]),
    ]
    assert "tools" not in body
    assert not {"cookie", "x-forwarded-for"} & {name.lower() for name in headers}


def test_a_server_that_ignores_the_token_limit_is_cut(openai_model: BaseChatModel, server: StubServer) -> None:
    server.mode = "flood"
    assert len(generate(openai_model, MESSAGES)) == MAX_CHARACTERS


@pytest.mark.parametrize("mode", ["cut", "500", "401", "garbage", "redirect", "hang", "drip"])
def test_a_server_that_misbehaves_is_an_error_in_danish_and_in_time(
    openai_model: BaseChatModel, server: StubServer, mode: str
) -> None:
    server.mode = mode
    started = time.monotonic()
    with pytest.raises(ModelError, match="Sprogmodellen") as caught:
        generate(openai_model, MESSAGES, deadline=2.5)
    assert time.monotonic() - started < 8  # the server would hold on for ten
    assert "hemmelig" not in str(caught.value)
    assert len(server.requests) <= 2
    assert all(path == "/v1/chat/completions" for path, _, _ in server.requests)


def test_a_key_is_needed_for_a_server_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("langchain_openai")
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    with pytest.raises(ModelError, match="OPENAI_API_KEY"):
        load_chat_model("openai:lokal", base_url="https://llm.example.dk/v1", timeout=1)


def test_ollama_is_given_our_limits() -> None:
    pytest.importorskip("langchain_ollama")
    model = load_chat_model("ollama:gemma3:4b", base_url="http://127.0.0.1:1", timeout=2.5)
    assert model_name(model) == "gemma3:4b"
    assert model.num_predict == MAX_TOKENS
    assert model.client_kwargs == {"timeout": 2.5, "follow_redirects": False}
    with pytest.raises(ModelError):
        generate(model, MESSAGES)
