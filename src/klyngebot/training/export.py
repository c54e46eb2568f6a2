"""Write a trained model: int8 rows, the tokenizer, and a `config.json` that seals both.

Format 1. `model.safetensors` holds `embedding.q`, int8 [vocabulary, dimension], and
`embedding.scale`, float16 [vocabulary]; row i is `q[i] * scale[i]`. The vector of a text is the
L2-normalized sum of the rows of its tokens, without special tokens.
"""

import json
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import save
from tokenizers import Tokenizer

FORMAT_VERSION = 1
MODEL_FILE = "model.safetensors"
TOKENIZER_FILE = "tokenizer.json"
CONFIG_FILE = "config.json"

_LARGEST = 127


class QuantizedRows(NamedTuple):
    """`q` int8 [rows, dimension] and `scale` float16 [rows]; row i is `q[i] * scale[i]`."""

    q: NDArray[np.int8]
    scale: NDArray[np.float16]

    def restore(self) -> NDArray[np.float32]:
        """Return the rows, float32 [rows, dimension]."""
        return self.q.astype(np.float32) * self.scale.astype(np.float32)[:, np.newaxis]


def quantize_rows(vectors: NDArray[np.float32]) -> QuantizedRows:
    """Round each row of `vectors`, [rows, dimension], to int8 steps of its largest number.

    The largest number of a row becomes 127 steps, so no value is off by more than half a step
    (and the rounding of the scale to float16). A row of zeros stays zeros.

    Raises:
        ValueError: a value is not finite or the scale of a row does not fit into float16.
    """
    if not np.isfinite(vectors).all():
        raise ValueError("vectors hold values that are not finite")
    with np.errstate(over="ignore"):
        scale = (np.abs(vectors).max(axis=1) / _LARGEST).astype(np.float16)
    if not np.isfinite(scale).all():
        raise ValueError("a row is too large for a float16 scale")
    # Divide by the rounded scale, the one a reader multiplies with, not by the exact one.
    step = np.where(scale > 0, scale, 1).astype(np.float32)
    q = np.clip(np.rint(vectors / step[:, np.newaxis]), -_LARGEST, _LARGEST).astype(np.int8)
    return QuantizedRows(q, scale)


def export_model(
    tokenizer: Tokenizer,
    vectors: NDArray[np.float32],
    output_dir: Path,
    *,
    name: str,
    seed: int,
    training: Mapping[str, object],
) -> dict[str, object]:
    """Write model, tokenizer and config to `output_dir`, made if missing; return the config.

    `vectors` is float32 [vocabulary, dimension]; `training` says how the model was made and goes
    into the config as it is. There is no date in the files: the same model is the same bytes.

    Raises:
        ValueError: rows and vocabulary differ in number, or as `quantize_rows`.
        OSError: a file cannot be written.
    """
    rows, dimension = vectors.shape
    if rows != tokenizer.get_vocab_size():
        raise ValueError(f"{rows} rows for a vocabulary of {tokenizer.get_vocab_size()}")
    quantized = quantize_rows(vectors)
    output_dir.mkdir(parents=True, exist_ok=True)
    # One key: safetensors writes several in random order, and the same model must be the same
    # bytes. The config holds the rest.
    weights = save(
        {"embedding.q": quantized.q, "embedding.scale": quantized.scale},
        metadata={"format": f"klyngebot-static-int8 {FORMAT_VERSION}: {name}"},
    )
    (output_dir / MODEL_FILE).write_bytes(weights)
    tokenizer.save(str(output_dir / TOKENIZER_FILE), pretty=False)
    config: dict[str, object] = {
        "name": name,
        "format_version": FORMAT_VERSION,
        "dimension": dimension,
        "vocabulary_size": rows,
        "seed": seed,
        "sha256": {
            file_name: sha256((output_dir / file_name).read_bytes()).hexdigest()
            for file_name in (MODEL_FILE, TOKENIZER_FILE)
        },
        "training": dict(training),
    }
    text = json.dumps(config, ensure_ascii=False, indent=2)
    (output_dir / CONFIG_FILE).write_text(text + "\n", encoding="utf-8")
    return config
