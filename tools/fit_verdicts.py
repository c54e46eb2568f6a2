"""Fit the scorer of claims (`klyngebot.checking.scorer`) and write `verdicts.npz`.

    python tools/fit_verdicts.py [--verification FOLDER]

Learned from: tests/gold/claims/learn*.jsonl against the corpus, and, where the folder is given, DanFEVER's training
half and translated FEVER claims with their own evidence. Nothing of tests/gold/claims/gold.jsonl is learned from; its
development half chooses the two thresholds, its test half is not read here.

Besides, made from the corpus' own sentences by exchanging one thing: an expression for one that means the same, a word
for one that excludes it, a number or a year for another, a denial (`variations`).

Three steps, each fitted on what those before say of claims that they have not seen (stacking, Wolpert 1992): attention
over words, trees over a sentence's signals, trees over all sentences of a claim. Needs torch and scikit-learn, about
ten minutes on one core.
"""

from __future__ import annotations

import argparse
import json
import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import confusion_matrix, f1_score
from sklearn.model_selection import StratifiedKFold

from klyngebot.bot import Klyngebot
from klyngebot.checking.attention import Attention
from klyngebot.checking.comparison import Comparer
from klyngebot.checking.gathering import ATTENTION, Candidate, Compared, compare, compare_given, of_hits
from klyngebot.checking.scorer import POOLED, VERDICTS, VerdictScorer, pooled
from klyngebot.checking.trees import BoostedTrees
from klyngebot.danish.meanings import LOOSE, meanings
from klyngebot.danish.quantities import quantities
from klyngebot.danish.wordlists import lines
from klyngebot.embedding import StaticEmbedder
from klyngebot.evaluation.gold import Split, split_of
from klyngebot.training.attention import Pair, basis_of, fit_attention

ROOT = Path(__file__).parent.parent
CLAIMS = ROOT / "tests/gold/claims"
SHIPPED = ROOT / "src/klyngebot/checking/verdicts.npz"
HITS = 12
FOLDS = 3
PAIRED = 3  # sentences of a claim that the attention learns from
FOREIGN, TRANSLATED, MADE, UNDECIDED, TURNED = 0.6, 0.3, 0.25, 0.5, 0.5  # weights
VARIED_EACH = 2  # claims made of a sentence
SHORTEST_EXCHANGED = 4  # letters
SENTENCE_TREES = {"max_iter": 220, "max_leaf_nodes": 12}
CLAIM_TREES = {"max_iter": 110, "max_leaf_nodes": 8}
SHARED = {"learning_rate": 0.04, "l2_regularization": 5.0, "max_features": 0.3, "random_state": 0}
MOST_REFUTED_SUPPORTED, MOST_ABSENT_SUPPORTED, MOST_SUPPORTED_REFUTED = 0.01, 0.02, 0.05
LABELS = {"Supported": 0, "Refuted": 1, "NotEnoughInfo": 2} | {verdict.value: n for n, verdict in enumerate(VERDICTS)}
Array = NDArray[np.float64]


@dataclass
class Claim:
    """A claim with its sentences; `decisive` are the places of those that decide it, none where nothing does."""

    id: str
    text: str
    label: int
    own: bool
    weight: float
    compared: list[Compared]
    decisive: frozenset[str]
    attention: list[Array] = field(default_factory=list)

    @property
    def rows(self) -> list[dict[str, float]]:
        """The signals of each sentence, with those of the attention where it has been told."""
        told = self.attention or [np.full(len(VERDICTS), np.nan)] * len(self.compared)
        return [
            {**one.signals, **dict(zip(ATTENTION, map(float, each), strict=True))}
            for one, each in zip(self.compared, told, strict=True)
        ]

    def sentence_label(self, place: int) -> int | None:
        """What a sentence makes of the claim; None where that is not known."""
        if self.label == 2:
            return 2
        if not self.own:
            return self.label if place == 0 else None
        return self.label if self.compared[place].candidate.text in self.decisive else None


def read_own(bot: Klyngebot, comparer: Comparer, files: Sequence[Path]) -> list[Claim]:
    """Claims about the corpus, each with the sentences that the search finds."""
    documents = {document.id: document for document in bot.corpus.documents}
    found = []
    for line in (line for path in files for line in path.read_text(encoding="utf-8").splitlines()):
        item = json.loads(line)
        candidates = of_hits(bot.search(item["claim"], HITS), documents)
        compared = compare(item["claim"], candidates, comparer, None)
        found.append(
            Claim(item["id"], item["claim"], LABELS[item["label"]], True, 1.0, compared, frozenset(item["evidence"]))
        )
    return found


