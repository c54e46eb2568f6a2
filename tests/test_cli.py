"""The command line: answers on standard output, everything else on standard error, and never a traceback."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from klyngebot import __version__, texts
from klyngebot.checking.results import ClaimCheck, Verdict
from klyngebot.cli import main
from klyngebot.settings import Settings
from klyngebot.store import Generations, Manifest
from klyngebot.texts import checking as check_texts
from klyngebot.texts import operator as operator_texts

QUESTION = "Hvilke ministerier står bag klyngestrategien fra 2013?"


@dataclass(frozen=True)
class Done:
    """What a command left behind."""

    code: int
    out: str
    err: str


Run = Callable[..., Done]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    """Runs `klyngebot` with these arguments in this process, far from the developer's own index."""
    monkeypatch.setenv("KLYNGEBOT_DATA_DIR", str(tmp_path / "ingen-data"))
    monkeypatch.chdir(tmp_path)

    def invoke(*arguments: object, stdin: str = "") -> Done:
        monkeypatch.setattr(sys, "argv", ["klyngebot", *map(str, arguments)])
        monkeypatch.setattr(sys, "stdin", io.StringIO(stdin))
        capfd.readouterr()
        try:
            main()
        except SystemExit as exit_:
            code = exit_.code if isinstance(exit_.code, int) else int(exit_.code is not None)
        else:
            code = 0
        return Done(code, *capfd.readouterr())

    return invoke


@pytest.fixture
def on_corpus(run: Run, monkeypatch: pytest.MonkeyPatch, data_dir: Path) -> Run:
    """The same, over the shipped corpus."""
    monkeypatch.setenv("KLYNGEBOT_DATA_DIR", str(data_dir))
    return run


