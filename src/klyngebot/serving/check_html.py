"""Checked texts as HTML: a fragment for the page, and a document of its own without scripts."""

from __future__ import annotations

from functools import cache
from html import escape
from pathlib import Path
from typing import Final

from klyngebot import texts
from klyngebot.checking.results import ClaimCheck, DraftCheck, QuotationCheck, QuotationStatus, Statement, Verdict
from klyngebot.serving.check_rendering import claims_of, counts, evidence_heading, quotation_counts, was_completed
from klyngebot.serving.references import Link, Reference, place
from klyngebot.serving.rendering import html_text
from klyngebot.texts import checking as check_texts
from klyngebot.types import Citation

STYLE: Final = Path(__file__).parent / "check_report.css"
# Nothing but the style that stands in the document itself
_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


def draft_to_page(checked: DraftCheck) -> str:
    """The report as a complete document: Danish, printable, light and dark, without scripts; all text escaped."""
    title = html_text(check_texts.check_report_title(checked.name))
    return (
        '<!doctype html>\n<html lang="da">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="referrer" content="no-referrer"><meta name="color-scheme" content="light dark">\n'
        f"<title>{title}</title>\n<style>\n{_style()}</style>\n</head>\n<body>\n<main>\n"
        f"<h1>{title}</h1>\n{draft_to_html(checked)}\n</main>\n</body>\n</html>\n"
    )


@cache
def _style() -> str:
    return STYLE.read_text(encoding="utf-8")


def draft_to_html(
    checked: DraftCheck,
    *,
    anchor: str = "paastand",
    level: int = 2,
    folded: bool = False,
    link: Link = lambda _citation: "",
) -> str:
    """The report as one line of HTML; all text escaped.

    Args:
        checked: the text.
        anchor: makes ids unique on a page.
        level: of the headings, 2 or 3; those of claims are one lower.
        folded: whether all but the decisive sentence is shown on request only; a report on paper shows all.
        link: the address of a sentence on the site that shows the report; a report in a file has none.
    """
    claims = claims_of(checked)
    read_as = {id(item.check): item for item in reversed(checked.statements) if item.check}
    others = len(checked.statements) - len(checked.checks)
    rows = "".join(f"<li>{_badge(verdict)}: {count}</li>" for verdict, count in counts(checked).items())
    blocks = [
        _heading(level, check_texts.CHECK_SUMMARY),
        f"<p>{check_texts.check_counts(len(checked.checks), others)}</p><ul>{rows}</ul>{_quotation_counts(checked)}",
        _heading(level, check_texts.CHECK_TEXT),
        f'<div class="kb-marked"><p>{_marked(checked, anchor)}</p></div>',
        _heading(level, check_texts.CHECK_CLAIMS),
    ]
    blocks.extend(
        _claim(number, check, read_as[id(check)], f"{anchor}-{number}", level + 1)
        + _evidence(check, link, folded=folded)
        for number, check in enumerate(claims, start=1)
    )
    if not claims:
        blocks.append(f"<p>{check_texts.CHECK_NO_CLAIMS}</p>")
    if checked.quotations:
        blocks.append(_heading(level, check_texts.CHECK_QUOTATIONS))
        blocks.extend(_quotation(item, level + 1, link) for item in checked.quotations)
    blocks.append(_heading(level, check_texts.CHECK_ABOUT))
    blocks.append(f"<ul>{''.join(f'<li>{note}</li>' for note in check_texts.CHECK_LIMITS)}</ul>")
    return "".join(blocks)


def _heading(level: int, text: str, identity: str = "") -> str:
    attribute = f' id="{identity}" tabindex="-1"' if identity else ""  # a link to it takes the focus along
    return f"<h{level}{attribute}>{text}</h{level}>"


def _badge(verdict: str, as_of: str = "") -> str:
    """A verdict as a sign, a word and a color."""
    label = html_text(check_texts.verdict_label(verdict, as_of))
    return f'<strong class="kb-verdict kb-{verdict}">{check_texts.VERDICT_SIGNS[verdict]} {label}</strong>'


def _quotation_counts(checked: DraftCheck) -> str:
    if not checked.quotations:
        return ""
    found = [(status, count) for status, count in quotation_counts(checked).items() if count]
    rows = "".join(f"<li>{_quotation_badge(status)}: {count}</li>" for status, count in found)
    return f"<p>{check_texts.check_quotation_counts(len(checked.quotations))}</p><ul>{rows}</ul>"


def _quotation_badge(status: str) -> str:
    label = f"{check_texts.QUOTATION_SIGNS[status]} {check_texts.QUOTATION_STATUSES[status]}"
    return f'<strong class="kb-verdict kb-{status}">{label}</strong>'


