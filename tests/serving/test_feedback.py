from __future__ import annotations

import json
import os
import stat
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient
from typer.testing import CliRunner

from klyngebot.cli import app as command_line
from klyngebot.serving.api import create_app
from klyngebot.serving.bodies import FEEDBACK_ANSWER_LIMIT, FEEDBACK_LIMIT, Exchange, Feedback
from klyngebot.serving.feedback import PATH, FeedbackBox, FeedbackFullError
from klyngebot.settings import Settings
from klyngebot.texts import operator as operator_texts

DAYS = 30


class Clock:
    """A day that a test moves."""

    def __init__(self) -> None:
        self.day = date(2026, 8, 1)

    def __call__(self) -> date:
        return self.day

    def move(self, days: int) -> None:
        self.day += timedelta(days)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def box(tmp_path: Path, clock: Clock) -> FeedbackBox:
    return FeedbackBox(tmp_path / "feedback", DAYS, today=clock)


@pytest.fixture
def switched_on(settings: Settings, tmp_path: Path) -> Settings:
    return settings.model_copy(update={"data_dir": tmp_path, "feedback": True, "feedback_days": 14})


@pytest.fixture
def client(stand_in: Any, switched_on: Settings) -> TestClient:
    return TestClient(create_app(lambda: stand_in, switched_on), raise_server_exceptions=False)


def written(folder: Path) -> list[dict[str, str]]:
    return [json.loads(line) for path in sorted(folder.glob("*")) for line in path.read_text("utf-8").splitlines()]


def test_it_is_off_until_the_operator_switches_it_on(stand_in: Any, settings: Settings) -> None:
    assert settings.feedback is False
    client = TestClient(create_app(lambda: stand_in, settings))
    assert client.post(PATH, json={"thumb": "up"}).status_code == 404


def test_a_thumb_alone_is_kept_without_question_and_answer(client: TestClient, tmp_path: Path) -> None:
    response = client.post(
        PATH, json={"thumb": "up"}, headers={"User-Agent": "hemmelig", "Referer": "https://hemmelig"}
    )
    assert response.status_code == 201
    assert response.json()["days"] == 14
    assert "14 dage" in response.json()["message"]
    (kept,) = written(tmp_path / "feedback")
    assert set(kept) == {"date", "thumb", "text", "question", "answer"}
    assert (kept["thumb"], kept["text"], kept["question"], kept["answer"]) == ("up", "", "", "")


def test_what_was_asked_is_kept_only_where_it_is_sent_along(client: TestClient, tmp_path: Path) -> None:
    body = {"thumb": "down", "text": "Forkert år", "exchange": {"question": "Hvornår?", "answer": "2013."}}
    assert client.post(PATH, json=body).status_code == 201
    (kept,) = written(tmp_path / "feedback")
    assert (kept["text"], kept["question"], kept["answer"]) == ("Forkert år", "Hvornår?", "2013.")


def test_personal_data_never_reaches_the_disk(client: TestClient, tmp_path: Path) -> None:
    told = "Mit CPR er 010203-1234, skriv til ole@firma.dk"
    body = {"thumb": "down", "text": told, "exchange": {"question": told, "answer": told}}
    assert client.post(PATH, json=body).status_code == 201
    (kept,) = written(tmp_path / "feedback")
    for part in ("text", "question", "answer"):
        assert kept[part] == "Mit CPR er [CPR-nummer], skriv til [mailadresse]"


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"thumb": "sideways"},
        {"thumb": True},
        {"thumb": "up", "text": "a" * (FEEDBACK_LIMIT + 1)},
        {"thumb": "up", "text": None},
        {"thumb": "up", "question": "a"},
        {"thumb": "up", "exchange": {"answer": "a"}},
        {"thumb": "up", "exchange": {"question": "a", "answer": "b" * (FEEDBACK_ANSWER_LIMIT + 1)}},
        {"thumb": "up", "exchange": {"question": "a", "user": "b"}},
    ],
)
def test_a_judgment_of_another_shape_is_a_problem_and_not_kept(
    client: TestClient, tmp_path: Path, body: dict[str, Any]
) -> None:
    response = client.post(PATH, json=body)
    assert response.status_code == 422
    assert "thumb" in response.json()["detail"]
    assert not (tmp_path / "feedback").exists()


def test_only_the_owner_may_read_it(box: FeedbackBox, tmp_path: Path) -> None:
    (tmp_path / "feedback").mkdir(mode=0o755)
    box.keep(Feedback(thumb="up"))
    assert stat.S_IMODE((tmp_path / "feedback").stat().st_mode) == 0o700
    assert [stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "feedback").iterdir()] == [0o600]


def test_a_line_break_in_a_word_stays_within_its_line(box: FeedbackBox) -> None:
    box.keep(Feedback(thumb="up", text='a\n{"thumb": "down"}\r\u2028b'))
    assert [item.thumb for item in box.judgments()] == ["up"]


def test_every_day_has_its_file_and_goes_after_its_days(box: FeedbackBox, clock: Clock, tmp_path: Path) -> None:
    for _ in range(DAYS + 5):
        box.keep(Feedback(thumb="up"))
        clock.move(1)
    kept = [item.date for item in box.judgments()]
    assert kept[-1] == (clock.day - timedelta(1)).isoformat()
    assert kept[0] == (clock.day - timedelta(DAYS - 1)).isoformat()
    assert len(kept) == len(list((tmp_path / "feedback").iterdir())) == DAYS - 1
    clock.move(DAYS)
    assert list(box.judgments()) == []
    assert list((tmp_path / "feedback").iterdir()) == []