@pytest.fixture
def on_tiny(run: Run, monkeypatch: pytest.MonkeyPatch, tiny_corpus: Path, tmp_path: Path) -> Run:
    """The same, with a small corpus and an empty data folder."""
    monkeypatch.setenv("KLYNGEBOT_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("KLYNGEBOT_CORPUS_DIR", str(tiny_corpus))
    return run


@pytest.fixture
def pdf(tmp_path: Path) -> Path:
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import Paragraph, SimpleDocTemplate

    path = tmp_path / "min-strategi.pdf"
    style = getSampleStyleSheet()["BodyText"]
    lines = ["Fjordby Kommune åbner et klyngekontor i 2031.", "Kontoret får fire medarbejdere og ligger ved havnen."]
    SimpleDocTemplate(str(path)).build([Paragraph(line, style) for line in lines])
    return path


def sources(tmp_path: Path) -> list[str]:
    return [Path(source).name for source in Manifest.read(Generations(tmp_path / "data").current()).sources]


# --- ask --------------------------------------------------------------------------------------------


def test_ask_answers_with_sources(on_corpus: Run) -> None:
    done = on_corpus("ask", QUESTION)
    assert done.code == 0
    assert "Udenrigsministeriet" in done.out
    assert "[1]" in done.out
    assert texts.SOURCES in done.out
    assert "http" in done.out
    assert done.err == ""


def test_ask_json_is_the_whole_answer_and_nothing_else(on_corpus: Run) -> None:
    done = on_corpus("ask", QUESTION, "--json")
    answer = json.loads(done.out)
    assert answer["status"] == "answered"
    assert answer["question"] == QUESTION
    assert {"sentences", "citations", "trace", "corpus_version", "mode", "suggestions"} <= answer.keys()
    assert answer["citations"][0]["quote"] == answer["sentences"][0]["text"]
    assert done.err == ""


def test_a_refusal_is_no_error(on_corpus: Run) -> None:
    done = on_corpus("ask", "Hvordan bager man en lagkage med jordbær?")
    assert done.code == 0
    assert texts.REFUSED_OFF_TOPIC in done.out or texts.REFUSED_NOT_IN_SOURCES in done.out


@pytest.mark.parametrize("question", ["", "   ", "x" * 501, "hej", "\u200b"])
def test_any_question_is_taken(on_corpus: Run, question: str) -> None:
    done = on_corpus("ask", question)
    assert done.code == 0
    assert done.out.strip()


@pytest.mark.parametrize("arguments", [("ask",), ("ask", "Hvad?", "--batch", "fil.jsonl")])
def test_neither_or_both_of_question_and_batch_is_a_wrong_call(run: Run, arguments: tuple[str, ...]) -> None:
    done = run(*arguments)
    assert done.code == 2
    assert done.out == ""
    assert "klyngebot ask" in done.err


def test_the_first_question_builds_the_index(on_tiny: Run, tmp_path: Path) -> None:
    done = on_tiny("ask", "Hvor ligger CLEAN?")
    assert done.code == 0
    assert "Sønderborg" in done.out
    assert "indeks" in done.err
    assert Generations(tmp_path / "data").exists


def test_changed_documents_are_told_of_beside_the_answer(on_tiny: Run, tiny_corpus: Path) -> None:
    on_tiny("ingest")
    os.utime(tiny_corpus / "made.md", (1, 1))
    done = on_tiny("ask", "Hvor ligger CLEAN?")
    assert "klyngebot ingest" in done.err
    assert "klyngebot ingest" not in done.out
    on_tiny("ingest")
    assert on_tiny("ask", "Hvor ligger CLEAN?").err == ""


@pytest.mark.parametrize("name", ["manifest.json", "chroma/chroma.sqlite3", "documents.json"])
def test_a_damaged_index_is_one_plain_sentence_and_exit_code_one(on_tiny: Run, tmp_path: Path, name: str) -> None:
    on_tiny("ingest")
    (Generations(tmp_path / "data").current() / name).write_bytes(b"skade")
    done = on_tiny("ask", "Hvor ligger CLEAN?")
    assert (done.code, done.out) == (1, "")
    assert "beskadiget" in done.err
    assert "klyngebot ingest" in done.err
    assert on_tiny("ingest").code == 0
    assert "Sønderborg" in on_tiny("ask", "Hvor ligger CLEAN?").out


# --- check ------------------------------------------------------------------------------------------


class Refuting:
    """A checker of claims for which ten is never right."""

    def check(self, claim: str) -> ClaimCheck:
        return ClaimCheck(claim, Verdict.REFUTED if "ti " in claim else Verdict.SUPPORTED, "")


@pytest.fixture
def refuting(on_corpus: Run, monkeypatch: pytest.MonkeyPatch) -> Run:
    """The command line with a checker whose verdicts are known."""
    monkeypatch.setattr("klyngebot.bot.ClaimChecker", lambda *_: Refuting())
    return on_corpus


@pytest.mark.parametrize("suffix", [".md", ".txt"])
def test_a_draft_is_checked_and_a_contradiction_is_code_1(refuting: Run, tmp_path: Path, suffix: str) -> None:
    draft = tmp_path / f"udkast{suffix}"
    draft.write_text("MADE er en klynge. Der var ti ministerier.", encoding="utf-8")
    done = refuting("check", draft)
    assert done.code == 1
    assert f"Faktatjek af udkast{suffix}" in done.out
    assert "✗ Modsagt: 1" in done.out
    assert done.err == ""
    draft.write_text("MADE er en klynge.", encoding="utf-8")
    assert refuting("check", draft).code == 0


def test_a_pdf_is_checked_and_the_report_written_where_it_should(refuting: Run, pdf: Path, tmp_path: Path) -> None:
    done = refuting("check", pdf, "--format", "html", "--out", tmp_path / "rapport.html")
    assert (done.code, done.out, done.err) == (0, "", "")
    assert "<mark" in (tmp_path / "rapport.html").read_text(encoding="utf-8")


def test_a_claim_is_checked_as_json(refuting: Run) -> None:
    done = refuting("check", "--claim", "Der var ti ministerier.", "--format", "json")
    assert done.code == 1
    assert json.loads(done.out)["verdict"] == "refuted"


def test_a_batch_of_claims_gives_a_line_each_and_code_0(refuting: Run, tmp_path: Path) -> None:
    lines = [{"id": "a", "claim": "Der var ti ministerier."}, {"claim": "MADE er ny."}, {"id": 3, "claim": " "}]
    (tmp_path / "krav.jsonl").write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    done = refuting("check", "--batch", "krav.jsonl")
    told = [json.loads(line) for line in done.out.splitlines()]
    assert done.code == 0
    verdicts = [("a", "refuted"), (2, "supported"), (3, "not_enough_info")]
    assert [(line["id"], line["verdict"]) for line in told] == verdicts
    assert told[2]["reason"] == check_texts.CHECK_CLAIM_EMPTY
    assert all(line["evidence"] == [] for line in told)


@pytest.mark.parametrize(
    "line",
    [
        '{"id": 1, "question": "Hvad?"}',
        '{"id": 1, "claim": 3}',
        "[]",
        "nej",
        '{"id": 1, "claim": "\\ud800"}',
        '{"id": 1e999, "claim": "MADE er ny."}',
        '{"claim": "MADE er ny.", "x": ' + "[" * 100_000,
    ],
    ids=str.__len__,
)
def test_a_bad_line_of_claims_is_named(run: Run, tmp_path: Path, line: str) -> None:
    (tmp_path / "krav.jsonl").write_text(f'{{"claim": "MADE er ny."}}\n{line}', encoding="utf-8")
    done = run("check", "--batch", "krav.jsonl")
    assert (done.code, done.out) == (1, "")
    assert 'krav.jsonl, linje 2: linjen kan ikke bruges. Den skal være JSON med "id" og "claim".' in done.err


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("mangler.pdf", None, "findes ikke"),
        ("tom.txt", b"", "filen er tom"),
        ("ark.xlsx", b"PK\3\4", "kan ikke læses"),
        ("brudt.pdf", b"%PDF-1.7 brudt", "brudt.pdf"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_on_stderr(
    run: Run, tmp_path: Path, name: str, content: bytes | None, said: str
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    done = run("check", name)
    assert (done.code, done.out) == (1, "")
    assert said in done.err


@pytest.mark.parametrize(
    "arguments", [(), ("a.md", "--claim", "b"), ("--claim", "b", "--batch", "c"), ("--claim", "b", "--format", "pdf")]
)
def test_a_wrong_call_of_check_is_code_2(run: Run, arguments: tuple[str, ...]) -> None:
    done = run("check", *arguments)
    assert (done.code, done.out) == (2, "")
    assert done.err


def test_an_empty_claim_and_a_report_without_a_folder_are_errors(refuting: Run) -> None:
    assert check_texts.CHECK_CLAIM_EMPTY in refuting("check", "--claim", " ").err
    done = refuting("check", "--claim", "MADE er ny.", "--out", "mangler/rapport.md")
    assert done.code == 1
    assert "Rapporten mangler/rapport.md kan ikke skrives" in done.err


def test_a_report_never_replaces_the_draft(refuting: Run, tmp_path: Path) -> None:
    draft = tmp_path / "udkast.md"
    draft.write_text("MADE er ny.", encoding="utf-8")
    (tmp_path / "genvej.md").symlink_to(draft)
    (tmp_path / "krav.jsonl").write_text('{"claim": "MADE er ny."}', encoding="utf-8")
    for arguments in (
        ("udkast.md", "--out", "udkast.md"),
        ("udkast.md", "--out", tmp_path / "." / "udkast.md"),
        ("udkast.md", "--out", "genvej.md"),
        ("--batch", "krav.jsonl", "--out", "krav.jsonl"),
    ):
        done = refuting("check", *arguments)
        assert (done.code, done.out) == (1, "")
        assert "filen, der tjekkes" in done.err
    assert draft.read_text(encoding="utf-8") == "MADE er ny."


def test_the_target_of_a_report_is_looked_at_before_the_work(run: Run, tmp_path: Path) -> None:
    (tmp_path / "udkast.md").write_text("MADE er ny.", encoding="utf-8")
    for target in ("mangler/rapport.md", ".", "udkast.md/rapport.md"):
        done = run("check", "udkast.md", "--out", target)
        assert (done.code, done.out) == (1, "")
        assert done.err.startswith(f"Rapporten {target} kan ikke skrives (")
        assert operator_texts.INDEXING_FIRST not in done.err


@pytest.mark.parametrize(
    ("out", "begins"), [("r.html", "<!doctype html>"), ("r.json", "{"), ("r.md", "# Faktatjek"), ("r", "# Faktatjek")]
)
def test_the_suffix_of_a_report_tells_its_format(refuting: Run, tmp_path: Path, out: str, begins: str) -> None:
    assert refuting("check", "--claim", "MADE er ny.", "--out", out).code == 0
    assert (tmp_path / out).read_text(encoding="utf-8").lower().startswith(begins.lower())
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".tmp"] == []


def test_a_format_that_is_asked_for_counts_more_than_the_suffix(refuting: Run, tmp_path: Path) -> None:
    assert refuting("check", "--claim", "MADE er ny.", "--format", "json", "--out", "r.md").code == 0
    assert json.loads((tmp_path / "r.md").read_text(encoding="utf-8"))["verdict"] == "supported"


def test_a_report_in_a_format_that_nobody_could_open_is_refused(refuting: Run, tmp_path: Path) -> None:
    done = refuting("check", "--claim", "MADE er ny.", "--out", "r.docx")
    assert (done.code, done.out) == (2, "")
    assert not (tmp_path / "r.docx").exists()


def test_a_batch_of_claims_is_written_where_it_should_and_has_one_format(refuting: Run, tmp_path: Path) -> None:
    (tmp_path / "krav.jsonl").write_text('{"id": "a", "claim": "Der var ti ministerier."}', encoding="utf-8")
    assert refuting("check", "--batch", "krav.jsonl", "--out", "domme.jsonl") == Done(0, "", "")
    (line,) = (tmp_path / "domme.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(line)["verdict"] == "refuted"
    done = refuting("check", "--batch", "krav.jsonl", "--format", "html", "--out", "b.html")
    assert (done.code, done.out) == (2, "")
    assert not (tmp_path / "b.html").exists()


def test_a_draft_with_front_matter_of_any_kind_is_checked_as_its_author_divided_it(
    refuting: Run, tmp_path: Path
) -> None:
    (tmp_path / "udkast.md").write_text(
        "---\ntitle: Mit udkast\ntags: [a, b]\n---\n\n# Om\n\n- MADE er ny\n- CLEAN er ny\n\n| MADE | Odense |\n",
        encoding="utf-8",
    )
    told = json.loads(refuting("check", "udkast.md", "--format", "json").out)
    assert [(item["kind"], item["text"]) for item in told["statements"]] == [
        ("heading", "# Om"),
        ("claim", "MADE er ny"),
        ("claim", "CLEAN er ny"),
        ("unread", "| MADE | Odense |"),
    ]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("check", ""), "Stien er tom"),
        (("check", "--batch", ""), "Stien er tom"),
        (("check", "a\0.md"), "nultegn"),
        (("ingest", "a\0.md"), "nultegn"),
        (("check", "."), ".: er en mappe"),
        (("check", "--batch", "."), ". er en mappe"),
        (("check", "--batch", "mangler.jsonl"), "mangler.jsonl findes ikke"),
        (("evaluate", "verification", "."), ". er en mappe"),
        (("evaluate", "verification", "mangler.jsonl"), "mangler.jsonl findes ikke"),
    ],
)
def test_a_path_that_is_no_file_is_one_plain_message(run: Run, arguments: tuple[str, ...], said: str) -> None:
    done = run(*arguments)
    assert (done.code, done.out) == (1, "")
    assert said in done.err


