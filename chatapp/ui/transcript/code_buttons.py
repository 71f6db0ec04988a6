"""A button beside each code block near the view, which copies it. GUI thread; seen with the pointer or the keyboard."""

from PySide6.QtCore import QRect, QRectF, QTimer
from PySide6.QtGui import QColor, QGuiApplication, QPainter, QPaintEvent
from PySide6.QtWidgets import QTextBrowser, QWidget

from chatapp.ui.icons import Icon
from chatapp.ui.markdown.code_boxes import CodeBox, boxes_within, code_at
from chatapp.ui.theme import colours_of
from chatapp.ui.widgets.icon_button import IconButton

SIDE = 26
INSET = 5  # from the box's corner
COPIED_MS = 1_500


class CodeButtons:
    """Made as they come near the view, and used again for other blocks."""

    def __init__(self, view: QTextBrowser) -> None:
        self._view = view
        self._all: list[_CodeButton] = []
        self._shown = 0
        self._is_revealed = False

    def show_near(self, near: QRect) -> None:
        """`near` in the text's own coordinates."""
        boxes = boxes_within(self._view.document(), QRectF(near))
        while len(self._all) < len(boxes):
            self._all.append(_CodeButton(self._view))
        for button, box in zip(self._all, boxes, strict=False):
            button.stand_at(box)
            button.set_veiled(not self._is_revealed)
        for button in self._all[len(boxes) :]:
            button.hide()
        self._shown = len(boxes)

    def reveal(self, *, is_revealed: bool) -> None:
        self._is_revealed = is_revealed
        for button in self._all:
            button.set_veiled(not is_revealed)

    def shown(self) -> list[QWidget]:
        """In reading order."""
        return list(self._all[: self._shown])


class _CodeButton(IconButton):
    def __init__(self, view: QTextBrowser) -> None:
        super().__init__(Icon.COPY, "", parent=view.viewport())
        self.set_label(self.tr("Copy the code"))
        self._view = view
        self._box = CodeBox(0, 0)
        self.setFixedSize(SIDE, SIDE)
        self.clicked.connect(self._copy)
        self._done = QTimer(self, singleShot=True, interval=COPIED_MS)
        self._done.timeout.connect(lambda: self._confirm(is_copied=False))

    def stand_at(self, box: CodeBox) -> None:
        self._box = box
        self.move(self._view.viewport().width() - SIDE - INSET, round(box.top) + INSET)
        self.show()

    def paintEvent(self, event: QPaintEvent) -> None:
        """On a ground of its own, since code may run below it."""
        if not self.is_veiled or self.hasFocus():
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QColor(colours_of(self.palette()).panel))
            painter.setBrush(QColor(colours_of(self.palette()).panel))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
            painter.end()
        super().paintEvent(event)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(code_at(self._view.document(), self._box.position))
        self._confirm(is_copied=True)
        self._done.start()

    def _confirm(self, *, is_copied: bool) -> None:
        self.set_icon(Icon.CHECK if is_copied else Icon.COPY)
        self.set_label(self.tr("Copied") if is_copied else self.tr("Copy the code"))
