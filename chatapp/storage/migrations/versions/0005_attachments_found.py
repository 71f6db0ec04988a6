"""An index of attachments' names and texts, and in each run the chat template that the prompt was written by.

Attachments that are there are not indexed here, where a person waits for the window: storage.exchange.archive does it
beside the work, a few at a time. So one may leave the table that the index never met.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision: str | None = "0004"

# Two line ends after each text, as in the index of messages.
SEARCH = (
    """
    CREATE VIEW searched_attachment AS SELECT id, name || char(10) || text || char(10, 10) AS text FROM attachment
    """,
    """
    CREATE VIRTUAL TABLE attachment_index
    USING fts5(text, content='searched_attachment', content_rowid='id', tokenize='trigram')
    """,
    "CREATE VIRTUAL TABLE attachment_index_terms USING fts5vocab('attachment_index', 'row')",
    """
    CREATE TRIGGER attachment_index_insert AFTER INSERT ON attachment
    BEGIN
        INSERT INTO attachment_index(rowid, text)
        VALUES (new.id, new.name || char(10) || new.text || char(10, 10));
    END
    """,
    """
    CREATE TRIGGER attachment_index_delete AFTER DELETE ON attachment
    WHEN EXISTS (SELECT 1 FROM attachment_index_docsize WHERE id = old.id)
    BEGIN
        INSERT INTO attachment_index(attachment_index, rowid, text)
        VALUES ('delete', old.id, old.name || char(10) || old.text || char(10, 10));
    END
    """,
)


def upgrade() -> None:
    for statement in SEARCH:
        op.execute(statement)
    # As the last column, behind the long report: the table is not made anew for it, which would take its time.
    op.add_column("run", sa.Column("template", sa.String(), server_default="", nullable=False))