def test_evaluate_verification_names_the_line_of_a_claim_that_cannot_be_checked(refuting: Run, tmp_path: Path) -> None:
    long = {"claim": "MADE er ny. " * 200, "label": "Supported"}
    (tmp_path / "krav.jsonl").write_text(f"\n{json.dumps(long)}", encoding="utf-8")
    done = refuting("evaluate", "verification", "krav.jsonl", "--retrieved")
    assert (done.code, done.out) == (1, "")
    assert done.err.startswith("Linje 2 i krav.jsonl: ")


def test_evaluate_verification_of_nothing_is_no_measurement(run: Run, tmp_path: Path) -> None:
    (tmp_path / "tom.jsonl").write_text("\n", encoding="utf-8")
    done = run("evaluate", "verification", "tom.jsonl", "--json")
    assert (done.code, done.out) == (1, "")
    assert "ingen påstande" in done.err


# --- ask --batch ------------------------------------------------------------------------------------


def test_a_batch_gives_one_line_for_each_question_and_nothing_else(on_corpus: Run, tmp_path: Path) -> None:
    batch = tmp_path / "ind.jsonl"
    lines = [
        {"id": "a", "question": QUESTION},
        {
            "id": 7,
            "question": "og hvad koster det?",
            "history": [{"question": "Hvad er MADE?", "answer": "En klynge."}],
        },
        {"question": "Hvad koster mælk?"},
        {"id": "d", "question": ""},
        {"id": "e", "question": "Hvad er\u2028MADE?", "history": None},
    ]
    text = "\n\n".join(json.dumps(line, ensure_ascii=False) for line in lines)
    batch.write_text("\ufeff" + text + "\n", encoding="utf-8")
    done = on_corpus("ask", "--batch", batch)
    assert done.code == 0
    assert done.err == ""
    records = [json.loads(line) for line in done.out.splitlines()]
    assert [record["id"] for record in records] == ["a", 7, 5, "d", "e"]
    assert all({"id", "status", "answer", "citations"} <= record.keys() for record in records)
    assert "Udenrigsministeriet" in records[0]["answer"]
    assert "5.000 kr." in records[1]["answer"]
    assert records[3]["status"] == "rejected"


