"""Is a claim supported or contradicted by the documents, or do they not decide it?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from klyngebot.checking.results import ClaimCheck, Verdict
from klyngebot.citations import cite
from klyngebot.protocols import Searcher
from klyngebot.reranking import TextSimilarity
from klyngebot.support import assess
from klyngebot.types import Citation, Document, Hit, Sentence

HITS = 12  # chunks whose sentences are read
SHOWN = 3  # sentences


class ClaimChecker:
    """Gives claims their verdicts.

    Args:
        documents: by id.
        searcher: finds the chunks whose sentences may decide.
        similarity: of texts, by the static model.
    """

    def __init__(self, documents: Mapping[str, Document], searcher: Searcher, similarity: TextSimilarity) -> None:
        self._documents = documents
        self._searcher = searcher
        self._similarity = similarity

    def check(self, claim: str) -> ClaimCheck:
        """The verdict on one claim, with its reason and the sentences behind it."""
        found = self._sentences(self._searcher.search(claim, HITS))
        carried = [own for own in found if assess(claim, own[2]).carried]
        shown = (carried or found)[:SHOWN]
        verdict = Verdict.SUPPORTED if carried else Verdict.NOT_ENOUGH_INFO
        return ClaimCheck(claim, verdict, "", self._cited(shown))

    def _sentences(self, hits: Sequence[Hit]) -> list[tuple[Document, Sentence, str]]:
        found: list[tuple[Document, Sentence, str]] = []
        for hit in hits:
            document = self._documents[hit.chunk.document_id]
            for sentence in document.sentences:
                if hit.chunk.start <= sentence.start and sentence.end <= hit.chunk.end:
                    found.append((document, sentence, document.text[sentence.start : sentence.end]))
        return found

    def _cited(self, found: Sequence[tuple[Document, Sentence, str]]) -> tuple[Citation, ...]:
        return tuple(
            cite(document, sentence, document.section_at(sentence.start), number)
            for number, (document, sentence, _) in enumerate(found, 1)
        )
