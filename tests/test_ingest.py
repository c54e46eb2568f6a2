"""Ingest: what changed is embedded, what fails leaves the index in use, and the report says what happened."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from klyngebot.bot import Klyngebot, ingest_corpus
from klyngebot.embedding import StaticEmbedder
from klyngebot.errors import IndexBusyError, IndexDamagedError, IndexMismatchError, KlyngebotError
from klyngebot.ingest import EmptyCorpusError, IngestReport, fingerprint, ingest
from klyngebot.retrieval import Index
from klyngebot.settings import Settings
from klyngebot.store import Generations, Manifest


@dataclass
class Counting:
    """The shipped embedder, remembering what it was given."""

    static: StaticEmbedder
    embedded: list[str] = field(default_factory=list)

    def embed_documents(self, texts: list[str]) -> NDArray[np.float32]:
        self.embedded.extend(texts)
        return self.static.embed_documents(texts)

    def embed_query(self, text: str) -> NDArray[np.float32]:
        return self.static.embed_query(text)


@dataclass
class Bench:
    """A small corpus with its generations; `run` ingests it and says what was embedded."""

    folder: Path
    generations: Generations
    static: StaticEmbedder

    def run(self, *sources: Path, model: str = "") -> tuple[IngestReport, list[str]]:
        counting = Counting(self.static)
        report = ingest(
            list(sources) or [self.folder], self.generations, counting, model or self.static.name, self.static
        )
        return report, counting.embedded


@pytest.fixture
def bench(tiny_corpus: Path, tmp_path: Path, static: StaticEmbedder) -> Bench:
    return Bench(tiny_corpus, Generations(tmp_path / "data"), static)


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


# --- What is done -----------------------------------------------------------------------------------


def test_the_first_ingest_embeds_everything(bench: Bench) -> None:
    report, embedded = bench.run()
    assert report.documents == 3
    assert report.chunks == report.added == len(embedded) == 7
    assert (report.kept, report.removed, report.skipped, report.changed) == (0, 0, (), True)
    assert report.seconds > 0
    manifest = Manifest.read(bench.generations.current())
    assert (manifest.documents, manifest.chunks, manifest.model) == (3, 7, bench.static.name)
    assert manifest.corpus_version == report.corpus_version
    assert manifest.sources == (str(bench.folder.resolve()),)


def test_an_unchanged_corpus_is_not_embedded_and_makes_no_new_generation(bench: Bench) -> None:
    first, _ = bench.run()
    before = bench.generations.current()
    again, embedded = bench.run()
    assert embedded == []
    assert not again.changed
    assert (again.added, again.kept, again.removed) == (0, 7, 0)
    assert again.corpus_version == first.corpus_version
    assert bench.generations.current() == before


def test_only_the_changed_chunk_is_embedded(bench: Bench) -> None:
    bench.run()
    change(bench.folder / "made.md", "koster 5.000 kr.", "koster 6.000 kr.")
    report, embedded = bench.run()
    assert len(embedded) == 1
    assert "6.000 kr." in embedded[0]
    assert (report.added, report.kept, report.removed, report.changed) == (1, 6, 1, True)
    with Index.open(bench.generations) as index:
        texts = [chunk.text for chunk in index.stored.chunks]
    assert any("6.000" in text for text in texts)
    assert not any("5.000" in text for text in texts)


def test_only_a_new_document_is_embedded(bench: Bench, corpus_document: Callable[..., Path]) -> None:
    bench.run()
    corpus_document(bench.folder, "ny", {"Ny": ["DigitalLead er en klynge for digitale teknologier."]})
    report, embedded = bench.run()
    assert len(embedded) == 1
    assert (report.documents, report.added, report.kept, report.removed) == (4, 1, 7, 0)


def test_a_deleted_document_is_removed(bench: Bench) -> None:
    bench.run()
    (bench.folder / "clean.md").unlink()
    report, embedded = bench.run()
    assert embedded == []
    assert (report.documents, report.added, report.kept, report.removed, report.changed) == (2, 0, 5, 2, True)
    with Index.open(bench.generations) as index:
        assert set(index.documents) == {"made", "strategi"}


def test_a_change_of_a_source_alone_makes_a_new_generation_without_embedding(bench: Bench) -> None:
    bench.run()
    change(bench.folder / "made.md", "Kildens titel", "Kildens nye titel")
    report, embedded = bench.run()
    assert embedded == []
    assert report.changed
    with Index.open(bench.generations) as index:
        assert index.documents["made"].provenance[0].title == "Kildens nye titel"


def test_an_incremental_index_equals_one_from_scratch(bench: Bench, tmp_path: Path) -> None:
    bench.run()
    change(bench.folder / "made.md", "koster 5.000 kr.", "koster 6.000 kr.")
    bench.run()
    fresh = Bench(bench.folder, Generations(tmp_path / "fresh"), bench.static)
    fresh.run()
    with Index.open(bench.generations) as one, Index.open(fresh.generations) as other:
        assert one.stored.chunks == other.stored.chunks
        assert np.allclose(one.stored.vectors, other.stored.vectors, atol=1e-6)
        assert one.documents == other.documents
        assert (one.lexical.scores("klynge") == other.lexical.scores("klynge")).all()


def test_files_and_folders_are_read_together(bench: Bench, tmp_path: Path) -> None:
    extra = tmp_path / "ekstra.txt"
    extra.write_text("Vores strategi handler om grøn omstilling. Den gælder til 2030.", encoding="utf-8")
    report, _ = bench.run(bench.folder, extra)
    assert report.documents == 4
    assert Manifest.read(bench.generations.current()).sources == (str(bench.folder.resolve()), str(extra.resolve()))


def test_progress_is_told_in_order(tiny_settings: Settings) -> None:
    told: list[tuple[str, int, int]] = []
    ingest_corpus(tiny_settings, [tiny_settings.corpus_dir], lambda *step: told.append(step))
    assert list(dict.fromkeys(stage for stage, _, _ in told)) == ["læser", "beregner vektorer", "skriver indeks"]
    assert told[-1] == ("skriver indeks", 3, 3)


# --- What is skipped --------------------------------------------------------------------------------


def test_what_cannot_be_read_is_reported_and_skipped(bench: Bench) -> None:
    (bench.folder / "billede.png").write_bytes(b"\x89PNG")
    (bench.folder / "tom.md").write_text("", encoding="utf-8")
    report, _ = bench.run()
    assert report.documents == 3
    assert sorted(item.path for item in report.skipped) == ["billede.png", "tom.md"]
    assert all(item.path in item.reason and item.reason.endswith(".") for item in report.skipped)


def test_a_document_id_that_is_used_twice_is_reported(
    bench: Bench, tmp_path: Path, corpus_document: Callable[..., Path]
) -> None:
    corpus_document(tmp_path / "anden", "made", {"En anden": ["Dette er en anden MADE."]})
    report, _ = bench.run(bench.folder, tmp_path / "anden")
    assert report.documents == 3
    assert len(report.skipped) == 1
    assert "made" in report.skipped[0].reason
    with Index.open(bench.generations) as index:
        assert "avanceret produktion" in index.documents["made"].text


def test_the_same_folder_given_twice_is_read_as_once(bench: Bench) -> None:
    report, _ = bench.run(bench.folder, bench.folder)
    assert report.documents == 3
    assert report.chunks == 7


def test_an_empty_corpus_is_an_error_and_the_old_index_stays(bench: Bench, tmp_path: Path) -> None:
    bench.run()
    before = bench.generations.current()
    empty = tmp_path / "tom"
    empty.mkdir()
    (empty / "billede.png").write_bytes(b"\x89PNG")
    with pytest.raises(EmptyCorpusError, match=r"billede\.png"):
        bench.run(empty)
    assert bench.generations.current() == before


def test_a_source_that_is_not_there_is_reported_and_gives_no_document(bench: Bench, tmp_path: Path) -> None:
    documents = bench.run()[0].documents
    report, _ = bench.run(bench.folder, tmp_path / "findes-ikke")
    assert report.documents == documents
    assert report.fruitless == (tmp_path / "findes-ikke",)
    assert "findes ikke" in report.skipped[0].reason


# --- Models -----------------------------------------------------------------------------------------


def test_another_model_embeds_everything_anew(bench: Bench) -> None:
    bench.run()
    report, embedded = bench.run(model="en-anden-model")
    assert len(embedded) == report.added == 7
    assert (report.kept, report.changed) == (0, True)
    assert Manifest.read(bench.generations.current()).model == "en-anden-model"


def test_an_index_of_another_model_is_refused_naming_the_command(bench: Bench, tmp_path: Path) -> None:
    bench.run(model="en-anden-model")
    with pytest.raises(IndexMismatchError, match=r"en-anden-model.*Kør: klyngebot ingest"):
        Klyngebot.open(Settings(data_dir=tmp_path / "data"))


def test_an_index_of_another_dimension_is_refused(bench: Bench, static: StaticEmbedder) -> None:
    bench.run()
    with Index.open(bench.generations) as index, pytest.raises(IndexMismatchError, match="klyngebot ingest"):
        index.require_model(static.name, static.dimension + 1)


# --- Damage -----------------------------------------------------------------------------------------


def damage(file: Path, how: str) -> None:
    content = file.read_bytes()
    match how:
        case "delete":
            file.unlink()
        case "truncate":
            file.write_bytes(content[: len(content) // 2] if content else b"x")
        case _:
            noise = np.random.default_rng(1).bytes(4096)
            middle = max(0, len(content) // 2 - 2048)
            file.write_bytes(content[:middle] + noise + content[middle + 4096 :])


def test_every_file_of_an_index_is_guarded_against_every_damage(bench: Bench) -> None:
    bench.run()
    folder = bench.generations.current()
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    assert len(files) >= 12
    tried = 0
    for file in files:
        content = file.read_bytes()
        for how in ("truncate", "noise", "delete"):
            damage(file, how)
            with pytest.raises(IndexDamagedError, match="klyngebot ingest"):
                Index.open(bench.generations)
            file.write_bytes(content)
            tried += 1
    assert tried == 3 * len(files)
    Index.open(bench.generations).close()


def test_single_bits_are_noticed(bench: Bench) -> None:
    bench.run()
    database = next(bench.generations.current().rglob("chroma.sqlite3"))
    content = bytearray(database.read_bytes())
    for position in np.random.default_rng(2).integers(0, len(content), 100):
        flipped = bytearray(content)
        flipped[position] ^= 1 << int(position % 8)
        database.write_bytes(flipped)
        with pytest.raises(IndexDamagedError, match="beskadiget"):
            Manifest.read(bench.generations.current()).verify(bench.generations.current())
    database.write_bytes(content)
    Index.open(bench.generations).close()


@pytest.mark.parametrize("how", ["truncate", "noise", "delete"])
@pytest.mark.parametrize("name", ["manifest.json", "chroma/chroma.sqlite3", "documents.json"])
def test_the_next_ingest_mends_a_damaged_index(bench: Bench, name: str, how: str) -> None:
    bench.run()
    damage(bench.generations.current() / name, how)
    report, embedded = bench.run()
    assert report.changed
    assert len(embedded) == report.chunks
    with Index.open(bench.generations) as index:
        assert len(index.stored.chunks) == report.chunks


def test_the_index_before_answers_for_a_damaged_one_until_the_next_ingest(bench: Bench) -> None:
    bench.run()
    change(bench.folder / "made.md", "5.000", "6.000")
    bench.run()
    damage(bench.generations.current() / "documents.json", "noise")
    with Index.open(bench.generations) as index:
        assert "beskadiget" in index.damage
        assert any("5.000" in chunk.text for chunk in index.stored.chunks)
    report, embedded = bench.run()
    assert report.changed
    assert len(embedded) == 1, "vectors of the older index serve"
    with Index.open(bench.generations) as index:
        assert index.damage == ""
        assert any("6.000" in chunk.text for chunk in index.stored.chunks)


def test_two_indexes_can_be_open_at_once_and_survive_a_third_ingest(bench: Bench) -> None:
    bench.run()
    with Index.open(bench.generations) as one, Index.open(bench.generations) as other:
        for price in ("6.000", "7.000", "8.000"):
            text = (bench.folder / "made.md").read_text(encoding="utf-8")
            (bench.folder / "made.md").write_text(text + f"\n## Pris {price}\nPrisen er {price} kr.[^K1]\n", "utf-8")
            bench.run()
        vector = bench.static.embed_query("Hvad koster MADE?")
        assert one.store.search(vector, 3) == other.store.search(vector, 3)
        assert len(one.stored.chunks) == 7


# --- Trouble on the way -----------------------------------------------------------------------------


def test_a_second_ingest_at_the_same_time_is_refused(bench: Bench) -> None:
    bench.run()
    with bench.generations.writing(), pytest.raises(IndexBusyError, match="Vent"):
        bench.run()
    bench.run()


def test_an_ingest_may_wait_for_another(bench: Bench) -> None:
    with bench.generations.writing():
        waiting = threading.Thread(
            target=lambda: ingest(
                [bench.folder], bench.generations, Counting(bench.static), bench.static.name, bench.static, patience=30
            )
        )
        waiting.start()
        time.sleep(0.3)
        assert not bench.generations.exists
    waiting.join(timeout=30)
    assert bench.generations.exists


def test_what_a_killed_ingest_left_is_removed_by_the_next_even_if_nothing_changed(bench: Bench, tmp_path: Path) -> None:
    bench.run()
    (tmp_path / "data" / "generations" / "tmp-killed").mkdir()
    report, _ = bench.run()
    assert not report.changed
    assert not (tmp_path / "data" / "generations" / "tmp-killed").exists()


def test_a_source_that_gives_no_document_is_told_of_and_not_remembered(bench: Bench, tmp_path: Path) -> None:
    (tmp_path / "tom").mkdir()
    report, _ = bench.run(bench.folder, tmp_path / "tom")
    assert report.fruitless == (tmp_path / "tom",)
    assert [Path(name).name for name in Manifest.read(bench.generations.current()).sources] == [bench.folder.name]


def test_an_embedder_that_fails_leaves_the_old_index(bench: Bench) -> None:
    bench.run()
    before = bench.generations.current()
    change(bench.folder / "made.md", "koster 5.000 kr.", "koster 6.000 kr.")

    class Failing(Counting):
        def embed_documents(self, texts: list[str]) -> NDArray[np.float32]:
            raise KlyngebotError("modellen er væk")

    with pytest.raises(KlyngebotError, match="væk"):
        ingest([bench.folder], bench.generations, Failing(bench.static), bench.static.name, bench.static)
    assert bench.generations.current() == before
    Index.open(bench.generations).close()


FULL_DISK = """
import resource, sys
from pathlib import Path
from klyngebot.bot import ingest_corpus
from klyngebot.errors import KlyngebotError
from klyngebot.settings import Settings
corpus, data = Path(sys.argv[1]), Path(sys.argv[2])
settings = Settings(_env_file=None, data_dir=data, corpus_dir=corpus)
_, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
made = (corpus / "made.md").read_text("utf-8")
for number, limit in enumerate(map(int, sys.argv[3:])):
    (corpus / "made.md").write_text(made.replace("5.000", f"{number + 1}.234"), "utf-8")
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, hard))
    try:
        ingest_corpus(settings, [corpus])
        outcome = "gik godt"
    except KlyngebotError as error:
        outcome = f"{type(error).__name__}: {error}"
    resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
    print(limit, (data / "current").read_text().strip(), len(list((data / "generations").glob("tmp-*"))), outcome)