def test_the_same_batch_gives_the_same_bytes(on_corpus: Run, tmp_path: Path) -> None:
    batch = tmp_path / "ind.jsonl"
    batch.write_text("\n".join(json.dumps({"id": n, "question": "Hvad er MADE?"}) for n in range(3)), encoding="utf-8")
    assert on_corpus("ask", "--batch", batch).out == on_corpus("ask", "--batch", batch).out


def test_an_empty_batch_gives_nothing(on_corpus: Run, tmp_path: Path) -> None:
    (tmp_path / "tom.jsonl").write_text("\n\n", encoding="utf-8")
    assert on_corpus("ask", "--batch", tmp_path / "tom.jsonl") == Done(0, "", "")


@pytest.mark.parametrize(
    "line",
    ["{", "[]", '"tekst"', "7", '{"id": 1}', '{"question": "x", "history": 5}', '{"question": "x", "history": ["y"]}'],
)
def test_a_bad_batch_line_is_named_before_any_answer(on_corpus: Run, tmp_path: Path, line: str) -> None:
    (tmp_path / "ind.jsonl").write_text(f'{{"id": 1, "question": "Hvad er MADE?"}}\n\n{line}\n', encoding="utf-8")
    done = on_corpus("ask", "--batch", tmp_path / "ind.jsonl")
    assert (done.code, done.out) == (1, "")
    assert "ind.jsonl, linje 3" in done.err


