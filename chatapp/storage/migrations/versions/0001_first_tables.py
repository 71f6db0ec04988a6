"""The first tables: conversations, messages as a tree, runs, the full-text index, and triggers that keep the laws."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision: str | None = None


LAWS = (
    """
    CREATE TRIGGER message_stands_in_its_tree BEFORE INSERT ON message
    WHEN new.parent_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM message WHERE id = new.parent_id AND conversation_id = new.conversation_id)
    BEGIN SELECT RAISE(ABORT, 'the parent is in another conversation'); END
    """,
    """
    CREATE TRIGGER message_keeps_its_place
    BEFORE UPDATE OF id, uid, conversation_id, parent_id, role, created_at ON message
    BEGIN SELECT RAISE(ABORT, 'a message never changes its place'); END
    """,
    """
    CREATE TRIGGER message_is_final BEFORE UPDATE OF text, status, note ON message
    WHEN old.status NOT IN ('queued', 'streaming') AND NOT (
        old.status = 'interrupted' AND new.status = 'stopped' AND new.text IS old.text AND new.note IS old.note)
    BEGIN SELECT RAISE(ABORT, 'a finished message never changes'); END
    """,
    """
    CREATE TRIGGER message_never_goes_back BEFORE UPDATE OF status ON message
    WHEN old.status = 'streaming' AND new.status = 'queued'
    BEGIN SELECT RAISE(ABORT, 'an answer never returns to the queue'); END
    """,
    """
    CREATE TRIGGER conversation_shows_its_own BEFORE UPDATE OF head_id ON conversation
    WHEN new.head_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM message WHERE id = new.head_id AND conversation_id = new.id)
    BEGIN SELECT RAISE(ABORT, 'the head is in another conversation'); END
    """,
)

# Only finished text is indexed: a streaming answer is stored twice a second and must not be indexed each time.
SEARCH = (
    "CREATE VIEW finished_message AS SELECT id, text FROM message WHERE status NOT IN ('queued', 'streaming')",
    """
    CREATE VIRTUAL TABLE message_index
    USING fts5(text, content='finished_message', content_rowid='id', tokenize='trigram')
    """,
    """
    CREATE TRIGGER message_index_insert AFTER INSERT ON message WHEN new.status NOT IN ('queued', 'streaming')
    BEGIN INSERT INTO message_index(rowid, text) VALUES (new.id, new.text); END
    """,
    """
    CREATE TRIGGER message_index_finish AFTER UPDATE OF status ON message
    WHEN old.status IN ('queued', 'streaming') AND new.status NOT IN ('queued', 'streaming')
    BEGIN INSERT INTO message_index(rowid, text) VALUES (new.id, new.text); END
    """,
    """
    CREATE TRIGGER message_index_delete AFTER DELETE ON message WHEN old.status NOT IN ('queued', 'streaming')
    BEGIN INSERT INTO message_index(message_index, rowid, text) VALUES ('delete', old.id, old.text); END
    """,
)


def upgrade() -> None:
    _create_conversation()
    _create_message()
    _create_run()
    for statement in (*LAWS, *SEARCH):
        op.execute(statement)


def _create_conversation() -> None:
    op.create_table(
        "conversation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(32), nullable=False),
        sa.Column("has_own_title", sa.Boolean(), nullable=False),
        sa.Column("head_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.String(32), nullable=False),
        sa.Column("updated_at", sa.String(32), nullable=False),
        sa.Column("deleted_at", sa.String(32), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_conversation"),
        sa.UniqueConstraint("uid", name="uq_conversation_uid"),
        sa.ForeignKeyConstraint(["head_id"], ["message.id"], name="fk_conversation_head_id", ondelete="SET NULL"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_conversation_head_id", "conversation", ["head_id"])
    op.create_index("ix_conversation_deleted_at_updated_at", "conversation", ["deleted_at", "updated_at"])


def _create_message() -> None:
    op.create_table(
        "message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(32), nullable=False),
        sa.Column("conversation_id", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("created_at", sa.String(32), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_message"),
        sa.UniqueConstraint("uid", name="uq_message_uid"),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversation.id"], name="fk_message_conversation_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["parent_id"], ["message.id"], name="fk_message_parent_id"),
        sa.CheckConstraint("role IN ('system', 'user', 'assistant')", name="ck_message_role"),
        sa.CheckConstraint(
            "status IN ('queued', 'streaming', 'complete', 'stopped', 'interrupted', 'failed')",
            name="ck_message_status",
        ),
        sa.CheckConstraint("parent_id < id", name="ck_message_parent_is_older"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_message_conversation_id", "message", ["conversation_id"])
    op.create_index("ix_message_parent_id", "message", ["parent_id"])
    unfinished = sa.text("status IN ('queued', 'streaming')")
    op.create_index("ix_message_unfinished", "message", ["id"], sqlite_where=unfinished)


def _create_run() -> None:
    integers = ("prompt_tokens", "reused_tokens", "generated_tokens", "dropped_turns", "context_limit")
    penalties = ("presence_penalty", "frequency_penalty")
    seconds = ("prefill_seconds", "first_token_seconds", "decode_seconds")
    op.create_table(
        "run",
        sa.Column("message_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("model_name", sa.Text(), nullable=False),
        sa.Column("model_fingerprint", sa.String(), nullable=False),
        sa.Column("device", sa.String(), nullable=False),
        sa.Column("temperature", sa.Double(), nullable=False),
        sa.Column("top_k", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Double(), nullable=False) for name in ("top_p", "min_p", "repetition_penalty")),
        *(sa.Column(name, sa.Double(), server_default="0", nullable=False) for name in penalties),
        sa.Column("logit_bias", sa.JSON(), server_default="[]", nullable=False),
        sa.Column("seed", sa.String(40), nullable=False),
        sa.Column("stop", sa.JSON(), nullable=False),
        sa.Column("max_tokens", sa.Integer(), nullable=True),
        sa.Column("min_tokens", sa.Integer(), server_default="0", nullable=False),
        sa.Column("context_policy", sa.String(16), server_default="drop_old", nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in integers),
        *(sa.Column(name, sa.Double(), nullable=False) for name in seconds),
        sa.Column("reason", sa.String(16), nullable=True),
        sa.Column("created_at", sa.String(32), nullable=False),
        sa.Column("report", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("message_id", name="pk_run"),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name="fk_run_message_id", ondelete="CASCADE"),
    )
