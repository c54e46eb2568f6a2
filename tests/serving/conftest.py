"""A stand-in for the bot, so that the faces are tested apart from what they show.

The answers are built by hand from a handful of corpus sentences; `tests/serving/test_gradio_page.py` and
`test_api.py` run against it. It has the same methods as `klyngebot.bot.Klyngebot` and remembers what it was asked.
"""

from __future__ import annotations

import gc
import os
import shutil
import subprocess
import threading
import time
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from klyngebot import texts
from klyngebot.checking.drafts import DraftChecker
from klyngebot.checking.results import (
    ClaimCheck,
    DraftCheck,
    QuotationCheck,
    QuotationStatus,
    Verdict,
    WordChange,
)
from klyngebot.errors import CheckError
from klyngebot.serving.server import create_server, create_site, listen
from klyngebot.settings import Settings
from klyngebot.texts import checking as check_texts
from klyngebot.types import (
    Answer,
    AnswerSentence,
    Chunk,
    Citation,
    ClusterAnswer,
    ClusterProposal,
    ClusterStatement,
    Document,
    DocumentKind,
    Hit,
    Provenance,
    Refusal,
    RefusalReason,
    Status,
    Stop,
    Trace,
    Turn,
)

STRATEGY_SITE = Provenance(
    "K4",
    "Strategi for samarbejde om Danmarks klynge- og netværksindsats",
    "Uddannelses- og Forskningsministeriet",
    "2013-04-30",
    "https://ufm.dk/publikationer/2013/strategi-for-samarbejde",
    "original",
)
MAGAZINE = Provenance(
    "K1",
    "Klynger skal give mindre virksomheder et innovationsløft",
    "MagasinetInnovation.dk",
    "2013-05",
    "http://magasinetinnovation.dk/?type=underkategori&id=144",
    "sekundær",
)
MINISTRIES = (
    "De otte ministerier bag klyngestrategien fra 2013 er Uddannelsesministeriet, Erhvervs- og Vækstministeriet, "
    "Udenrigsministeriet, Ministeriet for By, Bolig og Landdistrikter, Fødevareministeriet, Klima-, Energi- og "
    "Bygningsministeriet, Miljøministeriet og Sundhedsministeriet."
)
WORKING_GROUP = "Arbejdsgruppen bag klyngestrategien fra 2013 blev ledet af Uddannelsesministeriet."
GOAL = (
    "Det konkrete mål er ifølge magasinartiklen fra maj 2013, at klyngeindsatsen skal give nye innovationer i "
    "mindst 1.000 virksomheder om året."
)
ARTICLE = "Magasinartiklen »Klynger skal give mindre virksomheder et innovationsløft« (maj 2013)"


POISON = "gift:"  # the stand-in answers with what follows in every place that shows text


def citation(
    number: int, quote: str, *provenance: Provenance, section: str = "Hvem står bag", **changes: object
) -> Citation:
    """A citation of the article of May 2013."""
    made = Citation(
        number=number,
        document_id="artikel-2013-innovationsloeft",
        title=ARTICLE,
        publisher="MagasinetInnovation.dk",
        published="2013-05",
        section=section,
        quote=quote,
        start=100 * number,
        end=100 * number + len(quote),
        rendition=True,
        kind=DocumentKind.ARTICLE,
        provenance=provenance,
        valid_to="2015",
        document_url="http://magasinetinnovation.dk/",
    )
    return replace(made, **changes)  # type: ignore[arg-type]


