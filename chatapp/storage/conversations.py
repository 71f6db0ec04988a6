"""The store of conversations that the use cases see: each method one transaction, domain values in and out.

Runs on the GUI thread. Laws: nothing is overwritten, a finished message never changes, only a head moves.
"""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from sqlalchemy import Select, delete, func, insert, select, update
from sqlalchemy.orm import Session

from chatapp.domain.branch import Tree, tree_of
from chatapp.domain.conversation import Conversation
from chatapp.domain.generation import Run
from chatapp.domain.message import Message, Role, Status
from chatapp.storage import messages, runs, search, summaries
from chatapp.storage.columns import storable
from chatapp.storage.database import Database
from chatapp.storage.messages import NewMessage
from chatapp.storage.tables import ConversationRow, MessageRow, RunRow


def utc_now() -> datetime:
    return datetime.now(UTC)


class Conversations:
    """Implements services.ports.ConversationStore."""

    def __init__(self, database: Database, now: Callable[[], datetime] = utc_now) -> None:
        self._database = database
        self._now = now

    def close(self) -> None:
        """No call follows."""
        self._database.close()

    # Conversations

    def create(self, title: str = "") -> Conversation:
        now = self._now()
        with self._database.writing() as session:
            return _create(session, title, now)

    def conversation(self, conversation_id: int) -> Conversation:
        with self._database.reading() as session:
            return _get(session, conversation_id)

    def conversations(self, title_filter: str = "", *, deleted: bool = False) -> list[Conversation]:
        query = _selected().where(
            ConversationRow.deleted_at.is_not(None) if deleted else ConversationRow.deleted_at.is_(None)
        )
        newest_first = query.order_by(ConversationRow.updated_at.desc(), ConversationRow.id.desc())
        with self._database.reading() as session:
            found = [Conversation(*row) for row in session.execute(newest_first)]
        # Not in SQL: SQLite knows upper and lower case of ASCII alone.
        wanted = title_filter.casefold()
        return [conversation for conversation in found if wanted in conversation.title.casefold()]

    def rename(self, conversation_id: int, title: str, *, own: bool) -> None:
        with self._database.writing() as session:
            if own or not _get(session, conversation_id).has_own_title:
                _change(session, conversation_id, title=title, has_own_title=own)

    def delete(self, conversation_id: int) -> None:
        with self._database.writing() as session:
            if not _get(session, conversation_id).is_deleted:
                _change(session, conversation_id, deleted_at=self._now())

    def restore(self, conversation_id: int) -> None:
        with self._database.writing() as session:
            _change(session, conversation_id, deleted_at=None)

    def purge(self, conversation_id: int) -> None:
        with self._database.writing() as session:
            if not _get(session, conversation_id).is_deleted:
                raise ValueError(f"conversation {conversation_id} is not in the bin")
            _change(session, conversation_id, head_id=None)
            mine = MessageRow.conversation_id == conversation_id
            session.execute(delete(RunRow).where(RunRow.message_id.in_(select(MessageRow.id).where(mine))))
            session.execute(delete(MessageRow).where(mine))
            session.execute(delete(ConversationRow).where(ConversationRow.id == conversation_id))
            search.forget_deleted(session)
        self._database.compact_log()

    def set_head(self, conversation_id: int, message_id: int | None) -> None:
        with self._database.writing() as session:
            if message_id is not None:
                _member(session, conversation_id, message_id)
            _change(session, conversation_id, head_id=message_id)

    # Messages

    def tree(self, conversation_id: int) -> Tree:
        with self._database.reading() as session:
            _get(session, conversation_id)
            return tree_of(messages.of_conversation(session, conversation_id))

    def message(self, message_id: int) -> Message:
        with self._database.reading() as session:
            return messages.get(session, message_id)

    def path(self, message_id: int) -> list[Message]:
        with self._database.reading() as session:
            return messages.path(session, message_id)

    def add_turn(self, conversation_id: int, parent_id: int | None, text: str) -> tuple[Message, Message]:
        now = self._now()
        with self._database.writing() as session:
            _get(session, conversation_id)
            if parent_id is not None:
                _member(session, conversation_id, parent_id)
            return _add_turn(session, conversation_id, parent_id, text, now)

    def start(self, title: str, text: str) -> tuple[Message, Message]:
        now = self._now()
        with self._database.writing() as session:
            return _add_turn(session, _create(session, title, now).id, None, text, now)

    def add_answer(self, user_message_id: int, text: str = "") -> Message:
        now = self._now()
        with self._database.writing() as session:
            asked = messages.get(session, user_message_id)
            if asked.role is not Role.USER:
                raise ValueError(f"message {user_message_id} is not the user's")
            answer = messages.add(session, _queued(asked, text, now))
            _change(session, asked.conversation_id, head_id=answer.id, updated_at=now)
        return answer

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

    def unfinished(self) -> list[Message]:
        with self._database.reading() as session:
            return messages.unfinished(session)

    def search(self, words: str, limit: int = 100) -> list[Message]:
        with self._database.reading() as session:
            return search.search(session, words, limit)

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

    def summaries(self, message_ids: Sequence[int]) -> dict[int, str]:
        with self._database.reading() as session:
            return summaries.of(session, message_ids)

    def keep_summary(self, message_id: int, text: str) -> None:
        with self._database.writing() as session:
            messages.get(session, message_id)
            summaries.keep(session, message_id, text)

    def count(self) -> tuple[int, int]:
        """How many conversations, those in the bin included, and how many messages there are."""
        with self._database.reading() as session:
            conversations = session.execute(select(func.count()).select_from(ConversationRow)).scalar_one()
            return conversations, session.execute(select(func.count()).select_from(MessageRow)).scalar_one()


