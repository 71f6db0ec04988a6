"""A database of the same shape that is nowhere but in memory. GUI thread."""

from pathlib import Path

from sqlalchemy import text

from chatapp.domain.conversation import INCOGNITO_FROM
from chatapp.storage.database import Database

NOWHERE = Path(":memory:")
SHAPE = text(
    """
    SELECT sql FROM sqlite_schema
    WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite~_%' ESCAPE '~'
    AND NOT (type = 'table' AND name LIKE '%~_index~_%' ESCAPE '~' AND sql NOT LIKE 'CREATE VIRTUAL%')
    ORDER BY type <> 'table', rowid
    """
)
"""Everything but what SQLite makes itself: its own tables, and those in which an index lies."""


def database_like(shape: Database) -> Database:
    """Empty; its ids begin where those of conversations on the disk never come. Nothing of it is ever written: what
    does not fit the memory is an error."""
    with shape.reading() as session:
        statements = session.execute(SHAPE).scalars().all()
    memory = Database(NOWHERE)
    with memory.writing() as session:
        connection = session.connection()
        for statement in statements:
            connection.exec_driver_sql(statement)
        for table in ("conversation", "message"):
            connection.exec_driver_sql(
                "INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", (table, INCOGNITO_FROM - 1)
            )
    return memory
