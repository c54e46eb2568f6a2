"""Answers as JSON values, plain text, Markdown and HTML.

All four say the same: the sentences with their citation marks, notes, and the sources with title, publisher, date,
section, quote and address. The public source that carries a sentence is named first, then the document of ours that
renders it.
"""

from __future__ import annotations

import re
from dataclasses import asdict
from html import escape
from itertools import groupby
from typing import Any

from klyngebot import texts
from klyngebot.danish.normalize import fold
from klyngebot.serving.references import (
    Link,
    Reference,
    document_place,
    other_sources,
    permalink,
    place,
    references,
    section_place,
    web_address,
)
from klyngebot.types import Answer, AnswerSentence, Citation, Contact

GENERATIVE = "generative"
_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#|~!&$])")


def kind_of(answer: Answer) -> str:
    """What the text is: "verbatim" from documents, "generated" by a language model, or one of our "fixed" texts."""
    if not answer.citations:
        return "fixed"
    return "generated" if answer.mode.partition(":")[0] == GENERATIVE else "verbatim"


def kind_notice(answer: Answer) -> str:
    """The same in Danish."""
    return {"verbatim": texts.KIND_VERBATIM, "generated": texts.KIND_GENERATED, "fixed": texts.KIND_OWN}[
        kind_of(answer)
    ]


def answer_to_dict(answer: Answer, *, timings: bool = True, link: Link = permalink) -> dict[str, Any]:
    """The whole answer as plain JSON values. Without `timings` the same answer gives the same bytes."""
    stops = [{"name": stop.name, "detail": stop.detail} for stop in answer.trace.stops]
    trace: dict[str, Any] = {"query": answer.trace.query, "stops": stops}
    if timings:
        trace["milliseconds"] = round(answer.trace.milliseconds, 3)
        for plain, stop in zip(stops, answer.trace.stops, strict=True):
            plain.update(milliseconds=round(stop.milliseconds, 3))  # type: ignore[call-overload]
    return {
        "ai": True,
        "kind": kind_of(answer),
        "kind_notice": kind_notice(answer),
        "question": answer.question,
        "status": answer.status.value,
        "answer": answer.text,
        "sentences": [_sentence_to_dict(item) for item in answer.sentences],
        "paragraphs": _paragraph_places(answer),
        "citations": [citation_to_dict(item, link) for item in answer.citations],
        "references": [_reference_to_dict(item, link) for item in references(answer)],
        "refusal": _refusal_to_dict(answer),
        "suggestions": list(answer.suggestions),
        "notes": list(answer.notes),
        "mode": answer.mode,
        "corpus_version": answer.corpus_version,
        "trace": trace,
    }


def _sentence_to_dict(sentence: AnswerSentence) -> dict[str, Any]:
    direct = sentence.text[slice(*sentence.focus)] if sentence.focus else None
    return {"text": sentence.text, "citations": list(sentence.citations), "direct": direct}


def citation_to_dict(citation: Citation, link: Link = permalink) -> dict[str, Any]:
    """A citation as plain JSON values."""
    plain = asdict(citation)
    plain["kind"] = citation.kind.value
    plain["provenance"] = [asdict(item) for item in citation.provenance]
    plain["url"] = citation.url
    plain["permalink"] = link(citation)
    named = Reference((citation,))
    plain["source"] = {"title": named.title, "imprint": named.imprint, "place": place(citation)}
    return plain


def _reference_to_dict(item: Reference, link: Link) -> dict[str, Any]:
    """A source of the list under an answer, as every page shows it; `url` is empty where none is safe to link."""
    return {
        "numbers": list(item.numbers),
        "title": item.title,
        "imprint": item.imprint,
        "nature": item.nature,
        "url": item.url,
        "documents": [
            {
                "place": _sentence_case(document_place(passages[0])),
                "passages": [_passage_to_dict(citation, link) for citation in passages],
            }
            for passages in item.by_document
        ],
    }


def _passage_to_dict(citation: Citation, link: Link) -> dict[str, Any]:
    return {
        "number": citation.number,
        "quote": citation.quote,
        "notes": [_sentence_case(note) for note in (section_place(citation), _also(citation)) if note],
        "permalink": link(citation),
    }


def _paragraph_places(answer: Answer) -> list[list[int]]:
    """The paragraphs of the answer, as places in `sentences`."""
    places = iter(range(len(answer.sentences)))
    return [[next(places) for _ in paragraph] for paragraph in _paragraphs(answer)]


