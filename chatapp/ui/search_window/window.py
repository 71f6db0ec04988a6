"""The window: a field, what is understood of it, what was found. GUI thread; asks by signals."""

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QDialog, QFrame, QLabel, QLineEdit, QListView, QVBoxLayout, QWidget

from chatapp.services.search import Results
from chatapp.ui.dialog_size import open_at
from chatapp.ui.search_window.delegate import ResultDelegate
from chatapp.ui.search_window.results import Hit, ResultModel
from chatapp.ui.translation_catalogue import said

SIZE = (640, 560)
PAUSE_MS = 60  # between the last key and the search: a word is typed in one go
FILTERS = "tag: folder: pinned: archived: role: model: kind: before: after:"


class SearchWindow(QDialog):
    search_asked = Signal(str)
    looked_at = Signal(object)  # a Hit: shown in the main window, the keyboard stays here
    entered = Signal(object)  # a Hit: shown there, with the keyboard

    def __init__(self, more: Callable[[Results], Results | None], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Search everywhere"))
        open_at(self, SIZE)
        self.field = QLineEdit()
        self.field.setPlaceholderText(self.tr('Words, "a phrase", tag:travel, before:2026-03-01'))
        self.field.setAccessibleName(self.tr("Search everywhere"))
        self.field.setToolTip(self.tr("Filters: {0}").format(FILTERS))
        self.field.setClearButtonEnabled(True)
        self.note = QLabel()
        self.note.setWordWrap(True)
        self.note.setTextFormat(Qt.TextFormat.PlainText)
        self.results = ResultModel(more)
        self.view = QListView()
        self.view.setAccessibleName(self.tr("What was found"))
        self.view.setModel(self.results)
        self.view.setItemDelegate(ResultDelegate(self.view))
        self.view.setFrameShape(QFrame.Shape.NoFrame)
        self.view.setMouseTracking(True)
        self.view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._later = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._later.timeout.connect(lambda: self.search_asked.emit(self.field.text()))
        self.field.textChanged.connect(self._later.start)
        self.view.clicked.connect(lambda index: self._emit(self.looked_at, index))
        self.view.activated.connect(lambda index: self._emit(self.entered, index))
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(8)
        column.addWidget(self.field)
        column.addWidget(self.note)
        column.addWidget(self.view, 1)
        self.show_results(None)

    def show_results(self, results: Results | None) -> None:
        self.results.show(results)
        self.note.setText(self._note(results))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Down goes from the field into the list; Enter in the field takes the first result."""
        key, in_field = event.key(), self.field.hasFocus()
        first = self.results.index(0) if self.results.rowCount() else QModelIndex()
        if key == Qt.Key.Key_Down and in_field:
            self.view.setFocus()
            self.view.setCurrentIndex(first)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and in_field:
            self._emit(self.entered, first)
        else:
            super().keyPressEvent(event)

    def _emit(self, signal: object, index: QModelIndex) -> None:
        hit = self.results.hit_at(index)
        if isinstance(hit, Hit):
            signal.emit(hit)  # type: ignore[attr-defined]  # a bound signal, whose class has no name in stubs

    def _note(self, results: Results | None) -> str:
        """What was not understood; else that nothing was found, or what can be asked."""
        faults = () if results is None else tuple(said(fault.sentence) for fault in results.query.faults)
        if results is None or not results.query.asks:
            return "\n".join((*faults, self.tr("Every word must be in the text. Filters: {0}").format(FILTERS)))
        nothing = () if self.results.rowCount() else (self.tr("Nothing was found."),)
        return "\n".join((*faults, *nothing))
