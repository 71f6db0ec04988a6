"""Summaries of old turns, kept for good, and in each run how many turns one was read for."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision: str | None = "0002"


def upgrade() -> None:
    op.create_table(
        "summary",
        sa.Column("message_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("digest", sa.String(32), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("message_id", name="pk_summary"),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name="fk_summary_message_id", ondelete="CASCADE"),
    )
    with op.batch_alter_table("run", recreate="always") as run:
        summarised = sa.Column("summarised_turns", sa.Integer(), server_default="0", nullable=False)
        run.add_column(summarised, insert_before="report")
