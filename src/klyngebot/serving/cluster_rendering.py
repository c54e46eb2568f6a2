"""Proposals of clusters as JSON values, plain text and HTML; all three say the same."""

from __future__ import annotations

from html import escape
from itertools import groupby
from typing import Any

from klyngebot import texts
from klyngebot.serving.references import Link, permalink, place, web_address
from klyngebot.serving.rendering import citation_to_dict
from klyngebot.types import ClusterAnswer, ClusterProposal, ClusterStatement


def clusters_to_dict(found: ClusterAnswer, link: Link = permalink) -> dict[str, Any]:
    """The whole answer as plain JSON values; the same answer gives the same bytes."""
    return {
        "ai": True,
        "description": found.description,
        "status": found.status.value,
        "message": found.message,
        "clusters": [
            {
                "id": item.document_id,
                "name": item.name,
                "closed": item.closed,
                "words": list(item.words),
                "url": item.url,
                "statements": [
                    {"about": statement.aspect, **citation_to_dict(statement.citation, link)}
                    for statement in item.statements
                ],
            }
            for item in found.proposals
        ],
        "suggestions": list(found.suggestions),
        "corpus_version": found.corpus_version,
    }


def clusters_to_plain(found: ClusterAnswer) -> str:
    """The answer for a terminal."""
    blocks = [found.message]
    for number, item in enumerate(found.proposals, start=1):
        lines = [f"{number}. {item.name}", f"   {texts.FIND_BECAUSE}: {', '.join(item.words)}"]
        if item.closed:
            lines.append(f"   {texts.FIND_CLOSED}")
        for label, statements in _labelled(item):
            lines.append(f"   {label}:")
            lines.extend(f"     {one.citation.quote} [{one.citation.number}]" for one in statements)
        if item.url:
            lines.append(f"   {texts.FIND_WEBSITE}: {item.url}")
        lines.extend(f"   [{s.citation.number}] {place(s.citation)} {s.citation.url}".rstrip() for s in item.statements)
        blocks.append("\n".join(lines))
    if found.suggestions:
        blocks.append("\n".join([f"{texts.SUGGESTIONS}:", *(f"  - {item}" for item in found.suggestions)]))
    return "\n\n".join(blocks)


def clusters_to_html(found: ClusterAnswer, *, anchor: str = "klynge") -> str:
    """The answer as one line of HTML; all text escaped. `anchor` makes ids unique."""
    blocks = [f"<p>{_text(found.message)}</p>"]
    for item in found.proposals:
        words = ", ".join(f"»{_text(word)}«" for word in item.words)
        blocks.append(f"<h3>{_text(item.name)}</h3>")
        if item.closed:
            blocks.append(f"<p><strong>{texts.FIND_CLOSED}</strong></p>")
        if words:
            blocks.append(f"<p>{texts.FIND_BECAUSE} {words}.</p>")
        rows = "".join(
            f"<li><strong>{label}:</strong> {' '.join(_statement(one, anchor) for one in statements)}</li>"
            for label, statements in _labelled(item)
        )
        blocks.append(f"<ul>{rows}</ul>")
        if item.url:
            href = escape(web_address(item.url), quote=True)
            blocks.append(
                f'<p><a href="{href}" target="_blank" rel="noopener noreferrer">'
                f"{texts.FIND_WEBSITE}: {_text(item.name)} ({texts.NEW_WINDOW})</a></p>"
            )
        sources = "".join(_source(statement, anchor) for statement in item.statements)
        blocks.append(
            f"<details><summary>{texts.SOURCES} ({texts.KIND_VERBATIM}): {_text(item.name)}</summary>"
            f"<ul>{sources}</ul></details>"
        )
    return "".join(blocks)


def _labelled(item: ClusterProposal) -> list[tuple[str, list[ClusterStatement]]]:
    groups = groupby(item.statements, key=lambda statement: statement.aspect)
    return [(texts.FIND_ASPECTS[aspect], list(statements)) for aspect, statements in groups]


def _statement(statement: ClusterStatement, anchor: str) -> str:
    number = statement.citation.number
    mark = f'<a href="#{anchor}-{number}" aria-label="{texts.SOURCE_NUMBER} {number}">[{number}]</a>'
    return f"{_text(statement.citation.quote)}\u00a0{mark}"


def _source(statement: ClusterStatement, anchor: str) -> str:
    citation = statement.citation
    link = ""
    if citation.url:
        href = escape(web_address(citation.url), quote=True)
        title = citation.provenance[0].title if citation.provenance else citation.title
        link = f' <a href="{href}" target="_blank" rel="noopener noreferrer">{_text(texts.open_source(title))}</a>'
    return f'<li id="{anchor}-{citation.number}">[{citation.number}] {_text(place(citation))}.{link}</li>'


def _text(text: str) -> str:
    return escape(" ".join(text.split()))
