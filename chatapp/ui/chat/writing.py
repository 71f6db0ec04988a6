"""What a person does with messages beside sending: inserts one of any role, edits an answer, has several written, or
one that begins with given words. GUI thread."""

from PySide6.QtCore import QObject

from chatapp.domain.branch import Turn
from chatapp.domain.errors import Problem, ProblemKind
from chatapp.domain.message import Role
from chatapp.services.desk import Services
from chatapp.ui.actions import Actions
from chatapp.ui.asking import Asking
from chatapp.ui.chat.alternatives_window import AlternativesWindow
from chatapp.ui.chat.page import ChatPage
from chatapp.ui.chat.presenter import ChatPresenter
from chatapp.ui.chat.purpose_bar import Kind, Purpose


class Writing(QObject):
    """All of it is about the turn that has the keyboard, else about the last one."""

    def __init__(
        self, actions: Actions, page: ChatPage, chat: ChatPresenter, services: Services, asking: Asking
    ) -> None:
        super().__init__(actions)
        self._actions = actions
        self._page = page
        self._chat = chat
        self._services = services
        self._asking = asking
        self.alternatives: AlternativesWindow | None = None
        chat.other_purpose = self.take
        chat.shown.connect(self.refresh)
        page.purpose_bar.left.connect(page.composer.edit.setFocus)
        actions.edit_turn.triggered.connect(self._edit)
        for action, role in (
            (actions.insert_yours, Role.USER),
            (actions.insert_answer, Role.ASSISTANT),
            (actions.insert_instructions, Role.SYSTEM),
        ):
            action.triggered.connect(lambda _checked=False, role=role: self._insert(role))
        actions.begin_answer.triggered.connect(self._begin)
        actions.several_answers.triggered.connect(self._several)
        actions.side_by_side.triggered.connect(self.show_side_by_side)

    def refresh(self) -> None:
        """What can be done now; a purpose that was about another conversation is left."""
        actions, turns = self._actions, self._chat.turns
        can_write = bool(turns) and not self._chat.is_deleted
        for action in (actions.edit_turn, actions.insert_yours, actions.insert_answer, actions.insert_instructions):
            action.setEnabled(can_write)
        answer = self._chat.answer
        is_ended = answer is not None and answer.message.status.is_terminal
        actions.begin_answer.setEnabled(can_write and is_ended)
        actions.several_answers.setEnabled(can_write and is_ended)
        actions.side_by_side.setEnabled(answer is not None and len(answer.versions) > 1)
        purpose = self._page.purpose_bar.purpose
        if purpose is not None and all(turn.message.id != purpose.message_id for turn in turns):
            self._page.purpose_bar.leave()
        if self.alternatives is not None and self.alternatives.isVisible():
            self.alternatives.follow({turn.message.id for turn in turns})

    def take(self, text: str) -> bool:
        """Whether what was written had another purpose than to be sent; then it has been served."""
        purpose = self._page.purpose_bar.purpose
        conversation_id = self._chat.open_id
        if purpose is None or conversation_id is None:
            return False
        services, attachments = self._services, self._page.composer.attachments
        if purpose.kind is Kind.BEGIN and attachments:
            sentence = self.tr("An answer can't begin with a file, so nothing was changed.")
            self._asking.refused.emit(Problem(ProblemKind.READ_ONLY, sentence, (self.tr("Remove the file first"),)))
            return True
        if purpose.kind is Kind.BEGIN:
            done = self._chat.change(lambda: services.answers.regenerate(purpose.message_id, answer_start=text))
        else:
            insert = services.branches.insert
            done = self._chat.change(
                lambda: insert(conversation_id, purpose.message_id, purpose.role, text, attachments)
            )
        if done:
            self._page.composer.clear()
            self._page.purpose_bar.leave()
        return True

    def show_side_by_side(self) -> None:
        answer = self._chat.answer
        if answer is None:
            return
        if self.alternatives is None:
            self.alternatives = AlternativesWindow(self._services, self._asking, self._page.window())
            self.alternatives.chosen.connect(self._choose)
        self.alternatives.show_answer(answer)

    def _choose(self, message_id: int) -> None:
        self._chat.change(lambda: self._services.conversations.show_version(message_id))

    def _several(self) -> None:
        answer = self._chat.answer
        if answer is not None:
            several = self._services.settings.current.chats.several_answers
            self._chat.change(lambda: self._services.answers.regenerate(answer.message.id, several))
            self.show_side_by_side()

    def _edit(self) -> None:
        if (turn := self._turn()) is not None:
            self._page.transcript.edit(turn.message.id)

    def _insert(self, role: Role) -> None:
        if (turn := self._turn()) is not None:
            self._serve(Purpose(Kind.INSERT, turn.message.id, role))

    def _begin(self) -> None:
        if (answer := self._chat.answer) is not None:
            self._serve(Purpose(Kind.BEGIN, answer.message.id))

    def _serve(self, purpose: Purpose) -> None:
        self._page.purpose_bar.show_purpose(purpose)
        self._page.composer.edit.setFocus()

    def _turn(self) -> Turn | None:
        focused = self._page.transcript.focused_id
        turns = self._chat.turns
        here = next((turn for turn in turns if turn.message.id == focused), None)
        return here or (turns[-1] if turns else None)
