"""The column that is written in: its width, its lines, its Markdown as it is typed, focus on one paragraph. GUI thread.

Knows text and looks; what keys do is the editor's.
"""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetrics,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
    QShowEvent,
    QTextBlock,
    QTextDocument,
    QTextOption,
)
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QWidget

from chatapp.ui.drafting.highlighter import MarkdownHighlighter
from chatapp.ui.drafting.line_layout import LineLayout
from chatapp.ui.drafting.mirror import Mirror
from chatapp.ui.markdown.look import line_height, look_of

LETTERS = 72  # of the column, at most
LEAST_MARGIN, TOP_MARGIN = 24, 16
LINE_HEIGHT = 1.7  # airier than what is only read: there is a cursor in it
DIM = 130  # of 255: how much of the page lies over what is not being written


class Column(QPlainTextEdit):
    look_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_focused_mode = False
        self._beside: dict[QEvent.Type, Callable[[Any], None]] = {
            QEvent.Type.MouseButtonPress: self.mousePressEvent,
            QEvent.Type.MouseButtonRelease: self.mouseReleaseEvent,
            QEvent.Type.MouseMove: self.mouseMoveEvent,
            QEvent.Type.Wheel: self.wheelEvent,
        }
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self.setAutoFillBackground(True)
        document = QTextDocument(self)
        document.setDocumentLayout(LineLayout(document))
        document.setUndoRedoEnabled(False)
        option = document.defaultTextOption()
        option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        document.setDefaultTextOption(option)
        self.setDocument(document)
        self.mirror = Mirror(document)
        self.highlighter = MarkdownHighlighter(document, look_of(self.font(), self.palette()), self._is_seen)
        self.updateRequest.connect(self._on_update_request)
        self.cursorPositionChanged.connect(self._keep_in_the_middle)
        self._show_look()

    @property
    def sight(self) -> tuple[int, int]:
        """The first and the last place that can be seen."""
        first, last = self.firstVisibleBlock(), self.cursorForPosition(self.viewport().rect().bottomRight())
        return self.mirror.to_place(first.position()), self.mirror.to_place(last.position())

    @property
    def is_focused_mode(self) -> bool:
        return self._is_focused_mode

    def set_focused_mode(self, is_on: bool) -> None:
        """All but the paragraph that is written is dimmed, and it stays in the middle."""
        self._is_focused_mode = is_on
        self.setCenterOnScroll(is_on)
        if is_on:
            self.centerCursor()
        self.viewport().update()

    def _show_look(self) -> None:
        look = look_of(self.font(), self.palette())
        layout = self.document().documentLayout()
        if isinstance(layout, LineLayout):
            layout.pitch = line_height(look.prose, LINE_HEIGHT * look.spacing)
        self.highlighter.show_look(look)
        self.document().setDefaultFont(look.prose)
        self._fit()
        self.colour_seen()

    def _fit(self) -> None:
        """The column in the middle, so wide that a line is easily followed by the eye."""
        wide = QFontMetrics(self.document().defaultFont()).averageCharWidth() * LETTERS
        bar = self.verticalScrollBar().sizeHint().width()
        side = max(LEAST_MARGIN, (self.width() - wide) // 2)
        self.setViewportMargins(side, TOP_MARGIN, side - bar, 0)

    def _is_seen(self, block: QTextBlock) -> bool:
        """Or nearly; also where the cursor is, which brings it into sight."""
        first = self.firstVisibleBlock().blockNumber()
        shown = self.viewport().height() // max(1, self.fontMetrics().height())
        number = block.blockNumber()
        return first - 1 <= number <= first + shown or number == self.textCursor().blockNumber()

    def _on_update_request(self, _rect: object, dy: int) -> None:
        if dy:
            self.colour_seen()

    def colour_seen(self) -> None:
        block = self.firstVisibleBlock()
        bottom = self.viewport().height()
        top = 0.0
        while block.isValid() and top < bottom:
            following = block.next()
            self.highlighter.rehighlightBlock(block)
            top += self.blockBoundingRect(block).height()
            block = following

    def _keep_in_the_middle(self) -> None:
        if self._is_focused_mode:
            self.centerCursor()
            self.viewport().update()

    # Qt's own events.

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
        self.colour_seen()

    def showEvent(self, event: QShowEvent) -> None:
        """Qt doesn't tell of a size that a part of it took on while it was hidden: the lines are broken anew."""
        super().showEvent(event)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)

    def event(self, event: QEvent) -> bool:
        """Beside the column the mouse does as in it."""
        act = self._beside.get(event.type())
        if act is None:
            return super().event(event)
        if isinstance(event, QMouseEvent):
            place = self.viewport().mapFromGlobal(event.globalPosition())
            event = QMouseEvent(
                event.type(), place, event.globalPosition(), event.button(), event.buttons(), event.modifiers()
            )
        act(event)
        return True

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        is_look = event.type() in (QEvent.Type.FontChange, QEvent.Type.PaletteChange)
        if is_look and hasattr(self, "highlighter"):
            self._show_look()
            self.look_changed.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._is_focused_mode:
            return
        cursor = self.textCursor().block()
        here = self.blockBoundingGeometry(cursor).translated(self.contentOffset())
        page = QColor(self.palette().color(QPalette.ColorRole.Base))
        page.setAlpha(DIM)
        painter = QPainter(self.viewport())
        room = QRectF(self.viewport().rect())
        painter.fillRect(QRectF(0, 0, room.width(), max(0.0, here.top())), page)
        painter.fillRect(QRectF(0, here.bottom(), room.width(), max(0.0, room.height() - here.bottom())), page)
