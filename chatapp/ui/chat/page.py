"""The page: layout of title, banners, transcript and composer. GUI thread; decides nothing."""

from PySide6.QtGui import QPalette, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from chatapp.domain.conversation import Conversation
from chatapp.ui.banners import Banners
from chatapp.ui.chat.bin_bar import BinBar
from chatapp.ui.chat.purpose_bar import PurposeBar
from chatapp.ui.composer.composer import Composer
from chatapp.ui.transcript.view import TranscriptView
from chatapp.ui.unsent import UnsentTexts
from chatapp.ui.widgets.title_row import TitleRow


class ChatPage(QWidget):
    def __init__(self, unsent: UnsentTexts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.unsent = unsent
        self.setAutoFillBackground(True)
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self.head = TitleRow()
        self.title = self.head.title
        self.banners = Banners()
        self.transcript = TranscriptView(unsent)
        self.composer = Composer(unsent)
        self.purpose_bar = PurposeBar()
        self.bin_bar = BinBar()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self.banners)
        column.addWidget(self.transcript, 1)
        column.addWidget(self.purpose_bar)
        column.addWidget(self.composer)
        column.addWidget(self.bin_bar)

    def show_conversation(self, conversation: Conversation | None) -> None:
        """Its title, and whether it can be written in; None: the page of a new one."""
        title = "" if conversation is None else conversation.title
        title = title or self.tr("New conversation")
        is_incognito = conversation is not None and conversation.is_incognito
        self.title.setText(self.tr("{0} · incognito").format(title) if is_incognito else title)
        self.transcript.promise(is_incognito=is_incognito)
        is_deleted = conversation is not None and conversation.is_deleted
        if is_deleted and self.composer.edit.hasFocus():
            self.transcript.focus_reading()  # else the keyboard leaves the page
        self.composer.setVisible(not is_deleted)
        if not is_deleted and self.bin_bar.has_keyboard:
            self.composer.edit.setFocus()
        self.bin_bar.setVisible(is_deleted)

    def focus_first(self) -> None:
        """Where one can write, there; else what is read."""
        if self.composer.isEnabled() and not self.composer.isHidden():
            self.composer.edit.setFocus()
        else:
            self.transcript.focus_reading()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.composer.limit_height(self.window().height() // 3)
