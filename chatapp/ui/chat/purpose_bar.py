"""Says, above the composer, what else than sending Enter will do with what is written there. GUI thread."""

from dataclasses import dataclass
from enum import Enum, auto

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from chatapp.domain.message import Role
from chatapp.ui.icons import Icon
from chatapp.ui.widgets.icon_button import IconButton

WIDTH = 720  # of the transcript's column


class Kind(Enum):
    INSERT = auto()
    BEGIN = auto()


@dataclass(frozen=True, slots=True)
class Purpose:
    """`message_id`: below which a message is inserted, or which answer is written anew. `role` of what is inserted."""

    kind: Kind
    message_id: int
    role: Role = Role.USER


class PurposeBar(QWidget):
    left = Signal()  # back to sending

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.purpose: Purpose | None = None
        self.words = QLabel()
        self.words.setForegroundRole(self.palette().ColorRole.PlaceholderText)
        self.close_button = IconButton(Icon.CLOSE, self.tr("Back to sending"), self.tr("Esc"))
        self.close_button.clicked.connect(self.leave)
        inner = QWidget()
        inner.setMaximumWidth(WIDTH)
        row = QHBoxLayout(inner)
        row.setContentsMargins(12, 0, 0, 0)
        row.addWidget(self.words, 1)
        row.addWidget(self.close_button)
        middle = QHBoxLayout(self)
        middle.setContentsMargins(16, 4, 16, 0)
        middle.addStretch(1)
        middle.addWidget(inner, 1000)
        middle.addStretch(1)
        self.hide()

    def show_purpose(self, purpose: Purpose) -> None:
        self.purpose = purpose
        self.words.setText(self._sentence(purpose))
        self.show()

    def leave(self) -> None:
        if self.purpose is not None:
            self.purpose = None
            self.hide()
            self.left.emit()

    def _sentence(self, purpose: Purpose) -> str:
        if purpose.kind is Kind.BEGIN:
            return self.tr("The answer is written anew and begins with what stands here.")
        return {
            Role.USER: self.tr("Inserted as yours, and not answered."),
            Role.ASSISTANT: self.tr("Inserted as the model's answer."),
            Role.SYSTEM: self.tr("Inserted as instructions to the model."),
        }[purpose.role]
