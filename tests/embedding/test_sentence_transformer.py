"""Any sentence-transformers model in place of the shipped one, from settings to answer."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

import numpy as np
import pytest

from klyngebot.bot import Klyngebot, build_embedder, ingest_corpus
from klyngebot.embedding import StaticEmbedder, shipped_model_dir
from klyngebot.embedding.sentence_transformer import SentenceTransformerEmbedder
from klyngebot.errors import IndexMismatchError, ModelError
from klyngebot.settings import Settings
from klyngebot.store import Generations, Manifest

DIMENSION = 24


@pytest.fixture(scope="module")
def local_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small model of our own making: the shipped tokenizer and random vectors, saved as safetensors."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import StaticEmbedding
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(shipped_model_dir() / "tokenizer.json"))
    rows = np.random.default_rng(0).normal(size=(tokenizer.get_vocab_size(), DIMENSION)).astype(np.float32)
    folder = tmp_path_factory.mktemp("models") / "lille-model"
    module = StaticEmbedding(tokenizer, embedding_weights=rows)
    SentenceTransformer(modules=[module], device="cpu").save(str(folder), create_model_card=False)
    assert list(folder.rglob("*.safetensors"))
    assert not list(folder.rglob("*.bin"))
    return folder


@pytest.fixture
def other_settings(local_model: Path, tiny_corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("KLYNGEBOT_EMBEDDING_MODEL", str(local_model))
    monkeypatch.setenv("KLYNGEBOT_QUERY_PREFIX", "query: ")
    monkeypatch.setenv("KLYNGEBOT_PASSAGE_PREFIX", "passage: ")
    monkeypatch.setenv("KLYNGEBOT_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("KLYNGEBOT_CORPUS_DIR", str(tiny_corpus))
    return Settings()


def test_a_local_model_is_used_from_settings_to_answer(other_settings: Settings, local_model: Path) -> None:
    report = ingest_corpus(other_settings, [other_settings.corpus_dir])
    assert report.documents == 3
    manifest = Manifest.read(Generations(other_settings.data_dir).current())
    assert manifest.dimension == DIMENSION
    assert str(local_model) in manifest.model
    with Klyngebot.open(other_settings) as bot:
        answer = bot.ask("Hvor ligger CLEAN?")
        assert answer.is_answered
        assert "Sønderborg" in answer.text
        assert all("cosine" in hit.parts for hit in bot.search("CLEAN"))


def test_another_prefix_is_another_model(other_settings: Settings) -> None:
    ingest_corpus(other_settings, [other_settings.corpus_dir])
    changed = other_settings.model_copy(update={"passage_prefix": "tekst: "})
    with pytest.raises(IndexMismatchError, match="klyngebot ingest"):
        Klyngebot.open(changed)


def test_an_index_of_another_model_is_refused_with_the_command_to_run(other_settings: Settings) -> None:
    ingest_corpus(other_settings, [other_settings.corpus_dir])
    shipped = other_settings.model_copy(update={"embedding_model": ""})
    with pytest.raises(IndexMismatchError, match="Kør: klyngebot ingest"):
        Klyngebot.open(shipped)
    report = ingest_corpus(shipped, [shipped.corpus_dir])
    assert (report.changed, report.added, report.kept) == (True, report.chunks, 0)
    with Klyngebot.open(shipped) as bot:
        assert bot.ask("Hvor ligger CLEAN?").is_answered


def test_the_prefixes_stand_before_queries_and_passages(local_model: Path) -> None:
    plain = SentenceTransformerEmbedder(str(local_model))
    prefixed = SentenceTransformerEmbedder(str(local_model), query_prefix="query: ", passage_prefix="passage: ")
    assert np.allclose(prefixed.embed_query("klynge"), plain.embed_query("query: klynge"))
    assert np.allclose(prefixed.embed_documents(["klynge"]), plain.embed_documents(["passage: klynge"]))
    assert not np.allclose(prefixed.embed_query("klynge"), plain.embed_query("klynge"))
    assert len({plain.name, prefixed.name}) == 2


def test_a_models_own_prefixes_hold_where_none_are_set(local_model: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(local_model, tmp_path / "med-præfikser"))
    config = json.loads((folder / "config_sentence_transformers.json").read_text(encoding="utf-8"))
    config["prompts"] = {"query": "query: ", "document": "passage: "}
    (folder / "config_sentence_transformers.json").write_text(json.dumps(config), encoding="utf-8")
    plain, own = SentenceTransformerEmbedder(str(local_model)), SentenceTransformerEmbedder(str(folder))
    assert np.allclose(own.embed_query("klynge"), plain.embed_query("query: klynge"))
    assert np.allclose(own.embed_documents(["klynge"]), plain.embed_documents(["passage: klynge"]))
    other = SentenceTransformerEmbedder(str(folder), query_prefix="søg: ")
    assert own.name == SentenceTransformerEmbedder(str(folder), query_prefix="query: ", passage_prefix="passage: ").name
    assert own.name.replace("query: ", "søg: ") == other.name
    assert np.allclose(other.embed_query("klynge"), plain.embed_query("søg: klynge"))


def changed(model: Path, folder: Path, change: float) -> Path:
    """A copy of a model whose weights are others."""
    from safetensors.numpy import load_file, save_file

    copy = Path(shutil.copytree(model, folder))
    (weights,) = copy.rglob("*.safetensors")
    save_file({name: (tensor * change).astype(tensor.dtype) for name, tensor in load_file(weights).items()}, weights)
    return copy


def test_other_weights_in_the_same_folder_are_another_model(other_settings: Settings, tmp_path: Path) -> None:
    folder = changed(Path(other_settings.embedding_model), tmp_path / "model", 1.0)
    settings = other_settings.model_copy(update={"embedding_model": str(folder)})
    ingest_corpus(settings, [settings.corpus_dir])
    shutil.rmtree(folder)
    changed(Path(other_settings.embedding_model), folder, -1.0)
    with pytest.raises(IndexMismatchError, match="klyngebot ingest"):
        Klyngebot.open(settings)
    report = ingest_corpus(settings, [settings.corpus_dir])
    assert (report.changed, report.kept) == (True, 0)
    Klyngebot.open(settings).close()


def test_a_model_without_numbers_is_refused(local_model: Path, tmp_path: Path) -> None:
    embedder = SentenceTransformerEmbedder(str(changed(local_model, tmp_path / "nan", float("nan"))))
    with pytest.raises(ModelError, match="KLYNGEBOT_EMBEDDING_MODEL"):
        embedder.embed_documents(["klynge"])
    with pytest.raises(ModelError, match="KLYNGEBOT_EMBEDDING_MODEL"):
        embedder.embed_query("klynge")


def test_half_a_character_is_no_reason_to_fail(local_model: Path) -> None:
    embedder = SentenceTransformerEmbedder(str(local_model))
    assert np.isfinite(embedder.embed_documents(["\ud800 klynge", ""])).all()
    assert np.isfinite(embedder.embed_query("\ud800 klynge")).all()


def test_vectors_have_unit_length(local_model: Path) -> None:
    embedder = SentenceTransformerEmbedder(str(local_model))
    vectors = embedder.embed_documents(["Hvad er en klynge?", "MADE"])
    assert vectors.shape == (2, DIMENSION)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-5)


def test_without_a_setting_the_shipped_model_is_used(static: StaticEmbedder) -> None:
    embedder, name, dimension = build_embedder(Settings(), static)
    assert embedder is static
    assert (name, dimension) == (static.name, static.dimension)


@pytest.mark.parametrize("name", ["findes/ikke", "/findes/slet/ikke", "findes-ikke", "../..", "mærkeligt navn"])
def test_a_wrong_name_is_refused_with_a_remedy(name: str) -> None:
    with pytest.raises(ModelError, match="KLYNGEBOT_EMBEDDING_MODEL"):
        SentenceTransformerEmbedder(name)


@pytest.mark.parametrize("file", ["modules.json", "model.safetensors", "tokenizer.json"])
def test_a_damaged_model_is_refused_with_a_remedy(local_model: Path, tmp_path: Path, file: str) -> None:
    folder = Path(shutil.copytree(local_model, tmp_path / "kopi"))
    damaged = next(folder.rglob(file))
    damaged.write_bytes(damaged.read_bytes()[:100])
    with pytest.raises(ModelError, match="KLYNGEBOT_EMBEDDING_MODEL"):
        SentenceTransformerEmbedder(str(folder))


def test_code_that_lies_in_a_model_folder_is_not_run(local_model: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(local_model, tmp_path / "ond"))
    (folder / "ond_kode.py").write_text("from pathlib import Path\nPath(__file__).with_name('kørt').touch()\n", "utf-8")
    modules = json.loads((folder / "modules.json").read_text(encoding="utf-8"))
    modules[0]["type"] = "ond_kode.Modul"
    (folder / "modules.json").write_text(json.dumps(modules), encoding="utf-8")
    with pytest.raises(ModelError, match="KLYNGEBOT_EMBEDDING_MODEL"):
        SentenceTransformerEmbedder(str(folder))
    assert not (folder / "kørt").exists()
    assert "ond_kode" not in sys.modules
