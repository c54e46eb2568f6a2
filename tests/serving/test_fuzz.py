"""Calls that nobody would make: from the API's own description, and questions made at random, with the real bot.

`FUZZ_CALLS` and `FUZZ_QUESTIONS` say how many; the suite makes a few hundred. Whatever comes in, nothing that went
wrong on the inside comes out: no 5xx, no error in the log, and every response is as the API describes it.
"""

from __future__ import annotations

import json
import logging
import os
import threading
import time
from collections import Counter
from collections.abc import Iterator
from typing import Any

import httpx
import jsonschema
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    positive_data_acceptance,
    response_schema_conformance,
    status_code_conformance,
)

from klyngebot.bot import Klyngebot
from klyngebot.serving.api import create_app
from klyngebot.serving.description import PATH, describe
from klyngebot.serving.logs import fields_of
from klyngebot.serving.server import create_server, listen
from klyngebot.settings import Settings

CALLS = int(os.environ.get("FUZZ_CALLS", "600"))
QUESTIONS = int(os.environ.get("FUZZ_QUESTIONS", "300"))
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
DESCRIBED = describe(Settings(_env_file=None, feedback=True))
log = logging.getLogger(__name__)
INSIDES = ("Traceback", "site-packages", "/home/", "/root/", "sqlite", "pydantic", "starlette")
HARSH = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]
SILENT = settings(database=None, deadline=None, suppress_health_check=HARSH, phases=[Phase.generate])


class Errors(logging.Handler):
    """Every record that tells of an error, ours or another's."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.told: list[dict[str, Any]] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.told.append(fields_of(record))


@pytest.fixture
def errors() -> Iterator[Errors]:
    handler = Errors()
    logging.getLogger().addHandler(handler)
    yield handler
    logging.getLogger().removeHandler(handler)
    assert handler.told == []


@pytest.fixture(scope="module")
def url(bot: Klyngebot, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the API over the real bot, with feedback, served for real."""
    chosen = Settings(_env_file=None, feedback=True, data_dir=tmp_path_factory.mktemp("fuzz"), remembered_answers=0)
    with listen("127.0.0.1", 0) as listener:
        server = create_server(create_app(lambda: bot, chosen), chosen)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.01)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        server.should_exit = True
        thread.join(20)


@pytest.mark.parametrize("mode", list(schemathesis.GenerationMode), ids=lambda mode: str(mode.value))
def test_calls_made_from_the_description_end_as_it_says(url: str, errors: Errors, mode: Any) -> None:
    wrong = mode is schemathesis.GenerationMode.NEGATIVE
    operations = [result.ok() for result in schemathesis.openapi.from_url(url + PATH).get_all_operations()]
    taking = [operation for operation in operations if operation.body]
    each = max(1, CALLS // (2 * len(taking)))
    statuses: Counter[int] = Counter()

    def check(case: Any) -> None:
        response = case.call()
        statuses[response.status_code] += 1
        # What is too large besides is refused for that, before it is read
        other = [] if response.status_code == 413 else [negative_data_rejection if wrong else positive_data_acceptance]
        case.validate_response(response, checks=[*CHECKS, *other])
        assert not [inside for inside in INSIDES if inside in response.text]

    for operation in taking if wrong else operations:  # without a body there is nothing to get wrong
        made = operation.as_strategy(generation_mode=mode)
        settings(SILENT, max_examples=each)(given(case=made)(check))()
    assert statuses.total() >= 0.45 * CALLS, "fewer calls were made than were asked for"
    assert (statuses[422] > 0) is wrong
    log.info("%d calls with %s data: %s", statuses.total(), mode.value, dict(statuses))


def test_questions_made_at_random_are_answered(url: str, errors: Errors, bot: Klyngebot) -> None:
    schema = {"$ref": "#/components/schemas/Answer", "components": DESCRIBED["components"]}
    validator = jsonschema.Draft202012Validator(schema)
    words = sorted({word for document in bot.corpus.documents for word in document.text.split()})
    statuses: Counter[str] = Counter()
    with httpx.Client(base_url=url, timeout=60) as client:

        @settings(SILENT, max_examples=QUESTIONS)
        @given(question=questions(words), history=st.lists(turns(words), max_size=3), streamed=st.booleans())
        def ask(question: str, history: list[dict[str, str]], streamed: bool) -> None:
            headers = {"Accept": "text/event-stream"} if streamed else {}
            response = client.post("/api/v1/ask", json={"question": question, "history": history}, headers=headers)
            assert response.status_code == 200
            answer = json.loads(last_event(response.text)) if streamed else response.json()
            validator.validate(answer)
            assert not [inside for inside in INSIDES if inside in response.text and inside not in question]
            statuses[answer["status"]] += 1

        ask()
    assert statuses.total() >= QUESTIONS
    assert set(statuses) >= {"answered", "refused", "rejected"}
    log.info("%d questions: %s", statuses.total(), dict(statuses))


def last_event(stream: str) -> str:
    """The data of a stream's last event, which must be the answer."""
    name, data = stream.rstrip("\n").split("\n")[-2:]
    assert name == "event: answer"
    return data.removeprefix("data: ")


OPENINGS = (
    "Hvad er {}?", "Hvem {}?", "Hvornår {}?", "Hvor mange {} i {}?", "Er {} {}?", "{} og {}?", "What is {}?",
    "Hvad er forskellen på {} og {}?", "Og {}?", "Hvorfor {} ikke {}?", "Sammenlign {} med {}", "»{}« {}",
)  # fmt: skip
ODD = (
    "010203-1234",
    "ole@firma.dk",
    "+45 12 34 56 78",
    "2013",
    "1.000",
    "<b>",
    "{x}",
    "%s",
    "\u202e",
    "\u200b",
    "😀",
    "\0",
)


def questions(words: list[str]) -> st.SearchStrategy[str]:
    """Anything at all; words of the corpus in any order; questions about them; with odd things in between."""
    said = st.lists(st.sampled_from(words) | st.sampled_from(ODD) | st.text(max_size=8), min_size=1, max_size=12)
    phrase = said.map(" ".join)
    asked = st.tuples(st.sampled_from(OPENINGS), phrase, phrase).map(lambda parts: parts[0].format(*parts[1:]))
    return st.text(max_size=600) | phrase | asked


def turns(words: list[str]) -> st.SearchStrategy[dict[str, str]]:
    return st.fixed_dictionaries({"question": questions(words)}, optional={"answer": questions(words)})
