"""The ground of a turn: a tinted box behind what the person wrote, a line around instructions and the word for them,
nothing behind an answer. GUI thread."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QLabel, QWidget

from chatapp.domain.attachment import Attachment
from chatapp.ui.theme import colours_of
from chatapp.ui.widgets.attachment_window import AttachmentWindow
from chatapp.ui.widgets.chips import Chips

GAP, HEADING_GAP = 8, 4


class TurnFrame(QWidget):
    """And the texts that went with the message, as chips at its top. `heading` stands above all; "" for none."""

    def __init__(self, parent: QWidget, *, has_box: bool, heading: str = "") -> None:
        super().__init__(parent)
        self._has_box = has_box
        self._box_height = 0
        self._chips: Chips | None = None
        self.heading: QLabel | None = None
        if heading:
            self.heading = QLabel(heading, self)
            self.heading.setForegroundRole(QPalette.ColorRole.PlaceholderText)

    def show_attachments(self, attachments: Sequence[Attachment]) -> None:
        if attachments and self._chips is None:
            self._chips = Chips(can_remove=False, parent=self)
            self._chips.view_asked.connect(lambda attachment: AttachmentWindow(attachment, self.window()).show())
        if self._chips is not None:
            self._chips.show_attachments(attachments)

    def chip_controls(self) -> list[QWidget]:
        return self._chips.controls() if self._chips is not None else []

    def lay_out_head(self, left: int, top: int, width: int) -> int:
        """The height of what stands above the text, with the gaps below."""
        height = 0
        if self.heading is not None:
            height = self.heading.sizeHint().height()
            self.heading.setGeometry(left, top, width, height)
            height += HEADING_GAP
        return height + self._lay_out_chips(left, top + height, width)

    def _lay_out_chips(self, left: int, top: int, width: int) -> int:
        if self._chips is None or self._chips.isHidden():
            return 0
        height = self._chips.heightForWidth(width)
        self._chips.setGeometry(left, top + 2, width, height)
        return height + GAP

    @property
    def has_strong_frame(self) -> bool:
        """Whether its box stands out: the keyboard is in it."""
        return False

    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self._has_box:
            return
        colours = colours_of(self.palette())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground, line = (colours.panel, colours.panel) if self.heading is None else (colours.page, colours.line)
        painter.setPen(QColor(colours.accent if self.has_strong_frame else line))
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(QRectF(0.5, 0.5, self.width() - 1, self._box_height - 1), 8, 8)
