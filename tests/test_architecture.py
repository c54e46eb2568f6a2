"""What the house promises of itself: layers, doors to outside libraries, and Danish only in its homes."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from klyngebot import errors

_WORD = re.compile(r"[^\W\d_]+")
PACKAGE = Path(errors.__file__).resolve().parent
MODULES = sorted(PACKAGE.rglob("*.py"))

# Each outside library comes in by one door: the modules (or packages) that may import it.
DOORS: dict[str, tuple[str, ...]] = {
    "bm25s": ("lexical",),
    "chromadb": ("store.vectors",),
    "docx": ("loading.docx",),
    "fastapi": ("serving",),
    "gradio": ("serving.gradio_ui",),
    "h11": ("serving.deadlines",),
    "jinja2": ("serving.public.templating",),
    "langchain": ("llm",),
    "langchain_core": ("llm", "answering.generative", "serving.langchain_retriever"),
    "langchain_text_splitters": ("chunking",),
    "langsmith": ("llm",),
    "lxml": ("loading.html",),
    "markupsafe": ("serving.public.templating",),
    "prometheus_client": ("serving.metrics",),
    "pydantic": ("settings", "serving"),
    "pydantic_settings": ("settings",),
    "pypdf": ("loading.pdf",),
    "pythonjsonlogger": ("serving.logs",),
    "rapidfuzz": ("danish.spelling",),
    "rich": ("cli",),
    "safetensors": ("embedding", "training"),
    "sentence_transformers": ("embedding.sentence_transformer", "cross_encoder", "training"),
    "starlette": ("serving",),
    "Stemmer": ("danish.analyzer",),
    "tokenizers": ("embedding", "training"),
    "torch": ("training", "cross_encoder"),
    "datasets": ("training",),
    "transformers": ("training",),
    "trafilatura": ("loading.html",),
    "typer": ("cli",),
    "uvicorn": ("serving.server", "serving.deadlines"),
    "yaml": ("loading.front_matter",),
}
FREE = ("numpy", "klyngebot", "__future__")

# Danish lives in these. Anywhere else a Danish string must be part of an error, because every error carries a
# Danish message that says what to do (`klyngebot.errors`).
HOMES = ("texts", "danish", "prompts")
# Modules with Danish strings that are neither; each with its reason.
ALLOWED = {
    "answering.suggestions": "the pattern of headings that begin with sådan",
    "bot": "names of the stops of a trace",
    "cli": "the help, prompts and reports of the command line",
    "evaluation.card": "the card for people",
    "evaluation.report": "the tables for people",
    "ingest": "names of the stages of progress",
    "loading.files": "what a file turns out to be, and the remedy",
    "loading.folder": "reasons for skipping",
    "loading.front_matter": "values of the corpus form",
    "serving.public.quality": "names of measures in docs/evaluation.md",
    "store.manifest": "the command to run, part of several errors",
    "training.card": "names of sources in a model card",
}


def name_of(path: Path) -> str:
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


def is_within(module: str, homes: tuple[str, ...]) -> bool:
    return any(module == home or module.startswith(f"{home}.") for home in homes)


def imported(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module


def test_dependencies_point_down(root: Path) -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([linter, "--no-cache"], cwd=root, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout


def test_every_outside_library_comes_in_by_its_door() -> None:
    strays = []
    for path in MODULES:
        module = name_of(path)
        for name in imported(ast.parse(path.read_text(encoding="utf-8"))):
            top = name.split(".")[0]
            if top in sys.stdlib_module_names or top in FREE:
                continue
            if not is_within(module, DOORS.get(top, ())):
                strays.append(f"{module} imports {name}")
    assert strays == []


def test_every_door_is_used() -> None:
    used = {name.split(".")[0] for path in MODULES for name in imported(ast.parse(path.read_text(encoding="utf-8")))}
    assert sorted(set(DOORS) - used - {"langchain", "langchain_core", "datasets", "transformers", "lxml"}) == []


def test_no_module_does_relative_imports_or_imports_the_front() -> None:
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom):
                assert node.level == 0, path
                front = node.module == "klyngebot" and any(alias.name == "Klyngebot" for alias in node.names)
                assert not front, path


# --- What is remembered --------------------------------------------------------------------------------

# Functions with arguments that are never forgotten; each with what it is called with. Everything else that remembers
# is `remembering.remembered`, for it may be called with a user's words
READ_ONCE = {
    "answering.generative.prompt": "names of our files",
    "answering.judges.judges": "a truth value",
    "danish.foreign._entries": "names of our files",
    "danish.kinds._patterns": "names of our files",
    "danish.wordlists.lines": "names of our files",
    "danish.wordlists.words": "names of our files",
    "question_bank: not as a decorator": "numbers of stored questions",
    "serving.chat_html._content": "names of our files",
    "serving.public.assets.asset": "names of our files",
    "serving.public.widget.packed": "our scripts",
}


def never_forgotten() -> Iterator[str]:
    """Functions with arguments that `functools` remembers."""

    def remembers(node: ast.AST) -> bool:
        name = node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""
        return name in ("cache", "lru_cache")

    for path in MODULES:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        bare = {id(node) for node in ast.walk(tree) if remembers(node)}
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                used = {id(name) for decorator in node.decorator_list for name in ast.walk(decorator)} & bare
                bare -= used
                taken = node.args
                if used and (taken.posonlyargs or taken.args or taken.kwonlyargs or taken.vararg or taken.kwarg):
                    yield f"{name_of(path)}.{node.name}"
        if bare and name_of(path) != "remembering":
            yield f"{name_of(path)}: not as a decorator"


def test_what_may_hold_words_of_users_can_be_told_to_forget() -> None:
    assert sorted(never_forgotten()) == sorted(READ_ONCE)


# --- Danish -----------------------------------------------------------------------------------------

ERRORS = {name for name in vars(errors) if name.endswith("Error")} | {"EmptyCorpusError"}


def is_danish(text: str) -> bool:
    """Whether a word has æ, ø or å; in a pattern the bare letters of a class ("a-zæøå") do not count."""
    return any(set(word) & set("æøåÆØÅ") and set(word.lower()) - set("zæøåé") for word in _WORD.findall(text))


def danish_strings(tree: ast.AST) -> Iterator[str]:
    """String literals in Danish that are neither docstrings nor part of an error."""
    passed: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(node):
            passed.add(id(node.body[0].value))  # type: ignore[attr-defined]
        called = node.func if isinstance(node, ast.Call) else None
        name = called.id if isinstance(called, ast.Name) else called.attr if isinstance(called, ast.Attribute) else ""
        if name in ERRORS or name in ("_error", "_broken") or isinstance(node, ast.Raise):
            passed.update(id(inner) for inner in ast.walk(node))
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in passed:
            yield from [node.value] if is_danish(node.value) else []


def strays_of(path: Path) -> list[str]:
    return list(danish_strings(ast.parse(path.read_text(encoding="utf-8"))))


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_there_is_no_danish_outside_its_homes(path: Path) -> None:
    module = name_of(path)
    if is_within(module, (*HOMES, *ALLOWED)):
        return
    assert strays_of(path) == []


def test_no_module_is_allowed_danish_that_it_does_not_have() -> None:
    danish = {name_of(path) for path in MODULES if strays_of(path)}
    assert [home for home in ALLOWED if not any(is_within(module, (home,)) for module in danish)] == []


def test_names_in_code_are_english() -> None:
    for path in MODULES:
        names = {
            node.id for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Name)
        }
        assert all(name.isascii() for name in names), path


# --- Size -------------------------------------------------------------------------------------------
