import time
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QListView
from pytestqt.qtbot import QtBot

from chatapp.domain.conversation import Conversation, Kind
from chatapp.ui.conversation_list.delegate import ConversationDelegate
from chatapp.ui.conversation_list.list_model import ConversationListModel, ListRole
from chatapp.ui.conversation_list.list_view import ConversationListView
from chatapp.ui.conversation_list.signs import Sign

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
TODAY = NOON.astimezone().date()


def conversation(id_: int, days: float = 0, title: str = "") -> Conversation:
    moment = NOON - timedelta(days=days)
    return Conversation(id_, title or f"Number {id_}", False, None, moment, moment)


def texts(model: ConversationListModel) -> list[str]:
    return [model.index(row).data() for row in range(model.rowCount())]


def test_headings_part_the_days() -> None:
    model = ConversationListModel()
    days = (0, 0, 1, 5, 20, 60, 700)
    model.show([conversation(number, days) for number, days in enumerate(days, 1)], TODAY)
    headings = [text for text in texts(model) if not text.startswith("Number")]
    assert headings[:4] == ["Today", "Yesterday", "Previous 7 days", "Previous 30 days"]
    assert headings[5].endswith("2024")
    assert len(headings) == 6
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)


def test_the_keyboard_passes_over_headings() -> None:
    model = ConversationListModel()
    model.show([conversation(1)], TODAY)
    assert model.flags(model.index(0)) == Qt.ItemFlag.ItemNeverHasChildren
    assert model.flags(model.index(1)) & Qt.ItemFlag.ItemIsSelectable
    assert model.id_at(model.index(0)) is None
    assert model.id_at(model.index(1)) == 1


def test_new_texts_in_the_same_order_move_no_row(qtbot: QtBot) -> None:
    model = ConversationListModel()
    assert model.show([conversation(1), conversation(2)], TODAY)
    with qtbot.waitSignal(model.dataChanged), qtbot.assertNotEmitted(model.modelReset):
        assert not model.show([conversation(1), conversation(2, title="Renamed")], TODAY)
    assert texts(model) == ["Today", "Number 1", "Renamed"]


def test_an_answer_that_runs_is_marked_and_spoken(qtbot: QtBot) -> None:
    model = ConversationListModel()
    model.show([conversation(1), conversation(2)], TODAY)
    with qtbot.waitSignal(model.dataChanged):
        model.mark({2: Sign.BUSY})
    assert [model.index(row).data(ListRole.SIGN) for row in range(3)] == [None, None, Sign.BUSY]
    assert "answer running" in model.index(2).data(Qt.ItemDataRole.AccessibleTextRole)


def test_renaming_is_asked_for_and_an_empty_title_is_none(qtbot: QtBot) -> None:
    model = ConversationListModel()
    model.show([conversation(1)], TODAY)
    with qtbot.waitSignal(model.rename_asked) as asked:
        assert model.setData(model.index(1), "  A new\nname ")
    assert asked.args == [1, "A new name"]
    with qtbot.assertNotEmitted(model.rename_asked):
        assert not model.setData(model.index(1), "  ")
        assert model.setData(model.index(1), "Number 1")


def test_only_what_is_new_is_made_and_measured(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows that stay are the same objects, and all are as tall as the first: nobody asks thousands."""
    view = ConversationListView()
    qtbot.addWidget(view)
    many = [conversation(number, number / 5) for number in range(1, 2001)]
    view.rows.show(many, TODAY)
    view.show()
    qtbot.waitExposed(view)
    before = list(view.rows._rows)
    measured: list[int] = []

    def size_hint(*_arguments: object) -> QSize:
        measured.append(1)
        return QSize(0, 30)

    monkeypatch.setattr(ConversationDelegate, "sizeHint", size_hint)
    newest = conversation(3000)
    view.rows.show([newest, *many], TODAY)
    view.rows.mark({3000: Sign.BUSY})
    qtbot.waitUntil(lambda: view.visualRect(view.rows.index_of(3000)).isValid())
    assert len(measured) < 10
    kept = {id(row) for row in before}
    assert [row.title for row in view.rows._rows if id(row) not in kept] == ["Number 3000"]


def test_two_thousand_are_shown_within_a_frame_or_two() -> None:
    model = ConversationListModel()
    many = [conversation(number, number / 5) for number in range(1, 2001)]
    started = time.perf_counter()
    model.show(many, date(2026, 11, 21))
    assert time.perf_counter() - started < 0.5
    assert model.rowCount() > 2000


def test_a_document_is_told_apart_to_the_eye_and_the_ear(qtbot: QtBot) -> None:
    model, view = ConversationListModel(), QListView()
    qtbot.addWidget(view)
    view.setModel(model)
    view.setItemDelegate(ConversationDelegate(view))
    view.resize(200, 100)
    pictures = []
    for kind in Kind:
        model.show([replace(conversation(1), kind=kind)], TODAY)
        pictures.append(view.grab().toImage())
    assert pictures[0] != pictures[1]
    assert model.index(1).data(Qt.ItemDataRole.AccessibleTextRole) == "Number 1, Document"
    model.show([replace(conversation(1), title="", kind=Kind.DOCUMENT)], TODAY)
    assert texts(model)[1:] == ["New document"]
