"""Two stores as one: conversations on the disk, and those that never get there. GUI thread.

Which of them an id belongs to shows in its number. What is not of one conversation alone is the disk's.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from chatapp.domain.attachment import Attachment
from chatapp.domain.branch import DeletedBranch, Tree
from chatapp.domain.conversation import INCOGNITO_FROM, ChatSettings, Conversation
from chatapp.domain.generation import Run
from chatapp.domain.mark import ContextMark
from chatapp.domain.message import Message, Role, Status
from chatapp.domain.prompt import KeptSummary
from chatapp.services.document_ports import DocumentStore
from chatapp.services.exchange_ports import Archive, Vault
from chatapp.services.ports import BranchStore, ConversationStore, FindStore, FolderStore, PersonaStore, TagStore


class TwoStores:
    """Implements services.ports.ConversationStore. The one in memory is made when the first such conversation is."""

    def __init__(self, disk: ConversationStore) -> None:
        self._disk = disk
        self._memory: ConversationStore | None = None
        self._branches = TwoBranches(self.of)

    def of(self, conversation_or_message_id: int) -> ConversationStore:
        """KeyError for an id of a conversation in memory while there is none."""
        if conversation_or_message_id < INCOGNITO_FROM:
            return self._disk
        if self._memory is None:
            raise KeyError(conversation_or_message_id)
        return self._memory

    def create_incognito(self) -> Conversation:
        """It is gone when the program ends."""
        self._memory = self._memory or self._disk.in_memory()
        return self._memory.create()

    def in_memory(self) -> ConversationStore:
        return self._disk.in_memory()

    @property
    def folders(self) -> FolderStore:
        return self._disk.folders

    @property
    def tags(self) -> TagStore:
        return self._disk.tags

    @property
    def personas(self) -> PersonaStore:
        return self._disk.personas

    @property
    def branches(self) -> BranchStore:
        return self._branches

    @property
    def finder(self) -> FindStore:
        return self._disk.finder

    @property
    def documents(self) -> DocumentStore:
        return self._disk.documents

    @property
    def archive(self) -> Archive:
        return self._disk.archive

    @property
    def vault(self) -> Vault:
        return self._disk.vault

    def create(self, title: str = "") -> Conversation:
        return self._disk.create(title)

    def conversation(self, conversation_id: int) -> Conversation:
        return self.of(conversation_id).conversation(conversation_id)

    def conversations(self, title_filter: str = "", *, deleted: bool = False) -> list[Conversation]:
        found = self._disk.conversations(title_filter, deleted=deleted)
        if self._memory is None:
            return found
        both = found + self._memory.conversations(title_filter, deleted=deleted)
        return sorted(both, key=lambda conversation: (conversation.updated_at, conversation.id), reverse=True)

    def rename(self, conversation_id: int, title: str, *, own: bool) -> None:
        self.of(conversation_id).rename(conversation_id, title, own=own)

    def arrange(self, conversations: Sequence[Conversation]) -> None:
        """The store in memory has no folders; a persona comes there when a conversation takes it."""
        if stored := [conversation for conversation in conversations if not conversation.is_incognito]:
            self._disk.arrange(stored)
        for conversation in conversations:
            if conversation.is_incognito:
                self._bring_persona(conversation)
                self.of(conversation.id).arrange([conversation])

    def delete(self, conversation_id: int) -> None:
        self.of(conversation_id).delete(conversation_id)

    def restore(self, conversation_id: int) -> None:
        self.of(conversation_id).restore(conversation_id)

    def purge(self, conversation_id: int) -> None:
        self.of(conversation_id).purge(conversation_id)

    def tree(self, conversation_id: int) -> Tree:
        return self.of(conversation_id).tree(conversation_id)

    def newest_leaf(self, message_id: int) -> int:
        return self.of(message_id).newest_leaf(message_id)

    def message(self, message_id: int) -> Message:
        return self.of(message_id).message(message_id)

    def path(self, message_id: int) -> list[Message]:
        return self.of(message_id).path(message_id)

    def add_turn(
        self,
        conversation_id: int,
        parent_id: int | None,
        text: str,
        attachments: tuple[Attachment, ...] = (),
        answer_start: str = "",
    ) -> tuple[Message, Message]:
        return self.of(conversation_id).add_turn(conversation_id, parent_id, text, attachments, answer_start)

    def start(
        self,
        title: str,
        text: str,
        attachments: tuple[Attachment, ...] = (),
        answer_start: str = "",
        settings: ChatSettings | None = None,
    ) -> tuple[Message, Message]:
        return self._disk.start(title, text, attachments, answer_start, settings)

    def add_answer(self, user_message_id: int, text: str = "") -> Message:
        return self.of(user_message_id).add_answer(user_message_id, text)

    def add_beside(self, answer_id: int, count: int) -> list[Message]:
        return self.of(answer_id).add_beside(answer_id, count)

    def set_head(self, conversation_id: int, message_id: int | None) -> None:
        self.of(conversation_id).set_head(conversation_id, message_id)

    def checkpoint(self, message_id: int, text: str) -> None:
        self.of(message_id).checkpoint(message_id, text)

    def finish(self, message_id: int, text: str, status: Status, note: str = "") -> None:
        self.of(message_id).finish(message_id, text, status, note)

    def keep(self, message_id: int) -> None:
        self.of(message_id).keep(message_id)

    def record_run(self, run: Run, report: bytes = b"") -> None:
        self.of(run.message_id).record_run(run, report)

    def run(self, message_id: int) -> Run | None:
        return self.of(message_id).run(message_id)

    def token_report(self, message_id: int) -> bytes:
        return self.of(message_id).token_report(message_id)

    def summaries(self, message_ids: Sequence[int]) -> Mapping[int, KeptSummary]:
        """Of messages of one conversation."""
        return self.of(message_ids[0]).summaries(message_ids) if message_ids else {}

    def keep_summary(self, message_id: int, summary: KeptSummary) -> None:
        self.of(message_id).keep_summary(message_id, summary)

    def interrupted(self) -> frozenset[int]:
        return self._disk.interrupted()

    def was_changed_elsewhere(self) -> bool:
        return self._disk.was_changed_elsewhere()

    def unfinished(self) -> list[Message]:
        return self._disk.unfinished()

    def close(self) -> None:
        if self._memory is not None:
            self._memory.close()
        self._disk.close()

    def _bring_persona(self, conversation: Conversation) -> None:
        wanted, personas = conversation.settings.persona_id, self.of(conversation.id).personas
        if wanted is not None and wanted not in [persona.id for persona in personas.all()]:
            known = {persona.id: persona for persona in self._disk.personas.all()}
            personas.restore(known[wanted], ())


class TwoBranches:
    """Implements services.ports.BranchStore."""

    def __init__(self, of: Callable[[int], ConversationStore]) -> None:
        self._of = of

    def insert(
        self,
        conversation_id: int,
        parent_id: int | None,
        role: Role,
        text: str,
        attachments: tuple[Attachment, ...] = (),
    ) -> Message:
        return self._of(conversation_id).branches.insert(conversation_id, parent_id, role, text, attachments)

    def delete(self, message_id: int, deleted_at: datetime | None = None) -> None:
        self._of(message_id).branches.delete(message_id, deleted_at)

    def restore(self, root_id: int) -> tuple[int, ...]:
        return self._of(root_id).branches.restore(root_id)

    def purge(self, root_id: int) -> None:
        self._of(root_id).branches.purge(root_id)

    def deleted(self, conversation_id: int) -> list[DeletedBranch]:
        return self._of(conversation_id).branches.deleted(conversation_id)

    def mark(self, message_id: int, mark: ContextMark | None) -> None:
        self._of(message_id).branches.mark(message_id, mark)

    def marks(self, conversation_id: int) -> dict[int, ContextMark]:
        return self._of(conversation_id).branches.marks(conversation_id)
