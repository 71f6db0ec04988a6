"""What the model thought before it answered: a line that unfolds it. GUI thread; as tall as it needs."""

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QToolButton, QWidget

from chatapp.ui.icons import Icon, icon
from chatapp.ui.markdown.thinking import Parts
from chatapp.ui.theme import colours_of
from chatapp.ui.transcript.message_view import MessageView

HEADER = 28
INSET = 16
BELOW = 8
BAR = 3


class ThinkingFold(QWidget):
    toggled = Signal(bool)
    grown = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._parts = Parts("", "")
        self._is_whole = False
        self.is_unfolded = False
        self.header = QToolButton(self)
        self.header.setAutoRaise(True)
        self.header.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.header.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.header.clicked.connect(lambda: self._set_unfolded(not self.is_unfolded))
        self.text_view: MessageView | None = None

    def unfold(self) -> None:
        if not self.is_unfolded:
            self._set_unfolded(True)

    def show_parts(self, parts: Parts, *, is_whole: bool) -> None:
        self._parts = parts
        self._is_whole = is_whole or not parts.is_thinking
        self.header.setText(self.tr("Thinking…") if parts.is_thinking else self.tr("Thoughts"))
        self.header.setToolTip(self.tr("Fold") if self.is_unfolded else self.tr("Show what the model thought"))
        self._draw()
        if self.text_view is not None:
            self.text_view.show_text(parts.thought, is_whole=self._is_whole)

    def lay_out(self, width: int) -> int:
        self.header.setGeometry(0, 0, min(width, self.header.sizeHint().width()), HEADER)
        if self.text_view is None or not self.is_unfolded:
            return HEADER + BELOW
        height = self.text_view.height_for(width - INSET)
        self.text_view.setGeometry(INSET, HEADER + 4, width - INSET, height)
        return HEADER + 4 + height + BELOW

    def stops(self) -> list[QWidget]:
        inner: list[QWidget] = [self.text_view] if self.text_view is not None and self.is_unfolded else []
        return [self.header, *inner]

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._draw()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self.text_view is not None and self.is_unfolded:
            painter = QPainter(self)
            area = self.text_view.geometry()
            painter.fillRect(QRectF(4, area.top(), BAR, area.height()), QColor(colours_of(self.palette()).line))

    def _set_unfolded(self, is_unfolded: bool) -> None:
        self.is_unfolded = is_unfolded
        if self.text_view is None:
            self.text_view = MessageView(self.tr("Thoughts"), is_markdown=True, is_quiet=True, parent=self)
            self.text_view.grown.connect(self.grown)
            self.text_view.resize(max(1, self.width() - INSET), 1)
        self.text_view.setVisible(is_unfolded)
        self.show_parts(self._parts, is_whole=self._is_whole)
        self.toggled.emit(is_unfolded)
        self.grown.emit()

    def _draw(self) -> None:
        self.header.setIcon(icon(Icon.UNFOLDED if self.is_unfolded else Icon.FOLDED, self.palette()))
