"""The head of a page: its title in the middle, and at the end what is asked for oftenest. GUI thread; actions do the
work."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QFont, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from chatapp.ui.actions import plain_text
from chatapp.ui.elided_label import ElidedLabel
from chatapp.ui.icons import Icon
from chatapp.ui.key_tips import show_keys
from chatapp.ui.widgets.icon_button import IconButton

SPACING = 2
ROOMY = 4  # times the width of the buttons


class TitleRow(QWidget):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = ElidedLabel()
        self.title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        font = QFont(self.title.font())
        font.setWeight(QFont.Weight.DemiBold)
        self.title.setFont(font)
        self.buttons: list[IconButton] = []
        self._counterweight = QWidget()  # so wide as the buttons, for the title to stay in the middle
        self._counterweight.setFixedWidth(0)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(8, 0, 8, 0)
        self._row.setSpacing(SPACING)
        self._row.addWidget(self._counterweight)
        self._row.addWidget(self.title, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little room, all of it is the title's."""
        super().resizeEvent(event)
        self._counterweight.setVisible(self.width() > ROOMY * self._counterweight.width())

    def add_action(self, name: Icon, action: QAction) -> None:
        button = self._added(name, plain_text(action))
        show_keys(button, plain_text(action), action.objectName())
        button.setCheckable(action.isCheckable())
        button.setChecked(action.isChecked())
        button.clicked.connect(lambda _checked=False: action.trigger())
        action.toggled.connect(button.setChecked)
        action.enabledChanged.connect(button.setEnabled)

    def add_menu(self, name: Icon, words: str, menu: QMenu) -> None:
        button = self._added(name, words)

        def pop_up() -> None:
            corner = button.mapToGlobal(button.rect().bottomRight())
            menu.popup(corner - QPoint(menu.sizeHint().width(), 0))

        button.clicked.connect(pop_up)

    def _added(self, name: Icon, words: str) -> IconButton:
        button = IconButton(name, words)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.buttons.append(button)
        self._row.addWidget(button)
        self._counterweight.setFixedWidth(sum(each.width() + SPACING for each in self.buttons) - SPACING)
        return button
