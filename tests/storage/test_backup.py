import contextlib
import sqlite3
from pathlib import Path

import pytest

from chatapp.domain.errors import ProblemError
from chatapp.paths import Paths
from chatapp.storage.backup import copy_database
from chatapp.storage.conversations import Conversations


def test_a_copy_holds_what_the_log_holds(store: Conversations, paths: Paths) -> None:
    asked, _ = store.add_turn(store.create().id, None, "only in the log so far")
    copy = copy_database(paths.database, paths.backups, "test")
    assert [file.name for file in paths.backups.iterdir()] == [copy.name]
    with contextlib.closing(sqlite3.connect(copy)) as raw:
        assert raw.execute("SELECT text FROM message WHERE id = ?", (asked.id,)).fetchone() == (asked.text,)


def test_copies_do_not_meet(store: Conversations, paths: Paths) -> None:
    assert copy_database(paths.database, paths.backups, "x") != copy_database(paths.database, paths.backups, "x")


def test_no_half_copy_of_a_damaged_file(tmp_path: Path) -> None:
    (tmp_path / "damaged.sqlite3").write_bytes(b"no database" * 1000)
    with pytest.raises(ProblemError):
        copy_database(tmp_path / "damaged.sqlite3", tmp_path / "copies", "x")
    assert list((tmp_path / "copies").iterdir()) == []
