"""The texts that go with a message, as chips: name, size, a way to see one and to take it away. GUI thread."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QToolButton, QWidget

from chatapp.domain.attachment import Attachment
from chatapp.ui.icons import Icon, icon
from chatapp.ui.quantities import size
from chatapp.ui.theme import colours_of
from chatapp.ui.widgets.icon_button import IconButton

GAP = 6
HEIGHT = 30
WIDEST = 280


class Chips(QWidget):
    """Laid out in lines; nothing where there are none."""

    view_asked = Signal(object)  # an Attachment
    remove_asked = Signal(int)  # its place

    def __init__(self, *, can_remove: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._can_remove = can_remove
        self._shown: tuple[Attachment, ...] = ()
        self._chips: list[_Chip] = []
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.hide()

    def show_attachments(self, attachments: Sequence[Attachment]) -> None:
        if tuple(attachments) == self._shown:
            return
        self._shown = tuple(attachments)
        for chip in self._chips:
            chip.hide()
            chip.deleteLater()
        self._chips = [self._make(place, attachment) for place, attachment in enumerate(self._shown)]
        self.setVisible(bool(self._chips))
        self._place(self.width())
        self.updateGeometry()

    def controls(self) -> list[QWidget]:
        """In reading order."""
        return [control for chip in self._chips for control in chip.controls()]

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._place(width, is_trial=True)

    def sizeHint(self) -> QSize:
        return QSize(200, self.heightForWidth(max(200, self.width())))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place(self.width())
        self.updateGeometry()

    def _make(self, place: int, attachment: Attachment) -> "_Chip":
        chip = _Chip(attachment, self, can_remove=self._can_remove)
        chip.name.clicked.connect(lambda: self.view_asked.emit(attachment))
        if chip.remove is not None:
            chip.remove.clicked.connect(lambda: self.remove_asked.emit(place))
        chip.show()
        return chip

    def _place(self, width: int, *, is_trial: bool = False) -> int:
        """Left to right, then on the next line; returns the height."""
        point = QPoint(0, 0)
        for chip in self._chips:
            wanted = min(chip.sizeHint().width(), WIDEST, max(60, width))
            if point.x() and point.x() + wanted > width:
                point = QPoint(0, point.y() + HEIGHT + GAP)
            if not is_trial:
                chip.setGeometry(point.x(), point.y(), wanted, HEIGHT)
            point.setX(point.x() + wanted + GAP)
        return point.y() + HEIGHT if self._chips else 0


class _Chip(QWidget):
    def __init__(self, attachment: Attachment, parent: QWidget, *, can_remove: bool) -> None:
        super().__init__(parent)
        self.name = QToolButton(self)
        self.name.setAutoRaise(True)
        self.name.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._draw_icon()
        self.name.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.name.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._label = attachment.name or self.tr("Pasted text")
        self._amount = size(len(attachment.text.encode("utf-8", "replace")))
        words = f"{self._label} · {self._amount}"
        self.name.setText(words)
        self.name.setToolTip(self.tr("Show {0}").format(words))
        self.name.setAccessibleName(self.tr("Attachment: {0}").format(words))
        row = QHBoxLayout(self)
        row.setContentsMargins(2, 1, 2, 1)
        row.setSpacing(0)
        row.addWidget(self.name, 1)
        self.remove: IconButton | None = None
        if can_remove:
            self.remove = IconButton(Icon.CLOSE, self.tr("Remove {0}").format(self._label), parent=self)
            self.remove.setFixedSize(24, 24)
            row.addWidget(self.remove)

    def controls(self) -> list[QWidget]:
        return [self.name] if self.remove is None else [self.name, self.remove]

    def sizeHint(self) -> QSize:
        """For the whole name: what is shown of it may be less."""
        words = self.fontMetrics().horizontalAdvance(f"{self._label} · {self._amount}")
        return QSize(words + 44 + (26 if self.remove else 0), HEIGHT)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        room = self.width() - 40 - (26 if self.remove else 0)
        tail = f" · {self._amount}"
        metrics = self.fontMetrics()
        name = metrics.elidedText(self._label, Qt.TextElideMode.ElideMiddle, room - metrics.horizontalAdvance(tail))
        self.name.setText(name + tail)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._draw_icon()

    def _draw_icon(self) -> None:
        self.name.setIcon(icon(Icon.ATTACHMENT, self.palette()))

    def paintEvent(self, _event: QPaintEvent) -> None:
        colours = colours_of(self.palette())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(colours.edge))
        painter.setBrush(QColor(colours.page))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