@pytest.mark.parametrize("content", [None, b"\xff\xfe\x00"])
def test_a_batch_file_that_cannot_be_read_is_named(on_corpus: Run, tmp_path: Path, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / "ind.jsonl").write_bytes(content)
    done = on_corpus("ask", "--batch", tmp_path / "ind.jsonl")
    assert (done.code, done.out) == (1, "")
    assert "ind.jsonl" in done.err


# --- ingest -----------------------------------------------------------------------------------------


def test_ingest_reports_what_it_did(on_tiny: Run) -> None:
    done = on_tiny("ingest")
    assert (done.code, done.out) == (0, "")
    assert "3 dokumenter, 7 tekststykker (7 nye, 0 uændrede, 0 fjernede), 0 sprunget over" in done.err
    assert "Korpusversion" in done.err
    assert "intet er ændret" in on_tiny("ingest").err


def test_a_pdf_is_added_and_remembered(on_tiny: Run, pdf: Path, tmp_path: Path) -> None:
    done = on_tiny("ingest", pdf)
    assert "4 dokumenter" in done.err
    assert sources(tmp_path) == ["tiny", "min-strategi.pdf"]
    answer = json.loads(on_tiny("ask", "--json", "Hvornår åbner Fjordby Kommune et klyngekontor?").out)
    assert "2031" in answer["answer"]
    assert answer["citations"][0]["page"] == 1
    assert "4 dokumenter" in on_tiny("ingest").err, "the PDF is remembered"
    assert sources(tmp_path) == ["tiny", "min-strategi.pdf"]


def test_a_remembered_file_that_is_away_is_told_of_and_comes_back(on_tiny: Run, pdf: Path, tmp_path: Path) -> None:
    on_tiny("ingest", pdf)
    away = pdf.rename(tmp_path / "væk.pdf")
    done = on_tiny("ingest")
    assert f"--remove {pdf}" in done.err
    assert "3 dokumenter" in done.err
    away.rename(pdf)
    assert "4 dokumenter" in on_tiny("ingest").err
    pdf.unlink()
    assert "3 dokumenter" in on_tiny("ingest", "--remove", pdf).err
    assert sources(tmp_path) == ["tiny"]


@pytest.mark.parametrize("damage", ["format", "manifest", "pointer", "generation"])
def test_added_files_are_remembered_whatever_became_of_the_index(
    on_tiny: Run, pdf: Path, tmp_path: Path, damage: str
) -> None:
    on_tiny("ingest")
    on_tiny("ingest", pdf)
    pdf.with_name("mere.txt").write_text("Fjordby har også en bro.", encoding="utf-8")
    on_tiny("ingest", pdf.with_name("mere.txt"))  # so that the generation before knows of the first file, too
    data = tmp_path / "data"
    current = data / "generations" / (data / "current").read_text().strip()
    match damage:
        case "format":
            for manifest in data.rglob("manifest.json"):
                manifest.write_text(json.dumps({**json.loads(manifest.read_text()), "format_version": 1}))
        case "manifest":
            (current / "manifest.json").write_text("")
        case "pointer":
            (data / "current").write_text("")
        case "generation":
            shutil.rmtree(current)
    on_tiny("ingest")
    assert "min-strategi.pdf" in sources(tmp_path)


def test_reset_forgets_added_files(on_tiny: Run, pdf: Path, tmp_path: Path) -> None:
    on_tiny("ingest", pdf)
    assert "3 dokumenter" in on_tiny("ingest", "--reset").err
    assert sources(tmp_path) == ["tiny"]


