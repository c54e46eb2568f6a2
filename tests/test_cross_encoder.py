"""A cross-encoder of the operator's choosing, from settings to answer."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest

from klyngebot.bot import Klyngebot, build_reranker, ingest_corpus
from klyngebot.cross_encoder import CrossEncoderReranker, EntailmentJudge
from klyngebot.embedding import shipped_model_dir
from klyngebot.embedding.sentence_transformer import SentenceTransformerEmbedder
from klyngebot.errors import ModelError
from klyngebot.settings import Settings
from klyngebot.types import Chunk, Hit


def save_model(folder: Path, *, outputs: int = 1, labels: Sequence[str] = ()) -> Path:
    """A small cross-encoder of our own making: two layers of random numbers, with logits as its output."""
    import torch
    from tokenizers import Tokenizer
    from transformers import BertConfig, BertForSequenceClassification, PreTrainedTokenizerFast

    tokenizer = Tokenizer.from_file(str(shipped_model_dir() / "tokenizer.json"))
    special = {"pad_token": "[PAD]", "unk_token": "[UNK]", "cls_token": "[CLS]", "sep_token": "[SEP]"}
    words = PreTrainedTokenizerFast(tokenizer_object=tokenizer, model_max_length=128, **special)
    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=len(words),
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=64,
        num_labels=len(labels) or outputs,
        initializer_range=1.0,
        max_position_embeddings=128,
    )
    if labels:
        config.id2label = dict(enumerate(labels))
        config.label2id = {label: place for place, label in enumerate(labels)}
    BertForSequenceClassification(config).save_pretrained(folder)
    words.save_pretrained(folder)
    assert list(folder.glob("*.safetensors"))
    return folder


@pytest.fixture(scope="module")
def local_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save_model(tmp_path_factory.mktemp("models") / "lille-omrangerer")


@pytest.fixture(scope="module")
def reranker(local_model: Path) -> CrossEncoderReranker:
    return CrossEncoderReranker(str(local_model))


def hits(**scores: float) -> list[Hit]:
    texts = {"a": "CLEAN ligger i Sønderborg.", "b": "MADE koster 5.000 kr. om året.", "c": "Klyngeforum er nedlagt."}
    return [
        Hit(Chunk(own, "d", ("Overskrift",), 0, 1, texts[own]), score, rank, "reranked", {"lexical": score})
        for rank, (own, score) in enumerate(scores.items(), start=1)
    ]


def test_judgements_are_added_to_the_scores(reranker: CrossEncoderReranker) -> None:
    given = hits(a=0.9, b=0.5, c=0.1)
    found = reranker.rerank("Hvor ligger CLEAN?", given)
    assert {hit.chunk.id for hit in found} == {"a", "b", "c"}
    assert [hit.rank for hit in found] == [1, 2, 3]
    assert [hit.score for hit in found] == sorted((hit.score for hit in found), reverse=True)
    before = {hit.chunk.id: hit.score for hit in given}
    for hit in found:
        assert 0.0 <= hit.parts["cross_encoder"] <= 1.0
        assert hit.parts["lexical"] == before[hit.chunk.id]
        assert hit.score == pytest.approx(before[hit.chunk.id] + hit.parts["cross_encoder"])
    assert len({hit.parts["cross_encoder"] for hit in found}) == 3


def test_a_passage_is_read_with_its_query(reranker: CrossEncoderReranker) -> None:
    chunks = [hit.chunk for hit in hits(a=0.0, b=0.0)]
    assert reranker.bonus("Hvor ligger CLEAN?", chunks) != reranker.bonus("Hvad koster MADE?", chunks)


def test_the_bonus_is_what_reranking_adds(reranker: CrossEncoderReranker) -> None:
    given = hits(a=0.2, b=0.3)
    added = dict(zip("ab", reranker.bonus("Pris?", [hit.chunk for hit in given]), strict=True))
    for hit in reranker.rerank("Pris?", given):
        assert hit.parts["cross_encoder"] == pytest.approx(added[hit.chunk.id], abs=1e-6)


def test_the_weight_decides_how_much_it_says(local_model: Path) -> None:
    silent = CrossEncoderReranker(str(local_model), weight=0.0)
    assert [hit.chunk.id for hit in silent.rerank("Pris?", hits(c=0.1, b=0.5, a=0.9))] == ["a", "b", "c"]


def test_nothing_to_rerank(reranker: CrossEncoderReranker) -> None:
    assert reranker.rerank("Hvad?", []) == []
    assert reranker.bonus("Hvad?", []) == []


def test_it_reads_last_where_the_settings_name_it(
    local_model: Path, tiny_corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KLYNGEBOT_RERANKER_MODEL", str(local_model))
    monkeypatch.setenv("KLYNGEBOT_DATA_DIR", str(tmp_path / "data"))
    settings = Settings()
    ingest_corpus(settings, [tiny_corpus])
    with Klyngebot.open(settings) as bot:
        found = bot.search("Hvor ligger CLEAN?")
        assert found
        assert all({"lexical", "cosine", "maxsim", "cross_encoder"} <= hit.parts.keys() for hit in found)
        assert bot.ask("Hvor ligger CLEAN?").is_answered


def test_without_a_setting_there_is_none() -> None:
    assert build_reranker(Settings()) is None


@pytest.mark.parametrize("name", ["findes/ikke", "/findes/slet/ikke", "mærkeligt navn"])
def test_a_wrong_name_is_refused_with_a_remedy(name: str) -> None:
    with pytest.raises(ModelError, match="KLYNGEBOT_RERANKER_MODEL"):
        CrossEncoderReranker(name)


def test_a_model_that_was_not_trained_to_judge_is_refused(local_model: Path, tmp_path: Path) -> None:
    from transformers import AutoConfig, AutoModel, AutoTokenizer

    folder = tmp_path / "kun-vektorer"
    AutoModel.from_config(AutoConfig.from_pretrained(local_model)).save_pretrained(folder)
    AutoTokenizer.from_pretrained(local_model).save_pretrained(folder)
    with pytest.raises(ModelError, match=r"BertModel.*KLYNGEBOT_RERANKER_MODEL"):
        CrossEncoderReranker(str(folder))


def test_a_cross_encoder_is_refused_as_embedder(local_model: Path) -> None:
    with pytest.raises(ModelError, match=r"KLYNGEBOT_RERANKER_MODEL.*KLYNGEBOT_EMBEDDING_MODEL"):
        SentenceTransformerEmbedder(str(local_model))


def test_a_model_with_several_outputs_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"3 tal.*KLYNGEBOT_RERANKER_MODEL"):
        CrossEncoderReranker(str(save_model(tmp_path / "tre", outputs=3)))


@pytest.mark.parametrize("file", ["config.json", "model.safetensors", "tokenizer.json"])
def test_a_damaged_model_is_refused_with_a_remedy(local_model: Path, tmp_path: Path, file: str) -> None:
    folder = Path(shutil.copytree(local_model, tmp_path / "kopi"))
    damaged = folder / file
    damaged.write_bytes(damaged.read_bytes()[:100])
    with pytest.raises(ModelError, match="KLYNGEBOT_RERANKER_MODEL"):
        CrossEncoderReranker(str(folder))


def test_a_model_without_numbers_is_refused(local_model: Path, tmp_path: Path) -> None:
    from safetensors.numpy import load_file, save_file

    folder = Path(shutil.copytree(local_model, tmp_path / "nan"))
    weights = folder / "model.safetensors"
    tensors = {name: tensor * float("nan") for name, tensor in load_file(weights).items()}
    save_file(tensors, weights, metadata={"format": "pt"})
    with pytest.raises(ModelError, match="KLYNGEBOT_RERANKER_MODEL"):
        CrossEncoderReranker(str(folder)).rerank("MADE", hits(a=1.0))


def test_half_a_character_is_no_reason_to_fail(reranker: CrossEncoderReranker) -> None:
    assert len(reranker.rerank("\ud800 MADE", hits(a=1.0, b=0.5))) == 2


@pytest.fixture(scope="module")
def nli_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its labels are in another order than ours."""
    return save_model(tmp_path_factory.mktemp("nli") / "lille-nli", labels=("contradiction", "neutral", "entailment"))


