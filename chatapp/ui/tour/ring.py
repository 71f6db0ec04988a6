"""A line around what the tour speaks of; the pointer goes through it. GUI thread."""

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QWidget

from chatapp.ui.tour.steps import Step

WIDTH, GAP = 2, 4
MOVED = {QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.Hide, QEvent.Type.LayoutRequest}


class Ring(QWidget):
    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._step: Step | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()

    def surround(self, step: Step | None) -> None:
        """None: nothing."""
        for watched, is_watched in ((self._step, False), (step, True)):
            for widget in (watched.target, self._window) if watched is not None else ():
                (widget.installEventFilter if is_watched else widget.removeEventFilter)(self)
        self._step = step
        self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in MOVED:
            self._place()
        return super().eventFilter(watched, event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self.palette().color(QPalette.ColorRole.Accent), WIDTH))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 8, 8)

    def _place(self) -> None:
        step = self._step
        if step is None or not step.target.isVisible() or (place := step.place()).isEmpty():
            self.hide()
            return
        corner = step.target.mapTo(self._window, place.topLeft())
        around = QRect(corner, place.size()).adjusted(-GAP, -GAP, GAP, GAP)
        self.setGeometry(around.intersected(QRect(QPoint(), self._window.size())))
        self.raise_()
        self.show()
