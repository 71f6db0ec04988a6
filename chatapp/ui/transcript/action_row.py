"""What can be done to a turn: other versions, regenerate, copy, edit, stop. GUI thread.

Seen while the pointer or the keyboard is in the turn; there for the keyboard and screen readers always.
"""

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from chatapp.domain.branch import Turn
from chatapp.domain.message import Role
from chatapp.ui.icons import Icon
from chatapp.ui.widgets.icon_button import SMALL, IconButton

HEIGHT = 24


class ActionRow(QWidget):
    version_asked = Signal(int)  # the message to show instead
    regenerate_asked = Signal()
    edit_asked = Signal()
    copy_asked = Signal()
    stop_asked = Signal()

    def __init__(self, role: Role, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._turn: Turn | None = None
        self._is_revealed = False
        self._place = ""
        self._previous = self._button(Icon.PREVIOUS, self.tr("Previous version"), self.tr("Alt+Left"))
        self._count = QLabel(self)
        self._count.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self._next = self._button(Icon.NEXT, self.tr("Next version"), self.tr("Alt+Right"))
        self._regenerate = self._button(Icon.REGENERATE, self.tr("Regenerate"), self.tr("Ctrl+R"))
        self._edit = self._button(Icon.EDIT, self.tr("Edit"))
        self._copy = self._button(Icon.COPY, self.tr("Copy"))
        self._stop = self._button(Icon.STOP, self.tr("Stop"), self.tr("Esc"))
        self._is_answer = role is Role.ASSISTANT
        self._arrange(is_at_end=role is Role.USER)
        self._connect()

    def show_turn(self, turn: Turn, *, is_live: bool) -> None:
        self._turn = turn
        has_versions = len(turn.versions) > 1
        for widget in (self._previous, self._count, self._next):
            widget.setVisible(has_versions)
        self._place = f"{turn.version}/{len(turn.versions)}"
        self._count.setFixedWidth(self._count.fontMetrics().horizontalAdvance(self._place) + 4)
        self._count.setAccessibleName(self.tr("Version {0} of {1}").format(turn.version, len(turn.versions)))
        self._previous.setEnabled(turn.neighbour(-1) is not None)
        self._next.setEnabled(turn.neighbour(1) is not None)
        self._regenerate.setVisible(self._is_answer and not is_live)
        self._edit.setVisible(turn.message.role is Role.USER)
        self._stop.setVisible(is_live)
        self._veil()

    def reveal(self, *, is_revealed: bool) -> None:
        self._is_revealed = is_revealed
        self._veil()

    @property
    def is_revealed(self) -> bool:
        return self._is_revealed

    def confirm_copy(self, *, is_copied: bool) -> None:
        self._copy.set_icon(Icon.CHECK if is_copied else Icon.COPY)
        self._copy.set_label(self.tr("Copied") if is_copied else self.tr("Copy"))

    def buttons(self) -> list[IconButton]:
        """In reading order, those that can be pressed now."""
        row = (self._stop, self._previous, self._next, self._regenerate, self._edit, self._copy)
        return [button for button in row if not button.isHidden()]

    def _veil(self) -> None:
        """The way to stop stays in sight while there is something to stop."""
        for button in (self._previous, self._next, self._regenerate, self._edit, self._copy):
            button.set_veiled(not self._is_revealed)
        self._count.setText(self._place if self._is_revealed else "")

    def _button(self, name: Icon, label: str, shortcut: str = "") -> IconButton:
        button = IconButton(name, label, shortcut, self)
        button.setIconSize(QSize(SMALL, SMALL))
        button.setFixedSize(HEIGHT + 4, HEIGHT)
        return button

    def _arrange(self, *, is_at_end: bool) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        if is_at_end:
            row.addStretch(1)
        widgets = (self._stop, self._previous, self._count, self._next, self._regenerate, self._edit, self._copy)
        for widget in widgets:
            row.addWidget(widget)
        if not is_at_end:
            row.addStretch(1)

    def _connect(self) -> None:
        self._previous.clicked.connect(lambda: self._ask_version(-1))
        self._next.clicked.connect(lambda: self._ask_version(1))
        self._regenerate.clicked.connect(self.regenerate_asked)
        self._edit.clicked.connect(self.edit_asked)
        self._copy.clicked.connect(self.copy_asked)
        self._stop.clicked.connect(self.stop_asked)

    def _ask_version(self, step: int) -> None:
        target = None if self._turn is None else self._turn.neighbour(step)
        if target is not None:
            self.version_asked.emit(target)
