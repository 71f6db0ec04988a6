import contextlib
import json
import os
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from chatapp.domain.errors import ProblemError, ProblemKind
from chatapp.domain.message import Status
from chatapp.paths import Paths
from chatapp.storage.opening import open_store


def test_a_new_home_gets_a_new_file_and_nothing_else(paths: Paths) -> None:
    opened = open_store(paths)
    assert opened.notices == ()
    opened.store.close()
    assert [file.name for file in paths.home.iterdir()] == [paths.database.name]


def test_everything_is_there_at_the_next_start(paths: Paths) -> None:
    store = open_store(paths).store
    made = store.create("kept")
    asked, answer = store.add_turn(made.id, None, "question")
    store.finish(answer.id, "answer", Status.COMPLETE)
    before = (store.conversations(), store.tree(made.id))
    store.close()
    again = open_store(paths)
    assert again.notices == ()
    assert (again.store.conversations(), again.store.tree(made.id)) == before
    assert again.store.path(answer.id)[0] == asked
    again.store.close()


def test_two_programs_may_have_it_open(paths: Paths) -> None:
    one, other = open_store(paths), open_store(paths)
    made = one.store.create("from one")
    assert other.notices == ()
    assert other.store.conversation(made.id) == made
    one.store.close()
    other.store.add_turn(made.id, None, "from the other")
    other.store.close()


def test_a_crash_before_the_first_file_was_whole(paths: Paths) -> None:
    paths.home.mkdir()
    paths.database.with_name(paths.database.name + "-new").write_bytes(b"half a file")
    opened = open_store(paths)
    assert opened.notices == ()
    opened.store.close()


def test_a_place_that_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(ProblemError) as caught:
        open_store(Paths(tmp_path / "file" / "home"))
    assert caught.value.problem.kind is ProblemKind.READ_ONLY


def test_a_folder_where_the_file_belongs(paths: Paths) -> None:
    paths.database.mkdir(parents=True)
    with pytest.raises(ProblemError) as caught:
        open_store(paths)
    assert caught.value.problem.kind is ProblemKind.READ_ONLY
    assert paths.database.is_dir()


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="the superuser may write anywhere")
@pytest.mark.parametrize("place", ["home", "database"])
def test_a_read_only_place(paths: Paths, place: str) -> None:
    open_store(paths).store.close()
    before = paths.database.read_bytes()
    target: Path = getattr(paths, place)
    mode = target.stat().st_mode
    target.chmod(mode & ~(stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH))
    try:
        with pytest.raises(ProblemError) as caught:
            open_store(paths)
    finally:
        target.chmod(mode)
    assert caught.value.problem.kind is ProblemKind.READ_ONLY
    assert paths.database.read_bytes() == before


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit on the size of files")
def test_a_full_disk_is_told_and_nothing_stored_is_lost(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.storage.full_disk", str(tmp_path / "home")]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    told = json.loads(done.stdout.splitlines()[-1])
    assert told["problems"] == ["disk_full", "disk_full"]
    assert told["committed"] > 1
    assert told["readable"] == 2 * (told["committed"] + 1)
    opened = open_store(Paths(tmp_path / "home"))
    assert opened.notices == ()
    assert len(opened.store.tree(1).messages) == told["readable"]
    assert opened.store.message(2).text == "room again"
    opened.store.close()


def test_a_lock_is_told_and_the_file_stays(paths: Paths) -> None:
    open_store(paths).store.close()
    with contextlib.closing(sqlite3.connect(paths.database, isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(ProblemError) as caught:
            open_store(paths)
        other.execute("ROLLBACK")
    assert "Another program" in caught.value.problem.sentence
    assert not list(paths.home.glob("*damaged*"))
