"""The model's view of a text: how surprising its words are, what comes again, what is long. GUI thread."""

from collections.abc import Sequence

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QLabel, QListWidget, QListWidgetItem, QPushButton, QScrollArea, QVBoxLayout, QWidget

from chatapp.domain.proposal import Span
from chatapp.domain.prose import Phrase
from chatapp.domain.word_surprise import SurprisingWord
from chatapp.ui.token_view import wording

MOST_ROWS = 6  # of a list are seen without scrolling in it
SHOWN = 60  # characters of a sentence in the list
ROLE = Qt.ItemDataRole.UserRole


class ModelViewPanel(QScrollArea):
    """What there is nothing of is left out."""

    asked = Signal()
    chosen = Signal(object)  # a Span of the text

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inner = QWidget()
        self.setWidget(inner)
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        about = self.tr(
            "The stronger a word is coloured, the less this model expected it after the words before it. That tells of "
            "this model and nothing else: not who wrote the text, nor whether it is good."
        )
        column.addWidget(self._quiet(about))
        self.look = QPushButton(self.tr("Look at the text"))
        self.look.clicked.connect(self.asked)
        column.addWidget(self.look)
        self.state = self._quiet("")
        column.addWidget(self.state)
        self.here = self._quiet(self.tr("Click a word to see what the model expected in its place."))
        self.here.setForegroundRole(QPalette.ColorRole.WindowText)
        column.addWidget(self.here)
        self._headings: dict[QListWidget, QLabel] = {}
        self.phrases = self._list(column, self.tr("Phrases that come again soon"))
        self.sentences = self._list(column, self.tr("Long sentences"))
        self.calm = self._quiet(self.tr("No phrase comes again soon, and no sentence is long."))
        column.addWidget(self.calm)
        column.addStretch(1)
        self.show_prose("", (), ())
        self.setFocusProxy(self.look)

    def show_state(self, sentence: str, *, is_busy: bool) -> None:
        self.state.setText(sentence)
        self.state.setVisible(bool(sentence))
        self.look.setEnabled(not is_busy)

    def show_word(self, text: str, word: SurprisingWord | None) -> None:
        """What stood there for the model."""
        if word is None:
            self.here.setText(self.tr("Click a word to see what the model expected in its place."))
            return
        bits = QLocale().toString(min(word.bits, 99.0), "f", 1)
        lines = [self.tr("“{0}”: {1} bits of surprise").format(text[word.start : word.end], bits)]
        lines += [f"{wording.share(choice.probability)}  {wording.shown(choice)}" for choice in word.choices]
        self.here.setText("\n".join(lines))

    def show_prose(self, text: str, phrases: Sequence[Phrase], sentences: Sequence[Span]) -> None:
        self.phrases.clear()
        for phrase in phrases:
            count = QLocale().toString(len(phrase.places))
            self._add(self.phrases, self.tr("{0} times: {1}").format(count, phrase.words), phrase.places)
        self.sentences.clear()
        for span in sentences:
            words = " ".join(text[span.start : span.end].split())
            self._add(self.sentences, words if len(words) <= SHOWN else f"{words[:SHOWN]}…", (span,))
        for rows, heading in self._headings.items():
            for widget in (rows, heading):
                widget.setVisible(rows.count() > 0)
            rows.setFixedHeight(min(MOST_ROWS, rows.count()) * max(1, rows.sizeHintForRow(0)) + 2 * rows.frameWidth())
        self.calm.setVisible(bool(text) and not phrases and not sentences)

    def _add(self, rows: QListWidget, words: str, places: Sequence[Span]) -> None:
        item = QListWidgetItem(words)
        item.setData(ROLE, list(places))
        rows.addItem(item)

    def _on_chosen(self, item: QListWidgetItem) -> None:
        """Chosen again it is the next place."""
        places: list[Span] = item.data(ROLE)
        item.setData(ROLE, [*places[1:], places[0]])
        self.chosen.emit(places[0])

    def _quiet(self, words: str) -> QLabel:
        label = QLabel(words)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        return label

    def _list(self, column: QVBoxLayout, name: str) -> QListWidget:
        heading = QLabel(name)
        column.addWidget(heading)
        rows = QListWidget()
        self._headings[rows] = heading
        rows.setAccessibleName(name)
        rows.itemClicked.connect(self._on_chosen)
        rows.itemActivated.connect(self._on_chosen)
        column.addWidget(rows)
        return rows
