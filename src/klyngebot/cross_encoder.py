"""Cross-encoders, optional and of the operator's choosing: as the last reader of the best hits, as a judge of claims.

One reads two texts together, word by word, which vectors made apart cannot. That costs a transformer's pass for each
pair: about a second for 24 passages on two cores. Imports sentence-transformers and torch, about 5 s and 470 MB: only
on demand.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from klyngebot.danish.normalize import clean
from klyngebot.errors import ModelError
from klyngebot.reranking import ordered_anew
from klyngebot.types import Chunk, Hit

_KINDS = ("ForSequenceClassification", "ForCausalLM")  # what a model must have been trained as
_LABELS = ("entailment", "contradiction", "neutral")
WEIGHT = 1.0  # as much as all the words of a query can give


def _load(model: str, called: str, variable: str, activation: Any) -> Any:
    """The model, if it was trained to judge pairs.

    Raises:
        ModelError: it cannot be found or loaded, or was trained for something else.
    """
    from sentence_transformers import CrossEncoder

    try:
        loaded = CrossEncoder(
            model,
            device="cpu",
            trust_remote_code=False,
            model_kwargs={"use_safetensors": True},
            activation_fn=activation,
        )
        kinds = getattr(loaded.config, "architectures", None) or []
    except Exception as error:  # a damaged model may make its loader raise anything at all
        raise ModelError(
            f"{called} »{model}« kan ikke indlæses ({type(error).__name__}: {error}). Ret "
            f"{variable} til en mappe eller et navn, der findes, eller fjern den for at undvære den."
        ) from error
    if not any(kind.endswith(_KINDS) for kind in kinds):  # it would judge with numbers drawn by chance
        raise ModelError(
            f"»{model}« er ikke en model, der bedømmer to tekster sammen ({', '.join(kinds) or 'ukendt art'}). Vælg en "
            f"cross-encoder i {variable}, eller fjern den for at undvære den."
        )
    return loaded


class CrossEncoderReranker:
    """A sentence-transformers cross-encoder behind the `Reranker` shape.

    Its judgement, 0 to 1, is added to the score that a hit has: words and vectors keep their say.

    Args:
        model: local folder or hub name of a model with one output. Only safetensors weights are accepted, and no code
            of the model runs.
        weight: of its judgement.

    Raises:
        ModelError: the model cannot be found or loaded, was not trained to judge pairs, or has not exactly one output.
    """

    def __init__(self, model: str, *, weight: float = WEIGHT) -> None:
        from torch.nn import Sigmoid

        self._weight = weight
        self._asked_for = model
        # some models keep their logits, which have no bounds
        self._model = _load(model, "Omrangeringsmodellen", "KLYNGEBOT_RERANKER_MODEL", Sigmoid())
        outputs = self._model.num_labels
        if outputs != 1:
            raise ModelError(
                f"Omrangeringsmodellen »{model}« giver {outputs} tal for et par tekster; den skal give ét. Vælg en "
                "anden i KLYNGEBOT_RERANKER_MODEL."
            )

    def rerank(self, query: str, hits: Sequence[Hit]) -> list[Hit]:
        """The hits with "cross_encoder" among their parts, in the order of score + weight * judgement."""
        judgements = self._judge(query, [hit.chunk for hit in hits])
        bonuses = [self._weight * judgement for judgement in judgements]
        return ordered_anew(hits, bonuses, "cross_encoder", judgements)

    def bonus(self, query: str, chunks: Sequence[Chunk]) -> list[float]:
        """What reranking would add to the score of each chunk."""
        return [self._weight * judgement for judgement in self._judge(query, chunks)]

    def _judge(self, query: str, chunks: Sequence[Chunk]) -> list[float]:
        if not chunks:
            return []
        pairs = [(clean(query), clean(chunk.indexed_text)) for chunk in chunks]
        judgements = self._model.predict(pairs, show_progress_bar=False, convert_to_numpy=True)
        if not np.isfinite(judgements).all():
            raise ModelError(
                f"Omrangeringsmodellen »{self._asked_for}« er beskadiget: den dømmer uden tal. Vælg en anden i "
                "KLYNGEBOT_RERANKER_MODEL, eller fjern den for at undvære den."
            )
        return [float(judgement) for judgement in judgements]


class EntailmentJudge:
    """A sentence-transformers cross-encoder that was trained to tell whether one text follows from another (NLI).

    Args:
        model: local folder or hub name of a model whose labels are named entailment, contradiction and neutral. Only
            safetensors weights are accepted, and no code of the model runs.

    Raises:
        ModelError: the model cannot be found or loaded, or has other labels.
    """

    def __init__(self, model: str) -> None:
        from torch.nn import Softmax

        self._asked_for = model
        self._model = _load(model, "Modellen til faktatjek", "KLYNGEBOT_NLI_MODEL", Softmax(dim=-1))
        names = {str(name).lower(): int(place) for place, name in self._model.config.id2label.items()}
        if set(names) != set(_LABELS):
            raise ModelError(
                f"Modellen til faktatjek »{model}« har andre svar ({', '.join(sorted(names))}) end "
                f"{', '.join(_LABELS)}. Vælg en NLI-model i KLYNGEBOT_NLI_MODEL, eller fjern den for at undvære den."
            )
        self._order = [names[name] for name in _LABELS]

    def judge(self, claim: str, sentences: Sequence[str]) -> NDArray[np.float64]:
        """Probabilities that each sentence supports the claim, contradicts it, or neither, shape (sentences, 3)."""
        if not sentences:
            return np.zeros((0, len(_LABELS)))
        pairs = [(clean(sentence), clean(claim)) for sentence in sentences]
        judgements = np.asarray(self._model.predict(pairs, show_progress_bar=False, convert_to_numpy=True), np.float64)
        if not np.isfinite(judgements).all():
            raise ModelError(
                f"Modellen til faktatjek »{self._asked_for}« er beskadiget: den dømmer uden tal. Vælg en anden i "
                "KLYNGEBOT_NLI_MODEL, eller fjern den for at undvære den."
            )
        return judgements[:, self._order]
