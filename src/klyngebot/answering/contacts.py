"""Whom to ask where the sources do not tell: the cluster itself, a business house, the agencies of the programme."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from klyngebot import texts
from klyngebot.danish.clauses import is_of_a_firm
from klyngebot.danish.normalize import fold
from klyngebot.types import Contact, Document, DocumentKind


class Contacts:
    """Knows whom to ask.

    Args:
        documents: by id; each cluster is known by its profile.
    """

    def __init__(self, documents: Mapping[str, Document]) -> None:
        profiles = [item for item in documents.values() if item.kind is DocumentKind.PROFILE and not item.valid_to]
        self._clusters = {fold(name): (name, item) for item in profiles if (name := item.title.partition(" – ")[0])}
        self._is_ours = any(item.kind is not DocumentKind.FOREIGN for item in documents.values())

    def whom(self, question: str) -> Contact | None:
        """Whom to ask this; None where only somebody's own documents are indexed."""
        asked = fold(question)
        named = self._named(asked)
        if len(named) == 1:
            name, profile = self._clusters[next(iter(named))]
            return Contact(texts.ask_cluster(name), profile.original_url)
        if not self._is_ours:
            return None
        return Contact(texts.ASK_BUSINESS_HOUSE if is_of_a_firm(question) else texts.ASK_AGENCIES)

    def _named(self, asked: str) -> Collection[str]:
        return [name for name in self._clusters if re.search(rf"\b{re.escape(name)}s?\b", asked)]
