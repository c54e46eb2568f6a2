"""Dividing a text into its statements: what can be checked, and what is a question, an opinion, a heading or nothing.

A piece is a main clause. Where it leaves its subject to what stands before ("… og har 200 medlemmer", "Den har …"),
or is an item of a list ("Klyngen tilbyder: …"), its claim says it whole.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from klyngebot.danish.antecedents import resolved
from klyngebot.danish.facts import is_without_subject, lacks_verb, named_by, told_of
from klyngebot.danish.kinds import StatementKind, is_no_statement, is_opinion, kind_of
from klyngebot.danish.main_clauses import Clause, main_clauses
from klyngebot.danish.moments import with_year
from klyngebot.danish.normalize import fold
from klyngebot.danish.paragraphs import Paragraph, ParagraphKind, paragraphs
from klyngebot.danish.sentences import split_sentences
from klyngebot.danish.stance import without_stance
from klyngebot.danish.unresolved import is_unresolved
from klyngebot.danish.verbs import finite_verb, is_finite, is_infinitive, word_matches

__all__ = ["LONGEST_SENTENCE", "Piece", "StatementKind", "is_opinion", "plain", "statements"]

LONGEST_SENTENCE = 1_000  # characters of a sentence that is divided, and of a claim
LONGEST_PORTION = 4_000  # characters given to the sentence splitter at a time; its time grows with their square
LOOKED_BACK = 8  # claims of the paragraph in which a pronoun or a bare noun may have been introduced
UNMARKED_LEVEL = 7  # of a heading that no mark tells, below all that have one
_MARKS = re.compile(
    r"\*{1,3}|`+|~~|(?<!\w)_{1,2}(?=\S)|(?<=\S)_{1,2}(?!\w)|\[\^[\w-]+\]|!?\[(?=[^\]]*\]\()|\]\([^)\s]*\)"
    r"|</?[a-z][^<>\n]*>|<!--.*?-->|(?<=\n)[ \t]*>[ \t]?",
    re.IGNORECASE | re.DOTALL,
)
_BROKEN_WORD = re.compile(r"(?<=[a-zæøå])[-\u2010][ \t]*\n\s*(?!(?:og|eller|samt|men|til)\b)(?=[a-zæøå])")
_NOTE = re.compile(r"\[\^[^\]\s]+\]|<!--.*?-->", re.DOTALL)  # "… i 2013.[^1] Den …": a sentence ends before it
_CUT = re.compile(r".*[.!?…]\s", re.DOTALL)
_TAKES_ITEMS = frozenset(("i", "på", "til", "med", "for", "af", "fra", "om", "ved", "hos", "at", "som"))
_POINTS_AHEAD = re.compile(r"\b(?:foelg\w*|nedenfor|saaledes|her|punkt for punkt|foelgende)\b")
_NOT_PROSE = {
    ParagraphKind.HEADING: StatementKind.HEADING,
    ParagraphKind.RULE: StatementKind.OTHER,
    ParagraphKind.ROW: StatementKind.UNREAD,
    ParagraphKind.CODE: StatementKind.UNREAD,
    ParagraphKind.NOTE: StatementKind.UNREAD,
}


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a text at `start`:`end`; `claim` is what it claims, standing alone, and empty where it is no claim."""

    text: str
    start: int
    end: int
    kind: StatementKind
    claim: str = ""


@dataclass(frozen=True, slots=True)
class _Above:
    """What stands above a paragraph: the lead-in of its list, and the thing that lead-in or heading names."""

    lead: str = ""
    subject: str = ""


def statements(text: str) -> list[Piece]:
    """The pieces of a text, in reading order; `text[piece.start:piece.end] == piece.text`.

    Args:
        text: plain text or Markdown.

    >>> [piece.claim for piece in statements("CLEAN blev stiftet i 2014 og har 200 medlemmer. Hvor ligger den?")]
    ['CLEAN blev stiftet i 2014', 'CLEAN har 200 medlemmer.', '']
    """
    found: list[Piece] = []
    lead = ""
    headings: list[tuple[int, str]] = []  # those that a paragraph stands under: level, and what each names
    rows = paragraphs(text)
    for number, paragraph in enumerate(rows):
        leads = number + 1 < len(rows) and rows[number + 1].kind is ParagraphKind.ITEM
        if paragraph.kind is not ParagraphKind.ITEM:
            lead = ""
        named = named_by(lead) or next((name for _, name in reversed(headings) if name), "")
        pieces = list(_pieces(text, paragraph, _Above(lead, named), leads=leads))
        found.extend(pieces)
        if not pieces:
            continue
        if pieces[0].kind is StatementKind.HEADING:
            level = _level(pieces[0].text)
            headings = [above for above in headings if above[0] < level]
            headings.append((level, named_by(plain(pieces[0].text))))
        if leads and paragraph.kind is not ParagraphKind.ITEM and pieces[-1].text.rstrip("*_ ").endswith(":"):
            lead = plain(pieces[-1].text)
    return found


def _level(heading: str) -> int:
    return len(heading) - len(heading.lstrip("#")) or UNMARKED_LEVEL


