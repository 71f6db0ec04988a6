"""Below the page: how much is written, how much is selected, and whether it is saved. GUI thread."""

from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from chatapp.domain.word_count import Counts


class StatusLine(QWidget):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.counts = self._label()
        self.state = self._label()
        self.counts.setAccessibleName(self.tr("Length of the document"))
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 16, 8)
        row.setSpacing(16)
        row.addStretch(1)
        row.addWidget(self.state)
        row.addWidget(self.counts)
        row.addStretch(1)

    def show_counts(self, whole: Counts, selected: Counts | None = None) -> None:
        """Of what is selected as well, if anything is."""
        if selected is None:
            text = self._words(whole.words) + " · " + self._characters(whole.characters)
        else:
            text = self.tr("{0} of {1} words selected").format(_number(selected.words), _number(whole.words))
            text += " · " + self._characters(selected.characters)
        self.counts.setText(text)

    def show_state(self, sentence: str) -> None:
        """What the model is doing, or what can be done now; "" for nothing."""
        self.state.setText(sentence)
        self.state.setVisible(bool(sentence))

    def _words(self, count: int) -> str:
        return self.tr("1 word") if count == 1 else self.tr("{0} words").format(_number(count))

    def _characters(self, count: int) -> str:
        return self.tr("1 character") if count == 1 else self.tr("{0} characters").format(_number(count))

    def _label(self) -> QLabel:
        label = QLabel(self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        return label


def _number(count: int) -> str:
    return QLocale().toString(count)
