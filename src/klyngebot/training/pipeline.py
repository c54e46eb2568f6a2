"""From pairs to a shipped model, in one readable function."""

import os
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

import numpy as np

from klyngebot.errors import TrainingDataError
from klyngebot.settings import default_corpus
from klyngebot.training.batches import plan_batches
from klyngebot.training.card import CARD_FILE, write_card
from klyngebot.training.data import Pair, load_source
from klyngebot.training.export import CONFIG_FILE, MODEL_FILE, TOKENIZER_FILE, export_model
from klyngebot.training.recipe import RECIPE, Recipe, Source
from klyngebot.training.tokenizer import train_tokenizer

FILES = (MODEL_FILE, TOKENIZER_FILE, CONFIG_FILE, CARD_FILE)


@dataclass(frozen=True, slots=True)
class TrainingReport:
    """What a training run did. Seconds are wall-clock; losses are means over a tenth of the steps.

    `pairs_by_source` counts pairs as seen in the epoch (repeats included), `pairs_left_out` those
    that found no batch.
    """

    output_dir: Path
    seed: int
    vocabulary: int
    dimension: int
    batches: int
    pairs_by_source: dict[str, int]
    pairs_left_out: int
    first_loss: float
    last_loss: float
    tokenizer_seconds: float
    training_seconds: float
    total_seconds: float
    file_bytes: dict[str, int]

    @property
    def pairs(self) -> int:
        """Pairs seen in the epoch, repeats included."""
        return sum(self.pairs_by_source.values())

    @property
    def megabytes(self) -> float:
        """Size of all files of the model, in units of 10**6 bytes."""
        return sum(self.file_bytes.values()) / 1e6


def train(
    pairs_dir: Path,
    output_dir: Path,
    *,
    seed: int = 0,
    report: Callable[[str], None] = print,
    recipe: Recipe = RECIPE,
    corpus_dir: Path | None = None,
    full_precision: Path | None = None,
) -> TrainingReport:
    """Train the static embedding model on the pairs in `pairs_dir` and write it to `output_dir`.

    The question files of the corpus join them (`corpus_dir`, the shipped corpus by default), and the questions
    in `training/written/`. `full_precision` names a .npy file for the rows as trained, float32
    [vocabulary, dimension]: with it `tools/quantization.py` measures what rounding costs.

    Writes `model.safetensors`, `tokenizer.json`, `config.json` and the model card `README.md`, and
    only when training has come to its end. Takes about ten minutes on two cores and 2 GB of
    memory; importing klyngebot sets `OMP_NUM_THREADS=1` and `TOKENIZERS_PARALLELISM=false` unless
    the environment says otherwise, so set them to use both cores. The same pairs and seed give the
    same files on the same machine. `report` is called with lines for people.

    Raises:
        TrainingDataError: a file of the mix is missing, damaged or empty, or too small for a batch; or what is to be
            written cannot be written. Both are seen to before training begins.
        OSError: the model cannot be written.
    """
    # Here and not above: it pulls in torch, which everything but this function can do without.
    from klyngebot.training.fitting import fit_embedding

    started = perf_counter()
    _require_writable(output_dir, full_precision)
    corpus = corpus_dir or default_corpus()
    sources = [(source, load_source(source, pairs_dir, corpus, seed=seed)) for source in recipe.mix]
    batches = plan_batches(sources, recipe, seed=seed)
    if not batches:
        raise TrainingDataError(f"{pairs_dir}: der er for få par til et bundt på {recipe.smallest_batch}.")
    seen = Counter[str]()
    for batch in batches:
        seen[batch.source] += len(batch.pairs)
    offered = sum(source.repeat * len(pairs) for source, pairs in sources)
    left_out = offered - seen.total()
    report(f"{seen.total()} pairs in {len(batches)} batches, {left_out} left out")

    tokenizer_started = perf_counter()
    tokenizer = train_tokenizer(_texts(sources), vocabulary=recipe.vocabulary)
    report(f"tokenizer: {tokenizer.get_vocab_size()} pieces")

    training_started = perf_counter()
    fit = fit_embedding(tokenizer, batches, recipe, seed=seed, report=report)
    training_ended = perf_counter()

    export_model(
        tokenizer,
        fit.vectors,
        output_dir,
        name=recipe.name,
        seed=seed,
        training={
            "pairs_by_source": dict(sorted(seen.items())),
            "batches": len(batches),
            "dimensions": list(recipe.dimensions),
        },
    )
    write_card(output_dir, recipe)
    if full_precision:
        np.save(full_precision, fit.vectors)
    tenth = max(1, len(fit.losses) // 10)
    return TrainingReport(
        output_dir=output_dir,
        seed=seed,
        vocabulary=tokenizer.get_vocab_size(),
        dimension=recipe.dimension,
        batches=len(batches),
        pairs_by_source=dict(sorted(seen.items())),
        pairs_left_out=left_out,
        first_loss=sum(fit.losses[:tenth]) / tenth,
        last_loss=sum(fit.losses[-tenth:]) / tenth,
        tokenizer_seconds=training_started - tokenizer_started,
        training_seconds=training_ended - training_started,
        total_seconds=perf_counter() - started,
        file_bytes={name: (output_dir / name).stat().st_size for name in FILES},
    )


def _require_writable(output_dir: Path, full_precision: Path | None) -> None:
    """Refuse what could only fail after the minutes of training."""
    nearest = next(folder for folder in (output_dir, *output_dir.absolute().parents) if folder.exists())
    if not nearest.is_dir() or not os.access(nearest, os.W_OK):
        raise TrainingDataError(f"Modellen kan ikke skrives i {output_dir}. Vælg en anden mappe.")
    if full_precision is None:
        return
    folder = full_precision.absolute().parent
    if full_precision.suffix != ".npy" or full_precision.is_dir() or not os.access(folder, os.W_OK):
        raise TrainingDataError(
            f"Vektorerne kan ikke skrives i {full_precision}. Angiv en fil, der ender på .npy, i en mappe, der findes."
        )


def _texts(sources: Sequence[tuple[Source, Sequence[Pair]]]) -> Iterator[str]:
    """Yield each distinct text once: repeats would make acts and their titles look frequent."""
    seen: set[int] = set()
    for _, pairs in sources:
        for pair in pairs:
            for text, key in (
                (pair.anchor, pair.anchor_key),
                (pair.positive, pair.positive_key),
            ):
                if key not in seen:
                    seen.add(key)
                    yield text