"""


def test_a_full_disk_leaves_the_old_index_in_use(bench: Bench, tmp_path: Path) -> None:
    bench.run()
    before = bench.generations.current().name
    sizes = sorted(path.stat().st_size for path in bench.generations.current().rglob("*") if path.is_file())
    limits = sorted({0, 1, 64, 512, 4096, 20_000, *(size - 1 for size in sizes if size)})
    limits = [limit for limit in limits if limit < sizes[-1]][:20]
    done = subprocess.run(
        [sys.executable, "-c", FULL_DISK, str(bench.folder), str(tmp_path / "data"), *map(str, limits)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    lines = done.stdout.splitlines()
    assert len(lines) == len(limits) >= 12
    for line in lines:
        _, current, leftovers, outcome = line.split(" ", 3)
        assert current == before, line
        assert leftovers == "0", line
        assert outcome.startswith(("IndexWriteError: ", "IndexUnavailableError: ")), line
        assert "Skaf plads på disken" in outcome, line
    with Klyngebot.open(Settings(data_dir=tmp_path / "data")) as bot:
        assert "5.000" in bot.ask("Hvad koster et medlemskab af MADE?").text
    report, _ = bench.run()
    assert report.changed


# --- Staleness --------------------------------------------------------------------------------------


def test_a_changed_source_shows_in_the_fingerprint(tiny_corpus: Path, corpus_document: Callable[..., Path]) -> None:
    seen = {fingerprint([tiny_corpus])}
    assert fingerprint([tiny_corpus]) in seen
    change(tiny_corpus / "made.md", "5.000", "6.0000")
    seen.add(fingerprint([tiny_corpus]))
    corpus_document(tiny_corpus, "ny", {"Ny": ["Ny sætning."]})
    seen.add(fingerprint([tiny_corpus]))
    (tiny_corpus / "ny.md").unlink()
    (tiny_corpus / "clean.md").unlink()
    seen.add(fingerprint([tiny_corpus]))
    seen.add(fingerprint([tiny_corpus / "made.md"]))
    seen.add(fingerprint([tiny_corpus / "findes-ikke"]))
    assert len(seen) == 6


def test_a_touched_file_is_stale_until_the_next_ingest(tiny_settings: Settings) -> None:
    ingest_corpus(tiny_settings, [tiny_settings.corpus_dir])
    (tiny_settings.corpus_dir / "noter.png").write_bytes(b"\x89PNG")
    os.utime(tiny_settings.corpus_dir / "made.md", (1, 1))
    with Klyngebot.open(tiny_settings) as bot:
        assert bot.corpus.stale
    report = ingest_corpus(tiny_settings, [tiny_settings.corpus_dir])
    assert (report.added, report.removed) == (0, 0)
    with Klyngebot.open(tiny_settings) as bot:
        assert not bot.corpus.stale


def test_a_bot_knows_when_its_documents_have_changed(tiny_settings: Settings) -> None:
    ingest_corpus(tiny_settings, [tiny_settings.corpus_dir])
    with Klyngebot.open(tiny_settings) as bot:
        assert not bot.corpus.stale
        change(tiny_settings.corpus_dir / "made.md", "5.000", "60.000")
        assert bot.corpus.stale
    ingest_corpus(tiny_settings, [tiny_settings.corpus_dir])
    with Klyngebot.open(tiny_settings) as bot:
        assert not bot.corpus.stale


def test_a_text_of_very_many_equal_passages_is_indexed_once(bench: Bench) -> None:
    (bench.folder / "log.txt").write_text("Serveren svarede ikke i tide, og forsøget blev opgivet.\n\n" * 14_000)
    report, _ = bench.run()
    assert report.skipped == ()
    assert report.chunks < 100
