"""What goes from a conversation into a document, and back. GUI thread."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from chatapp.domain.attachment import Attachment
from chatapp.services.drafting import Question
from chatapp.ui.actions import Actions
from chatapp.ui.drafting.room import DraftingRoom
from chatapp.ui.drafting.row_chooser import RowChooser
from chatapp.ui.workspace import Workspace

Open = Callable[[int | None], None]


class Crossing(QObject):
    """`open_` shows what a row of the list stands for, with the keyboard; None a conversation that begins."""

    def __init__(self, actions: Actions, room: DraftingRoom, workspace: Workspace, open_: Open) -> None:
        super().__init__(room)
        self._room = room
        self._chat = workspace.chat
        self._turns = workspace.turns
        self._composer = workspace.page.composer
        self._notices = workspace.notices
        self._open = open_
        window, services = self._composer.window(), workspace.services
        documents, talks = self.tr("Into which document?"), self.tr("Into which conversation?")
        listed, asking = services.conversations, room.asking
        self.documents = RowChooser(window, listed, asking, documents, lambda row: row.is_document)
        self.talks = RowChooser(window, listed, asking, talks, lambda row: not row.is_document)
        room.open_asked.connect(open_)
        room.plans.asked.connect(self._show_question)
        room.plans.quoted.connect(lambda passage: self._talk_about(None, passage))
        actions.answer_to_document.triggered.connect(self._begin_document)
        actions.answer_into.triggered.connect(self._add_answer)
        actions.talk_in.triggered.connect(self._choose_talk)

    def _begin_document(self) -> None:
        is_incognito = self._is_incognito
        self._room.begin_with(self._turns.answer_text)
        self._say_kept(is_incognito=is_incognito)

    def _add_answer(self) -> None:
        """Behind what the chosen document has."""
        answer, is_incognito = self._turns.answer_text, self._is_incognito

        def add(document_id: int) -> None:
            self._room.add(document_id, answer)
            self._say_kept(is_incognito=is_incognito)

        self.documents.choose(add)

    @property
    def _is_incognito(self) -> bool:
        return self._chat.conversation is not None and self._chat.conversation.is_incognito

    def _say_kept(self, *, is_incognito: bool) -> None:
        """What a person moved out of an incognito conversation is on the disk from now on."""
        if is_incognito:
            sentence = self.tr(
                "Documents are kept on the disk: what you put here from an incognito conversation stays."
            )
            self._room.notices.tell_done(sentence)

    def _choose_talk(self) -> None:
        """The selection as a quotation, else the document as it is, goes with the next message there."""
        document = self._room.taken
        if document is not None:
            passage = self._room.page.editor.selected
            self.talks.choose(lambda id_: self._talk_about(id_, passage, None if passage.strip() else document))

    def _talk_about(self, conversation_id: int | None, passage: str, document: Attachment | None = None) -> None:
        self._open(conversation_id)
        if document is not None:
            self._composer.add_attachment(document)
        quoted = "".join(f"> {line}\n" for line in passage.splitlines())
        self._composer.suggest(f"{quoted}\n" if quoted else "")

    def _show_question(self, asked: Question) -> None:
        self._open(asked.conversation_id)
        if asked.kept < asked.total:
            sentence = self.tr(
                "The document is longer than the model can read. It was given the beginning and what shares words with "
                "the question: {0} of {1} passages."
            )
            self._notices.tell_done(sentence.format(asked.kept, asked.total))
