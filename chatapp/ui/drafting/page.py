"""The page of a document: title, banners, the text, what is proposed below it, its length. GUI thread; layout only."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QPalette
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from chatapp.domain.conversation import Conversation
from chatapp.ui.banners import Banners
from chatapp.ui.chat.bin_bar import BinBar
from chatapp.ui.drafting.editor import Editor
from chatapp.ui.drafting.find_bar import FindBar
from chatapp.ui.drafting.finder import Finder
from chatapp.ui.drafting.marking import Marking
from chatapp.ui.drafting.status_line import StatusLine
from chatapp.ui.widgets.title_row import TitleRow


class DraftPage(QWidget):
    escaped = Signal()  # nobody else wanted Esc

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAutoFillBackground(True)
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self.head = TitleRow()
        self.title = self.head.title
        self.banners = Banners()
        self.find_bar = FindBar()
        self.editor = Editor()
        self.editor.setPlaceholderText(self.tr("Write…"))
        self.marking = Marking(self.editor)
        self.finder = Finder(self.find_bar, self.editor, self.marking)
        self.status = StatusLine()
        self.bin_bar = BinBar(self.tr("This document is in the bin."))
        self.bin_bar.hide()
        self._column = QVBoxLayout()
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self.head)
        self._column.addWidget(self.banners)
        self._column.addWidget(self.find_bar)
        self._column.addWidget(self.editor, 1)
        self._column.addWidget(self.status)
        self._column.addWidget(self.bin_bar)
        middle = QWidget()
        middle.setLayout(self._column)
        self._split = QSplitter(Qt.Orientation.Horizontal)
        self._split.addWidget(middle)
        self._split.setStretchFactor(0, 1)
        self._split.setChildrenCollapsible(False)
        self._split.setHandleWidth(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._split)

    def add_below(self, widget: QWidget) -> None:
        """Between the text and its length."""
        self._column.insertWidget(self._column.indexOf(self.status), widget)

    def add_beside(self, widget: QWidget) -> None:
        self._split.addWidget(widget)

    def show_document(self, row: Conversation) -> None:
        """Its title, and whether it can be written in."""
        title = row.title or self.tr("New document")
        self.title.setText(title)
        self.setWindowTitle(title)
        self.editor.setReadOnly(row.is_deleted)
        if not row.is_deleted and self.bin_bar.has_keyboard:
            self.editor.setFocus()
        self.bin_bar.setVisible(row.is_deleted)

    def focus_first(self) -> None:
        self.editor.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()
        else:
            super().keyPressEvent(event)
