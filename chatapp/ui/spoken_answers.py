"""Tells a screen reader when an answer in the open conversation is there, and how it ended. GUI thread.

Politely: it waits until the reader has said what it is at. Nothing is taken from the keyboard.
"""

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QWidget

from chatapp.domain.changes import Change
from chatapp.domain.message import Message, Status
from chatapp.services.answers import Answers
from chatapp.ui.chat.presenter import ChatPresenter
from chatapp.ui.transcript.wording import ending_of

LONGEST = 500  # characters that are read out; more is a text to go through at leisure


class SpokenAnswers(QObject):
    spoken = Signal(str)

    def __init__(self, window: QWidget, answers: Answers, chat: ChatPresenter) -> None:
        super().__init__(window)
        self._window = window
        self._answers = answers
        self._chat = chat
        self._running: set[int] = set()

    def on_change(self, change: Change) -> None:
        """After the chat has heard of it."""
        for message_id in change.messages:
            if self._answers.live(message_id) is not None:
                self._running.add(message_id)
            elif message_id in self._running:
                self._running.discard(message_id)
                self._tell(message_id)

    def _tell(self, message_id: int) -> None:
        answer = self._chat.answer
        if answer is None or answer.message.id != message_id:
            return
        text = self._words(answer.message)
        self.spoken.emit(text)
        if QAccessible.isActive():
            event = QAccessibleAnnouncementEvent(self._window, text)
            event.setPoliteness(QAccessible.AnnouncementPoliteness.Polite)
            QAccessible.updateAccessibility(event)

    def _words(self, message: Message) -> str:
        if message.status is Status.COMPLETE:
            words = self.tr("Answer: {0}")
            if len(message.text) > LONGEST:
                words = self.tr("The answer is there. It begins: {0}")
            return words.format(message.text[:LONGEST])
        return ending_of(message)
