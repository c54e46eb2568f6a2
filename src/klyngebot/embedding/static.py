"""The shipped Danish static embedding model, without torch: tokenizers and numpy only.

A text's vector is the mean of its tokens' rows, scaled to unit length (as sentence-transformers'
`StaticEmbedding` followed by normalization). Rows are stored as int8 with one fp16 scale each; int8 per
row keeps retrieval quality within 0.002 nDCG of fp32 (docs/retrieval.md).
"""

from __future__ import annotations

import hashlib
import json
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load as load_tensors
from tokenizers import Tokenizer

from klyngebot.danish.analyzer import stem
from klyngebot.danish.normalize import clean, fold
from klyngebot.errors import ModelError
from klyngebot.remembering import remembered

FORMAT_VERSION = 1
MAX_TOKENS = 512
BATCH = 1024  # texts that are tokenized at a time
SHORTEST_PIECE = 2  # letters of a piece of a word that means something
SALIENCE_FLOOR = 0.2
SALIENCE_ZERO = 2.0  # row length of function words in the shipped model
SALIENCE_SCALE = 2.5

Vector = NDArray[np.float32]
TokenIds = NDArray[np.int32]


def shipped_model_dir() -> Path:
    """The folder of the model that comes with the package."""
    return Path(__file__).resolve().parent / "model"


def _read_files(folder: Path) -> tuple[dict[str, Any], bytes, bytes]:
    """The config, the weights and the tokenizer of a model folder, checked against their checksums."""
    try:
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        version, name, checksums = config["format_version"], config["name"], dict(config["sha256"])
        weights = (folder / "model.safetensors").read_bytes()
        tokenizer = (folder / "tokenizer.json").read_bytes()
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(
            f"Embeddingmodellen i {folder} kan ikke læses. Hent projektet igen, eller kør: klyngebot train"
        ) from error
    for file, content in (("model.safetensors", weights), ("tokenizer.json", tokenizer)):
        if hashlib.sha256(content).hexdigest() != checksums.get(file):
            raise ModelError(f"Filen {folder / file} passer ikke med sin kontrolsum. Hent projektet igen.")
    if version != FORMAT_VERSION:
        raise ModelError(f"Embeddingmodellen i {folder} ({name}) har et ukendt format. Opdatér klyngebot.")
    return config, weights, tokenizer


