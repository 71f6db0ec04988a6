"""What the model is told beside the text: what happened so far, how to write, who is who. GUI thread."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from chatapp.domain.document import Notes

PAUSE_MS = 600


class NotesPanel(QWidget):
    changed = Signal(object)  # Notes, once the person pauses

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._later = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._later.timeout.connect(self.flush)
        self._kept = Notes()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        about = QLabel(self.tr("The model reads these notes with the text. They are kept with the document."))
        about.setWordWrap(True)
        about.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        column.addWidget(about)
        self.memory = self._field(column, self.tr("Memory"), self.tr("What happened so far, what must stay true"))
        self.style_ = self._field(column, self.tr("Style sheet"), self.tr("Person, tense, spelling, words to avoid"))
        self.characters = self._field(column, self.tr("Characters"), self.tr("Who is who, and how they speak"))
        self.setFocusProxy(self.memory)

    @property
    def notes(self) -> Notes:
        """As they stand now."""
        return Notes(*(field.toPlainText() for field in (self.memory, self.style_, self.characters)))

    def show_notes(self, notes: Notes) -> None:
        """Not while the same are being written."""
        if notes == self._kept:
            return
        self._kept = notes
        for field, text in (
            (self.memory, notes.memory),
            (self.style_, notes.style),
            (self.characters, notes.characters),
        ):
            if field.toPlainText() != text:
                field.setPlainText(text)
        self._later.stop()

    def flush(self) -> None:
        """Tells what is not told yet."""
        self._later.stop()
        if self.notes != self._kept:
            self._kept = self.notes
            self.changed.emit(self._kept)

    def _field(self, column: QVBoxLayout, name: str, what: str) -> QPlainTextEdit:
        label = QLabel(name)
        field = QPlainTextEdit()
        field.setPlaceholderText(what)
        field.setAccessibleName(name)
        field.setTabChangesFocus(True)
        field.textChanged.connect(self._later.start)
        label.setBuddy(field)
        column.addWidget(label)
        column.addWidget(field, 1)
        return field