def test_a_judge_of_claims_gives_probabilities_in_our_order(nli_model: Path) -> None:
    from sentence_transformers import CrossEncoder
    from torch.nn import Softmax

    claim, sentences = "CLEAN ligger i Odense.", ["CLEAN ligger i Sønderborg.", "MADE koster 5.000 kr. om året."]
    judged = EntailmentJudge(str(nli_model)).judge(claim, sentences)
    own = CrossEncoder(str(nli_model), activation_fn=Softmax(dim=-1)).predict([(text, claim) for text in sentences])
    assert judged == pytest.approx(own[:, [2, 0, 1]], abs=1e-6)
    assert judged.sum(axis=1) == pytest.approx([1, 1])
    assert EntailmentJudge(str(nli_model)).judge(claim, []).shape == (0, 3)


def test_a_model_with_other_labels_is_no_judge_of_claims(local_model: Path) -> None:
    with pytest.raises(ModelError, match="andre svar"):
        EntailmentJudge(str(local_model))
    with pytest.raises(ModelError, match="KLYNGEBOT_NLI_MODEL"):
        EntailmentJudge("/findes/ikke")


def test_the_bot_lets_the_named_model_judge_claims(bot: Klyngebot, corpus_settings: Settings, nli_model: Path) -> None:
    claim = "CenSec havde 182 medlemmer i 2019."
    with Klyngebot.open(corpus_settings.model_copy(update={"nli_model": str(nli_model)})) as judged:
        assert bot.check_claim(claim).probability != judged.check_claim(claim).probability