def _marked(checked: DraftCheck, anchor: str) -> str:
    """The text with every claim marked and linked to its check, and what is no claim named."""
    numbers = {id(check): number for number, check in enumerate(claims_of(checked), start=1)}
    written: list[str] = []
    end = 0
    for item in checked.statements:
        written.append(_gap(checked.text[end : item.start]))
        if item.check:
            number, verdict = numbers[id(item.check)], item.check.verdict.value
            mark = f'<a href="#{anchor}-{number}">{number} {_badge(verdict, item.check.as_of)}</a>'
            written.append(f'<mark class="kb-claim kb-{verdict}">{html_text(item.text)} {mark}</mark>')
        else:
            written.append(f"{html_text(item.text)} <small>({check_texts.is_no_claim(item.kind)})</small>")
        end = item.end
    written.append(_gap(checked.text[end:]))
    return "".join(written)


def _gap(between: str) -> str:
    """What stands between two statements; a blank line ends a paragraph."""
    lines = [escape(line) for line in between.split("\n")]
    joined = "<br>".join(lines) if len(lines) < 3 else f"{lines[0]}</p><p>{lines[-1]}"
    return joined or " "


def _claim(number: int, check: ClaimCheck, statement: Statement, identity: str, level: int) -> str:
    blocks = [_heading(level, f"{number}. {_badge(check.verdict, check.as_of)}", identity)]
    blocks.append(f"<blockquote><p>{html_text(statement.text)}</p></blockquote>")
    if was_completed(statement):
        blocks.append(f"<p>{check_texts.CHECK_CLAIM_AS_READ}: {html_text(statement.claim)}</p>")
    if check.reason:
        blocks.append(f"<p>{check_texts.CHECK_REASON}: {html_text(check.reason)}</p>")
    return "".join(blocks)


def _evidence(check: ClaimCheck, link: Link, *, folded: bool) -> str:
    """The sentences behind a verdict, the decisive one first; where nothing decides, all of them are folded."""
    heading = evidence_heading(check)
    if not check.citations:
        return f"<p>{heading}</p>"
    rows = [f"<li>{_cited(citation, link)}</li>" for citation in check.citations]
    newer = f"<p>{check_texts.CHECK_NEWER}:</p><ul><li>{_cited(check.newer, link)}</li></ul>" if check.newer else ""
    if not folded:
        return f"<p>{heading}:</p><ul>{''.join(rows)}</ul>{newer}"
    shown = 0 if check.verdict is Verdict.NOT_ENOUGH_INFO else 1
    first = f"<p>{heading}:</p><ul>{rows[0]}</ul>{newer}" if shown else ""
    label = check_texts.CHECK_FURTHER if shown else heading
    rest = "".join(rows[shown:])
    return (
        f"{first}<details><summary>{label} ({len(rows) - shown})</summary><ul>{rest}</ul></details>" if rest else first
    )


def _cited(citation: Citation, link: Link) -> str:
    """A sentence with its source, publisher, date, section, and links to our own document and to the source."""
    source = Reference((citation,))
    links = [(link(citation), check_texts.read_in_document(citation.title, citation.sentence))]
    links.append((source.url, texts.open_source(source.title)))
    # In windows of their own: coming back to a report, a browser would ask whether to send the text again
    opened = "".join(
        f'<br><a href="{escape(address, quote=True)}" target="_blank" rel="noopener noreferrer">{html_text(label)}</a>'
        for address, label in links
        if address
    )
    return f"»{html_text(citation.quote)}« – {html_text(source.heading)} ({html_text(place(citation))}).{opened}"


def _quotation(item: QuotationCheck, level: int, link: Link) -> str:
    blocks = [_heading(level, _quotation_badge(item.status))]
    quote = item.quote if item.status is QuotationStatus.UNCLOSED else f"»{item.quote}«"  # it has its own mark
    blocks.append(f"<blockquote><p>{html_text(quote)}</p></blockquote>")
    changes = "".join(
        f"<li>{check_texts.CHECK_QUOTED}: {_words(change.quoted, check_texts.CHECK_LEFT_OUT, 'del')}. "
        f"{check_texts.CHECK_SOURCE_HAS}: {_words(change.source, check_texts.CHECK_ADDED, 'ins')}.</li>"
        for change in item.changes
    )
    cited = "".join(f"<li>{_cited(citation, link)}</li>" for citation in item.citations)
    blocks.extend(f"<ul>{rows}</ul>" for rows in (changes, cited) if rows)
    return "".join(blocks)


def _words(said: str, nothing: str, tag: str) -> str:
    return f"<{tag}>{html_text(said)}</{tag}>" if said else f"({nothing})"
