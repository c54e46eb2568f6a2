"""Checked claims and texts as JSON values and Markdown; `check_html` says the same as HTML."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from klyngebot.checking.results import ClaimCheck, DraftCheck, QuotationCheck, QuotationStatus, Statement, Verdict
from klyngebot.danish.statements import StatementKind
from klyngebot.serving.references import Link, Reference, permalink, place
from klyngebot.serving.rendering import citation_to_dict, markdown_text
from klyngebot.texts import checking as check_texts
from klyngebot.types import Citation

_LINE_MARK = re.compile(r"^(?:([-+=])|(\d{1,9})([.)]))(?=\s|$)")


def claim_to_dict(check: ClaimCheck, link: Link = permalink) -> dict[str, Any]:
    """A claim with its verdict as plain JSON values, as it comes alone."""
    return {"ai": True, "status": "checked", **_claim_to_dict(check, link)}


def _claim_to_dict(check: ClaimCheck, link: Link) -> dict[str, Any]:
    return {
        "claim": check.claim,
        "verdict": check.verdict.value,
        "label": check_texts.verdict_label(check.verdict, check.as_of),
        "reason": check.reason,
        "evidence": [citation_to_dict(item, link) for item in check.citations],
        "probability": check.probability,
        "as_of": check.as_of,
        "newer": citation_to_dict(check.newer, link) if check.newer else None,
    }


def unchecked_to_dict(claim: str, reason: str) -> dict[str, Any]:
    """The same of a claim that is empty or too long to be checked; `reason` says which."""
    check = ClaimCheck(claim, Verdict.NOT_ENOUGH_INFO, reason, probability=0.0)
    return {**claim_to_dict(check), "status": "rejected"}


def rejected_to_dict(message: str) -> dict[str, Any]:
    """What comes back of what cannot be checked, as plain JSON values."""
    return {"ai": True, "status": "rejected", "message": message}


def draft_to_dict(checked: DraftCheck, link: Link = permalink) -> dict[str, Any]:
    """A checked text as plain JSON values. `check` of a statement is the place of its claim in `claims`."""
    claims = claims_of(checked)
    places = {id(check): number for number, check in enumerate(claims)}
    return {
        "ai": True,
        "status": "checked",
        "name": checked.name,
        "text": checked.text,
        "contradicted": checked.is_contradicted,
        "summary": {
            **counts(checked),
            "not_claims": len(checked.statements) - len(checked.checks),
            "quotations": quotation_counts(checked),
        },
        "statements": [
            {
                "text": item.text,
                "start": item.start,
                "end": item.end,
                "kind": item.kind.value,
                "claim": item.claim,
                "check": places[id(item.check)] if item.check else None,
            }
            for item in checked.statements
        ],
        "claims": [_claim_to_dict(check, link) for check in claims],
        "quotations": [_quotation_to_dict(item, link) for item in checked.quotations],
        "notes": list(check_texts.CHECK_LIMITS),
        "corpus_version": checked.corpus_version,
    }


def _quotation_to_dict(item: QuotationCheck, link: Link) -> dict[str, Any]:
    return {
        "quote": item.quote,
        "status": item.status.value,
        "label": check_texts.QUOTATION_STATUSES[item.status],
        "evidence": [citation_to_dict(citation, link) for citation in item.citations],
        "changes": [asdict(change) for change in item.changes],
    }


def alone(check: ClaimCheck) -> DraftCheck:
    """A single claim as a text that consists of it."""
    whole = Statement(check.claim, 0, len(check.claim), StatementKind.CLAIM, check.claim, check)
    return DraftCheck("", check.claim, (whole,))


def claims_of(checked: DraftCheck) -> list[ClaimCheck]:
    """The checks of a text, each once, in reading order."""
    return list({id(check): check for check in checked.checks}.values())


def counts(checked: DraftCheck) -> dict[str, int]:
    """How many claims got each verdict, every verdict named; those that stand twice count twice."""
    return {verdict.value: checked.verdicts[verdict] for verdict in Verdict}


def quotation_counts(checked: DraftCheck) -> dict[str, int]:
    """How many quotations got each status, every status named."""
    return {status.value: checked.quotation_statuses[status] for status in QuotationStatus}


def was_completed(statement: Statement) -> bool:
    """Whether a claim was read as more than what stands there."""
    return " ".join(statement.text.split()).lower() != statement.claim.lower()


def draft_to_markdown(checked: DraftCheck) -> str:
    """The report on a text as Markdown; everything that is not ours is escaped."""
    claims = claims_of(checked)
    read_as = {id(item.check): item for item in reversed(checked.statements) if item.check}
    blocks = [f"# {markdown_text(check_texts.check_report_title(checked.name))}", f"## {check_texts.CHECK_SUMMARY}"]
    blocks.append(check_texts.check_counts(len(checked.checks), len(checked.statements) - len(checked.checks)))
    blocks.append("\n".join(f"- {_verdict(verdict)}: {count}" for verdict, count in counts(checked).items()))
    if checked.quotations:
        blocks.append(check_texts.check_quotation_counts(len(checked.quotations)))
        found = ((status, count) for status, count in quotation_counts(checked).items() if count)
        blocks.append("\n".join(f"- {_quotation_status(status)}: {count}" for status, count in found))
    blocks += [f"## {check_texts.CHECK_TEXT}", _marked(checked), f"## {check_texts.CHECK_CLAIMS}"]
    blocks.extend(_claim(number, check, read_as[id(check)]) for number, check in enumerate(claims, start=1))
    if not claims:
        blocks.append(check_texts.CHECK_NO_CLAIMS)
    if checked.quotations:
        blocks.append(f"## {check_texts.CHECK_QUOTATIONS}")
        blocks.extend(_quotation(item) for item in checked.quotations)
    blocks.append(f"## {check_texts.CHECK_ABOUT}")
    blocks.append("\n".join(f"- {note}" for note in check_texts.CHECK_LIMITS))
    return "\n\n".join(blocks)


def _verdict(verdict: str, as_of: str = "") -> str:
    return f"{check_texts.VERDICT_SIGNS[verdict]} {check_texts.verdict_label(verdict, as_of)}"


def _quotation_status(status: str) -> str:
    return f"{check_texts.QUOTATION_SIGNS[status]} {check_texts.QUOTATION_STATUSES[status]}"


def _marked(checked: DraftCheck) -> str:
    """The text with a mark behind every statement."""
    numbers = {id(check): number for number, check in enumerate(claims_of(checked), start=1)}
    written: list[str] = []
    place_ = 0
    for item in checked.statements:
        gap = _gap(checked.text[place_ : item.start])
        written.append(gap if written else gap.lstrip())
        begins = not written[-1] or written[-1].endswith("\n")
        own = _line(item.text) if begins else markdown_text(item.text)
        if item.check:
            own += f" **[{numbers[id(item.check)]} {_verdict(item.check.verdict, item.check.as_of)}]**"
        else:
            own += f" *({check_texts.is_no_claim(item.kind)})*"
        written.append(own)
        place_ = item.end
    written.append(_gap(checked.text[place_:]))
    return "".join(written).strip()


def _gap(between: str) -> str:
    """What stands between two statements: the words that join them, or the end of a paragraph.

    A blank begins it unless a mark of punctuation does: a closing "**" right before a letter closes nothing.
    """
    here, *lines = between.split("\n")
    told = markdown_text(here).strip()
    if told[:1].isalnum() or here[:1].isspace():
        told = f" {told}"
    if not lines:
        return f"{told} " if told.strip() else " "
    blocks = [_line(line.strip()) for line in lines if line.strip()]
    return told.rstrip() + ("".join(f"\n\n{block} " for block in blocks) or "\n\n")


def _line(text: str) -> str:
    """Escaped at the beginning of a line, where more would be read as marks."""
    return _LINE_MARK.sub(lambda match: f"{match[2] or ''}\\{match[1] or match[3]}", markdown_text(text))


def _claim(number: int, check: ClaimCheck, statement: Statement) -> str:
    lines = [f"### {number}. {_verdict(check.verdict, check.as_of)}", "", f"> {_line(statement.text)}", ""]
    if was_completed(statement):
        lines.append(f"- {check_texts.CHECK_CLAIM_AS_READ}: {markdown_text(statement.claim)}")
    if check.reason:
        lines.append(f"- {check_texts.CHECK_REASON}: {markdown_text(check.reason)}")
    lines.extend(_evidence(check))
    return "\n".join(lines)


def evidence_heading(check: ClaimCheck) -> str:
    """What stands above the sentences of a check: they decide, or nothing does."""
    if not check.citations:
        return check_texts.CHECK_NO_EVIDENCE
    return check_texts.CHECK_NEAREST if check.verdict is Verdict.NOT_ENOUGH_INFO else check_texts.CHECK_EVIDENCE


def _evidence(check: ClaimCheck) -> Iterator[str]:
    yield f"- {evidence_heading(check)}{':' if check.citations else ''}"
    for citation in check.citations:
        yield f"  - {_cited(citation)}"
    if check.newer:
        yield f"- {check_texts.CHECK_NEWER}: {_cited(check.newer)}"


def _cited(citation: Citation) -> str:
    """A sentence with where it stands, and a link to its source."""
    source = Reference((citation,))
    heading = markdown_text(source.heading)
    linked = f"[{heading}](<{source.url}>)" if source.url else heading
    return f"»{markdown_text(citation.quote)}« – {linked} ({markdown_text(place(citation))})"


def _quotation(item: QuotationCheck) -> str:
    lines = [f"### {_quotation_status(item.status)}", ""]
    lines += [f"> {_line(item.quote)}", ""]
    for change in item.changes:
        lines.append(f"- {check_texts.CHECK_QUOTED}: {_words(change.quoted, check_texts.CHECK_LEFT_OUT, '~~')}")
        lines.append(f"  {check_texts.CHECK_SOURCE_HAS}: {_words(change.source, check_texts.CHECK_ADDED, '**')}")
    lines.extend(f"- {_cited(citation)}" for citation in item.citations)
    return "\n".join(lines).rstrip()


def _words(said: str, nothing: str, mark: str) -> str:
    return f"{mark}{markdown_text(said)}{mark}" if said else f"({nothing})"
