"""What an import took and what it could not take as it stood, with counts and examples. GUI thread; not modal."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QTextBrowser, QVBoxLayout, QWidget

from chatapp.ui.dialog_size import open_at


class ImportReport(QDialog):
    def __init__(self, summary: str, details: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("What was imported"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.summary = QLabel(summary)
        self.summary.setWordWrap(True)
        self.details = QTextBrowser()
        self.details.setAccessibleName(self.tr("What was not taken as it stood"))
        self.details.setPlainText(details)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setSpacing(12)
        column.addWidget(self.summary)
        column.addWidget(self.details, 1)
        column.addWidget(buttons)
        open_at(self, (560, 420))
