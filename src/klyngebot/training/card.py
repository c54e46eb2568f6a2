"""The model card beside the model: what it is, what it learned from, how well it does, its limits."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from klyngebot.training.recipe import RECIPE, Recipe

CARD_FILE = "README.md"


class Figure(NamedTuple):
    """One measurement of the model alone: nDCG@10 and recall@5, both 0 to 1, over `queries`."""

    task: str
    queries: int
    passages: int
    ndcg: float
    recall: float


def write_card(model_dir: Path, recipe: Recipe = RECIPE, *, figures: Mapping[str, Figure] | None = None) -> Path:
    """Write `README.md` into `model_dir` from its `config.json`, the recipe and the figures.

    `figures` maps the name of a test set to its measurement; without it the card says that the
    model has not been measured. Measuring needs the test sets, so it is not a part of training.

    Raises:
        OSError: the config is missing or the card cannot be written.
    """
    config = json.loads((model_dir / "config.json").read_text(encoding="utf-8"))
    sections = (
        _head(config, recipe),
        _data(config["training"]["pairs_by_source"], recipe),
        _method(config, recipe),
        _figures(figures or {}),
        _LIMITS,
        _licenses(recipe),
    )
    path = model_dir / CARD_FILE
    path.write_text("\n\n".join(sections) + "\n", encoding="utf-8")
    return path


def _head(config: Mapping[str, Any], recipe: Recipe) -> str:
    rows, length = config["vocabulary_size"], config["dimension"]
    shorter = ", ".join(str(dimension) for dimension in recipe.dimensions[1:]) or "none"
    return f"""# {config["name"]}

A static embedding model for Danish: one int8 vector of {length} dimensions for each of {rows:,} word
pieces. The vector of a text is the mean of the vectors of its pieces, scaled to length 1; cosine
compares two texts. No neural network runs: numpy and tokenizers are enough, and a question takes
well under a millisecond on one CPU core. Shorter prefixes of a vector that were trained to work alone: {shorter}.

| file | what |
|---|---|
| `model.safetensors` | `embedding.q` int8 [{rows}, {length}], `embedding.scale` float16 [{rows}]; a row is q · scale |
| `tokenizer.json` | WordPiece for Hugging Face tokenizers: NFKC, lower case; adds no special tokens, cuts nothing |
| `config.json` | name, format version, sizes, seed, SHA-256 of the two files above, pairs used |

Questions and passages are embedded the same way, without a prefix. In this project
`klyngebot.embedding.StaticEmbedder` reads these files."""


def _data(used: Mapping[str, int], recipe: Recipe) -> str:
    rows = "\n".join(
        f"| {source.name} | {source.description} | {used.get(source.name, 0):,} | {source.repeat} | {source.license} |"
        for source in recipe.mix
    )
    return f"""## Training data

{sum(used.values()):,} pairs of texts seen in one epoch, repeats included. Those of others are not part of the
project; our own are: the corpus' questions (`corpus/`) and those written for training
(`src/klyngebot/training/written/`), with passages that are invented where they do not tell what everybody knows:
they teach words, not facts.

| source | pair | pairs seen | times each | license of the source |
|---|---|---|---|---|
{rows}

No question and no relevant passage of the test sets below is among the pairs (exact match of
normalized text)."""


def _method(config: Mapping[str, Any], recipe: Recipe) -> str:
    prefixes = ", ".join(str(dimension) for dimension in recipe.dimensions)
    batches, warm_up = config["training"]["batches"], f"{recipe.warm_up:.0%}"
    return f"""## Recipe

- One epoch of {batches} batches of up to {recipe.batch:,} pairs, each from one source and without a text twice.
- Loss: InfoNCE over the batch in both directions (sentence-transformers' `MultipleNegativesRankingLoss`,
  scale {recipe.scale:g}) inside `MatryoshkaLoss` at {prefixes} dimensions.
- Added with weight {recipe.late_weight:g}: the same loss over up to {recipe.late_batch} pairs of the batch by late
  interaction (MaxSim, weighted by inverse document frequency), as klyngebot reads its best hits again.
- Rows start as N(0, {recipe.initial_deviation:g}). Adam at {recipe.learning_rate:g}: {warm_up} warm-up, linear to 0.
- Mean pooling; texts cut at {recipe.longest_text} pieces in training; seed {config["seed"]}.
- Rows are rounded to int8 after training.

To repeat: `klyngebot.training.train(pairs_dir, output_dir)`, about ten minutes on two CPU cores.
The same pairs and seed give the same tokenizer, and figures within 0.003; the bytes depend on machine and threads."""


def _figures(figures: Mapping[str, Figure]) -> str:
    if not figures:
        return "## Figures\n\nNot measured yet."
    rows = "\n".join(
        f"| {name} | {figure.task} | {figure.queries:,} / {figure.passages:,} "
        f"| {figure.ndcg:.3f} | {figure.recall:.3f} |"
        for name, figure in figures.items()
    )
    return f"""## Figures

The int8 model alone: cosine over the whole corpus, nothing lexical, no reranking. recall@5 is the
share of all relevant passages found in the top five, so it is low by construction where a question
has many.

| test set | task | questions / passages | nDCG@10 | recall@5 |
|---|---|---|---|---|
{rows}

One figure is one run. Seeds of a recipe like this lie up to .025 (corona_intents, xquad_da_dev,
docs_faq_da) or .015 (the others) apart in nDCG@10. In Klyngebot the model is one of two searchers:
see `docs/` for the figures of the whole."""


_LIMITS = """## Limits

- Word order and negation are lost in a mean: "A owns B" and "B owns A" get the same vector.
- The data are statutes, software manuals, encyclopedia texts and questions written for this. Dialects and
  spelling errors are thinly covered.
- English questions are matched less well with Danish passages than Danish ones: parallel sentences
  (flores_en_da_dev) are an easy case.
- A long passage becomes an average of its subjects: embed passages of a few paragraphs at most.
- Statutes say how the law treats people, Wikipedia how its authors do; associations of both are in
  the vectors. They are made for ranking passages, not for judging or sorting people."""


def _licenses(recipe: Recipe) -> str:
    by_license: dict[str, list[str]] = {}
    for source in recipe.mix:
        by_license.setdefault(source.license, []).append(source.name)
    rows = "\n".join(f"| {name} | {', '.join(sources)} |" for name, sources in by_license.items())
    return f"""## Licenses of the data

The files hold numbers and word pieces, no sentence of the sources. Whether such weights are an
adaptation of the texts is not settled; the sources are credited here as their licenses ask. Anyone
for whom the share-alike ones are a problem can leave them out of `RECIPE.mix` and train again: that
cost .01 nDCG@10 on danfever_dev and flores_en_da_dev in one run, and nothing beyond the noise elsewhere.

| license | sources |
|---|---|
{rows}

Credits: Microsoft Docs (Microsoft and contributors; Danish and English); Danish and English Wikipedia
(their authors); DanFEVER (Nørregaard and Derczynski, 2021); FEVER (Thorne et al., 2018), machine-
translated; Tatoeba (tatoeba.org and its contributors); Danish statutes. The questions and answers
also come from three small sets of manuals: folkebib, OS2borgerPC and IoT for Beginners."""
