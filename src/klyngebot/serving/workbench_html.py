"""What only staff see, as HTML: the documents of the corpus, and the way to an answer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from itertools import groupby

from klyngebot import texts
from klyngebot.danish.dates import format_date
from klyngebot.danish.normalize import fold
from klyngebot.serving.public.documents import is_published
from klyngebot.serving.references import document_address
from klyngebot.texts import public as public_texts
from klyngebot.texts import workbench
from klyngebot.types import Answer, Document, DocumentKind, Hit

_KINDS = list(DocumentKind)


def documents_to_html(documents: Iterable[Document], words: str, published: str) -> str:
    """The documents that have all the words in title, publisher, date or name, by kind.

    Args:
        documents: of the corpus.
        words: "" for all.
        published: which of them have a page to link to: "corpus", "all" or "none".
    """
    wanted = fold(words).split()
    found = [document for document in documents if all(word in _told(document) for word in wanted)]
    parts = [f"<p>{workbench.documents_found(len(found))}</p>"]
    by_kind = sorted(found, key=lambda document: (_KINDS.index(document.kind), document.title))
    for kind, group in groupby(by_kind, key=lambda document: document.kind):
        items = "".join(f"<li>{_document(document, published)}</li>" for document in group)
        parts.append(f"<h3>{escape(public_texts.KINDS[kind])}</h3><ul>{items}</ul>")
    return "".join(parts)


def trace_to_html(answer: Answer, hits: Sequence[Hit]) -> str:
    """The question that was searched for, the stops with their times, and what the search found."""
    trace = answer.trace
    if not trace.query:
        return f"<p>{workbench.TRACE_NONE}</p>"
    stops = [(stop.name, stop.detail, _milliseconds(stop.milliseconds)) for stop in trace.stops]
    total = (workbench.TRACE_TOTAL, "", _milliseconds(trace.milliseconds))
    found = [
        (str(hit.rank), f"{hit.chunk.document_id}: {hit.chunk.section}", f"{_decimal(hit.score, 3)}", _signals(hit))
        for hit in hits
    ]
    return (
        f"<h3>{workbench.TRACE_QUERY}</h3><p>{escape(trace.query)}</p>"
        f"<h3>{workbench.TRACE_STOPS}</h3>{_table(workbench.STOP_COLUMNS, [*stops, total])}"
        f"<h3>{workbench.TRACE_HITS}</h3>{_table(workbench.HIT_COLUMNS, found)}"
    )


def _told(document: Document) -> str:
    return fold(f"{document.title} {document.publisher} {format_date(document.published)} {document.id}")


def _document(document: Document, published: str) -> str:
    imprint = ", ".join(part for part in (document.publisher, format_date(document.published)) if part)
    title = escape(document.title)
    if is_published(document.kind, published):
        title = f'<a href="{escape(document_address(document.id))}">{title} ({texts.NEW_WINDOW})</a>'
    return f"{title} – {escape(imprint)}" if imprint else title


def _table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table whose first column names each row."""
    head = "".join(f'<th scope="col">{escape(column)}</th>' for column in columns)
    body = "".join(
        f'<tr><th scope="row">{escape(first)}</th>{"".join(f"<td>{escape(cell)}</td>" for cell in rest)}</tr>'
        for first, *rest in rows
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _signals(hit: Hit) -> str:
    parts = ", ".join(f"{name} {_decimal(value, 3)}" for name, value in hit.parts.items())
    return f"{hit.found_by} ({parts})" if parts else hit.found_by


def _milliseconds(value: float) -> str:
    return f"{_decimal(value, 1)} ms"


def _decimal(value: float, places: int) -> str:
    return f"{value:.{places}f}".replace(".", ",")
