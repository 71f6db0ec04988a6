"""The page: layout of title, banners, transcript and composer. GUI thread; decides nothing."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QPalette, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from chatapp.domain.conversation import Conversation
from chatapp.ui.banners import Banners
from chatapp.ui.composer.composer import Composer
from chatapp.ui.elided_label import ElidedLabel
from chatapp.ui.transcript.view import TranscriptView


class ChatPage(QWidget):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAutoFillBackground(True)
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self.title = ElidedLabel()
        font = QFont(self.title.font())
        font.setWeight(QFont.Weight.DemiBold)
        self.title.setFont(font)
        self.banners = Banners()
        self.transcript = TranscriptView()
        self.transcript.setAccessibleName(self.tr("Transcript"))
        self.welcome = QLabel(self.tr("Write a message to begin.\nThe answer is made on this computer and stays here."))
        self.welcome.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.welcome.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.welcome.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)
        self.composer = Composer()
        self._middle = QStackedWidget()
        self._middle.addWidget(self.transcript)
        self._middle.addWidget(self.welcome)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.title)
        column.addWidget(self.banners)
        column.addWidget(self._middle, 1)
        column.addWidget(self.composer)

    def show_conversation(self, conversation: Conversation | None) -> None:
        """Its title, and whether it can be written in; None: the page of a new one."""
        is_new = conversation is None or conversation.head_id is None
        self._middle.setCurrentWidget(self.welcome if is_new else self.transcript)
        title = "" if conversation is None else conversation.title
        self.title.setText(title or self.tr("New conversation"))
        self.composer.setVisible(conversation is None or not conversation.is_deleted)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.composer.limit_height(self.window().height() // 3)
