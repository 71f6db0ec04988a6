"""Between the page of a conversation and the use cases: what is shown there, and what a person asks of it. GUI thread.

Knows which conversation is open; None is the one that begins with the next message.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, partial

from PySide6.QtCore import QObject, Signal

from chatapp.domain.attachment import Attachment
from chatapp.domain.branch import Turn
from chatapp.domain.changes import Change
from chatapp.domain.conversation import Conversation
from chatapp.domain.errors import Problem, ProblemKind
from chatapp.domain.message import Role, Status
from chatapp.services.desk import Services
from chatapp.services.live import LiveAnswer
from chatapp.ui.asking import Asking
from chatapp.ui.chat.outside import open_link
from chatapp.ui.chat.page import ChatPage


@dataclass(frozen=True)
class _Path:
    """What is read of a conversation to be shown; nothing for the one that does not exist yet. Of thousands of turns,
    what is asked of all of them again and again is asked once."""

    conversation: Conversation | None = None
    turns: tuple[Turn, ...] = ()

    @cached_property
    def ids(self) -> frozenset[int]:
        return frozenset([turn.message.id for turn in self.turns])

    @cached_property
    def forks(self) -> tuple[Turn, ...]:
        return tuple([turn for turn in self.turns if len(turn.versions) > 1])

    @cached_property
    def unfinished(self) -> tuple[Turn, ...]:
        complete = Status.COMPLETE
        left = [turn for turn in self.turns if turn.message.status is not complete]
        return tuple(turn for turn in left if not turn.message.status.is_terminal)


class ChatPresenter(QObject):
    shown = Signal()  # another conversation, another branch, or another state of its answers

    def __init__(self, page: ChatPage, services: Services, asking: Asking) -> None:
        super().__init__(page)
        self._page = page
        self._conversations = services.conversations
        self._answers = services.answers
        self._asking = asking
        self._tell_opened = services.open
        self._begin = services.begin
        self._path = _Path()
        self._is_stale = False
        self.conversation: Conversation | None = None
        self.other_purpose: Callable[[str], bool] = lambda _text: False
        page.composer.sent.connect(self.send)
        page.composer.tray.refused.connect(asking.refused)
        page.transcript.link_activated.connect(open_link)
        page.transcript.example_chosen.connect(page.composer.suggest)

    # What is open.

    @property
    def open_id(self) -> int | None:
        return None if self.conversation is None else self.conversation.id

    @property
    def is_busy(self) -> bool:
        """Whether an answer runs or waits in this conversation."""
        return self.open_id is not None and self._answers.is_busy(self.open_id)

    @property
    def live(self) -> LiveAnswer | None:
        """The first answer of the shown branch that is on its way."""
        lives = (self._answers.live(turn.message.id) for turn in self._path.unfinished)
        return next((live for live in lives if live is not None), None)

    @property
    def turns(self) -> tuple[Turn, ...]:
        """The branch that is shown."""
        return self._path.turns

    @property
    def forks(self) -> tuple[Turn, ...]:
        """Those of its turns that have other versions."""
        return self._path.forks

    @property
    def answer(self) -> Turn | None:
        """The answer that actions are about: the last one."""
        return next((turn for turn in reversed(self.turns) if turn.message.role is Role.ASSISTANT), None)

    def open(self, conversation_id: int | None) -> None:
        """Shows a conversation, or the empty page of a new one."""
        path = self._asking.answer(lambda: self._read(conversation_id))
        if path is None:
            self.shown.emit()  # what was open still is: the list must say so
            return
        self._page.composer.open(conversation_id)
        self._show(path)
        self._tell_opened(conversation_id)

    def on_change(self, change: Change) -> None:
        if self.open_id is None:
            return
        if change.list_changed and self.open_id not in change.path_of:
            self._read_conversation()
        ended = [id_ for id_ in change.messages & self._path.ids if not self._show_live(id_)]
        if self.open_id in change.path_of or ended or self._is_stale:
            self._show_again()

    # What a person asks.

    def send(self, text: str) -> None:
        attachments = self._page.composer.attachments
        if self.other_purpose(text):
            return
        sent_to = self._asking.answer(lambda: self._send(text, attachments))
        if sent_to is None:
            return
        self._page.composer.clear()
        if sent_to != self.open_id:
            path = self._asking.answer(lambda: self._read(sent_to))
            if path is None:
                return
            self._page.composer.adopt(sent_to)
            self._show(path)
            self._tell_opened(sent_to)
        self._page.transcript.go_to_end()

    def _send(self, text: str, attachments: tuple[Attachment, ...]) -> int:
        if self.open_id is None:
            return self._begin(text, attachments)
        return self._answers.send(self.open_id, text, attachments)

    def forget(self, conversation_id: int) -> None:
        """It is gone for good, and with it what was written for it and not sent."""
        unsent = self._page.unsent
        unsent.keep(conversation_id, "")
        unsent.keep_attachments(conversation_id, ())
        for message_id in tuple(unsent.edits):
            if self._asking.answer(partial(self._exists, message_id)) is False:
                unsent.forget_edit(message_id)

    def attach(self) -> None:
        """Asks for text files that go with the next message."""
        self._page.composer.tray.ask_for_files()

    @property
    def is_deleted(self) -> bool:
        return self.conversation is not None and self.conversation.is_deleted

    def _read_conversation(self) -> None:
        """Its title or its place may be another; it may be gone for good."""
        found = self._asking.answer(self._find)
        if found is None:
            return
        if not found:
            self.open(None)
            return
        self.conversation = found[0]
        self._page.show_conversation(self.conversation)
        self.shown.emit()

    def _find(self) -> tuple[Conversation, ...]:
        """The open one; nothing where it is gone."""
        try:
            return () if self.open_id is None else (self._conversations.conversation(self.open_id),)
        except KeyError:
            return ()

    def _exists(self, message_id: int) -> bool:
        try:
            return self._conversations.message(message_id).id == message_id
        except KeyError:
            return False

    def _read(self, conversation_id: int | None) -> _Path:
        if conversation_id is None:
            return _Path()
        return _Path(self._conversations.conversation(conversation_id), self._conversations.turns(conversation_id))

    def _show_again(self) -> None:
        """What can't be read now is read with the next change; until then the screen stays as it is."""
        path = self._asking.answer(lambda: self._read(self.open_id))
        self._is_stale = path is None
        if path is not None:
            self._show(path)

    def _show(self, path: _Path) -> None:
        self._is_stale = False
        self.conversation = path.conversation
        self._path = path
        self._page.show_conversation(self.conversation)
        was_read = not path.turns and self._page.transcript.focused_id is not None
        self._page.transcript.show_turns(path.turns)
        if was_read:
            self._page.focus_first()  # nothing is left to read
        for turn in path.unfinished:
            self._show_live(turn.message.id)
        self._page.composer.show_busy(is_busy=self.is_busy)
        self.shown.emit()

    def _show_live(self, message_id: int) -> bool:
        """Whether the answer is still on its way."""
        live = self._answers.live(message_id)
        if live is not None:
            self._page.transcript.show_live(live)
        return live is not None

    def change(self, ask: Callable[[], object]) -> bool:
        """Whether it was done: what lies in the bin is only read."""
        if self.is_deleted:
            sentence = self.tr("This conversation is in the bin, so nothing was changed.")
            problem = Problem(ProblemKind.READ_ONLY, sentence, (self.tr("Restore it first"),))
            self._asking.refused.emit(problem)
            return False
        return self._asking(ask)