def _refusal_to_dict(answer: Answer) -> dict[str, Any] | None:
    if answer.refusal is None:
        return None
    refusal = answer.refusal
    return {
        "reason": refusal.reason.value,
        "message": refusal.message,
        "nearby": list(refusal.nearby),
        "contact": refusal.contact and asdict(refusal.contact),
    }


def answer_to_plain(answer: Answer) -> str:
    """The answer for a terminal."""
    blocks = []
    if answer.refusal:
        blocks.append(answer.refusal.message)
    blocks.extend(" ".join(_marked(item) for item in paragraph) for paragraph in _paragraphs(answer))
    blocks.extend(f"{texts.NOTES}: {note}" for note in answer.notes)
    if answer.refusal and answer.refusal.nearby:
        blocks.append(texts.nearby(answer.refusal.nearby))
    if answer.refusal and answer.refusal.contact:
        blocks.append(f"{answer.refusal.contact.text} {answer.refusal.contact.url}".rstrip())
    if answer.citations:
        lines = [f"{texts.SOURCES} ({kind_notice(answer)})"]
        for item in references(answer):
            lines.append(f"{_marks(item.numbers)} {item.heading}")
            lines.extend(f"    {line}" for line in _unique(place(citation) for citation in item.citations))
            lines.extend(f"    {line}" for line in _unique(_also(citation) for citation in item.citations) if line)
            lines.append(f"    {item.url or texts.NO_LINK}")
        blocks.append("\n".join(lines))
    if answer.suggestions:
        blocks.append("\n".join([f"{texts.SUGGESTIONS}:", *(f"  - {item}" for item in answer.suggestions)]))
    return "\n\n".join(blocks)


def answer_to_markdown(answer: Answer) -> str:
    """The answer as Markdown; everything that is not ours is escaped."""
    blocks = []
    if answer.refusal:
        blocks.append(markdown_text(answer.refusal.message))
    blocks.extend(markdown_text(" ".join(_marked(item) for item in paragraph)) for paragraph in _paragraphs(answer))
    blocks.extend(f"*{texts.NOTES}: {markdown_text(note)}*" for note in answer.notes)
    if answer.refusal and answer.refusal.nearby:
        blocks.append(markdown_text(texts.nearby(answer.refusal.nearby)))
    if answer.refusal and answer.refusal.contact:
        blocks.append(_contact_to_markdown(answer.refusal.contact))
    if answer.citations:
        blocks.append(f"**{texts.SOURCES}** ({kind_notice(answer)})")
        blocks.append("\n".join(_reference_to_markdown(item) for item in references(answer)))
    if answer.suggestions:
        blocks.append(f"**{texts.SUGGESTIONS}**")
        blocks.append("\n".join(f"- {markdown_text(item)}" for item in answer.suggestions))
    return "\n\n".join(blocks)


def _contact_to_markdown(contact: Contact) -> str:
    return f"{markdown_text(contact.text)} <{contact.url}>" if contact.url else markdown_text(contact.text)


def _reference_to_markdown(item: Reference) -> str:
    title = f"[{markdown_text(item.title)}](<{item.url}>)" if item.url else markdown_text(item.title)
    imprint = f" – {markdown_text(item.imprint)}" if item.imprint else ""
    lines = [f"- {markdown_text(_marks(item.numbers))} {title}{imprint}"]
    for citation in item.citations:
        origin = "; ".join(part for part in (place(citation), _also(citation)) if part)
        lines.append(f"  - {markdown_text(f'»{citation.quote}« ({origin})')}")
    return "\n".join(lines)


def answer_to_html(answer: Answer, *, anchor: str = "svar", sources: bool = True) -> str:
    """The answer as one line of HTML: p, ul, li, strong, em, a, details and summary only; all text escaped.

    Suggestions are left out, because a page shows them as buttons. `anchor` makes ids unique on a page with several
    answers; without `sources` the list under the answer is left out, for an answer that is still being written.
    """
    blocks = []
    if answer.refusal:
        blocks.append(f"<p>{html_text(answer.refusal.message)}</p>")
    blocks.extend(
        f"<p>{' '.join(_sentence_to_html(item, anchor) for item in paragraph)}</p>" for paragraph in _paragraphs(answer)
    )
    blocks.extend(f"<p><em>{texts.NOTES}: {html_text(note)}</em></p>" for note in answer.notes)
    if answer.refusal and answer.refusal.nearby:
        titles = "".join(f"<li>{html_text(title)}</li>" for title in answer.refusal.nearby)
        blocks.append(f"<p>{texts.NEARBY}</p><ul>{titles}</ul>")
    if answer.refusal and answer.refusal.contact:
        blocks.append(f"<p>{_contact_to_html(answer.refusal.contact)}</p>")
    if sources and answer.citations:
        rows = "".join(f"<li>{_reference_to_html(item, anchor)}</li>" for item in references(answer))
        blocks.append(f"<p><strong>{texts.SOURCES}</strong> ({kind_notice(answer)})</p><ul>{rows}</ul>")
    if sources and understood_otherwise(answer):
        blocks.append(f"<details><summary>{texts.UNDERSTOOD}</summary><p>{html_text(answer.trace.query)}</p></details>")
    return "".join(blocks)


