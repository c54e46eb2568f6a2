"""Settings: read from the environment, each wrong value named in one plain sentence."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from klyngebot.errors import SettingsValueError
from klyngebot.settings import Settings, default_corpus, read_settings


def test_without_an_environment_the_checkout_is_used(root: Path) -> None:
    settings = read_settings()
    assert settings.data_dir == root / ".klyngebot"
    assert settings.corpus_dir == default_corpus() == root / "corpus"
    assert (settings.embedding_model, settings.llm) == ("", "")
    assert settings.host == "127.0.0.1"


@pytest.mark.parametrize(
    ("name", "value", "field", "read"),
    [
        ("KLYNGEBOT_DATA_DIR", "/et/sted/æøå", "data_dir", Path("/et/sted/æøå")),
        ("KLYNGEBOT_PORT", "8000", "port", 8000),
        ("KLYNGEBOT_MAX_QUESTION_LENGTH", "300", "max_question_length", 300),
        ("KLYNGEBOT_QUERY_PREFIX", "query: ", "query_prefix", "query: "),
        ("KLYNGEBOT_ALLOWED_HOSTS", '["klynger.dk"]', "allowed_hosts", ["klynger.dk"]),
        ("KLYNGEBOT_TRUSTED_PROXIES", '["10.0.0.0/8", "::1"]', "trusted_proxies", ["10.0.0.0/8", "::1"]),
        ("KLYNGEBOT_ALLOWED_HOSTS", '["*", "*.klynger.dk", "[::1]"]', "allowed_hosts", ["*", "*.klynger.dk", "[::1]"]),
        ("KLYNGEBOT_ALLOWED_ORIGINS", '["http://[::1]:8081", "*"]', "allowed_origins", ["http://[::1]:8081", "*"]),
        ("KLYNGEBOT_RATE_PER_MINUTE", "15", "rate_per_minute", 15.0),
        ("KLYNGEBOT_OFF", "chat", "off", "chat"),
        ("KLYNGEBOT_OFF_FILE", "/run/klyngebot/OFF", "off_file", Path("/run/klyngebot/OFF")),
        ("KLYNGEBOT_UKENDT", "x", "port", 7860),
    ],
)
def test_a_variable_sets_its_field(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, field: str, read: object
) -> None:
    monkeypatch.setenv(name, value)
    assert getattr(read_settings(), field) == read


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("KLYNGEBOT_PORT", "ikke-et-tal"),
        ("KLYNGEBOT_PORT", "70000"),
        ("KLYNGEBOT_MAX_QUESTION_LENGTH", "1"),
        ("KLYNGEBOT_LLM_TIMEOUT", "0"),
        ("KLYNGEBOT_TRUSTED_PROXIES", '["10.0.0.0/99"]'),
        ("KLYNGEBOT_RATE_PER_MINUTE", "-1"),
        ("KLYNGEBOT_RATE_PER_MINUTE", "inf"),
        ("KLYNGEBOT_RATE_PER_MINUTE", "nan"),
        ("KLYNGEBOT_RATE_PER_MINUTE", "1e-320"),
        ("KLYNGEBOT_OFF", "off"),
        ("KLYNGEBOT_ALLOWED_HOSTS", "{"),
        ("KLYNGEBOT_ALLOWED_ORIGINS", '"ikke en liste"'),
        ("KLYNGEBOT_ALLOWED_ORIGINS", '["https://www.kommune.example/"]'),
        ("KLYNGEBOT_ALLOWED_ORIGINS", '["www.kommune.example"]'),
        ("KLYNGEBOT_ALLOWED_HOSTS", '["https://klynger.dk"]'),
        ("KLYNGEBOT_ALLOWED_HOSTS", '["klynger.dk:443"]'),
    ],
)
def test_a_wrong_value_is_named(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsValueError, match=name):
        read_settings()


def test_a_wrong_list_is_shown_how_it_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KLYNGEBOT_ALLOWED_ORIGINS", "https://www.kommune.example")
    with pytest.raises(SettingsValueError, match=r'Skriv den som \["https://www\.kommune\.example"\]'):
        read_settings()


def test_a_file_named_env_is_read(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("KLYNGEBOT_PORT=8123\n", encoding="utf-8")
    assert Settings(_env_file=tmp_path / ".env").port == 8123


def test_importing_klyngebot_sets_threads_and_switches_telemetry_off_but_not_over_the_operator() -> None:
    script = "import klyngebot, os; print(os.environ['OMP_NUM_THREADS'], os.environ['ANONYMIZED_TELEMETRY'])"
    bare = {
        name: value for name, value in os.environ.items() if name not in ("OMP_NUM_THREADS", "ANONYMIZED_TELEMETRY")
    }
    for given, wanted in (({}, "1 False"), ({"OMP_NUM_THREADS": "4"}, "4 False")):
        done = subprocess.run(
            [sys.executable, "-c", script], env={**bare, **given}, capture_output=True, text=True, check=True
        )
        assert done.stdout.strip() == wanted


def test_importing_klyngebot_is_light() -> None:
    script = "import sys, klyngebot; print([n for n in ('numpy', 'chromadb', 'torch', 'bm25s') if n in sys.modules])"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
