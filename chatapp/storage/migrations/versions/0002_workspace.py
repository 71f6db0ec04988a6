"""Order among conversations, settings and personas, bins for branches, attachments; an index that knows two characters.

Messages stay as they are: what is organised about them stands in tables beside theirs.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

# Batch mode makes the table anew, without the trigger that stood on it.
SHOWS_ITS_OWN = """
    CREATE TRIGGER conversation_shows_its_own BEFORE UPDATE OF head_id ON conversation
    WHEN new.head_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM message WHERE id = new.head_id AND conversation_id = new.id)
    BEGIN SELECT RAISE(ABORT, 'the head is in another conversation'); END
"""
LAWS = (
    SHOWS_ITS_OWN,
    """
    CREATE TRIGGER attachment_is_final BEFORE UPDATE ON attachment
    BEGIN SELECT RAISE(ABORT, 'an attachment never changes'); END
    """,
)

# Two line ends after each text: so every one and every two characters begin a trigram, also the last ones, and what is
# shorter than a trigram is found as the beginning of some.
SEARCH = (
    "DROP TRIGGER message_index_insert",
    "DROP TRIGGER message_index_finish",
    "DROP TRIGGER message_index_delete",
    "DROP TABLE message_index",
    "DROP VIEW finished_message",
    """
    CREATE VIEW finished_message AS SELECT id, text || char(10, 10) AS text FROM message
    WHERE status NOT IN ('queued', 'streaming')
    """,
    """
    CREATE VIRTUAL TABLE message_index
    USING fts5(text, content='finished_message', content_rowid='id', tokenize='trigram')
    """,
    "CREATE VIRTUAL TABLE message_index_terms USING fts5vocab('message_index', 'row')",
    """
    CREATE TRIGGER message_index_insert AFTER INSERT ON message WHEN new.status NOT IN ('queued', 'streaming')
    BEGIN INSERT INTO message_index(rowid, text) VALUES (new.id, new.text || char(10, 10)); END
    """,
    """
    CREATE TRIGGER message_index_finish AFTER UPDATE OF status ON message
    WHEN old.status IN ('queued', 'streaming') AND new.status NOT IN ('queued', 'streaming')
    BEGIN INSERT INTO message_index(rowid, text) VALUES (new.id, new.text || char(10, 10)); END
    """,
    """
    CREATE TRIGGER message_index_delete AFTER DELETE ON message WHEN old.status NOT IN ('queued', 'streaming')
    BEGIN
        INSERT INTO message_index(message_index, rowid, text) VALUES ('delete', old.id, old.text || char(10, 10));
    END
    """,
    "INSERT INTO message_index(message_index) VALUES ('rebuild')",
)


def upgrade() -> None:
    _create_folder()
    _create_persona()
    _change_conversation()
    _create_tag()
    _create_beside_messages()
    _change_run()
    for statement in (*LAWS, *SEARCH):
        op.execute(statement)


def _create_folder() -> None:
    op.create_table(
        "folder",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(32), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), server_default="0", nullable=False),
        sa.Column("colour", sa.String(16), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_folder"),
        sa.UniqueConstraint("uid", name="uq_folder_uid"),
        sa.ForeignKeyConstraint(["parent_id"], ["folder.id"], name="fk_folder_parent_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_folder_parent_id", "folder", ["parent_id"])


def _create_persona() -> None:
    op.create_table(
        "persona",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(32), nullable=False),
        sa.Column("parameters", sa.JSON(), server_default="{}", nullable=False),
        sa.Column("system_prompt", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_persona"),
        sa.UniqueConstraint("uid", name="uq_persona_uid"),
        sqlite_autoincrement=True,
    )


def _change_conversation() -> None:
    sequence = "SELECT seq FROM sqlite_sequence WHERE name = 'conversation'"
    last = op.get_bind().execute(sa.text(sequence)).scalar()
    added: tuple[sa.Column[object], ...] = (
        sa.Column("has_model_title", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("is_pinned", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("archived_at", sa.String(32), nullable=True),
        sa.Column("folder_id", sa.Integer(), nullable=True),
        sa.Column("persona_id", sa.Integer(), nullable=True),
        sa.Column("colour", sa.String(16), nullable=True),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("parameters", sa.JSON(), server_default="{}", nullable=False),
        sa.Column("system_prompt", sa.Text(), nullable=True),
    )
    with op.batch_alter_table(
        "conversation", recreate="always", table_kwargs={"sqlite_autoincrement": True}
    ) as conversation:
        for column in added:
            conversation.add_column(column, insert_before="title")
        conversation.create_unique_constraint("uq_conversation_source", ["source"])
        conversation.create_foreign_key(
            "fk_conversation_folder_id", "folder", ["folder_id"], ["id"], ondelete="SET NULL"
        )
        conversation.create_foreign_key(
            "fk_conversation_persona_id", "persona", ["persona_id"], ["id"], ondelete="SET NULL"
        )
    op.create_index("ix_conversation_folder_id", "conversation", ["folder_id"])
    op.create_index("ix_conversation_persona_id", "conversation", ["persona_id"])
    if last is not None:  # an id is never given twice, not even that of a conversation deleted for good
        kept = "UPDATE sqlite_sequence SET seq = :last WHERE name = 'conversation'"
        changed = op.get_bind().execute(sa.text(kept), {"last": last})
        if changed.rowcount == 0:
            fresh = "INSERT INTO sqlite_sequence (name, seq) VALUES ('conversation', :last)"
            op.get_bind().execute(sa.text(fresh), {"last": last})


def _create_tag() -> None:
    op.create_table(
        "tag",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("colour", sa.String(16), nullable=True),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_tag"),
        sa.UniqueConstraint("key", name="uq_tag_key"),
    )
    op.create_table(
        "conversation_tag",
        sa.Column("conversation_id", sa.Integer(), nullable=False),
        sa.Column("tag_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("conversation_id", "tag_id", name="pk_conversation_tag"),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversation.id"],
            name="fk_conversation_tag_conversation_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["tag_id"], ["tag.id"], name="fk_conversation_tag_tag_id", ondelete="CASCADE"),
    )
    op.create_index("ix_conversation_tag_tag_id", "conversation_tag", ["tag_id"])


def _create_beside_messages() -> None:
    op.create_table(
        "deleted_message",
        sa.Column("message_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("root_id", sa.Integer(), nullable=False),
        sa.Column("deleted_at", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("message_id", name="pk_deleted_message"),
        sa.ForeignKeyConstraint(
            ["message_id"], ["message.id"], name="fk_deleted_message_message_id", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_deleted_message_root_id", "deleted_message", ["root_id"])
    op.create_table(
        "context_mark",
        sa.Column("message_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("mark", sa.String(16), nullable=False),
        sa.PrimaryKeyConstraint("message_id", name="pk_context_mark"),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name="fk_context_mark_message_id", ondelete="CASCADE"),
        sa.CheckConstraint("mark IN ('pinned', 'excluded')", name="ck_context_mark_mark"),
    )
    op.create_table(
        "attachment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_attachment"),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name="fk_attachment_message_id", ondelete="CASCADE"),
    )
    op.create_index("ix_attachment_message_id", "attachment", ["message_id"])


def _change_run() -> None:
    added: tuple[sa.Column[object], ...] = (
        sa.Column("alternatives", sa.Integer(), server_default="1", nullable=False),
        sa.Column("alternative", sa.Integer(), server_default="0", nullable=False),
        sa.Column("start_length", sa.Integer(), server_default="0", nullable=False),
        sa.Column("program_version", sa.String(), server_default="", nullable=False),
        sa.Column("context", sa.JSON(), server_default="[]", nullable=False),
        sa.Column("system_prompt", sa.Text(), server_default="", nullable=False),
    )
    with op.batch_alter_table("run", recreate="always") as run:
        for column in added:
            run.add_column(column, insert_before="report")
