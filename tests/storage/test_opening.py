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
from chatapp.presence import Claim
from chatapp.storage import schema
from chatapp.storage.database import suspicion
from chatapp.storage.opening import _publish, open_store
from chatapp.storage.salvage import rescued

STARTS = """
import sys
from pathlib import Path
from chatapp.paths import Paths
from chatapp.storage.opening import open_store
import chatapp.storage.schema, alembic.command
print("ready", flush=True)
sys.stdin.readline()
opened = open_store(Paths(Path(sys.argv[1])))
made = opened.store.create(sys.argv[2])
opened.store.add_turn(made.id, None, "words of " + sys.argv[2])
print(len(opened.notices), flush=True)
sys.stdin.readline()
opened.store.close()
"""
HOLDS = """
import sys
from pathlib import Path
from chatapp.presence import Claim
print(Claim(Path(sys.argv[1])).take(), flush=True)
sys.stdin.readline()
"""


def started(program: str, *arguments: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", program, *arguments]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def line_of(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def go_on(process: subprocess.Popen[str]) -> None:
    assert process.stdin is not None
    process.stdin.write("\n")
    process.stdin.flush()


def test_first_starts_at_once_lose_nothing(tmp_path: Path) -> None:
    names = ["one", "two", "three"]
    for attempt in range(3):
        home = tmp_path / str(attempt)
        with contextlib.ExitStack() as stack:
            processes = [stack.enter_context(started(STARTS, str(home), name)) for name in names]
            assert [line_of(process) for process in processes] == ["ready"] * 3
            for process in processes:
                go_on(process)
            assert [line_of(process) for process in processes] == ["0"] * 3
            for process in processes:
                go_on(process)
        opened = open_store(Paths(home))
        assert opened.notices == ()
        assert sorted(found.title for found in opened.store.conversations()) == sorted(names)
        assert opened.store.count() == (3, 6)
        opened.store.close()
        assert sorted(file.name for file in home.iterdir()) == ["causerie.sqlite3", "version"]


def test_a_file_that_another_made_meanwhile_is_never_replaced(paths: Paths) -> None:
    """As where the system's locks do nothing: the other's file appears while ours is made."""
    store = open_store(paths).store
    made = store.create("of the other")
    store.close()
    part = paths.database.with_name("part")
    schema.upgrade(part)
    _publish(part, paths.database)
    again = open_store(paths).store
    assert again.conversations() == [made]
    again.close()
    assert not part.exists()


def test_the_turn_to_open_ends_with_its_process(paths: Paths) -> None:
    paths.home.mkdir()
    turn = paths.database.with_name("causerie.sqlite3-opening")
    with started(HOLDS, str(turn)) as holder:
        assert line_of(holder) == "True"
        assert not Claim(turn).take()
        holder.kill()
        holder.wait()
        open_store(paths).store.close()
    assert not turn.exists()


def spoil(paths: Paths, how: str) -> None:
    match how:
        case "cut":
            paths.database.write_bytes(paths.database.read_bytes()[:-5000])
        case "old":
            with contextlib.closing(sqlite3.connect(paths.database)) as raw, raw:
                raw.execute("PRAGMA foreign_keys = OFF")
                raw.executescript("DELETE FROM alembic_version; INSERT INTO alembic_version VALUES ('0000')")
        case "half saved":
            paths.database.rename(rescued(paths.database))
        case "only a log":
            paths.database.rename(f"{paths.database}-wal")


@pytest.mark.parametrize("how", ["cut", "old", "half saved", "only a log"])
def test_nothing_is_pulled_from_under_another_process(paths: Paths, how: str) -> None:
    store = open_store(paths).store
    store.add_turn(store.create().id, None, "words" * 5000)
    store.close()
    spoil(paths, how)
    before = {file.name: file.read_bytes() for file in paths.home.iterdir()}
    with pytest.raises(ProblemError) as caught:
        open_store(paths, lambda: False)
    assert caught.value.problem.kind is ProblemKind.DATABASE
    assert "Close the other window" in caught.value.problem.remedies[0]
    after = {file.name: file.read_bytes() for file in paths.home.iterdir() if file.name in before}
    assert after == before
    assert not list(paths.home.glob("*damaged*"))
    opened = open_store(paths)
    assert len(opened.notices) == 1
    opened.store.close()


def test_a_suspicion_waits_until_one_is_alone(paths: Paths) -> None:
    first = open_store(paths).store
    made = first.create("shared")
    suspicion(paths.database).touch()
    second = open_store(paths, lambda: False)
    assert second.notices == ()
    assert second.store.conversation(made.id) == made
    second.store.close()
    first.close()
    assert suspicion(paths.database).exists()
    third = open_store(paths)
    assert len(third.notices) == 1
    third.store.close()
    assert not suspicion(paths.database).exists()


def test_a_process_that_is_not_alone_opens_what_is_sound(paths: Paths) -> None:
    first, second = open_store(paths, lambda: False), open_store(paths, lambda: False)
    assert (first.notices, second.notices) == ((), ())
    first.store.close()
    second.store.close()


def test_a_new_home_gets_a_new_file_its_version_and_nothing_else(paths: Paths) -> None:
    opened = open_store(paths)
    assert opened.notices == ()
    opened.store.close()
    assert set(paths.home.iterdir()) == {paths.database, paths.version}


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
