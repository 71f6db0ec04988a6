"""The rows that give actions other keys. GUI thread; what is already taken is told in place and not taken."""

import re
from collections.abc import Callable, Iterator, Mapping

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QKeySequenceEdit, QWidget

from chatapp.ui.actions import Actions, full_text
from chatapp.ui.preferences.row import Row

WIDTH = 200
_FREE = re.compile(r"(.*(Ctrl|Alt|Meta)\+.+)|(Shift\+)?F\d+")
NATIVE = QKeySequence.SequenceFormat.NativeText


class ShortcutRow(Row):
    def __init__(self, action: QAction) -> None:
        self.action = action
        self.edit = QKeySequenceEdit()
        self.edit.setMaximumSequenceLength(1)
        self.edit.setClearButtonEnabled(True)
        self.edit.setFixedWidth(WIDTH)
        super().__init__(full_text(action), "", self.edit)

    def show_keys(self, *, is_default: bool) -> None:
        keys = self.action.shortcut()
        if self.edit.keySequence() != keys:
            self.edit.setKeySequence(keys)
        self.words = f"{self.title} {keys.toString(NATIVE)}".casefold()
        self.show_state(is_default=is_default)


class ShortcutRows(QObject):
    """`keep` stores the keys that differ from the program's own: portable text by the name of the action."""

    def __init__(self, actions: Actions, keep: Callable[[Mapping[str, str]], None], parent: QWidget) -> None:
        super().__init__(parent)
        self._actions = actions
        self._keep = keep
        self.rows = tuple(self._made())
        self.refresh()

    def refresh(self) -> None:
        for row in self.rows:
            row.show_keys(is_default=self._actions.has_own_keys(row.action))

    def _made(self) -> Iterator[ShortcutRow]:
        for action in self._actions.bindable():
            row = ShortcutRow(action)
            row.edit.editingFinished.connect(lambda row=row: self._on_entered(row))
            row.reset_asked.connect(lambda row=row: self._on_reset(row))
            yield row

    def _on_entered(self, row: ShortcutRow) -> None:
        keys = row.edit.keySequence()
        if keys == row.action.shortcut():
            return
        fault = self._fault(row.action, keys)
        row.show_fault(fault)
        if not fault:
            self._bind(row, keys)

    def _on_reset(self, row: ShortcutRow) -> None:
        taken = next((key for key in self._actions.own_keys(row.action) if self._holder(row.action, key)), None)
        row.show_fault("" if taken is None else self._fault(row.action, taken))
        if taken is None:
            self._bind(row, None)

    def _bind(self, row: ShortcutRow, keys: QKeySequence | None) -> None:
        bound = dict(self._actions.bound)
        if keys is None:
            bound.pop(row.action.objectName(), None)
        else:
            bound[row.action.objectName()] = keys.toString(QKeySequence.SequenceFormat.PortableText)
        self._actions.bind(bound)
        self._keep(bound)
        self.refresh()

    def _fault(self, action: QAction, keys: QKeySequence) -> str:
        """Why these keys can't be the action's; "" where they can."""
        if keys.isEmpty():
            return ""
        holder = self._holder(action, keys)
        if holder is not None:
            words = self.tr("{0} belongs to “{1}”: choose others, or change those first.")
            return words.format(keys.toString(NATIVE), full_text(holder))
        if not _FREE.fullmatch(keys.toString(QKeySequence.SequenceFormat.PortableText)):
            return self.tr("Alone, this key is for typing: add Ctrl or Alt, or take a function key.")
        return ""

    def _holder(self, action: QAction, keys: QKeySequence) -> QAction | None:
        others = (other for other in self._actions.bindable() if other is not action)
        return next((other for other in others if keys in other.shortcuts()), None)
