"""Asks for one line of words below the page: an instruction, a language, a question. GUI thread."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QWidget

from chatapp.ui.icons import Icon
from chatapp.ui.widgets.icon_button import IconButton

WIDTH = 640


class AskBar(QWidget):
    def __init__(self, leave: Callable[[], None], parent: QWidget | None = None) -> None:
        """`leave` takes the keyboard back."""
        super().__init__(parent)
        self._leave = leave
        self._then: Callable[[str], None] = lambda _words: None
        self.field = QLineEdit(self)
        self.field.setMaximumWidth(WIDTH)
        self.go = QPushButton(self)
        self.go.clicked.connect(self._on_given)
        self.field.returnPressed.connect(self._on_given)
        self.field.textChanged.connect(lambda words: self.go.setEnabled(bool(words.strip())))
        close = IconButton(Icon.CLOSE, self.tr("Close"), self.tr("Esc"), self)
        close.clicked.connect(self.close_bar)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 16, 8)
        row.addStretch(1)
        row.addWidget(self.field, 100)
        row.addWidget(self.go)
        row.addWidget(close)
        row.addStretch(1)
        self.hide()

    def ask(self, what: str, verb: str, then: Callable[[str], None], words: str = "") -> None:
        """`words` are offered; `then` gets what is given."""
        self._then = then
        self.field.setPlaceholderText(what)
        self.field.setAccessibleName(what)
        self.field.setText(words)
        self.field.selectAll()
        self.go.setText(verb)
        self.go.setEnabled(bool(words.strip()))
        self.show()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def close_bar(self) -> None:
        self.hide()
        self._leave()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_bar()
        else:
            super().keyPressEvent(event)

    def _on_given(self) -> None:
        words = self.field.text().strip()
        if words:
            self.close_bar()
            self._then(words)
