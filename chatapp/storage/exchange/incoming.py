"""Records into the tables, so that an import is there as a whole or not at all, and others can write meanwhile.

Conversations are written in short transactions, each marked as arriving: they are in no list, in no bin, and are not
found. The last transaction lets them be seen, all at once, and adds to conversations that were there before what they
lacked. What an import that was broken off left is removed by the next one.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from sqlalchemy import delete, insert, select, text, update
from sqlalchemy.orm import Session

from chatapp.exchange.record import ConversationRecord, MessageRecord, uid_of
from chatapp.storage.arriving import ARRIVING
from chatapp.storage.database import Database
from chatapp.storage.exchange import documents
from chatapp.storage.exchange.order import Order
from chatapp.storage.exchange.rows import beside_rows, conversation_row, insert_runs, message_rows
from chatapp.storage.tables import ConversationRow, MessageRow

BATCH = 20_000
"""Characters that are written in one transaction: with their index some 15 ms, which another writer waits. A longer
conversation takes several, a longer message has one for itself."""
IDS_AT_ONCE = 500
PIECES, PIECES_OTHERWISE = 8, 4
"""Of the index that are merged together: the more, the less often all of it is written again."""


@dataclass(frozen=True, slots=True)
class Addition:
    """What a conversation that was there before lacks."""

    conversation_id: int
    record: ConversationRecord
    messages: tuple[MessageRecord, ...]


@dataclass(slots=True)
class Intake:
    """One import. `pause` lets others write between two transactions."""

    database: Database
    pause: Callable[[], None]
    _conversations: dict[str, int] = field(default_factory=dict)  # ids by uid
    _sources: dict[str, str] = field(default_factory=dict)  # uids
    _waiting: list[ConversationRecord] = field(default_factory=list)
    _weight: int = 0
    _arrived: dict[int, ConversationRecord] = field(default_factory=dict)  # without their messages
    _additions: list[Addition] = field(default_factory=list)

    def begin(self) -> None:
        self.clear()
        self._merge_by(PIECES)
        with self.database.reading() as session:
            known = select(ConversationRow.uid, ConversationRow.id, ConversationRow.source)
            for uid, id_, source in session.execute(known):
                self._conversations[uid] = id_
                if source:
                    self._sources[source] = uid

    def add(self, record: ConversationRecord) -> tuple[bool, int]:
        """Whether the conversation is new, and how many of its messages are."""
        uid = self._sources.get(record.source, record.uid)
        if uid in self._conversations or any(uid == waiting.uid for waiting in self._waiting):
            self._write()
            return False, self._add_to(self._conversations[uid], record)
        if record.source:
            self._sources[record.source] = record.uid
        weight = sum(map(_weight, record.messages)) + (0 if record.document is None else len(record.document.text))
        if self._weight + weight > BATCH:
            self._write()
        self._waiting.append(record)
        self._weight += weight
        if self._weight > BATCH:
            self._write()
        return True, len(record.messages)

    def finish(self) -> frozenset[int]:
        """The ids of all conversations that came or grew; from here on they are seen."""
        self._write()
        with self.database.writing() as session:
            order = Order(session)
            for conversation_id, record in self._arrived.items():
                order.place(conversation_id, record)
            arrived = update(ConversationRow).where(ConversationRow.deleted_at == ARRIVING)
            session.execute(arrived.values(deleted_at=None))
            for addition in self._additions:
                ids = _ids_of(session, addition.conversation_id)
                _Writing(addition.conversation_id, addition.record, ids, is_new=not ids).add(session, addition.messages)
        return frozenset({*self._arrived, *(addition.conversation_id for addition in self._additions)})

    def end(self) -> None:
        self._merge_by(PIECES_OTHERWISE)

    def clear(self, has_time: Callable[[], bool] = lambda: True) -> None:
        """Removes whatever is arriving, after a failure or left by a crash: a few at a time, as long as there is time.
        What stays is seen by nobody."""
        while has_time():
            with self.database.checkpointing() as session:
                arriving = select(ConversationRow.id).where(ConversationRow.deleted_at == ARRIVING).limit(20)
                ids = session.execute(arriving).scalars().all()
                if not ids:
                    return
                session.execute(update(ConversationRow).where(ConversationRow.id.in_(ids)).values(head_id=None))
                session.execute(delete(ConversationRow).where(ConversationRow.id.in_(ids)))
            self.pause()

    def _merge_by(self, pieces: int) -> None:
        with self.database.checkpointing() as session:
            change = text("INSERT INTO message_index(message_index, rank) VALUES ('automerge', :pieces)")
            session.execute(change, {"pieces": pieces})

    def _write(self) -> None:
        if not self._waiting:
            return
        first, *others = self._waiting
        slices = list(_slices(first.messages))
        with self.database.checkpointing() as session:
            writing = self._begin(session, first)
            writing.add(session, slices[0])
            for record in others:
                self._begin(session, record).add(session, record.messages)
        self.pause()
        for some in slices[1:]:
            with self.database.checkpointing() as session:
                writing.add(session, some)
            self.pause()
        self._waiting.clear()
        self._weight = 0

    def _begin(self, session: Session, record: ConversationRecord) -> "_Writing":
        row = conversation_row(record) | {"deleted_at": ARRIVING}
        added = session.execute(insert(ConversationRow).values(row).returning(ConversationRow.id)).scalar_one()
        if record.document is not None:
            documents.insert_document(session, added, record.document)
        self._conversations[record.uid] = added
        self._arrived[added] = record.model_copy(update={"messages": (), "document": None})
        return _Writing(added, record)

    def _add_to(self, conversation_id: int, record: ConversationRecord) -> int:
        with self.database.reading() as session:
            mine = select(MessageRow.uid).where(MessageRow.conversation_id == conversation_id)
            there = set(session.execute(mine).scalars())
        waiting = {
            message.uid
            for addition in self._additions
            if addition.conversation_id == conversation_id
            for message in addition.messages
        }
        there |= waiting
        lacking = tuple(
            message
            for message in record.messages
            if message.uid not in there and uid_of(record.uid, message.uid) not in there
        )
        if lacking:
            self._additions.append(Addition(conversation_id, record.model_copy(update={"messages": ()}), lacking))
        return len(lacking)


@dataclass(slots=True)
class _Writing:
    """The messages of one conversation, under ids that follow the last, in their order; a uid that another conversation
    has is replaced. `ids` are of those that are there; of a conversation that is new the head is set as well."""

    conversation_id: int
    record: ConversationRecord
    ids: dict[str, int] = field(default_factory=dict)
    is_new: bool = True
    renamed: dict[str, str] = field(default_factory=dict)

    def add(self, session: Session, messages: tuple[MessageRecord, ...]) -> None:
        self.renamed |= _renamed(session, self.record.uid, messages, self.ids)
        rows = message_rows(_last_id(session), self.conversation_id, messages, self.ids, self.renamed)
        if rows:
            session.execute(insert(MessageRow), rows)
        for table, beside in beside_rows(messages, self.ids, self.renamed):
            session.execute(insert(table), beside)
        insert_runs(session, messages, self.ids, self.renamed)
        head = self.record.head
        if self.is_new and head is not None and any(message.uid == head for message in messages):
            shown = update(ConversationRow).where(ConversationRow.id == self.conversation_id)
            session.execute(shown.values(head_id=self.ids[self.renamed.get(head, head)]))


def _weight(message: MessageRecord) -> int:
    return len(message.text) + sum(len(file.text) for file in message.attachments) + 100


def _slices(messages: tuple[MessageRecord, ...]) -> Iterator[tuple[MessageRecord, ...]]:
    """At least one, of as much as is written at once."""
    begin, weight = 0, 0
    for place, message in enumerate(messages):
        weight += _weight(message)
        if weight > BATCH and place > begin:
            yield messages[begin:place]
            begin, weight = place, _weight(message)
    yield messages[begin:]


def _ids_of(session: Session, conversation_id: int) -> dict[str, int]:
    known = select(MessageRow.uid, MessageRow.id).where(MessageRow.conversation_id == conversation_id)
    return {row.uid: row.id for row in session.execute(known)}


def _last_id(session: Session) -> int:
    """The greatest that was ever given."""
    found = session.execute(text("SELECT seq FROM sqlite_sequence WHERE name = 'message'")).scalar()
    return found or 0


def _renamed(session: Session, salt: str, messages: Iterable[MessageRecord], own: Mapping[str, int]) -> dict[str, str]:
    """Uids that are taken: by other conversations, or by this one's, which were renamed when they came."""
    wanted = {uid for message in messages for uid in (message.uid, message.parent) if uid is not None} - own.keys()
    uids, taken = sorted(wanted), list[str]()
    for start in range(0, len(uids), IDS_AT_ONCE):
        some = uids[start : start + IDS_AT_ONCE]
        taken += session.execute(select(MessageRow.uid).where(MessageRow.uid.in_(some))).scalars()
    return {uid: uid_of(salt, uid) for uid in taken}
