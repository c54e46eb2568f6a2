"""Any sentence-transformers model as an embedder: a local folder or a hub name.

Imports sentence-transformers and torch, about 5 s and 470 MB: only on demand.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from klyngebot.danish.normalize import clean
from klyngebot.embedding.static import MAX_TOKENS, StaticEmbedder, shipped_model_dir
from klyngebot.errors import ModelError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

PROBED = 4096  # numbers at each end of a tensor that are looked at
_ENCODING: dict[str, Any] = {"normalize_embeddings": True, "show_progress_bar": False, "convert_to_numpy": True}


def load_shipped_as_sentence_transformer(folder: Path | None = None) -> SentenceTransformer:
    """The shipped static model as a `SentenceTransformer` (weights widened from int8 to float32)."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Normalize, StaticEmbedding
    from tokenizers import Tokenizer

    folder = folder or shipped_model_dir()
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.enable_truncation(MAX_TOKENS)
    static = StaticEmbedding(tokenizer, embedding_weights=StaticEmbedder(folder).rows())
    return SentenceTransformer(modules=[static, Normalize()], device="cpu")


class SentenceTransformerEmbedder:
    """A sentence-transformers model behind the `Embedder` shape.

    Args:
        model: local folder or hub name. Only safetensors weights are accepted, and no code of the model runs.
        query_prefix: put before queries, e.g. "query: " for e5-like models; empty: the model's own, where it has one.
        passage_prefix: put before passages, e.g. "passage: "; empty: the model's own, where it has one.

    Raises:
        ModelError: the model cannot be found or loaded; later also: its vectors hold what is no number.
    """

    def __init__(self, model: str, *, query_prefix: str = "", passage_prefix: str = "") -> None:
        from sentence_transformers import SentenceTransformer

        self._query_prefix = query_prefix
        self._passage_prefix = passage_prefix
        try:
            self._model = SentenceTransformer(
                model, device="cpu", trust_remote_code=False, model_kwargs={"use_safetensors": True}
            )
        except Exception as error:  # a damaged model may make its loader raise anything at all
            raise ModelError(
                f"Embeddingmodellen »{model}« kan ikke indlæses ({type(error).__name__}: {error}). Ret "
                "KLYNGEBOT_EMBEDDING_MODEL til en mappe eller et navn, der findes, eller fjern den for at bruge "
                "den indbyggede model."
            ) from error
        if _is_classifier(self._model):
            raise ModelError(
                f"»{model}« er ikke en embeddingmodel, men dømmer om par af tekster. Sæt den som "
                "KLYNGEBOT_RERANKER_MODEL, og vælg en anden i KLYNGEBOT_EMBEDDING_MODEL."
            )
        # With the prefixes that are in force: vectors made with others are those of another model.
        own = self._model.prompts or {}
        queries = query_prefix or own.get("query") or ""
        passages = passage_prefix or own.get("document") or own.get("passage") or own.get("corpus") or ""
        self._asked_for = model
        self.name = "|".join(("st", model, _fingerprint(self._model), queries, passages))

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return int(self._model.get_embedding_dimension() or 0)

    def embed_documents(self, texts: list[str]) -> NDArray[np.float32]:
        """Vectors of passages, shape (len(texts), dimension), unit length."""
        cleaned = [clean(text) for text in texts]
        return self._checked(self._model.encode_document(cleaned, prompt=self._passage_prefix or None, **_ENCODING))

    def embed_query(self, text: str) -> NDArray[np.float32]:
        """Vector of a query, shape (dimension,), unit length."""
        vectors = self._model.encode_query([clean(text)], prompt=self._query_prefix or None, **_ENCODING)
        vector: NDArray[np.float32] = self._checked(vectors)[0]
        return vector

    def _checked(self, made: Any) -> NDArray[np.float32]:
        vectors: NDArray[np.float32] = np.asarray(made, dtype=np.float32)
        if not np.isfinite(vectors).all():
            raise ModelError(
                f"Embeddingmodellen »{self._asked_for}« er beskadiget: den giver vektorer uden tal. Vælg en anden i "
                "KLYNGEBOT_EMBEDDING_MODEL, eller fjern den for at bruge den indbyggede model."
            )
        return vectors


def _fingerprint(model: SentenceTransformer) -> str:
    """Twelve digits that tell models of other weights apart: a hash of the shape and the ends of every tensor."""
    digest = hashlib.sha256()
    for name, tensor in sorted(model.state_dict().items()):
        flat = tensor.detach().reshape(-1).float().numpy()
        digest.update(f"{name}{tuple(tensor.shape)}".encode())
        digest.update(np.concatenate([flat[:PROBED], flat[-PROBED:]]).tobytes())
    return digest.hexdigest()[:12]


def _is_classifier(model: SentenceTransformer) -> bool:
    """Whether the weights were trained to classify: as an embedder, such a model gives arbitrary vectors."""
    config = getattr(getattr(model[0], "auto_model", None), "config", None)
    kinds = getattr(config, "architectures", None) or []
    return any(kind.endswith("ForSequenceClassification") for kind in kinds)
