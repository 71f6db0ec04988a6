"""Documents: rows of the list of another kind, with their text in passages, their steps and their versions."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision: str | None = "0003"

# As 0002 has it for messages: two line ends after each text, so that its last characters begin a trigram too.
SEARCH = (
    "CREATE VIEW searched_passage AS SELECT id, text || char(10, 10) AS text FROM passage",
    """
    CREATE VIRTUAL TABLE passage_index
    USING fts5(text, content='searched_passage', content_rowid='id', tokenize='trigram')
    """,
    """
    CREATE TRIGGER passage_index_insert AFTER INSERT ON passage
    BEGIN INSERT INTO passage_index(rowid, text) VALUES (new.id, new.text || char(10, 10)); END
    """,
    """
    CREATE TRIGGER passage_index_delete AFTER DELETE ON passage
    BEGIN
        INSERT INTO passage_index(passage_index, rowid, text) VALUES ('delete', old.id, old.text || char(10, 10));
    END
    """,
    """
    CREATE TRIGGER passage_is_final BEFORE UPDATE OF text ON passage
    BEGIN SELECT RAISE(ABORT, 'a passage is replaced, not changed'); END
    """,
)


def upgrade() -> None:
    kind = sa.Column("kind", sa.String(16), server_default="conversation", nullable=False)
    op.add_column("conversation", kind)
    _create_document()
    _create_passage()
    _create_step()
    _create_version()
    for statement in SEARCH:
        op.execute(statement)


def _create_document() -> None:
    numbers = ("position", "base_position", "checksum")
    words = ("memory", "style", "characters")
    op.create_table(
        "document",
        sa.Column("conversation_id", sa.Integer(), autoincrement=False, nullable=False),
        *(sa.Column(name, sa.Integer(), server_default="0", nullable=False) for name in numbers),
        *(sa.Column(name, sa.Text(), server_default="", nullable=False) for name in words),
        sa.PrimaryKeyConstraint("conversation_id", name="pk_document"),
        _belongs("document", "conversation_id"),
    )


def _create_passage() -> None:
    op.create_table(
        "passage",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Double(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_passage"),
        _belongs("passage", "document_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_passage_document_id_place", "passage", ["document_id", "place"])


def _create_step() -> None:
    op.create_table(
        "edit_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("splices", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_edit_step"),
        _belongs("edit_step", "document_id"),
    )
    op.create_index("ix_edit_step_document_id_number", "edit_step", ["document_id", "number"], unique=True)


def _create_version() -> None:
    numbers = ("words", "characters", "letters", "checksum")
    op.create_table(
        "document_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in numbers),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("delta", sa.LargeBinary(), nullable=False),
        sa.Column("whole", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_document_version"),
        _belongs("document_version", "document_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_document_version_document_id_id", "document_version", ["document_id", "id"])


def _belongs(table: str, column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], ["conversation.id"], name=f"fk_{table}_{column}", ondelete="CASCADE")