def _create(session: Session, title: str, now: datetime) -> Conversation:
    title = storable(title)
    row = {"title": title, "has_own_title": False, "created_at": now, "updated_at": now}
    added = session.execute(insert(ConversationRow).values(row).returning(ConversationRow.id)).scalar_one()
    return Conversation(added, title, False, None, now, now)


def _add_turn(
    session: Session, conversation_id: int, parent_id: int | None, text: str, now: datetime
) -> tuple[Message, Message]:
    asked = messages.add(session, NewMessage(conversation_id, parent_id, Role.USER, text, Status.COMPLETE, now))
    answer = messages.add(session, _queued(asked, "", now))
    _change(session, conversation_id, head_id=answer.id, updated_at=now)
    return asked, answer


def _selected() -> Select[int, str, bool, int | None, datetime, datetime, datetime | None]:
    return select(
        ConversationRow.id,
        ConversationRow.title,
        ConversationRow.has_own_title,
        ConversationRow.head_id,
        ConversationRow.created_at,
        ConversationRow.updated_at,
        ConversationRow.deleted_at,
    )


def _get(session: Session, conversation_id: int) -> Conversation:
    row = session.execute(_selected().where(ConversationRow.id == conversation_id)).first()
    if row is None:
        raise KeyError(conversation_id)
    return Conversation(*row)


def _change(session: Session, conversation_id: int, **columns: object) -> None:
    changed = session.execute(
        update(ConversationRow)
        .where(ConversationRow.id == conversation_id)
        .values(columns)
        .returning(ConversationRow.id)
    )
    if changed.first() is None:
        raise KeyError(conversation_id)


def _member(session: Session, conversation_id: int, message_id: int) -> None:
    if messages.get(session, message_id).conversation_id != conversation_id:
        raise ValueError(f"message {message_id} is not in conversation {conversation_id}")


def _queued(asked: Message, text: str, now: datetime) -> NewMessage:
    return NewMessage(asked.conversation_id, asked.id, Role.ASSISTANT, text, Status.QUEUED, now)
