"""Dividing a text into its statements: what can be checked, and what is a question, an opinion, a heading or nothing.

A piece is a main clause. Where it leaves its subject to what stands before ("… og har 200 medlemmer", "Den har …"),
or is an item of a list ("Klyngen tilbyder: …"), its claim says it whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from klyngebot.danish.antecedents import resolved
from klyngebot.danish.main_clauses import Clause, main_clauses
from klyngebot.danish.normalize import fold
from klyngebot.danish.paragraphs import Paragraph, ParagraphKind, paragraphs
from klyngebot.danish.quotations import without_quotations
from klyngebot.danish.sentences import split_sentences
from klyngebot.danish.verbs import finite_verb, is_finite, is_infinitive, word_matches
from klyngebot.danish.wordlists import lines, words

LONGEST_SENTENCE = 1_000  # characters of a sentence that is divided
LONGEST_PORTION = 4_000  # characters given to the sentence splitter at a time; its time grows with their square
LOOKED_BACK = 8  # claims of the paragraph in which a pronoun or a bare noun may have been introduced
FEWEST_WORDS = 3  # of a sentence whose verb is not known
HEADING_WORDS = 14  # the most of a line without a full stop that is a heading
_MARKS = re.compile(r"\*{1,3}|`+|(?<!\w)_{1,2}(?=\S)|(?<=\S)_{1,2}(?!\w)|\[\^[\w-]+\]|!?\[(?=[^\]]*\]\()|\]\([^)\s]*\)")
_STOPS = re.compile(r"[.!?…:][\"'»«”“)\]*_]*$")
_REPORTED = re.compile(r"\bifoelge (?!os\b|mig\b|vores\b|vor\b|min\b|mine\b)\w")
_WRITERS = frozenset(("vi", "jeg", "man", "mange", "du"))
_TAKES_ITEMS = frozenset(("i", "på", "til", "med", "for", "af", "fra", "om", "ved", "hos", "at", "som"))
_POINTS_AHEAD = re.compile(r"\b(?:foelg\w*|nedenfor|saaledes|her|punkt for punkt|foelgende)\b")


class StatementKind(StrEnum):
    """What a piece of a text is; only a claim can be checked."""

    CLAIM = "claim"
    QUESTION = "question"
    OPINION = "opinion"
    HEADING = "heading"
    OTHER = "other"  # greetings, addresses, single words


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a text at `start`:`end`; `claim` is what it claims, standing alone, and empty where it is no claim."""

    text: str
    start: int
    end: int
    kind: StatementKind
    claim: str = ""


def statements(text: str) -> list[Piece]:
    """The pieces of a text, in reading order; `text[piece.start:piece.end] == piece.text`.

    Args:
        text: plain text or Markdown.

    >>> [piece.claim for piece in statements("CLEAN blev stiftet i 2014 og har 200 medlemmer. Hvor ligger den?")]
    ['CLEAN blev stiftet i 2014', 'CLEAN har 200 medlemmer.', '']
    """
    found: list[Piece] = []
    lead = ""
    rows = paragraphs(text)
    for number, paragraph in enumerate(rows):
        leads = number + 1 < len(rows) and rows[number + 1].kind is ParagraphKind.ITEM
        if paragraph.kind is not ParagraphKind.ITEM:
            lead = ""
        pieces = list(_pieces(text, paragraph, lead, leads=leads))
        found.extend(pieces)
        if leads and paragraph.kind is not ParagraphKind.ITEM and pieces and pieces[-1].text.endswith(":"):
            lead = plain(pieces[-1].text)
    return found


def plain(text: str) -> str:
    """A piece on one line, without the marks of Markdown.

    >>> plain("**CLEAN** blev [stiftet](https://example.org) i 2014.[^1]")
    'CLEAN blev stiftet i 2014.'
    """
    return " ".join(_MARKS.sub("", text).split())


def _pieces(text: str, paragraph: Paragraph, lead: str, *, leads: bool) -> Iterator[Piece]:
    if paragraph.kind in (ParagraphKind.HEADING, ParagraphKind.RULE):
        kind = StatementKind.HEADING if paragraph.kind is ParagraphKind.HEADING else StatementKind.OTHER
        yield _piece(text, paragraph.start, paragraph.end, kind)
        return
    within = text[paragraph.start : paragraph.end]
    said: list[str] = []  # the claims of the paragraph so far
    for start, end in _sentences(within):
        first, last = paragraph.start + start, paragraph.start + end
        sentence = text[first:last]
        short = sentence[: LONGEST_SENTENCE + 1]
        kind = _kind(plain(short), alone=end - start == len(within), item=paragraph.kind is ParagraphKind.ITEM)
        if (leads and sentence.endswith(":")) or len(sentence) > LONGEST_SENTENCE:
            kind = StatementKind.OTHER
        if lead and kind is not StatementKind.QUESTION and finite_verb(plain(short)) is None:
            yield _piece(text, first, last, StatementKind.CLAIM, _completed(lead, plain(sentence)))
        elif kind is StatementKind.CLAIM:
            yield from _claims(text, first, last, said)
        else:
            said.clear()  # what follows may point back to what this spoke of
            yield _piece(text, first, last, kind)


