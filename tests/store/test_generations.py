"""Generations: built aside, swapped in whole, the newest two kept."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from klyngebot.errors import IndexBusyError, IndexUnavailableError
from klyngebot.store import Generations, Manifest

MANIFEST = Manifest("model", 8, "abc", (), "f", 1, 1)


def publish(generations: Generations, content: str = "indhold") -> Path:
    def write(folder: Path) -> Manifest:
        (folder / "chroma").mkdir()
        (folder / "chroma" / "data").write_text(content, encoding="utf-8")
        return MANIFEST

    with generations.writing():
        return generations.build(write, lambda folder: Manifest.read(folder).verify(folder))


@pytest.fixture
def generations(tmp_path: Path) -> Generations:
    return Generations(tmp_path / "data")


def names(generations: Generations, tmp_path: Path) -> list[str]:
    return sorted(path.name for path in (tmp_path / "data" / "generations").iterdir())


def test_there_is_nothing_at_first_and_the_error_says_what_to_run(generations: Generations, tmp_path: Path) -> None:
    assert not generations.exists
    with pytest.raises(IndexUnavailableError, match="klyngebot ingest"):
        generations.current()
    assert not (tmp_path / "data").exists(), "asking leaves no trace"


def test_a_built_generation_is_the_current_one(generations: Generations) -> None:
    folder = publish(generations)
    assert generations.exists
    assert generations.current() == folder
    Manifest.read(folder).verify(folder)


def test_the_newest_two_are_kept(generations: Generations, tmp_path: Path) -> None:
    for number in range(4):
        publish(generations, str(number))
    assert names(generations, tmp_path) == ["gen-000003", "gen-000004"]
    assert generations.current().name == "gen-000004"


@pytest.mark.parametrize("stage", ["write", "check"])
def test_a_failed_build_leaves_the_one_in_use_and_nothing_else(
    generations: Generations, tmp_path: Path, stage: str
) -> None:
    before = publish(generations)

    def write(folder: Path) -> Manifest:
        (folder / "half").write_text("x", encoding="utf-8")
        if stage == "write":
            raise OSError("disken er fuld")
        return MANIFEST

    def check(_folder: Path) -> None:
        raise OSError("kan ikke læses")

    with generations.writing(), pytest.raises(OSError, match=r"disken|læses"):
        generations.build(write, check)
    assert generations.current() == before
    assert names(generations, tmp_path) == [before.name]


def test_leftovers_of_a_killed_build_are_removed_by_the_next(generations: Generations, tmp_path: Path) -> None:
    publish(generations)
    leftover = tmp_path / "data" / "generations" / "tmp-efterladt"
    (leftover / "chroma").mkdir(parents=True)
    publish(generations)
    assert not leftover.exists()


@pytest.mark.parametrize("pointer", ["", "gen-000099", "../../etc", "tmp-x", "\x00", "gen-", "gen-../../..", "\udcff"])
def test_a_damaged_pointer_is_refused_with_the_command_to_run(
    generations: Generations, tmp_path: Path, pointer: str
) -> None:
    publish(generations)
    (tmp_path / "data" / "current").write_bytes(pointer.encode("utf-8", "surrogateescape"))
    with pytest.raises(IndexUnavailableError, match="klyngebot ingest"):
        Manifest.read(generations.current())


def test_a_lost_pointer_does_not_overwrite_an_older_generation(generations: Generations, tmp_path: Path) -> None:
    publish(generations, "en")
    (tmp_path / "data" / "current").unlink()
    folder = publish(generations, "to")
    assert folder.name == "gen-000002"
    assert generations.current() == folder


def test_only_one_may_write_at_a_time(generations: Generations, tmp_path: Path) -> None:
    with (
        generations.writing(),
        pytest.raises(IndexBusyError, match="igen"),
        Generations(tmp_path / "data").writing(),
    ):
        pass
    publish(generations)


def test_the_lock_of_a_killed_writer_is_free(generations: Generations, tmp_path: Path) -> None:
    script = (
        "import os, sys; from pathlib import Path; from klyngebot.store import Generations\n"
        "with Generations(Path(sys.argv[1])).writing(): os.kill(os.getpid(), 9)"
    )
    subprocess.run([sys.executable, "-c", script, str(tmp_path / "data")], check=False)
    assert (tmp_path / "data" / "lock").exists()
    publish(generations)


def test_files_are_for_the_owner_only(generations: Generations) -> None:
    folder = publish(generations)
    assert folder.stat().st_mode & 0o777 == 0o700
    for path in folder.rglob("*"):
        assert path.stat().st_mode & 0o777 == (0o700 if path.is_dir() else 0o600)


def test_a_private_copy_is_gone_afterwards(generations: Generations) -> None:
    folder = publish(generations)
    with generations.private_copy(folder) as copy:
        assert (copy / "chroma" / "data").read_text(encoding="utf-8") == "indhold"
        (copy / "chroma" / "data").write_text("ændret", encoding="utf-8")
    assert not copy.exists()
    Manifest.read(folder).verify(folder)


def test_copies_of_dead_readers_are_removed_and_those_of_the_living_stay(
    generations: Generations, tmp_path: Path
) -> None:
    folder = publish(generations)
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    run = tmp_path / "data" / "run"
    for name in (f"{dead.pid}-død", f"{os.getppid()}-levende", "uden-tal"):
        (run / name).mkdir(parents=True)
    with generations.private_copy(folder):
        assert not (run / f"{dead.pid}-død").exists()
        assert (run / f"{os.getppid()}-levende").exists()
        assert (run / "uden-tal").exists()


def test_a_copy_that_nobody_holds_is_removed_though_a_process_of_its_number_lives(
    generations: Generations, tmp_path: Path
) -> None:
    folder = publish(generations)
    left = tmp_path / "data" / "run" / f"{os.getpid()}-før"  # in a container every start has the same number
    left.mkdir(parents=True)
    left.with_name(f"{left.name}.lock").touch()
    with generations.private_copy(folder) as first, generations.private_copy(folder) as second:
        assert not left.exists()
        assert first.is_dir()
        assert second.is_dir()
        generations_elsewhere = (
            "import sys; from pathlib import Path; from klyngebot.store.generations import Generations; "
        )
        script = (
            generations_elsewhere + "g = Generations(Path(sys.argv[1]))\nwith g.private_copy(Path(sys.argv[2])): pass"
        )
        subprocess.run([sys.executable, "-c", script, str(tmp_path / "data"), str(folder)], check=True)
        assert first.is_dir()
        assert second.is_dir()
    assert list((tmp_path / "data" / "run").iterdir()) == []


def test_a_generation_of_the_same_name_in_a_folder_made_anew_is_another(
    generations: Generations, tmp_path: Path
) -> None:
    first = generations.mark(publish(generations))
    assert generations.mark(generations.current()) == first
    shutil.rmtree(tmp_path / "data")
    publish(generations)
    assert generations.current().name == first.split()[0]
    assert generations.mark(generations.current()) != first
    with pytest.raises(IndexUnavailableError):
        generations.mark(tmp_path / "væk")


def test_where_the_data_folder_cannot_be_written_the_copy_lies_elsewhere(
    generations: Generations, tmp_path: Path
) -> None:
    folder = publish(generations)
    (tmp_path / "data" / "run").write_text("en fil i vejen", encoding="utf-8")
    with generations.private_copy(folder) as copy:
        assert (copy / "chroma" / "data").is_file()
        assert tmp_path / "data" not in copy.parents
    assert not copy.exists()
