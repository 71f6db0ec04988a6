"""A conversation's messages read at once, and remembered."""

import sqlite3
from contextlib import closing

from chatapp.domain.message import Role, Status
from chatapp.paths import Paths
from chatapp.storage.conversations import Conversations


def written(store: Conversations) -> tuple[int, int]:
    """A conversation of one turn, and its answer."""
    made = store.create()
    _, answer = store.add_turn(made.id, None, "how do trees grow")
    store.finish(answer.id, "up", Status.COMPLETE)
    return made.id, answer.id


def test_what_nobody_changed_is_the_same_tree(store: Conversations) -> None:
    home, answer = written(store)
    tree = store.tree(home)
    store.set_head(home, answer)
    store.rename(home, "another", own=True)
    assert store.tree(home) is tree
    assert tree.path(answer)[0] is store.tree(home).path(answer)[0]


def test_every_change_of_messages_is_another_tree(store: Conversations) -> None:
    home, answer = written(store)
    sizes = [len(store.tree(home).messages)]
    added = store.branches.insert(home, answer, Role.USER, "why")
    sizes.append(len(store.tree(home).messages))
    store.branches.delete(added.id)
    sizes.append(len(store.tree(home).messages))
    store.branches.restore(added.id)
    sizes.append(len(store.tree(home).messages))
    store.branches.delete(added.id)
    store.branches.purge(added.id)
    sizes.append(len(store.tree(home).messages))
    assert sizes == [2, 3, 2, 3, 2]


def test_an_answer_that_is_written_is_read_anew(store: Conversations) -> None:
    home, _ = written(store)
    _, running = store.add_turn(home, None, "another")
    store.checkpoint(running.id, "so")
    assert store.tree(home).messages[running.id].text == "so"
    store.checkpoint(running.id, "so far")
    assert store.tree(home).messages[running.id].text == "so far"
    store.finish(running.id, "so far so good", Status.COMPLETE)
    assert store.tree(home).messages[running.id].status is Status.COMPLETE


def test_one_damaged_byte_is_one_odd_character(store: Conversations, paths: Paths) -> None:
    home, answer = written(store)
    other, _ = written(store)
    with closing(sqlite3.connect(paths.database)) as raw, raw:
        found = [row[0] for row in raw.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")]
        for name in found:
            raw.execute(f"DROP TRIGGER {name}")
        raw.execute("UPDATE message SET text = CAST(x'75ff70' AS TEXT) WHERE id = ?", (answer,))
    assert store.tree(home).messages[answer].text == "u\ufffdp"
    assert store.message(answer).text == "u\ufffdp"
    assert len(store.tree(other).messages) == 2