def plain(text: str) -> str:
    """A piece on one line, without the marks of Markdown.

    >>> plain("**CLEAN** blev [stiftet](https://example.org) i 2014.[^1]")
    'CLEAN blev stiftet i 2014.'
    """
    whole = _BROKEN_WORD.sub("", text) if "\n" in text else text
    return " ".join(html.unescape(_MARKS.sub("", whole)).split())


def _pieces(text: str, paragraph: Paragraph, above: _Above, *, leads: bool) -> Iterator[Piece]:
    if paragraph.kind in _NOT_PROSE:
        yield _piece(text, paragraph.start, paragraph.end, _NOT_PROSE[paragraph.kind])
        return
    within = text[paragraph.start : paragraph.end]
    is_item = paragraph.kind is ParagraphKind.ITEM
    said: list[str] = []  # the claims of the paragraph so far
    for start, end in _sentences(_NOTE.sub(lambda match: " " * len(match.group()), within)):
        first, last = paragraph.start + start, paragraph.start + end
        sentence = text[first:last]
        if len(sentence) > LONGEST_SENTENCE:
            said.clear()
            yield _piece(text, first, last, StatementKind.UNREAD)
            continue
        told = without_stance(plain(sentence))
        kind = kind_of(told, alone=end - start == len(within), item=is_item)
        if leads and sentence.rstrip("*_ ").endswith(":"):
            kind = StatementKind.OTHER
        completed = _completed(told, kind, paragraph.kind, above)
        if completed is not None:
            said.extend(claim for claim in (completed,) if claim)
            yield _read(text, first, last, completed)
        elif kind is StatementKind.CLAIM:
            yield from _claims(text, first, last, said)
        else:
            said.clear()  # what follows may point back to what this spoke of
            yield _piece(text, first, last, kind)


def _sentences(paragraph: str) -> Iterator[tuple[int, int]]:
    """The sentences of a paragraph; a very long one is divided in portions first, at a stop or else at a blank."""
    place = 0
    while place < len(paragraph):
        portion = paragraph[place : place + LONGEST_PORTION]
        if place + len(portion) < len(paragraph):
            stop = _CUT.match(portion)
            blank = max(portion.rfind(" "), portion.rfind("\n")) + 1
            portion = portion[: stop.end() if stop else blank or len(portion)]
        yield from ((place + start, place + end) for start, end in split_sentences(portion))
        place += len(portion)


def _claims(text: str, first: int, last: int, said: list[str]) -> Iterator[Piece]:
    """The main clauses of a sentence that claims something; `said` grows by what they claim."""
    sentence = text[first:last]
    for clause in main_clauses(sentence):
        start, end = first + clause.start, first + clause.end
        claim = _standing_alone(sentence, clause, said[-LOOKED_BACK:])
        if is_opinion(claim):
            said.clear()
            yield _piece(text, start, end, StatementKind.OPINION)
        elif is_unresolved(claim):
            said.clear()
            yield _piece(text, start, end, StatementKind.UNREAD)
        else:
            said.append(claim)
            yield _read(text, start, end, claim)


def _standing_alone(sentence: str, clause: Clause, said: Sequence[str]) -> str:
    own = without_stance(plain(clause.said or sentence[clause.start : clause.end]))
    if clause.subject:
        before = said[-1] if said else ""
        whole = f"{plain(clause.subject)} {own}"
        own = resolved(whole, said[:-1]) if before else whole
    else:
        own = resolved(own, said)
    own = with_year(own, said)
    return own[:1].upper() + own[1:]


def _completed(told: str, kind: StatementKind, paragraph: ParagraphKind, above: _Above) -> str | None:
    """What an item, a fact or a sentence without a subject claims with what stands above it.

    Empty where it cannot be told; None where it stands alone.
    """
    if kind in (StatementKind.QUESTION, StatementKind.OPINION) or is_no_statement(told):
        return None
    is_lacking = lacks_verb(told)
    if above.lead and is_lacking and finite_verb(above.lead) is not None:
        return _introduced(above.lead, told)
    is_listed = paragraph is ParagraphKind.FACT or bool(above.lead)
    completed = told_of(above.subject, told) if above.subject and (is_lacking or is_without_subject(told)) else ""
    is_owing = is_without_subject(told) or (is_lacking and is_listed)
    return completed if completed or is_owing else None


def _introduced(lead: str, item: str) -> str:
    """An item of a list with what introduces it: "Klyngen tilbyder" and "rådgivning"."""
    bare = lead.rstrip(": ")
    found = word_matches(bare)
    if _POINTS_AHEAD.search(fold(bare)):
        return item[:1].upper() + item[1:]
    last = found[-1].group().lower()
    joined = is_finite(last) or is_infinitive(last) or last in _TAKES_ITEMS
    return f"{bare} {item}" if joined else f"{bare}: {item}"


def _read(text: str, start: int, end: int, claim: str) -> Piece:
    """A piece with its claim; unread where there is none, or it is too long."""
    if not claim or len(claim) > LONGEST_SENTENCE:
        return _piece(text, start, end, StatementKind.UNREAD)
    return _piece(text, start, end, StatementKind.CLAIM, claim)


def _piece(text: str, start: int, end: int, kind: StatementKind, claim: str = "") -> Piece:
    return Piece(text[start:end], start, end, kind, claim)
