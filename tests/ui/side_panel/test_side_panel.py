"""The panel at the right over the real window: what the model read, how an answer was made, branches."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt
from PySide6.QtWidgets import QLabel, QMessageBox
from pytestqt.qtbot import QtBot

from chatapp.domain.context import TurnShare
from chatapp.domain.conversation import ChatSettings
from chatapp.domain.generation import PLAIN, Figures, FinishReason, GenerationOptions, Run
from chatapp.domain.mark import ContextMark
from chatapp.domain.message import Role
from chatapp.domain.model import ModelInfo
from chatapp.domain.prompt import Summary
from chatapp.engine.scripted import Script
from chatapp.settings import Generation
from chatapp.ui.side_panel.context_map import ContextMap, TurnRow
from chatapp.ui.side_panel.context_rows import Shown
from chatapp.ui.side_panel.difference_view import DifferenceView
from chatapp.ui.side_panel.replay_card import facts_of
from chatapp.ui.widgets.attachment_window import AttachmentWindow
from chatapp.ui.widgets.icon_button import IconButton
from tests.fakes import echo
from tests.ui.desktop import Desktop, Plan, desktop

SHIFT_CONTROL = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
PLAN = Plan(Script(echo, others=lambda prompt: (f"{echo(prompt)}, again",)))


def ready(desk: Desktop) -> None:
    desk.ready()
    desk.window.open_to_write(None)
    desk.ask("apple")


def items(desk: Desktop) -> list[QModelIndex]:
    """The rows of the tree of branches from top to bottom."""
    rows = desk.window.workspace.side.side.pages.branches.rows
    found: list[QModelIndex] = []
    pending = [rows.index(place, 0) for place in reversed(range(rows.rowCount()))]
    while pending:
        found.append(pending.pop())
        here = found[-1]
        pending += [rows.index(place, 0, here) for place in reversed(range(rows.rowCount(here)))]
    return found


def words(desk: Desktop) -> list[str]:
    return [item.data() for item in items(desk)]


def mark(desk: Desktop, item: QModelIndex) -> None:
    tree = desk.window.workspace.side.side.pages.branches
    tree.selectionModel().select(item, QItemSelectionModel.SelectionFlag.Select)


def test_it_is_off_until_it_is_asked_for_and_gives_the_keyboard_back(tmp_path: Path, qtbot: QtBot) -> None:
    with desktop(tmp_path, qtbot) as desk:
        ready(desk)
        assert not desk.window.workspace.side.panel.isVisible()
        desk.press(Qt.Key.Key_T, SHIFT_CONTROL)
        assert desk.has_keyboard(desk.window.workspace.side.side.pages.branches)
        desk.press(Qt.Key.Key_B, SHIFT_CONTROL)
        assert not desk.window.workspace.side.panel.isVisible()


def test_all_branches_are_there_and_another_is_shown_by_key(tmp_path: Path, qtbot: QtBot) -> None:
    with desktop(tmp_path, qtbot, PLAN) as desk:
        ready(desk)
        first = desk.window.chat.turns[-1].message.id
        desk.window.workspace.turns.regenerate()
        desk.until_idle()
        desk.press(Qt.Key.Key_T, SHIFT_CONTROL)
        assert len(words(desk)) == 3
        tree = desk.window.workspace.side.side.pages.branches
        shown = [item.data() for item in items(desk) if item.data(Qt.ItemDataRole.FontRole) is not None]
        assert shown == ["You: apple", desk.texts()[-1]]
        tree.setCurrentIndex(tree.rows.index_of(first))
        desk.press(Qt.Key.Key_Return)
        assert desk.window.chat.turns[-1].message.id == first


def test_a_branch_goes_to_the_bin_and_comes_back(tmp_path: Path, qtbot: QtBot) -> None:
    with desktop(tmp_path, qtbot) as desk:
        ready(desk)
        desk.window.workspace.turns.regenerate()
        desk.until_idle()
        desk.press(Qt.Key.Key_T, SHIFT_CONTROL)
        tree = desk.window.workspace.side.side.pages.branches
        tree.setCurrentIndex(items(desk)[-1])
        desk.press(Qt.Key.Key_Delete)
        desk.until(lambda: "Bin" in words(desk))
        assert len(desk.window.chat.turns[-1].versions) == 1
        tree.setCurrentIndex(items(desk)[-1])
        desk.press(Qt.Key.Key_Return)
        desk.until(lambda: "Bin" not in words(desk))
        desk.window.commands.undo.trigger()
        desk.until(lambda: "Bin" in words(desk))


def test_a_deleted_branch_goes_for_good_once_that_is_confirmed(tmp_path: Path, qtbot: QtBot) -> None:
    with desktop(tmp_path, qtbot) as desk:
        ready(desk)
        desk.window.workspace.turns.regenerate()
        desk.until_idle()
        desk.press(Qt.Key.Key_T, SHIFT_CONTROL)
        tree = desk.window.workspace.side.side.pages.branches
        gone = items(desk)[-1].data(Qt.ItemDataRole.UserRole)
        tree.setCurrentIndex(items(desk)[-1])
        assert not desk.window.commands.branch_purge.isEnabled()
        desk.press(Qt.Key.Key_Delete)
        desk.until(lambda: "Bin" in words(desk))
        tree.setCurrentIndex(items(desk)[-1])
        assert desk.window.commands.branch_purge.isEnabled()
        desk.press(Qt.Key.Key_Delete)
        (box,) = desk.window.findChildren(QMessageBox)
        assert "You said: apple" in box.text()
        next(button for button in box.buttons() if button.text() == "Delete for good").click()
        desk.until(lambda: "Bin" not in words(desk))
        assert desk.services.undo.undo_label is None
        with pytest.raises(KeyError):
            desk.services.conversations.message(gone)


def test_a_branch_is_cut_off_and_brought_back_from_the_menu(tmp_path: Path, qtbot: QtBot) -> None:
    with desktop(tmp_path, qtbot) as desk:
        ready(desk)
        desk.ask("banana")
        commands = desk.window.commands
        assert len(desk.texts()) == 4
        desk.window.chat_page.composer.edit.setFocus()
        commands.branch_delete.trigger()
        assert len(desk.texts()) == 3
        desk.window.chat_page.transcript.focus_reading()
        focused = desk.window.chat_page.transcript.focused_id
        assert focused is not None
        commands.branch_delete.trigger()
        assert focused not in [turn.message.id for turn in desk.window.chat.turns]
        home = desk.window.chat.open_id or 0
        assert len(desk.services.branches.deleted(home)) == 2
        commands.branch_restore.trigger()
        assert [branch.root.id for branch in desk.services.branches.deleted(home)] != [focused]
        assert len(desk.services.branches.deleted(home)) == 1
        commands.undo.trigger()
        commands.undo.trigger()
        commands.undo.trigger()
        assert len(desk.texts()) == 4
        desk.window.list.delete_marked()
        assert not commands.branch_delete.isEnabled()


def test_two_that_are_marked_are_compared(tmp_path: Path, qtbot: QtBot) -> None:
    with desktop(tmp_path, qtbot, PLAN) as desk:
        ready(desk)
        desk.window.workspace.turns.regenerate()
        desk.until_idle()
        desk.press(Qt.Key.Key_T, SHIFT_CONTROL)
        for item in items(desk)[-2:]:
            mark(desk, item)
        desk.window.workspace.side.side.pages.branches.setCurrentIndex(items(desk)[-1])
        for item in items(desk)[-2:]:
            mark(desk, item)
        menu = desk.window.workspace.side.side.pages.branches.menu()
        compare = next(action for action in menu.actions() if "Compare" in action.text().replace("&", ""))
        assert compare.isEnabled()
        compare.trigger()
        view = desk.window.findChild(DifferenceView, options=Qt.FindChildOption.FindChildrenRecursively)
        assert isinstance(view, DifferenceView)


def test_how_an_answer_was_made_and_made_again(tmp_path: Path, qtbot: QtBot) -> None:
    with desktop(tmp_path, qtbot) as desk:
        ready(desk)
        desk.press(Qt.Key.Key_I, SHIFT_CONTROL)
        card = desk.window.workspace.side.side.pages.replay
        desk.until(lambda: card.facts.rowCount() > 0)
        facts = {label.accessibleName(): label.text() for label in card.findChildren(QLabel) if label.accessibleName()}
        run = desk.services.answers.run_of(desk.window.chat.turns[-1].message.id)
        assert run is not None
        assert facts["Seed"] == str(run.options.seed)
        assert facts["Model"] == run.model_name
        card.again.click()
        desk.until_idle()
        desk.until(lambda: card.compared.count() == 2)
        assert len(desk.window.chat.turns[-1].versions) == 2
        again = desk.services.answers.run_of(desk.window.chat.turns[-1].message.id)
        assert again is not None
        assert again.options == run.options
        card.compared.setCurrentIndex(1)
        assert card.differences.toPlainText() == desk.texts()[-1]


def test_the_replay_card_says_all_that_shaped_the_answer(tmp_path: Path, qtbot: QtBot) -> None:
    with desktop(tmp_path, qtbot) as desk:
        generation = Generation(presence_penalty=0.5, frequency_penalty=0.25, stop=("\n\n",), min_tokens=2)
        desk.services.settings.change(generation=generation)
        ready(desk)
        desk.press(Qt.Key.Key_I, SHIFT_CONTROL)
        card = desk.window.workspace.side.side.pages.replay
        desk.until(lambda: card.facts.rowCount() > 0)
        assert desk.has_keyboard(card.again)
        facts = {label.accessibleName(): label.text() for label in card.findChildren(QLabel) if label.accessibleName()}
        assert facts["Template"] == "The model's own, scripted-tem"
        assert (facts["Presence penalty"], facts["Frequency penalty"]) == ("0.5", "0.25")
        assert (facts["Stop at"], facts["Shortest answer"]) == ("“⏎⏎”", "2")


def test_the_template_of_a_model_that_is_not_loaded_is_not_guessed() -> None:
    info = ModelInfo("Small", "abc", "cpu", 1, 100, has_chat_template=False)
    run = Run(1, "Small", "abc", "cpu", GenerationOptions(), Figures(), FinishReason.END)
    assert dict(facts_of(run, info))["Template"].startswith("Plain")
    assert "Template" not in dict(facts_of(run, replace(info, fingerprint="def")))
    assert dict(facts_of(replace(run, template=PLAIN)))["Template"].startswith("Plain")


def test_what_the_model_read_and_a_turn_that_is_to_stay(tmp_path: Path, qtbot: QtBot) -> None:
    with desktop(tmp_path, qtbot) as desk:
        ready(desk)
        desk.press(Qt.Key.Key_K, SHIFT_CONTROL)
        page = desk.window.workspace.side.side.pages.context
        desk.until(lambda: page.list.rows.rowCount() == 1)
        assert "tokens" in page.summary.text()
        row = page.list.indexWidget(page.list.rows.index(0))
        assert isinstance(row, TurnRow)
        keep = next(button for button in row.findChildren(IconButton) if button.accessibleName() == "Keep in context")
        keep.click()
        question = desk.window.chat.turns[0].message.id
        assert desk.services.branches.marks(desk.window.chat.open_id or 0) == {question: ContextMark.PINNED}
        desk.window.commands.undo.trigger()
        assert desk.services.branches.marks(desk.window.chat.open_id or 0) == {}


def test_the_instructions_are_read_out_and_have_the_height_of_a_row(tmp_path: Path, qtbot: QtBot) -> None:
    with desktop(tmp_path, qtbot) as desk:
        desk.services.beginning.change(ChatSettings("You are terse."))
        ready(desk)
        desk.press(Qt.Key.Key_K, SHIFT_CONTROL)
        page = desk.window.workspace.side.side.pages.context
        desk.until(lambda: page.list.rows.rowCount() == 2)
        told, question = page.list.rows.index(0), page.list.rows.index(1)
        assert str(told.data(Qt.ItemDataRole.AccessibleTextRole)).startswith("Instructions, You are terse.")
        assert page.list.visualRect(told).height() == page.list.visualRect(question).height()


def test_turns_that_are_out_are_told(qtbot: QtBot) -> None:
    page = ContextMap()
    qtbot.addWidget(page)
    turns = (Shown(TurnShare(Role.USER, 900, False), "old"), Shown(TurnShare(Role.USER, 100, True), "new"))
    page.show_turns(turns, 512)
    assert "100 of its 512" in page.summary.text()
    assert "left out" in page.summary.text()
    assert "100 of 512" in page.strip.accessibleName()
    spoken = [str(page.list.rows.index(at).data(Qt.ItemDataRole.AccessibleTextRole)) for at in range(2)]
    assert spoken[0].endswith("out")
    assert spoken[1].endswith("in")


def test_of_thousands_of_turns_only_those_seen_are_made(qtbot: QtBot) -> None:
    page = ContextMap()
    qtbot.addWidget(page)
    page.resize(320, 500)
    page.show()
    qtbot.waitExposed(page)
    page.show_turns([Shown(TurnShare(Role.USER, 10, True, False, (at,)), f"turn {at}") for at in range(5_000)], 8)
    assert 5 < len(page.list.findChildren(TurnRow)) < 40
    bar = page.list.verticalScrollBar()
    bar.setValue(bar.maximum())
    qtbot.waitUntil(lambda: page.list.indexWidget(page.list.rows.index(4_999)) is not None)
    last = page.list.indexWidget(page.list.rows.index(4_999))
    assert "You: turn 4999" in [label.text() for label in last.findChildren(QLabel)]
    assert len(page.list.findChildren(TurnRow)) < 80


def test_an_answer_is_told_as_it_is_read() -> None:
    text = "<think>secret</think>\n\n## A *title*\n\n- **one** [link](https://a.b)\n- `two`"
    assert Shown(TurnShare(Role.ASSISTANT, 9, True), text).words == "A title one link two"
    assert Shown(TurnShare(Role.USER, 9, True), "2 * 3\n* 4").words == "2 * 3 * 4"


def test_the_summary_that_was_read_stands_first_and_opens(tmp_path: Path, qtbot: QtBot) -> None:
    with desktop(tmp_path, qtbot) as desk:
        desk.press(Qt.Key.Key_K, SHIFT_CONTROL)
        page = desk.window.workspace.side.side.pages.context
        page.show_turns((Shown(TurnShare(Role.USER, 100, True), "new"),), 512, Summary(3, "They\nspoke of apples."))
        first = page.list.rows.index(0)
        assert first.data() == "Summary of 3 turns: They spoke of apples."
        page.list.activated.emit(first)
        (window,) = desk.window.findChildren(AttachmentWindow)
        assert window.text.toPlainText() == "They\nspoke of apples."
        assert window.isVisible()


def test_differences_read_without_colour(qtbot: QtBot) -> None:
    view = DifferenceView()
    qtbot.addWidget(view)
    view.show_texts("the cat sleeps", "the dog sleeps")
    assert view.toPlainText() == "the catdog sleeps"
    formats = {}
    block = view.document().begin()
    iterator = block.begin()
    while not iterator.atEnd():
        fragment = iterator.fragment()
        formats[fragment.text()] = (fragment.charFormat().fontStrikeOut(), fragment.charFormat().fontUnderline())
        iterator += 1
    assert formats == {"the ": (False, False), "cat": (True, False), "dog": (False, True), " sleeps": (False, False)}