class StaticEmbedder:
    """Static embeddings from a model folder (`model.safetensors`, `tokenizer.json`, `config.json`).

    Also gives the vectors of single tokens, for late interaction (`klyngebot.reranking`).

    Raises:
        ModelError: a file is missing, damaged or not what `config.json` says.
    """

    def __init__(self, folder: Path | None = None) -> None:
        folder = folder or shipped_model_dir()
        self._config, weights, tokenizer = _read_files(folder)
        try:
            tensors = load_tensors(weights)
            self._rows: NDArray[np.int8] = tensors["embedding.q"]
            self._scales: Vector = tensors["embedding.scale"].astype(np.float32)
            self._tokenizer = Tokenizer.from_buffer(tokenizer)
        except Exception as error:  # tokenizers raises bare exceptions
            raise ModelError(f"Embeddingmodellen i {folder} er beskadiget. Hent projektet igen.") from error
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(MAX_TOKENS)
        self._embed_cached = remembered(256)(self._embed)
        self._salience_cached = remembered(32768)(self._salience)

    @property
    def name(self) -> str:
        """Name and weights of the model in one string; two models with the same name are the same."""
        return f"{self._config['name']}@{self._config['sha256']['model.safetensors'][:12]}"

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return int(self._rows.shape[1])

    @property
    def prefix(self) -> int:
        """Length of the shortest beginning of a vector that was trained to work alone; 0 where none was."""
        trained = [int(own) for own in self._config.get("training", {}).get("dimensions", [])]
        return min(trained) if trained and min(trained) < self.dimension else 0

    def knows_word(self, word: str) -> bool:
        """Whether a lower-case word, in this or another form, is frequent in the text the model was trained on."""
        return self._tokenizer.token_to_id(word) is not None or stem(fold(word)) in self._known_stems

    def has_meaning(self, word: str) -> bool:
        """Whether a word is more to the model than its letters one by one, which mean nothing."""
        pieces = self._tokenizer.encode(clean(word), add_special_tokens=False).tokens
        return any(len(piece.removeprefix("##")) >= SHORTEST_PIECE for piece in pieces)

    @cached_property
    def _known_stems(self) -> frozenset[str]:
        whole = (word for word in self._tokenizer.get_vocab() if word.isalpha() and len(word) > 3)
        return frozenset(stem(fold(word)) for word in whole)

    def salience(self, word: str) -> float:
        """How much a word says, about 0.2 (function words) to 1.5 (rare subject words).

        The lengths of the rows that training gave its tokens: contrastive training shortens the rows of words
        that tell texts little apart.
        """
        return self._salience_cached(word)

    def _salience(self, word: str) -> float:
        ids = self.token_ids(word)
        if not len(ids):
            return SALIENCE_FLOOR
        squares = (self._rows[ids].astype(np.float32) * self._scales[ids, None]) ** 2
        longest = float(np.sqrt(squares.sum(axis=1)).max())
        return max(SALIENCE_FLOOR, (longest - SALIENCE_ZERO) / SALIENCE_SCALE)

    @property
    def vocabulary_size(self) -> int:
        """Number of tokens that have a row."""
        return int(self._rows.shape[0])

    def token_ids(self, text: str) -> TokenIds:
        """Token ids of a text, shape (n,), at most `MAX_TOKENS`."""
        return np.asarray(self._tokenizer.encode(clean(text), add_special_tokens=False).ids, dtype=np.int32)

    def token_cosines(self, left: TokenIds, right: TokenIds) -> Vector:
        """Cosines of tokens with tokens, shape (len(left), len(right))."""
        dots = self._rows[left].astype(np.float32) @ self._rows[right].astype(np.float32).T
        cosines: Vector = dots * self._inverse_lengths[left, None] * self._inverse_lengths[right]
        return cosines

    @cached_property
    def _inverse_lengths(self) -> Vector:
        """One over the length of each row as stored (its scale falls out of a cosine), shape (vocabulary_size,)."""
        parts = (self._rows[start : start + BATCH].astype(np.float32) for start in range(0, len(self._rows), BATCH))
        squares = np.concatenate([np.einsum("ij,ij->i", part, part) for part in parts])
        inverse: Vector = 1 / np.maximum(np.sqrt(squares), np.float32(1e-9))
        return inverse

    def rows(self) -> Vector:
        """All rows at full precision, shape (vocabulary_size, dimension); for export to other libraries."""
        return self._rows.astype(np.float32) * self._scales[:, None]

    def _embed(self, text: str) -> Vector:
        return self._mean(self.token_ids(text))

    def _mean(self, ids: TokenIds) -> Vector:
        if not len(ids):
            return np.zeros(self.dimension, dtype=np.float32)
        mean: Vector = (self._rows[ids].astype(np.float32) * self._scales[ids, None]).mean(axis=0)
        return mean / max(float(np.linalg.norm(mean)), 1e-9)

    def embed_documents(self, texts: list[str]) -> Vector:
        """Vectors of passages, shape (len(texts), dimension), unit length (zero for an empty text)."""
        made = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for start in range(0, len(texts), BATCH):
            part = [clean(text) for text in texts[start : start + BATCH]]
            encoded = self._tokenizer.encode_batch_fast(part, add_special_tokens=False)
            for row, ids in enumerate((item.ids for item in encoded), start=start):
                made[row] = self._mean(np.asarray(ids, dtype=np.int32))
        return made

    def embed_query(self, text: str) -> Vector:
        """Vector of a query, shape (dimension,), unit length; the latest 256 are remembered."""
        return self._embed_cached(text)
