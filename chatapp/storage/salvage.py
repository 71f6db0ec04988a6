"""Saves what is readable of a damaged database into a new file, and keeps the damaged one beside it. GUI thread.

The new file takes the old one's place only when it is whole; a crash in between is made good at the next start.
"""

from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import bindparam, delete, insert, text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from chatapp.domain.errors import Problem, ProblemError, ProblemKind
from chatapp.storage import belongings, runs, schema
from chatapp.storage.backup import stamp
from chatapp.storage.belongings import Belongings
from chatapp.storage.conversations import Conversations
from chatapp.storage.database import Database, suspicion
from chatapp.storage.mending import Mended, Raw, Row, Survivors, mend
from chatapp.storage.problems import SQLITE_ERRORS, DamagedValueError, problem_of, problem_of_file
from chatapp.storage.tables import ConversationRow, MessageRow, RunRow
from chatapp.storage.wreck import CONVERSATION, MESSAGE, RUN, Wreck

ENDINGS = ("-wal", "-shm", "")  # the log first: beside another file SQLite would play it back into that


def salvage(database: Path, flaw: str) -> Problem:
    """Puts a new file in the database's place and tells what is in it; ProblemError leaves all as it was."""
    part = database.with_name(database.name + "-rescue-part")
    try:
        _remove(part)
        schema.upgrade(part)
        _fill(part, *read(database))
        part.replace(rescued(database))
        return take_place(database, flaw)
    except SQLITE_ERRORS as error:
        raise ProblemError(problem_of(error)) from error
    except OSError as error:
        raise ProblemError(problem_of_file(error)) from error
    finally:
        _remove(part)


def rescued(database: Path) -> Path:
    """Where the new file lies, whole, until it has taken the old one's place."""
    return database.with_name(database.name + "-rescue")


def take_place(database: Path, flaw: str) -> Problem:
    """Moves the damaged file aside under a dated name, with its log, and the rescued one to where it was."""
    kept = database.with_name(f"{database.stem}-damaged-{stamp()}{database.suffix}")
    for ending in ENDINGS:
        old = database.with_name(database.name + ending)
        if old.exists():
            old.rename(kept.with_name(kept.name + ending))
    rescued(database).replace(database)
    suspicion(database).unlink(missing_ok=True)
    store = Conversations(Database(database))
    try:
        return _notice(store.count(), kept, flaw)
    finally:
        store.close()


def read(database: Path) -> tuple[Survivors, Belongings]:
    with Wreck(database) as wreck:
        survivors = Survivors(wreck.rows(CONVERSATION), wreck.rows(MESSAGE), wreck.rows(RUN), wreck.parents())
        return survivors, belongings.read(wreck)


def _fill(path: Path, survivors: Survivors, beside: Belongings) -> None:
    database = Database(path)
    try:
        with database.writing() as session:
            belongings.insert_before(session, beside)
            _insert(session, mend(survivors, datetime.now(UTC)))
            belongings.insert_after(session, beside, survivors.conversations)
            for message_id, raw in survivors.runs.items():
                _insert_run(session, message_id, raw)
    finally:
        database.close()


def _insert(session: Session, mended: Mended) -> None:
    if not mended.conversations:
        return
    heads = [{"of": row["id"], "head": row["head_id"]} for row in mended.conversations]
    session.execute(insert(ConversationRow), [{**row, "head_id": None} for row in mended.conversations])
    if mended.messages:
        _insert_messages(session, mended.messages)
    conversation = ConversationRow.__table__
    session.connection().execute(
        update(ConversationRow).where(conversation.c.id == bindparam("of")).values(head_id=bindparam("head")), heads
    )


def _insert_messages(session: Session, rows: list[Row]) -> None:
    """With the index built at the end, which takes a third of the time that row after row does."""
    trigger = session.execute(text("SELECT sql FROM sqlite_schema WHERE name = 'message_index_insert'")).scalar_one()
    session.execute(text("DROP TRIGGER message_index_insert"))
    session.execute(insert(MessageRow), rows)
    session.execute(text("INSERT INTO message_index(message_index) VALUES ('rebuild')"))
    session.connection().exec_driver_sql(trigger)


def _insert_run(session: Session, message_id: int, raw: Raw) -> None:
    """A run is worth keeping only if all of it can be read back."""
    known = {column.name: raw[column.name] for column in RunRow.__table__.columns if column.name in raw}
    names = ", ".join(known)
    places = ", ".join(f":{name}" for name in known)
    try:
        with session.begin_nested():
            session.execute(text(f"INSERT INTO run ({names}) VALUES ({places})"), known)  # noqa: S608 - our own names
            runs.get(session, message_id)
    except (DBAPIError, DamagedValueError):
        session.execute(delete(RunRow).where(RunRow.message_id == message_id))


def _notice(count: tuple[int, int], kept: Path, flaw: str) -> Problem:
    conversations, messages = count
    return Problem(
        ProblemKind.DATABASE,
        f"The file that holds the conversations was damaged. {_conversations(conversations)} with "
        f"{_messages(messages)} could be read and are in a new file; the damaged one is kept as {kept}.",
        ("See whether your last conversations are complete", "Keep the damaged file until you are sure"),
        flaw,
    )


def _conversations(count: int) -> str:
    return "1 conversation" if count == 1 else f"{count:,} conversations"


def _messages(count: int) -> str:
    return "1 message" if count == 1 else f"{count:,} messages"


def _remove(path: Path) -> None:
    for ending in ENDINGS:
        path.with_name(path.name + ending).unlink(missing_ok=True)
