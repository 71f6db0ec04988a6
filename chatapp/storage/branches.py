"""What a person does with branches: cut one off into the bin, bring it back, write into the tree, mark messages.

Messages stay where they are: what is deleted stands in a table beside them, with the message that it was cut off at.
"""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Select, delete, func, insert, select
from sqlalchemy.dialects.sqlite import insert as upsert
from sqlalchemy.orm import Session, aliased

from chatapp.domain.attachment import Attachment
from chatapp.domain.branch import DeletedBranch, tree_of
from chatapp.domain.mark import ContextMark
from chatapp.domain.message import Message, Role, Status
from chatapp.storage import conversation_table, messages, search
from chatapp.storage.database import Database
from chatapp.storage.messages import NewMessage
from chatapp.storage.tables import ContextMarkRow, DeletedMessageRow, MessageRow, RunRow


class Branches:
    """Implements services.ports.BranchStore."""

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now

    def insert(
        self,
        conversation_id: int,
        parent_id: int | None,
        role: Role,
        text: str,
        attachments: tuple[Attachment, ...] = (),
    ) -> Message:
        now = self._now()
        with self._database.writing() as session:
            conversation_table.get(session, conversation_id)
            if parent_id is not None:
                messages.require_shown(session, conversation_id, parent_id)
            new = NewMessage(conversation_id, parent_id, role, text, Status.COMPLETE, now)
            added = messages.add(session, new, attachments)
            conversation_table.change(session, conversation_id, head_id=added.id, updated_at=now)
        return added

    def delete(self, message_id: int, deleted_at: datetime | None = None) -> None:
        moment = deleted_at or self._now()
        with self._database.writing() as session:
            root = messages.get(session, message_id)
            if messages.is_deleted(session, message_id):
                raise ValueError(f"message {message_id} is in the bin already")
            branch = _branch(message_id)
            gone = select(DeletedMessageRow.message_id)
            ids = session.execute(branch.where(branch.selected_columns[0].not_in(gone))).scalars().all()
            rows = [{"message_id": gone_id, "root_id": message_id, "deleted_at": moment} for gone_id in ids]
            session.execute(insert(DeletedMessageRow), rows)
            head_id = conversation_table.get(session, root.conversation_id).head_id
            if head_id in set(ids):
                shown = _head_without(session, root)
                conversation_table.change(session, root.conversation_id, head_id=shown)

    def restore(self, root_id: int) -> tuple[int, ...]:
        with self._database.writing() as session:
            if not _is_root(session, root_id):
                raise KeyError(root_id)
            line = [message.id for message in messages.path(session, root_id)]
            above = select(DeletedMessageRow.root_id).where(DeletedMessageRow.message_id.in_(line)).distinct()
            roots = tuple(sorted(session.execute(above).scalars()))
            session.execute(delete(DeletedMessageRow).where(DeletedMessageRow.root_id.in_(roots)))
        return roots

    def purge(self, root_id: int) -> None:
        with self._database.writing() as session:
            if not _is_root(session, root_id):
                raise KeyError(root_id)
            ids = session.execute(_branch(root_id)).scalars().all()
            session.execute(delete(RunRow).where(RunRow.message_id.in_(ids)))
            session.execute(delete(MessageRow).where(MessageRow.id.in_(ids)))
            search.forget_deleted(session)
        self._database.compact_log()

    def deleted(self, conversation_id: int) -> list[DeletedBranch]:
        times = (
            select(DeletedMessageRow.root_id, func.min(DeletedMessageRow.deleted_at), func.count())
            .join(MessageRow, MessageRow.id == DeletedMessageRow.message_id)
            .where(MessageRow.conversation_id == conversation_id)
            .group_by(DeletedMessageRow.root_id)
        )
        with self._database.reading() as session:
            found = session.execute(times).all()
            branches = [DeletedBranch(messages.get(session, root), moment, count) for root, moment, count in found]
        return sorted(branches, key=lambda branch: (branch.deleted_at, branch.root.id), reverse=True)

    def mark(self, message_id: int, mark: ContextMark | None) -> None:
        with self._database.writing() as session:
            messages.get(session, message_id)
            if mark is None:
                session.execute(delete(ContextMarkRow).where(ContextMarkRow.message_id == message_id))
                return
            statement = upsert(ContextMarkRow).values(message_id=message_id, mark=mark)
            session.execute(
                statement.on_conflict_do_update(index_elements=[ContextMarkRow.message_id], set_={"mark": mark})
            )

    def marks(self, conversation_id: int) -> dict[int, ContextMark]:
        query = select(ContextMarkRow.message_id, ContextMarkRow.mark).join(
            MessageRow, MessageRow.id == ContextMarkRow.message_id
        )
        with self._database.reading() as session:
            found = session.execute(query.where(MessageRow.conversation_id == conversation_id)).all()
        return {row[0]: row[1] for row in found}


def _branch(message_id: int) -> Select[int]:
    """The ids of a message and of all below it, deleted ones included."""
    branch = select(MessageRow.id).where(MessageRow.id == message_id).cte("branch", recursive=True)
    below = aliased(MessageRow)
    return select(branch.union_all(select(below.id).where(below.parent_id == branch.c.id)).c.id)


def _is_root(session: Session, message_id: int) -> bool:
    query = select(DeletedMessageRow.message_id).where(DeletedMessageRow.root_id == message_id)
    return session.execute(query.limit(1)).first() is not None


def _head_without(session: Session, root: Message) -> int | None:
    """What is shown where a branch was: the newest leaf below its parent, or of what else begins the conversation."""
    tree = tree_of(messages.of_conversation(session, root.conversation_id))
    if root.parent_id is not None:
        return tree.newest_leaf(root.parent_id)
    return max((tree.newest_leaf(first) for first in tree.children.get(None, ())), default=None)
