"""Writers of real files in every format, and the check that every loaded document must pass."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from klyngebot.danish.normalize import clean
from klyngebot.loading import LOADERS
from klyngebot.protocols import Loader
from klyngebot.types import Document

# A document to be written in any format: "# " heading 1, "## " heading 2, "- " list item, else a paragraph.
Lines = Iterable[str]
Writer = Callable[[Path, Lines], None]


def write_markdown(path: Path, lines: Lines) -> None:
    path.write_text("\n\n".join(lines), encoding="utf-8")


def write_text(path: Path, lines: Lines) -> None:
    path.write_text("\n\n".join(line.lstrip("# ") for line in lines), encoding="utf-8")


def write_html(path: Path, lines: Lines) -> None:
    tags = {"# ": "h1", "## ": "h2", "- ": "li"}
    parts = []
    for line in lines:
        prefix = next((prefix for prefix in tags if line.startswith(prefix)), "")
        tag = tags.get(prefix, "p")
        parts.append(f"<{tag}>{line[len(prefix) :]}</{tag}>")
    page = f"<!doctype html><html><head><meta charset='utf-8'></head><body><main>{''.join(parts)}</main></body></html>"
    path.write_text(page, encoding="utf-8")


def write_docx(path: Path, lines: Lines) -> None:
    import docx

    document = docx.Document()
    for line in lines:
        if line.startswith("#"):
            document.add_heading(line.lstrip("# "), level=line.index(" "))
        elif line.startswith("- "):
            document.add_paragraph(line[2:], style="List Bullet")
        else:
            document.add_paragraph(line)
    document.save(str(path))


def write_pdf(path: Path, lines: Lines) -> None:
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer

    styles = getSampleStyleSheet()
    story = []
    for line in lines:
        story += [Paragraph(line.lstrip("# "), styles["BodyText"]), Spacer(1, 24)]
    SimpleDocTemplate(str(path)).build(story)


WRITERS: dict[str, Writer] = {
    ".md": write_markdown,
    ".txt": write_text,
    ".html": write_html,
    ".docx": write_docx,
    ".pdf": write_pdf,
}


@pytest.fixture(params=LOADERS, ids=lambda loader: loader.suffixes[0])
def loader(request: pytest.FixtureRequest) -> Loader:
    """Each loader in turn; a new one joins by standing in `LOADERS`."""
    chosen: Loader = request.param
    return chosen


@pytest.fixture
def write(loader: Loader) -> Writer:
    """Writes a file in the loader's format. A new loader needs a writer in `WRITERS`."""
    return WRITERS[loader.suffixes[0]]


@pytest.fixture(scope="session")
def writers() -> dict[str, Writer]:
    return WRITERS


def check(document: Document) -> None:
    """What holds for every document of every loader."""
    text = document.text
    assert document.id
    assert document.title
    assert document.sentences
    assert text == clean(text), "no invisible characters, no double blanks, composed letters"
    end = 0
    for sentence in document.sentences:
        quoted = text[sentence.start : sentence.end]
        assert end <= sentence.start < sentence.end, "sentences are ordered and apart"
        assert quoted == quoted.strip()
        assert "\n" not in quoted
        assert sum(s.start <= sentence.start and sentence.end <= s.end for s in document.sections) == 1
        end = sentence.end
    end = 0
    for section in document.sections:
        assert end <= section.start < section.end <= len(text), "sections are ordered and apart"
        assert text[section.start : section.end] == text[section.start : section.end].strip()
        assert section.heading_path
        assert all(section.heading_path)
        end = section.end


@pytest.fixture(scope="session")
def check_document() -> Callable[[Document], None]:
    return check


@pytest.fixture(scope="session")
def quotes() -> Callable[[Document], list[str]]:
    """The sentences of a document as text."""
    return lambda document: [document.text[s.start : s.end] for s in document.sentences]
