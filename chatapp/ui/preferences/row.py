"""One line of the preferences: title, what it means, its control, and the way back to the default. GUI thread."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from chatapp.ui.icons import Icon
from chatapp.ui.theme import colours_of
from chatapp.ui.widgets.icon_button import IconButton


class Row(QWidget):
    """`is_wide` puts the control below the words instead of beside them."""

    reset_asked = Signal()

    def __init__(self, title: str, description: str, control: QWidget, *, is_wide: bool = False) -> None:
        super().__init__()
        self.title = title
        self.words = f"{title} {description}".casefold()
        self.control = control
        control.setAccessibleName(title)
        control.setAccessibleDescription(description)
        heading = QLabel(title)
        heading.setBuddy(control)
        self._heading = heading
        self._description = _muted(description)
        self._fault = _muted("")
        self.reset = IconButton(Icon.RESET, self.tr("Reset “{0}”").format(title))
        self.reset.clicked.connect(self.reset_asked)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 8, 0, 8)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(0, 1)
        grid.addWidget(heading, 0, 0)
        grid.addWidget(self._description, 1, 0)
        grid.addWidget(self._fault, 3, 0, 1, 2)
        grid.addWidget(self.reset, 0, 2, 2, 1, Qt.AlignmentFlag.AlignVCenter)
        if is_wide:
            grid.addWidget(control, 2, 0, 1, 2)
        else:
            grid.addWidget(control, 0, 1, 2, 1, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)
        grid.setRowStretch(0, 1)
        self._description.setVisible(bool(description))
        self._fault.hide()
        self._colour()

    def show_state(self, *, is_default: bool) -> None:
        self.reset.setEnabled(not is_default)
        self.reset.set_veiled(is_default)

    def show_fault(self, sentence: str) -> None:
        """Why what was entered is not taken; "" where it is."""
        self._fault.setText(sentence)
        self._fault.setVisible(bool(sentence))
        self.control.setAccessibleDescription(sentence or self._description.text())

    @property
    def fault(self) -> str:
        return self._fault.text()

    def matches(self, words: str) -> bool:
        return all(word in self.words for word in words.casefold().split())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_fault"):
            self._colour()

    def _colour(self) -> None:
        palette = self._fault.palette()
        palette.setColor(QPalette.ColorRole.WindowText, QColor(colours_of(self.palette()).warning))
        self._fault.setForegroundRole(QPalette.ColorRole.WindowText)
        if palette != self._fault.palette():
            self._fault.setPalette(palette)


class Heading(QLabel):
    """The name of a section."""

    def __init__(self, title: str) -> None:
        super().__init__(title)
        font = QFont(self.font())
        font.setWeight(QFont.Weight.DemiBold)
        font.setPointSizeF(font.pointSizeF() * 1.15)
        self.setFont(font)
        self.setContentsMargins(0, 16, 0, 0)


def _muted(text: str) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setVisible(bool(text))
    label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
    return label