def test_only_leaves_the_shipped_corpus_out(on_tiny: Run, pdf: Path, tmp_path: Path) -> None:
    on_tiny("ingest")
    assert "1 dokumenter" in on_tiny("ingest", "--only", pdf).err
    assert sources(tmp_path) == ["min-strategi.pdf"]
    done = on_tiny("ingest", "--only")
    assert done.code == 2
    assert "klyngebot ingest --only" in done.err


def test_what_cannot_be_read_is_reported_and_skipped(on_tiny: Run, tmp_path: Path) -> None:
    (tmp_path / "billede.png").write_bytes(b"\x89PNG")
    done = on_tiny("ingest", tmp_path / "billede.png")
    assert done.code == 1, "nothing came of what was asked for"
    assert "Sprunget over: billede.png" in done.err
    assert "3 dokumenter" in done.err
    assert sources(tmp_path) == ["tiny"], "and it is not remembered"
    assert on_tiny("ingest").code == 0


def test_an_added_file_can_be_taken_out_again(on_tiny: Run, pdf: Path, tmp_path: Path) -> None:
    on_tiny("ingest", pdf)
    assert "3 dokumenter" in on_tiny("ingest", "--remove", pdf).err
    assert sources(tmp_path) == ["tiny"]
    again = on_tiny("ingest", "--remove", pdf)
    assert again.code == 1
    assert "Tilføjede stier: ingen" in again.err


def test_a_path_that_is_not_there_is_a_wrong_call(on_tiny: Run) -> None:
    done = on_tiny("ingest", "findes-ikke.pdf")
    assert done.code == 1
    assert "findes-ikke.pdf findes ikke. Kontrollér stien" in done.err
    assert "Stien er tom" in on_tiny("ingest", "").err


def test_an_empty_folder_is_an_error_with_a_reason(on_tiny: Run, tmp_path: Path) -> None:
    (tmp_path / "tom").mkdir()
    done = on_tiny("ingest", "--only", tmp_path / "tom")
    assert done.code == 1
    assert "nogen dokumenter, der kan læses" in done.err


def test_a_second_ingest_at_the_same_time_is_refused(on_tiny: Run, tmp_path: Path) -> None:
    with Generations(tmp_path / "data").writing():
        done = on_tiny("ingest")
    assert (done.code, done.out) == (1, "")
    assert "i gang" in done.err


# --- chat, evaluate, and the rest -------------------------------------------------------------------


def test_chat_answers_line_by_line_and_remembers(on_corpus: Run) -> None:
    done = on_corpus("chat", stdin="Hvad er MADE?\nog hvad koster det?\n\nbliver ikke læst\n")
    assert done.code == 0
    assert texts.MACHINE_NOTICE in done.out
    assert "5.000 kr." in done.out
    assert done.err == ""


def test_chat_ends_with_its_input(on_corpus: Run) -> None:
    assert on_corpus("chat", stdin="hej").code == 0
    assert on_corpus("chat", stdin="").code == 0


def test_evaluate_answers_prints_a_table(on_corpus: Run, tmp_path: Path) -> None:
    gold = tmp_path / "guld.jsonl"
    lines = [
        {"id": "a", "group": "fact", "question": QUESTION, "answerable": True, "facts": [["Udenrigsministeriet"]]},
        {"id": "b", "group": "far", "question": "Hvordan bager man lagkage?", "answerable": False},
        {"id": "c", "group": "fact", "question": "Hvad er MADE?", "answerable": True, "facts": [["noget helt andet"]]},
    ]
    gold.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    report = tmp_path / "rapport.md"
    done = on_corpus("evaluate", "answers", gold, "--failures", "--report", report, "--by-hand", gold)
    assert done.code == 0
    assert "| alle med svar | 2 | 50,0 % (9,5–90,5) |" in done.out
    assert "| alle uden svar | 1 | 100,0 % (20,7–100,0) |" in done.out
    assert "noget helt andet" in done.out
    assert QUESTION in report.read_text(encoding="utf-8")
    assert "(rapport.svg)" in report.read_text(encoding="utf-8")
    assert report.with_suffix(".svg").read_text(encoding="utf-8").startswith("<svg")


def test_a_report_that_cannot_be_written_is_named(on_corpus: Run, tmp_path: Path) -> None:
    (tmp_path / "guld.jsonl").write_text('{"id": "b", "question": "Hvad?", "answerable": false}', encoding="utf-8")
    done = on_corpus("evaluate", "answers", tmp_path / "guld.jsonl", "--report", tmp_path / "mangler" / "rapport.md")
    assert done.code == 1
    assert "rapport.md" in done.err


