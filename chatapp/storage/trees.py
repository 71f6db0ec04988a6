"""All messages of a conversation at once, as fast as may be; the last one read is remembered. GUI thread.

A finished message never changes, so of what was read before only its place outside the bin is asked again. Those whose
status may still change are read anew.
"""

import sqlite3
from contextlib import closing

from sqlalchemy.orm import Session

from chatapp.domain.branch import Tree, tree_of
from chatapp.domain.message import Message, Role, Status
from chatapp.storage import messages
from chatapp.storage.columns import UtcTime, Word
from chatapp.storage.tables import MessageRow

OUTSIDE = "WHERE conversation_id = ? AND id NOT IN (SELECT message_id FROM deleted_message)"
STANDING = f"SELECT group_concat(id) FROM message {OUTSIDE}"  # noqa: S608 - no word of a person's in it
WHOLE = f"SELECT id, conversation_id, parent_id, role, text, status, created_at, note FROM message {OUTSIDE}"  # noqa: S608 - as above
FEW = 500
"""More new ones than that are sooner read all at once."""


class Trees:
    def __init__(self) -> None:
        self._role = Word(Role).plain
        self._status = Word(Status).plain
        self._moment = UtcTime().plain
        self._home, self._standing, self._is_settled = 0, "", False
        self._final: dict[int, Message] = {}
        self._tree = tree_of(())

    def tree(self, session: Session, conversation_id: int) -> Tree:
        """Of those outside the bin; the same one as before where nothing can have changed."""
        standing = session.connection().exec_driver_sql(STANDING, (conversation_id,)).scalar() or ""
        if not self._is_settled or conversation_id != self._home or standing != self._standing:
            self._tree = tree_of(self._messages(session, conversation_id, standing))
            self._standing = standing
            self._is_settled = self._tree.messages.keys() <= self._final.keys()
        return self._tree

    def forget(self) -> None:
        self._home, self._standing, self._is_settled = 0, "", False
        self._final = {}
        self._tree = tree_of(())

    def _messages(self, session: Session, conversation_id: int, standing: str) -> list[Message]:
        if conversation_id == self._home:
            ids = [int(id_) for id_ in standing.split(",")] if standing else []
            new = [id_ for id_ in ids if id_ not in self._final]
            if len(new) <= FEW:
                fresh = messages.read(session, messages.selected().where(MessageRow.id.in_(new))) if new else []
                self._final |= _final(fresh)
                known = self._final | {message.id: message for message in fresh}
                return [known[id_] for id_ in ids]
        found = self._whole(session, conversation_id)
        self._home, self._final = conversation_id, _final(found)
        return found

    def _whole(self, session: Session, conversation_id: int) -> list[Message]:
        """The driver decodes text itself, which costs half of asking Python for each; where that fails, a byte is
        damaged and all is read the patient way."""
        driver = session.connection().connection.driver_connection
        if not isinstance(driver, sqlite3.Connection):
            raise TypeError(driver)
        patient, driver.text_factory = driver.text_factory, str
        try:
            found = self._read(driver, conversation_id)
        except sqlite3.OperationalError:
            driver.text_factory = patient
            found = self._read(driver, conversation_id)
        finally:
            driver.text_factory = patient
        return messages.with_attachments(session, found, MessageRow.conversation_id == conversation_id)

    def _read(self, driver: sqlite3.Connection, conversation_id: int) -> list[Message]:
        role_of, status_of, moment_of = self._role, self._status, self._moment
        with closing(driver.execute(WHOLE, (conversation_id,))) as rows:
            return [
                Message(id_, home, parent_id, role_of(role), text, status_of(status), moment_of(created_at), note)
                for id_, home, parent_id, role, text, status, created_at, note in rows
            ]


def _final(found: list[Message]) -> dict[int, Message]:
    """An interrupted one may still be called stopped."""
    complete, interrupted = Status.COMPLETE, Status.INTERRUPTED
    return {
        one.id: one
        for one in found
        if (status := one.status) is complete or (status.is_terminal and status is not interrupted)
    }
