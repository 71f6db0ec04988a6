"""What can be done to a turn: other versions, regenerate, copy, edit, stop. GUI thread.

Seen while the pointer or the keyboard is in the turn, and always that it has other versions; there for the keyboard
and screen readers always. Buttons are made when a turn first has a use for them: most never need all.
"""

from collections.abc import Callable

from PySide6.QtCore import QRect, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QWidget

from chatapp.domain.branch import Turn
from chatapp.domain.message import Role
from chatapp.ui.icons import Icon
from chatapp.ui.key_tips import show_keys
from chatapp.ui.widgets.icon_button import IconButton

HEIGHT = 24
WIDTH = 28
SPACING = 2
COPIED_MS = 1_500
ORDER = (Icon.STOP, Icon.PREVIOUS, Icon.NEXT, Icon.REGENERATE, Icon.EDIT, Icon.COPY)


class ActionRow(QWidget):
    version_asked = Signal(int)  # the message to show instead
    regenerate_asked = Signal()
    edit_asked = Signal()
    copy_asked = Signal()
    stop_asked = Signal()

    def __init__(self, role: Role, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._role = role
        self._turn: Turn | None = None
        self._made: dict[Icon, IconButton] = {}
        self._wanted: tuple[Icon, ...] = ()
        self._is_revealed = False
        self._count = ""
        self._count_area = QRect()

    def show_turn(self, turn: Turn, *, is_live: bool) -> None:
        self._turn = turn
        self._wanted = tuple(name for name in ORDER if self._is_wanted(name, turn, is_live))
        has_versions = Icon.NEXT in self._wanted
        self._count = f"{turn.version}/{len(turn.versions)}" if has_versions else ""
        for name in self._wanted:
            self._button(name).setVisible(True)
        for name in self._made.keys() - set(self._wanted):
            self._made[name].hide()
        if has_versions:
            self._show_version(turn)
        self._place()
        self._veil()

    def reveal(self, *, is_revealed: bool) -> None:
        if is_revealed != self._is_revealed:
            self._is_revealed = is_revealed
            self._veil()

    @property
    def is_revealed(self) -> bool:
        return self._is_revealed

    def confirm_copy(self) -> None:
        self._show_copied(is_copied=True)
        QTimer.singleShot(COPIED_MS, self, lambda: self._show_copied(is_copied=False))

    def _show_copied(self, *, is_copied: bool) -> None:
        button = self._button(Icon.COPY)
        button.set_icon(Icon.CHECK if is_copied else Icon.COPY)
        button.set_label(self.tr("Copied") if is_copied else self.tr("Copy"))

    def buttons(self) -> list[IconButton]:
        """In reading order, those that are of use now."""
        return [self._made[name] for name in self._wanted]

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._count:
            painter = QPainter(self)
            painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
            painter.drawText(self._count_area, Qt.AlignmentFlag.AlignCenter, self._count)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _is_wanted(self, name: Icon, turn: Turn, is_live: bool) -> bool:
        return {
            Icon.STOP: is_live,
            Icon.PREVIOUS: len(turn.versions) > 1,
            Icon.NEXT: len(turn.versions) > 1,
            Icon.REGENERATE: self._role is Role.ASSISTANT and not is_live,
            Icon.EDIT: self._role is Role.USER,
            Icon.COPY: True,
        }[name]

    def _show_version(self, turn: Turn) -> None:
        place = self.tr("{0} of {1}").format(turn.version, len(turn.versions))
        previous, following = self._made[Icon.PREVIOUS], self._made[Icon.NEXT]
        previous.setEnabled(turn.neighbour(-1) is not None)
        following.setEnabled(turn.neighbour(1) is not None)
        previous.setAccessibleDescription(place)
        following.setAccessibleDescription(place)

    def _place(self) -> None:
        """The person's at the end of the line, the answer's at its start; the count between its arrows."""
        count = self.fontMetrics().horizontalAdvance(self._count) + 8 if self._count else 0
        total = len(self._wanted) * (WIDTH + SPACING) - SPACING + count
        x = max(0, self.width() - total) if self._role is Role.USER else 0
        for name in self._wanted:
            self._made[name].setGeometry(x, 0, WIDTH, HEIGHT)
            x += WIDTH + SPACING
            if name is Icon.PREVIOUS:
                self._count_area = QRect(x, 0, count, HEIGHT)
                x += count
        self.update()

    def _veil(self) -> None:
        """The way to stop stays in sight while there is something to stop, and that there are other versions too."""
        for name, button in self._made.items():
            button.set_veiled(not self._is_revealed and name not in (Icon.STOP, Icon.PREVIOUS, Icon.NEXT))
        self.update()

    def _button(self, name: Icon) -> IconButton:
        if name not in self._made:
            label, action, act = self._meaning(name)
            button = IconButton(name, label, self.tr("Esc") if name is Icon.STOP else "", self)
            if action:
                show_keys(button, label, action)
            button.setFixedSize(WIDTH, HEIGHT)
            button.clicked.connect(act)
            self._made[name] = button
        return self._made[name]

    def _meaning(self, name: Icon) -> tuple[str, str, Callable[[], None]]:
        """What it is called, the action whose keys do the same, and what it does."""
        return {
            Icon.STOP: (self.tr("Stop"), "", self.stop_asked.emit),
            Icon.PREVIOUS: (self.tr("Previous version"), "previous_version", lambda: self._ask_version(-1)),
            Icon.NEXT: (self.tr("Next version"), "next_version", lambda: self._ask_version(1)),
            Icon.REGENERATE: (self.tr("Regenerate"), "regenerate", self.regenerate_asked.emit),
            Icon.EDIT: (self.tr("Edit"), "", self.edit_asked.emit),
            Icon.COPY: (self.tr("Copy"), "", self.copy_asked.emit),
        }[name]

    def _ask_version(self, step: int) -> None:
        target = None if self._turn is None else self._turn.neighbour(step)
        if target is not None:
            self.version_asked.emit(target)