def understood_otherwise(answer: Answer) -> bool:
    """Whether something else was searched for than what was typed: a completed follow-up, a mended word."""
    asked, searched = (" ".join(re.findall(r"\w+", fold(text))) for text in (answer.question, answer.trace.query))
    return bool(searched) and asked != searched


def _sentence_to_html(sentence: AnswerSentence, anchor: str) -> str:
    marks = "".join(
        f'\u00a0<a href="#{anchor}-{number}" aria-label="{texts.SOURCE_NUMBER} {number}">[{number}]</a>'
        for number in sentence.citations
    )
    if sentence.focus is None:
        return html_text(sentence.text) + marks
    start, end = sentence.focus
    before, focus, after = sentence.text[:start], sentence.text[start:end], sentence.text[end:]
    return f"{escape(before)}<strong>{escape(focus)}</strong>{escape(after)}{marks}"


def _reference_to_html(item: Reference, anchor: str) -> str:
    imprint = f" – {html_text(item.imprint)}" if item.imprint else ""
    body = [f"<summary>{_marks(item.numbers)} <strong>{html_text(item.title)}</strong>{imprint}</summary>"]
    for passages in item.by_document:
        body.append(f"<p>{html_text(_sentence_case(document_place(passages[0])))}</p>")
        body.append(f"<ul>{''.join(_passage_to_html(citation, anchor) for citation in passages)}</ul>")
    if item.nature:
        body.append(f"<p>{html_text(texts.source_nature(item.nature))}</p>")
    body.append(f"<p>{_link(item.url, texts.open_source(item.title))}</p>" if item.url else f"<p>{texts.NO_LINK}</p>")
    return f"<details>{''.join(body)}</details>"


def _passage_to_html(citation: Citation, anchor: str) -> str:
    notes = [section_place(citation), _also(citation)]
    details = "".join(f" <em>{html_text(_sentence_case(note))}.</em>" for note in notes if note)
    return f'<li id="{anchor}-{citation.number}">[{citation.number}] »{html_text(citation.quote)}«{details}</li>'


def _also(citation: Citation) -> str:
    """The further sources of a sentence; empty where it has one."""
    others = other_sources(citation)
    return texts.also_from(others) if others else ""


def _sentence_case(text: str) -> str:
    return text[:1].upper() + text[1:]


def _link(url: str, text: str) -> str:
    href = escape(web_address(url), quote=True)
    return f'<a href="{href}" target="_blank" rel="noopener noreferrer">{html_text(text)}</a>'


def _contact_to_html(contact: Contact) -> str:
    return " ".join(filter(None, (html_text(contact.text), contact.url and _link(contact.url, contact.url))))


def _paragraphs(answer: Answer) -> list[list[AnswerSentence]]:
    """Sentences that stand next to each other in one section of one document share a paragraph."""
    by_number = {item.number: (item.document_id, item.section) for item in answer.citations}

    def where(sentence: AnswerSentence) -> tuple[str, str]:
        return by_number.get(sentence.citations[0], ("", "")) if sentence.citations else ("", "")

    return [list(group) for _, group in groupby(answer.sentences, key=where)]


def _marked(sentence: AnswerSentence) -> str:
    return f"{sentence.text} {_marks(sentence.citations)}".rstrip()


def _marks(numbers: tuple[int, ...]) -> str:
    return "".join(f"[{number}]" for number in numbers)


def _unique(lines: Any) -> list[str]:
    return list(dict.fromkeys(lines))


def html_text(text: str) -> str:
    """Escaped, on one line: a blank line would end the HTML block where it stands in Markdown."""
    return escape(" ".join(text.split()), quote=True)


def markdown_text(text: str) -> str:
    """Escaped for Markdown, on one line."""
    return _MARKDOWN.sub(r"\\\1", " ".join(text.split()))