def read_foreign(comparer: Comparer, path: Path, weight: float) -> list[Claim]:
    """Claims about other things, each with its own evidence; those without any teach nothing."""
    found = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines()):
        item = json.loads(line)
        compared = compare_given(item["claim"], item["evidence"], comparer, None)
        if compared:
            own = f"{path.stem}-{number}"
            found.append(Claim(own, item["claim"], LABELS[item["label"]], False, weight, compared, frozenset()))
    return found


def variations(bot: Klyngebot, comparer: Comparer, rng: np.random.Generator) -> list[Claim]:
    """Sentences of the corpus against themselves with one thing exchanged: supported, or refuted."""
    found = []
    for document in bot.corpus.documents:
        for number, sentence in enumerate(document.sentences):
            told = document.text[sentence.start : sentence.end]
            made = [(varied, label) for vary, label in VARIED if (varied := vary(told, rng)) and varied != told]
            for place in rng.permutation(len(made))[:VARIED_EACH]:
                claim, label = made[place]
                compared = compare(claim, [Candidate(told)], comparer, None)
                own = f"varied-{document.id}-{number}-{place}"
                found.append(Claim(own, claim, label, False, MADE, compared, frozenset()))
    return found


def with_same_meaning(told: str, rng: np.random.Generator) -> str:
    """With one listed expression of several letters exchanged for another of its line."""
    listed = lines("paraphrases.txt")
    places = [own for own in meanings(told) if own.end - own.start >= SHORTEST_EXCHANGED]
    if not places:
        return ""
    own = places[rng.integers(len(places))]
    others = [expression.strip() for expression in listed[own.line].split(",")]
    return told[: own.start] + others[rng.integers(len(others))] + told[own.end :]


@lru_cache(maxsize=1)
def excluded_by() -> dict[str, list[str]]:
    """For each word of the contrasts, the word of about the same place among the forms of each other side."""
    found: dict[str, list[str]] = {}
    for line in lines("contrasts.txt"):
        sides = [side.split() for side in line.lstrip(LOOSE).split(":")]
        for own, other in (sides, sides[::-1]):
            for place, word in enumerate(own):
                found.setdefault(word, []).append(other[min(place, len(other) - 1)])
    return found


def with_contrast(told: str, rng: np.random.Generator) -> str:
    """With one word exchanged for one that excludes it."""
    found = [
        (match, other)
        for match in re.finditer(rf"\b[a-zæøå]{{{SHORTEST_EXCHANGED},}}\b", told)
        for other in excluded_by().get(match.group(), ())
    ]
    if not found:
        return ""
    match, other = found[rng.integers(len(found))]
    return f"{told[: match.start()]}{other}{told[match.end() :]}"


def with_another_number(told: str, rng: np.random.Generator) -> str:
    """With one number of a quantity exchanged for another."""
    places = [
        (own.start + match.start(), own.start + match.end())
        for own in quantities(told)
        for match in re.finditer(r"\d+", told[own.start : own.end])
    ]
    if not places:
        return ""
    start, end = places[rng.integers(len(places))]
    return f"{told[:start]}{max(1, int(int(told[start:end]) * rng.choice((0.5, 0.8, 1.2, 2, 3))) + 1)}{told[end:]}"


def with_another_year(told: str, rng: np.random.Generator) -> str:
    """With one year exchanged for one near it."""
    found = list(re.finditer(r"\b20[0-3]\d\b", told))
    if not found:
        return ""
    match = found[rng.integers(len(found))]
    return f"{told[: match.start()]}{int(match.group()) + int(rng.choice((-3, -2, -1, 1, 2, 3)))}{told[match.end() :]}"


def with_denial(told: str, rng: np.random.Generator) -> str:
    """With "ikke" behind a verb that often carries a sentence; or without one."""
    if " ikke " in told:
        return told.replace(" ikke ", " ", 1)
    found = list(re.finditer(r"\b(?:er|var|blev|har|havde|fik|kan|kunne|skal|skulle)\b(?= )", told))
    if not found or rng.random() < 0.5:
        return ""
    return f"{told[: found[0].end()]} ikke{told[found[0].end() :]}"


