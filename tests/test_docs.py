"""The README is run: its Python is executed, its commands are run or at least parsed, its links lead somewhere."""

from __future__ import annotations

import io
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import typer

from klyngebot.bot import Klyngebot
from klyngebot.checking.results import Verdict
from klyngebot.cli import app, main
from klyngebot.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
README = (ROOT / "README.md").read_text(encoding="utf-8")
_FENCE = re.compile(r"^```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)\s#]+)")

# Commands that are only parsed: they serve for ever or measure for long.
PARSED = ("serve", "evaluate", "train")


def blocks(text: str, *languages: str) -> list[str]:
    return [body for language, body in _FENCE.findall(text) if language in languages]


def relative(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def commands() -> list[str]:
    lines = [line.strip() for block in blocks(README, "sh", "bash", "console") for line in block.splitlines()]
    return [line for line in lines if line and not line.startswith("#")]


KLYNGEBOT = [line for line in commands() if line.startswith("klyngebot ")]


def test_the_readme_has_commands_and_python() -> None:
    assert len(KLYNGEBOT) >= 5
    assert blocks(README, "python")


@pytest.mark.parametrize("page", [page for page in PAGES if blocks(page.read_text("utf-8"), "python")], ids=relative)
def test_the_python_of_a_page_runs(page: Path, data_dir: Path, tmp_path: Path) -> None:
    block = "\n".join(blocks(page.read_text(encoding="utf-8"), "python"))
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", block],
        env={**os.environ, "KLYNGEBOT_DATA_DIR": str(data_dir), "PYTHONIOENCODING": "utf-8"},
        cwd=tmp_path,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() or "print(" not in block


@pytest.mark.parametrize("line", KLYNGEBOT)
def test_a_klyngebot_command_of_the_readme_runs(
    line: str,
    tiny_corpus: Path,
    data_dir: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    arguments = shlex.split(line, comments=True)[1:]
    redirected = arguments.index(">") if ">" in arguments else len(arguments)
    arguments = arguments[:redirected]
    ingesting = arguments[0] == "ingest"
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KLYNGEBOT_DATA_DIR", str(tmp_path / "data" if ingesting else data_dir))
    monkeypatch.setenv("KLYNGEBOT_CORPUS_DIR", str(tiny_corpus))
    for argument in arguments[1:]:
        if argument.endswith(".jsonl"):
            line = '{"id": 1, "question": "Hvad er MADE?", "claim": "MADE er en klynge."}\n'
            (tmp_path / argument).write_text(line, encoding="utf-8")
        elif argument.endswith(".pdf"):
            write_pdf(tmp_path / argument)
    if arguments[0] in PARSED:
        (tmp_path / "tests").symlink_to(ROOT / "tests")
        command = typer.main.get_command(app)
        with command.make_context("klyngebot", [*arguments]) as context:
            name, subcommand, rest = command.resolve_command(context, arguments)  # type: ignore[attr-defined]
            subcommand.make_context(name, rest, parent=context, resilient_parsing=False)
        return
    if "--remove" in arguments:  # what is removed was added before
        monkeypatch.setattr(sys, "argv", ["klyngebot", *(part for part in arguments if part != "--remove")])
        main_until_exit()
        capfd.readouterr()
    monkeypatch.setattr(sys, "argv", ["klyngebot", *arguments])
    monkeypatch.setattr(sys, "stdin", io.StringIO("Hvad er MADE?\n"))
    code = main_until_exit()
    out, err = capfd.readouterr()
    assert code in (0, None), err
    assert out.strip() or ingesting or "ingen" in err
    assert "Sprunget over" not in err


def test_the_claim_of_the_readme_is_decided(bot: Klyngebot) -> None:
    claims = [arguments[-1] for arguments in map(tokens, KLYNGEBOT) if "--claim" in arguments]
    assert claims
    for claim in claims:
        assert bot.check_claim(claim).verdict is Verdict.SUPPORTED


def tokens(line: str) -> list[str]:
    return shlex.split(line, comments=True)


def main_until_exit() -> object:
    try:
        main()
    except SystemExit as exit_:
        return exit_.code
    return 0


def write_pdf(path: Path) -> None:
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import Paragraph, SimpleDocTemplate

    text = "Fjordby Kommune åbner et klyngekontor i 2031."
    SimpleDocTemplate(str(path)).build([Paragraph(text, getSampleStyleSheet()["BodyText"])])


def test_make_targets_of_the_docs_exist() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z][\w-]*):", makefile, re.MULTILINE))
    named = {
        target for page in PAGES for target in re.findall(r"`make ([a-z][\w-]*)`", page.read_text(encoding="utf-8"))
    }
    named |= {line.split()[1] for line in commands() if line.startswith("make ")}
    assert {"install", "run", "test", "check", "eval", "bench"} <= targets
    assert named - targets == set()


@pytest.mark.parametrize("page", PAGES, ids=relative)
def test_links_lead_to_files(page: Path) -> None:
    missing = [
        target for target in _LINK.findall(page.read_text(encoding="utf-8")) if not (page.parent / target).exists()
    ]
    assert missing == []


def test_the_variables_of_the_readme_are_settings() -> None:
    named = set(re.findall(r"KLYNGEBOT_([A-Z_]+)", README))
    assert named
    assert {name.lower() for name in named} <= set(Settings.model_fields)


@pytest.mark.parametrize("page", PAGES, ids=relative)
def test_modules_named_in_the_docs_exist(page: Path) -> None:
    named = set(re.findall(r"`(src/klyngebot/[\w/.]+?)`", page.read_text(encoding="utf-8")))
    assert [name for name in named if not (ROOT / name).exists()] == []
