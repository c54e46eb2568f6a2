"""What all tests share: an isolated environment, the shipped corpus indexed once, and small corpora of one's own.

Nothing is read from the developer's own settings (`KLYNGEBOT_…`, `.env`), and nothing leaves the machine: a
connection to anything but the loopback raises, and fails the test that made it.
"""

from __future__ import annotations

import ipaddress
import os
import socket
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from klyngebot.bot import Klyngebot, ingest_corpus
from klyngebot.embedding import StaticEmbedder
from klyngebot.evaluation.gold import GoldQuestion, read_gold
from klyngebot.loading import load_documents
from klyngebot.retrieval import Index
from klyngebot.settings import Settings
from klyngebot.store import Generations
from klyngebot.types import Answer, Document

for _name in [name for name in os.environ if name.startswith("KLYNGEBOT_")]:
    del os.environ[_name]
# Tests ask more than any visitor; those of the rate set it themselves
os.environ.update(KLYNGEBOT_RATE_PER_MINUTE="0", KLYNGEBOT_CONNECTIONS_PER_ADDRESS="0", KLYNGEBOT_METRICS_PORT="0")
os.environ.update(HF_HUB_OFFLINE="1", TRANSFORMERS_OFFLINE="1", NO_COLOR="1", TERM="dumb")
Settings.model_config["env_file"] = None

ROOT = Path(__file__).resolve().parent.parent
Sections = Mapping[str, Sequence[str]]

_foreign_connections: list[str] = []


class ForeignConnectionError(OSError):
    """Raised where a test reaches for the network."""


def _is_loopback(host: object) -> bool:
    if host in (None, "", "localhost", "testserver", b"localhost", socket.gethostname()):
        return True
    try:
        return ipaddress.ip_address(str(host)).is_loopback or str(host) in ("0.0.0.0", "::")
    except ValueError:
        return False


def _stay_at_home(event: str, args: tuple[Any, ...]) -> None:
    if event == "socket.connect" and isinstance(args[1], tuple) and not _is_loopback(args[1][0]):
        _foreign_connections.append(str(args[1]))
        raise ForeignConnectionError(f"a test connects to {args[1]}")


sys.addaudithook(_stay_at_home)


@pytest.fixture(autouse=True)
def no_network() -> Iterator[None]:
    """Fails a test that tried to leave the machine, even where the attempt was caught."""
    yield
    made, _foreign_connections[:] = list(_foreign_connections), []
    assert not made, f"the test reached for the network: {made}"


# --- The shipped corpus -----------------------------------------------------------------------------


@pytest.fixture(scope="session")
def root() -> Path:
    """The source checkout."""
    return ROOT


@pytest.fixture(scope="session")
def corpus(root: Path) -> Path:
    """The shipped corpus."""
    return root / "corpus"


@pytest.fixture(scope="session")
def gold(root: Path) -> Path:
    """The shipped gold questions for measuring answers."""
    return root / "tests" / "gold" / "answers"


@pytest.fixture(scope="session")
def static() -> StaticEmbedder:
    """The shipped embedding model."""
    return StaticEmbedder()


