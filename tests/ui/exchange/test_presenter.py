"""Imports, exports and backups through the real window."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QItemSelectionModel, QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from chatapp.exchange.oddity import Tally
from chatapp.services.exchange import ExportFormat, ExportOrder
from chatapp.ui.exchange.backup_dialog import BackupDialog
from chatapp.ui.exchange.export_dialog import ExportDialog, Extent
from chatapp.ui.exchange.import_report import ImportReport
from chatapp.ui.exchange.wording import imported
from tests.exchange.conftest import FIXTURES
from tests.ui.desktop import Desktop, desktop


@pytest.fixture
def desk(tmp_path: Path, qtbot: QtBot) -> Iterator[Desktop]:
    with desktop(tmp_path / "home", qtbot) as desk:
        yield desk


def told(desk: Desktop) -> list[str]:
    return desk.window.exchange_panel.banners.sentences()


def finish(desk: Desktop) -> None:
    desk.until(lambda: desk.services.errands.is_free)


def titles(desk: Desktop) -> set[str]:
    return {conversation.title for conversation in desk.services.conversations.listed()}


def bring_in(desk: Desktop) -> None:
    desk.window.exchange.import_paths([FIXTURES / "open_webui.json"])
    finish(desk)


def test_what_was_imported_is_told_and_listed(desk: Desktop) -> None:
    desk.window.exchange.import_paths([FIXTURES / "chatgpt.json"])
    assert desk.window.exchange_panel.strip.isVisible()
    assert desk.window.exchange_panel.strip.text.text().startswith("Import of chatgpt.json")
    finish(desk)
    assert not desk.window.exchange_panel.strip.isVisible()
    assert told(desk) == [
        "Imported 3 conversations with 10 messages from ChatGPT. 20 things were not taken as they stood."
    ]
    desk.window.exchange_panel.banners.act("exchange")
    (report,) = desk.window.findChildren(ImportReport)
    assert "2  messages that follow themselves" in report.details.toPlainText()
    assert "critic" in report.details.toPlainText()
    desk.window.exchange.import_paths([FIXTURES / "chatgpt.json"])
    finish(desk)
    assert told(desk)[0].startswith("Nothing new: all 3 conversations were here already.")


def test_a_refusal_stays_until_the_next_try(desk: Desktop, tmp_path: Path) -> None:
    cut = tmp_path / "cut.json"
    cut.write_bytes((FIXTURES / "open_webui.json").read_bytes()[:700])
    desk.window.exchange.import_paths([cut])
    finish(desk)
    assert told(desk)[0].startswith("cut.json ends in the middle of conversation 1: byte 700, line")
    bring_in(desk)
    assert told(desk)[0].startswith("Imported 2 conversations")


def test_cancelling_leaves_no_trace(desk: Desktop) -> None:
    desk.window.exchange.import_paths([FIXTURES / "chatgpt.json"])
    desk.window.exchange_panel.strip.cancel.click()
    finish(desk)
    assert desk.window.exchange_panel.strip.cancel.isEnabled()
    assert titles(desk) in (set(), {"Rainbows in the morning", "Where is my parent?", "Nothing in it"})


def test_the_dialog_says_what_is_asked(desk: Desktop) -> None:
    bring_in(desk)
    bread = next(one for one in desk.services.conversations.listed() if one.title == "Bread")
    desk.window.open(bread.id)
    desk.window.commands.export.trigger()
    (dialog,) = desk.window.findChildren(ExportDialog)
    asked: list[object] = []
    dialog.asked.disconnect()
    dialog.asked.connect(lambda ids, form: asked.append((ids, form)))
    assert dialog.chosen_ids() == (bread.id,)
    dialog.extent.setCurrentIndex(Extent.CHOSEN)
    assert not dialog.export.isEnabled()
    dialog.filter.setText("OLD")
    assert [dialog.choice.item(row).text() for row in range(2) if not dialog.choice.item(row).isHidden()] == ["Old"]
    dialog.filter.clear()
    dialog.choice.item(0).setSelected(True)
    dialog.choice.item(1).setSelected(True)
    assert set(dialog.chosen_ids() or ()) == {one.id for one in desk.services.conversations.listed()}
    dialog.extent.setCurrentIndex(Extent.ALL)
    dialog.format.setCurrentIndex(dialog.format.findData(ExportFormat.JSON.value))
    assert "All branches" in dialog.hint.text()
    dialog.export.click()
    assert asked == [(None, ExportFormat.JSON)]


def test_what_is_marked_in_the_list_is_what_is_exported(desk: Desktop) -> None:
    bring_in(desk)
    ids = [one.id for one in desk.services.conversations.listed()]
    desk.services.order.archive(ids, is_archived=False)
    view = desk.window.panel.view
    view.select(ids[0])
    for id_ in ids:
        view.selectionModel().select(view.rows.index_of(id_), QItemSelectionModel.SelectionFlag.Select)
    menu = desk.window.list.menu(view.marked_ids)
    next(action for action in menu.actions() if action.text() == "&Export…").trigger()
    (dialog,) = desk.window.findChildren(ExportDialog)
    assert dialog.extent.currentIndex() == Extent.CHOSEN
    assert set(dialog.chosen_ids() or ()) == set(ids)


@pytest.mark.parametrize("form", list(ExportFormat))
def test_every_format_is_written(desk: Desktop, tmp_path: Path, form: ExportFormat) -> None:
    bring_in(desk)
    target = tmp_path / f"all.{form.value}"
    desk.window.exchange.export_to(ExportOrder(target, form))
    finish(desk)
    assert told(desk)[0].startswith(f"Exported 2 conversations to all.{form.value} (")
    raw = target.read_bytes()
    assert raw
    if form is ExportFormat.PDF:
        assert raw.startswith(b"%PDF")
        assert raw.rstrip().endswith(b"%%EOF")
    if form is ExportFormat.JSON:
        assert len(json.loads(raw)["conversations"]) == 2


def test_a_pdf_that_cannot_be_written_is_told(desk: Desktop, tmp_path: Path) -> None:
    bring_in(desk)
    desk.window.exchange.export_to(ExportOrder(tmp_path / "none" / "all.pdf", ExportFormat.PDF))
    finish(desk)
    assert told(desk)[0].startswith("all.pdf is not there")


def test_files_dropped_on_the_window_come_in(desk: Desktop) -> None:
    assert not drop(desk, FIXTURES / "conftest.py")
    assert drop(desk, FIXTURES / "open_webui.json")
    finish(desk)
    assert titles(desk) == {"Bread", "Old"}


def drop(desk: Desktop, path: Path) -> bool:
    """Whether the window takes it."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    copy, left, keys = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    entered = QDragEnterEvent(QPoint(5, 5), copy, data, left, keys)
    entered.ignore()
    QApplication.sendEvent(desk.window, entered)
    if entered.isAccepted():
        QApplication.sendEvent(desk.window, QDropEvent(QPoint(5, 5), copy, data, left, keys))
    return entered.isAccepted()