VARIED = (
    (with_same_meaning, 0),
    (with_contrast, 1),
    (with_another_number, 1),
    (with_another_year, 1),
    (with_denial, 1),
)


def pairs_of(claims: Sequence[Claim], comparer: Comparer) -> list[Pair]:
    """What the attention learns from: sentences whose part in the claim is known."""
    found = []
    for claim in claims:
        for place, one in enumerate(claim.compared):
            label = claim.sentence_label(place)
            if label is None or (place >= PAIRED and one.candidate.text not in claim.decisive):
                continue
            weight = claim.weight * (UNDECIDED if label == 2 and claim.own else 1.0)
            said, told = claim.text, one.candidate.text
            found.append(Pair(*comparer.sides(said, told), label, weight))
            if label == 1 and claim.own:  # what contradicts is contradicted
                found.append(Pair(*comparer.sides(told, said), label, TURNED * weight))
    return found


def tell(claims: Sequence[Claim], attention: Attention, comparer: Comparer) -> None:
    """Let the attention judge every sentence."""
    for claim in claims:
        claim.attention = [
            attention.probabilities(*comparer.sides(claim.text, one.candidate.text)).astype(np.float64)
            for one in claim.compared
        ]


def trees(rows: Array, labels: Array, weights: Array, signals: Sequence[str], **sizes: Any) -> BoostedTrees:
    """Fit trees and put them into a table; fails where the table does not say what scikit-learn's trees say."""
    model = HistGradientBoostingClassifier(**SHARED, **sizes).fit(rows, labels, sample_weight=weights)
    feature: list[int] = []
    threshold, left, right, value, roots = [], [], [], [], []
    # scikit-learn has no public way to read them
    for stage in model._predictors:
        for tree in stage:
            first = len(feature)
            roots.append(first)
            for node in tree.nodes:
                feature.append(-1 if node["is_leaf"] else int(node["feature_idx"]))
                threshold.append(float(node["num_threshold"]))
                left.append(first + int(node["left"]))
                right.append(first + int(node["right"]))
                value.append(float(node["value"]))
    table = BoostedTrees(
        tuple(signals),
        np.ravel(model._baseline_prediction).astype(np.float64),
        np.array(roots, np.int32).reshape(-1, len(VERDICTS)),
        np.array(feature, np.int16),
        np.array(threshold, np.float64),
        np.array(left, np.int32),
        np.array(right, np.int32),
        np.array(value, np.float64),
    )
    if not np.allclose(table.of_table(rows[:500]), model.predict_proba(rows[:500]), atol=1e-4):
        raise SystemExit("the exported trees do not say what scikit-learn's say")
    return table


def sentence_trees(claims: Sequence[Claim], signals: Sequence[str]) -> BoostedTrees:
    """The first step: what a sentence makes of a claim."""
    rows, labels, weights = [], [], []
    for claim in claims:
        for place, row in enumerate(claim.rows):
            label = claim.sentence_label(place)
            if label is not None:
                rows.append([row[name] for name in signals])
                labels.append(label)
                weights.append(claim.weight)
    return trees(np.array(rows), np.array(labels), np.array(weights), signals, **SENTENCE_TREES)


def claim_trees(judged: Sequence[Array], claims: Sequence[Claim]) -> BoostedTrees:
    """The second step: what all sentences together make of it."""
    rows = np.array([pooled(each) for each in judged])
    labels, weights = np.array([claim.label for claim in claims]), np.array([claim.weight for claim in claims])
    return trees(rows, labels, weights, POOLED, **CLAIM_TREES)


def out_of_fold(claims: Sequence[Claim], fit: Callable[[list[Claim], list[Claim]], None]) -> None:
    """Call `fit(those learned from, those judged)` for each fold."""
    labels = [claim.label for claim in claims]
    for learned, judged in StratifiedKFold(FOLDS, shuffle=True, random_state=0).split(np.zeros(len(labels)), labels):
        fit([claims[place] for place in learned], [claims[place] for place in judged])


def told(name: str, claims: Sequence[Claim], probabilities: Array) -> None:
    """Print how well claims are judged."""
    labels, best = [claim.label for claim in claims], probabilities.argmax(axis=1)
    right, macro = np.mean(best == labels), f1_score(labels, best, average="macro")
    print(f"{name}: {len(labels)} claims, accuracy {right:.3f}, macro-F1 {macro:.3f}")
    print(confusion_matrix(labels, best), flush=True)


