"""A WordPiece tokenizer for Danish: 32,000 pieces learned from the texts of the pairs.

Accents stay (æ, ø, å and é carry meaning in Danish) and case goes. Digits are parted from letters
but kept together: a model that averages its tokens would read 1920 and 2019 as the same digits.
"""

from collections.abc import Iterable

from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, trainers

PADDING = "[PAD]"
UNKNOWN = "[UNK]"
CONTINUES = "##"


def train_tokenizer(texts: Iterable[str], *, vocabulary: int) -> Tokenizer:
    """Return a tokenizer with at most `vocabulary` pieces, without padding and truncation.

    Method: WordPiece as trained by Hugging Face `tokenizers` (merges of the most frequent pair),
    after NFKC and lower-casing. The same texts give the same tokenizer, in any order.
    """
    texts = list(texts)
    letters = _alphabet(texts)
    learner = _tokenizer(models.WordPiece(unk_token=UNKNOWN))
    trainer = trainers.WordPieceTrainer(
        vocab_size=vocabulary,
        initial_alphabet=letters,
        limit_alphabet=len(letters),
        # Left alone, the trainer numbers the letters inside words in the order of a hash table, and
        # equal counts are settled by number: another vocabulary every time. Special tokens are
        # numbered in the order given, so the letters go in as such ...
        special_tokens=[PADDING, UNKNOWN, *(CONTINUES + letter for letter in _inner(letters, learner))],
        show_progress=False,
    )
    learner.train_from_iterator(texts, trainer)
    # ... and come out as plain pieces again, in a new tokenizer with the vocabulary learned.
    tokenizer = _tokenizer(models.WordPiece(learner.get_vocab(), unk_token=UNKNOWN))
    tokenizer.add_special_tokens([PADDING, UNKNOWN])
    return tokenizer


def _tokenizer(model: models.WordPiece) -> Tokenizer:
    tokenizer = Tokenizer(model)
    tokenizer.normalizer = _normalizer()
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.BertPreTokenizer(), pre_tokenizers.Digits(individual_digits=False)]
    )
    tokenizer.decoder = decoders.WordPiece(prefix=CONTINUES)
    return tokenizer


def _normalizer() -> normalizers.Normalizer:
    return normalizers.Sequence([normalizers.NFKC(), normalizers.Lowercase()])


def _alphabet(texts: Iterable[str]) -> list[str]:
    """Return the characters of the normalized texts, sorted."""
    normalizer = _normalizer()
    letters: set[str] = set()
    for text in texts:
        letters.update(normalizer.normalize_str(text))
    return sorted(letter for letter in letters if not letter.isspace())


def _inner(letters: Iterable[str], tokenizer: Tokenizer) -> list[str]:
    """Return the letters that can stand inside a word: all but those that are split off."""
    pre_tokenizer = tokenizer.pre_tokenizer
    assert pre_tokenizer is not None
    return [letter for letter in letters if len(pre_tokenizer.pre_tokenize_str(letter * 2)) == 1]
