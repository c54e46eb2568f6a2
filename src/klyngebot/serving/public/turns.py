"""A conversation that travels with the page: each turn is sealed into a hidden field, and nothing stays on the server.

A seal is a signature over the packed turn, with a key that this process made up. So what a page shows as said by
Klyngebot was said by it, whoever sent the form. After a restart old seals no longer open, and the turns are left out.
"""

from __future__ import annotations

import hmac
import json
import secrets
import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable, Mapping
from typing import Any, Final, TypeAlias

from klyngebot.serving.bodies import HISTORY_LIMIT
from klyngebot.serving.references import Link
from klyngebot.serving.rendering import answer_to_dict, understood_otherwise
from klyngebot.types import Answer

MOST_SEALED: Final = 96 * 1024  # characters of all seals of a page together
_SIGNED: Final = 16  # bytes of signature
_LONGEST: Final = 32 * 1024  # characters of one seal
TurnView: TypeAlias = dict[str, Any]


def turn_view(answer: Answer, link: Link) -> TurnView:
    """What a page shows of an answer, as plain JSON values."""
    plain = answer_to_dict(answer, timings=False, link=link)
    sentences = [
        {"parts": _parts(item.text, item.focus), "citations": list(item.citations)} for item in answer.sentences
    ]
    shown = ("kind", "kind_notice", "question", "status", "answer", "paragraphs", "references", "refusal", "notes")
    understood = plain["trace"]["query"] if understood_otherwise(answer) else ""
    return {**{name: plain[name] for name in shown}, "sentences": sentences, "understood": understood}


def _parts(text: str, focus: tuple[int, int] | None) -> list[str]:
    """A sentence cut at the words that answer directly: before, those, after."""
    start, end = focus or (0, 0)
    return [text[:start], text[start:end], text[end:]]


class Seal:
    """Seals turns and opens them again; a seal of another `Seal` does not open."""

    def __init__(self) -> None:
        self._key = secrets.token_bytes(32)

    def close(self, turn: Mapping[str, Any]) -> str:
        """The turn as one word for a hidden field."""
        packed = zlib.compress(json.dumps(turn, ensure_ascii=False).encode(), 9)
        return urlsafe_b64encode(self._signature(packed) + packed).decode()

    def open(self, sealed: str) -> TurnView | None:
        """The turn in a seal; None where it is not one of ours."""
        if len(sealed) > _LONGEST or not sealed.isascii():
            return None
        try:
            raw = urlsafe_b64decode(sealed)
        except ValueError:
            return None
        packed = raw[_SIGNED:]
        if not hmac.compare_digest(raw[:_SIGNED], self._signature(packed)):
            return None
        opened: TurnView = json.loads(zlib.decompress(packed))
        return opened

    def open_all(self, sealed: Iterable[str]) -> list[TurnView]:
        """The turns of those seals that open, the latest only: as many as `close_latest` gave."""
        latest = list(sealed)[-HISTORY_LIMIT:]
        return [turn for turn in map(self.open, latest) if turn is not None]

    def close_latest(self, turns: Iterable[Mapping[str, Any]]) -> list[str]:
        """The seals of the latest turns: as many as a question may come with, and as a form can hold."""
        kept: list[str] = []
        for sealed in map(self.close, reversed(list(turns)[-HISTORY_LIMIT:])):
            if len(sealed) > _LONGEST or sum(map(len, kept)) + len(sealed) > MOST_SEALED:
                break
            kept.insert(0, sealed)
        return kept

    def _signature(self, packed: bytes) -> bytes:
        return hmac.digest(self._key, packed, "sha256")[:_SIGNED]
