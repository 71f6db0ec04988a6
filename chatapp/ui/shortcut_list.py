"""Help > Shortcuts: what each key does, menu by menu, read off the actions themselves. GUI thread; not modal."""

from collections.abc import Iterator, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QMenuBar,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from chatapp.ui.actions import full_text, keys_text, plain_text
from chatapp.ui.dialog_size import open_at

Rows = Sequence[tuple[str, str]]
"""Words and keys."""


class ShortcutList(QDialog):
    def __init__(self, bar: QMenuBar, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Shortcuts"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.filter = QLineEdit()
        self.filter.setPlaceholderText(self.tr("Search shortcuts"))
        self.filter.setAccessibleName(self.tr("Search shortcuts"))
        self.filter.setClearButtonEnabled(True)
        self.filter.textChanged.connect(self._on_filter)
        self._sections: list[tuple[QLabel, list[tuple[QLabel, QLabel]]]] = []
        page = QWidget()
        self._grid = QGridLayout(page)
        self._grid.setHorizontalSpacing(24)
        self._grid.setColumnStretch(0, 1)
        for title, rows in (*menus_of(bar), *self._elsewhere()):
            self._add(title, rows)
        self._grid.setRowStretch(self._grid.rowCount(), 1)
        area = QScrollArea()
        area.setWidget(page)
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setAccessibleName(self.tr("Shortcuts"))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addWidget(self.filter)
        column.addWidget(area, 1)
        column.addWidget(buttons)
        open_at(self, (560, 600))

    def _elsewhere(self) -> Iterator[tuple[str, Rows]]:
        """Keys of parts of the window that are no actions."""
        yield (
            self.tr("While a message is written"),
            (
                (self.tr("Send the message"), self.tr("Enter")),
                (self.tr("New line in the message"), self.tr("Shift+Enter")),
            ),
        )
        yield (
            self.tr("While the model proposes words for a document"),
            (
                (self.tr("Take all of it"), self.tr("Tab")),
                (self.tr("Take a word"), self.tr("Ctrl+Right")),
                (self.tr("Take none of it"), self.tr("Esc")),
                (self.tr("Take an alternative by its number"), self.tr("Alt+1 to Alt+9")),
                (self.tr("Accept or reject a change"), self.tr("Alt+A, Alt+R")),
                (self.tr("Accept or reject all changes"), self.tr("Alt+Shift+A, Alt+Shift+R")),
                (self.tr("Next and previous change"), self.tr("N, P")),
            ),
        )

    def _add(self, title: str, rows: Rows) -> None:
        heading = QLabel(title)
        font = QFont(heading.font())
        font.setWeight(QFont.Weight.DemiBold)
        heading.setFont(font)
        heading.setContentsMargins(0, 12 if self._sections else 0, 0, 2)
        self._grid.addWidget(heading, self._grid.rowCount(), 0, 1, 2)
        made = []
        for words, keys in rows:
            place = self._grid.rowCount()
            pair = (QLabel(words), QLabel(keys))
            for at, label in enumerate(pair):
                self._grid.addWidget(label, place, at)
            made.append(pair)
        self._sections.append((heading, made))

    def _on_filter(self, typed: str) -> None:
        wanted = typed.casefold().split()
        for heading, rows in self._sections:
            found = False
            for words, keys in rows:
                text = f"{words.text()} {keys.text()}".casefold()
                is_wanted = all(word in text for word in wanted)
                found = found or is_wanted
                for label in (words, keys):
                    label.setVisible(is_wanted)
            heading.setVisible(found)


def menus_of(bar: QMenuBar) -> Iterator[tuple[str, Rows]]:
    """Those of the menus in which something has keys."""
    for action in bar.actions():
        menu = action.menu()
        if isinstance(menu, QMenu) and (rows := list(_rows(menu))):
            yield plain_text(action), rows


def _rows(menu: QMenu) -> Iterator[tuple[str, str]]:
    """What has no name, such as a model, stands there only for now."""
    for action in menu.actions():
        inner = action.menu()
        if isinstance(inner, QMenu):
            yield from _rows(inner)
        elif action.objectName() and (keys := keys_text(action)):
            yield full_text(action), keys
