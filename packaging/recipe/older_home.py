"""A home as the first version of the tables left it, made by the program's own migrations, and what became of one."""

import contextlib
import sqlite3
import sys
from pathlib import Path

from recipe.edition import ROOT

FIRST = "0001"
ANSWER = "The capital of Portugal is Lisbon."
WORDS = """
INSERT INTO conversation (id, uid, has_own_title, created_at, updated_at, title)
VALUES (1, '000000000000000000000000000000c1', 1, :moment, :moment, 'From long ago');
INSERT INTO message (id, uid, conversation_id, parent_id, role, status, created_at, note, text)
VALUES (1, '000000000000000000000000000000a1', 1, NULL, 'user', 'complete', :moment, '', :question);
INSERT INTO message (id, uid, conversation_id, parent_id, role, status, created_at, note, text)
VALUES (2, '000000000000000000000000000000a2', 1, 1, 'assistant', 'complete', :moment, '', :answer);
UPDATE conversation SET head_id = 2;
"""
MOMENT = "2026-01-01T00:00:00.000000+00:00"
QUESTION = "What is the capital of Portugal?"
DATABASE = "causerie.sqlite3"


def make(home: Path) -> None:
    sys.path.insert(0, str(ROOT))
    from chatapp.storage import schema

    home.mkdir(mode=0o700, parents=True)
    schema.upgrade(home / DATABASE, FIRST)
    with contextlib.closing(sqlite3.connect(home / DATABASE)) as raw, raw:
        for statement in WORDS.split(";")[:-1]:
            raw.execute(statement, {"moment": MOMENT, "question": QUESTION, "answer": ANSWER})


def revision(database: Path) -> str:
    return str(asked(database, "SELECT version_num FROM alembic_version")[0][0])


def messages(database: Path) -> list[tuple[str, str, str]]:
    """Role, status and text of each, in the order they were written; none where there is no database yet."""
    if not database.exists():
        return []
    return [(str(row[0]), str(row[1]), str(row[2])) for row in asked(database, MESSAGES)]


MESSAGES = "SELECT role, status, text FROM message ORDER BY id"


def asked(database: Path, question: str) -> list[tuple[object, ...]]:
    """Read beside the program that has it open."""
    with contextlib.closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True, timeout=30)) as connection:
        return connection.execute(question).fetchall()