def thresholds(claims: Sequence[Claim], probabilities: Array) -> tuple[float, float]:
    """The least probabilities from which a claim is called supported, and contradicted, by the errors allowed."""
    labels, best = np.array([claim.label for claim in claims]), probabilities.argmax(axis=1)

    def error(place: int, of: int, least: float) -> float:
        return float(np.mean((best[labels == of] == place) & (probabilities[labels == of, place] >= least)))

    steps = np.arange(0.34, 0.99, 0.01)
    allowed = ((0, 1, MOST_REFUTED_SUPPORTED), (0, 2, MOST_ABSENT_SUPPORTED))
    supported = next(step for step in steps if all(error(place, of, step) <= most for place, of, most in allowed))
    refuted = next(step for step in steps if error(1, 0, step) <= MOST_SUPPORTED_REFUTED)
    return round(float(supported), 2), round(float(refuted), 2)


def main() -> None:
    """Fit all three steps, tell how good they are, and write them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--verification", type=Path, help="folder with danfever_train.jsonl and fever_mt_da.jsonl")
    parser.add_argument("--out", type=Path, default=SHIPPED)
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    began = time.monotonic()
    comparer = Comparer(StaticEmbedder())
    with Klyngebot.open() as bot:
        made = variations(bot, comparer, np.random.default_rng(0))
        own = read_own(bot, comparer, sorted(CLAIMS.glob("learn*.jsonl")))
        gold = [claim for claim in read_own(bot, comparer, [CLAIMS / "gold.jsonl"]) if split_of(claim.id) is Split.DEV]
    foreign = []
    if arguments.verification:
        foreign = [
            *read_foreign(comparer, arguments.verification / "danfever_train.jsonl", FOREIGN),
            *read_foreign(comparer, arguments.verification / "fever_mt_da.jsonl", TRANSLATED),
        ]
    claims = [*own, *foreign, *made]
    basis = basis_of(pairs_of(own, comparer))
    print(f"read {len(own)} + {len(foreign)} + {len(made)} claims: {time.monotonic() - began:.0f} s", flush=True)

    def attend(learned: list[Claim], judged: list[Claim]) -> None:
        tell(judged, fit_attention(pairs_of(learned, comparer), basis), comparer)
        print(f"attention: {time.monotonic() - began:.0f} s", flush=True)

    out_of_fold(claims, attend)
    signals = [*own[0].compared[0].signals, *ATTENTION]
    judged: dict[str, Array] = {}

    def judge(learned: list[Claim], left: list[Claim]) -> None:
        step = sentence_trees(learned, signals)
        judged.update({claim.id: step.probabilities(claim.rows) for claim in left})

    out_of_fold(claims, judge)
    final: dict[str, Array] = {}

    def conclude(learned: list[Claim], left: list[Claim]) -> None:
        step = claim_trees([judged[claim.id] for claim in learned], learned)
        final.update({claim.id: step.of_table(pooled(judged[claim.id])[None])[0] for claim in left})

    out_of_fold(claims, conclude)
    told("own, cross-validated", own, np.array([final[claim.id] for claim in own]))
    if foreign:
        told("foreign, cross-validated", foreign, np.array([final[claim.id] for claim in foreign]))
    attention = fit_attention(pairs_of(claims, comparer), basis)
    first = sentence_trees(claims, signals)
    second = claim_trees([judged[claim.id] for claim in claims], claims)
    tell(gold, attention, comparer)
    probabilities = np.array([second.of_table(pooled(first.probabilities(claim.rows))[None])[0] for claim in gold])
    told("gold, development half", gold, probabilities)
    supported, refuted = thresholds(gold, probabilities)
    print(f"supported from {supported}, contradicted from {refuted}; {time.monotonic() - began:.0f} s")
    scorer = VerdictScorer(attention, first, second, supported, refuted)
    arrays: dict[str, Any] = {
        "supported_from": np.float32(scorer.supported_from),
        "refuted_from": np.float32(scorer.refuted_from),
        **first.arrays("sentence_"),
        **second.arrays("claim_"),
        **attention.arrays("attention_"),
    }
    np.savez_compressed(arguments.out, **arrays)
    print(f"{arguments.out}: {arguments.out.stat().st_size / 1e3:.0f} kB")


if __name__ == "__main__":
    main()
