"""The rows of the tree of branches: each message once, in reading order, whatever the tree."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QModelIndex, Qt
from pytestqt.qtbot import QtBot

from chatapp.domain.branch import DeletedBranch, Tree, tree_of
from chatapp.domain.message import Message, Role, Status
from chatapp.ui.side_panel.branch_rows import BranchRows
from chatapp.ui.side_panel.branch_tree import BranchTree

NOW = datetime(2026, 11, 22, tzinfo=UTC)


def message(id_: int, parent_id: int | None, text: str = "") -> Message:
    role = Role.ASSISTANT if id_ % 2 else Role.USER
    return Message(id_, 1, parent_id, role, text or f"text {id_}", Status.COMPLETE, NOW)


@st.composite
def trees(draw: st.DrawFn) -> Tree:
    made = [message(1, None)]
    for id_ in range(2, draw(st.integers(2, 20))):
        made.append(message(id_, draw(st.none() | st.integers(1, id_ - 1))))
    return tree_of(made)


def below(rows: BranchRows, index: QModelIndex) -> list[QModelIndex]:
    return [rows.index(place, 0, index) for place in range(rows.rowCount(index))]


def is_bold(index: QModelIndex) -> bool:
    font = index.data(Qt.ItemDataRole.FontRole)
    return font is not None and font.bold()


def read(rows: BranchRows, index: QModelIndex) -> list[int | None]:
    """What stands below an index, from top to bottom."""
    found: list[int | None] = []
    for one in below(rows, index):
        found += [rows.message_id(one), *read(rows, one)]
    return found


@given(trees(), st.data())
def test_every_message_has_one_row_below_its_parent(tree: Tree, data: st.DataObject) -> None:
    rows = BranchRows(tree)
    head = data.draw(st.sampled_from(list(tree.messages)))
    path = {turn.message.id for turn in tree.path(head)}
    rows.show_path(head)
    reading = read(rows, QModelIndex())
    assert sorted(id_ or 0 for id_ in reading) == list(tree.messages)
    for id_, one in tree.messages.items():
        index = rows.index_of(id_)
        assert rows.message_id(index) == id_
        assert index.data() == (f"You: {one.text}" if one.role is Role.USER else one.text)
        assert is_bold(index) == (id_ in path)
        assert ("shown" in index.data(Qt.ItemDataRole.AccessibleTextRole)) == (id_ in path)
        assert one.parent_id is None or reading.index(one.parent_id) < reading.index(id_)
        is_alone = len(tree.children[one.parent_id]) == 1 or one.parent_id is None
        beside = rows.index_of(one.parent_id).parent() if is_alone else rows.index_of(one.parent_id)
        assert index.parent() == beside


def test_the_bin_stands_at_the_end(qtbot: QtBot) -> None:
    view = BranchTree()
    qtbot.addWidget(view)
    gone = DeletedBranch(message(9, 1, "*gone*"), NOW + timedelta(days=1), 3)
    tree = tree_of([message(1, None), message(2, 1), message(3, 1)])
    view.show_tree(tree, 3, [gone])
    assert read(view.rows, QModelIndex()) == [1, 2, 3, None, 9]
    assert view.current_id == 3
    heading = below(view.rows, QModelIndex())[-1]
    (thrown,) = below(view.rows, heading)
    assert (heading.data(), thrown.data(), view.rows.is_deleted(thrown)) == ("Bin", "gone (3)", True)
    assert not view.rows.is_deleted(view.rows.index_of(1))
    assert not view.rows.index_of(9).isValid()
    view.setCurrentIndex(thrown)
    asked: list[int] = []
    view.restore_asked.connect(asked.append)
    view.activated.emit(thrown)
    assert asked == [9]
    view.clear()
    assert view.rows.rowCount() == 0


def test_another_path_moves_nothing(qtbot: QtBot) -> None:
    view = BranchTree()
    qtbot.addWidget(view)
    tree = tree_of([message(1, None), message(2, 1), message(3, 1)])
    view.show_tree(tree, 2)
    view.setCurrentIndex(view.rows.index_of(1))
    view.collapse(view.rows.index_of(1))
    view.show_tree(tree, 3)
    assert view.current_id == 1
    assert not view.isExpanded(view.rows.index_of(1))
    assert is_bold(view.rows.index_of(3))
