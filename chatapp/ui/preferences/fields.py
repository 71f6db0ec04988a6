"""A control for each kind of setting. GUI thread; shows a value and tells of another, knows no setting.

None of them lets a bad value through: what can't be taken is told by `refused`, with an empty text once it can.
"""

from collections.abc import Callable
from typing import Protocol, runtime_checkable

from PySide6.QtCore import QLocale, Qt, Signal, SignalInstance
from PySide6.QtGui import QFocusEvent, QFontDatabase, QWheelEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QDoubleSpinBox, QLineEdit, QPlainTextEdit, QSpinBox, QWidget

from chatapp.ui.preferences.declaration import Declaration, Kind
from chatapp.ui.text_lines import lines_of, texts_of
from chatapp.ui.translation_catalogue import said

WIDTH = 200
LINES = 4
MOST_WHOLE = 2**31 - 1


@runtime_checkable
class Field(Protocol):
    @property
    def changed(self) -> SignalInstance: ...
    @property
    def refused(self) -> SignalInstance: ...
    def show_value(self, value: object) -> None: ...


class Switch(QCheckBox):
    changed = Signal(object)
    refused = Signal(str)

    def __init__(self, declaration: Declaration) -> None:
        del declaration
        super().__init__()
        self.clicked.connect(lambda is_on: self.changed.emit(bool(is_on)))

    def show_value(self, value: object) -> None:
        self.setChecked(bool(value))


class Choice(QComboBox):
    changed = Signal(object)
    refused = Signal(str)

    def __init__(self, declaration: Declaration) -> None:
        super().__init__()
        self.setFixedWidth(WIDTH)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        for value, words in self._values(declaration):
            self.addItem(words, value)
        self.activated.connect(lambda place: self.changed.emit(self.itemData(place)))

    def show_value(self, value: object) -> None:
        self.setCurrentIndex(self.findData(value))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """What scrolls the page must not change what it passes."""
        event.ignore()

    def _values(self, declaration: Declaration) -> list[tuple[str, str]]:
        return [(value, said(words)) for value, words in declaration.labels.items()]


class FontChoice(Choice):
    def show_value(self, value: object) -> None:
        """A font that this computer lacks is named all the same: the file may be shared."""
        if value and self.findData(value) < 0:
            self.addItem(str(value), value)
        super().show_value(value)

    def _values(self, declaration: Declaration) -> list[tuple[str, str]]:
        families = QFontDatabase.families()
        if declaration.key.startswith("code"):
            families = [family for family in families if QFontDatabase.isFixedPitch(family)]
        shown = [family for family in families if not QFontDatabase.isPrivateFamily(family)]
        return [("", self.tr("As the system")), *((family, family) for family in shown)]


class Whole(QSpinBox):
    changed = Signal(object)
    refused = Signal(str)

    def __init__(self, declaration: Declaration) -> None:
        super().__init__()
        self.setFixedWidth(WIDTH)
        self.setKeyboardTracking(False)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setRange(int(declaration.least or 0), MOST_WHOLE if declaration.most is None else int(declaration.most))
        self.valueChanged.connect(self.changed.emit)

    def show_value(self, value: object) -> None:
        if isinstance(value, int) and value != self.value():
            self.setValue(value)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class Number(QDoubleSpinBox):
    changed = Signal(object)
    refused = Signal(str)

    def __init__(self, declaration: Declaration) -> None:
        super().__init__()
        self.setFixedWidth(WIDTH)
        self.setKeyboardTracking(False)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setDecimals(2)
        most = 1.0 if declaration.most is None else declaration.most
        self.setRange(declaration.least or 0, most)
        self.setSingleStep(0.05 if most <= 2 else 0.1)
        self.valueChanged.connect(lambda value: self.changed.emit(round(value, 2)))

    def show_value(self, value: object) -> None:
        if isinstance(value, float | int) and round(value, 2) != self.value():
            self.setValue(value)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class Share(QSpinBox):
    changed = Signal(object)
    refused = Signal(str)

    def __init__(self, declaration: Declaration) -> None:
        super().__init__()
        self.setFixedWidth(WIDTH)
        self.setKeyboardTracking(False)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setRange(round(100 * (declaration.least or 0)), round(100 * (declaration.most or 1)))
        self.setSingleStep(5)
        self.setSuffix(" %")
        self.valueChanged.connect(lambda value: self.changed.emit(value / 100))

    def show_value(self, value: object) -> None:
        if isinstance(value, float | int) and round(100 * value) != self.value():
            self.setValue(round(100 * value))

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class WholeOrNothing(QLineEdit):
    """A whole number or nothing."""

    changed = Signal(object)
    refused = Signal(str)

    def __init__(self, declaration: Declaration) -> None:
        super().__init__()
        self.setFixedWidth(WIDTH)
        self.setPlaceholderText(self.tr("None"))
        self._least = int(declaration.least or 0)
        self._most = MOST_WHOLE if declaration.most is None else int(declaration.most)
        self.textEdited.connect(self._on_edited)

    def show_value(self, value: object) -> None:
        text = "" if value is None else str(value)
        if not self.hasFocus() and text != self.text():
            self.setText(text)

    def _on_edited(self, text: str) -> None:
        stripped = text.strip()
        if not stripped:
            self.refused.emit("")
            self.changed.emit(None)
        elif stripped.isdecimal() and self._least <= int(stripped) <= self._most:
            self.refused.emit("")
            self.changed.emit(int(stripped))
        else:
            least = QLocale().toString(self._least)
            self.refused.emit(self.tr("A whole number from {0}, or nothing.").format(least))


class LongText(QPlainTextEdit):
    """Told when the keyboard leaves it, so that half a sentence is nobody's prompt."""

    changed = Signal(object)
    refused = Signal(str)

    def __init__(self, declaration: Declaration) -> None:
        super().__init__()
        del declaration
        self.setTabChangesFocus(True)
        self.setFixedHeight(self.fontMetrics().lineSpacing() * LINES + 16)
        self._shown: object = ""

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.tell()

    def tell(self) -> None:
        if (value := self._value()) != self._shown:
            self._shown = value
            self.changed.emit(value)

    def show_value(self, value: object) -> None:
        self._shown = value
        if self._value() != value:
            self.setPlainText(self._text(value))

    def _value(self) -> object:
        return self.toPlainText()

    def _text(self, value: object) -> str:
        return str(value)


class Lines(LongText):
    r"""One text a line; \n and \t stand for the line's end and the tab that a text may hold."""

    def _value(self) -> object:
        return texts_of(self.toPlainText())

    def _text(self, value: object) -> str:
        return lines_of(map(str, value)) if isinstance(value, tuple) else ""


MAKERS: dict[Kind, Callable[[Declaration], QWidget]] = {
    Kind.SWITCH: Switch,
    Kind.CHOICE: Choice,
    Kind.FONT: FontChoice,
    Kind.WHOLE: Whole,
    Kind.NUMBER: Number,
    Kind.SHARE: Share,
    Kind.OPTIONAL: WholeOrNothing,
    Kind.LINES: Lines,
    Kind.TEXT: LongText,
}
WIDE = (Kind.LINES, Kind.TEXT)