def test_evaluate_names_a_bad_line(on_corpus: Run, tmp_path: Path) -> None:
    (tmp_path / "guld.jsonl").write_text("{", encoding="utf-8")
    done = on_corpus("evaluate", "answers", tmp_path / "guld.jsonl")
    assert done.code == 1
    assert "guld.jsonl, linje 1" in done.err


def test_evaluate_without_a_question_says_so(on_corpus: Run, tmp_path: Path) -> None:
    (tmp_path / "guld.jsonl").touch()
    done = on_corpus("evaluate", "answers", tmp_path / "guld.jsonl")
    assert done.code == 1
    assert "ingen spørgsmål" in done.err


def test_train_refuses_a_file_in_place_of_the_folder(on_corpus: Run, tmp_path: Path) -> None:
    (tmp_path / "par.jsonl.gz").touch()
    done = on_corpus("train", tmp_path / "par.jsonl.gz", "--output", tmp_path / "model")
    assert done.code == 1
    assert "er ikke en mappe" in done.err


def test_evaluate_knows_its_splits(on_corpus: Run, gold: Path) -> None:
    done = on_corpus("evaluate", "answers", gold, "--split", "hele")
    assert done.code == 2
    assert "dev, test eller all" in done.err


def test_the_version_is_told(run: Run) -> None:
    assert run("--version").out == f"klyngebot {__version__}\n"


@pytest.mark.parametrize(
    "arguments", [(), ("--help",), ("ask", "--help"), ("ingest", "--help"), ("evaluate", "--help")]
)
def test_help_is_danish(run: Run, arguments: tuple[str, ...]) -> None:
    done = run(*arguments)
    assert any(word in done.out + done.err for word in ("Svar", "Stil", "Byg", "Mål"))
    assert "Tilvalg" in done.out + done.err
    assert "Options ─" not in done.out + done.err
    assert "Show this" not in done.out + done.err


@pytest.mark.parametrize("arguments", [("findes-ikke",), ("ask", "--findes-ikke"), ("ingest", "--only")])
def test_a_wrong_call_has_exit_code_two(run: Run, arguments: tuple[str, ...]) -> None:
    done = run(*arguments)
    assert (done.code, done.out) == (2, "")


