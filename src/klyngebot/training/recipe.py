"""The recipe of the shipped model as data: which pairs, how many, how often, and every number.

The numbers of the method come from a trial with 18 variants measured on seven retrieval sets: only the
number of dimensions and the length of training mattered beyond the noise between seeds (about .01 in
nDCG@10), so the rest is kept plain. What the pairs and late interaction brought: docs/retrieval.md.
"""

from dataclasses import dataclass
from enum import StrEnum

ATTRIBUTION = "CC BY 4.0"
SHARE_ALIKE = "CC BY-SA"
OWN = "own work, licence of the project"
STATUTE = "statutes, not protected (Ophavsretsloven § 9)"


class Origin(StrEnum):
    """Where the pairs of a source come from."""

    PAIRS = "pairs"  # a file of pairs
    CORPUS = "corpus"  # the questions of klyngebot's own corpus, each set with its sentence
    WRITTEN = "written"  # `training/written/`: questions by ourselves, nearly all about other things


class Sides(StrEnum):
    """What is paired, where pairs are made of sets of questions."""

    PASSAGE = "question → passage"
    PARAPHRASE = "question → another of its set"
    ENGLISH_PASSAGE = "English question → passage"
    ENGLISH_QUESTION = "English question → Danish question of its set"


@dataclass(frozen=True, slots=True)
class Source:
    """Pairs of one kind and their share of the mix.

    `name` is the file name without `.jsonl.gz` where `origin` is a file of pairs; else `sides` says what is
    paired. `limit` is the most distinct pairs taken (a seeded sample; `None` takes all) and `repeat` how
    often each pair is seen in the one epoch.
    """

    name: str
    description: str
    license: str
    limit: int | None = None
    repeat: int = 1
    origin: Origin = Origin.PAIRS
    sides: Sides = Sides.PASSAGE

    def __post_init__(self) -> None:
        if self.repeat < 1 or (self.limit is not None and self.limit < 1):
            raise ValueError(f"source {self.name!r}: limit and repeat must be at least 1")

    @property
    def file_name(self) -> str:
        """The file in the folder of pairs."""
        return f"{self.name}.jsonl.gz"


# Statutes would be two thirds of the pairs; the limits and the repeats keep the small sources that look like
# questions (manuals, claims, paraphrases) from drowning in them.
MIX: tuple[Source, ...] = (
    Source("law_title_section", "title of an act → a section of it", STATUTE, limit=20_000),
    Source("law_stk1_rest", "first paragraph of a section → the rest", STATUTE, limit=25_000),
    Source("law_title_sent_rest", "title and first sentence → the rest", STATUTE, limit=27_000),
    Source("msdocs_head_section", "heading → section (Microsoft Docs)", ATTRIBUTION),
    Source("msdocs_faq_question_answer", "question → answer (manuals)", ATTRIBUTION, repeat=4),
    Source("msdocs_title_desc", "title → description (Microsoft Docs)", ATTRIBUTION),
    Source("dawiki_title_abstract", "title → abstract (Wikipedia)", SHARE_ALIKE, repeat=2),
    Source("dawiki_first_rest", "first sentence → the rest (Wikipedia)", SHARE_ALIKE, repeat=2),
    Source("danfever_train_claim_evidence", "claim → evidence (DanFEVER)", ATTRIBUTION, repeat=2),
    Source(
        "fever_mt_da_claim_evidence",
        "claim → evidence (FEVER, machine-translated)",
        SHARE_ALIKE,
        repeat=2,
    ),
    Source("corona_question_paraphrase", "question → paraphrase", ATTRIBUTION, repeat=2),
    Source("tatoeba_da_paraphrase", "sentence → paraphrase (Tatoeba)", "CC BY 2.0 FR", repeat=2),
    Source("msdocs_en_da_headings", "English → Danish heading (Microsoft Docs)", ATTRIBUTION),
    Source("tatoeba_en_da", "English → Danish sentence (Tatoeba)", "CC BY 2.0 FR"),
    # The corpus' own questions: the field's words and how people ask. They lift the share of questions whose
    # sentence comes first from 45 to about 75 per cent; seen together with the rest, nothing is forgotten.
    Source("corpus_questions", "question → sentence (klyngebot's corpus)", OWN, repeat=3, origin=Origin.CORPUS),
    Source(
        "corpus_paraphrases",
        "question → question of the same sentence",
        OWN,
        repeat=3,
        origin=Origin.CORPUS,
        sides=Sides.PARAPHRASE,
    ),
    # Written for this: the same said in other words, nearly all about other things than clusters.
    *(
        Source(f"written_{name}", f"{sides} (own texts)", OWN, repeat=repeat, origin=Origin.WRITTEN, sides=sides)
        for name, sides, repeat in (
            ("passages", Sides.PASSAGE, 3),
            ("paraphrases", Sides.PARAPHRASE, 2),
            ("english_passages", Sides.ENGLISH_PASSAGE, 3),
            ("english_questions", Sides.ENGLISH_QUESTION, 3),
        )
    ),
    Source("rosetta_wiki_en_da_mt", "English → Danish paragraph (Wikipedia)", SHARE_ALIKE),
)


@dataclass(frozen=True, slots=True)
class Recipe:
    """Everything besides the pairs and the seed that decides what the model becomes.

    `dimensions` are the Matryoshka prefixes, longest first; the first is the size of the model.
    `smallest_batch` is the size below which the rest of a source is dropped: with a few in-batch
    negatives the task is too easy to teach anything. `warm_up` is a share of all steps.
    `longest_text` counts tokens; longer texts are cut in training (the shipped tokenizer is not).
    `late_weight` is that of the loss by late interaction, over `late_batch` pairs of a batch, at most
    `late_query` tokens of a query and `late_passage` distinct ones of a passage.
    """

    name: str = "klyngebot-static-da-512"
    mix: tuple[Source, ...] = MIX
    vocabulary: int = 32_000
    dimensions: tuple[int, ...] = (512, 256, 128)
    initial_deviation: float = 0.1
    learning_rate: float = 0.02
    warm_up: float = 0.1
    scale: float = 20.0
    batch: int = 1024
    smallest_batch: int = 64
    longest_text: int = 220
    late_weight: float = 1.0
    late_batch: int = 256
    late_query: int = 32
    late_passage: int = 64

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return self.dimensions[0]


RECIPE = Recipe()