def backups(desk: Desktop) -> BackupDialog:
    desk.window.commands.backups.trigger()
    finish(desk)
    (dialog,) = desk.window.findChildren(BackupDialog)
    return dialog


def answer_yes(desk: Desktop) -> None:
    box = desk.window.findChildren(QMessageBox)[-1]
    button = next(button for button in box.buttons() if button.text() == "Restore")
    button.click()
    finish(desk)


def test_a_backup_is_listed_and_brought_back(desk: Desktop) -> None:
    bring_in(desk)
    desk.window.exchange.back_up()
    finish(desk)
    bread = next(one for one in desk.services.conversations.listed() if one.title == "Bread")
    desk.window.open(bread.id)
    desk.services.conversations.delete(bread.id)
    finish(desk)
    dialog = backups(desk)
    chosen = dialog.chosen()
    assert chosen is not None
    assert (chosen.conversations, chosen.flaw) == (2, "")
    dialog.restore.click()
    answer_yes(desk)
    assert titles(desk) == {"Bread", "Old"}
    assert desk.window.chat.open_id is None
    assert "was brought back" in told(desk)[0]
    desk.window.exchange_panel.banners.act("exchange")
    finish(desk)
    assert titles(desk) == {"Old"}


def test_what_is_open_may_be_gone_after_a_restoring(desk: Desktop) -> None:
    desk.window.exchange.back_up()
    finish(desk)
    bring_in(desk)
    desk.window.open(desk.services.conversations.listed()[0].id)
    desk.window.exchange.restore(backups(desk)._backups[-1].path)
    finish(desk)
    desk.until(lambda: desk.services.errands.is_free)
    assert titles(desk) == set()
    assert desk.window.chat.open_id is None
    assert desk.banners() == []


def test_without_backups_nothing_can_be_restored(desk: Desktop) -> None:
    dialog = backups(desk)
    assert not dialog.restore.isEnabled()
    assert dialog.list.topLevelItem(0).text(0) == "There is none yet."  # type: ignore[union-attr]  # there is one


def test_a_profile_is_asked_about_before_it_takes_the_place_of_all(desk: Desktop, tmp_path: Path) -> None:
    bring_in(desk)
    target = tmp_path / "mine.causerie"
    desk.window.exchange.export_profile(target)
    finish(desk)
    assert told(desk) == ["Everything is in mine.causerie; the models are not."]
    desk.window.exchange.import_paths([FIXTURES / "chatgpt.json"])
    finish(desk)
    desk.window.exchange.import_paths([target])
    assert len(titles(desk)) == 5
    answer_yes(desk)
    assert titles(desk) == {"Bread", "Old"}


def test_every_control_has_a_name(desk: Desktop) -> None:
    desk.window.commands.export.trigger()
    dialog = backups(desk)
    (export,) = desk.window.findChildren(ExportDialog)
    for widget in (dialog.list, export.extent, export.format, export.filter, export.choice):
        assert widget.accessibleName()


def test_one_conversation_that_was_there_is_told_as_one() -> None:
    assert imported(Tally(["Causerie"], conversations=1, messages=2)) == (
        "Nothing new: the conversation was here already."
    )