ANSWERED = Answer(
    question="Hvilke ministerier står bag klyngestrategien fra 2013?",
    status=Status.ANSWERED,
    sentences=(AnswerSentence(MINISTRIES, (1,)), AnswerSentence(WORKING_GROUP, (2,)), AnswerSentence(GOAL, (3,))),
    citations=(
        citation(1, MINISTRIES, MAGAZINE, STRATEGY_SITE),
        citation(2, WORKING_GROUP, MAGAZINE, STRATEGY_SITE),
        citation(3, GOAL, MAGAZINE, section="Hvilke mål og tal nævner artiklen"),
    ),
    suggestions=(
        "Hvem ledede Klyngeforum?",
        "Hvornår udkom klyngestrategien?",
        "Hvad er de tre indsatsområder i klyngestrategien fra 2013?",
    ),
    notes=(texts.NOTE_DISAGREEMENT,),
    corpus_version="abc123",
    trace=Trace("ministerier klyngestrategien 2013", (Stop("find", 3.25, "12 afsnit"), Stop("svar", 7.5))),
)
REFUSED = Answer(
    question="Hvad koster en liter mælk?",
    status=Status.REFUSED,
    refusal=Refusal(
        RefusalReason.NOT_IN_SOURCES, texts.REFUSED_NOT_IN_SOURCES, (ARTICLE, "Klyngestrategi 2.0 (2016-2018)")
    ),
    suggestions=("Hvad er en klynge?", "Hvad koster det at være medlem af en klynge?"),
    corpus_version="abc123",
)


def poisoned(answer: Answer, text: str) -> Answer:
    """The answer with the text in every place that shows text."""
    source = Provenance("K", text, text, text, text, text)
    hostile = replace(
        answer.citations[0],
        title=text,
        publisher=text,
        published=text,
        section=text,
        quote=text,
        document_url=text,
        valid_to=text,
        provenance=(source, replace(source, key="L")),
    )
    return replace(
        answer,
        question=text,
        sentences=(AnswerSentence(text, (1,)),),
        citations=(hostile,),
        notes=(text,),
        suggestions=(text,),
        refusal=Refusal(RefusalReason.NOT_IN_SOURCES, text, (text,)),
    )


def document(number: int, kind: DocumentKind = DocumentKind.PROFILE) -> Document:
    """A document without text, as a list of documents shows it."""
    name = f"klynge-{number}"
    return Document(name, f"Klynge nummer {number}", "Erhvervsstyrelsen", "2024-05", kind, "", (), ())


DOCUMENTS = (
    *(document(number) for number in range(1, 34)),
    replace(document(34, DocumentKind.ARTICLE), title=ARTICLE, publisher="MagasinetInnovation.dk"),
    replace(document(35, DocumentKind.FOREIGN), title="<b onclick=window.hit=1>Notat</b>", publisher="", published=""),
)
CHUNK = Chunk("c1", "klynge-1", ("Klynge nummer 1", "<i>Mål</i>"), 0, 9, "MADE er …")