@pytest.fixture(scope="session")
def corpus_settings(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings whose data folder holds an index of the shipped corpus, built once."""
    chosen = Settings(data_dir=tmp_path_factory.mktemp("corpus-index"), corpus_dir=corpus)
    ingest_corpus(chosen, [corpus])
    return chosen


@pytest.fixture(scope="session")
def data_dir(corpus_settings: Settings) -> Path:
    """The data folder with the index of the shipped corpus. Read it, never write into it."""
    return corpus_settings.data_dir


@pytest.fixture(scope="session")
def bot(corpus_settings: Settings) -> Iterator[Klyngebot]:
    """A bot over the shipped corpus."""
    with Klyngebot.open(corpus_settings) as opened:
        yield opened


@pytest.fixture(scope="session")
def index(data_dir: Path) -> Iterator[Index]:
    """The index of the shipped corpus, opened without a bot."""
    with Index.open(Generations(data_dir)) as opened:
        yield opened


@pytest.fixture(scope="session")
def documents(index: Index) -> Mapping[str, Document]:
    """The documents of the shipped corpus, by id."""
    return index.documents


@pytest.fixture(scope="session")
def gold_answers(bot: Klyngebot, gold: Path) -> list[tuple[GoldQuestion, Answer]]:
    """Every gold question (those of calibration too) with the answer it gets."""
    questions = read_gold([gold, gold.parent / "calibration"])
    return [(item, bot.ask(item.question, item.history)) for item in questions]


# --- Small corpora ----------------------------------------------------------------------------------

MADE: Sections = {
    "Hvad er MADE": [
        "MADE er Danmarks klynge for avanceret produktion.",
        "MADE blev stiftet i 2013 af industrien og universiteterne.",
    ],
    "Hvor ligger MADE": ["MADE har hovedkontor i København og afdelinger i Odense og Aalborg."],
    "Hvad koster MADE": ["Et medlemskab af MADE koster 5.000 kr. om året for små virksomheder."],
}
CLEAN: Sections = {
    "Hvad er CLEAN": [
        "CLEAN er Danmarks klynge for miljøteknologi.",
        "CLEAN opstod i 2014 ved en fusion af to ældre klynger.",
    ],
    "Hvor ligger CLEAN": ["CLEAN har kontor i Sønderborg."],
}
STRATEGY: Sections = {
    "Hvem står bag klyngestrategien": [
        "Otte ministerier står bag klyngestrategien fra 2013.",
        "Arbejdsgruppen blev ledet af Uddannelsesministeriet.",
    ],
    "Hvad er målet": ["Målet er nye innovationer i 1.000 virksomheder om året."],
}


def _corpus_document(document_id: str, sections: Sections, title: str) -> str:
    lines = [
        "---",
        f"id: {document_id}",
        f'title: "{title}"',
        'publisher: "Klyngebots test"',
        "published: 2013-05",
        "kind: profil",
        "rendition: true",
        "---",
        f"# {title}",
    ]
    for heading, sentences in sections.items():
        lines += ["", f"## {heading}", *(f"{sentence}[^K1]" for sentence in sentences)]
    lines += ["", "[^K1]: Kildens titel | Kildens udgiver | 2013 | https://example.org/kilde | original"]
    return "\n".join(lines) + "\n"


def write_document(folder: Path, document_id: str, sections: Sections, *, title: str = "") -> Path:
    """Write a document of the corpus form, every sentence with one source; returns the file."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{document_id}.md"
    path.write_text(_corpus_document(document_id, sections, title or f"Om {document_id}"), encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def corpus_document() -> Callable[..., Path]:
    """Writes a document of the corpus form: `corpus_document(folder, "made", {"Overskrift": ["Sætning."]})`."""
    return write_document


@pytest.fixture(scope="session")
def make_document(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Document]:
    """A document made by the real loader: `make_document("made", {"Overskrift": ["Sætning."]})`."""
    folder = tmp_path_factory.mktemp("documents")

    def make(document_id: str, sections: Sections, *, title: str = "") -> Document:
        path = write_document(folder, document_id, sections, title=title)
        report = load_documents(path)
        assert not report.skipped, report.skipped
        return report.documents[0]

    return make


@pytest.fixture
def tiny_corpus(tmp_path: Path) -> Path:
    """A folder with three small documents: made, clean and strategi."""
    folder = tmp_path / "tiny"
    for document_id, sections in (("made", MADE), ("clean", CLEAN), ("strategi", STRATEGY)):
        write_document(folder, document_id, sections)
    return folder


@pytest.fixture
def tiny_settings(tiny_corpus: Path, tmp_path: Path) -> Settings:
    """Settings over the small corpus, with an empty data folder."""
    return Settings(data_dir=tmp_path / "data", corpus_dir=tiny_corpus)
