"""A rounded frame around a text field, drawn alike in both themes; stronger while the field has the keyboard.

GUI thread.
"""

from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QWidget

from chatapp.ui.theme import colours_of


class EdgedBox(QWidget):
    def __init__(self, field: QWidget, radius: int) -> None:
        super().__init__()
        self._field = field
        self._radius = radius
        self.setCursor(Qt.CursorShape.IBeamCursor)
        field.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut, QEvent.Type.EnabledChange):
            self.update()
        return super().eventFilter(watched, event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._field.setFocus(Qt.FocusReason.MouseFocusReason)
        super().mousePressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        has_focus = self._field.hasFocus()
        accent = self.palette().color(QPalette.ColorRole.Accent)
        width = 2.0 if has_focus else 1.0
        painter.setPen(QPen(accent if has_focus else QColor(colours_of(self.palette()).edge), width))
        painter.setBrush(self.palette().color(QPalette.ColorRole.Base))
        inset = width / 2
        rect = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        painter.drawRoundedRect(rect, self._radius, self._radius)