def _sentences(paragraph: str) -> Iterator[tuple[int, int]]:
    """The sentences of a paragraph; a very long one is divided in portions first."""
    place = 0
    while place < len(paragraph):
        cut = len(paragraph)
        if cut - place > LONGEST_PORTION:
            stop = paragraph.rfind(". ", place + LONGEST_PORTION // 2, place + LONGEST_PORTION)
            cut = stop + 1 if stop >= 0 else place + LONGEST_PORTION
        yield from ((place + start, place + end) for start, end in split_sentences(paragraph[place:cut]))
        place = cut


def _claims(text: str, first: int, last: int, said: list[str]) -> Iterator[Piece]:
    """The main clauses of a sentence that claims something; `said` grows by what they claim."""
    sentence = text[first:last]
    for clause in main_clauses(sentence):
        start, end = first + clause.start, first + clause.end
        claim = _standing_alone(sentence, clause, said[-LOOKED_BACK:])
        if is_opinion(claim):
            said.clear()
            yield _piece(text, start, end, StatementKind.OPINION)
        else:
            said.append(claim)
            yield _piece(text, start, end, StatementKind.CLAIM, claim)


def _standing_alone(sentence: str, clause: Clause, said: Sequence[str]) -> str:
    own = plain(sentence[clause.start : clause.end])
    if clause.subject:
        before = said[-1] if said else ""
        whole = f"{plain(clause.subject)} {own}"
        own = resolved(whole, said[:-1]) if before else whole
    else:
        own = resolved(own, said)
    return own[:1].upper() + own[1:]


def _completed(lead: str, item: str) -> str:
    """An item of a list with what introduces it: "Klyngen tilbyder" and "rådgivning"."""
    bare = lead.rstrip(": ")
    found = word_matches(bare)
    if finite_verb(bare) is None or not found or _POINTS_AHEAD.search(fold(bare)):
        return item[:1].upper() + item[1:]
    last = found[-1].group().lower()
    joined = is_finite(last) or is_infinitive(last) or last in _TAKES_ITEMS
    return f"{bare} {item}" if joined else f"{bare}: {item}"


def _kind(sentence: str, *, alone: bool, item: bool) -> StatementKind:
    """What a sentence is; `alone` where it is its paragraph, `item` where that is an item of a list."""
    if sentence.rstrip("\"'»«”“)").endswith("?"):
        return StatementKind.QUESTION
    if is_no_statement(sentence):
        return StatementKind.OTHER
    if is_opinion(sentence) and len(main_clauses(sentence)) == 1:
        return StatementKind.OPINION
    found = word_matches(sentence)
    if not _STOPS.search(sentence):
        if alone and not item and _is_heading(sentence):
            return StatementKind.HEADING
        return StatementKind.CLAIM if len(found) > 1 and finite_verb(sentence) else StatementKind.OTHER
    return StatementKind.CLAIM if len(found) >= FEWEST_WORDS or finite_verb(sentence) else StatementKind.OTHER


def _is_heading(line: str) -> bool:
    found = word_matches(line)
    asks = bool(found) and found[0].group().lower().startswith("hv")
    return len(found) <= HEADING_WORDS and (asks or finite_verb(line) is None)


def is_opinion(sentence: str) -> bool:
    """Whether a sentence is an opinion, a wish or an exhortation of its writer, not what another is said to hold.

    >>> is_opinion("Klyngerne bør have flere penge."), is_opinion("DFiR mener, at klyngerne bør have flere penge.")
    (True, False)
    """
    own = without_quotations(sentence)
    folded = fold(own)
    if not any(pattern.search(folded) for pattern in _patterns("opinions.txt")):
        return False
    return not (_REPORTED.search(folded) or _reports(own))


def _reports(sentence: str) -> bool:
    """Whether somebody else says it: "DFiR mener, at …", "…, sagde ministeren"."""
    found = [match.group().lower() for match in word_matches(sentence)]
    verb = finite_verb(sentence)
    for place, word in enumerate(found):
        if word not in words("reporters.txt"):
            continue
        neighbors = {*found[max(0, place - 2) : place], *found[place + 1 : place + 2]}
        is_main = verb is not None and verb.group().lower() == word
        if is_main and not neighbors & _WRITERS:
            return True
    return False


def is_no_statement(line: str) -> bool:
    """Whether a line is a greeting, an address, a source, a date: nothing that could be so or not.

    >>> is_no_statement("Med venlig hilsen Anna"), is_no_statement("Klyngen ligger i Aarhus.")
    (True, False)
    """
    folded = fold(line)
    return not word_matches(folded) or any(pattern.fullmatch(folded) for pattern in _patterns("not_statements.txt"))


@cache
def _patterns(name: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(line) for line in lines(name))


def _piece(text: str, start: int, end: int, kind: StatementKind, claim: str = "") -> Piece:
    return Piece(text[start:end], start, end, kind, claim)