@pytest.mark.parametrize(("age", "kept"), [(DAYS - 1, 1), (DAYS, 0), (DAYS + 400, 0)])
def test_nothing_is_kept_on_the_day_on_which_it_becomes_too_old(
    box: FeedbackBox, clock: Clock, age: int, kept: int
) -> None:
    box.keep(Feedback(thumb="down", text="a"))
    clock.move(age)
    box.delete_expired()
    assert len(list(box.judgments())) == kept


def test_what_is_too_old_is_deleted_at_start_and_while_the_server_runs(
    box: FeedbackBox, clock: Clock, tmp_path: Path
) -> None:
    folder = tmp_path / "feedback"
    box.keep(Feedback(thumb="up"))
    clock.move(DAYS)
    with box.kept_young(seconds=0.01):
        assert comes_true(lambda: not list(folder.iterdir()))
        box.keep(Feedback(thumb="up"))
        assert list(folder.iterdir())
        clock.move(DAYS)
        assert comes_true(lambda: not list(folder.iterdir()))
    assert comes_true(lambda: "delete-feedback" not in [thread.name for thread in threading.enumerate()])


def comes_true(done: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + 10
    while not done() and time.monotonic() < deadline:
        time.sleep(0.01)
    return done()


def test_a_flood_does_not_fill_the_disk(tmp_path: Path, clock: Clock, caplog: pytest.LogCaptureFixture) -> None:
    box = FeedbackBox(tmp_path / "feedback", DAYS, largest=2_000, today=clock)
    for _ in range(100):
        with suppress(FeedbackFullError):
            box.keep(Feedback(thumb="up", text="a" * 100))
    assert caplog.text.count(operator_texts.FEEDBACK_FULL) == 1
    assert 0 < len(list(box.judgments())) < 20
    assert sum(path.stat().st_size for path in (tmp_path / "feedback").iterdir()) <= 2_000
    clock.move(DAYS)
    box.keep(Feedback(thumb="up"))  # there is room again


def test_a_full_box_is_a_problem_that_says_so(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "feedback").write_text("a file where the folder should be", encoding="utf-8")
    response = client.post(PATH, json={"thumb": "up"})
    assert response.status_code == 503
    assert int(response.headers["retry-after"]) > 0
    assert "ikke gemt" in response.json()["detail"]


def test_a_link_in_the_place_of_a_file_is_not_followed(box: FeedbackBox, clock: Clock, tmp_path: Path) -> None:
    folder, other = tmp_path / "feedback", tmp_path / "other"
    folder.mkdir()
    other.write_text("", encoding="utf-8")
    (folder / f"{clock.day.isoformat()}.jsonl").symlink_to(other)
    with pytest.raises(FeedbackFullError):
        box.keep(Feedback(thumb="up"))
    assert other.read_text(encoding="utf-8") == ""


def test_a_line_that_cannot_be_read_is_left_out(box: FeedbackBox, clock: Clock, tmp_path: Path) -> None:
    box.keep(Feedback(thumb="up"))
    path = tmp_path / "feedback" / f"{clock.day.isoformat()}.jsonl"
    path.write_text('{"date": "2026\n[]\n{}\n' + path.read_text(encoding="utf-8"), encoding="utf-8")
    assert len(list(box.judgments())) == 1


def test_a_disk_that_takes_half_a_line_is_left_without_it(
    box: FeedbackBox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    box.keep(Feedback(thumb="up"))
    write = os.write
    monkeypatch.setattr(os, "write", lambda descriptor, line: write(descriptor, line[:10]))
    with pytest.raises(FeedbackFullError):
        box.keep(Feedback(thumb="down"))
    monkeypatch.undo()
    box.keep(Feedback(thumb="up"))
    assert [item.thumb for item in box.judgments()] == ["up", "up"]


def test_other_files_in_the_folder_are_left_alone(box: FeedbackBox, tmp_path: Path) -> None:
    box.keep(Feedback(thumb="up"))
    (tmp_path / "feedback" / "noter.jsonl").write_text("ikke JSON", encoding="utf-8")
    assert box.delete_all() == 1
    assert [path.name for path in (tmp_path / "feedback").iterdir()] == ["noter.jsonl"]


def test_the_command_line_writes_it_out_and_deletes_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KLYNGEBOT_DATA_DIR", str(tmp_path))
    box = FeedbackBox(tmp_path / "feedback", DAYS)
    box.keep(Feedback(thumb="down", text="æøå", exchange=Exchange(question="Hvad?", answer="Det.")))
    shown = CliRunner().invoke(command_line, ["feedback"])
    assert shown.exit_code == 0
    (line,) = shown.stdout.splitlines()
    assert json.loads(line)["text"] == "æøå"
    deleted = CliRunner().invoke(command_line, ["feedback", "--delete-all"])
    assert (deleted.exit_code, deleted.stdout) == (0, "")
    assert "1 dag" in deleted.stderr
    assert CliRunner().invoke(command_line, ["feedback"]).stdout == ""


def test_every_judgment_of_many_threads_is_kept_whole(box: FeedbackBox) -> None:
    def send() -> None:
        for _ in range(20):
            box.keep(Feedback(thumb="up", text="å" * 500))

    threads = [threading.Thread(target=send) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [item.text for item in box.judgments()] == ["å" * 500] * 160