@dataclass
class StandIn:
    """Answers by key words, like the bot in shape only."""

    asked: list[tuple[str, tuple[Turn, ...]]] = field(default_factory=list)
    longest: int = 500

    @dataclass(frozen=True)
    class Corpus:
        version: str = "abc123"
        documents: tuple[Document, ...] = DOCUMENTS
        chunks: int = 400
        damage: str = ""

    corpus = Corpus()

    def ask(self, question: str, history: tuple[Turn, ...] | list[Turn] = ()) -> Answer:
        self.asked.append((question, tuple(history)))
        if "vælt" in question:
            raise RuntimeError(f"hemmelig {question}")
        if not question.strip():
            return self._rejected(RefusalReason.EMPTY, texts.REJECTED_EMPTY)
        if len(question) > self.longest:
            return self._rejected(RefusalReason.TOO_LONG, texts.rejected_too_long(self.longest))
        if question.startswith(POISON):
            return replace(poisoned(ANSWERED, question.removeprefix(POISON)), question="")
        if "mælk" in question or "<" in question or "![" in question:
            return replace(REFUSED, question=question)
        return replace(ANSWERED, question=question)

    def search(self, query: str, k: int = 12) -> list[Hit]:
        return [Hit(CHUNK, 0.98765, 1, "ord", {"bm25": 7.5}), Hit(CHUNK, 0.5, 2, "betydning")]

    def find_clusters(self, description: str) -> ClusterAnswer:
        if "vælt" in description:
            raise RuntimeError(f"hemmelig {description}")
        citation = replace(ANSWERED.citations[0], number=1)
        proposal = ClusterProposal("made", "MADE", (description,), (ClusterStatement("field", citation),))
        return ClusterAnswer(description, Status.ANSWERED, texts.find_found(1), (proposal,))

    def check_claim(self, claim: str) -> ClaimCheck:
        if not claim.strip():
            raise CheckError(check_texts.CHECK_CLAIM_EMPTY)
        if "langsom" in claim:
            time.sleep(1.5)
        if "vælt" in claim:
            raise RuntimeError(f"hemmelig {claim}")
        refuted = replace(ANSWERED.citations[0], quote="Otte ministerier stod bag.")
        if "ti " in claim:
            return ClaimCheck(claim, Verdict.REFUTED, "Kilden siger otte, ikke ti.", (refuted,), 0.9)
        if "13" in claim:
            newer = replace(ANSWERED.citations[1], quote="I dag er der 11.")
            return ClaimCheck(claim, Verdict.SUPPORTED, "", (refuted,), 0.9, "2013", newer)
        return ClaimCheck(claim, Verdict.NOT_ENOUGH_INFO, "", ANSWERED.citations[:2], 0.5)

    def check_text(self, text: str, name: str = "") -> DraftCheck:
        return DraftChecker(self.check_claim, self._quotation, "abc123").check(text, name)

    def _quotation(self, quote: str) -> QuotationCheck:
        changes = (WordChange("ti", "otte"), WordChange("", "danske"))
        return QuotationCheck(quote, QuotationStatus.ALTERED, ANSWERED.citations[:1], changes)

    def _rejected(self, reason: RefusalReason, message: str) -> Answer:
        return Answer("", Status.REJECTED, refusal=Refusal(reason, message), corpus_version="abc123")

    def close(self) -> None:
        pass


@pytest.fixture
def stand_in() -> StandIn:
    return StandIn()


@pytest.fixture
def settings() -> Settings:
    return Settings(_env_file=None, allowed_hosts=["127.0.0.1", "localhost", "testserver"])


@pytest.fixture
def answered() -> Answer:
    return ANSWERED


@pytest.fixture
def poison() -> Any:
    return poisoned


@pytest.fixture
def refused() -> Answer:
    return REFUSED


@dataclass(frozen=True)
class Running:
    """A server on a free loopback port."""

    url: str
    port: int
    site: Any
    bot: StandIn


@pytest.fixture(scope="session")
def running() -> Iterator[Running]:
    """The whole site, served for real over the stand-in."""
    bot = StandIn()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # event loops that Gradio leaves behind at import
        # Nothing remembered: tests look at what the bot was asked. They ask faster than anybody is let
        site = create_site(lambda: bot, Settings(_env_file=None, remembered_answers=0, rate_per_minute=0))
        gc.collect()
    listener = listen("127.0.0.1", 0)
    server = create_server(site, Settings(_env_file=None))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    deadline = time.monotonic() + 20
    while not server.started:
        assert time.monotonic() < deadline, "the server did not start"
        time.sleep(0.02)
    port = listener.getsockname()[1]
    yield Running(f"http://127.0.0.1:{port}", port, site, bot)
    server.should_exit = True
    thread.join(timeout=10)


@pytest.fixture(scope="session")
def chromium() -> str:
    """Path of Chromium; installed with apt-get where that is possible, else the test fails and says how to."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found:
        return found
    if os.geteuid() == 0 and shutil.which("apt-get"):
        for command in (["update"], ["install", "-y", "--no-install-recommends", "chromium"]):
            subprocess.run(["apt-get", *command], check=True, capture_output=True)
        if Path("/usr/bin/chromium").exists():
            return "/usr/bin/chromium"
    pytest.fail("Chromium is missing: install it (apt-get install chromium), or run pytest -m 'not browser'")
