"""Checking a whole text: every claim once, and every quotation."""

from __future__ import annotations

from collections.abc import Callable

from klyngebot.checking.results import ClaimCheck, DraftCheck, QuotationCheck, QuotationStatus, Statement
from klyngebot.danish.normalize import fold
from klyngebot.danish.quotations import quotations, unclosed
from klyngebot.danish.statements import Piece, StatementKind, statements
from klyngebot.errors import CheckError
from klyngebot.texts import checking as check_texts

LONGEST_TEXT = 200_000  # characters
MOST_PIECES = 3_000  # sentences, items and lines, also those that are no claims or stand twice
MOST_CHECKS = 1_000  # claims and quotations that differ: some 60 pages, and at most half a minute


class DraftChecker:
    """Checks texts.

    Args:
        check_claim: gives a claim its verdict.
        check_quotation: looks a quotation up.
        corpus_version: of the documents that both look in.
    """

    def __init__(
        self,
        check_claim: Callable[[str], ClaimCheck],
        check_quotation: Callable[[str], QuotationCheck],
        corpus_version: str = "",
    ) -> None:
        self._check_claim = check_claim
        self._check_quotation = check_quotation
        self._corpus_version = corpus_version

    def check(self, text: str, name: str = "") -> DraftCheck:
        """The text with its statements, the checks of its claims, and its quotations.

        A quotation has at least three words; behind them all stand the quotation marks without a fellow.

        Raises:
            CheckError: the text is empty, longer than `LONGEST_TEXT`, has more pieces than `MOST_PIECES` or more
                to check than `MOST_CHECKS`.
        """
        if not text.strip():
            raise CheckError(check_texts.CHECK_EMPTY)
        if len(text) > LONGEST_TEXT:
            raise CheckError(check_texts.check_too_long(LONGEST_TEXT))
        pieces = statements(text)
        if len(pieces) > MOST_PIECES:
            raise CheckError(check_texts.check_too_many(MOST_PIECES))
        quoted = dict.fromkeys(item.text for item in quotations(text))
        alone = dict.fromkeys(unclosed(text))
        if len({_key(piece) for piece in pieces if piece.claim}) + len(quoted) + len(alone) > MOST_CHECKS:
            raise CheckError(check_texts.check_too_much(MOST_CHECKS))
        checked: dict[str, ClaimCheck] = {}
        return DraftCheck(
            name,
            text,
            tuple(self._statement(piece, checked) for piece in pieces),
            (
                *(self._check_quotation(quote) for quote in quoted),
                *(QuotationCheck(excerpt, QuotationStatus.UNCLOSED) for excerpt in alone),
            ),
            self._corpus_version,
        )

    def _statement(self, piece: Piece, checked: dict[str, ClaimCheck]) -> Statement:
        """A piece with its check; what was claimed before, with the check that it got then."""
        if piece.kind is not StatementKind.CLAIM:
            return Statement(piece.text, piece.start, piece.end, piece.kind)
        key = _key(piece)
        if key not in checked:
            checked[key] = self._check_claim(piece.claim)
        return Statement(piece.text, piece.start, piece.end, piece.kind, piece.claim, checked[key])


def _key(piece: Piece) -> str:
    """What makes two claims the same."""
    return fold(piece.claim).rstrip(". ")
