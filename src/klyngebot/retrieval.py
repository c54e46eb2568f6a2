"""Finding: an opened index generation and the searchers over it.

`Index` holds what a generation holds; `default_searcher` nests the parts: words and meaning fused, the best
read again by late interaction. The evaluation measures other nestings of the same parts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from types import MappingProxyType
from typing import Self

import numpy as np
from numpy.typing import NDArray

from klyngebot.dense import dense_searcher
from klyngebot.embedding.static import StaticEmbedder
from klyngebot.errors import IndexDamagedError, IndexMismatchError
from klyngebot.fusion import FusedSearcher
from klyngebot.lexical import LexicalIndex, LexicalSearcher
from klyngebot.protocols import Embedder, Reranker, Searcher
from klyngebot.reranking import MaxSim, MaxSimReranker, PassageTokens, RerankedSearcher
from klyngebot.store import REBUILD, Generations, Manifest, StoredChunks, VectorStore, read_documents
from klyngebot.types import Document

CHROMA = "chroma"
LEXICAL = "lexical"
TOKENS = "tokens"
BANK = "bank"
BANK_VECTORS = "bank_vectors.npy"


class Index:
    """An opened generation: documents, chunks with vectors, the lexical indexes and the passages' tokens."""

    def __init__(
        self,
        manifest: Manifest,
        documents: Sequence[Document],
        store: VectorStore,
        lexical: LexicalIndex,
        tokens: PassageTokens,
        bank: LexicalIndex,
        bank_vectors: NDArray[np.float16],
        resources: ExitStack,
    ) -> None:
        self.manifest = manifest
        self.documents: Mapping[str, Document] = MappingProxyType({item.id: item for item in documents})
        self.store = store
        self.lexical = lexical
        self.tokens = tokens
        self.bank = bank
        self.bank_vectors = bank_vectors
        self.stored: StoredChunks = store.load()
        self.in_use = ""  # the mark of the generation that was in use when this one was opened
        self.damage = ""  # what is wrong with the generation in use, where an older one had to be opened
        self._resources = resources

    @classmethod
    def open(cls, generations: Generations) -> Index:
        """Check the generation in use against its manifest and open a private copy.

        Where it is damaged, the one before it is opened instead; `damage` then says what is wrong.

        Raises:
            IndexUnavailableError: there is none, all are damaged, or another version wrote it.
        """
        damage: IndexDamagedError | None = None
        folders = generations.kept()
        in_use = ""
        try:
            current = generations.current()
            in_use = generations.mark(current)
            folders = [current, *(folder for folder in folders if folder != current)]
        except IndexDamagedError as error:
            damage = error
        for folder in folders:
            try:
                manifest = Manifest.read(folder)
                manifest.verify(folder)
                with ExitStack() as stack:
                    copy = stack.enter_context(generations.private_copy(folder / CHROMA))
                    index = cls._open(manifest, folder, copy, stack)
            except IndexDamagedError as error:
                damage = damage or error
            except IndexMismatchError:
                if damage is None:  # the one in use is of another version: say so
                    raise
            else:
                index.damage = str(damage) if damage else ""
                index.in_use = in_use
                return index
        raise damage or IndexDamagedError(REBUILD)

    @classmethod
    def _open(cls, manifest: Manifest, folder: Path, chroma: Path, stack: ExitStack) -> Index:
        store = VectorStore(chroma)
        stack.callback(store.close)
        lexical = LexicalIndex.load(folder / LEXICAL)
        tokens = PassageTokens.load(folder / TOKENS, lexical.ids)
        bank = LexicalIndex.load(folder / BANK)
        vectors = np.load(folder / BANK_VECTORS)
        return cls(manifest, read_documents(folder), store, lexical, tokens, bank, vectors, stack.pop_all())

    def require_model(self, name: str, dimension: int) -> None:
        """Raise `IndexMismatchError` unless the index was built with this model."""
        if (self.manifest.model, self.manifest.dimension) != (name, dimension):
            raise IndexMismatchError(
                f"Indekset er bygget med embeddingmodellen »{self.manifest.model}«, men »{name}« er valgt. "
                "Kør: klyngebot ingest"
            )

    def close(self) -> None:
        """Let go of the files and remove the private copy."""
        self._resources.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def index_dense_searcher(index: Index, embedder: Embedder) -> Searcher:
    """The dense searcher over an index."""
    prefix = embedder.prefix if isinstance(embedder, StaticEmbedder) else 0
    return dense_searcher(index.stored.chunks, index.stored.vectors, embedder, index.store.search, prefix=prefix)


def default_searcher(index: Index, embedder: Embedder, maxsim: MaxSim, last_reader: Reranker | None = None) -> Searcher:
    """The shipped nesting: (words + meaning) read again by late interaction, and by the operator's reranker if any."""
    fused = FusedSearcher(
        LexicalSearcher(index.lexical, index.stored.by_id),
        index_dense_searcher(index, embedder),
    )
    reranked = RerankedSearcher(fused, MaxSimReranker(maxsim, index.tokens))
    return RerankedSearcher(reranked, last_reader) if last_reader else reranked


def build_maxsim(index: Index, model: StaticEmbedder) -> MaxSim:
    """Late interaction with token weights of this index."""
    return MaxSim(model, index.tokens.frequency(model.vocabulary_size), len(index.stored.chunks))
