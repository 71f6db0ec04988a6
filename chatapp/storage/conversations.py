"""The store of conversations that the use cases see: each method one transaction, domain values in and out.

Runs on the GUI thread. Laws: nothing is overwritten, a finished message never changes, only a head moves.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from chatapp.domain.attachment import Attachment
from chatapp.domain.branch import Tree
from chatapp.domain.conversation import ChatSettings, Conversation
from chatapp.domain.generation import Run
from chatapp.domain.message import Message, Role, Status
from chatapp.domain.prompt import KeptSummary
from chatapp.paths import Paths
from chatapp.storage import conversation_table, messages, runs, search, summaries
from chatapp.storage.arriving import ARRIVING
from chatapp.storage.branches import Branches
from chatapp.storage.database import Database
from chatapp.storage.documents import Documents
from chatapp.storage.exchange.archive import Archive
from chatapp.storage.folders import Folders
from chatapp.storage.memory import database_like
from chatapp.storage.messages import NewMessage
from chatapp.storage.personas import Personas
from chatapp.storage.tables import ConversationRow, MessageRow, RunRow
from chatapp.storage.tags import Tags
from chatapp.storage.trees import Trees
from chatapp.storage.vault import Vault


def utc_now() -> datetime:
    return datetime.now(UTC)


class Conversations:
    """Implements services.ports.ConversationStore."""

    def __init__(self, database: Database, now: Callable[[], datetime] = utc_now) -> None:
        self._database = database
        self._now = now
        self._trees = Trees()
        self.folders = Folders(database)
        self.tags = Tags(database)
        self.personas = Personas(database)
        self.branches = Branches(database, now)
        self.archive = Archive(database.path, database.is_wanted)
        self.vault = Vault(Paths(database.path.parent))
        self.finder = search.Finder(database)
        self.documents = Documents(database, now)

    def in_memory(self) -> "Conversations":
        return Conversations(database_like(self._database), self._now)

    def close(self) -> None:
        """No call follows."""
        self._database.close()

    # Conversations

    def create(self, title: str = "") -> Conversation:
        now = self._now()
        with self._database.writing() as session:
            return conversation_table.create(session, title, now)

    def conversation(self, conversation_id: int) -> Conversation:
        with self._database.reading() as session:
            return conversation_table.get(session, conversation_id)

    def conversations(self, title_filter: str = "", *, deleted: bool = False) -> list[Conversation]:
        lies = ConversationRow.deleted_at > ARRIVING if deleted else ConversationRow.deleted_at.is_(None)
        with self._database.reading() as session:
            found = conversation_table.listed(session, lies)
        # Not in SQL: SQLite knows upper and lower case of ASCII alone.
        wanted = title_filter.casefold()
        return [conversation for conversation in found if wanted in conversation.title.casefold()]

    def rename(self, conversation_id: int, title: str, *, own: bool) -> None:
        with self._database.writing() as session:
            if own or not conversation_table.get(session, conversation_id).has_own_title:
                conversation_table.change(session, conversation_id, title=title, has_own_title=own)

    def arrange(self, conversations: Sequence[Conversation]) -> None:
        with self._database.writing() as session:
            conversation_table.arrange(session, conversations)

    def delete(self, conversation_id: int) -> None:
        with self._database.writing() as session:
            if not conversation_table.get(session, conversation_id).is_deleted:
                conversation_table.change(session, conversation_id, deleted_at=self._now())

    def restore(self, conversation_id: int) -> None:
        with self._database.writing() as session:
            conversation_table.change(session, conversation_id, deleted_at=None)

    def purge(self, conversation_id: int) -> None:
        with self._database.writing() as session:
            if not conversation_table.get(session, conversation_id).is_deleted:
                raise ValueError(f"conversation {conversation_id} is not in the bin")
            conversation_table.change(session, conversation_id, head_id=None)
            mine = MessageRow.conversation_id == conversation_id
            session.execute(delete(RunRow).where(RunRow.message_id.in_(select(MessageRow.id).where(mine))))
            session.execute(delete(MessageRow).where(mine))
            conversation_table.forget(session, conversation_id)
            search.forget_deleted(session)
        self._trees.forget()
        self._database.compact_log()

    def set_head(self, conversation_id: int, message_id: int | None) -> None:
        with self._database.writing() as session:
            if message_id is not None:
                messages.require_shown(session, conversation_id, message_id)
            conversation_table.change(session, conversation_id, head_id=message_id)

    # Messages

    def tree(self, conversation_id: int) -> Tree:
        with self._database.reading() as session:
            conversation_table.get(session, conversation_id)
            return self._trees.tree(session, conversation_id)

    def newest_leaf(self, message_id: int) -> int:
        with self._database.reading() as session:
            return messages.newest_leaf(session, message_id)

    def message(self, message_id: int) -> Message:
        with self._database.reading() as session:
            return messages.get(session, message_id)

    def path(self, message_id: int) -> list[Message]:
        with self._database.reading() as session:
            return messages.path(session, message_id)

    def add_turn(
        self,
        conversation_id: int,
        parent_id: int | None,
        text: str,
        attachments: tuple[Attachment, ...] = (),
        answer_start: str = "",
    ) -> tuple[Message, Message]:
        now = self._now()
        with self._database.writing() as session:
            conversation_table.get(session, conversation_id)
            if parent_id is not None:
                messages.require_shown(session, conversation_id, parent_id)
            return _add_turn(session, _said(conversation_id, parent_id, text, now), attachments, answer_start)

    def start(
        self,
        title: str,
        text: str,
        attachments: tuple[Attachment, ...] = (),
        answer_start: str = "",
        settings: ChatSettings | None = None,
    ) -> tuple[Message, Message]:
        now = self._now()
        with self._database.writing() as session:
            made = conversation_table.create(session, title, now)
            if settings is not None:
                conversation_table.arrange(session, (replace(made, settings=settings),))
            return _add_turn(session, _said(made.id, None, text, now), attachments, answer_start)

    def add_answer(self, user_message_id: int, text: str = "") -> Message:
        now = self._now()
        with self._database.writing() as session:
            asked = messages.get(session, user_message_id)
            messages.require_shown(session, asked.conversation_id, user_message_id)
            if asked.role is Role.ASSISTANT:
                raise ValueError(f"message {user_message_id} is not the user's")
            answer = messages.add(session, _queued(asked, text, now))
            conversation_table.change(session, asked.conversation_id, head_id=answer.id, updated_at=now)
        return answer

    def add_beside(self, answer_id: int, count: int) -> list[Message]:
        now = self._now()
        with self._database.writing() as session:
            answer = messages.get(session, answer_id)
            messages.require_shown(session, answer.conversation_id, answer_id)
            return [messages.add(session, _beside(answer, now)) for _ in range(count)]

    def checkpoint(self, message_id: int, text: str) -> None:
        with self._database.checkpointing() as session:
            messages.write(session, message_id, text, Status.STREAMING)

    def finish(self, message_id: int, text: str, status: Status, note: str = "") -> None:
        if not status.is_terminal:
            raise ValueError(f"{status} does not end an answer")
        with self._database.writing() as session:
            messages.write(session, message_id, text, status, note)

    def keep(self, message_id: int) -> None:
        with self._database.writing() as session:
            messages.keep(session, message_id)

    def interrupted(self) -> frozenset[int]:
        # Asked of each conversation: as a join SQLite would read all messages.
        status = select(MessageRow.status).where(MessageRow.id == ConversationRow.head_id).scalar_subquery()
        with self._database.reading() as session:
            return frozenset(session.scalars(select(ConversationRow.id).where(status == Status.INTERRUPTED)))

    def was_changed_elsewhere(self) -> bool:
        return self._database.was_changed_elsewhere()

    def unfinished(self) -> list[Message]:
        with self._database.reading() as session:
            return messages.unfinished(session)

    # Runs

    def record_run(self, run: Run, report: bytes = b"") -> None:
        with self._database.writing() as session:
            messages.get(session, run.message_id)
            runs.record(session, run, self._now(), report)

    def token_report(self, message_id: int) -> bytes:
        with self._database.reading() as session:
            return runs.report(session, message_id)

    def run(self, message_id: int) -> Run | None:
        with self._database.reading() as session:
            return runs.get(session, message_id)

    # Summaries

    def summaries(self, message_ids: Sequence[int]) -> dict[int, KeptSummary]:
        with self._database.reading() as session:
            return summaries.of(session, message_ids)

    def keep_summary(self, message_id: int, summary: KeptSummary) -> None:
        with self._database.writing() as session:
            messages.get(session, message_id)
            summaries.keep(session, message_id, summary)

    def count(self) -> tuple[int, int]:
        """How many conversations, those in the bin included, and how many messages there are."""
        with self._database.reading() as session:
            conversations = session.execute(select(func.count()).select_from(ConversationRow)).scalar_one()
            return conversations, session.execute(select(func.count()).select_from(MessageRow)).scalar_one()


def _add_turn(
    session: Session, words: NewMessage, attachments: tuple[Attachment, ...], answer_start: str
) -> tuple[Message, Message]:
    asked = messages.add(session, words, attachments)
    answer = messages.add(session, _queued(asked, answer_start, words.created_at))
    conversation_table.change(session, words.conversation_id, head_id=answer.id, updated_at=words.created_at)
    return asked, answer


def _said(conversation_id: int, parent_id: int | None, text: str, now: datetime) -> NewMessage:
    return NewMessage(conversation_id, parent_id, Role.USER, text, Status.COMPLETE, now)


def _queued(asked: Message, text: str, now: datetime) -> NewMessage:
    return NewMessage(asked.conversation_id, asked.id, Role.ASSISTANT, text, Status.QUEUED, now)


def _beside(answer: Message, now: datetime) -> NewMessage:
    return NewMessage(answer.conversation_id, answer.parent_id, answer.role, answer.text, Status.QUEUED, now)
