"""A copy of each day by itself, the way back, and whole profiles."""

import contextlib
import sqlite3
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from chatapp.domain.attachment import Attachment
from chatapp.domain.backup import Backup
from chatapp.domain.document import Notes, Splice
from chatapp.domain.errors import ProblemError
from chatapp.engine.scripted import Script
from chatapp.services.backups import RETRY, Restored
from chatapp.settings import Window
from chatapp.storage.backup import STAMP
from tests.fakes import Driver, echo, holding, running_services


@pytest.fixture
def driver(tmp_path: Path) -> Iterator[Driver]:
    with running_services(tmp_path / "home", Script(echo)) as driver:
        yield driver


def finish(driver: Driver) -> None:
    driver.until(lambda: driver.services.errands.is_free)


def listed(driver: Driver) -> list[Backup]:
    got: list[list[Backup]] = []
    driver.services.backups.list_with(got.append)
    finish(driver)
    return got[0]


def restore(driver: Driver, source: Path) -> Restored:
    got: list[Restored] = []
    driver.services.backups.restore(source, got.append)
    finish(driver)
    assert driver.services.errands.problem is None
    return got[0]


def add(driver: Driver, title: str) -> int:
    conversation = driver.store.create()
    driver.services.conversations.rename(conversation.id, title)
    return conversation.id


def titles(driver: Driver) -> set[str]:
    return {conversation.title for conversation in driver.services.conversations.listed()}


def test_the_first_change_of_a_day_makes_a_copy_and_the_next_does_not(driver: Driver) -> None:
    assert listed(driver) == []
    add(driver, "one")
    finish(driver)
    (made,) = listed(driver)
    assert made.conversations == 1
    add(driver, "two")
    finish(driver)
    assert listed(driver) == [made]


def test_after_the_copy_attachments_are_read_that_no_index_knows(driver: Driver, tmp_path: Path) -> None:
    asked, _ = driver.store.start("", "see this", (Attachment("notes.txt", "photosynthesis"),))
    with contextlib.closing(sqlite3.connect(tmp_path / "home" / "causerie.sqlite3")) as raw, raw:
        raw.execute("INSERT INTO attachment_index(attachment_index) VALUES ('delete-all')")
    assert holding(driver.store, "photosynthesis") == []
    add(driver, "one")
    finish(driver)
    assert holding(driver.store, "photosynthesis") == [asked.id]


def test_another_day_makes_another(driver: Driver) -> None:
    add(driver, "one")
    finish(driver)
    (made,) = listed(driver)
    yesterday = (made.made_at - timedelta(days=1)).strftime(STAMP)
    made.path.rename(made.path.with_name(f"causerie-daily-{yesterday}.sqlite3"))
    later = made.made_at + RETRY
    driver.services.backups._now = lambda: later
    add(driver, "two")
    finish(driver)
    assert [backup.conversations for backup in listed(driver)] == [2, 1]


def test_a_copy_comes_back_while_the_program_goes_on(driver: Driver) -> None:
    add(driver, "one")
    finish(driver)
    add(driver, "two")
    (made,) = listed(driver)
    restored = restore(driver, made.path)
    assert titles(driver) == {"one"}
    assert driver.services.undo.undo_label is None
    add(driver, "three")
    assert titles(driver) == {"one", "three"}
    assert restored.before.conversations == 2
    restore(driver, restored.before.path)
    assert titles(driver) == {"one", "two"}


def test_a_copy_that_fails_is_told(driver: Driver, tmp_path: Path) -> None:
    (tmp_path / "home" / "backups").write_text("a file where the folder belongs")
    add(driver, "one")
    finish(driver)
    assert driver.services.errands.problem is not None


def test_a_profile_goes_out_and_comes_back_elsewhere(driver: Driver, tmp_path: Path) -> None:
    add(driver, "mine")
    finish(driver)
    driver.services.settings.change(window=Window(theme="dark"))
    target = tmp_path / "mine.causerie"
    written: list[Path] = []
    driver.services.backups.export_profile(target, written.append)
    finish(driver)
    assert written == [target]
    with running_services(tmp_path / "other", Script(echo)) as other:
        add(other, "theirs")
        finish(other)
        restore(other, target)
        assert titles(other) == {"mine"}
        assert other.services.settings.current.window.theme == "dark"
        assert len(listed(other)) == 2
    assert sorted(path.name for path in tmp_path.iterdir()) == ["home", "mine.causerie", "other"]


def test_documents_are_in_a_profile_with_their_versions_and_the_last_key(driver: Driver, tmp_path: Path) -> None:
    documents = driver.services.documents
    made = documents.create("Novel", "It rained.").id
    documents.set_notes(made, Notes("It rains.", "Short words.", "Ada"))
    documents.edit(made, Splice(10, "", " 学习 😀"))
    finish(driver)
    target = tmp_path / "mine.causerie"
    driver.services.backups.export_profile(target, lambda _path: None)
    finish(driver)
    with running_services(tmp_path / "other", Script(echo)) as other:
        restore(other, target)
        theirs = other.services.documents
        (row,) = other.services.conversations.listed()
        assert (row.is_document, row.title, theirs.text(row.id)) == (True, "Novel", "It rained. 学习 😀")
        assert theirs.document(row.id).notes == Notes("It rains.", "Short words.", "Ada")
        texts = [[one.text_of(version.id) for version in one.versions(made)] for one in (theirs, documents)]
        assert texts[0] == texts[1] == ["It rained. 学习 😀", "It rained."]
        theirs.undo(row.id)
        assert theirs.text(row.id) == "It rained."


def test_a_damaged_profile_changes_nothing(driver: Driver, tmp_path: Path) -> None:
    add(driver, "mine")
    finish(driver)
    target = tmp_path / "mine.causerie"
    driver.services.backups.export_profile(target, lambda _path: None)
    finish(driver)
    raw = bytearray(target.read_bytes())
    raw[200] ^= 0xFF
    target.write_bytes(raw)
    driver.services.backups.restore(target, lambda _restored: pytest.fail("it is damaged"))
    finish(driver)
    assert driver.services.errands.problem is not None
    assert titles(driver) == {"mine"}


def test_nothing_is_brought_back_while_an_answer_is_written(driver: Driver, tmp_path: Path) -> None:
    driver.ready()
    driver.services.answers.send(None, "question")
    with pytest.raises(ProblemError, match="being written"):
        driver.services.backups.restore(tmp_path, lambda _restored: None)
    driver.until_idle()
