"""Where a link leads, asked about before it is followed. GUI thread; opens nothing itself."""

from PySide6.QtCore import QRectF, Qt, QUrl, Signal
from PySide6.QtGui import QColor, QGuiApplication, QKeyEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget
from shiboken6 import isValid

from chatapp.ui.icons import Icon
from chatapp.ui.theme import colours_of
from chatapp.ui.widgets.icon_button import IconButton

LONGEST = 400  # characters of an address that are shown


class LinkBar(QWidget):
    """Hidden until it is asked about a link; then it has the keyboard, since the person just followed one."""

    accepted = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._link = ""
        self._came_from: QWidget | None = None
        self.address = QLabel(self)
        self.address.setTextFormat(Qt.TextFormat.PlainText)
        self.address.setWordWrap(True)
        self.address.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.address.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        question = QLabel(self.tr("Open this address outside the program?"), self)
        question.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.open = QPushButton(self.tr("Open"), self)
        self.copy = QPushButton(self.tr("Copy address"), self)
        self.close_button = IconButton(Icon.CLOSE, self.tr("Don't open"), self.tr("Esc"), self)
        self.open.clicked.connect(self._on_open)
        self.copy.clicked.connect(self._on_copy)
        self.close_button.clicked.connect(self.leave)
        for button in (self.open, self.copy):
            button.setAutoDefault(True)  # Enter presses the one that has the keyboard
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(question)
        words.addWidget(self.address)
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 8, 8)
        row.setSpacing(8)
        row.addLayout(words, 1)
        for control in (self.open, self.copy, self.close_button):
            row.addWidget(control, 0, Qt.AlignmentFlag.AlignVCenter)
        self.hide()

    def ask(self, link: str) -> None:
        self._link = link
        self._came_from = self.window().focusWidget()
        shown = _spelt_out(link)
        self.address.setText(shown if len(shown) <= LONGEST else f"{shown[:LONGEST]}…")
        self.setAccessibleName(self.address.text())
        self.open.setAccessibleDescription(self.address.text())
        self.show()
        self.raise_()
        self.open.setFocus(Qt.FocusReason.OtherFocusReason)

    def leave(self) -> None:
        """Nothing is opened; the keyboard goes back to where it was."""
        had_focus = self.isAncestorOf(focus) if (focus := self.window().focusWidget()) else False
        self.hide()
        if had_focus and self._came_from is not None and isValid(self._came_from):
            self._came_from.setFocus(Qt.FocusReason.OtherFocusReason)
        self._came_from = None

    def place_in(self, left: int, bottom: int, width: int) -> None:
        height = max(self.sizeHint().height(), self._row.heightForWidth(width))
        self.setGeometry(left, bottom - height, width, height)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        colours = colours_of(self.palette())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(colours.edge))
        painter.setBrush(QColor(colours.page))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)

    def _on_open(self) -> None:
        link = self._link
        self.leave()
        self.accepted.emit(link)

    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self._link)
        self.leave()


def _spelt_out(link: str) -> str:
    """A host in letters that look like others is shown in those that a network is asked for."""
    return QUrl(link).toString(QUrl.ComponentFormattingOption.FullyEncoded) or link