@pytest.mark.parametrize(
    ("name", "value"),
    [("KLYNGEBOT_PORT", "ikke-et-tal"), ("KLYNGEBOT_MAX_QUESTION_LENGTH", "-1"), ("KLYNGEBOT_ALLOWED_HOSTS", "{")],
)
def test_a_bad_setting_is_one_plain_message(
    on_corpus: Run, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    done = on_corpus("ask", QUESTION)
    assert (done.code, done.out) == (1, "")
    assert name in done.err


def test_a_data_folder_that_cannot_be_written_is_one_plain_message(
    on_tiny: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "fil").write_text("en fil i vejen", encoding="utf-8")
    monkeypatch.setenv("KLYNGEBOT_DATA_DIR", str(tmp_path / "fil" / "data"))
    for arguments in (("ask", QUESTION), ("ingest",)):
        done = on_tiny(*arguments)
        assert (done.code, done.out) == (1, "")
        assert "kan ikke skrives" in done.err


def test_a_corpus_that_is_not_there_is_one_plain_message(
    on_tiny: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("KLYNGEBOT_CORPUS_DIR", str(tmp_path / "intet-korpus"))
    done = on_tiny("ingest")
    assert (done.code, done.out) == (1, "")
    assert "intet-korpus" in done.err


def test_a_bad_model_is_one_plain_message(on_corpus: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KLYNGEBOT_EMBEDDING_MODEL", "/findes/ikke")
    done = on_corpus("ask", QUESTION)
    assert (done.code, done.out) == (1, "")
    assert "KLYNGEBOT_EMBEDDING_MODEL" in done.err


# --- As a process -----------------------------------------------------------------------------------


def klyngebot(*arguments: object, data: Path, **options: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "klyngebot.cli", *map(str, arguments)],
        env={**os.environ, "KLYNGEBOT_DATA_DIR": str(data), "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        check=False,
        **options,
    )


def test_a_batch_through_a_pipe_is_clean(data_dir: Path, tmp_path: Path) -> None:
    (tmp_path / "ind.jsonl").write_text(json.dumps({"id": "a", "question": QUESTION}), encoding="utf-8")
    done = klyngebot("ask", "--batch", tmp_path / "ind.jsonl", data=data_dir, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["status"] == "answered"


def test_a_reader_that_goes_away_is_no_traceback(data_dir: Path, tmp_path: Path) -> None:
    lines = "\n".join(json.dumps({"id": n, "question": "Hvad er MADE?"}) for n in range(300))
    (tmp_path / "ind.jsonl").write_text(lines, encoding="utf-8")
    command = f'"{sys.executable}" -m klyngebot.cli ask --batch ind.jsonl | head -n 1'
    done = subprocess.run(
        ["bash", "-c", command],
        env={**os.environ, "KLYNGEBOT_DATA_DIR": str(data_dir), "PYTHONIOENCODING": "utf-8"},
        cwd=tmp_path,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert json.loads(done.stdout)["id"] == 0
    assert done.stderr == ""


def test_a_full_disk_behind_the_output_is_one_plain_sentence(data_dir: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        ["bash", "-c", f'"{sys.executable}" -m klyngebot.cli ask "Hvad er MADE?" > /dev/full'],
        env={**os.environ, "KLYNGEBOT_DATA_DIR": str(data_dir), "PYTHONIOENCODING": "utf-8"},
        cwd=tmp_path,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.startswith("Der kan ikke skrives")
    assert len(done.stderr.splitlines()) == 1


def test_two_first_questions_at_once_are_both_answered(tiny_corpus: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "klyngebot.cli", "ask", "Hvad er MADE?"]
    environment = {**os.environ, "KLYNGEBOT_DATA_DIR": str(tmp_path / "data"), "KLYNGEBOT_CORPUS_DIR": str(tiny_corpus)}
    both = [
        subprocess.Popen(command, env=environment, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for _ in range(2)
    ]
    answers = [(process.communicate(timeout=60), process.returncode) for process in both]
    assert [code for _, code in answers] == [0, 0], answers
    assert answers[0][0][0] == answers[1][0][0]


def test_the_command_is_installed() -> None:
    script = Path(sys.executable).with_name("klyngebot")
    done = subprocess.run([script, "--version"], capture_output=True, encoding="utf-8", check=False)
    assert done.stdout == f"klyngebot {__version__}\n"


@pytest.mark.parametrize(
    ("call", "told"),
    [
        (("ask", "Hvad", "er", "en", "klynge"), "Sæt et spørgsmål i anførselstegn"),
        (("ask", "--findes-ikke"), "--findes-ikke findes ikke"),
        (("spørg",), "Kommandoen findes ikke"),
        (("ask", "--batch"), "--batch mangler en værdi"),
        (("serve", "--port", "syv"), "--port mangler en værdi eller har en, der ikke kan bruges"),
        (("train",), "Der mangler noget i kaldet"),
    ],
)
def test_a_wrong_call_is_told_in_danish_with_a_way_on(run: Run, call: tuple[str, ...], told: str) -> None:
    done = run(*call)
    assert done.code == 2
    assert told in done.err
    assert "--help" in done.err
    assert done.out == ""


def test_a_port_that_does_not_exist_is_refused(run: Run) -> None:
    assert "Port 99999 findes ikke" in run("serve", "--port", "99999").err


@pytest.mark.parametrize("line_id", ["NaN", "Infinity", '"\\ud800"'])
def test_a_batch_line_whose_id_cannot_be_written_back_is_refused(run: Run, tmp_path: Path, line_id: str) -> None:
    (tmp_path / "b.jsonl").write_text(f'{{"id": {line_id}, "question": "hej"}}', encoding="utf-8")
    done = run("ask", "--batch", "b.jsonl")
    assert (done.code, done.out) == (1, "")
    assert "linje 1" in done.err


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-"])
def test_a_closed_stream_gives_no_traceback(data_dir: Path, closed: str) -> None:
    done = subprocess.run(
        ["bash", "-c", f"{sys.executable} -m klyngebot.cli chat {closed}"],
        env={**os.environ, "KLYNGEBOT_DATA_DIR": str(data_dir)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert b"Traceback" not in done.stderr
    assert done.returncode == 0


def test_a_path_to_add_and_to_remove_at_once_is_refused(on_tiny: Run, pdf: Path) -> None:
    assert "kan ikke både tilføjes og tages ud" in on_tiny("ingest", pdf, "--remove", pdf).err


def test_settings_that_are_not_utf8_are_told_of(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(Settings.model_config, "env_file", ".env")
    (tmp_path / ".env").write_bytes(b"# sti p\xe5 serveren\n")
    assert ".env er ikke i UTF-8" in run("ask", "hej").err
    (tmp_path / ".env").unlink()
    monkeypatch.setenv("KLYNGEBOT_DATA_DIR", os.fsdecode(b"/tmp/p\xe5"))
    assert "KLYNGEBOT_DATA_DIR" in run("ask", "hej").err
