"""The light path to the shipped model: the same vectors as sentence-transformers, and a refusal of damaged files."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from safetensors.numpy import save

from klyngebot.danish.normalize import clean
from klyngebot.embedding.sentence_transformer import load_shipped_as_sentence_transformer
from klyngebot.embedding.static import MAX_TOKENS, StaticEmbedder, shipped_model_dir
from klyngebot.errors import ModelError
from klyngebot.types import Document

FILES = ("config.json", "model.safetensors", "tokenizer.json")


@pytest.fixture
def model(tmp_path: Path) -> Path:
    """A copy of the shipped model to damage."""
    return Path(shutil.copytree(shipped_model_dir(), tmp_path / "model"))


def test_the_light_path_gives_the_vectors_of_sentence_transformers(
    static: StaticEmbedder, documents: Mapping[str, Document]
) -> None:
    texts = [document.text[s.start : s.end] for document in documents.values() for s in document.sentences][::5]
    texts += ["Hvad er en klynge?", "MADE", "What is a cluster?", "æøå ÆØÅ", "1.000 kr.", "ord " * 1000]
    heavy = load_shipped_as_sentence_transformer()
    wanted = heavy.encode([clean(text) for text in texts], show_progress_bar=False)
    assert np.allclose(static.embed_documents(texts), wanted, atol=1e-5)
    assert np.allclose(static.embed_query(texts[0]), wanted[0], atol=1e-5)


@given(st.text(max_size=200))
@settings(deadline=None)
def test_a_vector_has_unit_length_or_is_nothing(text: str) -> None:
    vector = EMBEDDER.embed_query(text)
    assert vector.shape == (EMBEDDER.dimension,)
    length = float(np.linalg.norm(vector))
    assert length == pytest.approx(1.0, abs=1e-4) or length == 0.0


EMBEDDER = StaticEmbedder()


@pytest.mark.parametrize("text", ["", " ", "\u200b", "\n"])
def test_an_empty_text_has_the_zero_vector(static: StaticEmbedder, text: str) -> None:
    assert not static.embed_query(text).any()
    assert not static.embed_documents([text]).any()


def test_no_texts_give_no_vectors(static: StaticEmbedder) -> None:
    assert static.embed_documents([]).shape == (0, static.dimension)


def test_a_text_has_the_same_vector_alone_and_among_others(static: StaticEmbedder) -> None:
    texts = ["Hvad er en klynge?", "MADE er en klynge.", ""]
    together = static.embed_documents(texts)
    assert (together == np.stack([static.embed_query(text) for text in texts])).all()


def test_what_is_written_alike_has_one_vector(static: StaticEmbedder) -> None:
    assert (static.embed_query("Sma\u030a klynger") == static.embed_query("Små\u00a0klyn\u00adger")).all()
    assert (static.embed_query("MADE") == static.embed_query("made")).all()


def test_long_texts_are_cut(static: StaticEmbedder) -> None:
    assert len(static.token_ids("ord " * 2000)) == MAX_TOKENS


def test_meaning_is_nearer_than_chance(static: StaticEmbedder) -> None:
    question, near, far = static.embed_documents(
        ["Hvad koster et medlemskab?", "Kontingentet er 5.000 kr. om året.", "Bilen holder på vejen."]
    )
    assert question @ near > question @ far


def test_a_subject_word_says_more_than_a_function_word(static: StaticEmbedder) -> None:
    assert static.salience("og") < static.salience("innovationsnetværk")
    assert static.salience("") == static.salience("\u200b") > 0


def test_common_words_are_known_in_all_their_forms(static: StaticEmbedder) -> None:
    assert all(static.knows_word(word) for word in ("vejret", "virksomhed", "virksomhederne"))
    assert not static.knows_word("klyngefroum")


def test_the_name_tells_weights_apart(static: StaticEmbedder) -> None:
    assert static.name.startswith("klyngebot-static-da-512@")


@pytest.mark.parametrize("damage", ["truncate", "noise", "delete", "empty"])
@pytest.mark.parametrize("name", FILES)
def test_a_damaged_file_is_refused_with_a_remedy(model: Path, name: str, damage: str) -> None:
    file = model / name
    content = file.read_bytes()
    match damage:
        case "truncate":
            file.write_bytes(content[: len(content) // 2])
        case "noise":
            middle = len(content) // 2
            file.write_bytes(content[:middle] + b"\xff\x00noise" + content[middle + 7 :])
        case "empty":
            file.write_bytes(b"")
        case _:
            file.unlink()
    with pytest.raises(ModelError, match="Hent projektet igen"):
        StaticEmbedder(model)


def rewrite_config(model: Path, **changes: object) -> None:
    config = json.loads((model / "config.json").read_text(encoding="utf-8"))
    (model / "config.json").write_text(json.dumps({**config, **changes}), encoding="utf-8")


def test_a_model_of_another_format_is_refused(model: Path) -> None:
    rewrite_config(model, format_version=99)
    with pytest.raises(ModelError, match="Opdatér"):
        StaticEmbedder(model)


@pytest.mark.parametrize("config", ["[]", "null", "{}", '"tekst"', '{"sha256": []}'])
def test_a_config_of_another_shape_is_refused(model: Path, config: str) -> None:
    (model / "config.json").write_text(config, encoding="utf-8")
    with pytest.raises(ModelError):
        StaticEmbedder(model)


@pytest.mark.parametrize("name", ["model.safetensors", "tokenizer.json"])
def test_a_file_with_the_right_checksum_and_wrong_content_is_refused(model: Path, name: str) -> None:
    wrong = save({"other": np.zeros(3, dtype=np.float32)}) if name == "model.safetensors" else b'{"version": "1.0"}'
    (model / name).write_bytes(wrong)
    checksums = json.loads((model / "config.json").read_text(encoding="utf-8"))["sha256"]
    rewrite_config(model, sha256={**checksums, name: hashlib.sha256(wrong).hexdigest()})
    with pytest.raises(ModelError, match="beskadiget"):
        StaticEmbedder(model)


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="findes-ikke"):
        StaticEmbedder(tmp_path / "findes-ikke")
