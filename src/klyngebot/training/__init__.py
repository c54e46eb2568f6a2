"""Training of the Danish static embedding model that the package ships.

Reading order: `recipe` (what is trained on what), `data` (pairs from files), `batches` (pairs into
batches), `tokenizer`, `fitting` (the training loop), `export` and `card` (what is written),
`pipeline` (all of it in order). Importing this package is cheap: torch and sentence-transformers
are loaded by `train`, not before.
"""

from klyngebot.errors import TrainingDataError
from klyngebot.training.pipeline import TrainingReport, train
from klyngebot.training.recipe import RECIPE, Recipe, Source

__all__ = ["RECIPE", "Recipe", "Source", "TrainingDataError", "TrainingReport", "train"]
