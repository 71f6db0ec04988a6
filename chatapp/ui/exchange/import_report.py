"""What an import took and what it could not take as it stood, with counts and examples. GUI thread; not modal."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QTextBrowser, QVBoxLayout, QWidget

from chatapp.exchange.oddity import Tally
from chatapp.ui import quantities
from chatapp.ui.exchange import wording


class ImportReport(QDialog):
    def __init__(self, tally: Tally, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("What was imported"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.summary = QLabel(self._summary(tally))
        self.summary.setWordWrap(True)
        self.details = QTextBrowser()
        self.details.setAccessibleName(self.tr("What was not taken as it stood"))
        self.details.setPlainText(self._details(tally))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setSpacing(12)
        column.addWidget(self.summary)
        column.addWidget(self.details, 1)
        column.addWidget(buttons)
        self.resize(560, 420)

    def _summary(self, tally: Tally) -> str:
        lines = [
            self.tr("Read: {0} with {1}.").format(
                wording.conversations(tally.conversations), wording.messages(tally.messages)
            ),
            self.tr("New: {0}, {1}.").format(
                wording.conversations(tally.conversations_added), wording.messages(tally.messages_added)
            ),
        ]
        return "\n".join(lines)

    def _details(self, tally: Tally) -> str:
        if not tally.counts:
            return self.tr("Everything was taken as it stood.")
        paragraphs = [self.tr("Not taken as it stood:")]
        for kind, number in sorted(tally.counts.items(), key=lambda item: -item[1]):
            examples = tally.examples.get(kind, [])
            paragraphs.append(f"{quantities.count(number)}  {wording.oddity(kind)}")
            paragraphs += [f"        {example}" for example in examples]
        return "\n".join(paragraphs)
