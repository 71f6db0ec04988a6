"""What a person asks of the messages that are shown: another answer or version, a change, a copy. GUI thread."""

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication

from chatapp.domain.message import Message, Role
from chatapp.services.desk import Services
from chatapp.ui.asking import Asking
from chatapp.ui.chat.page import ChatPage
from chatapp.ui.chat.presenter import ChatPresenter
from chatapp.ui.markdown.thinking import parts_of


class TurnActions(QObject):
    def __init__(self, page: ChatPage, chat: ChatPresenter, services: Services, asking: Asking) -> None:
        super().__init__(chat)
        self._page = page
        self._chat = chat
        self._conversations = services.conversations
        self._answers = services.answers
        self._branches = services.branches
        self._asking = asking
        page.composer.stop_asked.connect(self.stop)
        page.composer.edit_last_asked.connect(self.edit_last)
        transcript = page.transcript
        transcript.edited.connect(self._on_edited)
        transcript.regenerate_asked.connect(self._regenerate)
        transcript.continue_asked.connect(self._continue)
        transcript.keep_asked.connect(self._keep)
        transcript.version_asked.connect(self._show_version)
        transcript.stop_asked.connect(self._stop)

    def has_version(self, step: int) -> bool:
        """Whether a shown turn has one beside it: which turn is meant is asked when one is wanted."""
        return any(turn.neighbour(step) is not None for turn in self._chat.forks)

    def stop(self) -> None:
        """The answer that runs here, else the one that waits longest."""
        if (live := self._chat.live) is not None:
            self._asking(lambda: self._answers.stop(live.message_id))

    def regenerate(self) -> None:
        if (turn := self._chat.answer) is not None:
            self._regenerate(turn.message.id)

    def continue_answer(self) -> None:
        if (turn := self._chat.answer) is not None and turn.message.status.can_continue:
            self._continue(turn.message.id)

    def step_version(self, step: int) -> None:
        """To the version beside that of the turn that has the keyboard, or of the last answer; not past either end."""
        focused = self._page.transcript.focused_id
        here = next((turn for turn in self._chat.forks if turn.message.id == focused), self._chat.answer)
        neighbour = None if here is None else here.neighbour(step)
        if neighbour is not None:
            self._show_version(neighbour)

    def edit_last(self) -> None:
        """Opens what the person said last for editing, in its place."""
        last = next((turn.message for turn in reversed(self._chat.turns) if turn.message.role is Role.USER), None)
        if last is not None and not self._chat.is_deleted:
            self._page.transcript.edit(last.id)

    def copy_answer(self) -> None:
        if self._chat.answer is not None:
            QGuiApplication.clipboard().setText(self.answer_text)

    @property
    def answer_text(self) -> str:
        """Of the last answer, without what was thought before it; "" where there is none."""
        return "" if self._chat.answer is None else parts_of(self._text_of(self._chat.answer.message)).answer

    def _text_of(self, message: Message) -> str:
        live = self._answers.live(message.id)
        return message.text if live is None else live.text

    def _on_edited(self, message_id: int, text: str) -> None:
        if self._chat.change(lambda: self._edit(message_id, text)):
            self._page.transcript.end_edit(message_id)
            self._page.focus_first()

    def _edit(self, message_id: int, text: str) -> None:
        """What the person said is answered anew; another text of an answer, or of instructions, just stands there."""
        if self._conversations.message(message_id).role is Role.USER:
            self._answers.edit(message_id, text)
        else:
            self._branches.write_beside(message_id, text)

    def _regenerate(self, answer_id: int) -> None:
        self._chat.change(lambda: self._answers.regenerate(answer_id))

    def _continue(self, answer_id: int) -> None:
        self._chat.change(lambda: self._answers.continue_answer(answer_id))

    def _keep(self, answer_id: int) -> None:
        self._chat.change(lambda: self._answers.keep(answer_id))

    def _stop(self, answer_id: int) -> None:
        self._asking(lambda: self._answers.stop(answer_id))

    def _show_version(self, message_id: int) -> None:
        self._asking(lambda: self._conversations.show_version(message_id))
